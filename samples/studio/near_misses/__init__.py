"""Other exercises and everyday movements in our postures, of which nothing may be counted.

In: an id. Out: a `NearMiss`, or the exercise of that id, one of ours or a near miss.
"""

from samples.studio.exercises import EXERCISES
from samples.studio.near_misses.bridges import BRIDGES
from samples.studio.near_misses.face_down_and_side import FACE_DOWN_AND_SIDE
from samples.studio.near_misses.hands_and_knees import HANDS_AND_KNEES
from samples.studio.near_misses.kinds import NearMiss
from samples.studio.near_misses.kneeling_and_sitting import KNEELING_AND_SITTING
from samples.studio.near_misses.legs_on_knees import LEGS_ON_KNEES
from samples.studio.near_misses.legs_on_the_back import LEGS_ON_THE_BACK
from samples.studio.near_misses.planks import PLANKS
from samples.studio.near_misses.upright import UPRIGHT
from samples.studio.timeline import Exercise

NEAR_MISSES: dict[str, NearMiss] = {
    near_miss.exercise.id: near_miss
    for group in (
        HANDS_AND_KNEES,
        LEGS_ON_KNEES,
        PLANKS,
        LEGS_ON_THE_BACK,
        BRIDGES,
        FACE_DOWN_AND_SIDE,
        KNEELING_AND_SITTING,
        UPRIGHT,
    )
    for near_miss in group
}


def exercise_of(exercise_id: str) -> Exercise:
    """The exercise or near miss of an id. An unknown id raises a KeyError."""
    if exercise_id in NEAR_MISSES:
        return NEAR_MISSES[exercise_id].exercise
    return EXERCISES[exercise_id]


def negative_for(exercise_id: str) -> tuple[str, ...]:
    """The exercises that must count nothing in it; none for the exercises of the catalogue."""
    near_miss = NEAR_MISSES.get(exercise_id)
    return near_miss.negative_for if near_miss else ()
