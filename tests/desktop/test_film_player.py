"""The film is where the person is: it stands, goes out, stays and comes back with them."""

import cv2
import numpy as np
import pytest

from stabiel.coach.coach import START
from stabiel.coach.events import Phase
from stabiel.desktop.example import ExampleView
from stabiel.desktop.film import Film
from stabiel.desktop.film_player import AROUND_S, SHOW_AGAIN_S, FilmPlayer
from stabiel.desktop.layout import Box
from stabiel.exercises.sample_films import SAMPLE_FILMS, movements_of
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Stage
from tests.sessions import BOOK

FIRST, SECOND = movements_of("leg-reach", "right")
HOLD = SAMPLE_FILMS["childs-pose"].movements[0]
STEP_S = 0.1


class Played:
    """A player whose time runs in steps. Holds all places of the film."""

    def __init__(self, movements):
        self.player, self.step = FilmPlayer(movements), 0
        self.places = []

    def follow(self, phase, for_s):
        for _ in range(round(for_s / STEP_S)):
            self.places.append(self.player.follow(phase, self.step * STEP_S))
            self.step += 1
        return self.places[-1]


def test_it_goes_along_with_a_movement_and_on_to_the_next():
    film = Played((FIRST, SECOND))

    assert film.follow(Phase.START, 3.0) == FIRST.out_s
    assert FIRST.out_s < film.follow(Phase.OUT, 0.5) < FIRST.target_s
    assert film.follow(Phase.OUT, 5.0) == FIRST.target_s
    assert film.follow(Phase.TARGET, 5.0) == FIRST.back_s
    assert FIRST.back_s < film.follow(Phase.RETURN, 0.5) < FIRST.end_s
    # They are back first; the film finishes, and rests.
    assert film.follow(Phase.START, 3.0) == FIRST.end_s
    assert SECOND.out_s < film.follow(Phase.OUT, 0.5) < SECOND.target_s
    assert film.places == sorted(film.places)


def test_somebody_faster_than_the_film_sees_the_phase_they_are_in():
    film = Played((FIRST,))
    film.follow(Phase.OUT, 0.3)

    assert film.follow(Phase.TARGET, 0.6) > FIRST.target_s - 0.7
    assert film.follow(Phase.RETURN, STEP_S) == FIRST.back_s
    # An attempt that did not reach the target: the film is at rest as they are.
    film.follow(Phase.OUT, 0.8)
    assert film.follow(Phase.START, STEP_S) == FIRST.out_s


def test_it_stands_in_a_stretch_and_returns_to_it_with_them():
    film = Played((HOLD,))
    film.follow(Phase.WAITING, 1.0)

    assert HOLD.target_s < film.follow(Phase.HOLD, 5.0) < HOLD.back_s
    assert film.follow(Phase.HOLD, 30.0) == HOLD.back_s
    assert film.follow(Phase.RETURN, 1.0) > HOLD.back_s
    assert film.follow(Phase.HOLD, STEP_S) == pytest.approx(HOLD.target_s + STEP_S)


def test_who_does_not_begin_sees_the_whole_movement_once_more():
    film = Played((FIRST, SECOND))
    whole_s = FIRST.end_s - FIRST.out_s

    assert film.follow(None, SHOW_AGAIN_S) == FIRST.out_s
    assert FIRST.out_s < film.follow(None, whole_s / 2) < FIRST.end_s
    assert film.follow(None, whole_s / 2 + 1.0) == SECOND.out_s


def test_by_itself_it_plays_the_movements_of_its_side_only():
    player = FilmPlayer((FIRST, SECOND))
    places = [player.play(number * STEP_S) for number in range(200)]

    assert all(
        any(m.out_s - AROUND_S <= place <= m.end_s + AROUND_S for m in (FIRST, SECOND))
        for place in places
    )
    assert max(places) > SECOND.back_s
    assert places[-1] < places[-50]
    assert player.stand(21.0) in (FIRST.out_s, SECOND.out_s)
    # A camera that was away for a minute took no minute of the film.
    assert player.play(81.0) - player.at_s == pytest.approx(0.0)
    assert not FIRST.end_s < player.at_s < SECOND.out_s - AROUND_S


class HalfWhite:
    """Every film is one picture, whose left half is white."""

    def film(self, exercise):
        picture = np.zeros((48, 64, 3), np.uint8)
        picture[:, :32] = 255
        return Film((cv2.imencode(".jpg", picture)[1].tobytes(),), 10.0, (64, 48))


@pytest.mark.parametrize(
    ("exercise_id", "side", "mirrored", "turned"),
    [
        ("piriformis", "right", False, False),
        ("piriformis", "left", False, True),
        # A person who sees themselves as in a mirror sees the film so too.
        ("piriformis", "right", True, True),
        ("piriformis", "left", True, False),
        ("own", "left", True, False),
    ],
)
def test_the_film_is_turned_over_for_the_other_side(exercise_id, side, mirrored, turned):
    exercise = BOOK.get("piriformis").model_copy(update={"id": exercise_id})
    scene = Scene(Stage.WORK, exercise, "Stretch", side=side, moment=START)
    example, canvas = ExampleView(HalfWhite(), mirrored=mirrored), np.zeros((48, 64, 3), np.uint8)
    example.update(scene, 0.0)
    example.draw_film(canvas, Box(0, 0, 64, 48))

    assert (canvas[:, :20].mean() < 128) == turned
    assert (canvas[:, 44:].mean() > 128) == turned
