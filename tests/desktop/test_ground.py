"""The colors: as the person chose, else by the light in the room, and never white at night."""

import pytest

from stabiel.desktop.ground import Ground
from stabiel.drawing.lettering import ON_DARK, ON_LIGHT
from tests.drawing.test_overlay import gray

NIGHT, EVENING, DAY = (gray((64, 48), level) for level in (30, 108, 200))
BLACK = gray((64, 48), 0)


def after(ground, *pictures, hz=10.0, settled=False):
    """Return a ground after (picture, seconds) one after another."""
    time_s = 0.0
    for picture, seconds in pictures:
        for _ in range(round(seconds * hz)):
            ground.update(time_s, picture, settled=settled)
            time_s += 1 / hz
    return ground


@pytest.mark.parametrize(("theme", "palette"), [("light", ON_LIGHT), ("dark", ON_DARK)])
@pytest.mark.parametrize("room", [NIGHT, DAY])
def test_the_panels_have_the_colors_that_were_chosen_and_the_lines_those_of_the_room(
    theme, palette, room
):
    ground = after(Ground(theme), (room, 10))

    assert ground.panels is palette
    assert ground.lines is (ON_LIGHT if room is DAY else ON_DARK)


@pytest.mark.parametrize(("room", "palette"), [(NIGHT, ON_DARK), (DAY, ON_LIGHT)])
def test_without_a_choice_they_follow_the_room(room, palette):
    assert after(Ground(), (room, 0.1)).panels is palette
    assert after(Ground(), (NIGHT, 1), (DAY, 5), (room, 5)).panels is palette


def test_a_lamp_that_somebody_passes_changes_nothing():
    assert after(Ground(), (NIGHT, 5), (DAY, 2), (NIGHT, 1), (DAY, 2)).panels is ON_DARK


def test_what_is_neither_light_nor_dark_changes_nothing():
    assert after(Ground(), (NIGHT, 1), (EVENING, 20)).panels is ON_DARK
    assert after(Ground(), (DAY, 1), (EVENING, 20)).panels is ON_LIGHT


def test_a_closed_shutter_tells_nothing_about_the_room():
    assert after(Ground(), (DAY, 1), (BLACK, 20)).panels is ON_LIGHT
    assert after(Ground(), (BLACK, 1), (DAY, 0.1)).panels is ON_LIGHT


def test_at_the_end_the_colors_stay():
    ground = after(Ground(), (NIGHT, 1))
    assert after(ground, (DAY, 60), settled=True).panels is ON_DARK
