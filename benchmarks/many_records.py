"""Fills a data folder with many sessions. In: a number. Out: records like those of years.

The rows are written in bulk into the store's own tables. They are as a session of the app leaves
them, without landmarks and traces, which no list reads.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.store import DataFolder
from stabiel.store.about import rule_text
from stabiel.store.database import connect, transaction

# A workout has this many exercises, one after the other, and there is one a day.
EXERCISES_A_DAY = 5
EXERCISE_LASTS = timedelta(minutes=3)
REPETITIONS, FAULTY = 10, 3
HOLD_S = 25.0
# Of so many sessions, one is a video, one has nothing that counted, and one is corrected.
ONE_VIDEO_IN, ONE_EMPTY_IN, ONE_CORRECTED_IN = 40, 25, 50
# Rows of all tables for a session, as it comes out.
ROWS_A_SESSION = 22.0
_Row = tuple[object, ...]


@dataclass(frozen=True)
class Filled:
    """What was written: the sessions, and the rows of all tables together."""

    sessions: int
    rows: int


def sessions_for(rows: int) -> int:
    """Return how many sessions leave about so many rows."""
    return max(1, round(rows / ROWS_A_SESSION))


def fill(folder: DataFolder, book: ExerciseBook, sessions: int, now: datetime) -> Filled:
    """Write sessions, the last of them a day before now.

    Args:
        folder: an empty data folder.
        book: the exercises; all of them are done in turn.
        sessions: how many.
        now: the local date and time with its offset from UTC.
    """
    exercises = list(book.exercises.values())
    rules = {each.id: rule_text(each, book) for each in exercises}
    days = -(-sessions // EXERCISES_A_DAY)
    first = now.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=days)
    with closing(connect(folder)) as connection, transaction(connection):
        for number in range(1, sessions + 1):
            day, place = divmod(number - 1, EXERCISES_A_DAY)
            began_at = first + timedelta(days=day) + place * EXERCISE_LASTS
            exercise = exercises[number % len(exercises)]
            rows = _rows_of(number, exercise, began_at, f"w{day}", rules[exercise.id])
            for table, columns, values in rows:
                places = ", ".join("?" * len(columns.split(",")))
                connection.executemany(
                    f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places})", values
                )
        tables = (
            "sessions",
            "workouts",
            "corrections",
            *_MOVES,
            "cues",
            "not_judged",
            "time_spent",
        )
        counts = [connection.execute(f"SELECT count(*) FROM {each}").fetchone() for each in tables]
    return Filled(sessions, sum(count for (count,) in counts))


_HEADS = ("sessions", "workouts", "corrections")
_MOVES = ("repetitions", "attempts", "holds", "faults")
_HEAD = (
    "id, exercise, language, model, source_kind, source_name, began_at, rule, written_s, "
    "finished_s, view, judged_share, duration_s, frame_rate_hz, width_px, height_px, dose, "
    "looks_like, workout, ending, of_person"
)


def _rows_of(
    number: int, exercise: Exercise, began_at: datetime, workout: str, rule: str
) -> Iterator[tuple[str, str, Sequence[_Row]]]:
    """Yield table, columns and rows of one session."""
    is_video, at = number % ONE_VIDEO_IN == 0, began_at.isoformat(timespec="seconds")
    kind, name = ("file", f"{number}.mp4") if is_video else ("camera", "webcam")
    run = None if is_video else workout
    ended_s = began_at.timestamp() + 120.0
    if run is not None:
        yield "workouts", "id, plan, began_at, ended_at", [(run, "basis", at, at)]
    head = (
        number, exercise.id, "nl", "full", kind, name, at, rule, ended_s, ended_s, "side", 0.95,
        120.0, 25.0, 640, 480, 10, "", run, None if is_video else "done", 1 if is_video else None,
    )  # fmt: skip
    yield "sessions", _HEAD, [head]
    spent = [(number, kind, None, 20.0, None) for kind in ("set_up", "moving", "waiting")]
    yield "time_spent", "session, kind, why, seconds, off_by", spent
    yield "not_judged", "session, what, reason, seconds", [(number, "knees_apart", "hidden", 2.0)]
    if number % ONE_EMPTY_IN == 0:
        return
    yield from (_hold(number, exercise) if exercise.hold else _moves(number, exercise))
    cues = [(number, 5.0 * each, "count", f"{each}.", 1) for each in range(REPETITIONS)]
    yield "cues", "session, time_s, id, text, priority", cues
    if number % ONE_CORRECTED_IN == 1 and exercise.hold is None:
        said = (number, "repetitions", json.dumps({"side": "both", "time_s": None}), "1", at)
        yield "corrections", "session, kind, about, value, at", [said]


def _hold(number: int, exercise: Exercise) -> Iterator[tuple[str, str, Sequence[_Row]]]:
    columns = "session, number, side, start_s, end_s, time_s, in_zone_s, complete, faults, sure"
    side = "both" if exercise.sides == "both" else "left"
    yield "holds", columns, [(number, 1, side, 5.0, 31.0, 31.1, HOLD_S, 1, "[]", 0.9)]


def _moves(number: int, exercise: Exercise) -> Iterator[tuple[str, str, Sequence[_Row]]]:
    faults = list(exercise.faults)[:1]
    repetitions, found = [], []
    for each in range(REPETITIONS):
        side = "both" if exercise.sides == "both" else ("left", "right")[each >= REPETITIONS // 2]
        start_s, end_s = 5.0 + 5 * each, 9.0 + 5 * each
        wrong = faults if each < FAULTY else []
        metrics = json.dumps(_metrics(exercise, number + each))
        repetitions.append(
            (number, each + 1, side, start_s, start_s + 2, end_s, end_s + 0.1,
             json.dumps(wrong), metrics, 0.9)
        )  # fmt: skip
        found += [(number, one, side, start_s, end_s, "form", each + 1, 0, 0.8) for one in wrong]
    columns = "session, number, side, start_s, target_s, end_s, time_s, faults, metrics, sure"
    yield "repetitions", columns, repetitions
    yield "faults", "session, id, side, start_s, end_s, severity, repetition, doubtful, sure", found
    attempt = (number, "left", 58.0, 60.0, 60.1, "target", "{}", 0, 0.7)
    columns = "session, side, start_s, end_s, time_s, reason, metrics, doubtful, sure"
    yield "attempts", columns, [attempt]


def _metrics(exercise: Exercise, seed: int) -> dict[str, float]:
    """Return measures that differ a little from one repetition to the next."""
    wave = (seed * 37 % 100) / 100
    return {
        f"start_{exercise.follows}": 125.0 + wave, f"peak_{exercise.follows}": 170.0 - 3 * wave,
        "out_s": 1.4 + wave / 4, "hold_s": 1.0, "return_s": 2.2 - wave / 4,
    }  # fmt: skip
