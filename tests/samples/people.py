"""The studio's people for its tests: a person at any point of an exercise, solved once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from samples.studio import clips
from samples.studio.bodies import BODIES_FOLDER, SIDES, load_body
from samples.studio.exercises import EXERCISES
from samples.studio.figure import Figure
from samples.studio.kinematics import Array
from samples.studio.stage import Stage
from samples.studio.timeline import Moment
from samples.studio.truth import joint_angles

SHARED = ("mesh", "shapes")
BODIES = sorted(path.stem for path in BODIES_FOLDER.glob("*.npz") if path.stem not in SHARED)
SOME_BODIES = ("woman", "man-heavy")

Joints = dict[str, Array]


def stage_of(body: str) -> Stage:
    """Return a person on the mat, solved once for all tests."""
    return STAGES.setdefault(body, Stage(load_body(body)))


STAGES: dict[str, Stage] = {}


def moment(excursion: float, side: str, **faults: float) -> Moment:
    """Return an instant of a movement at that excursion, 0 to 1."""
    return Moment(0.0, "hold", 0, side, excursion, False, 1.0, faults)


def side_of(exercise_id: str) -> str:
    """Return the side that a clip of that exercise shows best."""
    exercise = EXERCISES[exercise_id]
    return clips.NEAR[exercise.begins_with] if exercise.has_sides else "both"


def figure_of(exercise_id: str, body: str, excursion: float, **faults: float) -> Figure:
    """Return the person at that point of an exercise."""
    at = moment(excursion, side_of(exercise_id), **faults)
    return EXERCISES[exercise_id].posture(stage_of(body), at)


@cache
def joints_of(exercise_id: str, body: str, excursion: float, **faults: float) -> Joints:
    """Return the joints of that person."""
    return figure_of(exercise_id, body, excursion, **faults).pose().joints()


def limb_lengths(joints: Joints) -> Array:
    """Return the lengths of upper arms, forearms, thighs and shins, meters."""
    chains = (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
    return np.array(
        [
            np.linalg.norm(joints[f"{side}_{first}"] - joints[f"{side}_{second}"])
            for side in SIDES
            for first, second in chains
        ]
    )


def angle(name: str) -> Callable[[Joints], float]:
    """Return a function that gives a joint angle in degrees."""
    return lambda joints: float(joint_angles(joints)[name])
