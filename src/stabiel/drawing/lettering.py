"""Words on pictures. In: a picture and words. Out: the picture, written on.

The colors are those for a light and for a dark ground; red is kept for "stop".
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Color = tuple[int, int, int]
BOLD, REGULAR = 700, 500
# Of the picture under a plate so much shines through.
SHINES_THROUGH = 0.3


@dataclass(frozen=True, slots=True)
class Palette:
    """RGB colors on one ground."""

    good: Color
    mind: Color
    target: Color
    text: Color
    plate: Color


ON_DARK = Palette(
    good=(0x5F, 0xD3, 0xA6),
    mind=(0xF2, 0xB3, 0x5E),
    target=(0x8A, 0xB4, 0xF8),
    text=(0xF4, 0xF7, 0xF5),
    plate=(0x14, 0x20, 0x1B),
)
ON_LIGHT = Palette(
    good=(0x0B, 0x6E, 0x4F),
    mind=(0xB4, 0x53, 0x09),
    target=(0x1D, 0x4E, 0xD8),
    text=(0x14, 0x20, 0x1B),
    plate=(0xF4, 0xF7, 0xF5),
)


class Lettering:
    """Writes on pictures of one size. Holds the font."""

    def __init__(self, size_px: tuple[int, int]) -> None:
        self.size_px = size_px
        self._font = cv2.FontFace("sans")

    def width(self, words: str, size: int, weight: int = REGULAR) -> int:
        """Return the width of words in pixels."""
        box = cv2.getTextSize(self.size_px, words, (0, 0), self._font, size, weight)
        return int(box[2])

    def wrapped(self, words: str, size: int, room: int, weight: int = BOLD) -> list[str]:
        """Return words in lines that fit the room, in pixels."""
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
        """Write words; `at` is the left end of their base line, in pixels."""
        cv2.putText(canvas, words, at, color, self._font, size, weight)


def plate(
    canvas: Image, top_left: tuple[int, int], bottom_right: tuple[int, int], color: Color
) -> None:
    """Lay a plate over a rectangle, so that text reads on any ground."""
    (left, top), (right, bottom) = top_left, bottom_right
    area = canvas[max(0, top) : bottom, max(0, left) : right]
    if not area.size:
        return
    # OpenCV fills in a twentieth of the time that numpy takes to repeat a color.
    shade = np.empty(area.shape, np.uint8)
    cv2.rectangle(shade, (0, 0), (area.shape[1], area.shape[0]), color, cv2.FILLED)
    cv2.addWeighted(area, SHINES_THROUGH, shade, 1 - SHINES_THROUGH, 0, dst=area)
