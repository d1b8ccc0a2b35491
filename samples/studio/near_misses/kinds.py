"""What a near miss is: another exercise in a posture of ours, of which nothing may be counted.

In: a posture function, the exercises it is mistaken for, and the reason why it is none of them.
Out: `NearMiss`, a frozen value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from samples.studio.figure import Figure
from samples.studio.stage import Stage
from samples.studio.timeline import Exercise, Moment

#: The exercises that start on the back with the feet on the floor, except for the start itself: a
#: near miss that begins in hook-lying shows that start for a while, and rightly.
ON_THE_BACK = (
    "leg-lift",
    "heel-slide",
    "bridging",
    "knee-fallout",
    "single-leg-cycle",
    "knees-to-chest",
    "piriformis",
    "torsion",
)
#: The same for hands and knees.
ON_HANDS_AND_KNEES = ("arm-reach", "leg-reach", "childs-pose")
#: All fourteen.
EVERY = ("supine-start", *ON_THE_BACK, "all-fours", *ON_HANDS_AND_KNEES, "psoas")
#: A still posture is held this long.
STILL_S = 7.0


@dataclass(frozen=True)
class NearMiss:
    """Another exercise, the ids of those for which it is a negative, and why."""

    exercise: Exercise
    negative_for: tuple[str, ...]
    why: str
    framed_as: str  # id of the exercise whose usual camera has this one in its picture

    @property
    def is_still(self) -> bool:
        """Whether it is one posture that is held."""
        return self.exercise.hold_s >= STILL_S


def without(ids: tuple[str, ...], *left_out: str) -> tuple[str, ...]:
    """The ids except for some. An id that is not among them raises a ValueError."""
    unknown = set(left_out) - set(ids)
    if unknown:
        raise ValueError(f"not among {ids}: {sorted(unknown)}")
    return tuple(each for each in ids if each not in left_out)


def moving(
    kind: str,
    posture: Callable[[Stage, Moment], Figure],
    negative_for: tuple[str, ...],
    why: str,
    *,
    framed_as: str = "bridging",
    begins_with: str = "supine",
    view: str = "side",
    has_sides: bool = False,
    out_s: float = 1.5,
    hold_s: float = 0.8,
    back_s: float = 1.6,
) -> NearMiss:
    """A movement that is repeated; it goes out, stays, and comes back."""
    exercise = Exercise(
        kind,
        posture,
        (),
        out_s=out_s,
        hold_s=hold_s,
        back_s=back_s,
        has_sides=has_sides,
        view=view,
        begins_with=begins_with,
        counts=False,
    )
    return NearMiss(exercise, negative_for, why, framed_as)


#: A posture that is taken once and held.
still = partial(moving, out_s=2.0, hold_s=STILL_S, back_s=2.0)
