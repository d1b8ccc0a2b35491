"""Sessions as tidy tables. In: sessions with their landmarks. Out: columns of plain values.

One row is one observation: a session, a movement, a hold, a fault, a cue, a correction, one side in
one frame, a landmark in one frame. The column `session` joins the tables. The names of the columns
end in the units (`_s`, `_deg`, `_px`, `_m`, `_tl` for torso lengths). A value that was not
measured is empty. Times are seconds since the first frame of the session.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import numpy as np

from stabiel.exercises.files import ExerciseBook
from stabiel.export.corrections import CORRECTION_COLUMNS, correction_rows
from stabiel.pose.recording import Recorded
from stabiel.session.corrected import CorrectedSession, corrected
from stabiel.session.corrections import KeptCorrection
from stabiel.session.session import Session
from stabiel.session.tables import (
    HOLD_COLUMNS,
    MOVEMENT_COLUMNS,
    Table,
    TableRow,
    columns_of,
    hold_rows,
    movement_rows,
)
from stabiel.store.searches import SearchedSession
from stabiel.tuning.signals import Trial, try_exercise

# The 33 landmarks of the pose model, in its own order.
LANDMARKS = (
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye",
    "right_eye_outer", "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder",
    "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_pinky",
    "right_pinky", "left_index", "right_index", "left_thumb", "right_thumb", "left_hip",
    "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle", "left_heel",
    "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One session with everything that is kept of it.

    Attributes:
        id: its number in the records.
        began_at: the date and time with the offset from UTC.
        book: the rule by which it was judged.
        read_frames: reads its recording, which is too large to hold for all sessions at once.
        ending: "done", "stopped" or "skipped"; None in videos and in older sessions.
        workout: the id of the workout that it belongs to; None as above.
        of_person: whether an analyzed video shows the person; None if nobody has said so.
        corrections: what the person says of it.
        place: where it was found in a longer video; None if it was not.
    """

    id: int
    began_at: datetime
    session: Session
    book: ExerciseBook
    read_frames: Callable[[], list[Recorded]]
    ending: str | None = None
    workout: str | None = None
    of_person: bool | None = None
    corrections: tuple[KeptCorrection, ...] = ()
    place: SearchedSession | None = None

    @property
    def corrected(self) -> CorrectedSession:
        """The session with what the person says of it."""
        return corrected(self.session, self.corrections)


def tables_of(records: Sequence[Record], *, series: bool = True) -> Iterator[tuple[str, Table]]:
    """Yield the tables of the sessions with their names, one in memory at a time.

    Data with at most one row per movement is one table for all sessions. The measures and the
    landmarks have rows for every frame, so each session has its own table, with its number in the
    name; they are left out without `series`.
    """
    for name, rows_of in _SUMMARIES.items():
        rows = [{"session": record.id, **row} for record in records for row in rows_of(record)]
        yield name, columns_of(rows, _HEADS[name])
    for record in records if series else ():
        for name, table_of in _SERIES.items():
            yield f"{name}-{record.id}", table_of(record)


def _sessions(record: Record) -> list[TableRow]:
    session, found = record.session, record.corrected
    return [
        {
            "began_at": record.began_at.isoformat(),
            "exercise": session.exercise,
            "language": session.language,
            "model": session.model,
            "view": str(session.view),
            "source_kind": session.source.kind,
            "source_name": session.source.name,
            "duration_s": session.source.duration_s,
            "frame_rate_hz": session.source.frame_rate_hz,
            "width_px": session.source.width_px,
            "height_px": session.source.height_px,
            "judged_share": session.judged_share,
            "repetitions": len(session.repetitions),
            "good_repetitions": session.good_repetitions,
            "attempts": len(session.attempts) - session.doubtful_attempts,
            "doubtful_attempts": session.doubtful_attempts,
            "holds": len(session.holds),
            "hold_s": float(session.hold_s),
            "looks_like": session.looks_like,
            "ending": record.ending,
            "workout": record.workout,
            "of_person": record.of_person,
            **_place(record.place),
            "corrections": len(found.placed),
            "corrected_exercise": found.exercise,
            **{f"corrected_{name}": value for name, value in asdict(found.totals).items()},
        }
    ]


def _place(place: SearchedSession | None) -> TableRow:
    """Return where a session was found: `search` is the number of the first one of that video."""
    if place is None:
        return dict.fromkeys(("search", "search_start_s", "search_end_s", "search_duration_s"))
    return {
        "search": place.search,
        "search_start_s": place.segment.start_s,
        "search_end_s": place.segment.end_s,
        "search_duration_s": place.duration_s,
    }


