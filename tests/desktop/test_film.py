"""The samples as films: read once, any picture at once, and never an error."""

import numpy as np
import pytest

from stabiel.desktop.film import MOST_FILMS, Films, read_film
from stabiel.system.resources import example_path
from stabiel.video.reader import VideoFile
from tests.sessions import BOOK

BRIDGING, CHILDS_POSE = BOOK.get("bridging"), BOOK.get("childs-pose")


@pytest.fixture(scope="module")
def film():
    return read_film(example_path("childs-pose"))


def test_a_film_has_the_pictures_of_its_video_in_their_colors(film):
    with VideoFile(example_path("childs-pose")) as video:
        frames = [frame.image.astype(int) for frame in video]
    step = round(20 / film.rate_hz)

    assert film.size_px == (640, 480)
    assert len(film.pictures) == pytest.approx(len(frames) / step, abs=1)
    for index in (0, 40):
        # Its shirt is red: exchanged colors would differ by far more.
        assert np.abs(film.picture(index) - frames[index * step]).mean() < 3


def test_it_plays_in_a_loop_and_takes_little_memory(film):
    count = len(film.pictures)

    assert film.at(0.0) == film.at(-1.0) == 0
    assert film.at(1.0) == round(film.rate_hz)
    assert film.at(count / film.rate_hz) == 0
    assert sum(map(len, film.pictures)) < 10_000_000


def test_the_middle_of_a_stretch_shows_the_stretch(film):
    start, middle, held = (film.picture(index).astype(int) for index in (0, film.middle, 80))

    assert np.abs(middle - start).mean() > 2 * np.abs(middle - held).mean()


def test_a_picture_is_a_film_of_one(tmp_path, film):
    path = tmp_path / "own.jpg"
    path.write_bytes(film.pictures[0])
    still = read_film(path)

    assert len(still.pictures) == 1
    assert still.at(7.3) == still.middle == 0


@pytest.mark.parametrize(
    ("name", "data"), [("a.mp4", b"no video"), ("a.png", b""), ("b.jpg", None)]
)
def test_what_cannot_be_read_is_no_film(tmp_path, name, data):
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)

    assert read_film(path) is None


def test_films_are_read_beside_the_session_and_the_last_ones_are_kept(tmp_path, film):
    path = tmp_path / "own.jpg"
    path.write_bytes(film.pictures[0])
    asked = []
    films = Films(lambda exercise: asked.append(exercise.id) or path)
    several = [BOOK.get(name) for name in ("bridging", "childs-pose", "leg-reach", "leg-lift")]
    for exercise in several[:MOST_FILMS]:
        films.film(exercise)
    films.wait()

    assert all(films.film(exercise) is not None for exercise in several[:MOST_FILMS])
    assert asked == [each.id for each in several[:MOST_FILMS]]
    films.film(several[MOST_FILMS])
    films.wait()
    films.film(several[0])
    films.close()
    assert asked[-2:] == ["leg-lift", "bridging"]


def test_an_exercise_without_a_sample_has_no_film():
    films = Films(lambda exercise: None)
    films.film(BRIDGING)
    films.wait()

    assert films.film(BRIDGING) is None
