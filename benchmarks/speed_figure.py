"""Draws how long a minute of video takes, as bars. In: `Bars`. Out: a PNG.

Each model has its own scale, because only the bars of one model are compared.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from stabiel.drawing.lettering import BOLD, Color, Lettering
from stabiel.tuning.chart_style import GOOD, GROUND, QUIET, TEXT
from stabiel.video.frame import Image

# A phone shows it at half of this width.
WIDTH_PX, MARGIN_PX = 780, 24
ROW_PX, BAR_PX, HEAD_PX, GROUP_PX = 62, 24, 64, 66
LONGEST_PX = WIDTH_PX - 2 * MARGIN_PX - 130
BIG, NORMAL = 30, 24
OTHERS: Color = (0xB9, 0xC4, 0xBE)


@dataclass(frozen=True)
class Bars:
    """The times of one model.

    Attributes:
        model: the name of the model.
        rows: what was done, the seconds that it took, and whether it is stabiel.
    """

    model: str
    rows: tuple[tuple[str, float, bool], ...]


def draw(groups: list[Bars], path: Path) -> None:
    """Write the figure."""
    rows = sum(len(group.rows) for group in groups)
    height = HEAD_PX + len(groups) * GROUP_PX + rows * ROW_PX + MARGIN_PX
    canvas: Image = np.full((height, WIDTH_PX, 3), GROUND, np.uint8)
    letters = Lettering((WIDTH_PX, height))
    title = "Seconds for a minute of video"
    letters.write(canvas, title, (MARGIN_PX, 46), size=BIG, color=TEXT, weight=BOLD)
    top = HEAD_PX
    for group in groups:
        top = _group(canvas, letters, group, top)
    cv2.imwrite(str(path), cv2.cvtColor(canvas, cv2.COLOR_RGB2BGR))


def _group(canvas: Image, letters: Lettering, group: Bars, top: int) -> int:
    """Draw one model from `top` down; return the top of the next."""
    at = (MARGIN_PX, top + 50)
    letters.write(canvas, f"model {group.model}", at, size=NORMAL, color=QUIET, weight=BOLD)
    top += GROUP_PX
    longest_s = max(took_s for _, took_s, _ in group.rows)
    for words, took_s, is_ours in group.rows:
        letters.write(canvas, words, (MARGIN_PX, top + 22), size=NORMAL, color=TEXT)
        right = MARGIN_PX + max(2, round(LONGEST_PX * took_s / longest_s))
        ends = (MARGIN_PX, top + 30), (right, top + 30 + BAR_PX)
        cv2.rectangle(canvas, *ends, GOOD if is_ours else OTHERS, cv2.FILLED)
        number = (right + 10, top + 30 + BAR_PX - 3)
        letters.write(canvas, f"{took_s:.0f} s", number, size=NORMAL, color=TEXT, weight=BOLD)
        top += ROW_PX
    return top
