"""Draws a question over the whole picture. In: a question. Out: changed pixels.

It is read from the mat, so the text is as large as the summary. A bar has the color of the zone;
the words say the zone too.
"""

from collections.abc import Callable, Sequence

from stabiel.desktop.design import BASELINE
from stabiel.desktop.sheet import (
    LEAST_SIZE,
    Row,
    WritingStyle,
    Written,
    gap,
    paint_rows,
    text_row,
)
from stabiel.drawing.lettering import BOLD, ON_LIGHT, REGULAR, Color, Palette
from stabiel.drawing.tokens import rgb
from stabiel.trainer.scene import Choice, Question
from stabiel.video.frame import Image

# Red is reserved for "stop", which the red zone says; the same colors as in the pages.
STOP_ON_DARK: Color = rgb("stop", "dark")
STOP_ON_LIGHT: Color = rgb("stop", "light")
# The edge on the left and on the right, as a share of the width.
SIDE_SHARE = 0.06
# The widest number of the pain scale, which sets the size of all.
_WIDEST = "10"
# What separates the parts of the hint.
PARTED_BY = " · "


def draw_question(canvas: Image, question: Question, style: WritingStyle) -> None:
    """Draw a question, its answers, and which keys give them.

    Args:
        canvas: the picture, (height, width, 3) RGB; it is changed.
        question: what to ask, or the advice to show.
        style: how it is written.
    """
    height, width = canvas.shape[:2]
    left = round(SIDE_SHARE * width)
    _, middle, small, text = *style.sizes.cues, style.sizes.text
    # Which keys answer is read from the mat as well, if there is room for it.
    for sizes in ((middle, small), (small, small), (middle, text), (small, text)):
        rows = _rows(question, style, (left, width - 2 * left), sizes)
        total = sum(row.height for row in rows)
        if total <= height:
            break
    top = max(0, (height - total) // 2)
    if question.zone is not None:
        bar = max(4, left // 5)
        bottom = top + rows[0].height
        _fill(canvas, (left - 2 * bar, top), (left - bar, bottom), _zone(question, style.palette))
    paint_rows(canvas, rows, top)


def _rows(
    question: Question, style: WritingStyle, room: tuple[int, int], sizes: tuple[int, int]
) -> list[Row]:
    """Return the question, its answers and the keys.

    Args:
        question: what to ask.
        style: how it is written.
        room: the left edge and the width, pixels.
        sizes: of the question and of the keys, pixels.
    """
    (left, wide), (size, small) = room, sizes
    letters, color = style.letters, style.palette.text
    pad = style.sizes.pad

    def lines(words: str, of: int, weight: int) -> Row:
        written = Written(tuple(letters.wrapped(words, of, wide, weight)), of)
        return text_row(letters, written, left, color, weight)

    rows = [lines(question.text, size, BOLD), gap(2 * pad)]
    if question.id == "pain":
        rows.append(_scale(question.choices, style, room, size))
    else:
        answers = [f"{choice.number}   {choice.words}" for choice in question.choices]
        rows += [row for words in answers for row in (lines(words, size, REGULAR), gap(pad // 2))]
    hint = parts_in_lines(question.hint, lambda each: letters.width(each, small) <= wide)
    for words in filter(None, (*hint, question.waits)):
        rows += [gap(pad), lines(words, small, REGULAR)]
    return rows


def parts_in_lines(words: str, fits: Callable[[str], bool]) -> list[str]:
    """Return words in lines that break between their parts, so that a key stays with its answer.

    Args:
        words: parts, separated by a middle dot.
        fits: tells whether a line fits; a part that does not has its own line all the same.
    """
    found: list[str] = []
    for part in words.split(PARTED_BY):
        longer = PARTED_BY.join((*found[-1:], part))
        if found and fits(longer):
            found[-1] = longer
        else:
            found.append(part)
    return found


def _scale(choices: Sequence[Choice], style: WritingStyle, room: tuple[int, int], size: int) -> Row:
    """Return the numbers in one row, on a line; `room` is the left edge and the width."""
    (left, wide), letters, palette = room, style.letters, style.palette
    step = wide / len(choices)
    while letters.width(_WIDEST, size, BOLD) > 0.8 * step and size > LEAST_SIZE:
        size -= 1

    def paint(canvas: Image, y: int) -> None:
        for number, choice in enumerate(choices):
            half = letters.width(choice.words, size, BOLD) / 2
            at = left + round(step * (number + 0.5) - half), y + round(BASELINE * size)
            letters.write(canvas, choice.words, at, size=size, weight=BOLD, color=palette.text)
        top = y + round(1.2 * size)
        _fill(canvas, (left, top), (left + wide, top + max(2, size // 12)), palette.target)

    return Row(round(1.5 * size), paint)


def _zone(question: Question, palette: Palette) -> Color:
    if question.zone == "red":
        return STOP_ON_LIGHT if palette is ON_LIGHT else STOP_ON_DARK
    return palette.good if question.zone == "green" else palette.mind


def _fill(canvas: Image, start: tuple[int, int], end: tuple[int, int], color: Color) -> None:
    (left, top), (right, bottom) = start, end
    canvas[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = color
