"""Clips of three exercises that stabiel does not have, of random people. In: a number. Out: clips.

The truth of the studio counts nothing in them, so what counts is how often they move. The first
person of each shows the exercise, the others do it.
"""

from dataclasses import replace
from functools import cache

from samples.studio.clip import Clip
from samples.studio.crowd.clips import SETS, generator, near_miss_clip, paced
from samples.studio.exercises import EXERCISES
from samples.studio.near_misses import NEAR_MISSES
from samples.studio.near_misses.kinds import NearMiss
from samples.studio.own_examples import BIRD_DOG
from samples.studio.timeline import Movement

NEW = ("bird-dog", "straight-leg-raise", "clamshell")
# Who shows an exercise does it more often than those who follow.
SHOWN, DONE = 4, 3
# The people of the set tune with these numbers are in no clip of the set itself.
FIRST_NUMBER = 20


def new_clips(name: str, people: int) -> list[Clip]:
    """Return the clips of an exercise: first the one that is shown, then one for each person."""
    return [_clip(name, number) for number in range(people + 1)]


@cache
def _kind(name: str) -> NearMiss:
    if name == BIRD_DOG.id:
        EXERCISES[BIRD_DOG.id] = BIRD_DOG
        return NearMiss(BIRD_DOG, (), "an exercise of its own", "arm-reach")
    return NEAR_MISSES[name]


def _clip(name: str, number: int) -> Clip:
    kind = _kind(name)
    clip = near_miss_clip(SETS["tune"], kind, FIRST_NUMBER + number)
    draw = generator(SETS["tune"], f"teach-{name}", number)
    side = clip.movements[0].side
    count = DONE if number else SHOWN
    movements = tuple(paced(kind.exercise, Movement(side), draw) for _ in range(count))
    return replace(clip, name=f"teach-{name}-{number:02d}", movements=movements, frame_rate_hz=10.0)
