"""Draws what the trainer shows. In: a frame, its body and a scene. Out: a picture for the window.

The picture of the person has its own part, and nothing but their own lines is drawn on it: the
count, the list and the sample stand beside it, and what is said below it (see
`stabiel.desktop.layout`).
In a rest the next exercise takes the large part. The picture can be mirrored, as people expect when
they see themselves; the words never are.
"""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from stabiel.body.body import Body
from stabiel.coach.coach import START
from stabiel.desktop.backdrop import Backdrop, covered
from stabiel.desktop.design import STILL_SHARE, sizes_of
from stabiel.desktop.example import ExampleView
from stabiel.desktop.film import Films
from stabiel.desktop.foot import draw_foot
from stabiel.desktop.ground import ChosenTheme, Ground
from stabiel.desktop.info import Info, InfoRows, facts_of, ring_colors
from stabiel.desktop.layout import (
    Box,
    Layout,
    drawn_size,
    fitted,
    info_width,
    layout_of,
    most_list_height,
)
from stabiel.desktop.mirror import mirrored
from stabiel.desktop.question import draw_question
from stabiel.desktop.shapes import draw_mark, draw_no_picture, draw_pause, draw_ring
from stabiel.desktop.sheet import WritingStyle, Written, fit, gap, paint_rows, text_row, write_lines
from stabiel.drawing.lettering import BOLD, REGULAR, Lettering, Palette
from stabiel.drawing.overlay import Overlay
from stabiel.exercises.model import Exercise
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Sight, Stage
from stabiel.video.frame import Image
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language


