"""The wide set: some 330 short clips, spread evenly over exercises, faults, people and conditions.

In: nothing; every choice follows from the seed. Out: `Clip`s, as values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from samples.studio.bodies import other
from samples.studio.clip import (
    BACKLIT,
    DIM,
    MIDDLE_M,
    PEOPLE,
    ROOMS,
    USUAL_MIDDLE_M,
    WINDOW,
    Clip,
    camera_for,
    portrait,
)
from samples.studio.clips import NEAR, OTHER_VIEW, movement_with
from samples.studio.exercises import EXERCISES
from samples.studio.scene import Sensor
from samples.studio.timeline import Exercise, Kind, Movement

SEED = 2024
CLIPS_PER_EXERCISE = 24
FRAME_RATES_HZ = (15.0, 20.0, 15.0, 20.0, 25.0)

#: The tempo of a good movement varies by this much, more to the slow side, so that it stays good.
TEMPO = (0.95, 1.25)


def as_it_is(clip: Clip) -> Clip:
    """The usual camera in a well-lit room."""
    return clip


def from_behind_the_mat(clip: Clip) -> Clip:
    """The usual view from the person's other side."""
    return replace(clip, camera=camera_for(clip.exercise, clip.camera.view, from_y=1.0))


def low_camera(clip: Clip) -> Clip:
    """A camera on the floor."""
    camera = camera_for(clip.exercise, "side")
    x, y, _ = camera.position
    return replace(clip, camera=replace(camera, position=(x, y, 0.22)))


def high_camera(clip: Clip) -> Clip:
    """A camera on a shelf, looking 45 to 50 degrees down."""
    return replace(clip, camera=camera_for(clip.exercise, "high"))


def oblique_camera(clip: Clip) -> Clip:
    """A camera off the person's feet."""
    return replace(clip, camera=camera_for(clip.exercise, "oblique"))


def front_camera(clip: Clip) -> Clip:
    """A camera beyond the person's head."""
    return replace(clip, camera=camera_for(clip.exercise, "front"))


def rolled_camera(clip: Clip) -> Clip:
    """A camera that is not level."""
    return replace(clip, camera=replace(clip.camera, roll_deg=10.0))


def too_close(clip: Clip) -> Clip:
    """A camera so close that the feet are cut off."""
    x, y, z = clip.camera.position
    shift = -0.22
    near = (x + shift, y * 0.62, z * 0.9)
    target = (clip.camera.target[0] + shift, *clip.camera.target[1:])
    return replace(clip, camera=replace(clip.camera, position=near, target=target))


def upright_phone(clip: Clip) -> Clip:
    """A phone held upright."""
    return replace(clip, camera=portrait(clip.camera))


def dim(clip: Clip) -> Clip:
    """Evening, little light, more noise."""
    return replace(clip, light=DIM, sensor=Sensor(noise=5.0, blur_px=0.8))


def backlit(clip: Clip) -> Clip:
    """A bright window behind the person."""
    return replace(clip, light=BACKLIT, room=replace(clip.room, panels=(WINDOW,)))


def noisy(clip: Clip) -> Clip:
    """A cheap camera: noise."""
    return replace(clip, sensor=Sensor(noise=9.0))


def blurred(clip: Clip) -> Clip:
    """Out of focus."""
    return replace(clip, sensor=Sensor(noise=2.0, blur_px=2.2))


def camouflaged(clip: Clip) -> Clip:
    """Clothes close to the mat and the wall."""
    outfit = replace(clip.outfit, shirt=clip.room.wall, trousers=clip.room.mat)
    return replace(clip, outfit=outfit)


def chair_in_front(clip: Clip) -> Clip:
    """A chair hides part of the body."""
    x, _ = MIDDLE_M.get(clip.exercise, USUAL_MIDDLE_M)
    return replace(clip, chair_at=(x + 0.42, -0.95))


def cat_in_front(clip: Clip) -> Clip:
    """A cat sits before the person."""
    return replace(clip, cat_at=(-0.22, -0.72))


def passer_by(clip: Clip) -> Clip:
    """Somebody walks past behind the person."""
    return replace(clip, passer_by_at_s=4.0)


def knocked(clip: Clip) -> Clip:
    """Somebody bumps the camera."""
    return replace(clip, knocked_at_s=6.0)


def at_rate(rate_hz: float) -> Callable[[Clip], Clip]:
    """A camera with another frame rate."""
    return lambda clip: replace(clip, frame_rate_hz=rate_hz)


def uneven_rate(clip: Clip) -> Clip:
    """A phone whose frame rate varies."""
    return replace(clip, variable_rate=True, frame_rate_hz=30.0)


def getting_down(clip: Clip) -> Clip:
    """The person gets into position first and gets up afterwards, in view of the camera."""
    camera = clip.camera
    x, y, z = camera.position
    target = (camera.target[0], camera.target[1], max(camera.target[2], 0.62))
    height = z * 1.4 if camera.view == "high" else max(z, 0.9)
    wider = replace(camera, position=(x, y * 1.4, height), target=target)
    return replace(clip, before_s=3.2, after_s=3.0, lead_in_s=2.0, camera=wider)


