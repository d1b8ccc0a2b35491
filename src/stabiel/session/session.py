"""A judged session. In: events. Out: `Session`, and its `session.json`.

The keys of the JSON are a contract with other programs: `SCHEMA` increases when they change.
"""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from stabiel.anatomy import Reason, View
from stabiel.coach.events import Attempt, Event, FaultEnded, Hold, Repetition
from stabiel.coach.setup import Item
from stabiel.errors import StoreError
from stabiel.session.cues import Cue, Priority
from stabiel.wording.language import Language

SCHEMA = 1
_LISTS = ("repetitions", "attempts", "holds", "faults", "cues", "setup", "not_judged")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the pictures came from."""

    kind: str
    name: str
    duration_s: float
    frame_rate_hz: float
    width_px: int
    height_px: int

    def counted(self, count: int, last_s: float) -> "Source":
        """Return the source with the duration and the frame rate computed from its frames.

        Args:
            count: how many frames there were.
            last_s: time stamp of the last one, which is assumed to last as long as the others.
        """
        step_s = last_s / (count - 1) if count > 1 else 1.0 / (self.frame_rate_hz or 25.0)
        duration_s = last_s + step_s
        return replace(self, duration_s=duration_s, frame_rate_hz=count / duration_s)


@dataclass(frozen=True, slots=True)
class Session:
    """What was done in one session; times are in seconds since its first frame."""

    exercise: str
    language: Language
    model: str
    view: str
    source: Source
    judged_share: float
    repetitions: tuple[Repetition, ...]
    attempts: tuple[Attempt, ...]
    holds: tuple[Hold, ...]
    faults: tuple[FaultEnded, ...]
    cues: tuple[Cue, ...]
    setup: tuple[Item, ...]
    not_judged: tuple[tuple[str, Reason, float], ...]

    @property
    def good_repetitions(self) -> int:
        """The number of repetitions without a fault."""
        return sum(repetition.good for repetition in self.repetitions)

    @property
    def hold_s(self) -> float:
        """Seconds in the zone, of all holds."""
        return sum(hold.in_zone_s for hold in self.holds)

    def to_json(self) -> dict[str, Any]:
        """Return the session as plain data, in the format of the contract."""
        return {
            "schema": SCHEMA,
            "exercise": self.exercise,
            "language": self.language,
            "model": self.model,
            "view": self.view,
            "source": {key: _rounded(value) for key, value in asdict(self.source).items()},
            "summary": {
                "repetitions": len(self.repetitions),
                "good_repetitions": self.good_repetitions,
                "attempts": len(self.attempts),
                "holds": len(self.holds),
                "hold_s": round(self.hold_s, 2),
                "judged_share": round(self.judged_share, 3),
            },
            "repetitions": [_repetition(repetition) for repetition in self.repetitions],
            "attempts": [_attempt(attempt) for attempt in self.attempts],
            "holds": [_hold(hold) for hold in self.holds],
            "faults": [_fault(fault) for fault in self.faults],
            "cues": [
                {"time_s": _rounded(cue.time_s), "id": cue.id, "text": cue.text}
                for cue in self.cues
            ],
            "setup": [
                {"id": item.id, "ok": item.ok, "seconds": _rounded(item.seconds)}
                for item in self.setup
            ],
            "not_judged": [
                {"what": what, "reason": reason.value, "seconds": _rounded(seconds)}
                for what, reason, seconds in self.not_judged
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Session":
        """Return the session of a `session.json`.

        The contract rounds times to milliseconds. It has neither the moment of counting nor the
        priority of cues: the end of a movement and `Priority.FORM` replace them.

        Raises:
            KeyError, TypeError, ValueError: the data does not follow the contract.
        """
        if data["schema"] != SCHEMA:
            raise ValueError(f"schema {str(data['schema'])[:20]}, not {SCHEMA}")
        for key in _LISTS:
            if not isinstance(data[key], list):
                raise ValueError(f"{key}: no list")
        return session_of(
            {key: data[key] for key in ("exercise", "language", "model", "view", "source")}
            | {
                "judged_share": data["summary"]["judged_share"],
                "repetitions": [
                    {"time_s": each["end_s"], **_without(each, "good")}
                    for each in data["repetitions"]
                ],
                "attempts": [{"time_s": each["end_s"], **each} for each in data["attempts"]],
                "holds": [{"time_s": each["end_s"], **each} for each in data["holds"]],
                "faults": [
                    {"time_s": each["end_s"], **_without(each, "end_s")} for each in data["faults"]
                ],
                "cues": [{"priority": Priority.FORM, **each} for each in data["cues"]],
                "setup": data["setup"],
                "not_judged": [
                    (each["what"], each["reason"], each["seconds"]) for each in data["not_judged"]
                ],
            }
        )

    def save(self, path: Path) -> None:
        """Write `session.json`."""
        path.write_text(
            json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


# The largest file, list and number that a session from outside may have: a day has 86,400 seconds.
MOST_BYTES = 50_000_000
MOST_ROWS = 100_000
LARGEST_NUMBER = 1e6


def session_of(data: dict[str, Any]) -> Session:
    """Return the session of plain data that comes from outside.

    Args:
        data: the attributes of `Session`, with dataclasses as mappings.

    Raises:
        ValueError: something is missing, has the wrong type, or is larger than a session can be.
    """
    _refuse_beyond(data)
    try:
        return _PLAIN_SESSION.validate_python(data)
    except ValidationError as error:
        first, *_ = error.errors(include_url=False, include_input=False, include_context=False)
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place[:100]}: {first['msg'][:100]}") from None


_PLAIN_SESSION = TypeAdapter(Session)


def _refuse_beyond(value: object) -> None:
    if isinstance(value, dict | list | tuple):
        if len(value) > MOST_ROWS:
            raise ValueError(f"a list of {len(value)}, of which {MOST_ROWS} are taken")
        for each in value.values() if isinstance(value, dict) else value:
            _refuse_beyond(each)
    elif isinstance(value, int | float) and not abs(value) <= LARGEST_NUMBER:  # refuses NaN too
        raise ValueError("a number beyond what was measured")


def load_session(path: Path) -> Session:
    """Read a `session.json`.

    Raises:
        StoreError: the file is missing, damaged, too large, or not a session.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise ValueError(f"it has more than {MOST_BYTES} bytes")
        return Session.from_json(json.loads(raw))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"{path}: this is not a session that can be read ({error}); analyze the video again."
        ) from error


