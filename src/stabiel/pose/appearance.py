"""The colors of clothes, to tell two people apart. In: a picture, landmarks. Out: colors.

A few pixels are enough: along the sides of the trunk and along the thighs, where clothes are and
arms seldom. Nothing of the picture itself is kept.
"""

import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Part, Side, landmark_index
from stabiel.geometry import FloatArray

# Between the joints, away from both.
_SHARES = np.linspace(0.25, 0.75, 8)
_LINES = ((Part.SHOULDER, Part.HIP), (Part.HIP, Part.KNEE))
# At least this share of the pixels of a part must be inside the picture.
_LEAST_INSIDE = 0.5


def colors_of(image: NDArray[np.uint8], points: FloatArray) -> FloatArray | None:
    """Return the colors of somebody's clothes.

    Args:
        image: (height, width, 3) RGB.
        points: (33, 2) landmarks in pixels of the image.

    Returns:
        (6,) red, green and blue of trunk and thighs, 0 to 1, the median along both sides; None if
        too little of one of them is in the picture.
    """
    height, width = image.shape[:2]
    colors: list[NDArray[np.float64]] = []
    for part, end in _LINES:
        along = np.concatenate([_along(points, part, end, side) for side in SIDES])
        inside = ((along >= 0) & (along < (width, height))).all(axis=1)
        if inside.mean() < _LEAST_INSIDE:
            return None
        x, y = along[inside].astype(np.int64).T
        colors.append(np.median(image[y, x], axis=0) / 255.0)
    return np.concatenate(colors)


def _along(points: FloatArray, part: Part, end: Part, side: Side) -> FloatArray:
    a, b = (points[landmark_index(each, side)] for each in (part, end))
    places: FloatArray = a + _SHARES[:, np.newaxis] * (b - a)
    return places
