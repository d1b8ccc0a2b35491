"""What everything stands on: the room itself, blurred. In: a picture. Out: a canvas to draw on.

Beside the picture the room is only darker, so that the picture fills the window; the column and the
foot have the color of the palette over it. It follows the camera slowly and is kept meanwhile.
"""

import cv2
import numpy as np

from stabiel.desktop.design import BACKDROP_S, EDGE_SHARE, SHINES_THROUGH
from stabiel.desktop.layout import Box, Layout
from stabiel.drawing.lettering import Palette
from stabiel.video.frame import Image

# A blur is computed on a picture this wide, so that it costs next to nothing.
EDGE_PX = 48
BLUR_PX = 3.0


class Backdrop:
    """Holds the newest one.

    Attributes:
        version: changes whenever the backdrop does.
    """

    def __init__(self) -> None:
        self.version = 0
        self._image: Image | None = None
        self._key: tuple[Layout, Palette] | None = None
        self._made_s = 0.0

    def canvas(self, image: Image, layout: Layout, palette: Palette, time_s: float) -> Image:
        """Return a fresh picture of the window's size, to be drawn on.

        Args:
            image: the room, (height, width, 3) RGB, as it is shown.
            layout: which parts are the column and the foot.
            palette: their colors.
            time_s: of this frame, seconds.
        """
        old = not 0.0 <= time_s - self._made_s < BACKDROP_S
        if self._image is None or old or self._key != (layout, palette):
            self._image = _made(image, layout, palette)
            self._key, self._made_s = (layout, palette), time_s
            self.version += 1
        return self._image.copy()

    def part(self, box: Box) -> Image:
        """Return a copy of a part of the newest one."""
        assert self._image is not None  # made by `canvas`
        return self._image[box.area].copy()


def covered(image: Image, size_px: tuple[int, int], palette: Palette) -> Image:
    """Return a picture that is the color of the palette, with the blurred room shining through.

    Args:
        image: the room, (height, width, 3) RGB.
        size_px: (width, height) of the result.
        palette: whose plate it is.
    """
    small = _tinted(_blurred(image), palette)
    return np.asarray(cv2.resize(small, size_px, interpolation=cv2.INTER_LINEAR), np.uint8)


def _made(image: Image, layout: Layout, palette: Palette) -> Image:
    small = _blurred(image)
    canvas = np.asarray(
        cv2.resize(_tinted(small, palette), layout.size_px, interpolation=cv2.INTER_LINEAR),
        np.uint8,
    )
    main = layout.main
    if main.width > 0 and main.height > 0:
        dark = cv2.convertScaleAbs(small, alpha=EDGE_SHARE)
        size = main.width, main.height
        canvas[main.area] = cv2.resize(dark, size, interpolation=cv2.INTER_LINEAR)
    return canvas


def _blurred(image: Image) -> Image:
    small = cv2.resize(image, (EDGE_PX, EDGE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), BLUR_PX), np.uint8)


def _tinted(small: Image, palette: Palette) -> Image:
    plate = np.full(small.shape, palette.plate, np.uint8)
    return np.asarray(
        cv2.addWeighted(small, SHINES_THROUGH, plate, 1 - SHINES_THROUGH, 0), np.uint8
    )
