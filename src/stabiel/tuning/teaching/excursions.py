"""Finds what is repeated. In: how the posture changes. Out: the start, and the excursions from it.

The start posture is the one that is left and come back to most often. An excursion goes from there
and back. Nothing here knows a measure, so what is found can be shown before anything is chosen.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from stabiel.tuning.teaching.demonstration import (
    Demonstration,
    Floats,
    changes_from,
    home_of,
    median_seen,
    sides_differ,
)

# The start posture is looked for in this many moments a second.
LOOKS_PER_S = 5.0
# A posture is one that is kept if it changes by no more than this for so long.
STILL_CHANGE, STILL_S = 1.6, 0.8
# Who does not rest between repetitions is taken less strictly: the start is where they turn.
STILL_ENOUGH: tuple[tuple[float, float], ...] = (
    (STILL_CHANGE, STILL_S),
    (3.0, 0.5),
    (5.0, 0.3),
)
# A posture that differs by less than this, in units of the noise, is the same one. People do not
# come back to quite the same place: up to the second number is back.
LEAST_CHANGE, BACK_CHANGE = 4.5, 3.2
# It is left at this share of the usual excursion, and come back to at that one.
LEAVES, COMES_BACK = 0.45, 0.25
# So many frames of the start posture tell what a value is there.
ENOUGH_FRAMES = 12
# What is nearer to the start than this share of the usual excursion is the start itself.
STILL_AT = 0.12
# An excursion that goes less far than this share of the usual one is not a repetition; one
# that goes less far than the second one is nothing at all.
WHOLE, SMALL = 0.6, 0.25
# One that takes less than this share of the usual time is a slip, or somebody who gets up.
BRIEF = 0.45
# What is shorter is no movement of a limb there and back (`stabiel.coach.tolerances`).
SHORTEST_S = 0.55
# The cosine between the ways of two excursions that go in opposite directions.
OPPOSITE = -0.3
# The target is where the posture has changed by this share of the furthest.
AT_TARGET = 0.85


@dataclass(frozen=True)
class Excursion:
    """One way out and back.

    Attributes:
        start_s, end_s: when it left the start and was back.
        target_from_s, target_until_s: the part that was furthest from the start.
        change: how far it went, in units of the noise of a joint.
    """

    start_s: float
    end_s: float
    target_from_s: float
    target_until_s: float
    change: float


@dataclass(frozen=True)
class Course:
    """The start posture of a demonstration, and what was done from it.

    Attributes:
        row: a frame in the start posture.
        change: (n,) how far each frame is from the start, in units of the noise of a joint.
        excursions: the repetitions, in order.
        smaller: excursions that went much less far than the usual one.
    """

    row: int
    change: Floats
    excursions: tuple[Excursion, ...]
    smaller: tuple[Excursion, ...]

    def still(self, share: float = 1.0) -> NDArray[np.bool_]:
        """Return (n,) whether each frame is in the start posture, or nearer to it by a share."""
        limit = share * max(BACK_CHANGE, STILL_AT * self.usual)
        found: NDArray[np.bool_] = np.nan_to_num(self.change, nan=np.inf) <= limit
        return found

    def surely_still(self) -> NDArray[np.bool_]:
        """Return (n,) whether each frame is surely in the start posture: as near as enough are."""
        for share in (0.5, 0.75, 1.0):
            found = self.still(share)
            if int(np.sum(found)) >= ENOUGH_FRAMES:
                break
        return found

    @property
    def usual(self) -> float:
        """How far the usual repetition goes."""
        return float(np.median([each.change for each in self.excursions] or [0.0]))


def still_rows(
    demonstration: Demonstration, most_change: float = STILL_CHANGE, for_s: float = STILL_S
) -> list[int]:
    """Return frames, a fifth of a second apart or more, in which somebody keeps still.

    Args:
        demonstration: the recording.
        most_change: how far the posture may change meanwhile, in units of the noise of a joint.
        for_s: how long it is kept, seconds.
    """
    times_s, places = demonstration.times_s, demonstration.places
    if len(times_s) < 3:
        return []
    found: list[int] = []
    last_s = -np.inf
    for row, time_s in enumerate(times_s):
        if time_s - last_s < 1.0 / LOOKS_PER_S:
            continue
        around = places[np.abs(times_s - time_s) <= for_s / 2]
        if len(around) < 2 or np.isnan(places[row, :, 0]).all():
            continue
        spread = np.nanmax(around, axis=0, initial=-9.0, where=~np.isnan(around)) - np.nanmin(
            around, axis=0, initial=9.0, where=~np.isnan(around)
        )
        moved = np.sort(np.hypot(*np.maximum(spread, 0.0).T) / 0.03)
        if np.mean(moved[-3:]) <= most_change:
            found.append(row)
            last_s = time_s
    return found


def course_of(
    demonstration: Demonstration, count: int | None = None, *, exactly: bool = False
) -> Course | None:
    """Return the start posture and the excursions from it; None if nobody keeps still.

    Args:
        demonstration: the recording.
        count: how many repetitions it should have; None if that is not known.
        exactly: whether a start from which there are more speaks against it. Movements that are
            too small may be among them, so usually it does not.
    """
    rank = partial(_rank, demonstration, count=count, exactly=exactly)
    best: Course | None = None
    for most_change, for_s in STILL_ENOUGH:
        rows = still_rows(demonstration, most_change, for_s)
        for row in _different(demonstration, rows):
            found = _course_from(demonstration, row)
            if best is None or rank(found) > rank(best):
                best = found
        if best is not None and len(best.excursions) > 1:
            break
    return best


def _rank(
    demonstration: Demonstration, course: Course, *, count: int | None, exactly: bool
) -> tuple[float, ...]:
    """Return how much a posture seems to be the start: by the number of ways there and back.

    On the way to the target somebody passes a posture from which all goes to and fro.
    """
    number = len(course.excursions)
    off = 0 if count is None else min(0, number - count)
    if exactly and count is not None:
        off = -abs(number - count)
    # From a target that is held, one leg out, there are ways there and back too.
    alike = not sides_differ(home_of(demonstration, course.row))
    # There may be as many ways from the target to the start and back: the recording begins at the
    # start.
    begins = _begins_there(course)
    return (min(number, 2), not _to_and_fro(demonstration, course), off, alike, number, begins)


def _begins_there(course: Course) -> bool:
    """Return whether the recording begins in a posture, as far as somebody is seen."""
    seen = course.change[~np.isnan(course.change)]
    return bool(len(seen)) and float(seen[0]) <= max(BACK_CHANGE, COMES_BACK * course.usual)


def _to_and_fro(demonstration: Demonstration, course: Course) -> bool:
    """Return whether one excursion goes in the opposite direction of another one."""
    home = home_of(demonstration, course.row)
    ways = []
    for each in course.excursions:
        inside = (demonstration.times_s >= each.target_from_s) & (
            demonstration.times_s <= each.target_until_s
        )
        way = np.nan_to_num(median_seen(demonstration.places[inside], axis=0) - home).ravel()
        ways.append(way / max(1e-9, float(np.linalg.norm(way))))
    return any(float(one @ other) < OPPOSITE for one in ways for other in ways)


def _different(demonstration: Demonstration, rows: list[int]) -> list[int]:
    """Return one row for each posture that differs from those before."""
    kept: list[int] = []
    changes: list[Floats] = []
    for row in rows:
        if all(not change[row] < LEAST_CHANGE for change in changes):
            kept.append(row)
            changes.append(changes_from(demonstration, row))
    return kept


def _course_from(demonstration: Demonstration, row: int) -> Course:
    times_s, change = demonstration.times_s, changes_from(demonstration, row)
    rough = _excursions(times_s, change, LEAST_CHANGE, BACK_CHANGE)
    if not rough:
        return Course(row, change, (), ())
    usual = float(np.quantile([each.change for each in rough], 0.75))
    leaves = max(LEAST_CHANGE, LEAVES * usual)
    found = _excursions(times_s, change, leaves, max(BACK_CHANGE, COMES_BACK * usual))
    usual = float(np.median([each.change for each in found])) if found else usual
    usual_s = float(np.median([each.end_s - each.start_s for each in found] or [0.0]))
    whole = tuple(
        each
        for each in found
        if each.change >= WHOLE * usual and each.end_s - each.start_s >= BRIEF * usual_s
    )
    small = [each for each in rough if all(_apart(each, other) for other in whole)]
    smaller = tuple(each for each in small if each.change >= SMALL * usual)
    return Course(row, change, whole, smaller)


def _apart(one: Excursion, other: Excursion) -> bool:
    return one.end_s <= other.start_s or other.end_s <= one.start_s


def _excursions(
    times_s: Floats, change: Floats, leaves: float, comes_back: float
) -> list[Excursion]:
    """Return the excursions above one level that begin and end below another one."""
    found: list[Excursion] = []
    begun: int | None = None  # the last frame below the lower level
    left = False
    for row, value in enumerate(change):
        if np.isnan(value):
            continue
        if value <= comes_back:
            if left and begun is not None:
                each = _excursion(times_s, change, begun, row)
                if each.end_s - each.start_s >= SHORTEST_S:
                    found.append(each)
            begun, left = row, False
        elif value >= leaves:
            left = True
    return found


def _excursion(times_s: Floats, change: Floats, begun: int, ended: int) -> Excursion:
    inside = change[begun : ended + 1]
    seen = np.nan_to_num(inside, nan=-1.0)
    peak = int(np.argmax(seen))
    high = np.flatnonzero(seen >= AT_TARGET * seen[peak]) + begun
    return Excursion(
        float(times_s[begun]),
        float(times_s[ended]),
        float(times_s[high[0]]),
        float(times_s[high[-1]]),
        float(seen[peak]),
    )
