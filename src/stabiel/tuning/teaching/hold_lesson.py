"""Learns a posture that is held. In: recorded landmarks and a wish. Out: a `Lesson`.

What is held is the posture that is kept longest. What changed most on the way into it makes the
zone; if nothing changed, because it is the start itself, the posture is kept as it was shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stabiel.anatomy import View
from stabiel.body.body import Body
from stabiel.body.measures import MEASURES
from stabiel.coach.noise import noise_of
from stabiel.exercises.book import ExerciseBook
from stabiel.session.session import Session
from stabiel.tuning.teaching.comparison import JOINT, LENGTH, LINE, ComparedMeasure
from stabiel.tuning.teaching.demonstration import Demonstration, Floats, changes_from
from stabiel.tuning.teaching.excursions import BACK_CHANGE, still_rows
from stabiel.tuning.teaching.lesson import Lesson, ShownRepetition, exercise_in, judged
from stabiel.tuning.teaching.lesson_file import KeyPath, lesson_text
from stabiel.tuning.teaching.likely_faults import USUAL, LikelyFault
from stabiel.tuning.teaching.limits_from import rounded
from stabiel.tuning.teaching.measured_sides import MeasuredSides, measured
from stabiel.tuning.teaching.movement_rules import fault_remarks, heading, main_view, own_parts
from stabiel.tuning.teaching.start_posture import (
    LearnedPosture,
    own_posture,
    shared_postures,
)
from stabiel.tuning.teaching.wish import LessonRemark, TeachingError, Wish
from stabiel.wording.catalogue import in_both, text
from stabiel.wording.language import Language

# What a hold is described by, and how far each is to be trusted on other bodies.
HELD_BY: dict[str, float] = {
    "hip_angle_deg": JOINT,
    "knee_angle_deg": JOINT,
    "shoulder_angle_deg": JOINT,
    "elbow_angle_deg": JOINT,
    "trunk_lean_deg": LINE,
    "knee_over_trunk_tl": LENGTH,
    "heel_over_trunk_tl": LENGTH,
    "hip_to_ankle_tl": LENGTH,
    "stance_tl": LENGTH,
    "ankle_behind_hip_tl": LENGTH,
}
# Heights over the trunk's line say nothing of a trunk that is upright, and steps nothing of others.
_OF_LYING, _OF_UPRIGHT = ("over_trunk", "hip_to_ankle"), ("stance", "behind_hip")
# A hold that never lasted this long only passed through the zone (`coach.tolerances`).
LEAST_S = 3.0
# Somebody who sways for less than this is still holding.
SWAYS_S = 1.0
# The seconds count from this share of the way into the hold, and faults are looked for from that.
ZONE_SHARE, NEAR_SHARE = 0.65, 0.4
# At most so many measures make the zone: each is one more that another body may miss.
MOST_CHECKS = 2
# What is held as it was shown may differ by this much: what other people's hips differ by.
AS_SHOWN = {"deg": 25.0, "tl": 0.25}
# How much of the held time must be in the zone when the demonstration is judged again.
IN_ZONE = 0.8
_BOUNCE = {"deg": 8.0, "tl": 0.08}


@dataclass(frozen=True)
class _HeldSpan:
    """The posture that was kept longest: from when to when, and a frame of it."""

    start_s: float
    end_s: float
    row: int


def learn_hold(
    demonstration: Demonstration,
    wish: Wish,
    book: ExerciseBook,
    *,
    language: Language,
) -> Lesson:
    """Return the exercise of a demonstration of a hold; the arguments are as for a movement.

    Raises:
        TeachingError: nothing can be learned from it.
    """
    held = _longest(demonstration)
    if held is None:
        raise TeachingError("no_hold")
    start = _start_row(demonstration, held)
    rest = _body_at(demonstration, held.row if start is None else start)
    values = measured(demonstration, rest, book.checks.measures)
    measures = _described(values, held, start is not None)
    if not measures:
        raise TeachingError("no_measure")
    views = demonstration.views
    for posture in _postures(demonstration, held, start, book):
        for count in range(min(MOST_CHECKS, len(measures)), 0, -1):
            chosen = measures[:count]
            checks = _checks(chosen, differs=start is not None)
            data = _data(wish, posture, views, chosen=chosen, checks=checks, held=held)
            faults = [*_faults(measures[0])]
            wanted = USUAL if wish.faults is None else wish.faults
            data["faults"] = {each.id: each.data for each in faults if each.id in wanted}
            data |= own_parts(posture, checks)
            remarks = [*_remarks(measures, held, language)]
            written = _text(data, measures[0], remarks, faults, held=held, language=language)
            exercise = exercise_in(written, wish.id, book)
            session = judged(exercise, book, demonstration.frames, demonstration.model)
            if _is_right(session, held):
                shown = ShownRepetition(1, held.start_s, held.start_s, held.end_s)
                return Lesson(
                    exercise, written, (shown,), tuple(measures), tuple(faults), tuple(remarks),
                    session,
                )  # fmt: skip
    raise TeachingError("not_told")


def _longest(demonstration: Demonstration) -> _HeldSpan | None:
    best: _HeldSpan | None = None
    done: list[Floats] = []
    for row in still_rows(demonstration):
        if any(change[row] <= BACK_CHANGE for change in done):
            continue
        change = changes_from(demonstration, row)
        done.append(change)
        start_s, end_s = _span_around(demonstration.times_s, change <= BACK_CHANGE, row)
        if best is None or end_s - start_s > best.end_s - best.start_s:
            best = _HeldSpan(start_s, end_s, row)
    return best if best is not None and best.end_s - best.start_s >= LEAST_S else None


def _span_around(times_s: Floats, held: Any, row: int) -> tuple[float, float]:
    """Return from when to when something holds around a frame; short gaps do not end it."""
    rows = np.flatnonzero(held)
    begin = end = float(times_s[row])
    for each in rows[rows >= row]:
        if times_s[each] - end > SWAYS_S:
            break
        end = float(times_s[each])
    for each in rows[rows <= row][::-1]:
        if begin - times_s[each] > SWAYS_S:
            break
        begin = float(times_s[each])
    return begin, end


def _start_row(demonstration: Demonstration, held: _HeldSpan) -> int | None:
    """Return a frame of another posture that was kept before the hold; None if there is none."""
    before = [row for row in still_rows(demonstration) if demonstration.times_s[row] < held.start_s]
    change = changes_from(demonstration, held.row)
    other = [row for row in before if change[row] > BACK_CHANGE]
    return other[-1] if other else None


def _body_at(demonstration: Demonstration, row: int) -> Body:
    time_s = float(demonstration.times_s[row])
    return demonstration.rest(time_s - 0.3, time_s + 0.3)


def _described(values: MeasuredSides, held: _HeldSpan, differs: bool) -> list[ComparedMeasure]:
    """Return what the hold can be described by, what changed most first."""
    near, found = values.rest.near, []
    for name, trust in HELD_BY.items():
        if any(each in name for each in (_OF_LYING if values.rest.upright else _OF_UPRIGHT)):
            continue
        inside = values.within(name, near, held.start_s, held.end_s)
        at_rest = values.within(
            name, near, values.rest.pose.time_s - 0.5, values.rest.pose.time_s + 0.5
        )
        frames = np.sum((values.times_s >= held.start_s) & (values.times_s <= held.end_s))
        if len(inside) < 0.9 * frames or len(at_rest) == 0:
            continue
        start = float(np.median(at_rest))
        found.append(
            ComparedMeasure(
                name, start, (float(np.median(inside)),), (near,), noise_of(name), trust
            )
        )
    if not differs:
        return sorted(found, key=lambda each: -each.trust)
    clear = [each for each in found if each.is_clear]
    return sorted(clear, key=lambda each: -each.score)


def _postures(
    demonstration: Demonstration, held: _HeldSpan, start: int | None, book: ExerciseBook
) -> list[LearnedPosture]:
    row = held.row if start is None else start
    change = changes_from(demonstration, row)
    bodies = [
        body
        for each in still_rows(demonstration)
        if change[each] <= BACK_CHANGE and (body := demonstration.bodies[each]) is not None
    ]
    view = main_view(demonstration.views)
    shared = shared_postures(bodies, book, view, legs_differ=False)
    return [*shared[:1], own_posture(_body_at(demonstration, row))]


def _checks(chosen: Sequence[ComparedMeasure], *, differs: bool) -> dict[str, dict[str, Any]]:
    """Return the checks of the zone and of being near it, by name."""
    say = in_both("teach_fault", "left_position_say").model_dump()
    found: dict[str, dict[str, Any]] = {}
    for number, each in enumerate(chosen, start=1):
        unit = MEASURES[each.measure].unit
        base: dict[str, Any] = {"measure": each.measure, "of": "near"}
        for name, share in (("in_posture", ZONE_SHARE), ("nearly_there", NEAR_SHARE)):
            if differs:
                value = rounded(each.start + share * (each.target - each.start), unit)
                limits = {"at_least" if each.upwards else "at_most": value}
            else:
                room = AS_SHOWN[unit] * (1.0 if share == ZONE_SHARE else 1.6)
                limits = {
                    "at_least": rounded(each.target - room, unit),
                    "at_most": rounded(each.target + room, unit),
                }
            found[f"{name}_{number}"] = {**base, **limits, "say": say}
    return found


def _data(
    wish: Wish,
    posture: LearnedPosture,
    views: Any,
    *,
    chosen: Sequence[ComparedMeasure],
    checks: dict[str, dict[str, Any]],
    held: _HeldSpan,
) -> dict[str, Any]:
    seconds = max(5.0, round((held.end_s - held.start_s) / 5.0) * 5.0)
    data = heading(wish, posture, views, {"hold_s": seconds, "times": 2}, "both")
    hold: dict[str, Any] = {"follows": chosen[0].measure}
    if View.FRONT in views:
        hold["views"] = [view.value for view in View]
    hold["near"] = [name for name in checks if name.startswith("nearly")]
    hold["zone"] = [name for name in checks if name.startswith("in_posture")]
    return data | {"hold": hold}


def _faults(followed: ComparedMeasure) -> Iterator[LikelyFault]:
    unit, noise = MEASURES[followed.measure].unit, noise_of(followed.measure)
    left = {
        "name": in_both("teach_fault", "left_position_name").model_dump(),
        "left_for_s": 0.5,
        "say": in_both("teach_fault", "left_position_say").model_dump(),
    }
    yield LikelyFault("left_position", left)
    bouncing = {
        "name": in_both("teach_fault", "bouncing_name").model_dump(),
        "measure": followed.measure,
        "of": "near",
        "bounces": {"by": max(_BOUNCE[unit], rounded(2 * noise, unit)), "between_hz": [0.5, 3]},
        "for_s": 0.6,
        "say": in_both("teach_fault", "bouncing_say").model_dump(),
    }
    yield LikelyFault("bouncing", bouncing, None, followed.measure)


def _is_right(session: Session, held: _HeldSpan) -> bool:
    asked_s = IN_ZONE * (held.end_s - held.start_s)
    return len(session.holds) == 1 and session.holds[0].in_zone_s >= asked_s


def _remarks(
    measures: Sequence[ComparedMeasure], held: _HeldSpan, language: Language
) -> Iterator[LessonRemark]:
    yield LessonRemark("held", {"seconds": f"{held.end_s - held.start_s:.0f}"})
    yield LessonRemark(
        "held_by",
        {"measures": ", ".join(text("measure", e.measure, language) for e in measures[:2])},
    )
    yield LessonRemark("other_bodies")


def _text(
    data: dict[str, Any],
    followed: ComparedMeasure,
    remarks: Sequence[LessonRemark],
    faults: Sequence[LikelyFault],
    *,
    held: _HeldSpan,
    language: Language,
) -> str:
    told: dict[KeyPath, str] = {
        ("hold",): text(
            "teach_file", "hold", language, seconds=f"{held.end_s - held.start_s:.0f}",
            measure=followed.measure, start=f"{followed.start:.2f}", held=f"{followed.target:.2f}",
        )
    }  # fmt: skip
    told |= fault_remarks(data, language)
    words = [text("teach_file", "head", language), *(e.in_language(language) for e in remarks)]
    return lesson_text(
        data,
        told,
        head="\n".join(words),
        offered={e.id: e.data for e in faults if e.id not in data["faults"]},
        offered_head=text("teach_file", "offered", language),
    )
