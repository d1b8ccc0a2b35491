"""Learns a movement from a demonstration. In: recorded landmarks and a wish. Out: a `Lesson`.

What is learned must count the demonstration itself exactly: it is judged again by the file that was
written. The first choice that does is taken; they are tried in the order of how well each measure
tells the movement.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stabiel.body.body import Body
from stabiel.exercises.book import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.session import Session
from stabiel.tuning.teaching.comparison import (
    FREE_LEG,
    JOINT,
    TRUST,
    ComparedMeasure,
    compared,
    tell_as_well,
    trusted_from,
)
from stabiel.tuning.teaching.demonstration import Demonstration
from stabiel.tuning.teaching.excursions import Course, Excursion, course_of, still_rows
from stabiel.tuning.teaching.lesson import Lesson, exercise_in, judged, shown
from stabiel.tuning.teaching.likely_faults import (
    USUAL,
    LikelyFault,
    sinks,
    too_fast,
    too_small,
    watched_faults,
)
from stabiel.tuning.teaching.limits_from import check_data, target_limits
from stabiel.tuning.teaching.measured_sides import MeasuredSides, measured
from stabiel.tuning.teaching.movement_rules import (
    MovementChoice,
    in_words,
    main_view,
    movement_data,
    movement_text,
)
from stabiel.tuning.teaching.not_counted import ToldApart, least_of_good, told_apart
from stabiel.tuning.teaching.start_posture import (
    LearnedPosture,
    attitude_of,
    own_posture,
    shared_postures,
)
from stabiel.tuning.teaching.wish import Remark, TeachingError, Wish
from stabiel.tuning.teaching.working_sides import Worked, WorkingSides, working_sides
from stabiel.wording.catalogue import in_both, text
from stabiel.wording.language import Language

# So many measures are tried, with so many shared postures and then with the exercise's own.
MOST_MEASURES, MOST_POSTURES = 4, 2
# Another joint is asked for at the target if it goes this far, so that bodies differ by less.
CHECK_DEG = 45.0
# Fewer repetitions than these leave the limits unsure.
FEW = 3
# The pelvis rises by this much if the floor ends the way back (`pelvis_up`).
RISES_TL = 0.1
_ENDS_S = 0.3
# The posture is that of so many moments at rest at least.
LEAST_AT_REST = 3


@dataclass(frozen=True)
class _Seen:
    """What was found in a demonstration, before anything is chosen."""

    demonstration: Demonstration
    frames: Sequence[Recorded]
    model: str
    book: ExerciseBook
    course: Course
    repetitions: tuple[Excursion, ...]
    bad: frozenset[int]
    values: MeasuredSides
    sides: WorkingSides
    measures: tuple[ComparedMeasure, ...]

    @property
    def good(self) -> dict[int, Excursion]:
        """The repetitions that count, by their index."""
        return {
            index: each
            for index, each in enumerate(self.repetitions)
            if index + 1 not in self.bad
        }

    @property
    def good_sides(self) -> list[Any]:
        """The side of which each of them is read."""
        return [self.sides.side_of(index) for index in self.good]


def learn_movement(
    demonstration: Demonstration,
    frames: Sequence[Recorded],
    wish: Wish,
    book: ExerciseBook,
    *,
    model: str,
    language: Language,
) -> Lesson:
    """Return the exercise of a demonstration of a movement.

    Args:
        demonstration: the recording, read.
        frames: the recording.
        wish: what the user says about it.
        book: the checks and postures that exercises share.
        model: the model that found the poses.
        language: of the comments in the file.

    Raises:
        TeachingError: nothing can be learned from it.
    """
    course = course_of(demonstration, wish.repetitions)
    if course is None:
        raise TeachingError("no_start")
    _refuse_too_few(course.excursions, wish)
    seen = _seen(demonstration, frames, wish, book, course, model)
    for choice, apart in _choices(seen, wish):
        data = movement_data(wish, choice, [too_small(choice.limits)])
        exercise, session = _tried(seen, data, choice, language)
        if _is_right(session, seen, wish):
            return _lesson(seen, wish, choice, apart, exercise, session, language)
    expected = wish.repetitions
    if expected is not None and expected != len(seen.repetitions):
        raise TeachingError("wrong_count", found=len(seen.repetitions), expected=expected)
    if not any(each.is_clear for each in seen.measures):
        raise TeachingError("no_measure")
    if seen.bad:
        raise TeachingError("not_counted_alike", number=min(seen.bad))
    raise TeachingError("not_told")


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


def _seen(
    demonstration: Demonstration,
    frames: Sequence[Recorded],
    wish: Wish,
    book: ExerciseBook,
    course: Course,
    model: str,
) -> _Seen:
    start_s = float(demonstration.times_s[course.row])
    rest = demonstration.rest(start_s - _ENDS_S, start_s + _ENDS_S)
    values = measured(demonstration, rest, book.checks.measures)
    repetitions = course.excursions
    sides = working_sides(demonstration, course, repetitions, rest.near)
    if wish.sides is not None:
        sides = replace(sides, sides=wish.sides, doubtful=False)
    good = [index for index in range(len(repetitions)) if index + 1 not in wish.not_counted]
    still = course.still(share=0.5)
    rows = np.searchsorted(demonstration.times_s, values.times_s)
    measures = compared(
        values,
        still[rows],
        [repetitions[index] for index in good],
        [sides.side_of(index) for index in good],
        trusted_from(main_view(demonstration.views), sides.sides),
    )
    return _Seen(
        demonstration, frames, model, book, course, repetitions, wish.not_counted, values, sides,
        tuple(measures),
    )  # fmt: skip


def _choices(seen: _Seen, wish: Wish) -> Iterator[tuple[MovementChoice, ToldApart | None]]:
    """Yield what could be the exercise, the best first."""
    views = seen.demonstration.views
    attitude = attitude_of(seen.values.rest)
    apart = _told_apart(seen)
    postures = _postures(seen)
    for followed in [each for each in seen.measures if each.is_clear][:MOST_MEASURES]:
        least = least_of_good(followed, _bad_targets(seen, followed.measure))
        checks: dict[str, dict[str, Any]] = {}
        if seen.bad and least is None:
            if apart is None:
                continue
            say = in_both("teach_fault", "too_small_say").model_dump()
            checks["as_shown"] = {**apart.check, "say": say}
        limits = target_limits(followed, at_least=least)
        lands = _lands(seen, followed)
        for posture in postures:
            for more in (dict(_other_joints(seen, followed)), {}):
                choice = MovementChoice(
                    followed, limits, posture, attitude, seen.sides.sides, views,
                    {**more, **checks}, lands,
                )  # fmt: skip
                yield choice, apart if least is None else None
                if not more:
                    break


def _postures(seen: _Seen) -> list[LearnedPosture]:
    """Return the postures in which the movement could start, the best first."""
    bodies = _at_rest(seen)
    view = main_view(seen.demonstration.views)
    shared = shared_postures(
        bodies, seen.book, view, legs_differ=seen.sides.sides == "either"
    )
    named = [each for each in shared if len(seen.book.shared.postures[each.name].needs) > 1]
    return [*named[:MOST_POSTURES], own_posture(seen.values.rest)]


def _at_rest(seen: _Seen) -> list[Body]:
    """Return the bodies that keep still in the start posture, those in passing only if need be."""
    rests = seen.course.still(share=0.5)
    bodies = seen.demonstration.bodies
    still = [row for row in still_rows(seen.demonstration) if rests[row]]
    rows = still if len(still) >= LEAST_AT_REST else [*np.flatnonzero(rests)]
    return [body for row in rows if (body := bodies[row]) is not None]


def _told_apart(seen: _Seen) -> ToldApart | None:
    if not seen.bad:
        return None
    bad = {number - 1: seen.repetitions[number - 1] for number in seen.bad}
    sides = {index: seen.sides.side_of(index) for index in range(len(seen.repetitions))}
    return told_apart(seen.values, seen.good, bad, sides)


def _bad_targets(seen: _Seen, measure: str) -> list[float]:
    found = []
    for number in sorted(seen.bad):
        each, side = seen.repetitions[number - 1], seen.sides.side_of(number - 1)
        values = seen.values.within(measure, side, each.target_from_s, each.target_until_s)
        found.append(float(np.median(values)) if len(values) else float("nan"))
    return found


def _other_joints(
    seen: _Seen, followed: ComparedMeasure
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a check of another joint that moves as far, on the same limb or on another."""
    say = in_both("teach_fault", "too_small_say").model_dump()
    for each in seen.measures:
        trusted = each.trust == (TRUST | FREE_LEG)[each.measure] == JOINT
        other = trusted and not _same_joint(each, followed)
        if other and each.is_clear and each.way >= CHECK_DEG and not np.isnan(each.targets).any():
            yield "other_joint_there", {**check_data(each), "say": say}
            return


