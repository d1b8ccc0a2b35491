"""Which side works in each repetition of a demonstration. In: places of joints. Out: `Worked`.

The far limb lies behind the near one, or is hidden. It rests if it is seen at rest; it moves along
if it is found in the same place as the near one, which has moved.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np

from stabiel.anatomy import SIDES, Part, Reason, Side, landmark_index, other_side
from stabiel.tuning.teaching.demonstration import (
    PLACES,
    Demonstration,
    Floats,
    home_of,
    median_seen,
    sides_differ,
)
from stabiel.tuning.teaching.excursions import Course, Excursion

Sides = Literal["both", "each", "either"]
# The parts at the ends of limbs, which go furthest: of the legs, and of the arms.
_PAIRS = ((Part.KNEE, Part.ANKLE), (Part.WRIST,))
# One limb works if the other one goes less far than this share of its way.
ONE_SIDE = 0.55
# A limb that went less far than this did not move: five times the noise of a joint, torso lengths.
MOVED_TL = 0.15


class Worked(StrEnum):
    """What is known of the two sides in one repetition."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NEAR_AT_LEAST = "near"


@dataclass(frozen=True)
class WorkingSides:
    """Which side works.

    Attributes:
        sides: as in an exercise file.
        worked: for each repetition.
        near: the side nearer to the camera.
        doubtful: the far side was never seen well enough to tell `both` from `each`.
    """

    sides: Sides
    worked: tuple[Worked, ...]
    near: Side
    doubtful: bool = False

    def side_of(self, number: int) -> Side:
        """Return the side of which a repetition is read; the nearer one if both work."""
        worked = self.worked[number]
        if worked is Worked.LEFT:
            return "left"
        return "right" if worked is Worked.RIGHT else self.near


def working_sides(
    demonstration: Demonstration, course: Course, repetitions: Sequence[Excursion], near: Side
) -> WorkingSides:
    """Return which side works in each repetition, and what that makes of the exercise."""
    home = home_of(demonstration, course.row)
    worked = tuple(_worked(demonstration, home, each, near) for each in repetitions)
    if sides_differ(home):
        return WorkingSides("either", worked, near)
    counts = Counter(worked)
    one = counts[Worked.LEFT] + counts[Worked.RIGHT]
    if one > counts[Worked.BOTH]:
        return WorkingSides("each", worked, near)
    return WorkingSides("both", worked, near, doubtful=counts[Worked.BOTH] == 0)


def _worked(demonstration: Demonstration, home: Floats, each: Excursion, near: Side) -> Worked:
    times_s = demonstration.times_s
    rows = np.flatnonzero((times_s >= each.target_from_s) & (times_s <= each.target_until_s))
    there = median_seen(demonstration.places[rows], axis=0)
    off = np.linalg.norm(there - home, axis=1)
    far = other_side(near)
    moved = _moved(off)
    if np.isnan(moved[near]) or (np.isnan(moved[far]) and moved[near] < MOVED_TL):
        return Worked(far)
    if np.isnan(moved[far]):
        copied = [_is_copied(demonstration, int(row), far) for row in rows]
        return Worked.BOTH if sum(copied) * 2 > len(copied) else Worked.NEAR_AT_LEAST
    if moved[far] < ONE_SIDE * moved[near]:
        return Worked(near)
    return Worked(far) if moved[near] < ONE_SIDE * moved[far] else Worked.BOTH


def _moved(off: Floats) -> dict[Side, float]:
    """Return how far each limb of a pair has gone, for the pair that has gone further.

    An arm and the leg of the other side go together in some exercises: then the legs are compared.
    """
    pairs = [{side: _furthest(off, side, parts) for side in SIDES} for parts in _PAIRS]
    return max(pairs, key=lambda pair: np.nan_to_num([*pair.values()]).max())


def _furthest(off: Floats, side: Side, parts: tuple[Part, ...]) -> float:
    found = [off[PLACES.index((side, part))] for part in parts]
    return float(np.nanmax(found)) if not np.isnan(found).all() else float("nan")


def _is_copied(demonstration: Demonstration, row: int, far: Side) -> bool:
    """Return whether the far leg is found on the near one in a frame."""
    body = demonstration.bodies[row]
    if body is None:
        return False
    doubts = body.pose.doubts
    rows = (landmark_index(part, far) for part in (Part.KNEE, Part.ANKLE))
    return any(doubts.get(index) is Reason.COPIES_NEAR_LIMB for index in rows)
