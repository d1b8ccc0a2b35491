"""Draws a question over the whole picture. In: a question. Out: changed pixels.

It is read from the mat, so the text is as large as the summary. A bar has the color of the zone;
the words say the zone too.
"""

from collections.abc import Sequence

from stabiel.desktop.sheet import WritingStyle
from stabiel.drawing.lettering import (
    BOLD,
    ON_LIGHT,
    REGULAR,
    Color,
    Lettering,
    Palette,
)
from stabiel.trainer.scene import Choice, Question
from stabiel.video.frame import Image

# Red is reserved for "stop", which the red zone says; the same colors as in the pages.
STOP_ON_DARK: Color = (0xFF, 0x9B, 0x90)
STOP_ON_LIGHT: Color = (0xB3, 0x26, 0x1E)
# The widest number of the pain scale, which sets the size of all.
_WIDEST = "10"


def draw_question(canvas: Image, question: Question, style: WritingStyle) -> None:
    """Draw a question, its answers, and which keys give them.

    Args:
        canvas: the picture, (height, width, 3) RGB; it is changed.
        question: what to ask, or the advice to show.
        style: how it is written.
    """
    height, width = canvas.shape[:2]
    letters, palette, size = style.letters, style.palette, style.sizes.cues[-1]
    left = round(0.06 * width)
    room = width - 2 * left
    small = round(0.62 * size)
    lines = letters.wrapped(question.text, size, room, BOLD)
    hints = [
        line
        for words in (question.hint, question.waits)
        if words
        for line in letters.wrapped(words, small, room, REGULAR)
    ]
    scale = question.id == "pain"
    rows = 1 if scale else len(question.choices)
    total = 1.3 * size * (len(lines) + 1.2 * rows) + 1.4 * small * (len(hints) + 1)
    y = max(size, round((height - total) / 2 + size))
    if question.zone is not None:
        bar = max(4, left // 5)
        bottom = y + round(1.3 * size * (len(lines) - 1)) + size // 3
        _fill(canvas, (left - 2 * bar, y - size), (left - bar, bottom), _zone(question, palette))
    for line in lines:
        letters.write(canvas, line, (left, y), size=size, weight=BOLD, color=palette.text)
        y += round(1.3 * size)
    if scale:
        y += round(0.4 * size)
        _draw_scale(canvas, question.choices, letters, palette, (left, y, room, size))
        y += round(1.2 * size)
    else:
        y += round(0.2 * size)
        for choice in question.choices:
            words = f"{choice.number}   {choice.words}"
            letters.write(canvas, words, (left, y), size=size, weight=REGULAR, color=palette.text)
            y += round(1.5 * size)
    for line in hints:
        y += round(0.4 * small)
        letters.write(canvas, line, (left, y), size=small, weight=REGULAR, color=palette.text)
        y += small


def _draw_scale(
    canvas: Image,
    choices: Sequence[Choice],
    letters: Lettering,
    palette: Palette,
    place: tuple[int, int, int, int],
) -> None:
    """Draw the numbers in one row; `place` is left, baseline, width and the size of the text."""
    left, y, room, size = place
    step = room / len(choices)
    while letters.width(_WIDEST, size, BOLD) > 0.8 * step and size > 8:
        size -= 1
    for number, choice in enumerate(choices):
        words = choice.words
        at = left + round(step * (number + 0.5) - letters.width(words, size, BOLD) / 2)
        letters.write(canvas, words, (at, y), size=size, weight=BOLD, color=palette.text)
    top = y + size // 3
    _fill(canvas, (left, top), (left + room, top + max(2, size // 12)), palette.target)


def _zone(question: Question, palette: Palette) -> Color:
    if question.zone == "red":
        return STOP_ON_LIGHT if palette is ON_LIGHT else STOP_ON_DARK
    return palette.good if question.zone == "green" else palette.mind


def _fill(canvas: Image, start: tuple[int, int], end: tuple[int, int], color: Color) -> None:
    (left, top), (right, bottom) = start, end
    canvas[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = color
