"""Learns a movement from a demonstration. In: recorded landmarks and a wish. Out: a `Lesson`.

What is learned must count the demonstration itself exactly: it is judged again by the file that was
written. The first choice that does is taken; they are tried in the order of how well each measure
tells the movement.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from stabiel.body.measures import MEASURES
from stabiel.exercises.book import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.session.session import Session
from stabiel.tuning.teaching.comparison import tell_as_well
from stabiel.tuning.teaching.demonstration import Demonstration
from stabiel.tuning.teaching.excursions import Course, Excursion, course_of
from stabiel.tuning.teaching.lesson import Lesson, exercise_in, judged, shown
from stabiel.tuning.teaching.likely_faults import (
    USUAL,
    LikelyFault,
    sinks,
    too_fast,
    too_small,
    watched_faults,
)
from stabiel.tuning.teaching.limits_from import OTHERS_DEG
from stabiel.tuning.teaching.movement_choices import (
    SeenMovement,
    choices_of,
    same_joint,
    see_movement,
)
from stabiel.tuning.teaching.movement_rules import (
    MovementChoice,
    in_words,
    movement_data,
    movement_text,
)
from stabiel.tuning.teaching.not_counted import ToldApart
from stabiel.tuning.teaching.wish import LessonRemark, TeachingError, Wish
from stabiel.wording.catalogue import in_both, text
from stabiel.wording.language import Language

# Of more repetitions than the user says those that went less far than this share of all others do
# not count.
SMALLER = 0.9
# So many repetitions must count if not all do.
LEAST_LEFT = 2
# Fewer repetitions than these leave the limits unsure.
FEW = 3


def learn_movement(
    demonstration: Demonstration,
    wish: Wish,
    book: ExerciseBook,
    *,
    language: Language,
) -> Lesson:
    """Return the exercise of a demonstration of a movement.

    Args:
        demonstration: the recording, read.
        wish: what the user says about it.
        book: the checks and postures that exercises share.
        language: of the comments in the file.

    Raises:
        TeachingError: nothing can be learned from it.
    """
    course = course_of(demonstration, wish.repetitions)
    if course is None:
        raise TeachingError("no_start")
    try:
        return _learn_from(demonstration, wish, book, course, language=language)
    except TeachingError:
        other = course_of(demonstration, wish.repetitions, exactly=True)
        if other is None or other.row == course.row:
            raise
        with suppress(TeachingError):
            return _learn_from(demonstration, wish, book, other, language=language)
        raise


def _learn_from(
    demonstration: Demonstration,
    wish: Wish,
    book: ExerciseBook,
    course: Course,
    *,
    language: Language,
) -> Lesson:
    """Return the exercise of a demonstration that starts in one posture.

    Raises:
        TeachingError: nothing can be learned from it.
    """
    _refuse_too_few(course.excursions, wish)
    wish = _without_smaller(course.excursions, wish)
    seen = see_movement(demonstration, wish, book, course)
    nearly: tuple[MovementChoice, ToldApart | None, Session, list[int]] | None = None
    for choice, apart in choices_of(seen):
        data = movement_data(wish, choice, [too_small(choice.limits)])
        session = _tried(seen, data, choice, language)
        missed = _missed(session, seen, wish)
        if missed == []:
            return _lesson(seen, wish, choice, session, apart=apart, language=language)
        if missed is not None and (nearly is None or len(missed) < len(nearly[-1])):
            nearly = (choice, apart, session, missed)
    if nearly is not None and _is_enough(nearly[-1], seen, wish):
        choice, apart, session, missed = nearly
        return _lesson(
            seen, wish, choice, session, apart=apart, language=language, missed=frozenset(missed)
        )
    expected = wish.repetitions
    if expected is not None and expected != len(seen.repetitions):
        raise TeachingError("wrong_count", found=len(seen.repetitions), expected=expected)
    if not any(each.is_clear for each in seen.measures):
        raise TeachingError("no_measure")
    if seen.bad:
        raise TeachingError("not_counted_alike", number=min(seen.bad))
    raise TeachingError("not_told")


def _without_smaller(repetitions: Sequence[Excursion], wish: Wish) -> Wish:
    """Return the wish with the smallest repetitions not counted, if there are more than it says.

    Only what is clearly smaller than all others is left out.
    """
    more = 0 if wish.repetitions is None else len(repetitions) - wish.repetitions
    if more <= 0 or more >= len(repetitions) - 1 or wish.not_counted:
        return wish
    order = sorted(range(len(repetitions)), key=lambda index: repetitions[index].change)
    largest_left_out = repetitions[order[more - 1]].change
    if largest_left_out > SMALLER * repetitions[order[more]].change:
        return wish
    left_out = frozenset(index + 1 for index in order[:more])
    return replace(wish, not_counted=left_out, repetitions=len(repetitions))


def _refuse_too_few(repetitions: Sequence[Excursion], wish: Wish) -> None:
    found = len(repetitions)
    if found == 0:
        raise TeachingError("no_movement")
    if found == 1:
        raise TeachingError("one_repetition")
    missing = [number for number in wish.not_counted if not 1 <= number <= found]
    if missing:
        raise TeachingError("not_counted_missing", number=min(missing), found=found)
    if len(wish.not_counted) == found:
        raise TeachingError("all_not_counted")


def _tried(
    seen: SeenMovement, data: dict[str, Any], choice: MovementChoice, language: Language
) -> Session:
    text = movement_text(
        data, choice, compared=seen.measures, offered=[], language=language, remarks=[]
    )
    exercise = exercise_in(text, str(data["id"]), seen.book)
    return _judged(exercise, seen)


def _judged(exercise: Exercise, seen: SeenMovement) -> Session:
    return judged(exercise, seen.book, seen.demonstration.frames, seen.demonstration.model)


def _is_enough(missed: Sequence[int], seen: SeenMovement, wish: Wish) -> bool:
    """Return whether a judgment that misses some repetitions may stand.

    Of a recording that begins or ends in a movement one may be missing. If the user said how many
    there are, none may.
    """
    left = len(seen.good) - len(missed)
    return wish.repetitions is None and left >= LEAST_LEFT and len(missed) * 2 <= left


def _missed(session: Session, seen: SeenMovement, wish: Wish) -> list[int] | None:
    """Return the numbers of the repetitions that a judgment does not count.

    If the number is given, repetitions that the posture alone does not show may count too.

    Returns:
        None if it counts anything else.
    """
    missed: list[int] = []
    counted = [(each.start_s, each.end_s) for each in session.repetitions]
    for index, each in enumerate(seen.repetitions):
        middle_s = (each.target_from_s + each.target_until_s) / 2
        hits = sum(start_s <= middle_s <= end_s for start_s, end_s in counted)
        if hits > 1 or (hits and index + 1 in seen.bad):
            return None
        if not hits and index + 1 not in seen.bad:
            missed.append(index + 1)
    expected = len(seen.repetitions) if wish.repetitions is None else wish.repetitions
    return missed if len(counted) == expected - len(seen.bad) - len(missed) else None


def _lesson(
    seen: SeenMovement,
    wish: Wish,
    choice: MovementChoice,
    session: Session,
    *,
    apart: ToldApart | None,
    language: Language,
    missed: frozenset[int] = frozenset(),
) -> Lesson:
    offered = [*_offers(seen, choice, session)]
    data = movement_data(wish, choice, offered)
    tried = _tried(seen, data, choice, language)
    # What the demonstration itself would be told for is no fault of this exercise.
    made = {fault.id for fault in tried.faults}
    offered = [each for each in offered if each.id == "too_small" or each.id not in made]
    wanted = USUAL if wish.faults is None else wish.faults
    faults = [each for each in offered if each.id in wanted] or offered[:1]
    data = movement_data(wish, choice, faults)
    remarks = [*_remarks(seen, choice, tried, apart=apart, language=language)]
    remarks += [LessonRemark("missed", {"number": number}) for number in sorted(missed)]
    text = movement_text(
        data,
        choice,
        compared=seen.measures,
        offered=[each for each in offered if each not in faults],
        language=language,
        remarks=[each.in_language(language) for each in remarks],
    )
    exercise = exercise_in(text, wish.id, seen.book)
    session = _judged(exercise, seen)
    return Lesson(
        exercise, text, shown(_all_repetitions(seen, session), seen.bad | missed), seen.measures,
        tuple(offered), tuple(remarks), session,
    )  # fmt: skip


def _all_repetitions(seen: SeenMovement, session: Session) -> Sequence[Excursion]:
    """Return the repetitions that are shown: with those that only the measure tells."""
    if seen.bad or len(session.repetitions) <= len(seen.repetitions):
        return seen.repetitions
    return [
        Excursion(each.start_s, each.end_s, each.target_s, each.target_s, 0.0)
        for each in session.repetitions
    ]


def _offers(seen: SeenMovement, choice: MovementChoice, session: Session) -> Iterator[LikelyFault]:
    good = [*seen.good.values()]
    yield too_small(choice.limits)
    ways = [
        way
        for each in session.repetitions
        for name in ("out_s", "return_s")
        if (way := each.metrics.get(name))
    ]
    yield from too_fast(ways)
    yield from sinks(choice.followed, good)
    yield from watched_faults(
        seen.values,
        good,
        seen.good_sides,
        kind=choice.sides,
        attitude=choice.attitude,
        followed=choice.followed.measure,
    )


def _remarks(
    seen: SeenMovement,
    choice: MovementChoice,
    session: Session,
    *,
    apart: ToldApart | None,
    language: Language,
) -> Iterator[LessonRemark]:
    followed = choice.followed
    yield LessonRemark(
        "compared",
        {
            "count": len(seen.measures),
            "measure": text("measure", followed.measure, language),
            "start": in_words(followed.measure, followed.start, language),
            "target": in_words(followed.measure, followed.target, language),
            "apart": f"{followed.apart:.0f}",
        },
    )
    alike = tell_as_well(seen.measures, followed)
    if alike is not None and not same_joint(alike, followed):
        name = text("measure", alike.measure, language)
        yield LessonRemark("alike", {"measure": name[:1].upper() + name[1:]})
    count = max(len(seen.good), len(session.repetitions))
    if count < FEW:
        yield LessonRemark("few", {"count": count})
    if MEASURES[followed.measure].unit == "deg" and followed.way < OTHERS_DEG:
        way = in_words(followed.measure, followed.way, language)
        yield LessonRemark("small_way", {"way": way})
    if seen.sides.doubtful:
        yield LessonRemark("far_side")
    worked = {each.side for each in session.repetitions}
    if choice.sides == "each" and len(worked) == 1:
        yield LessonRemark(
            "one_side", {"side": in_both("side", worked.pop()).in_language(language)}
        )
    if apart is not None:
        yield LessonRemark("not_counted", {"measure": text("measure", apart.measure, language)})
    if seen.course.smaller:
        yield LessonRemark("smaller", {"count": len(seen.course.smaller)})
    yield LessonRemark("other_bodies")
