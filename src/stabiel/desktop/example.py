"""What shows how it is done: the sample as a film, or where the camera stands. In: a scene.

The film waits at the start posture with the person and begins with them; that of a stretch stands
there, at its middle, as the person does. In a rest it is that of the exercise that comes next.
"""

import cv2
import numpy as np

from stabiel.coach.events import Phase
from stabiel.desktop.design import DARK
from stabiel.desktop.film import Film, Films
from stabiel.desktop.layout import Box, fitted
from stabiel.drawing.lettering import Palette
from stabiel.drawing.placement import Drawing, without_words
from stabiel.drawing.placement_image import placement_image
from stabiel.drawing.placement_svg import DARK as DARK_DRAWING
from stabiel.drawing.placement_svg import LIGHT as LIGHT_DRAWING
from stabiel.exercises.model import Exercise
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Stage
from stabiel.video.frame import Image

_WITHOUT = (Stage.ENDED, Stage.ASKING)


class ExampleView:
    """Holds which film is shown, since when, and the newest picture of it.

    Args:
        films: the films; None shows none.
    """

    def __init__(self, films: Films | None) -> None:
        self._films = films
        self._shown: tuple[str, Stage] | None = None
        self._began_s = 0.0
        self._film: Film | None = None
        self._index = 0
        self._picture: tuple[Film, int, tuple[int, int], Image] | None = None
        self._place: tuple[Drawing, tuple[int, int], Palette, Image] | None = None

    def update(self, scene: Scene, time_s: float) -> None:
        """Take the scene of a frame; `time_s` is the time now, seconds."""
        exercise = shown_exercise(scene)
        if exercise is None or self._films is None:
            self._film = None
            return
        shown = exercise.id, scene.stage
        if shown != self._shown:
            self._shown, self._began_s = shown, time_s
        film = self._films.film(exercise)
        if film is not self._film:
            self._film, self._began_s = film, time_s
        if scene.stage is not Stage.REST and scene.next_exercise is not None:
            self._films.film(scene.next_exercise)  # read before the rest needs it
        self._index = 0 if film is None else _index(film, scene, time_s - self._began_s)

    @property
    def film_px(self) -> tuple[int, int] | None:
        """The (width, height) of the film to show, None if there is none."""
        return None if self._film is None else self._film.size_px

    def draw_film(self, canvas: Image, box: Box) -> None:
        """Draw the film as large as it fits into a box."""
        film, inner = self._film, Box(0, 0, 0, 0)
        if film is not None:
            inner = fitted(box, film.size_px)
        if film is None or inner.width == 0:
            return
        size = inner.width, inner.height
        known = self._picture
        if known is None or known[:3] != (film, self._index, size):
            picture = film.picture(self._index)
            way = cv2.INTER_AREA if inner.width < film.size_px[0] else cv2.INTER_LINEAR
            drawn = np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)
            known = self._picture = film, self._index, size, drawn
        canvas[inner.area] = known[3]

    def draw_place(self, canvas: Image, box: Box, place: Drawing, palette: Palette) -> None:
        """Draw where the camera stands, as large as it fits into a box."""
        drawing = without_words(place)
        inner = fitted(box, (round(drawing.width), round(drawing.height)))
        if inner.width == 0:
            return
        size = inner.width, inner.height
        known = self._place
        if known is None or known[0] is not place or known[1:3] != (size, palette):
            colors = DARK_DRAWING if palette is DARK else LIGHT_DRAWING
            image = placement_image(drawing, inner.width, colors)
            drawn = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
            known = self._place = place, size, palette, drawn
        canvas[inner.area] = known[3]

    def close(self) -> None:
        """Read no more films."""
        if self._films is not None:
            self._films.close()


def shown_exercise(scene: Scene) -> Exercise | None:
    """Return whose sample is shown: in a rest that of the next exercise; None for none."""
    if scene.stage in _WITHOUT:
        return None
    return (scene.next_exercise or scene.exercise) if scene.stage is Stage.REST else scene.exercise


def _index(film: Film, scene: Scene, time_s: float) -> int:
    """Return which picture of a film is shown."""
    if scene.stage is Stage.READY:
        return 0
    if scene.stage is Stage.WORK and scene.exercise.hold is not None:
        holds = scene.moment is not None and scene.moment.phase is Phase.HOLD
        return film.middle if holds else min(int(time_s * film.rate_hz), film.middle)
    return film.at(time_s)
