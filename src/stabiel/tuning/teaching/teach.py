"""Learns an exercise from a demonstration. In: a recording and a wish. Out: a `Lesson`."""

from collections.abc import Sequence

from stabiel.exercises.book import ExerciseBook
from stabiel.pose.recording import Recorded
from stabiel.tuning.teaching.demonstration import read_demonstration
from stabiel.tuning.teaching.hold_lesson import learn_hold
from stabiel.tuning.teaching.lesson import Lesson
from stabiel.tuning.teaching.movement_lesson import learn_movement
from stabiel.tuning.teaching.usable import refuse_unusable
from stabiel.tuning.teaching.wish import TeachingError, Wish
from stabiel.wording.language import Language


def teach(
    frames: Sequence[Recorded],
    wish: Wish,
    book: ExerciseBook,
    *,
    model: str,
    language: Language = "en",
) -> Lesson:
    """Return the exercise that a demonstration shows.

    Args:
        frames: the recording, in order of time.
        wish: what the user says about it.
        book: the checks and postures that exercises share.
        model: the model that found the poses.
        language: of the comments in the file.

    Raises:
        TeachingError: nothing can be learned from it; the sentence says why, and what to do.
    """
    if not frames:
        raise TeachingError("nobody")
    demonstration = read_demonstration(frames, model)
    refuse_unusable(demonstration)
    learn = learn_hold if wish.hold else learn_movement
    return learn(demonstration, wish, book, language=language)
