"""Draws how the answers change while clips get worse. In: `AnswerCurve`s. Out: a PNG.

There is a small plot for each degradation, with a bar for each level. In each bar the clips are
stacked by their answer: exact, not judged or wrong.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from stabiel.drawing.lettering import BOLD, Color, Lettering
from stabiel.tuning.chart_style import GOOD, GRID, GROUND, MIND, QUIET, TEXT
from stabiel.video.frame import Image

COLUMNS = 4
CELL_PX, BAR_PX, HEAD_PX = (350, 190), 108, 86
MARGIN_PX, LEFT_PX = 24, 12
BIG, NORMAL, SMALL = 26, 17, 14
NOT_JUDGED: Color = (0xB9, 0xC4, 0xBE)
ANSWERS = (("exact", GOOD), ("not judged", NOT_JUDGED), ("wrong", MIND))


@dataclass(frozen=True)
class AnswerCurve:
    """One degradation: how many clips gave which answer at each level.

    Attributes:
        name: the degradation.
        unit: the words for a level, with `{}` for its number.
        levels: from the mildest to the worst.
        exact, not_judged, wrong: the number of clips at each level.
    """

    name: str
    unit: str
    levels: tuple[float, ...]
    exact: tuple[int, ...]
    not_judged: tuple[int, ...]
    wrong: tuple[int, ...]

    @property
    def clips(self) -> int:
        """The number of clips."""
        return self.exact[0] + self.not_judged[0] + self.wrong[0]

    @property
    def holds_until(self) -> float | None:
        """The last level up to which all counts are exact; None if the first level is not."""
        good = 0
        while good < len(self.levels) and self.exact[good] == self.clips:
            good += 1
        return self.levels[good - 1] if good else None


def draw(curves: list[AnswerCurve], path: Path) -> None:
    """Write the figure."""
    rows = -(-len(curves) // COLUMNS)
    width = COLUMNS * CELL_PX[0] + 2 * MARGIN_PX
    height = HEAD_PX + rows * CELL_PX[1] + MARGIN_PX
    canvas: Image = np.full((height, width, 3), GROUND, np.uint8)
    letters = Lettering((width, height))
    _head(canvas, letters, curves[0].clips)
    for index, curve in enumerate(curves):
        row, column = divmod(index, COLUMNS)
        corner = (MARGIN_PX + column * CELL_PX[0], HEAD_PX + row * CELL_PX[1])
        _plot(canvas, letters, curve, corner)
    cv2.imwrite(str(path), cv2.cvtColor(canvas, cv2.COLOR_RGB2BGR))


def _head(canvas: Image, letters: Lettering, clips: int) -> None:
    title = f"How {clips} clips are counted while their pictures get worse"
    letters.write(canvas, title, (MARGIN_PX, 36), size=BIG, color=TEXT, weight=BOLD)
    x = MARGIN_PX
    for name, color in ANSWERS:
        cv2.rectangle(canvas, (x, 52), (x + 14, 66), color, cv2.FILLED)
        letters.write(canvas, name, (x + 22, 65), size=NORMAL, color=TEXT)
        x += 22 + letters.width(name, NORMAL) + 30


def _plot(canvas: Image, letters: Lettering, curve: AnswerCurve, corner: tuple[int, int]) -> None:
    left, top = corner
    letters.write(canvas, curve.name, (left, top + 18), size=NORMAL, color=TEXT, weight=BOLD)
    base = top + 30 + BAR_PX
    step = (CELL_PX[0] - 2 * LEFT_PX) // max(4, len(curve.levels))
    for number, level in enumerate(curve.levels):
        x, bottom = left + LEFT_PX + number * step, base
        counts = (curve.exact[number], curve.not_judged[number], curve.wrong[number])
        for count, (_, color) in zip(counts, ANSWERS, strict=True):
            rise = round(BAR_PX * count / curve.clips)
            if rise:
                cv2.rectangle(
                    canvas, (x, bottom - rise + 1), (x + step - 10, bottom - 1), color, -1
                )
            bottom -= rise
        words = curve.unit.format(f"{level:g}") or "on"
        size = SMALL if letters.width(words, SMALL) < step else SMALL - 3
        letters.write(canvas, words, (x, base + 18), size=size, color=QUIET)
    cv2.line(canvas, (left, base), (left + CELL_PX[0] - 2 * LEFT_PX, base), GRID, 1)
