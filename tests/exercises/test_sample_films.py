"""The table of the sample films is the truth of the films, and the side shown is always right."""

import gzip
import itertools
import json
from pathlib import Path

import pytest

from stabiel.anatomy import SIDES, other_side
from stabiel.exercises.files import load_book
from stabiel.exercises.sample_films import SAMPLE_FILMS, SampleView, movements_of, sample_view

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_every_exercise_with_a_sample_is_in_the_table():
    filmed = {path.name.removesuffix("-good.mp4") for path in SAMPLES.glob("*-good.mp4")}

    assert filmed & load_book().exercises.keys() == SAMPLE_FILMS.keys()


@pytest.mark.parametrize("name", SAMPLE_FILMS)
def test_the_films_move_when_the_table_says_with_that_side_near(name):
    truth = json.loads(gzip.decompress((SAMPLES / f"{name}-good.truth.json.gz").read_bytes()))
    frames = truth["frames"]
    phases = list(zip(frames["time_s"], frames["phase"], frames["side"], strict=True))
    begins = [after for before, after in itertools.pairwise(phases) if before[1] != after[1]]
    outs = [index for index, (_, phase, _) in enumerate(begins) if phase == "out"]
    film = SAMPLE_FILMS[name]

    assert [(m.side, m.out_s, m.target_s, m.back_s, m.end_s) for m in film.movements] == [
        (begins[each][2], *(time_s for time_s, _, _ in begins[each : each + 4])) for each in outs
    ]
    # The camera stands at a negative y.
    hips = {side: frames["joints_3d_m"][f"{side}_hip"][0][1] for side in SIDES}
    assert truth["clip"]["camera"]["position_m"][1] < 0
    assert film.near == min(SIDES, key=lambda side: hips[side])


@pytest.mark.parametrize("near", [None, *SIDES])
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", SAMPLE_FILMS)
def test_the_side_shown_is_the_side_to_train(name, side, near):
    film, view = SAMPLE_FILMS[name], sample_view(name, side, near)
    shown = {
        other_side(m.side) if view.flipped else m.side
        for m in movements_of(name, view.side)
        if m.side != "both"
    }

    assert shown <= {side}
    sides = {m.side for m in film.movements}
    if sides >= {*SIDES} and near is not None:
        # Both sides are in the film, so the same side of the body can be near the camera.
        assert (other_side(film.near) if view.flipped else film.near) == near
    if near is None and side in sides:
        assert not view.flipped


def test_a_stretch_of_one_side_is_turned_over_for_the_other_one():
    assert sample_view("piriformis", "right", "left") == SampleView("right", flipped=False)
    assert sample_view("piriformis", "left", "right") == SampleView("right", flipped=True)


def test_a_film_without_sides_lies_as_the_person_does():
    assert sample_view("bridging", None, "left") == SampleView(None, flipped=True)
    assert sample_view("bridging", None, "right") == SampleView(None, flipped=False)
    assert sample_view("bridging", None, None) == SampleView(None, flipped=False)


def test_a_film_of_someone_else_is_shown_as_it_is():
    assert sample_view("bird-dog", "left", "left") is None
    assert movements_of("bird-dog", None) == ()
