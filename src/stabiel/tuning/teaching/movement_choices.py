"""What a movement could be followed by, and from which posture. In: a demonstration. Out: choices.

Each choice is one way to write the exercise, the best first. Which of them counts what was shown is
found out by `movement_lesson`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stabiel.anatomy import other_side
from stabiel.body.body import Body
from stabiel.exercises.book import ExerciseBook
from stabiel.exercises.values import Attitude
from stabiel.tuning.teaching.comparison import (
    FREE_LEG,
    JOINT,
    TRUST,
    ComparedMeasure,
    compared,
    trusted_from,
)
from stabiel.tuning.teaching.demonstration import Demonstration
from stabiel.tuning.teaching.excursions import Course, Excursion, still_rows
from stabiel.tuning.teaching.limits_from import check_data, target_limits
from stabiel.tuning.teaching.measured_sides import MeasuredSides, measured
from stabiel.tuning.teaching.movement_rules import (
    MovementChoice,
    main_view,
)
from stabiel.tuning.teaching.not_counted import ToldApart, least_of_good, told_apart
from stabiel.tuning.teaching.start_posture import (
    LearnedPosture,
    attitude_of,
    own_posture,
    shared_postures,
)
from stabiel.tuning.teaching.wish import Wish
from stabiel.tuning.teaching.working_sides import ONE_SIDE, WorkingSides, working_sides
from stabiel.wording.catalogue import in_both

# So many measures are tried, with so many shared postures and then with the exercise's own.
MOST_MEASURES, MOST_POSTURES = 4, 2
# Another joint is asked for at the target if it goes this far, so that bodies differ by less.
CHECK_DEG = 45.0
# The pelvis rises by this much if the floor ends the way back (`pelvis_up`).
RISES_TL = 0.1
_ENDS_S = 0.3
# What a limb of the other side is told by.
_ACROSS = {
    "hip_angle_deg": JOINT,
    "hip_extension_deg": JOINT,
    "shoulder_angle_deg": JOINT,
    "knee_angle_deg": JOINT,
}
# The posture is that of so many moments at rest at least.
LEAST_AT_REST = 3


@dataclass(frozen=True)
class SeenMovement:
    """What was found in a demonstration, before anything is chosen.

    Attributes:
        demonstration: the recording, read.
        book: the checks and postures that exercises share.
        course: the start and the excursions from it.
        repetitions: the excursions that are repetitions.
        bad: the numbers, from 1, of those that do not count.
        values: all measures over time.
        sides: which side works in each repetition.
        measures: what the movement could be followed by, the best first.
        postures: those in which it could start, the best first.
        attitude: of the start.
        across: what the joints of the other side do, the best first; of one side at a time only.
    """

    demonstration: Demonstration
    book: ExerciseBook
    course: Course
    repetitions: tuple[Excursion, ...]
    bad: frozenset[int]
    values: MeasuredSides
    sides: WorkingSides
    measures: tuple[ComparedMeasure, ...]
    postures: tuple[LearnedPosture, ...]
    attitude: Attitude
    across: tuple[ComparedMeasure, ...]

    @property
    def good(self) -> dict[int, Excursion]:
        """The repetitions that count, by their index."""
        return {
            index: each for index, each in enumerate(self.repetitions) if index + 1 not in self.bad
        }

    @property
    def good_sides(self) -> list[Any]:
        """The side of which each of them is read."""
        return [self.sides.side_of(index) for index in self.good]


def see_movement(
    demonstration: Demonstration, wish: Wish, book: ExerciseBook, course: Course
) -> SeenMovement:
    """Return what a demonstration shows, read at its start and its repetitions.

    Args:
        demonstration: the recording, read.
        wish: what the user says about it.
        book: the checks and postures that exercises share.
        course: the start and the repetitions.
    """
    start_s = float(demonstration.times_s[course.row])
    rest = demonstration.rest(start_s - _ENDS_S, start_s + _ENDS_S)
    values = measured(demonstration, rest, book.checks.measures)
    repetitions = course.excursions
    sides = working_sides(demonstration, course, repetitions, rest.near)
    if wish.sides is not None:
        sides = replace(sides, sides=wish.sides, doubtful=False)
    good = [index for index in range(len(repetitions)) if index + 1 not in wish.not_counted]
    still = course.surely_still()
    rows = np.searchsorted(demonstration.times_s, values.times_s)
    postures = _postures(demonstration, course, rest, book, sides)
    shared = book.shared.postures.get(postures[0].name)
    attitude = attitude_of(rest) if shared is None else shared.attitude
    measures = compared(
        values,
        still[rows],
        [repetitions[index] for index in good],
        [sides.side_of(index) for index in good],
        trusted_from(main_view(demonstration.views), sides.sides, attitude),
    )
    across: Sequence[ComparedMeasure] = ()
    # Lying on one side, the limbs below are hidden, and what is found of them moves by itself.
    if sides.sides == "each" and attitude != "on_side":
        others = [other_side(sides.side_of(index)) for index in good]
        shown = [repetitions[index] for index in good]
        across = compared(values, still[rows], shown, others, _ACROSS)
        if moves_along(measures, across, sides):
            sides, across = replace(sides, sides="both", doubtful=True), ()
    return SeenMovement(
        demonstration, book, course, repetitions, wish.not_counted, values, sides, tuple(measures),
        tuple(postures), attitude, tuple(across),
    )  # fmt: skip


def moves_along(
    measures: Sequence[ComparedMeasure], across: Sequence[ComparedMeasure], sides: WorkingSides
) -> bool:
    """Return whether the joint that tells best goes along on the other side.

    The ends of a far limb that is partly hidden may seem to rest while its joint goes as far.

    Args:
        measures: of the side that works, the best first.
        across: those of the other side.
        sides: which side works; if that changes, the sides do not work together.
    """
    if not measures or len(set(sides.worked)) > 1:
        return False
    best = measures[0]
    return any(
        each.measure == best.measure
        and each.upwards == best.upwards
        and not np.isnan(each.targets).any()
        and each.way >= ONE_SIDE * best.way
        for each in across
    )


def choices_of(seen: SeenMovement) -> Iterator[tuple[MovementChoice, ToldApart | None]]:
    """Yield what could be the exercise, the best first."""
    views = seen.demonstration.views
    apart = _told_apart(seen)
    for followed in [each for each in seen.measures if each.is_clear][:MOST_MEASURES]:
        least = least_of_good(followed, _bad_targets(seen, followed.measure))
        checks: dict[str, dict[str, Any]] = {}
        if seen.bad and least is None:
            if apart is None:
                continue
            say = in_both("teach_fault", "too_small_say").model_dump()
            checks["as_shown"] = {**apart.check, "say": say}
        limits = target_limits(followed, view=main_view(views), at_least=least)
        lands = _lands(seen, followed)
        for posture in seen.postures:
            joints = {**dict(_other_joints(seen, followed)), **dict(_other_limb(seen))}
            for more in (joints, {}):
                choice = MovementChoice(
                    followed, limits, posture, seen.attitude, seen.sides.sides, views,
                    {**more, **checks}, lands,
                )  # fmt: skip
                yield choice, apart if least is None else None
                if not more:
                    break


def _postures(
    demonstration: Demonstration,
    course: Course,
    rest: Body,
    book: ExerciseBook,
    sides: WorkingSides,
) -> list[LearnedPosture]:
    """Return the postures in which the movement could start, the best first."""
    bodies = _at_rest(demonstration, course)
    view = main_view(demonstration.views)
    shared = shared_postures(bodies, book, view, legs_differ=sides.sides == "either")
    named = [each for each in shared if len(book.shared.postures[each.name].needs) > 1]
    return [*named[:MOST_POSTURES], own_posture(rest)]


def _at_rest(demonstration: Demonstration, course: Course) -> list[Body]:
    """Return the bodies that keep still in the start posture, those in passing only if need be."""
    rests = course.surely_still()
    bodies = demonstration.bodies
    still = [row for row in still_rows(demonstration) if rests[row]]
    rows = still if len(still) >= LEAST_AT_REST else [*np.flatnonzero(rests)]
    return [body for row in rows if (body := bodies[row]) is not None]


def _told_apart(seen: SeenMovement) -> ToldApart | None:
    if not seen.bad:
        return None
    bad = {number - 1: seen.repetitions[number - 1] for number in seen.bad}
    sides = {index: seen.sides.side_of(index) for index in range(len(seen.repetitions))}
    return told_apart(seen.values, seen.good, bad, sides)


def _bad_targets(seen: SeenMovement, measure: str) -> list[float]:
    found = []
    for number in sorted(seen.bad):
        each, side = seen.repetitions[number - 1], seen.sides.side_of(number - 1)
        values = seen.values.within(measure, side, each.target_from_s, each.target_until_s)
        found.append(float(np.median(values)) if len(values) else float("nan"))
    return found


def _other_joints(
    seen: SeenMovement, followed: ComparedMeasure
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a check of another joint that moves as far, on the same limb or on another."""
    say = in_both("teach_fault", "too_small_say").model_dump()
    for each in seen.measures:
        trusted = each.trust == (TRUST | FREE_LEG)[each.measure] == JOINT
        other = trusted and not same_joint(each, followed)
        if other and each.is_clear and each.way >= CHECK_DEG and not np.isnan(each.targets).any():
            yield "other_joint_there", {**check_data(each), "say": say}
            return


def _other_limb(seen: SeenMovement) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a check of a limb of the other side that moves along, such as the arm with the leg."""
    say = in_both("teach_fault", "too_small_say").model_dump()
    for each in seen.across:
        if each.is_clear and each.way >= CHECK_DEG and not np.isnan(each.targets).any():
            yield "other_side_there", {**check_data(each), "of": "support", "say": say}
            return


def same_joint(one: ComparedMeasure, other: ComparedMeasure) -> bool:
    """Return whether two measures are about the same joint."""
    joints = ("hip", "knee", "shoulder", "elbow")
    return any(joint in one.measure and joint in other.measure for joint in joints)


def _lands(seen: SeenMovement, followed: ComparedMeasure) -> bool:
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
