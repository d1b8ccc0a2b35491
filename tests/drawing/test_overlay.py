"""The overlay: sizes that are legible from three meters, and meaning by shape and color.

The tests compare pictures: what is drawn is what differs from the picture without it.
"""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from stabiel.anatomy import Part
from stabiel.body.body import Body, BodyReader
from stabiel.coach.coach import START, Moment
from stabiel.coach.events import Phase
from stabiel.drawing.lettering import ON_DARK, ON_LIGHT, Palette
from stabiel.drawing.overlay import (
    GOOD,
    LEAST_HEIGHT_PX,
    LONGEST_SIDE_PX,
    MIND,
    PLATE,
    TARGET,
    TEXT,
    Caption,
    Overlay,
    shown_size,
)
from stabiel.exercises.model import Exercise
from tests.bodies import Bridge, Camera, pose_of
from tests.sessions import BOOK

BRIDGING = BOOK.get("bridging")
SIZES = [(640, 480), (1280, 720), (720, 1280), (1280, 960)]
Image = NDArray[np.uint8]


def gray(size: tuple[int, int], level: int = 110) -> Image:
    return np.full((size[1], size[0], 3), level, np.uint8)


def body_in(size: tuple[int, int]) -> Body:
    camera = Camera(size[0] / 4.5, (size[0] * 0.3, size[1] * 0.65), size_px=size)
    return BodyReader().read(pose_of(Bridge().at(170.0), 0.0, camera))


def drawn(
    size: tuple[int, int] = (1280, 720),
    *,
    moment: Moment = START,
    caption: Caption | None = None,
    body: bool = False,
    exercise: Exercise = BRIDGING,
    level: int = 110,
) -> Image:
    overlay = Overlay(exercise, "en", size)
    image = gray(size, level)
    return overlay.draw(image, body_in(size) if body else None, moment, caption or Caption())


def changed(one: Image, other: Image) -> NDArray[np.bool_]:
    """Return the (height, width) mask of the pixels that differ."""
    different: NDArray[np.bool_] = (one != other).any(axis=2)
    return different


