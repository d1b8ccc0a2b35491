"""A picture that says which one it is and how it was turned. In: a number. Out: RGB, and back.

The picture is a grid of 6 by 4 gray cells. The four corners differ, so that each of the eight
orientations shows. The other twenty are ten pairs of opposites, one for each bit, so that neither
lossy coding nor another range of brightness changes what is read. The number is in Gray code: where
the lines of two pictures are woven, as in interlaced film, only the lowest bit is unclear, and that
bit does not stand still in the lines of one field, which a deinterlacer would take for a pattern.
"""

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

Matrix = tuple[int, int, int, int]
Image = np.ndarray

COLUMNS, ROWS = 6, 4
# Upper left, upper right, lower left, lower right.
CORNERS = (235, 160, 85, 16)
_PLACES = ((0, 0), (0, COLUMNS - 1), (ROWS - 1, 0), (ROWS - 1, COLUMNS - 1))
_CELLS = [place for place in product(range(ROWS), range(COLUMNS)) if place not in _PLACES]
BITS, CHECK_BITS = 6, 4
MOST = 1 << BITS
# Corners are 69 to 75 apart; what remains of the distance must still be clear of coding noise.
LEAST_APART = 25

UPRIGHT: Matrix = (1, 0, 0, 1)
# (a, b, c, d) of a display matrix: a stored point (x, y), y downward, is shown at
# (a x + c y, b x + d y).
ORIENTATIONS: dict[str, Matrix] = {
    "upright": UPRIGHT,
    "quarter": (0, 1, -1, 0),
    "half": (-1, 0, 0, -1),
    "three-quarters": (0, -1, 1, 0),
    "mirrored": (-1, 0, 0, 1),
    "upside-down": (1, 0, 0, -1),
    "diagonal": (0, 1, 1, 0),
    "other-diagonal": (0, -1, -1, 0),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture says.

    Attributes:
        number: None if it cannot be read; the even one of two if they are woven.
        matrix: the one by which it is turned, None if it cannot be read.
        woven: whether the lines are from two pictures.
    """

    number: int | None
    matrix: Matrix | None
    woven: bool = False


def drawn(number: int, size: tuple[int, int] = (96, 64)) -> Image:
    """Return the upright RGB picture of a number, size (width, height)."""
    cells = np.zeros((ROWS, COLUMNS), np.uint8)
    for place, level in zip(_PLACES, CORNERS, strict=True):
        cells[place] = level
    word = number ^ number >> 1 | _check(number) << BITS
    for bit in range(BITS + CHECK_BITS):
        lit = bool(word >> bit & 1)
        cells[_CELLS[bit]] = 225 if lit else 30
        cells[_CELLS[-1 - bit]] = 30 if lit else 225
    width, height = size
    rows = np.arange(height) * ROWS // height
    columns = np.arange(width) * COLUMNS // width
    gray = cells[rows][:, columns]
    return np.repeat(gray[:, :, None], 3, axis=2)


def turned(image: Image, matrix: Matrix) -> Image:
    """Return how a stored image is shown by a display matrix of the eight orientations."""
    a, b, c, d = matrix
    if a:  # shown[d y, a x] = stored[y, x]
        return np.ascontiguousarray(image[::d, ::a])
    # shown[b x, c y] = stored[y, x]
    return np.ascontiguousarray(np.swapaxes(image, 0, 1)[::b, ::c])


def stored(image: Image, matrix: Matrix) -> Image:
    """Return what must be stored for an upright image to be shown by this matrix."""
    a, b, c, d = matrix
    return turned(image, (a, c, b, d))


def seen(image: Image) -> Seen:
    """Return which picture this is, and by which matrix it was turned after it was upright."""
    for matrix in ORIENTATIONS.values():
        upright = stored(image, matrix)
        cells = _cells(upright)
        corners = [cells[place] for place in _PLACES]
        if all(one - other >= LEAST_APART for one, other in pairwise(corners)):
            return Seen(*_number(cells, matrix))
    return Seen(None, None)


def _number(cells: np.ndarray, matrix: Matrix) -> tuple[int | None, Matrix, bool]:
    gray, woven = 0, False
    for bit in range(BITS + CHECK_BITS):
        apart = cells[_CELLS[bit]] - cells[_CELLS[-1 - bit]]
        if abs(apart) < LEAST_APART:
            if bit:
                return None, matrix, False
            woven = True
        gray |= int(apart > 0) << bit
    check, number = gray >> BITS, gray % MOST
    for shift in (1, 2, 4):
        number ^= number >> shift
    if woven:
        number &= ~1
    return (number if check == _check(number) else None), matrix, woven


def _cells(image: Image) -> np.ndarray:
    """Return the mean brightness of the middle of each cell, (rows, columns)."""
    gray = image.astype(float).mean(axis=2)
    height, width = gray.shape
    cells = np.empty((ROWS, COLUMNS))
    for row, column in product(range(ROWS), range(COLUMNS)):
        part = gray[
            int(height * (row + 0.25) / ROWS) : max(1, int(height * (row + 0.75) / ROWS)),
            int(width * (column + 0.25) / COLUMNS) : max(1, int(width * (column + 0.75) / COLUMNS)),
        ]
        cells[row, column] = part.mean() if part.size else -1.0
    return cells


def _check(number: int) -> int:
    return ((number >> 1) * 7 + 5) % 16
