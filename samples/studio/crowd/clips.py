"""The clips of the crowd: many random people, each in a few exercises, in three sets.

In: nothing; every choice follows from the name of the set and a number. Out: `Clip`s, as values.
*tune* is there to be looked at, *validate* for figures only, *test* is judged once, at the end. No
person is in two sets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.clip import Clip
from samples.studio.clips import NEAR, OTHER_VIEW, movement_with
from samples.studio.crowd.cameras import FROM_ABOVE, FROM_THE_SIDE, OFF_THE_FEET, camera_of
from samples.studio.crowd.people import Subject, random_person
from samples.studio.crowd.rooms import furnished, with_condition
from samples.studio.exercises import EXERCISES
from samples.studio.near_misses import NEAR_MISSES
from samples.studio.near_misses.kinds import NearMiss
from samples.studio.timeline import Exercise, Kind, Movement
from samples.studio.wide import compatible


@dataclass(frozen=True)
class CrowdSet:
    """How many clips each exercise and each near miss has, and the seed of the set."""

    name: str
    seed: int
    per_exercise: int
    per_near_miss: int


SETS = {
    each.name: each
    for each in (
        CrowdSet("tune", 1, 11, 1),
        CrowdSet("validate", 2, 6, 1),
        CrowdSet("test", 3, 12, 1),
    )
}
#: A person does this many exercises, so that what goes wrong with one body shows.
CLIPS_PER_PERSON = 4
#: Mostly slow webcams: every frame takes time to draw, and the wide set has the fast ones.
FRAME_RATES_HZ = (10.0, 10.0, 12.0, 12.0, 12.5, 12.5, 15.0, 15.0, 25.0)
#: Each way and each rest takes this much longer or shorter than usual, and stays good.
PACE = (0.9, 1.5)
REST_S = (0.4, 1.5)
HOLD_S = (4.5, 7.0)
LONGER_FOR_FAULTS_S = 2.5
#: The knee falls out from feet that are together.
FEET_TOGETHER_M = {"knee-fallout": 0.12}
#: A good movement ends between these shares of its range, a half one near the other.
REACH, HALF = (0.96, 1.0), (0.42, 0.55)
NEAR_MISS_MOVEMENTS = 2
#: Of the clips without a fault, and of all clips.
HALF_SHARE, HESITATES_SHARE = 0.48, 0.1


def crowd(name: str) -> list[Clip]:
    """All clips of a set, the exercises first. An unknown name raises a KeyError."""
    chosen = SETS[name]
    clips = [
        exercise_clip(chosen, exercise, order, number)
        for number in range(chosen.per_exercise)
        for order, exercise in enumerate(EXERCISES.values())
    ]
    return clips + [
        near_miss_clip(chosen, kind, number)
        for number in range(chosen.per_near_miss)
        for kind in NEAR_MISSES.values()
    ]


def exercise_clip(chosen: CrowdSet, exercise: Exercise, order: int, number: int) -> Clip:
    """One clip of an exercise: its person, camera, room and movements are random."""
    person = (number * len(EXERCISES) + order) // CLIPS_PER_PERSON
    draw = generator(chosen, exercise.id, number)
    fault_ids = faults_in_turn(exercise, number)
    hidden = OTHER_VIEW.get(exercise.id, ())
    places = FROM_ABOVE if exercise.view == "high" else FROM_THE_SIDE
    if any(fault_id in hidden for fault_id in fault_ids):
        places = OFF_THE_FEET
    name = f"{chosen.name}-{exercise.id}-{number:02d}"
    clip = scene(chosen, exercise, name, f"person-{person:03d}", draw)
    if exercise.id in FEET_TOGETHER_M:
        clip = replace(clip, feet_apart_m=min(clip.feet_apart_m, FEET_TOGETHER_M[exercise.id]))
    clip = replace(clip, camera=camera_of(exercise.id, exercise.view, places, draw))
    clip = with_condition(clip, draw)
    return replace(clip, movements=movements_of(exercise, fault_ids, clip, draw))


def near_miss_clip(chosen: CrowdSet, kind: NearMiss, number: int) -> Clip:
    """One clip of another exercise, of which nothing may be counted."""
    exercise = kind.exercise
    draw = generator(chosen, exercise.id, number)
    places = FROM_ABOVE if exercise.view == "high" else FROM_THE_SIDE
    name = f"{chosen.name}-near-miss-{exercise.id}-{number:02d}"
    clip = scene(chosen, exercise, name, f"{exercise.id}-{number:02d}", draw)
    clip = replace(clip, camera=camera_of(kind.framed_as, exercise.view, places, draw))
    clip = with_condition(clip, draw)
    near = near_side(exercise, clip) if exercise.begins_with in NEAR else SIDES[draw.integers(2)]
    count = 1 if kind.is_still else NEAR_MISS_MOVEMENTS
    side = near if exercise.has_sides else "both"
    movements = [paced(exercise, Movement(side), draw) for _ in range(count)]
    return replace(clip, movements=tuple(movements))


def generator(chosen: CrowdSet, name: str, number: int = 0) -> np.random.Generator:
    """A generator of its own for that name in a set: what is added later changes no other one."""
    return np.random.default_rng([chosen.seed, number, *name.encode()])


@cache
def person_of(chosen: CrowdSet, who: str) -> Subject:
    """The person of that name in a set."""
    return random_person(generator(chosen, who))


def scene(
    chosen: CrowdSet, exercise: Exercise, name: str, who: str, draw: np.random.Generator
) -> Clip:
    """A clip without camera and movements: who, where, how fast the pictures come."""
    person = person_of(chosen, who)
    begins_up = exercise.begins_with == "leg-up"
    clip = Clip(
        name=name,
        exercise=exercise.id,
        movements=(),
        seed=int(draw.integers(2**31)),
        body=f"{chosen.name}-{who}",
        shape=person.shape,
        outfit=person.outfit,
        rest_hip_deg=person.rest_hip_deg,
        feet_apart_m=person.feet_apart_m,
        arms_deg=person.arms_deg,
        frame_rate_hz=float(draw.choice(FRAME_RATES_HZ)),
        lead_in_s=float(draw.uniform(1.2, 2.0)),
        lead_out_s=float(draw.uniform(0.4, 0.9)),
        before_s=1.2 if begins_up else 0.0,
    )
    return furnished(clip, draw)


def faults_in_turn(exercise: Exercise, number: int) -> tuple[str, ...]:
    """The faults of the clip with that number: each in turn; every fourth clip has none."""
    if number % 4 == 0:
        return ()
    turn = number - number // 4 - 1
    faults = [fault.id for fault in exercise.faults]
    first, second = faults[turn % len(faults)], faults[(turn + 2) % len(faults)]
    if number % 4 == 3 and (exercise.is_hold or compatible(exercise, first, second)):
        return (first, second)
    return (first,)


def movements_of(
    exercise: Exercise, fault_ids: tuple[str, ...], clip: Clip, draw: np.random.Generator
) -> tuple[Movement, ...]:
    """Two or three movements, the faults in one of them; or one hold."""
    near = near_side(exercise, clip)
    if exercise.is_hold:
        seconds = float(draw.uniform(*HOLD_S)) + LONGER_FOR_FAULTS_S * max(0, len(fault_ids) - 1)
        return (paced(exercise, Movement(near, fault_ids, hold_s=seconds), draw),)
    far = other(near) if near != "both" else near
    movements = [
        paced(exercise, Movement(far if draw.uniform() < 0.2 else near), draw),
        paced(exercise, with_faults(fault_ids, near), draw),
    ]
    if draw.uniform() < 0.2:
        movements.append(paced(exercise, Movement(near), draw))
    if not fault_ids and draw.uniform() < HALF_SHARE:
        movements[1] = replace(movements[1], reach=float(draw.uniform(*HALF)))
    if draw.uniform() < HESITATES_SHARE:
        movements[0] = replace(movements[0], hesitation_s=0.8)
    return tuple(movements[index] for index in draw.permutation(len(movements)))


def with_faults(fault_ids: tuple[str, ...], side: str) -> Movement:
    """A movement with these faults."""
    if not fault_ids:
        return Movement(side)
    return replace(movement_with(fault_ids[0], side), faults=fault_ids)


def near_side(exercise: Exercise, clip: Clip) -> str:
    """The side that the camera sees best; both if the exercise has no sides."""
    if not exercise.has_sides:
        return "both"
    near = NEAR[exercise.begins_with]
    return other(near) if clip.camera.position[1] > 0 else near


def paced(exercise: Exercise, movement: Movement, draw: np.random.Generator) -> Movement:
    """The movement at somebody's own pace, to the end of somebody's own range."""
    out, back, hold = draw.uniform(*PACE, 3)
    usual = exercise.hold_s * hold if movement.hold_s is None else movement.hold_s
    kinds = {exercise.kind_of(fault_id) for fault_id in movement.faults}
    reach = movement.reach * float(draw.uniform(*REACH))
    return replace(
        movement,
        out_s=exercise.out_s * float(out),
        hold_s=float(usual),
        back_s=exercise.back_s * float(back),
        rest_s=float(draw.uniform(*REST_S)),
        reach=1.0 if Kind.ATTEMPT in kinds else reach,
    )