def _same_joint(one: ComparedMeasure, other: ComparedMeasure) -> bool:
    joints = ("hip", "knee", "shoulder", "elbow")
    return any(joint in one.measure and joint in other.measure for joint in joints)


def _lands(seen: _Seen, followed: ComparedMeasure) -> bool:
    """Return whether the floor ends the way back: the pelvis is let down."""
    if not followed.measure.startswith("hip_ext") or seen.sides.sides != "both":
        return False
    near = seen.values.rest.near
    rises = [
        float(np.median(values))
        for each in seen.good.values()
        if len(
            values := seen.values.within(
                "pelvis_rise_tl", near, each.target_from_s, each.target_until_s
            )
        )
    ]
    return bool(rises) and min(rises) >= RISES_TL


def _tried(
    seen: _Seen, data: dict[str, Any], choice: MovementChoice, language: Language
) -> tuple[Exercise, Session]:
    text = movement_text(
        data, choice, compared=seen.measures, offered=[], language=language, remarks=[]
    )
    exercise = exercise_in(text, str(data["id"]), seen.book)
    return exercise, judged(exercise, seen.book, seen.frames, seen.model)


def _is_right(session: Session, seen: _Seen, wish: Wish) -> bool:
    """Return whether a judgment counts what was shown, and nothing else.

    If the number is given, repetitions that the posture alone does not show may count too.
    """
    counted = [(each.start_s, each.end_s) for each in session.repetitions]
    for index, each in enumerate(seen.repetitions):
        middle_s = (each.target_from_s + each.target_until_s) / 2
        hits = sum(start_s <= middle_s <= end_s for start_s, end_s in counted)
        if hits != (index + 1 not in seen.bad):
            return False
    expected = len(seen.repetitions) if wish.repetitions is None else wish.repetitions
    return len(counted) == expected - len(seen.bad)


