"""The line of the back, from a person's silhouette. In: a mask and landmarks. Out: a line, or None.

33 landmarks have no spine; the edge of the silhouette between hip and shoulder shows one. It is
looked for across the trunk, on the side away from knees and hands, so that a tilted or mirrored
picture gives the same line. An edge that no back makes is not believed. Pure numpy.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.geometry import FloatArray, distance, unit
from stabiel.pose.plausibility import trunk_ends
from stabiel.pose.pose import BACK_POINTS

# The mask says how likely each pixel is the person's.
PERSON_ABOVE = 0.5
# The line runs from mid-hip to short of mid-shoulder, in shares of the way between: the last tenth
# is the round of the shoulder, which an arm that reaches pulls flat. Trimmed so, flat and rounded
# sample clips differ by 0.06 tl, untrimmed by 0.03; begun 0.2 behind the hip, the buttock hides a
# sag.
BEGIN, END = 0.0, 0.9
# How far over (and under) the trunk line the edge is looked for, and the step, in torso lengths.
# On the sample clips a rounded back rises to 0.74 over it and a sagging one comes down to 0.07;
# the deepest of the real ones sags 0.2 more, so it can pass below.
HIGHEST_TL, LOWEST_TL, STEP_TL = 1.0, -0.3, 0.006
# A gap in the mask that is narrower than this is a hole in the person.
HOLE_TL = 0.05
# Points beside each other that take part in a median, then in a mean. The median drops what is
# two points wide (0.1 tl): a strand of hair, a fold, a hand behind the back.
MEDIAN_POINTS, MEAN_POINTS = 5, 3
# Points beyond each end of the line, for the medians of the ends.
_BEYOND = MEDIAN_POINTS // 2
# A back that is believed. Measured on 7479 frames of six sample clips (the three models) and on
# seven photos: the largest step to the next point is 0.05 tl, the person is found on every ray and
# within 0.024 tl of the smooth line, and the ends are 0.18 tl or more over the trunk line.
LARGEST_STEP_TL = 0.10
LEAST_SEEN, STRAY_TL = 0.8, 0.05
LOWEST_END_TL = 0.08
# Below this a pixel is more than 0.02 tl, the narrowest dead band of a rule about the back.
LEAST_TORSO_PX = 50.0

_BoolArray = NDArray[np.bool_]
_Scalar = TypeVar("_Scalar", bound=np.generic)


def back_line(mask: NDArray[np.float32], points: FloatArray) -> FloatArray | None:
    """Return the edge of the back from hip to shoulder, None where it is not to be trusted.

    Args:
        mask: (height, width), how likely each pixel is the person's, 0 to 1.
        points: (33, 2) landmarks in pixels of the mask.

    Returns:
        (BACK_POINTS, 2) pixels, smoothed, at equal steps along the trunk.
    """
    shoulder, hip = trunk_ends(points)
    torso = distance(shoulder, hip)
    if torso < LEAST_TORSO_PX:
        return None
    shares = _shares()
    feet = hip + shares[:, None] * (shoulder - hip)
    outward = away_from_limbs(points) * torso
    heights = np.arange(LOWEST_TL, HIGHEST_TL, STEP_TL)
    rays = feet[:, None] + heights[:, None] * outward
    height, width = mask.shape
    found = _edges(_closed(_sampled(mask, rays) > PERSON_ABOVE), heights)
    line = _believed(found, shares)
    if line is None:
        return None
    edge: FloatArray = feet[_BEYOND:-_BEYOND] + line[:, None] * outward
    inside = (edge >= 1).all() and (edge <= (width - 1, height - 1)).all()
    return edge if inside else None


def away_from_limbs(points: FloatArray) -> FloatArray:
    """Return the (2,) unit normal of the trunk on the side of the back, of (33, 2) landmarks.

    Knees and hands are on the other side; a limb that is raised reaches the trunk's height, while
    those that bear weight stay below, so all four together tell.
    """
    shoulder, hip = trunk_ends(points)
    along = unit(shoulder - hip)
    normal = np.array([along[1], -along[0]])
    limbs = points[[landmark_index(part, s) for part in (Part.KNEE, Part.WRIST) for s in SIDES]]
    return -normal if float(((limbs - hip) @ normal).sum()) > 0 else normal


def _shares() -> FloatArray:
    """Return where the rays stand between mid-hip (0) and mid-shoulder (1), beyond included."""
    step = (END - BEGIN) / (BACK_POINTS - 1)
    rays = np.arange(-_BEYOND, BACK_POINTS + _BEYOND, dtype=np.float64)
    return BEGIN + step * rays


def _sampled(mask: NDArray[np.float32], places: FloatArray) -> FloatArray:
    """Return the mask at places (..., 2), interpolated; 0 outside the picture."""
    height, width = mask.shape
    left, top = (np.floor(places[..., axis] - 0.5).astype(int) for axis in (0, 1))
    right_share, low_share = places[..., 0] - 0.5 - left, places[..., 1] - 0.5 - top
    total = np.zeros(places.shape[:-1])
    for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        x, y = left + dx, top + dy
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        value = mask[y.clip(0, height - 1), x.clip(0, width - 1)]
        weight = np.where(dx, right_share, 1 - right_share) * np.where(dy, low_share, 1 - low_share)
        total += np.where(inside, value * weight, 0.0)
    return total


def _closed(person: _BoolArray) -> _BoolArray:
    """Fill gaps along each ray, (rays, steps), that are narrower than a hole."""
    reach = round(HOLE_TL / STEP_TL / 2)
    around, window = ((0, 0), (reach, reach)), 2 * reach + 1
    grown: _BoolArray = np.any(_windows(np.pad(person, around), window), axis=-1)
    padded = np.pad(grown, around, constant_values=True)
    closed: _BoolArray = np.all(_windows(padded, window), axis=-1)
    return closed


def _windows(values: NDArray[_Scalar], size: int) -> NDArray[_Scalar]:
    return np.lib.stride_tricks.sliding_window_view(values, size, axis=-1)


def _edges(person: _BoolArray, heights: FloatArray) -> FloatArray:
    """Return where the person ends on each ray, over the trunk line; NaN where nowhere.

    The person is the run on the ray that holds the trunk line or, where the back sags below it,
    the next one under it; what is beyond is the room.
    """
    zero = int(np.searchsorted(heights, 0.0))
    above, below = person[:, zero:], person[:, zero::-1]
    steps = np.where(above[:, 0], above.argmin(axis=1) - 1, -below.argmax(axis=1))
    ends = np.where(above[:, 0], ~above.all(axis=1), below.any(axis=1))
    return np.where(ends, heights[(zero + steps).clip(0)] + STEP_TL / 2, np.nan)


def _believed(found: FloatArray, shares: FloatArray) -> FloatArray | None:
    """Return the smooth heights, (BACK_POINTS,), of an edge as a back has it, else None."""
    seen, line = ~np.isnan(found), slice(_BEYOND, -_BEYOND)
    if seen[line].mean() < LEAST_SEEN:
        return None
    whole = np.interp(shares, shares[seen], found[seen])
    steady: FloatArray = np.median(_windows(whole, MEDIAN_POINTS), axis=-1)
    # Continued point-symmetrically, so that the mean leaves the ends where they are.
    longer = np.pad(steady, MEAN_POINTS // 2, mode="reflect", reflect_type="odd")
    smooth: FloatArray = np.mean(_windows(longer, MEAN_POINTS), axis=-1)
    # A ray that found nothing is NaN and so never near.
    near = np.abs(found[line] - smooth) < STRAY_TL
    flowing = np.max(np.abs(np.diff(steady))) <= LARGEST_STEP_TL
    thick = min(smooth[0], smooth[-1]) >= LOWEST_END_TL
    return smooth if near.mean() >= LEAST_SEEN and flowing and thick else None
