"""Which colors the window has. In: a choice and pictures of the room. Out: palettes.

The panels have the colors that the person chose; without a choice they follow the light in the
room, slowly. The lines on the body always follow the picture that they lie on.
"""

from typing import Literal

from stabiel.coach.lasting import Lasting
from stabiel.desktop.design import BLACK_UNDER, DARK, DARK_UNDER, LIGHT, LIGHT_OVER, ROOM_LASTS_S
from stabiel.drawing.lettering import Palette
from stabiel.video.frame import Image

ChosenTheme = Literal["system", "light", "dark"]
_STEP_PX = 16


class Ground:
    """Holds the colors of the panels and those of the lines.

    Args:
        theme: what the person chose; "system" follows the light in the room.

    Attributes:
        panels: the colors beside the picture.
        lines: the colors on the picture.
    """

    def __init__(self, theme: ChosenTheme = "system") -> None:
        self._theme = theme
        self._changes = Lasting(ROOM_LASTS_S)
        self._seen = False
        self.lines: Palette = DARK
        self.panels: Palette = LIGHT if theme == "light" else DARK

    def update(self, time_s: float, image: Image, *, settled: bool = False) -> None:
        """Take a picture of the room.

        Args:
            time_s: seconds; of a clock that does not go back.
            image: the camera's picture, (height, width, 3) RGB.
            settled: the panels keep their colors, as at the end of a session.
        """
        mean = float(image[::_STEP_PX, ::_STEP_PX].mean())
        if mean < BLACK_UNDER:
            return
        if mean > LIGHT_OVER:
            self.lines = LIGHT
        elif mean < DARK_UNDER:
            self.lines = DARK
        if self._theme != "system":
            return
        if not self._seen:
            self._seen = True
            self.panels = self.lines
        elif not settled and self._changes.update(time_s, self.lines is not self.panels):
            self.panels = self.lines
            self._changes.interrupt()