def _lesson(
    seen: _Seen,
    wish: Wish,
    choice: MovementChoice,
    apart: ToldApart | None,
    exercise: Exercise,
    session: Session,
    language: Language,
) -> Lesson:
    offered = [*_offers(seen, choice, session)]
    data = movement_data(wish, choice, offered)
    _, tried = _tried(seen, data, choice, language)
    # What the demonstration itself would be told for is no fault of this exercise.
    made = {fault.id for fault in tried.faults}
    offered = [each for each in offered if each.id == "too_small" or each.id not in made]
    wanted = USUAL if wish.faults is None else wish.faults
    faults = [each for each in offered if each.id in wanted] or offered[:1]
    data = movement_data(wish, choice, faults)
    remarks = [*_remarks(seen, choice, apart, language)]
    text = movement_text(
        data,
        choice,
        compared=seen.measures,
        offered=[each for each in offered if each not in faults],
        language=language,
        remarks=[each.in_language(language) for each in remarks],
    )
    exercise = exercise_in(text, wish.id, seen.book)
    session = judged(exercise, seen.book, seen.frames, seen.model)
    return Lesson(
        exercise, text, shown(_all_repetitions(seen, session), seen.bad), seen.measures,
        tuple(offered), tuple(remarks), session,
    )  # fmt: skip


def _all_repetitions(seen: _Seen, session: Session) -> Sequence[Excursion]:
    """Return the repetitions that are shown: with those that only the measure tells."""
    if seen.bad or len(session.repetitions) <= len(seen.repetitions):
        return seen.repetitions
    return [
        Excursion(each.start_s, each.end_s, each.target_s, each.target_s, 0.0)
        for each in session.repetitions
    ]


def _offers(seen: _Seen, choice: MovementChoice, session: Session) -> Iterator[LikelyFault]:
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
    seen: _Seen, choice: MovementChoice, apart: ToldApart | None, language: Language
) -> Iterator[Remark]:
    followed = choice.followed
    yield Remark(
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
    if alike is not None and not _same_joint(alike, followed):
        yield Remark("alike", {"measure": text("measure", alike.measure, language)})
    if len(seen.good) < FEW:
        yield Remark("few", {"count": len(seen.good)})
    if seen.sides.doubtful:
        yield Remark("far_side")
    worked = {seen.sides.worked[index] for index in seen.good}
    if choice.sides == "each" and len(worked) == 1 and worked <= {Worked.LEFT, Worked.RIGHT}:
        yield Remark("one_side", {"side": in_both("side", worked.pop()).in_language(language)})
    if apart is not None:
        yield Remark("not_counted", {"measure": text("measure", apart.measure, language)})
    if seen.course.smaller:
        yield Remark("smaller", {"count": len(seen.course.smaller)})
    yield Remark("other_bodies")
