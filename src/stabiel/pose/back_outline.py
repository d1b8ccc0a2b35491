"""Finds the back line in a person's silhouette. In: a mask and landmarks. Out: a line, or None.

The 33 landmarks contain no spine, but the edge of the silhouette between hip and shoulder shows it.
The edge is searched across the trunk, on the side away from knees and hands, so that a tilted or
mirrored picture gives the same line. An edge that cannot be a back is rejected. Pure numpy.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.geometry import FloatArray, distance, unit
from stabiel.pose.plausibility import trunk_ends
from stabiel.pose.pose import BACK_POINTS

# The mask holds the probability that each pixel belongs to the person.
PERSON_ABOVE = 0.5
# Both ends of the line as shares of the distance from mid-hip to mid-shoulder. The last tenth is
# left out: it is the curve of the shoulder, which a reaching arm pulls flat. Trimmed like this,
# flat and rounded sample clips differ by 0.06 torso lengths (tl), untrimmed by 0.03. If the line
# began 0.2 behind the hip, the buttock would hide a sag.
BEGIN, END = 0.0, 0.9
# How far above and below the trunk line the edge is searched, and the step, in torso lengths. In
# the sample clips a rounded back rises to 0.74 above the trunk line, and a sagging one comes down
# to 0.07. The deepest real back sags 0.2 more, so it can pass below the line.
HIGHEST_TL, LOWEST_TL, STEP_TL = 1.0, -0.3, 0.006
# A narrower gap in the mask counts as a hole in the person and is filled.
HOLE_TL = 0.05
# Number of neighboring points in a median filter, and then in a mean filter. The median removes
# anything two points wide (0.1 tl): a strand of hair, a fold, a hand behind the back.
MEDIAN_POINTS, MEAN_POINTS = 5, 3
# Extra points beyond each end of the line, for the medians at the ends.
_BEYOND = MEDIAN_POINTS // 2
# Limits of a plausible back. Measured on 7479 frames of six sample clips (with the three models)
# and on seven photos: the largest step between points is 0.05 tl, the edge is found on every ray
# and within 0.024 tl of the smoothed line, and the ends are at least 0.18 tl above the trunk line.
LARGEST_STEP_TL = 0.10
LEAST_SEEN, STRAY_TL = 0.8, 0.05
LOWEST_END_TL = 0.08
# If the torso is shorter, a pixel is more than 0.02 tl, the narrowest dead band of a back rule.
LEAST_TORSO_PX = 50.0

_BoolArray = NDArray[np.bool_]
_Scalar = TypeVar("_Scalar", bound=np.generic)


def back_line(mask: NDArray[np.float32], points: FloatArray) -> FloatArray | None:
    """Return the edge of the back from hip to shoulder, None if it cannot be trusted.

    Args:
        mask: (height, width), the probability that each pixel belongs to the person, 0 to 1.
        points: (33, 2) landmarks in pixels of the mask.

    Returns:
        (BACK_POINTS, 2) in pixels, smoothed, at equal steps along the trunk.
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
    line = _plausible_back(found, shares)
    if line is None:
        return None
    edge: FloatArray = feet[_BEYOND:-_BEYOND] + line[:, None] * outward
    inside = (edge >= 1).all() and (edge <= (width - 1, height - 1)).all()
    return edge if inside else None


def away_from_limbs(points: FloatArray) -> FloatArray:
    """Return the (2,) unit normal of the trunk on the side of the back, from (33, 2) landmarks.

    Knees and hands are on the other side. A raised limb reaches the height of the trunk, while the
    limbs that bear weight stay below it, so the sum of all four decides.
    """
    shoulder, hip = trunk_ends(points)
    along = unit(shoulder - hip)
    normal = np.array([along[1], -along[0]])
    limbs = points[[landmark_index(part, s) for part in (Part.KNEE, Part.WRIST) for s in SIDES]]
    return -normal if float(((limbs - hip) @ normal).sum()) > 0 else normal


def _shares() -> FloatArray:
    """Return where the rays start, from mid-hip (0) to mid-shoulder (1), with the extra ones."""
    step = (END - BEGIN) / (BACK_POINTS - 1)
    rays = np.arange(-_BEYOND, BACK_POINTS + _BEYOND, dtype=np.float64)
    return BEGIN + step * rays


def _sampled(mask: NDArray[np.float32], places: FloatArray) -> FloatArray:
    """Return the interpolated values of the mask at places (..., 2); 0 outside the picture."""
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
    """Fill the gaps along each ray, (rays, steps), that are narrower than a hole."""
    reach = round(HOLE_TL / STEP_TL / 2)
    around, window = ((0, 0), (reach, reach)), 2 * reach + 1
    grown: _BoolArray = np.any(_windows(np.pad(person, around), window), axis=-1)
    padded = np.pad(grown, around, constant_values=True)
    closed: _BoolArray = np.all(_windows(padded, window), axis=-1)
    return closed


def _windows(values: NDArray[_Scalar], size: int) -> NDArray[_Scalar]:
    return np.lib.stride_tricks.sliding_window_view(values, size, axis=-1)


def _edges(person: _BoolArray, heights: FloatArray) -> FloatArray:
    """Return the height above the trunk line at which the person ends on each ray; NaN if none.

    The person is the run of pixels on the ray that contains the trunk line. If the back sags below
    that line, it is the next run under it. Everything beyond is background.
    """
    zero = int(np.searchsorted(heights, 0.0))
    above, below = person[:, zero:], person[:, zero::-1]
    steps = np.where(above[:, 0], above.argmin(axis=1) - 1, -below.argmax(axis=1))
    ends = np.where(above[:, 0], ~above.all(axis=1), below.any(axis=1))
    return np.where(ends, heights[(zero + steps).clip(0)] + STEP_TL / 2, np.nan)


def _plausible_back(found: FloatArray, shares: FloatArray) -> FloatArray | None:
    """Return the smoothed heights, (BACK_POINTS,), of a plausible back edge, otherwise None."""
    seen, line = ~np.isnan(found), slice(_BEYOND, -_BEYOND)
    if seen[line].mean() < LEAST_SEEN:
        return None
    whole = np.interp(shares, shares[seen], found[seen])
    steady: FloatArray = np.median(_windows(whole, MEDIAN_POINTS), axis=-1)
    # The ends are continued point-symmetrically, so that the mean does not move them.
    longer = np.pad(steady, MEAN_POINTS // 2, mode="reflect", reflect_type="odd")
    smooth: FloatArray = np.mean(_windows(longer, MEAN_POINTS), axis=-1)
    # A ray without an edge is NaN, which is never near.
    near = np.abs(found[line] - smooth) < STRAY_TL
    flowing = np.max(np.abs(np.diff(steady))) <= LARGEST_STEP_TL
    thick = min(smooth[0], smooth[-1]) >= LOWEST_END_TL
    return smooth if near.mean() >= LEAST_SEEN and flowing and thick else None