CONDITIONS: dict[str, Callable[[Clip], Clip]] = {
    "plain": as_it_is,
    "other-side": from_behind_the_mat,
    "low": low_camera,
    "high": high_camera,
    "oblique": oblique_camera,
    "front": front_camera,
    "rolled": rolled_camera,
    "too-close": too_close,
    "portrait": upright_phone,
    "dim": dim,
    "backlit": backlit,
    "noisy": noisy,
    "blurred": blurred,
    "camouflage": camouflaged,
    "chair": chair_in_front,
    "cat": cat_in_front,
    "passer-by": passer_by,
    "knocked": knocked,
    "12-hz": at_rate(12.0),
    "29.97-hz": at_rate(30000 / 1001),
    "60-hz": at_rate(60.0),
    "uneven-rate": uneven_rate,
    "getting-down": getting_down,
}


def wide() -> list[Clip]:
    """All clips of the wide set."""
    return [
        wide_clip(exercise, order, number)
        for order, exercise in enumerate(EXERCISES.values())
        for number in range(CLIPS_PER_EXERCISE)
    ]


def wide_clip(exercise: Exercise, order: int, number: int) -> Clip:
    """One clip: conditions and people take turns; tempo and faults are random."""
    seed = SEED + 1000 * order + number
    random = np.random.default_rng(seed)
    conditions = list(CONDITIONS)
    condition = conditions[(number + 5 * order) % len(conditions)]
    if exercise.id in OTHER_VIEW and number % 9 == 5:
        condition = "oblique"
    people = list(PEOPLE.values())
    person = people[(number + 3 * order) % len(people)]
    clip = Clip(
        name=f"wide-{exercise.id}-{number:02d}-{condition}",
        exercise=exercise.id,
        movements=(),
        seed=seed,
        body=person.body,
        outfit=person.outfit,
        rest_hip_deg=person.rest_hip_deg + float(random.uniform(-4.0, 4.0)),
        camera=camera_for(exercise.id, exercise.view, size=float(random.uniform(0.94, 1.12))),
        room=ROOMS[int(random.integers(len(ROOMS)))],
        conditions=(condition,),
        frame_rate_hz=FRAME_RATES_HZ[number % len(FRAME_RATES_HZ)],
        lead_in_s=float(random.uniform(1.2, 2.2)),
        lead_out_s=0.8,
        before_s=1.2 if exercise.begins_with == "leg-up" else 0.0,
    )
    clip = CONDITIONS[condition](clip)
    return replace(clip, movements=movements_for(exercise, number, clip, random))


def movements_for(
    exercise: Exercise, number: int, clip: Clip, random: np.random.Generator
) -> tuple[Movement, ...]:
    """Three movements, or a hold; the faults of the exercise take turns."""
    hidden = OTHER_VIEW.get(exercise.id, ())
    shown = [fault.id for fault in exercise.faults if fault.id not in hidden]
    if hidden and clip.camera.view == "oblique":
        shown = list(hidden)
    # Every third hold and every fourth set of movements has no fault; the others take turns.
    every = 3 if exercise.is_hold else 4
    turn = number - number // every - 1
    first, second = shown[turn % len(shown)], shown[(turn + 2) % len(shown)]
    sides = sides_for(exercise, number, clip)
    if exercise.is_hold:
        faults = ((), (first,), (first, second))[number % 3]
        return (Movement(sides[0], faults, hold_s=float(random.uniform(5.5, 8.0))),)
    movements = [
        tempo(exercise, Movement(sides[0]), random),
        tempo(exercise, movement_with(first, sides[1]), random),
        tempo(exercise, Movement(sides[2]), random),
    ]
    if number % 4 == 0:
        movements[1] = replace(movements[1], faults=(), reach=0.5)
    elif number % 4 == 1 and compatible(exercise, first, second):
        movements[1] = replace(movements[1], faults=(first, second))
    if number % 5 == 2:
        movements[2] = replace(movements[2], hesitation_s=0.8)
    order = random.permutation(3)
    return tuple(movements[index] for index in order)


def compatible(exercise: Exercise, first: str, second: str) -> bool:
    """Whether two faults can be combined: they differ, and neither prevents counting."""
    kinds = {exercise.kind_of(first), exercise.kind_of(second)}
    return first != second and Kind.ATTEMPT not in kinds and Kind.IN_HOLD not in kinds


def sides_for(exercise: Exercise, number: int, clip: Clip) -> tuple[str, str, str]:
    """The near side, or alternating sides in every third clip."""
    if not exercise.has_sides:
        return ("both", "both", "both")
    near = NEAR[exercise.begins_with]
    if clip.camera.position[1] > 0:
        near = other(near)
    return (near, other(near), near) if number % 3 == 0 else (near, near, near)


def tempo(exercise: Exercise, movement: Movement, random: np.random.Generator) -> Movement:
    """The movement at this person's own pace."""
    pace = float(random.uniform(*TEMPO))
    hold = exercise.hold_s if movement.hold_s is None else movement.hold_s
    return replace(
        movement,
        out_s=exercise.out_s * pace,
        hold_s=hold * pace,
        back_s=exercise.back_s * pace,
        rest_s=float(random.uniform(0.4, 1.1)),
    )
