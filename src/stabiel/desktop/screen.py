"""Draws what the trainer shows. In: a frame, its body and a scene. Out: a picture for the window.

There are three type sizes: for the number, for the spoken line, and for the rest. The picture can
be mirrored, as people expect when they see themselves; the words never are. The plates follow the
brightness of the room. A picture of another shape than the window is shown whole, on its own
blurred edge.
"""

from dataclasses import replace

import cv2

from stabiel.body.body import Body
from stabiel.coach.coach import START
from stabiel.desktop.mirror import mirrored
from stabiel.desktop.question import draw_question
from stabiel.desktop.shapes import draw_dots, draw_mark, draw_ring, inside, on_blurred_edge
from stabiel.drawing.lettering import (
    BOLD,
    ON_DARK,
    ON_LIGHT,
    REGULAR,
    Color,
    Lettering,
    plate,
)
from stabiel.drawing.overlay import Overlay, shown_size
from stabiel.drawing.placement import Drawing
from stabiel.drawing.placement_image import placement_image
from stabiel.drawing.placement_svg import DARK, LIGHT, Colors
from stabiel.exercises.model import Exercise
from stabiel.trainer.scene import Ring, Scene, Wanted
from stabiel.trainer.terms import Stage
from stabiel.video.frame import Image
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language

NUMBER_SHARE = 0.25
# Shares of the height; smaller in a portrait picture, or a line would cover the person.
LINE_SHARE = 0.08
LINE_SHARE_PORTRAIT = 0.06
LONG_LINE_SHARE = 0.05
TEXT_SHARE = 0.05
MOST_LINES = 2
MOST_LINES_PORTRAIT = 3
# Mean of a picture, 0 to 255. Above the first it is a light background, below the second a dark
# one; the gap between them prevents flicker.
LIGHT_OVER = 118.0
DARK_UNDER = 98.0
# Width of the drawing of mat and camera, as a share of the shorter side.
PLACE_SHARE = 0.55
# Radius of a dot for a repetition, as a share of the text size.
DOT_SHARE = 0.4


