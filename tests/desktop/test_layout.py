"""Where everything stands: nothing on the picture of the body, nothing outside the window."""

import itertools

import pytest

from stabiel.desktop.layout import Box, drawn_size, fitted, info_width, layout_of

WINDOWS = [
    (640, 480),
    (1280, 720),
    (1366, 768),
    (1440, 810),
    (1024, 768),
    (2560, 1080),
    (720, 1280),
]
CAMERAS = [(640, 480), (1280, 720), (1920, 1080), (480, 640), (720, 1280), (1000, 1000)]
EVERY = list(itertools.product(WINDOWS, CAMERAS, (0, 200, 350, 5000)))


def overlap(one, other):
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 0 and high > 0


@pytest.mark.parametrize("window", WINDOWS)
def test_the_parts_never_overlap_and_fill_the_window(window):
    for _, camera, info in [each for each in EVERY if each[0] == window]:
        layout = layout_of(window, camera, info)
        parts = [layout.info, layout.example, layout.main, layout.foot]
        person = fitted(layout.main, camera)

        assert not any(overlap(a, b) for a, b in itertools.combinations(parts, 2)), (camera, info)
        assert sum(each.pixels for each in parts) == window[0] * window[1], (camera, info)
        others = (layout.info, layout.example, layout.foot)
        assert not any(overlap(person, each) for each in others), (camera, info)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("camera", CAMERAS)
def test_the_picture_is_whole_in_its_shape_and_large(window, camera):
    layout = layout_of(window, camera, 200)
    person = fitted(layout.main, camera)

    assert layout.main.left <= person.left < person.right <= layout.main.right
    assert layout.main.top <= person.top < person.bottom <= layout.main.bottom
    assert person.width / person.height == pytest.approx(camera[0] / camera[1], rel=0.02)
    touches = (person.width, person.height)
    assert min(layout.main.width - touches[0], layout.main.height - touches[1]) <= 2


def test_a_laptop_gives_most_of_its_width_to_the_person():
    layout = layout_of((1366, 768), (640, 480), 300)

    assert layout.main.width > 0.6 * 1366
    assert layout.foot.height < 0.2 * 768
    assert layout.example.top == 300


def test_a_phone_held_upright_leaves_two_columns():
    layout = layout_of((1366, 768), (720, 1280), 300)

    assert layout.example.left == layout.info.right == info_width((1366, 768), (720, 1280))
    assert layout.example.height == layout.info.height == layout.main.height
    assert layout.example.width > layout.main.width


@pytest.mark.parametrize(
    ("window", "size"),
    [((1366, 768), (1366, 768)), ((1920, 1080), (1440, 810)), ((320, 240), (640, 480))],
)
def test_a_window_is_drawn_at_its_own_size_within_limits(window, size):
    assert drawn_size(window) == size


def test_nothing_fits_into_no_room():
    assert fitted(Box(10, 10, 11, 300), (640, 480)).pixels == 0
