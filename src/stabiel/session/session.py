"""A judged session. In: events. Out: `Session`, and its `session.json`.

The keys of the JSON are a contract with other programs: `SCHEMA` increases when they change.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from stabiel.anatomy import Reason, View
from stabiel.body.angles import Angles, angles_of
from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.coach.setup import Item
from stabiel.coach.time_spent import TimeSpent
from stabiel.errors import StoreError, UsageError
from stabiel.pose.recording import Recorded
from stabiel.session.belonging import Events, identified
from stabiel.session.cues import Cue, Priority
from stabiel.session.json_rows import (
    attempt_json,
    fault_json,
    hold_json,
    repetition_json,
    rounded,
    source_json,
    time_json,
)
from stabiel.session.source import Source as Source  # noqa: PLC0414 - a part of `Session`, named with it
from stabiel.session.tables import DONE_TYPES, done_table
from stabiel.system.data_frame import data_frame
from stabiel.wording.language import Language

if TYPE_CHECKING:
    from pandas import DataFrame

SCHEMA = 3
# Version 1 had no time account and nothing doubtful; version 2 did not say how sure anything is.
READABLE = (1, 2, SCHEMA)
_LISTS = ("repetitions", "attempts", "holds", "faults", "cues", "setup", "not_judged")


UNKNOWN_VIEW = "unknown"


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """What was done in one session, with times in seconds since the first frame of its recording.

    Attributes:
        exercise: the id of the exercise.
        language: of the cues.
        model: the name of the pose estimator.
        view: the view that was seen for the longest time, "unknown" if nobody was seen.
        source: where the pictures came from.
        judged_share: the share of the time that could be judged, 0 to 1.
        repetitions, attempts, holds: what was done, each in order of time.
        faults: the faults, in order of their beginning.
        cues: what was said.
        setup: what had to be right before the start, and whether it was.
        not_judged: what could not be judged, why, and for how many seconds.
        time: what the time was spent on; the sums are the duration. Empty in old sessions.
        looks_like: the exercise that this seems to be instead, None if it is the right one or if
            none is clear.
        read_frames: returns the recorded landmarks frame by frame; None if they are not at hand.
            It is not written to `session.json`, and two sessions are compared without it.
    """

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
    time: tuple[TimeSpent, ...] = ()
    looks_like: str | None = None
    read_frames: Callable[[], list[Recorded]] | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        parts = []
        if self.view == UNKNOWN_VIEW:
            parts += ["nobody seen"]
        attempts = len(self.attempts) - self.doubtful_attempts
        if self.repetitions or not (parts or attempts or self.holds):
            parts += [_counted(len(self.repetitions), "repetition")]
        if self.repetitions:
            parts += [f"{self.good_repetitions} good"]
        if attempts:
            parts += [_counted(attempts, "attempt")]
        if self.holds:
            parts += [f"{_counted(len(self.holds), 'hold')} of {self.hold_s:.1f} s in the zone"]
        return f"<Session {self.exercise}: {', '.join(parts)}, {self.source.duration_s:.1f} s>"

    def faults_of(self, done: Repetition | Attempt | Hold) -> list[FaultEnded]:
        """Return the faults that belong to a movement or hold of this session."""
        return [fault for fault in self.faults if fault.movement == done.movement]

    @property
    def counted(self) -> bool:
        """Whether anything counted."""
        return bool(self.repetitions or self.holds)

    @property
    def good_repetitions(self) -> int:
        """The number of repetitions without a fault."""
        return sum(repetition.good for repetition in self.repetitions)

    @property
    def doubtful_attempts(self) -> int:
        """The number of attempts that are not sure enough to count as one."""
        return sum(attempt.doubtful for attempt in self.attempts)

    @property
    def hold_s(self) -> float:
        """Seconds in the zone, of all holds."""
        return sum(hold.in_zone_s for hold in self.holds)

    def to_frame(self) -> "DataFrame":
        """Return repetitions, attempts and holds as a tidy pandas DataFrame, one row each.

        Rows are in order of time. Columns:

        - `kind`: "repetition", "attempt" or "hold".
        - `number`, `side`: the number counts repetitions and holds; an attempt has none.
        - `counted`: whether it counts; a hold counts if it is complete.
        - `good`: whether it counts and has no fault; empty for an attempt.
        - `start_s`, `target_s`, `end_s`: seconds since the first frame.
        - `in_zone_s`: the seconds of a hold that count.
        - `faults`: their ids, separated by spaces.
        - `reason`: why an attempt did not count.
        - `doubtful`: whether an attempt is not sure enough to count as one.
        - `sure`: how sure it is, 0 to 1; empty in old sessions.
        - then the measures of the movements, with their units: `_deg`, `_s`, and `_tl` for torso
          lengths. What does not apply or was not seen is empty.

        Raises:
            UsageError: pandas is not installed.
        """
        return data_frame(done_table(self.repetitions, self.attempts, self.holds), DONE_TYPES)

    def angles(self) -> Angles:
        """Return the joint angles of both sides over time, one value a frame.

        `Angles` defines every column. They need the recorded landmarks: a session has them if it
        comes from `stabiel.analyze`, or from `stabiel.load_session` with the folder of an analysis.

        Raises:
            UsageError: the session has no landmarks.
            VideoError: the recording of its landmarks cannot be read.
        """
        if self.read_frames is None:
            raise UsageError(
                "This session has no landmarks: analyze the video again with stabiel.analyze, or "
                "load the folder of its results, with its landmarks.npz, with stabiel.load_session."
            )
        return angles_of(self.read_frames())

    def to_json(self) -> dict[str, Any]:
        """Return the session as plain data, in the format of the contract."""
        return {
            "schema": SCHEMA,
            "exercise": self.exercise,
            "language": self.language,
            "model": self.model,
            "view": self.view,
            "source": source_json(self.source),
            "summary": {
                "repetitions": len(self.repetitions),
                "good_repetitions": self.good_repetitions,
                "attempts": len(self.attempts) - self.doubtful_attempts,
                "doubtful_attempts": self.doubtful_attempts,
                "holds": len(self.holds),
                "hold_s": round(self.hold_s, 2),
                "judged_share": round(self.judged_share, 3),
            },
            "repetitions": [repetition_json(repetition) for repetition in self.repetitions],
            "attempts": [attempt_json(attempt) for attempt in self.attempts],
            "holds": [hold_json(hold) for hold in self.holds],
            "faults": [fault_json(fault) for fault in self.faults],
            "cues": [
                {"time_s": rounded(cue.time_s), "id": cue.id, "text": cue.text} for cue in self.cues
            ],
            "setup": [
                {"id": item.id, "ok": item.ok, "seconds": rounded(item.seconds)}
                for item in self.setup
            ],
            "not_judged": [
                {"what": what, "reason": reason.value, "seconds": rounded(seconds)}
                for what, reason, seconds in self.not_judged
            ],
            "time": [time_json(spent) for spent in self.time],
            "looks_like": self.looks_like,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Session":
        """Return the session of a `session.json`.

        The contract rounds times to milliseconds. It has neither the moment of counting nor the
        priority of cues: the end of a movement and `Priority.FORM` replace them.

        Raises:
            KeyError, TypeError, ValueError: the data does not follow the contract.
        """
        if data["schema"] not in READABLE:
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
                "time": [] if data["schema"] == 1 else data["time"],
                "looks_like": None if data["schema"] == 1 else data["looks_like"],
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
        session = _PLAIN_SESSION.validate_python(data)
    except ValidationError as error:
        first, *_ = error.errors(include_url=False, include_input=False, include_context=False)
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place[:100]}: {first['msg'][:100]}") from None
    if session.view not in (*View, UNKNOWN_VIEW):
        raise ValueError(f"view: there is no view {session.view[:20]!r}")
    return with_movements(session)


_PLAIN_SESSION = TypeAdapter(Session)


def with_movements(session: Session) -> Session:
    """Return a session whose movements and holds, and the faults in them, have their identities."""
    found = identified(Events(session.repetitions, session.attempts, session.holds, session.faults))
    return replace(
        session,
        repetitions=found.repetitions,
        attempts=found.attempts,
        holds=found.holds,
        faults=found.faults,
    )


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


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _without(row: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}
