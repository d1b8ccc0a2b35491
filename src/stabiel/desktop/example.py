"""What shows how it is done: the sample as a film, or where the camera stands. In: a scene.

A sample that the program knows goes along with the person (`stabiel.desktop.film_player`), shows
the side that they train, and is mirrored if their picture is. Another film plays in a loop; that of
a stretch stands at its middle while the person does. In a rest it is that of the exercise to come.
"""

import cv2
import numpy as np

from stabiel.body.body import Body
from stabiel.coach.events import Phase
from stabiel.desktop.design import DARK
from stabiel.desktop.film import Film, Films
from stabiel.desktop.film_player import FilmPlayer
from stabiel.desktop.layout import Box, fitted
from stabiel.drawing.lettering import Palette
from stabiel.drawing.placement import Drawing, without_words
from stabiel.drawing.placement_image import placement_image
from stabiel.drawing.placement_svg import DARK as DARK_DRAWING
from stabiel.drawing.placement_svg import LIGHT as LIGHT_DRAWING
from stabiel.exercises.sample_films import SampleView, movements_of
from stabiel.trainer.sample_choice import SampleChoice, shown_exercise
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Stage
from stabiel.video.frame import Image


class ExampleView:
    """Holds which film is shown, since when, and the newest picture of it.

    Args:
        films: the films; None shows none.
        mirrored: whether the person's picture is shown as in a mirror.
    """

    def __init__(self, films: Films | None, *, mirrored: bool = False) -> None:
        self._films, self._mirrored = films, mirrored
        self._choice = SampleChoice()
        self._view: SampleView | None = None
        self._player: tuple[object, FilmPlayer] | None = None
        self._shown: tuple[str, Stage] | None = None
        self._began_s = 0.0
        self._film: Film | None = None
        self._index = 0
        self._picture: tuple[Film, int, tuple[int, int], bool, Image] | None = None
        self._place: tuple[Drawing, tuple[int, int], Palette, Image] | None = None

    def update(self, scene: Scene, time_s: float, body: Body | None = None) -> None:
        """Take the scene of a frame.

        Args:
            scene: what to show.
            time_s: the time now, seconds.
            body: the person's; None if nobody is detected or nothing is judged.
        """
        exercise = shown_exercise(scene)
        self._view = self._choice.update(scene, body)
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
        if film is not None:
            at_s = self._place_in(exercise.id, scene, time_s)
            since_s = time_s - self._began_s
            self._index = _index(film, scene, since_s) if at_s is None else film.at(at_s)

    def _place_in(self, exercise_id: str, scene: Scene, time_s: float) -> float | None:
        """Return where a known film is, seconds; None for another film."""
        side = None if self._view is None else self._view.side
        movements = () if self._view is None else movements_of(exercise_id, side)
        if not movements:
            return None
        key = exercise_id, side
        if self._player is None or self._player[0] != key:
            self._player = key, FilmPlayer(movements)
        player = self._player[1]
        if scene.stage is Stage.READY:
            return player.stand(time_s)
        if scene.paused or scene.stage in (Stage.SET_UP, Stage.REST):
            return player.play(time_s)
        return player.follow(None if scene.moment is None else scene.moment.phase, time_s)

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
        flipped = self._view is not None and self._view.flipped != self._mirrored
        known = self._picture
        if known is None or known[:4] != (film, self._index, size, flipped):
            picture = film.picture(self._index)
            way = cv2.INTER_AREA if inner.width < film.size_px[0] else cv2.INTER_LINEAR
            drawn = np.asarray(cv2.resize(picture, size, interpolation=way), np.uint8)
            if flipped:
                drawn = np.asarray(cv2.flip(drawn, 1), np.uint8)
            known = self._picture = film, self._index, size, flipped, drawn
        canvas[inner.area] = known[4]

    def draw_place(self, canvas: Image, box: Box, place: Drawing, palette: Palette) -> None:
        """Draw where the camera stands, as large as it fits into a box; words stand elsewhere."""
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


def _index(film: Film, scene: Scene, time_s: float) -> int:
    """Return which picture of a film is shown."""
    if scene.stage is Stage.READY:
        return 0
    if scene.stage is Stage.WORK and scene.exercise.hold is not None:
        holds = scene.moment is not None and scene.moment.phase is Phase.HOLD
        return film.middle if holds else min(int(time_s * film.rate_hz), film.middle)
    return film.at(time_s)
