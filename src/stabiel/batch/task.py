"""One video of a batch, and whether it was done. In: a task. Out: the outcome of an earlier run.

A video that was done is not done again. `analysis.json` beside its results, written last, records
which video, which rule and which settings gave them. `stabiel.batch.perform` does the analysis;
this module loads no landmarker, since a process that only hands out tasks does not need one.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from stabiel import __version__
from stabiel.analysis.results import ANNOTATED_VIDEO, LANDMARKS, REPORT, SESSION
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.library import with_exercise
from stabiel.exercises.model import Exercise
from stabiel.system.resources import ModelName
from stabiel.wording.language import Language

DONE = "analysis.json"
RESULTS = (SESSION, LANDMARKS, REPORT)
# The head, the tail and the size of a file distinguish it from any other.
_SAMPLE_BYTES = 1 << 20

OutcomeState = Literal["judged", "nobody", "failed"]


@dataclass(frozen=True, slots=True)
class Task:
    """A video of a batch, and how to analyze it.

    Attributes:
        out: the folder for its results.
        exercise: an exercise's id.
        rule: the exercise itself as JSON, if it is not one of the program: it is checked and whole,
            so that another process or computer needs no other file.
        annotate: whether to write the annotated video.
        records: the folder of the records, if they should keep the session too.
        keep_video: whether the records should also keep the annotated video.
        cores: how many cores this video may use.
        quick: look less closely if this computer needs longer than the video plays.
        every_frame: look at every frame, not only at those that the motion asks for.
    """

    video: Path
    out: Path
    exercise: str
    language: Language
    model: ModelName
    annotate: bool = True
    records: Path | None = None
    keep_video: bool = False
    cores: int = 1
    quick: bool = False
    rule: str | None = None
    every_frame: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a task.

    Attributes:
        code: the exit code.
        why: a sentence if it was not judged, or if nothing counted; else empty.
        summary: the summary in `session.json`, empty if there is none.
        faults: how often each fault occurred, by id, without the doubtful ones.
        time_s: the seconds of each kind of time (`stabiel.coach.time_spent.TimeKind`).
        looks_like: the exercise that it seems to be instead, empty if there is none.
        duration_s: the length of the video.
        took_s: how long the analysis took.
        before: whether an earlier run did it.
    """

    state: OutcomeState
    code: int
    why: str
    summary: dict[str, float]
    faults: dict[str, int]
    time_s: dict[str, float]
    looks_like: str
    duration_s: float
    took_s: float
    before: bool = False

    @property
    def nothing_counted(self) -> bool:
        """Whether it was judged, and nothing counted: `why` then is the reason."""
        return self.state == "judged" and bool(self.why)


def failed(code: int, why: str, took_s: float = 0.0) -> Outcome:
    """Return the outcome of a task without results."""
    return Outcome("failed", code, why, {}, {}, {}, "", 0.0, round(took_s, 3))


def done_before(task: Task) -> Outcome | None:
    """Return the outcome of an earlier run of a task, None if its results are not complete."""
    return before(task, identity_of(task))


def before(task: Task, identity: dict[str, Any]) -> Outcome | None:
    """Return the outcome of an earlier run with this identity, None if results are missing."""
    try:
        kept = json.loads((task.out / DONE).read_text(encoding="utf-8"))
        outcome = Outcome(**kept.pop("outcome") | {"before": True})
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    names = [*RESULTS, *([ANNOTATED_VIDEO] if task.annotate else [])]
    whole = kept == identity and all((task.out / name).is_file() for name in names)
    return outcome if whole else None


def identity_of(task: Task) -> dict[str, Any]:
    """Return what two analyses must share to be the same; the number of cores does not matter.

    Its keys are part of `analysis.json`: a changed key would do earlier videos again.
    """
    return {
        "stabiel": __version__,
        "video": digest(task.video),
        "rule": _rule(task.exercise, task.rule),
        "exercise": task.exercise,
        "language": task.language,
        "model": task.model,
        "quick": task.quick,
        "every_frame": task.every_frame,
        "film": task.annotate,
        "kept": None if task.records is None else [str(task.records.absolute()), task.keep_video],
    }


def digest(video: Path) -> str | None:
    """Return a hash that identifies a video in any folder, None if it cannot be read."""
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
def book_with(rule: str | None = None) -> ExerciseBook:
    """Return the exercises of the program, read once per process, and the one of a task.

    Args:
        rule: as in `Task`.
    """
    return with_exercise(None if rule is None else Exercise.model_validate_json(rule))


@cache
def _rule(exercise: str, rule: str | None) -> str:
    """Return a hash of an exercise and everything that it shares with others."""
    book = book_with(rule)
    words = book.get(exercise).model_dump_json() + book.shared.model_dump_json()
    return hashlib.sha256(words.encode()).hexdigest()[:32]
