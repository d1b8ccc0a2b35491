"""Draws what the coach sees on a picture. In: a frame's image, body and moment. Out: an image.

`stabiel.drawing.skeleton` decides what is drawn on the body. Shapes and words carry the meaning as
well as colors: a ring means reached, a triangle means a fault. Sizes follow the picture, so that it
is as legible at 640x480 as in full HD.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from operator import attrgetter

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.body.body import Body
from stabiel.coach.coach import Moment
from stabiel.drawing.lettering import (
    BOLD,
    ON_DARK,
    ON_LIGHT,
    REGULAR,
    Color,
    Lettering,
    Palette,
    plate,
)
from stabiel.drawing.skeleton import LimbMark, Sketch, Stroke
from stabiel.exercises.model import Exercise
from stabiel.geometry import FloatArray
from stabiel.video.frame import Image
from stabiel.wording.catalogue import group
from stabiel.wording.formatting import short_number
from stabiel.wording.language import Language

GOOD, MIND, TARGET = ON_DARK.good, ON_DARK.mind, ON_DARK.target
TEXT, PLATE = ON_DARK.text, ON_DARK.plate

LEAST_HEIGHT_PX = 480
LONGEST_SIDE_PX = 1280
NUMBER_SHARE = 0.25
CUE_SHARE = 0.075
SMALL_SHARE = 0.05
# The outline of a line, both edges together, in thin lines, and how much of it covers the picture.
EDGE_THINS = 1
EDGE_SHARE = 0.45
# The length of a dash and of the gap behind it, in widths of its line.
DASH_WIDTHS = 4
# A line through more points than this is a curve: its dashes go round its bends.
MOST_CORNERS = 4


def shown_size(width: int, height: int) -> tuple[int, int]:
    """Return the (width, height) at which a picture is shown: legible, not huge, even numbers."""
    scale = max(1.0, LEAST_HEIGHT_PX / height)
    scale = min(scale, LONGEST_SIDE_PX / max(width, height))
    even = [max(2, 2 * round(side * scale / 2)) for side in (width, height)]
    return even[0], even[1]


@dataclass(frozen=True, slots=True)
class Caption:
    """The words on the picture.

    Attributes:
        cue: the words, None for none.
        mends: True if they ask for a correction.
        exercise: the name of the exercise, None if it need not be said.
    """

    cue: str | None = None
    mends: bool = False
    exercise: str | None = None


class Overlay:
    """Draws the pictures of one exercise, all of one size. Holds the font and fixed words.

    Attributes:
        size_px: (width, height) of the pictures.
        palette: the colors; by default those for a dark background.
    """

    def __init__(self, exercise: Exercise, language: Language, size_px: tuple[int, int]) -> None:
        self.size_px = size_px
        self.palette: Palette = ON_DARK
        self._sketch = Sketch(exercise)
        self._held_s = exercise.dose.hold_s
        self._dose = exercise.dose.repetitions or exercise.dose.times
        self._language: Language = language
        self._phases = group("phase", language)
        self._letters = Lettering(size_px)
        self._thin = max(1, round(size_px[1] / 320))

    def draw(self, image: Image, body: Body | None, moment: Moment, caption: Caption) -> Image:
        """Return a new picture of the overlay's size with everything drawn on it.

        Args:
            image: (height, width, 3) RGB, of any size.
            body: the body in that image, or None.
            moment: the state of the exercise in that image.
            caption: the words to write.
        """
        canvas = self.picture(image, body, moment)
        self._draw_count(canvas, moment)
        if caption.exercise:
            self._draw_exercise(canvas, caption.exercise)
        if caption.cue:
            self._draw_cue(
                canvas, caption.cue, self.palette.mind if caption.mends else self.palette.good
            )
        return canvas

    def picture(self, image: Image, body: Body | None, moment: Moment) -> Image:
        """Return the picture with the body only, for the report's stills."""
        height, width = image.shape[:2]
        if (width, height) == self.size_px:
            canvas = image.copy()
        else:
            shrink = self.size_px[0] < width
            canvas = cv2.resize(
                image, self.size_px, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR
            )
        if body is not None:
            scale = np.array([self.size_px[0] / width, self.size_px[1] / height])
            self._draw_body(canvas, body, moment, scale)
        return canvas

    def _draw_body(self, canvas: Image, body: Body, moment: Moment, scale: FloatArray) -> None:
        lines, mark = self._sketch.of(body, moment)
        runs = [
            _Run(getattr(self.palette, ink), width * self._thin, list(strokes), scale)
            for (ink, width, _), strokes in groupby(lines, attrgetter("ink", "width", "dashed"))
        ]
        self._draw_edges(canvas, runs)
        for run in runs:
            cv2.polylines(canvas, run.pieces, False, run.color, run.thick, cv2.LINE_AA)
        if mark is not None:
            self._draw_mark(canvas, mark, np.array(mark.at) * scale)

    def _draw_edges(self, canvas: Image, runs: list["_Run"]) -> None:
        """Draw outlines in the opposite color, so that dark lines are seen on dark clothes."""
        if not runs:
            return
        points = np.concatenate([piece for run in runs for piece in run.pieces])
        pad = 10 * self._thin
        left, top = (max(0, int(value) - pad) for value in points.min(axis=0))
        right, bottom = (max(0, int(value) + pad) for value in points.max(axis=0))
        area = canvas[top:bottom, left:right]
        if not area.size:
            return
        edged = area.copy()
        color = (ON_LIGHT if self.palette is ON_DARK else ON_DARK).text
        corner = np.array([left, top], np.int32)
        for run in runs:
            pieces = [piece - corner for piece in run.pieces]
            thick = run.thick + EDGE_THINS * self._thin
            # Smooth edges would cost five times as much, and the line itself covers most of it.
            cv2.polylines(edged, pieces, False, color, thick)
        cv2.addWeighted(edged, EDGE_SHARE, area, 1 - EDGE_SHARE, 0, dst=area)

    def _draw_mark(self, canvas: Image, mark: LimbMark, at: FloatArray) -> None:
        radius = 5 * self._thin
        color = getattr(self.palette, mark.ink)
        x, y = (round(float(value)) for value in at)
        if mark.shape == "triangle":
            corners = np.array(
                [[x, y - 2 * radius], [x - 2 * radius, y + radius], [x + 2 * radius, y + radius]]
            )
            cv2.fillPoly(canvas, [corners.astype(np.int32)], color, cv2.LINE_AA)
        elif mark.shape == "ring":
            cv2.circle(canvas, (x, y), 2 * radius, color, 2 * self._thin, cv2.LINE_AA)
        else:
            cv2.circle(canvas, (x, y), radius, color, -1, cv2.LINE_AA)

    def _draw_count(self, canvas: Image, moment: Moment) -> None:
        width, height = self.size_px
        number, small = str(moment.repetitions), round(height * SMALL_SHARE)
        rest = f"/ {self._dose}"
        if self._held_s is not None:  # the user waits for the seconds
            number = str(int(moment.hold_s))
            rest = f"/ {short_number(self._held_s, self._language)} s"
        big = round(height * NUMBER_SHARE)
        pad = round(height * 0.025)
        phase = self._phases[moment.phase.value]
        number_width = self._letters.width(number, big, BOLD)
        right = pad + number_width + self._letters.width(rest, small, REGULAR) + 2 * pad
        right = max(right, 2 * pad + self._letters.width(phase, small, REGULAR))
        bottom = pad + round(big * 0.78) + round(1.9 * small)
        plate(canvas, (0, 0), (min(right, width), min(bottom, height)), self.palette.plate)
        baseline = pad + round(big * 0.74)
        self._write(canvas, number, (pad, baseline), size=big, weight=BOLD)
        self._write(canvas, rest, (2 * pad + number_width, baseline), size=small)
        self._write(canvas, phase, (pad, baseline + round(1.5 * small)), size=small)

    def _draw_exercise(self, canvas: Image, name: str) -> None:
        """Write the name of the exercise at the top, on the right."""
        width, height = self.size_px
        size, pad = round(height * SMALL_SHARE), round(height * 0.025)
        (line, *_) = self._letters.wrapped(name, size, width // 2)
        left = width - self._letters.width(line, size, BOLD) - 2 * pad
        plate(canvas, (left, 0), (width, round(1.9 * size)), self.palette.plate)
        self._write(canvas, line, (left + pad, round(1.3 * size)), size=size, weight=BOLD)

    def _draw_cue(self, canvas: Image, cue: str, stripe: Color) -> None:
        width, height = self.size_px
        size, pad = round(height * CUE_SHARE), round(height * 0.03)
        room = width - 4 * pad
        lines = self._letters.wrapped(cue, size, room)
        top = height - round(1.3 * size * len(lines)) - pad
        plate(canvas, (0, top), (width, height), self.palette.plate)
        cv2.rectangle(canvas, (0, top), (pad // 2, height), stripe, -1)
        for number, line in enumerate(lines):
            baseline = top + round(1.3 * size * number) + size + pad // 3
            self._write(canvas, line, (2 * pad, baseline), size=size, weight=BOLD)

    def _write(
        self, canvas: Image, words: str, at: tuple[int, int], *, size: int, weight: int = REGULAR
    ) -> None:
        self._letters.write(canvas, words, at, size=size, weight=weight, color=self.palette.text)


class _Run:
    """Lines of one color and width, which are drawn in one call.

    Args:
        color: RGB.
        thick: the width in pixels.
        strokes: in pixels of the camera's picture; all are dashed, or none.
        scale: (2,) from there to the picture that is drawn on.

    Attributes:
        pieces: (k, 2) whole pixels each.
    """

    def __init__(self, color: Color, thick: int, strokes: list[Stroke], scale: FloatArray) -> None:
        self.color, self.thick = color, thick
        places = np.array([point for stroke in strokes for point in stroke.points]) * scale
        ends = list(accumulate((len(stroke.points) for stroke in strokes), initial=0))
        lines = [places[start:end] for start, end in pairwise(ends)]
        if strokes[0].dashed:
            lines = [dash for line in lines for dash in _dashes(line, thick)]
        ends = list(accumulate(map(len, lines), initial=0))
        whole = np.rint(np.concatenate(lines)).astype(np.int32)
        self.pieces: list[NDArray[np.int32]] = [whole[a:b] for a, b in pairwise(ends)]


def _dashes(points: FloatArray, thick: int) -> Iterator[FloatArray]:
    """Yield the dashes of a line through (n, 2) points, (2, 2) each; corners stay sharp."""
    if len(points) > MOST_CORNERS:
        yield from _pieces(points, thick)
        return
    for corner in range(len(points) - 1):
        yield from _pieces(points[corner : corner + 2], thick)


def _pieces(points: FloatArray, thick: int) -> FloatArray:
    """Return dashes at even distances along a line, (dashes, 2, 2)."""
    way = np.concatenate(([0.0], np.hypot(*np.diff(points, axis=0).T).cumsum()))
    # An odd number of pieces, so that both ends are dashes.
    count = 2 * int(way[-1] / (2 * DASH_WIDTHS * thick)) + 1
    at = np.linspace(0.0, way[-1], count + 1)
    ends = np.stack([np.interp(at, way, each) for each in points.T], axis=1)
    return ends.reshape(-1, 2, 2)
