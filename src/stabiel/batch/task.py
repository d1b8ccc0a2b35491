"""One video of a batch, and whether it was done. In: a task. Out: the outcome of an earlier run.

A video that was done is not done again: beside its results stands `analysis.json`, written last,
which says of what video, by which rule and how they were made. What does it is `batch.perform`;
who only hands tasks out loads no landmarker.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from stabiel import __version__
from stabiel.analysis.results import FILM, LANDMARKS, REPORT, SESSION
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.system.resources import ModelName
from stabiel.wording.language import Language

DONE = "analysis.json"
RESULTS = (SESSION, LANDMARKS, REPORT)
# Head and tail of a file, with its size, tell it from any other.
_SAMPLE_BYTES = 1 << 20

State = Literal["judged", "nobody", "failed"]


@dataclass(frozen=True, slots=True)
class Task:
    """A video of a batch, and how it is analyzed.

    Attributes:
        out: the folder for its results.
        exercise: an exercise's id.
        film: whether the annotated video is wanted.
        records: the folder of the records, where the session is to be kept there too.
        keep_film: whether they get the annotated video as well.
        cores: how many cores this video may use.
        quick: look less closely where this computer needs longer than the video plays.
    """

    video: Path
    out: Path
    exercise: str
    language: Language
    model: ModelName
    film: bool = True
    records: Path | None = None
    keep_film: bool = False
    cores: int = 1
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task.

    Attributes:
        code: exit code.
        why: a sentence, where it was not judged.
        summary: that of `session.json`, where there is one.
        faults: how often each fault was seen.
        duration_s: of the video.
        took_s: how long the analysis took.
        before: whether it was done by an earlier run.
    """

    state: State
    code: int
    why: str
    summary: dict[str, float]
    faults: dict[str, int]
    duration_s: float
    took_s: float
    before: bool = False


def failed(code: int, why: str, took_s: float = 0.0) -> Outcome:
    """Return the outcome of a task that gave no results."""
    return Outcome("failed", code, why, {}, {}, 0.0, round(took_s, 3))


def done_before(task: Task) -> Outcome | None:
    """Return what an earlier run made of a task, where all of it is there."""
    return before(task, identity_of(task))


def before(task: Task, identity: dict[str, Any]) -> Outcome | None:
    """Return what an earlier run made of a task that is this one, where all of it is there."""
    try:
        kept = json.loads((task.out / DONE).read_text(encoding="utf-8"))
        outcome = Outcome(**kept.pop("outcome") | {"before": True})
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    names = [*RESULTS, *([FILM] if task.film else [])]
    whole = kept == identity and all((task.out / name).is_file() for name in names)
    return outcome if whole else None


def identity_of(task: Task) -> dict[str, Any]:
    """Return what makes two analyses the same, however many cores each of them used."""
    return {
        "stabiel": __version__,
        "video": digest(task.video),
        "rule": _rule(task.exercise),
        "exercise": task.exercise,
        "language": task.language,
        "model": task.model,
        "quick": task.quick,
        "film": task.film,
        "kept": None if task.records is None else [str(task.records.absolute()), task.keep_film],
    }


def digest(video: Path) -> str | None:
    """Return what tells a video from any other, wherever it lies; None where it is unreadable."""
    try:
        with video.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            sample = hashlib.sha256(f"{size} ".encode() + file.read(_SAMPLE_BYTES))
            file.seek(max(0, size - _SAMPLE_BYTES))
            sample.update(file.read(_SAMPLE_BYTES))
    except (OSError, ValueError):
        return None
    return sample.hexdigest()[:32]


@cache
def the_book() -> ExerciseBook:
    """Return the exercises, read once a process."""
    return load_book()


@cache
def _rule(exercise: str) -> str:
    """Return what tells this rule, with all it shares with others, from a changed one."""
    book = the_book()
    words = book.get(exercise).model_dump_json() + book.shared.model_dump_json()
    return hashlib.sha256(words.encode()).hexdigest()[:32]
