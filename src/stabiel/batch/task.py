"""One video of a batch. In: a task. Out: its results in a folder, and an outcome.

A video that was done is not done again: beside its results stands `analysis.json`, written last,
which says of what video, by which rule and how they were made.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from stabiel import __version__
from stabiel.analysis import (
    FILM,
    LANDMARKS,
    REPORT,
    SESSION,
    Analysis,
    Job,
    Progress,
    analyse_on_cores,
)
from stabiel.errors import NOBODY_EXIT_CODE, OutputError, StabielError, nobody_in
from stabiel.exercise import Language
from stabiel.exercise_files import ExerciseBook, load_book
from stabiel.frames import VideoFile
from stabiel.landmarker import Landmarker
from stabiel.quick import Look, look_at
from stabiel.resources import ModelName
from stabiel.results import write_whole
from stabiel.store import DataFolder, SessionKeeper, Store

DONE = "analysis.json"
RESULTS = (SESSION, LANDMARKS, REPORT)
# Head and tail of a file, with its size, tell it from any other.
_SAMPLE_BYTES = 1 << 20

State = Literal["judged", "nobody", "failed"]


@dataclass(frozen=True, slots=True)
class Task:
    """A video of a batch, and how it is analysed.

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


def analysed(task: Task, progress: Progress | None = None) -> tuple[Analysis, int | None]:
    """Analyse a task's video; return what that gave, and the session's number in the records.

    Raises:
        VideoError: the video cannot be read whole.
        OutputError: the results cannot be written.
        StoreError: the records cannot be read.
        UsageError: there is no such exercise.
    """
    book = _book()
    exercise = book.get(task.exercise)
    outline = book.needs_outline(exercise)

    def landmarker(model: ModelName) -> Landmarker:
        return Landmarker(model, outline=outline)

    look = Look(task.model)
    if task.quick:
        look = look_at(task.video, task.model, landmarker, task.cores)
    job = Job(
        task.video, task.out, exercise, book, task.language, look.model, film=task.film,
        every=look.every,
    )  # fmt: skip
    with _keeping(task, job) as keeping:
        analysis = analyse_on_cores(
            job,
            lambda: landmarker(look.model),
            progress,
            keeping.keeper,
            cores=task.cores,
        )
        keeping.worth_it = not analysis.nobody
    return analysis, keeping.keeper.session_id if keeping.keeper and keeping.worth_it else None


def perform(task: Task, progress: Progress | None = None) -> Outcome:
    """Do a task, unless it was done before.

    A video that cannot be read, or results that cannot be written, are an outcome too.
    """
    began_s = time.perf_counter()
    try:
        identity = _identity(task)
        before = _before(task, identity)
        if before is not None:
            return before
        with suppress(OSError):  # from now on what is there is not whole
            (task.out / DONE).unlink()
        analysis, _ = analysed(task, progress)
        outcome = _outcome(task, analysis, time.perf_counter() - began_s)
        _write(task.out / DONE, identity | {"outcome": asdict(outcome)})
    except StabielError as error:
        return failed(error.exit_code, str(error), time.perf_counter() - began_s)
    return outcome


def done_before(task: Task) -> Outcome | None:
    """Return what an earlier run made of a task, where all of it is there."""
    return _before(task, _identity(task))


@dataclass
class _Keeping:
    """What keeps an analysis in the records, and whether there is something to keep."""

    keeper: SessionKeeper | None = None
    worth_it: bool = False


@contextmanager
def _keeping(task: Task, job: Job) -> Iterator[_Keeping]:
    """Keep the session of an analysis where that was asked for, unless the analysis fails."""
    if task.records is None:
        yield _Keeping()
        return
    with VideoFile(task.video) as opened:
        recorded_at = opened.recorded_at
    with Store(DataFolder(task.records)) as store, store.begin(job.about(recorded_at)) as keeper:
        keeping = _Keeping(keeper)
        try:
            yield keeping
        finally:
            if not keeping.worth_it:
                store.drop(keeper)
        if keeping.worth_it and task.keep_film:
            store.folder.keep_video(keeper.session_id, job.out / FILM)


def _outcome(task: Task, analysis: Analysis, took_s: float) -> Outcome:
    session = analysis.session
    counts: dict[str, int] = {}
    for fault in session.faults:
        counts[fault.id] = counts.get(fault.id, 0) + 1
    return Outcome(
        "nobody" if analysis.nobody else "judged",
        NOBODY_EXIT_CODE if analysis.nobody else 0,
        nobody_in(task.video) if analysis.nobody else "",
        session.to_json()["summary"],
        counts,
        round(session.source.duration_s, 3),
        round(took_s, 3),
    )


def _before(task: Task, identity: dict[str, Any]) -> Outcome | None:
    try:
        kept = json.loads((task.out / DONE).read_text(encoding="utf-8"))
        outcome = Outcome(**kept.pop("outcome") | {"before": True})
    except (OSError, ValueError, TypeError, LookupError, AttributeError):
        return None
    names = [*RESULTS, *([FILM] if task.film else [])]
    whole = kept == identity and all((task.out / name).is_file() for name in names)
    return outcome if whole else None


def _identity(task: Task) -> dict[str, Any]:
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
def _book() -> ExerciseBook:
    return load_book()


@cache
def _rule(exercise: str) -> str:
    """Return what tells this rule, with all it shares with others, from a changed one."""
    book = _book()
    words = book.get(exercise).model_dump_json() + book.shared.model_dump_json()
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _write(path: Path, content: dict[str, Any]) -> None:
    try:
        write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise OutputError(f"{path}: this cannot be written ({error}).") from error