class Screen:
    """Draws pictures of one size. Holds the palette, and the overlay of the current exercise.

    Args:
        language: of the fixed texts.
        size_px: (width, height) of the pictures that it draws.
        mirrored: whether to show the picture as a mirror does.
    """

    def __init__(self, language: Language, size_px: tuple[int, int], *, mirrored: bool) -> None:
        self._language: Language = language
        self._mirrored = mirrored
        self._palette = ON_DARK
        self._keys = text("screen", "keys", language)
        self._muted = text("screen", "muted", language)
        self._in_posture = text("screen", "in_posture", language)
        self._window_px: tuple[int, int] | None = None
        self._take_size(size_px)

    def fit(self, window_px: tuple[int, int] | None) -> None:
        """Draw for a window of this size from now on; None changes nothing.

        Args:
            window_px: (width, height) of its inside.
        """
        if window_px is None or window_px == self._window_px:
            return
        self._window_px = window_px
        self._take_size(shown_size(*window_px))

    def _take_size(self, size_px: tuple[int, int]) -> None:
        self.size_px = size_px
        self._letters = Lettering(size_px)
        self._overlay: tuple[Exercise, Overlay] | None = None
        self._place: tuple[Drawing, Colors, Image] | None = None
        width, height = size_px
        portrait = height > width
        self._number_size = round(NUMBER_SHARE * height)
        self._line_size = round((LINE_SHARE_PORTRAIT if portrait else LINE_SHARE) * height)
        self._long_line_size = round(LONG_LINE_SHARE * (0.7 if portrait else 1.0) * height)
        self._most_lines = MOST_LINES_PORTRAIT if portrait else MOST_LINES
        self._text_size = round(TEXT_SHARE * min(width, height))
        self._pad = round(0.025 * min(width, height))

    def draw(self, image: Image, body: Body | None, scene: Scene) -> Image:
        """Return a new picture, (height, width, 3) RGB.

        Args:
            image: the camera's picture, (height, width, 3) RGB.
            body: the body in that picture; None if nothing is judged or nobody detected.
            scene: what to show.
        """
        self._choose_palette(image)
        canvas = self._with_body(image, body, scene)
        if scene.question is not None:
            letters = self._letters
            draw_question(canvas, scene.question, letters, self._palette, self._long_line_size)
            return canvas
        if scene.stage is Stage.ENDED:
            self._draw_summary(canvas, scene)
            return canvas
        if scene.number:
            self._draw_number(canvas, scene)
        if scene.done or scene.to_do:
            self._draw_done(canvas, scene)
        self._draw_corner(canvas, scene)
        bottom = self._draw_line(canvas, scene)
        self._draw_remarks(canvas, scene, bottom)
        if scene.stage is Stage.SET_UP and scene.wanted:
            self._draw_wanted(canvas, scene)
        return canvas

    def _choose_palette(self, image: Image) -> None:
        mean = float(image[::16, ::16].mean())
        if mean > LIGHT_OVER:
            self._palette = ON_LIGHT
        elif mean < DARK_UNDER:
            self._palette = ON_DARK

    def _with_body(self, image: Image, body: Body | None, scene: Scene) -> Image:
        overlay = self._overlay_for(scene.exercise, inside(image, self.size_px))
        overlay.palette = self._palette
        if self._mirrored:
            image = cv2.flip(image, 1)
            body = None if body is None else mirrored(body)
        if scene.moment is None:
            body = None
        return on_blurred_edge(
            overlay.picture(image, body, scene.moment or START), image, self.size_px
        )

    def _overlay_for(self, exercise: Exercise, size_px: tuple[int, int]) -> Overlay:
        known = self._overlay
        if known is None or known[0] is not exercise or known[1].size_px != size_px:
            known = exercise, Overlay(exercise, self._language, size_px)
            self._overlay = known
        return known[1]

    def _draw_number(self, canvas: Image, scene: Scene) -> None:
        """Draw the large number, and beside it the ring with the text of the number."""
        pad, size = self._pad, self._number_size
        radius = round(0.36 * size)
        number_width = self._letters.width(scene.number, size, BOLD)
        right = 3 * pad + number_width + 2 * radius + pad
        bottom = 2 * pad + round(0.78 * size)
        plate(canvas, (0, 0), (right, bottom), self._palette.plate)
        self._write(canvas, scene.number, (pad, pad + round(0.75 * size)), size=size, weight=BOLD)
        center = (2 * pad + number_width + radius, pad + round(0.39 * size))
        if scene.ring is not None:
            draw_ring(canvas, center, radius, scene.ring.share, self._ring_colors(scene.ring))
        beside = scene.beside
        at = (center[0] - self._letters.width(beside, self._text_size) // 2, center[1])
        self._write(canvas, beside, (at[0], at[1] + round(0.35 * self._text_size)))

    def _draw_done(self, canvas: Image, scene: Scene) -> None:
        """Draw a row of dots below the number: the movements so far, and those to be done."""
        radius, palette = round(DOT_SHARE * self._text_size), self._palette
        draw_dots(
            canvas,
            (0, 2 * self._pad + round(0.78 * self._number_size)),
            radius,
            max(1, self.size_px[0] // 2 // (3 * radius)),
            [*(each.outcome for each in scene.done), *("to_do",) * scene.to_do],
            colors={"good": palette.good, "not_good": palette.mind, "not_counted": palette.mind},
            plain=_between(palette.text, palette.plate, 0.5),
            ground=palette.plate,
        )

    def _ring_colors(self, ring: Ring) -> tuple[Color, Color]:
        """Return the colors of the full part and of the rest; a waiting ring is gray."""
        gray = _between(self._palette.text, self._palette.plate, 0.65)
        full = self._palette.good if ring.share >= 1.0 else self._palette.target
        waiting = _between(self._palette.text, self._palette.plate, 0.4)
        return waiting if ring.waits else full, gray

    def _draw_corner(self, canvas: Image, scene: Scene) -> None:
        """Draw title and stage, and the side large: people look for it from the mat."""
        doing = f"{scene.doing} · {self._muted}" if scene.muted else scene.doing
        rows = [(scene.title, self._text_size, REGULAR), (doing, self._text_size, REGULAR)]
        if scene.side_word:
            rows.insert(0, (scene.side_word, self._line_size, BOLD))
        room = self.size_px[0] - self._taken(scene) - 3 * self._pad
        rows = [
            (line, size, weight)
            for words, size, weight in rows
            for line in self._letters.wrapped(words, size, room, weight)
        ]
        widest = max(self._letters.width(words, size, weight) for words, size, weight in rows)
        left = self.size_px[0] - widest - 2 * self._pad
        height = sum(round(1.35 * size) for _, size, _ in rows) + self._pad
        plate(canvas, (left, 0), (self.size_px[0], height), self._palette.plate)
        baseline = 0
        for words, size, weight in rows:
            baseline += round(1.3 * size)
            self._write(canvas, words, (left + self._pad, baseline), size=size, weight=weight)

    def _taken(self, scene: Scene) -> int:
        """Return the width that the number takes from the corner."""
        if not scene.number:
            return 0
        width = self._letters.width(scene.number, self._number_size, BOLD)
        return 4 * self._pad + width + 2 * round(0.36 * self._number_size)

    def _draw_line(self, canvas: Image, scene: Scene) -> int:
        """Draw the spoken line, or the keys, along the lower edge; return its top, pixels."""
        width, height = self.size_px
        if scene.cue is None:
            if scene.stage is Stage.WORK and not scene.paused:
                return height
            return self._draw_keys(canvas)
        room = width - 4 * self._pad
        size, lines = self._line_size, self._letters.wrapped(scene.cue, self._line_size, room)
        if len(lines) > self._most_lines:
            size = self._long_line_size
            lines = self._letters.wrapped(scene.cue, size, room)
        top = height - round(1.25 * size * len(lines)) - self._pad
        plate(canvas, (0, top), (width, height), self._palette.plate)
        stripe = self._palette.mind if scene.corrective else self._palette.good
        cv2.rectangle(canvas, (0, top), (self._pad // 2, height), stripe, -1)
        for number, line in enumerate(lines):
            baseline = top + round(1.25 * size * number) + size
            self._write(canvas, line, (2 * self._pad, baseline), size=size, weight=BOLD)
        return top

    def _draw_keys(self, canvas: Image) -> int:
        width, height = self.size_px
        lines = self._letters.wrapped(self._keys, self._text_size, width - 2 * self._pad, REGULAR)
        top = height - round(1.3 * self._text_size * len(lines)) - self._pad
        plate(canvas, (0, top), (width, height), self._palette.plate)
        for number, line in enumerate(lines):
            self._write(
                canvas, line, (self._pad, top + round(1.3 * self._text_size * (number + 1)))
            )
        return top

    def _draw_remarks(self, canvas: Image, scene: Scene, bottom: int) -> None:
        """Draw a remark, and what comes next, above the line."""
        resting = scene.stage is Stage.REST
        rows = [words for words in (scene.note, scene.next_up if resting else None) if words]
        for words in reversed(rows):
            for line in reversed(
                self._letters.wrapped(
                    words, self._text_size, self.size_px[0] - 2 * self._pad, REGULAR
                )
            ):
                top = bottom - round(1.6 * self._text_size)
                right = self._letters.width(line, self._text_size) + 2 * self._pad
                plate(canvas, (0, top), (right, bottom), self._palette.plate)
                self._write(canvas, line, (self._pad, bottom - round(0.5 * self._text_size)))
                bottom = top

    def _draw_wanted(self, canvas: Image, scene: Scene) -> None:
        """Draw the set-up items with their state, and where camera and mat should be."""
        rows = self._rows_wanted(scene)
        step = round(1.6 * self._text_size)
        words_width = max(self._letters.width(row.words, self._text_size) for row in rows)
        right = words_width + step + 3 * self._pad
        top = round(0.05 * self.size_px[1])
        bottom = top + step * len(rows) + 2 * self._pad
        plate(canvas, (0, top), (right, bottom), self._palette.plate)
        for number, row in enumerate(rows):
            middle = top + self._pad + round(step * (number + 0.5))
            color = self._palette.good if row.ok else self._palette.mind
            draw_mark(canvas, (self._pad + step // 2, middle), self._text_size // 2, row.ok, color)
            at = (2 * self._pad + step, middle + round(0.35 * self._text_size))
            self._write(canvas, row.words, at)
        if scene.place is not None:
            self._draw_place(canvas, scene.place, bottom)

    def _draw_place(self, canvas: Image, place: Drawing, top: int) -> None:
        """Draw where the camera stands, below the list."""
        colors = DARK if self._palette is ON_DARK else LIGHT
        if self._place is None or self._place[0] is not place or self._place[1] is not colors:
            width = round(PLACE_SHARE * min(self.size_px))
            self._place = place, colors, placement_image(place, width, colors)
        image = self._place[2]
        height = min(image.shape[0], canvas.shape[0] - top)
        canvas[top : top + height, : image.shape[1]] = image[:height]

    def _rows_wanted(self, scene: Scene) -> list[Wanted]:
        """Return the items of the place, and all items of the posture as one."""
        place = [item for item in scene.wanted if not item.of_posture]
        wrong = next((item for item in scene.wanted if item.of_posture and not item.ok), None)
        if not any(item.of_posture for item in scene.wanted):
            return place
        return [*place, Wanted("posture", self._in_posture, ok=wrong is None, of_posture=True)]

    def _draw_summary(self, canvas: Image, scene: Scene) -> None:
        width, height = self.size_px
        plate(canvas, (0, 0), (width, height), self._palette.plate)
        size = self._long_line_size
        room = width - 6 * self._pad
        rows = [self._letters.wrapped(row, size, room) for row in scene.summary]
        lines = [line for row in rows for line in [*row, ""]]
        baseline = (height - round(1.2 * size * len(lines))) // 2
        for line in lines:
            baseline += round(1.2 * size) if line else round(0.6 * size)
            if line:
                self._write(canvas, line, (3 * self._pad, baseline), size=size, weight=BOLD)
        if scene.cue is not None:
            self._draw_line(canvas, replace(scene, corrective=False))

    def _write(
        self,
        canvas: Image,
        words: str,
        at: tuple[int, int],
        *,
        size: int = 0,
        weight: int = REGULAR,
    ) -> None:
        self._letters.write(
            canvas, words, at, size=size or self._text_size, weight=weight, color=self._palette.text
        )


def _between(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (round(a + share * (b - a)) for a, b in zip(one, other, strict=True))
    return red, green, blue