@dataclass(slots=True)
class SessionLog:
    """Collects what happens while a session runs."""

    repetitions: list[Repetition] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    faults: list[FaultEnded] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    views: dict[View, float] = field(default_factory=dict)

    def add(self, events: list[Event]) -> None:
        """Add the events that a session keeps."""
        for event in events:
            if isinstance(event, Repetition):
                self.repetitions.append(event)
            elif isinstance(event, Attempt):
                self.attempts.append(event)
            elif isinstance(event, Hold):
                self.holds.append(event)
            elif isinstance(event, FaultEnded):
                self.faults.append(event)

    def note_view(self, view: View, seconds: float) -> None:
        """Add to the time that a view was seen."""
        self.views[view] = self.views.get(view, 0.0) + seconds

    @property
    def view(self) -> str:
        """The view seen for the longest time."""
        return max(self.views, key=lambda view: self.views[view]) if self.views else "unknown"


def _without(row: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}


def _rounded(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def _repetition(repetition: Repetition) -> dict[str, Any]:
    return {
        "number": repetition.number,
        "side": repetition.side,
        "start_s": _rounded(repetition.start_s),
        "target_s": _rounded(repetition.target_s),
        "end_s": _rounded(repetition.end_s),
        "good": repetition.good,
        "faults": list(repetition.faults),
        "metrics": repetition.metrics,
    }


def _hold(hold: Hold) -> dict[str, Any]:
    return {
        "number": hold.number,
        "side": hold.side,
        "start_s": _rounded(hold.start_s),
        "end_s": _rounded(hold.end_s),
        "in_zone_s": _rounded(hold.in_zone_s),
        "complete": hold.complete,
        "faults": list(hold.faults),
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "side": attempt.side,
        "start_s": _rounded(attempt.start_s),
        "end_s": _rounded(attempt.end_s),
        "reason": attempt.reason,
        "metrics": attempt.metrics,
    }


def _fault(fault: FaultEnded) -> dict[str, Any]:
    return {
        "id": fault.id,
        "side": fault.side,
        "start_s": _rounded(fault.start_s),
        "end_s": _rounded(fault.time_s),
        "severity": fault.severity,
        "repetition": fault.repetition,
    }
