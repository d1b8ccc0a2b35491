"""One video of a batch, and whether it was done. In: a task. Out: the outcome of an earlier run.

A video that was done is not done again. `analysis.json` beside its results, written last, records
which video, which rule and which settings gave them. `stabiel.batch.perform` does the analysis, and
`stabiel.batch.search` the search; this module loads no landmarker, since a process that only hands
out tasks does not need one.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from stabiel import __version__
from stabiel.analysis.results import (
    ANNOTATED_VIDEO,
    FOUND,
    FOUND_PAGE,
    LANDMARKS,
    REPORT,
    SESSION,
)
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.library import with_exercise
from stabiel.exercises.model import Exercise
from stabiel.system.resources import ModelName
from stabiel.wording.language import Language

DONE = "analysis.json"
RESULTS = (SESSION, LANDMARKS, REPORT)
RESULTS_OF_SEARCH = (FOUND, FOUND_PAGE, LANDMARKS)
# The head, the tail and the size of a file distinguish it from any other.
_SAMPLE_BYTES = 1 << 20

OutcomeState = Literal["judged", "nobody", "failed"]


@dataclass(frozen=True, slots=True)
class Task:
    """A video of a batch, and how to analyze it.

    Attributes:
        out: the folder for its results.
        exercise: an exercise's id; empty if the exercises are to be found.
        rule: the exercise itself as JSON, if it is not one of the program: it is checked and whole,
            so that another process or computer needs no other file.
        annotate: whether to write the annotated video.
        records: the folder of the records, if they should keep the session too.
        keep_video: whether the records should also keep the annotated video.
        cores: how many cores this video may use.
        quick: look less closely if this computer needs longer than the video plays.
        every_frame: look at every frame, not only at those that the motion asks for.
        find: the ids of the exercises to look for; empty if the exercise is known.
        rules: those among them that are not the program's, as JSON like `rule`.
        home: as in `stabiel.analysis.finding.Search`.
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
    find: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    home: tuple[Path, Path] | None = None


@dataclass(frozen=True, slots=True)
class FoundInClip:
    """An exercise that a search found in a video.

    Attributes:
        exercise: its id.
        folder: of its results, within that of the video.
        start_s, end_s: from when to when it is done, seconds since the first frame.
        perhaps: the ids of other exercises that it may be, separated by spaces.
        name, words: the exercise and what was done of it, in the language of the task.
        summary, faults, time_s: as of an `Outcome`.
    """

    exercise: str
    folder: str
    start_s: float
    end_s: float
    perhaps: str
    name: str
    words: str
    summary: dict[str, float]
    faults: dict[str, int]
    time_s: dict[str, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a task.

    Attributes:
        code: the exit code.
        why: a sentence if it was not judged, or if nothing counted or was found; else empty.
        summary: the summary in `session.json`, empty if there is none; of a search the sums of all
            that was found.
        faults: how often each fault occurred, by id, without the doubtful ones.
        time_s: the seconds of each kind of time (`stabiel.coach.time_spent.TimeKind`).
        looks_like: the exercise that it seems to be instead, empty if there is none.
        duration_s: the length of the video.
        took_s: how long the analysis took.
        before: whether an earlier run did it.
        found: of a search, what was found, in order of time.
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
    found: tuple[FoundInClip, ...] = ()

    @property
    def nothing_counted(self) -> bool:
        """Whether it was judged, and nothing counted or was found: `why` then is the reason."""
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
        known = kept.pop("outcome")
        found = tuple(FoundInClip(**each) for each in known.get("found", ()))
        outcome = Outcome(**known | {"before": True, "found": found})
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    names = _results_of(task, outcome)
    whole = kept == identity and all((task.out / name).is_file() for name in names)
    return outcome if whole else None


def _results_of(task: Task, outcome: Outcome) -> list[str]:
    """Return the files that there must be if a task was done, relative to its folder."""
    if not task.find:
        return [*RESULTS, *([ANNOTATED_VIDEO] if task.annotate else [])]
    names = [*RESULTS_OF_SEARCH, *([ANNOTATED_VIDEO] if task.annotate and outcome.found else [])]
    return names + [f"{each.folder}/{name}" for each in outcome.found for name in RESULTS]


def identity_of(task: Task) -> dict[str, Any]:
    """Return what two analyses must share to be the same; the number of cores does not matter.

    Its keys are part of `analysis.json`: a changed key would do earlier videos again.
    """
    searched = {"find": list(task.find)} if task.find else {}
    return searched | {
        "stabiel": __version__,
        "video": digest(task.video),
        "rule": _rules(task.find, task.rules) if task.find else _rule(task.exercise, task.rule),
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
def book_with_all(rules: tuple[str, ...]) -> ExerciseBook:
    """Return the exercises of the program, and all own ones of a search.

    Args:
        rules: as in `Task`.
    """
    own = [Exercise.model_validate_json(rule) for rule in rules]
    book = book_with()
    return ExerciseBook(book.shared, book.exercises | {each.id: each for each in own})


@cache
def _rules(find: tuple[str, ...], rules: tuple[str, ...]) -> str:
    """Return a hash of all exercises of a search, and everything that they share with others."""
    book = book_with_all(rules)
    words = [book.get(each).model_dump_json() for each in find]
    whole = "".join([*words, book.shared.model_dump_json()])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


@cache
def _rule(exercise: str, rule: str | None) -> str:
    """Return a hash of an exercise and everything that it shares with others."""
    book = book_with(rule)
    words = book.get(exercise).model_dump_json() + book.shared.model_dump_json()
    return hashlib.sha256(words.encode()).hexdigest()[:32]
