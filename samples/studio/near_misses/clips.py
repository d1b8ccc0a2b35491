"""Clips of near misses: a kind, a person, a camera, and what the seed decides.

In: the id of a kind and a seed. Out: a `Clip`, as a value.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES, other
from samples.studio.clip import PEOPLE, ROOMS, Clip, Person, camera_for
from samples.studio.near_misses import NEAR_MISSES
from samples.studio.scene import Camera
from samples.studio.timeline import Movement

MOVEMENTS = 3
#: The tempo of a movement varies by this factor.
TEMPO = (0.85, 1.25)
FRAME_RATE_HZ = 15.0
#: A little further away than usual: arms and legs stretch out past the usual picture.
CAMERA_SIZE = 1.08


def near_miss_clip(
    kind: str, seed: int, *, person: Person | None = None, camera: Camera | None = None
) -> Clip:
    """Three movements of a kind, or one posture that is held.

    The seed decides the side, the tempo, and the person and the camera that are not given. An
    unknown kind raises a KeyError.
    """
    near_miss = NEAR_MISSES[kind]
    exercise = near_miss.exercise
    random = np.random.default_rng([seed, *kind.encode()])
    if person is None:
        person = list(PEOPLE.values())[random.integers(len(PEOPLE))]
    side = SIDES[random.integers(2)] if exercise.has_sides else "both"
    from_y = float(random.choice((-1.0, 1.0)))
    if camera is None:
        camera = camera_for(near_miss.framed_as, exercise.view, from_y=from_y, size=CAMERA_SIZE)
    movements = []
    for _ in range(1 if near_miss.is_still else MOVEMENTS):
        tempo = float(random.uniform(*TEMPO))
        movements.append(
            Movement(side, out_s=exercise.out_s * tempo, back_s=exercise.back_s * tempo)
        )
        side = other(side) if exercise.has_sides else side
    return Clip(
        name=f"near-miss-{kind}-{seed}",
        exercise=kind,
        movements=tuple(movements),
        seed=seed,
        body=person.body,
        outfit=person.outfit,
        rest_hip_deg=person.rest_hip_deg,
        camera=camera,
        room=ROOMS[random.integers(len(ROOMS))],
        conditions=("near-miss",),
        frame_rate_hz=FRAME_RATE_HZ,
    )
