"""A part of the window that is written from top to bottom. In: rows. Out: changed pixels.

Its coordinates are its own, and it ends where its box ends: what is written in one part cannot
reach into another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stabiel.desktop.design import BASELINE, LINE_HEIGHT, Sizes
from stabiel.drawing.lettering import BOLD, REGULAR, Color, Lettering, Palette
from stabiel.video.frame import Image

# Below this size nobody reads a word, so that a word that does not fit then may as well be cut.
LEAST_SIZE = 8
# How much narrower the lines are tried to be, so that they are about equally long.
BALANCED_SHARES = (0.55, 0.62, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class WritingStyle:
    """How a part is written: the font, its sizes and the colors."""

    letters: Lettering
    sizes: Sizes
    palette: Palette


@dataclass(frozen=True, slots=True)
class Row:
    """Something with a height. `paint` draws it on a picture at a y, both in pixels."""

    height: int
    paint: Callable[[Image, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """Words that fit.

    Attributes:
        lines: the words.
        size: of the letters, pixels.
    """

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the bottom of the last."""
        return round(LINE_HEIGHT * self.size * len(self.lines))


def fit(
    letters: Lettering,
    words: str,
    sizes: Sequence[int],
    room: tuple[int, int],
    weight: int = BOLD,
) -> Written:
    """Return words at the largest size at which they fit; they are never cut.

    Args:
        letters: measures them.
        words: what to write.
        sizes: the steps, the largest first: at the first step they must fit in one line, at the
            second in two, and so on. If they fit at none, they become as small as they must.
        room: (width, height), pixels.
        weight: of the letters.
    """
    for most, size in enumerate(sizes, 1):
        written = Written(tuple(letters.wrapped(words, size, room[0], weight)), size)
        if len(written.lines) <= most and _fits(letters, written, room, weight):
            return _balanced(letters, written, room[0], weight)
    size = sizes[-1]
    while not _fits(letters, written, room, weight) and size > LEAST_SIZE:
        size -= 1
        written = Written(tuple(letters.wrapped(words, size, room[0], weight)), size)
    return written


def _balanced(letters: Lettering, written: Written, room: int, weight: int) -> Written:
    """Return the same words in as many lines that are about equally long: no word stands alone."""
    words, count = " ".join(written.lines), len(written.lines)
    for share in BALANCED_SHARES if count > 1 else ():
        lines = letters.wrapped(words, written.size, round(share * room), weight)
        if len(lines) == count:
            return Written(tuple(lines), written.size)
    return written


def _fits(letters: Lettering, written: Written, room: tuple[int, int], weight: int) -> bool:
    widest = max((letters.width(each, written.size, weight) for each in written.lines), default=0)
    return widest <= room[0] and written.height <= room[1]


def write_lines(
    canvas: Image,
    letters: Lettering,
    written: Written,
    at: tuple[int, int],
    *,
    color: Color,
    weight: int = BOLD,
) -> None:
    """Write lines; `at` is the upper left corner, pixels."""
    left, y = at
    for line in written.lines:
        baseline = (left, y + round(BASELINE * written.size))
        letters.write(canvas, line, baseline, size=written.size, color=color, weight=weight)
        y += round(LINE_HEIGHT * written.size)


def text_row(
    letters: Lettering,
    written: Written,
    left: int,
    color: Color,
    weight: int = REGULAR,
    *,
    least_lines: int = 0,
) -> Row:
    """Return a row of lines; it is as high as `least_lines` even if there are fewer."""
    line = round(LINE_HEIGHT * written.size)
    height = line * max(len(written.lines), least_lines)

    def paint(canvas: Image, y: int) -> None:
        write_lines(canvas, letters, written, (left, y), color=color, weight=weight)

    return Row(height, paint)


def gap(height: int) -> Row:
    """Return an empty row."""
    return Row(height, lambda canvas, y: None)


def over(first: Row, second: Row) -> Row:
    """Return a row that holds two, beside each other."""

    def paint(canvas: Image, y: int) -> None:
        first.paint(canvas, y)
        second.paint(canvas, y)

    return Row(max(first.height, second.height), paint)


def paint_rows(canvas: Image, rows: Sequence[Row], top: int) -> None:
    """Draw rows below each other from a y on."""
    for row in rows:
        row.paint(canvas, top)
        top += row.height
