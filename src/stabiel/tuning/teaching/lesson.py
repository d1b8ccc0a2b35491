"""What was learned from a demonstration, as values. In: nothing. Out: the types."""

from collections.abc import Sequence
from dataclasses import dataclass

from stabiel.exercises.book import ExerciseBook
from stabiel.exercises.files import exercise_of, parse_yaml
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from stabiel.tuning.signals import Trial, try_exercise
from stabiel.tuning.teaching.comparison import ComparedMeasure
from stabiel.tuning.teaching.excursions import Excursion
from stabiel.tuning.teaching.likely_faults import LikelyFault
from stabiel.tuning.teaching.wish import LessonRemark


@dataclass(frozen=True)
class ShownRepetition:
    """A repetition, or a hold, of the demonstration.

    Attributes:
        number: from 1.
        start_s, target_s, end_s: seconds since the first frame.
        counts: whether it is one that counts.
    """

    number: int
    start_s: float
    target_s: float
    end_s: float
    counts: bool = True


@dataclass(frozen=True)
class Lesson:
    """An exercise that was learned.

    Attributes:
        exercise: as its file gives it.
        text: the file.
        repetitions: those of the demonstration.
        compared: the measures that were compared, the best first.
        offered: the faults that the exercise could have, those that it has included.
        remarks: what the user should know.
        session: the demonstration, judged by the exercise.
    """

    exercise: Exercise
    text: str
    repetitions: tuple[ShownRepetition, ...]
    compared: tuple[ComparedMeasure, ...]
    offered: tuple[LikelyFault, ...]
    remarks: tuple[LessonRemark, ...]
    session: Session


def exercise_in(text: str, name: str, book: ExerciseBook) -> Exercise:
    """Return the exercise of a text, read as any file is.

    Raises:
        ExerciseError: the text is wrong.
    """
    return exercise_of(parse_yaml(text.encode(), f"{name}.yaml"), book.shared, name)


def judged(
    exercise: Exercise, book: ExerciseBook, frames: Sequence[Recorded], model: str
) -> Session:
    """Return a recording as it is judged by an exercise."""
    return replay(exercise, book, "en", frames, source=_source(frames, ""), model=model).session


def tried(
    exercise: Exercise,
    book: ExerciseBook,
    frames: Sequence[Recorded],
    *,
    model: str,
    name: str,
) -> Trial:
    """Return the demonstration with the signals of an exercise, for a picture.

    Args:
        exercise: the exercise.
        book: the checks and postures that exercises share.
        frames: the demonstration.
        model: the model that found the poses.
        name: of the video.
    """
    poses = [(frame.time_s, frame.pose) for frame in frames]
    return try_exercise(exercise, book, poses, source=_source(frames, name), model=model)


def _source(frames: Sequence[Recorded], name: str) -> Source:
    pose = next((frame.pose for frame in frames if frame.pose is not None), None)
    size = (0, 0) if pose is None else pose.size_px
    return Source("file", name, 0.0, 0.0, *size, begins_s=frames[0].time_s if frames else 0.0)


def shown(repetitions: Sequence[Excursion], bad: frozenset[int]) -> tuple[ShownRepetition, ...]:
    """Return excursions as the repetitions that are shown, with those that do not count."""
    return tuple(
        ShownRepetition(
            number,
            each.start_s,
            (each.target_from_s + each.target_until_s) / 2,
            each.end_s,
            number not in bad,
        )
        for number, each in enumerate(repetitions, start=1)
    )
