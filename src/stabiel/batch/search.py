"""Searches one video of a batch. In: a task. Out: its results in a folder, and an outcome."""

from collections import Counter
from collections.abc import Iterable, Sequence

from stabiel.analysis.finding import Search, SearchResult, search
from stabiel.analysis.sampling import Look, look_at
from stabiel.analysis.segments import ProgressCallback, SegmentPoses
from stabiel.batch.parts import landmarker_of
from stabiel.batch.task import FoundInClip, Outcome, Task, book_with, book_with_all
from stabiel.coach.time_spent import TimeKind
from stabiel.errors import NOBODY_EXIT_CODE, nobody_in
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.report.found_page import found_headline, found_rows
from stabiel.session.session import Session
from stabiel.store import DataFolder, Store

_ADDED_UP = ("repetitions", "good_repetitions", "attempts", "doubtful_attempts", "holds", "hold_s")


def searched(
    task: Task,
    progress: ProgressCallback | None = None,
    known: Sequence[SegmentPoses | None] = (),
) -> SearchResult:
    """Find the exercises in the video of a task.

    Raises:
        VideoError: the video cannot be read whole.
        OutputError: the results cannot be written.
        StoreError: the records cannot be read.
        UsageError: there is no such exercise.
    """
    book = book_with_all(task.rules)
    exercises = [book.get(each) for each in task.find]
    landmarker = landmarker_of(task)
    look = Look(task.model)
    if task.quick:
        look = look_at(task.video, task.model, landmarker, task.cores)
    wanted = Search(
        task.video,
        task.out,
        exercises,
        book,
        _book_of,
        task.language,
        look.model,
        own=frozenset(book.exercises) - frozenset(book_with().exercises),
        every=look.every,
        every_frame=task.every_frame,
        annotate=task.annotate,
        keep_video=task.keep_video,
        home=task.home,
    )
    if task.records is None:
        return search(
            wanted, lambda: landmarker(look.model), progress, cores=task.cores, known=known
        )
    with Store(DataFolder(task.records)) as store:
        return search(
            wanted,
            lambda: landmarker(look.model),
            progress,
            cores=task.cores,
            store=store,
            known=known,
        )


def _book_of(exercise: Exercise) -> ExerciseBook:
    """Return what a session of an exercise is judged by: not what else the user wrote."""
    book = book_with()
    return ExerciseBook(book.shared, book.exercises | {exercise.id: exercise})


def outcome_of_search(task: Task, result: SearchResult, took_s: float) -> Outcome:
    """Return the outcome of a search."""
    material = result.material
    found = tuple(
        FoundInClip(
            segment.exercise,
            row.folder,
            round(row.start_s, 3),
            round(row.end_s, 3),
            " ".join(segment.rivals),
            row.name,
            row.words,
            each.session.to_json()["summary"],
            dict(Counter(fault.id for fault in each.session.faults if not fault.doubtful)),
            _seconds_of(each.session),
        )
        for row, segment, each in zip(
            found_rows(material), material.found.segments, material.sessions, strict=True
        )
    )
    why = ""
    if not found:
        why = nobody_in(task.video) if material.nobody else found_headline(material)
    return Outcome(
        "nobody" if material.nobody else "judged",
        NOBODY_EXIT_CODE if material.nobody else 0,
        why,
        _sums(each.summary for each in found) if found else {},
        {},
        {},
        "",
        round(material.found.duration_s, 3),
        round(took_s, 3),
        found=found,
    )


def _seconds_of(session: Session) -> dict[str, float]:
    return {
        kind.value: round(sum(each.seconds for each in session.time if each.kind is kind), 3)
        for kind in TimeKind
    }


def _sums(summaries: Iterable[dict[str, float]]) -> dict[str, float]:
    sums = dict.fromkeys(_ADDED_UP, 0.0)
    for each in summaries:
        for name in _ADDED_UP:
            sums[name] = round(sums[name] + each[name], 2)
    return sums
