"""Analyzes one video of a batch. In: a task. Out: its results in a folder, and an outcome."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from stabiel.analysis.analysis import Analysis, Job, analyze_on_cores
from stabiel.analysis.results import ANNOTATED_VIDEO, EXERCISE
from stabiel.analysis.sampling import Look, look_at
from stabiel.analysis.segments import ProgressCallback, SegmentPoses
from stabiel.batch.parts import landmarker_of
from stabiel.batch.search import outcome_of_search, searched
from stabiel.batch.task import DONE, Outcome, Task, before, book_with, failed, identity_of
from stabiel.coach.time_spent import TimeKind
from stabiel.errors import NOBODY_EXIT_CODE, OutputError, StabielError, nobody_in
from stabiel.exercises.as_yaml import exercise_yaml
from stabiel.report.labels import Labels
from stabiel.report.nothing_in_words import why_nothing_counted
from stabiel.store import DataFolder, SessionKeeper, Store
from stabiel.system.atomic import write_whole
from stabiel.video.reader import VideoFile


def analyzed(
    task: Task,
    progress: ProgressCallback | None = None,
    known: Sequence[SegmentPoses | None] = (),
) -> tuple[Analysis, int | None]:
    """Analyze the video of a task.

    Args:
        task: what to analyze.
        progress: as for `analyze_on_cores`.
        known: what other processes found (`stabiel.batch.parts`).

    Returns:
        the analysis, and the session's number in the records, None if it was not kept there.

    Raises:
        VideoError: the video cannot be read whole.
        OutputError: the results cannot be written.
        StoreError: the records cannot be read.
        UsageError: there is no such exercise.
    """
    book = book_with(task.rule)
    exercise = book.get(task.exercise)
    landmarker = landmarker_of(task)
    look = Look(task.model)
    if task.quick:
        look = look_at(task.video, task.model, landmarker, task.cores)
    job = Job(
        task.video, task.out, exercise, book, task.language, look.model, annotate=task.annotate,
        every=look.every, every_frame=task.every_frame,
    )  # fmt: skip
    with _keeping(task, job) as keeping:
        analysis = analyze_on_cores(
            job,
            lambda: landmarker(look.model),
            progress,
            keeping.keeper,
            cores=task.cores,
            known=known,
        )
        keeping.worth_it = not analysis.nobody
    if task.rule is not None:
        # The results must be readable when the file of the exercise has changed or is gone.
        _write_text(task.out / EXERCISE, exercise_yaml(exercise))
    return analysis, keeping.keeper.session_id if keeping.keeper and keeping.worth_it else None


def perform(
    task: Task,
    progress: ProgressCallback | None = None,
    known: Sequence[SegmentPoses | None] = (),
) -> Outcome:
    """Perform a task, unless an earlier run did it.

    A video that cannot be read, or results that cannot be written, give an outcome too, not an
    error.
    """
    began_s = time.perf_counter()
    try:
        identity = identity_of(task)
        earlier = before(task, identity)
        if earlier is not None:
            return earlier
        with suppress(OSError):  # from now on the results are incomplete
            (task.out / DONE).unlink()
        if task.find:
            result = searched(task, progress, known)
            outcome = outcome_of_search(task, result, time.perf_counter() - began_s)
        else:
            analysis, _ = analyzed(task, progress, known)
            outcome = outcome_of(task, analysis, time.perf_counter() - began_s)
        _write(task.out / DONE, identity | {"outcome": asdict(outcome)})
    except StabielError as error:
        return failed(error.exit_code, str(error), time.perf_counter() - began_s)
    return outcome


@dataclass
class _Keeping:
    """The keeper that writes an analysis to the records, and whether there is anything to keep."""

    keeper: SessionKeeper | None = None
    worth_it: bool = False


@contextmanager
def _keeping(task: Task, job: Job) -> Iterator[_Keeping]:
    """Keep the session of an analysis if that was asked for, unless the analysis fails."""
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
        if keeping.worth_it and task.keep_video:
            store.folder.keep_video(keeper.session_id, job.out / ANNOTATED_VIDEO)


def outcome_of(task: Task, analysis: Analysis, took_s: float) -> Outcome:
    """Return the outcome of an analysis, with its reason in words if nothing counted."""
    session = analysis.session
    counts = Counter(fault.id for fault in session.faults if not fault.doubtful)
    time_s = {
        kind.value: round(sum(each.seconds for each in session.time if each.kind is kind), 3)
        for kind in TimeKind
    }
    book = book_with(task.rule)
    labels = Labels(book.get(session.exercise), book, task.language)
    return Outcome(
        "nobody" if analysis.nobody else "judged",
        NOBODY_EXIT_CODE if analysis.nobody else 0,
        nobody_in(task.video) if analysis.nobody else why_nothing_counted(session, labels) or "",
        session.to_json()["summary"],
        dict(counts),
        time_s if session.time else {},
        session.looks_like or "",
        round(session.source.duration_s, 3),
        round(took_s, 3),
    )


def _write(path: Path, content: dict[str, Any]) -> None:
    _write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _write_text(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise OutputError(f"{path}: this file cannot be written ({error}).") from error
