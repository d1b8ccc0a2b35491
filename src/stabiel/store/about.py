"""The head of a session. In: what is known when it begins. Out: its row in the records."""

import json
import sqlite3
import time
from dataclasses import dataclass
from datetime import datetime

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.store.workouts import Workout, keep_workout
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a session when it begins.

    Attributes:
        exercise: the rule it is judged by, which is kept with it.
        book: the postures, checks and texts that the rule shares with others.
        language: of the texts.
        model: the name of the pose model.
        source_kind: "camera" or "file".
        source_name: the name of the camera or the file.
        began_at: the local date and time, with its offset from UTC.
        dose: the repetitions asked for per side, None if nothing was asked.
        workout: the run of a plan or an exercise that it belongs to; None for a video.
    """

    exercise: Exercise
    book: ExerciseBook
    language: Language
    model: str
    source_kind: str
    source_name: str
    began_at: datetime
    dose: int | None = None
    workout: Workout | None = None


def insert_session(connection: sqlite3.Connection, about: About) -> int:
    """Insert a new session into the records and return its number."""
    if about.workout is not None:
        keep_workout(connection, about.workout)
    cursor = connection.execute(
        "INSERT INTO sessions (exercise, language, model, source_kind, source_name, "
        "began_at, rule, written_s, dose, workout) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            about.exercise.id, about.language, about.model, about.source_kind,
            about.source_name, about.began_at.isoformat(timespec="seconds"),
            rule_text(about.exercise, about.book), time.time(), about.dose,
            None if about.workout is None else about.workout.id,
        ),
    )  # fmt: skip
    assert cursor.lastrowid is not None  # every inserted row has one
    return cursor.lastrowid


def rule_text(exercise: Exercise, book: ExerciseBook) -> str:
    """Return a rule as the text that is kept with a session."""
    rule = {
        "exercise": exercise.model_dump(mode="json"),
        "shared": book.shared.model_dump(mode="json"),
    }
    return json.dumps(rule, ensure_ascii=False)