def rows_of(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the first and last row with anything in it."""
    rows = np.flatnonzero(mask.any(axis=1))
    return int(rows[0]), int(rows[-1])


def share_near(image: Image, mask: NDArray[np.bool_], color: tuple[int, int, int]) -> float:
    """Return the share of the masked pixels that have a color, or nearly."""
    away = np.abs(image[mask].astype(int) - np.array(color)).max(axis=1)
    return float(np.mean(away < 12))


# Sizes


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1280, 720), (1280, 720)),
        ((1920, 1080), (1280, 720)),
        ((3840, 2160), (1280, 720)),
        ((1080, 1920), (720, 1280)),
        ((640, 480), (640, 480)),
        ((320, 240), (640, 480)),
        ((641, 481), (640, 480)),
        ((4000, 100), (1280, 32)),
        ((1, 1), (480, 480)),
    ],
)
def test_a_picture_is_shown_readable_not_huge_and_even(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    assert shown_size(*size) == shown


@pytest.mark.parametrize("width", range(1, 2200, 173))
@pytest.mark.parametrize("height", [1, 63, 480, 481, 999, 2161])
def test_every_size_is_one_that_a_video_can_have(width: int, height: int) -> None:
    shown = shown_size(width, height)

    assert all(side % 2 == 0 and 2 <= side <= LONGEST_SIDE_PX for side in shown)
    if 0.5 < width / height < 2:
        assert shown[1] >= LEAST_HEIGHT_PX
        assert shown[0] / shown[1] == pytest.approx(width / height, rel=0.01)


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_drawn_on_is_of_the_overlays_size_and_the_given_one_is_kept(
    size: tuple[int, int],
) -> None:
    image = gray((333, 251))
    kept = image.copy()

    picture = Overlay(BRIDGING, "en", size).draw(image, None, START, Caption("Hello"))

    assert picture.shape == (size[1], size[0], 3)
    assert (image == kept).all()


# Words and numbers


@pytest.mark.parametrize("size", SIZES)
def test_the_letters_of_a_cue_are_a_sixteenth_of_the_height(size: tuple[int, int]) -> None:
    # From the top of the H to the foot of the g: the size of the letters.
    letters = changed(drawn(size, caption=Caption("Hg")), drawn(size, caption=Caption("-")))
    top, bottom = rows_of(letters[:, size[0] // 100 :])

    assert (bottom - top + 1) / size[1] >= 0.06


@pytest.mark.parametrize("size", SIZES)
def test_the_number_is_about_a_quarter_of_the_height(size: tuple[int, int]) -> None:
    one = drawn(size, moment=replace(START, repetitions=1))
    eight = drawn(size, moment=replace(START, repetitions=8))
    top, bottom = rows_of(changed(one, eight)[: size[1] // 2, : size[0] // 3])

    assert 0.16 <= (bottom - top + 1) / size[1] <= 0.28  # digits are 0.7 of their letter size


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("level", [0, 110, 255])
def test_words_are_legible_on_any_background(size: tuple[int, int], level: int) -> None:
    picture = drawn(size, caption=Caption("Lift your pelvis higher."), level=level)

    # The plate under the words, between letters and edge: bright against it by 4.5 to 1 (WCAG).
    corner = picture[size[1] - 3, size[0] - 3]
    assert contrast(TEXT, tuple(int(value) for value in corner)) >= 4.5


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast of two colors as WCAG 2 defines it."""
    lights = []
    for color in (one, other):
        share = np.array(color) / 255
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        lights.append(float(linear @ np.array([0.2126, 0.7152, 0.0722])))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("color", [GOOD, MIND, TARGET, TEXT])
def test_colors_stand_out_on_the_plate(color: tuple[int, int, int]) -> None:
    assert contrast(color, PLATE) >= 4.5


LONGEST_CUE = max(
    (fault.say.en for each in BOOK.exercises.values() for fault in each.faults.values()), key=len
)


@pytest.mark.parametrize("size", SIZES)
def test_the_longest_cue_goes_over_more_lines_and_leaves_the_person_in_sight(
    size: tuple[int, int],
) -> None:
    short = changed(drawn(size, caption=Caption("Slow")), drawn(size))
    long = changed(drawn(size, caption=Caption(LONGEST_CUE)), drawn(size))

    assert rows_of(long)[0] <= rows_of(short)[0]
    assert rows_of(long)[0] > size[1] * 0.55


def test_a_cue_stays_within_the_picture() -> None:
    letters = changed(
        drawn((640, 480), caption=Caption(LONGEST_CUE)), drawn((640, 480), caption=Caption("-"))
    )
    bottom = letters[-40:]

    assert bottom.any()
    assert not bottom[:, -8:].any()


def test_accents_are_drawn() -> None:
    plain, accented = (
        drawn(caption=Caption(words)) for words in ("Knieen naast elkaar", "Knieën naast elkaar")
    )

    assert changed(plain, accented).any()


def test_no_cue_leaves_the_lower_picture_as_it_is() -> None:
    picture = drawn()

    assert (picture[360:] == 110).all()


def test_the_count_moves_when_it_counts_and_only_there() -> None:
    one, two = (drawn(moment=replace(START, repetitions=number)) for number in (1, 2))

    mask = changed(one, two)
    assert mask.any()
    assert not mask[:, 640:].any()
    assert not mask[360:].any()


def test_a_hold_shows_its_seconds_and_not_the_count() -> None:
    chest = BOOK.get("knees-to-chest")
    early, late = (
        drawn(moment=replace(START, phase=Phase.HOLD, hold_s=seconds), exercise=chest)
        for seconds in (3.0, 14.9)
    )
    counted = drawn(
        moment=replace(START, phase=Phase.HOLD, hold_s=3.0, repetitions=5), exercise=chest
    )

    assert changed(early, late).any()
    assert not changed(early, counted).any()


# States

OUT = replace(START, phase=Phase.OUT, repetitions=1)
REACHED = replace(OUT, phase=Phase.TARGET)
FAULTY = replace(REACHED, faults=("overarched",))


def body_only(moment: Moment) -> Image:
    size = (1280, 720)
    return Overlay(BRIDGING, "en", size).picture(gray(size), body_in(size), moment)


def outline(moment: Moment) -> NDArray[np.bool_]:
    """Return the mask of everything drawn on the body, in any color."""
    return changed(body_only(moment), gray((1280, 720)))


@pytest.mark.parametrize(
    ("one", "other"), [(OUT, REACHED), (REACHED, FAULTY), (OUT, FAULTY), (START, REACHED)]
)
def test_a_state_is_shown_by_its_shape_without_any_color(one: Moment, other: Moment) -> None:
    different = outline(one) ^ outline(other)

    assert different.sum() > 150


@pytest.mark.parametrize(("moment", "color"), [(REACHED, GOOD), (FAULTY, MIND), (OUT, TARGET)])
def test_a_state_is_shown_by_its_color_too(moment: Moment, color: tuple[int, int, int]) -> None:
    others = {GOOD, MIND, TARGET} - {color}
    picture = body_only(moment)
    mask = outline(moment)

    assert share_near(picture, mask, color) > 0.1
    # During a movement the target is drawn as well, so its color is always there.
    assert all(share_near(picture, mask, each) < 0.02 for each in others - {TARGET})


def test_only_the_judged_limb_is_bold() -> None:
    size = (1280, 720)
    body = body_in(size)
    near_only = np.array([0.9 if row % 2 == (body.near == "left") else 0.0 for row in range(33)])
    body = replace(body, pose=replace(body.pose, visibility=near_only))
    picture = Overlay(BRIDGING, "en", size).picture(gray(size), body, START)
    # The lines themselves are bright, their outlines dark.
    mask = (picture > 200).all(axis=2)

    def height_at(start: Part, end: Part) -> int:
        middle = (body.point(start, body.near) + body.point(end, body.near)) / 2
        x, y = (round(float(value)) for value in middle)
        return int(mask[y - 15 : y + 15, x].sum())

    assert height_at(Part.HIP, Part.KNEE) >= 2 * height_at(Part.ELBOW, Part.WRIST) > 0


@pytest.mark.parametrize("palette", [ON_DARK, ON_LIGHT], ids=["light lines", "dark lines"])
def test_a_line_has_an_outline_that_is_seen_on_its_own_color(palette: Palette) -> None:
    size = (1280, 720)
    overlay = Overlay(BRIDGING, "en", size)
    overlay.palette = palette
    clothes = np.full((size[1], size[0], 3), palette.text, np.uint8)
    picture = overlay.picture(clothes, body_in(size), START)

    assert (np.abs(picture.astype(int) - clothes).max(axis=2) > 80).sum() > 500


def test_a_joint_that_is_not_visible_is_not_drawn() -> None:
    size = (1280, 720)
    body = body_in(size)
    visibility = np.zeros(33)
    hidden = replace(body, pose=replace(body.pose, visibility=visibility))

    picture = Overlay(BRIDGING, "en", size).picture(gray(size), hidden, OUT)

    assert (picture == 110).all()


def test_the_body_is_drawn_where_it_is_in_a_picture_of_another_size() -> None:
    small, large = (640, 480), (1280, 960)

    shown_small = Overlay(BRIDGING, "en", large).picture(gray(small), body_in(small), OUT)
    shown_large = Overlay(BRIDGING, "en", large).picture(gray(large), body_in(large), OUT)

    places = [
        np.argwhere(changed(each, gray(large))).mean(axis=0) for each in (shown_small, shown_large)
    ]
    assert places[0] == pytest.approx(places[1], abs=3)