def _movements(record: Record) -> list[TableRow]:
    """Return repetitions and attempts; an attempt has no number, no target, and a reason."""
    return movement_rows(record.session.repetitions, record.session.attempts)


def _holds(record: Record) -> list[TableRow]:
    return hold_rows(record.session.holds)


def _faults(record: Record) -> list[TableRow]:
    return [
        {
            "fault": fault.id,
            "side": fault.side,
            "start_s": fault.start_s,
            "end_s": fault.time_s,
            "severity": fault.severity,
            "repetition": fault.repetition,
            "doubtful": fault.doubtful,
            "sure": fault.sure,
        }
        for fault in record.session.faults
    ]


def _cues(record: Record) -> list[TableRow]:
    return [{"time_s": cue.time_s, "cue": cue.id, "text": cue.text} for cue in record.session.cues]


def _not_judged(record: Record) -> list[TableRow]:
    return [
        {"what": what, "reason": reason.value, "seconds": seconds}
        for what, reason, seconds in record.session.not_judged
    ]


def _time(record: Record) -> list[TableRow]:
    """Return what the time was spent on: a row per kind of time and what belongs to it."""
    return [
        {
            "kind": spent.kind.value,
            "why": spent.why,
            "seconds": spent.seconds,
            "off_by": spent.off_by,
        }
        for spent in record.session.time
    ]


def _corrections(record: Record) -> list[TableRow]:
    return correction_rows(record.id, record.corrected)


def _measures(record: Record) -> Table:
    """Return a row per frame and side, with every measure that the exercise uses.

    The column of a measure of the side near the camera, or of the supporting limb, has that as a
    prefix.
    """
    trial = _trial(record)
    sides = list(dict.fromkeys(side for courses in trial.values.values() for side in courses))
    count = len(trial.times_s)
    table: Table = {
        "session": [record.id] * (count * len(sides)),
        "time_s": trial.times_s * len(sides),
        "side": [side for side in sides for _ in range(count)],
        "phase": [phase.value for phase in trial.phases] * len(sides),
    }
    for (measure, limb), courses in trial.values.items():
        name = measure if limb == "working" else f"{limb}_{measure}"
        table[name] = [
            None if math.isnan(value) else value
            for side in sides
            for value in courses.get(side, [math.nan] * count)
        ]
    return table


def _trial(record: Record) -> Trial:
    return try_exercise(
        record.book.get(record.session.exercise),
        record.book,
        ((frame.time_s, frame.pose) for frame in record.read_frames()),
        source=record.session.source,
        model=record.session.model,
    )


def _landmarks(record: Record) -> Table:
    """Return a row per frame and landmark; a frame without a person has no rows."""
    found = [(frame.time_s, frame.pose) for frame in record.read_frames() if frame.pose is not None]
    points = np.array([pose.points for _, pose in found]).reshape(-1, 2)
    visibility = np.array([pose.visibility for _, pose in found]).reshape(-1)
    world = np.array([pose.world for _, pose in found]).reshape(-1, 3)
    return {
        "session": [record.id] * len(points),
        "time_s": [time_s for time_s, _ in found for _ in LANDMARKS],
        "landmark": list(LANDMARKS) * len(found),
        "x_px": points[:, 0].tolist(),
        "y_px": points[:, 1].tolist(),
        "visibility": visibility.tolist(),
        "x_m": world[:, 0].tolist(),
        "y_m": world[:, 1].tolist(),
        "z_m": world[:, 2].tolist(),
    }


_SUMMARIES: dict[str, Callable[[Record], list[TableRow]]] = {
    "sessions": _sessions,
    "movements": _movements,
    "holds": _holds,
    "faults": _faults,
    "cues": _cues,
    "not_judged": _not_judged,
    "time": _time,
    "corrections": _corrections,
}
_SERIES: dict[str, Callable[[Record], Table]] = {
    "measures": _measures,
    "landmarks": _landmarks,
}
# The columns that exist even if there are no rows.
_HEADS: dict[str, tuple[str, ...]] = {
    "sessions": ("session", "began_at", "exercise"),
    "movements": ("session", *MOVEMENT_COLUMNS),
    "holds": ("session", *HOLD_COLUMNS),
    "faults": (
        "session", "fault", "side", "start_s", "end_s", "severity", "repetition", "doubtful",
        "sure",
    ),
    "cues": ("session", "time_s", "cue", "text"),
    "not_judged": ("session", "what", "reason", "seconds"),
    "time": ("session", "kind", "why", "seconds", "off_by"),
    "corrections": CORRECTION_COLUMNS,
}  # fmt: skip
