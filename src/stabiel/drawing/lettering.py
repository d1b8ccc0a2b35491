"""Writes words on pictures. In: a picture and words. Out: the same picture, with the words.

There are colors for a light and for a dark background; red is reserved for "stop".
"""

from dataclasses import dataclass

import cv2
import numpy as np

from stabiel.drawing.tokens import Rgb, Theme, rgb
from stabiel.drawing.typeface import drawn_font
from stabiel.video.frame import Image

Color = Rgb
BOLD, REGULAR = 700, 500
# The same words are measured again in every frame; more are those of another cue.
MOST_WIDTHS = 256
# Share of the picture that shines through a plate.
SHINES_THROUGH = 0.3


@dataclass(frozen=True, slots=True)
class Palette:
    """RGB colors for one background."""

    good: Color
    mind: Color
    target: Color
    text: Color
    plate: Color


def _palette(theme: Theme) -> Palette:
    return Palette(
        good=rgb("good", theme),
        mind=rgb("mind", theme),
        target=rgb("target", theme),
        text=rgb("text", theme),
        plate=rgb("soft", theme),
    )


ON_DARK, ON_LIGHT = _palette("dark"), _palette("light")


class Lettering:
    """Writes on pictures of one size, (width, height) in pixels."""

    def __init__(self, size_px: tuple[int, int]) -> None:
        self.size_px = size_px
        self._widths: dict[tuple[str, int, int], int] = {}

    def width(self, words: str, size: int, weight: int = REGULAR) -> int:
        """Return the width of words in pixels."""
        asked = words, size, weight
        if asked not in self._widths:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            box = cv2.getTextSize(self.size_px, words, (0, 0), drawn_font(weight), size, weight)
            self._widths[asked] = int(box[2])
        return self._widths[asked]

    def wrapped(self, words: str, size: int, room: int, weight: int = BOLD) -> list[str]:
        """Return words in lines that fit a width of `room` pixels."""
        lines: list[str] = []
        for word in words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size, weight) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def write(
        self,
        canvas: Image,
        words: str,
        at: tuple[int, int],
        *,
        size: int,
        color: Color,
        weight: int = REGULAR,
    ) -> None:
        """Write words; `at` is the left end of their baseline, in pixels."""
        cv2.putText(canvas, words, at, color, drawn_font(weight), size, weight)


def plate(
    canvas: Image, top_left: tuple[int, int], bottom_right: tuple[int, int], color: Color
) -> None:
    """Darken or lighten a rectangle, so that text is legible on any background."""
    (left, top), (right, bottom) = top_left, bottom_right
    area = canvas[max(0, top) : bottom, max(0, left) : right]
    if not area.size:
        return
    # OpenCV fills an area in a twentieth of the time that numpy takes to repeat a color.
    shade = np.empty(area.shape, np.uint8)
    cv2.rectangle(shade, (0, 0), (area.shape[1], area.shape[0]), color, cv2.FILLED)
    cv2.addWeighted(area, SHINES_THROUGH, shade, 1 - SHINES_THROUGH, 0, dst=area)
