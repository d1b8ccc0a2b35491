"""Which way up a picture is. In: a display matrix. Out: what makes it upright.

A matrix stands in the track of a file, as phones write it, or beside a picture in the stream itself
(H.264, HEVC). The decoder hands on either with each picture.
"""

import math
import struct
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from stabiel.video.frame import Image

# Below this sine of the angle between the two axes, the matrix squeezes the picture onto a line.
_LEAST_SINE = 0.01
_MATRIX = struct.Struct("=9i")


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways to lay a picture down; the transposition comes first.

    Attributes:
        transposed: rows and columns change places.
        rows_reversed: what was at the top is at the bottom.
        columns_reversed: left and right change places.
    """

    transposed: bool = False
    rows_reversed: bool = False
    columns_reversed: bool = False

    def upright(self, image: Image) -> Image:
        """Return a (height, width, 3) picture as it is to be shown, contiguous."""
        if self.transposed:
            image = image.transpose(1, 0, 2)
        if self.rows_reversed:
            image = image[::-1]
        if self.columns_reversed:
            image = image[:, ::-1]
        return np.ascontiguousarray(image, np.uint8)

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Return (width, height) as shown, of a picture that is stored in this size."""
        return (height, width) if self.transposed else (width, height)


AS_STORED = Orientation()

# The images of the two axes under each orientation: x' = a x + c y and y' = b x + d y, with x to
# the right and y down. The four turns come first, the least first, so that they win a tie.
_AXES = {
    (1, 0, 0, 1): AS_STORED,
    (0, 1, -1, 0): Orientation(transposed=True, columns_reversed=True),
    (0, -1, 1, 0): Orientation(transposed=True, rows_reversed=True),
    (-1, 0, 0, -1): Orientation(rows_reversed=True, columns_reversed=True),
    (-1, 0, 0, 1): Orientation(columns_reversed=True),
    (1, 0, 0, -1): Orientation(rows_reversed=True),
    (0, 1, 1, 0): Orientation(transposed=True),
    (0, -1, -1, 0): Orientation(transposed=True, rows_reversed=True, columns_reversed=True),
}


@lru_cache(maxsize=64)
def orientation_of(matrix: bytes) -> Orientation:
    """Return the orientation that is nearest to a display matrix.

    Its scale does not count, and neither do its shift and its perspective. A matrix that would
    leave nothing of the picture means nothing.

    Args:
        matrix: nine 32-bit integers in the byte order of this computer, row by row: a, b, u, c, d,
            v, x, y, w, as the decoder gives them.
    """
    if len(matrix) < _MATRIX.size:
        return AS_STORED
    a, b, _, c, d, *_ = _MATRIX.unpack_from(matrix)
    across, down = math.hypot(a, b), math.hypot(c, d)
    if abs(a * d - b * c) <= _LEAST_SINE * across * down:
        return AS_STORED
    axes = (a / across, b / across, c / down, d / down)
    nearest = max(_AXES, key=lambda each: round(sum(map(float.__mul__, map(float, each), axes)), 6))
    return _AXES[nearest]