class Screen:
    """Draws pictures of one size. Holds the colors, and what is drawn only when it changes.

    Args:
        language: of the fixed texts.
        size_px: (width, height) of the pictures that it draws.
        mirrored: whether to show the picture as a mirror does.
        theme: the colors that the person chose; "system" follows the light in the room.
        films: the samples; None shows none.
    """

    def __init__(
        self,
        language: Language,
        size_px: tuple[int, int],
        *,
        mirrored: bool,
        theme: ChosenTheme = "system",
        films: Films | None = None,
    ) -> None:
        self._language: Language = language
        self._mirrored = mirrored
        self._ground = Ground(theme)
        self._example = ExampleView(films, mirrored=mirrored)
        self._keys = text("screen", "keys", language)
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
        self._take_size(drawn_size(window_px))

    def close(self) -> None:
        """Read no more samples."""
        self._example.close()

    def _take_size(self, size_px: tuple[int, int]) -> None:
        self.size_px = size_px
        self._letters = Lettering(size_px)
        self._sizes = sizes_of(size_px)
        self._backdrop = Backdrop()
        self._info_rows = InfoRows(self._language, self._letters, self._sizes)
        self._info: tuple[object, Info] | None = None
        self._panels: dict[str, tuple[object, Image]] = {}
        self._overlay: tuple[Exercise, Overlay] | None = None

    def draw(self, image: Image, body: Body | None, scene: Scene, time_s: float = 0.0) -> Image:
        """Return a new picture, (height, width, 3) RGB.

        Args:
            image: the camera's picture, (height, width, 3) RGB.
            body: the body in that picture; None if nothing is judged or nobody detected.
            scene: what to show.
            time_s: the time now, seconds; the sample plays by it, even if the camera gives nothing.
        """
        covers = scene.question is not None or scene.stage is Stage.ENDED
        self._ground.update(time_s, image, settled=covers)
        if self._mirrored:
            image = np.asarray(cv2.flip(image, 1), np.uint8)
            body = None if body is None else mirrored(body)
        if covers:
            return self._covered(image, scene)
        self._example.update(scene, time_s, body)
        picture_px = image.shape[1], image.shape[0]
        info = self._info_for(scene, picture_px)
        layout = layout_of(self.size_px, picture_px, info.height)
        palette = self._ground.panels
        swapped = self._shows_next(scene) and layout.main.pixels > layout.example.pixels
        ground = replace(layout, main=Box(0, 0, 0, 0)) if swapped else layout
        canvas = self._backdrop.canvas(image, ground, palette, time_s)
        self._draw_parts(canvas, layout, scene, image, body)
        self._draw_info(canvas, layout.info, info, scene)
        self._draw_foot(canvas, layout.foot, scene)
        return canvas

    def _draw_parts(
        self, canvas: Image, layout: Layout, scene: Scene, image: Image, body: Body | None
    ) -> None:
        """Draw the person, and the sample or the drawing; in a rest what comes next is large."""
        beside = layout.example.inset(self._sizes.pad)
        if self._shows_next(scene):
            small, large = sorted((beside, layout.main), key=lambda box: box.pixels)
            self._draw_person(canvas, small, scene, image, body)
            self._draw_next(canvas, large, scene)
            return
        self._draw_person(canvas, layout.main, scene, image, body)
        if scene.place is not None:
            self._example.draw_place(canvas, beside, scene.place, self._ground.panels)
        else:
            self._example.draw_film(canvas, beside)

    def _shows_next(self, scene: Scene) -> bool:
        """Return whether the next exercise takes the large part."""
        resting = scene.stage is Stage.REST and bool(scene.next_up)
        return resting and self._example.film_px is not None

    def _draw_person(
        self, canvas: Image, box: Box, scene: Scene, image: Image, body: Body | None
    ) -> None:
        """Draw the picture with the body's own lines; one that is not live is dark."""
        place = fitted(box, (image.shape[1], image.shape[0]))
        if place.width == 0:
            return
        overlay = self._overlay_for(scene.exercise, (place.width, place.height))
        overlay.palette = self._ground.lines
        judged = None if scene.moment is None else body
        picture = overlay.picture(image, judged, scene.moment or START)
        still = scene.paused or scene.sight is not Sight.FINE
        canvas[place.area] = cv2.convertScaleAbs(picture, alpha=STILL_SHARE) if still else picture
        if still:
            draw = draw_pause if scene.paused else draw_no_picture
            center = (place.left + place.right) // 2, (place.top + place.bottom) // 2
            draw(canvas, center, place.height // 8, (255, 255, 255))

    def _draw_next(self, canvas: Image, box: Box, scene: Scene) -> None:
        """Draw the sample of the next exercise, with its name and its dose above it."""
        pad, room = self._sizes.pad, box.width
        name = fit(
            self._letters, scene.next_up or "", self._sizes.cues[1:], (room - 2 * pad, box.height)
        )
        dose = fit(
            self._letters, scene.next_dose, self._sizes.cues[2:], (room - 2 * pad, box.height)
        )
        head = Box(box.left, box.top, box.right, box.top + name.height + dose.height + 2 * pad)
        place = Box(box.left, head.bottom, box.right, box.bottom)
        left = self._left_of_film(place, pad, name, dose)
        key = scene.next_up, scene.next_dose, left

        def paint(area: Image, palette: Palette) -> None:
            write_lines(area, self._letters, name, (left, pad), color=palette.text)
            at = left, pad + name.height
            write_lines(area, self._letters, dose, at, color=palette.text, weight=REGULAR)

        self._panel(canvas, "next", head, key, paint)
        self._example.draw_film(canvas, place)

    def _left_of_film(self, place: Box, pad: int, name: Written, dose: Written) -> int:
        """Return the x in a box at which words stand over the film's left edge, if they fit."""
        assert self._example.film_px is not None  # `_shows_next`
        wide = [self._letters.width(each, name.size, BOLD) for each in name.lines]
        wide += [self._letters.width(each, dose.size, REGULAR) for each in dose.lines]
        film = fitted(place, self._example.film_px).left - place.left
        return max(pad, min(film, place.width - pad - max(wide, default=0)))

    def _info_for(self, scene: Scene, picture_px: tuple[int, int]) -> Info:
        palette, width = self._ground.panels, info_width(self.size_px, picture_px)
        key = (facts_of(scene), width, palette)
        if self._info is None or self._info[0] != key:
            most = most_list_height(self.size_px, picture_px)
            self._info = key, self._info_rows.of(scene, width, palette, most)
        return self._info[1]

    def _draw_info(self, canvas: Image, box: Box, info: Info, scene: Scene) -> None:
        key = info

        def paint(area: Image, palette: Palette) -> None:
            paint_rows(area, info.rows, 0)

        self._panel(canvas, "info", box, key, paint)
        if info.ring is not None and scene.ring is not None:
            center, radius = info.ring
            colors = ring_colors(scene.ring, self._ground.panels)
            draw_ring(canvas[box.area], center, radius, scene.ring.share, colors)

    def _draw_foot(self, canvas: Image, box: Box, scene: Scene) -> None:
        key = scene.cue, scene.corrective, scene.note, scene.sight, scene.stage, scene.paused

        def paint(area: Image, palette: Palette) -> None:
            draw_foot(area, scene, self._keys, self._style(palette))

        self._panel(canvas, "foot", box, key, paint)

    def _style(self, palette: Palette) -> WritingStyle:
        return WritingStyle(self._letters, self._sizes, palette)

    def _panel(
        self,
        canvas: Image,
        name: str,
        box: Box,
        key: object,
        paint: Callable[[Image, Palette], None],
    ) -> None:
        """Draw a part of the window; it is painted again only if what it depends on changes."""
        key = key, box, self._ground.panels, self._backdrop.version
        known = self._panels.get(name)
        if known is None or known[0] != key:
            area = self._backdrop.part(box)
            paint(area, self._ground.panels)
            known = self._panels[name] = key, area
        canvas[box.area] = known[1]

    def _covered(self, image: Image, scene: Scene) -> Image:
        """Return a question or the summary, over all of the window."""
        palette = self._ground.panels
        key = scene.question, scene.summary, scene.cue, palette
        known = self._panels.get("covered")
        if known is None or known[0] != key:
            canvas = covered(image, self.size_px, palette)
            if scene.question is not None:
                draw_question(canvas, scene.question, self._style(palette))
            else:
                self._draw_summary(canvas, scene)
            known = self._panels["covered"] = key, canvas
        return known[1].copy()

    def _draw_summary(self, canvas: Image, scene: Scene) -> None:
        """Draw the lines of the end beside a check mark, and below them what is said."""
        foot = layout_of(self.size_px, self.size_px).foot
        radius, pad, cues = self._sizes.done_radius, self._sizes.pad, self._sizes.cues
        left = 3 * pad + 2 * radius + 3 * pad
        room = foot.width - left - 3 * pad, foot.top // max(1, len(scene.summary))
        sizes = cues[1], *cues[1:]
        written = [fit(self._letters, each, sizes, room) for each in scene.summary]
        size = min((each.size for each in written), default=0)
        written = [fit(self._letters, each, (size,) * 3, room) for each in scene.summary]
        palette = self._ground.panels
        rows = [text_row(self._letters, each, left, palette.text, BOLD) for each in written]
        spaced = [each for row in rows for each in (row, gap(2 * pad))]
        top = max(pad, (foot.top - sum(row.height for row in spaced)) // 2)
        if rows:
            center = 3 * pad + radius, max(top + radius, foot.top // 2)
            draw_mark(canvas, center, radius, done=True, color=palette.good)
        paint_rows(canvas, spaced, top)
        if scene.cue is not None:
            area = canvas[foot.area].copy()
            said = replace(scene, corrective=False)
            draw_foot(area, said, self._keys, self._style(palette))
            canvas[foot.area] = area

    def _overlay_for(self, exercise: Exercise, size_px: tuple[int, int]) -> Overlay:
        known = self._overlay
        if known is None or known[0] is not exercise or known[1].size_px != size_px:
            known = exercise, Overlay(exercise, self._language, size_px)
            self._overlay = known
        return known[1]
