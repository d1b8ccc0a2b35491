"""The rows of `session.json`. In: what was done. Out: plain data by the contract."""

from dataclasses import asdict
from typing import Any

from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.coach.time_spent import TimeSpent
from stabiel.session.source import Source


def rounded(value: Any) -> Any:
    """Return a float rounded to milliseconds; anything else as it is."""
    return round(value, 3) if isinstance(value, float) else value


def source_json(source: Source) -> dict[str, Any]:
    """Return a source as plain data.

    `begins_s` is there only of a part of a recording, `looked_at` and `frames` only if not every
    frame was looked at.
    """
    row = {key: rounded(value) for key, value in asdict(source).items()}
    for key in ("begins_s", "looked_at", "frames"):
        if not row[key]:
            del row[key]
    return row


def repetition_json(repetition: Repetition) -> dict[str, Any]:
    """Return a repetition as plain data."""
    return {
        "number": repetition.number,
        "side": repetition.side,
        "start_s": rounded(repetition.start_s),
        "target_s": rounded(repetition.target_s),
        "end_s": rounded(repetition.end_s),
        "good": repetition.good,
        "faults": list(repetition.faults),
        "sure": repetition.sure,
        "metrics": repetition.metrics,
    }


def hold_json(hold: Hold) -> dict[str, Any]:
    """Return a hold as plain data."""
    return {
        "number": hold.number,
        "side": hold.side,
        "start_s": rounded(hold.start_s),
        "end_s": rounded(hold.end_s),
        "in_zone_s": rounded(hold.in_zone_s),
        "complete": hold.complete,
        "faults": list(hold.faults),
        "sure": hold.sure,
    }


def attempt_json(attempt: Attempt) -> dict[str, Any]:
    """Return an attempt as plain data."""
    return {
        "side": attempt.side,
        "start_s": rounded(attempt.start_s),
        "end_s": rounded(attempt.end_s),
        "reason": attempt.reason,
        "doubtful": attempt.doubtful,
        "sure": attempt.sure,
        "metrics": attempt.metrics,
    }


def fault_json(fault: FaultEnded) -> dict[str, Any]:
    """Return a fault as plain data."""
    return {
        "id": fault.id,
        "side": fault.side,
        "start_s": rounded(fault.start_s),
        "end_s": rounded(fault.time_s),
        "severity": fault.severity,
        "repetition": fault.repetition,
        "doubtful": fault.doubtful,
        "sure": fault.sure,
    }


def time_json(spent: TimeSpent) -> dict[str, Any]:
    """Return a sum of time as plain data."""
    return {
        "kind": spent.kind.value,
        "why": spent.why,
        "seconds": rounded(spent.seconds),
        "off_by": rounded(spent.off_by),
    }
