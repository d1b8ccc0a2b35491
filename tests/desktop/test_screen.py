"""The live picture: readable from a distance, the person in sight, words never mirrored."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from stabiel.body.body import BodyReader
from stabiel.coach.coach import START
from stabiel.coach.events import Phase
from stabiel.desktop.screen import Screen
from stabiel.drawing.lettering import ON_DARK, ON_LIGHT
from stabiel.trainer.scene import RepetitionMark, Ring, Scene, Wanted
from stabiel.trainer.terms import Stage
from tests.bodies import Bridge, Camera, pose_of
from tests.drawing.test_overlay import changed, contrast, gray, rows_of, share_near
from tests.sessions import BOOK

BRIDGING = BOOK.get("bridging")
SIZES = [(640, 480), (1280, 720), (720, 1280)]
WORK = Scene(
    Stage.WORK,
    BRIDGING,
    "The bridge",
    number="3",
    beside="/ 10",
    ring=Ring(0.4),
    doing="go",
    moment=START,
)


def drawn(scene=WORK, size=(1280, 720), *, level=60, body=None, mirrored=False):
    return Screen("en", size, mirrored=mirrored).draw(gray(size, level), body, scene)


def body_in(size):
    camera = Camera(size[0] / 4.5, (size[0] * 0.1, size[1] * 0.65), size_px=size)
    return BodyReader().read(pose_of(Bridge().at(170.0), 0.0, camera))


def height_share(mask, size):
    first, last = rows_of(mask)
    return (last - first + 1) / size[1]


@pytest.mark.parametrize("size", SIZES)
def test_the_number_with_its_line_is_a_quarter_of_the_height(size):
    three, eight = (drawn(replace(WORK, number=number), size) for number in ("3", "8"))
    digit = height_share(changed(three, eight), size)

    # Digits fill about seven tenths of the height of their line.
    assert 0.12 <= digit <= 0.25


@pytest.mark.parametrize("size", SIZES)
def test_a_cue_is_at_least_six_percent_of_the_height_and_leaves_the_person_in_sight(size):
    longest = max(
        (fault.say.en for each in BOOK.exercises.values() for fault in each.faults.values()),
        key=len,
    )
    short = changed(drawn(replace(WORK, cue="H"), size), drawn(size=size))
    tall = changed(drawn(replace(WORK, cue="Hg"), size), drawn(replace(WORK, cue=" "), size))
    covered = changed(drawn(replace(WORK, cue=longest, corrective=True), size), drawn(size=size))

    assert height_share(tall, size) >= 0.06 * 0.85  # from the top of H to the tail of g
    assert rows_of(short)[0] > 0.8 * size[1]
    assert rows_of(covered)[0] > 0.7 * size[1]


def test_the_longest_line_of_the_set_up_leaves_room_in_portrait():
    size = (720, 1280)
    instruction = max(
        (each.instruction.nl.split(". ")[0] for each in BOOK.exercises.values()), key=len
    )
    covered = changed(drawn(replace(WORK, cue=instruction), size), drawn(size=size))

    assert rows_of(covered)[0] > 0.7 * size[1]


@pytest.mark.parametrize(("level", "palette"), [(40, ON_DARK), (200, ON_LIGHT)])
def test_the_plates_follow_the_brightness_of_the_room(level, palette):
    picture = drawn(replace(WORK, cue="Lift higher."), level=level)
    corner = tuple(int(value) for value in picture[-3, -3])

    assert contrast(palette.text, corner) >= 7
    assert share_near(picture, changed(picture, gray((1280, 720), level)), palette.text) > 0.02


def test_the_palette_does_not_flicker_at_medium_brightness():
    screen = Screen("en", (640, 480), mirrored=False)
    corners = set()
    for level in [130, *(105, 112) * 5]:
        picture = screen.draw(gray((640, 480), level), None, replace(WORK, cue="x"))
        corners.add(int(picture[-3, -3, 0]) > 128)

    assert corners == {True}


def test_the_stripe_shows_that_a_line_is_corrective():
    plain = replace(WORK, cue="Higher.")
    stripe = changed(drawn(replace(plain, corrective=True)), drawn(plain))

    assert stripe.any()
    assert not stripe[:, 30:].any()


def test_the_ring_fills_and_a_waiting_ring_is_gray():
    empty, half, full = (drawn(replace(WORK, ring=Ring(share))) for share in (0.0, 0.5, 1.0))
    waits = drawn(replace(WORK, ring=Ring(0.5, waits=True)))

    assert changed(half, empty).sum() < changed(full, empty).sum()
    ring = changed(half, empty)
    assert share_near(half, ring, ON_DARK.target) > 0.5
    red, green, blue = (int(value) for value in np.median(waits[ring], axis=0))
    assert max(red, green, blue) - min(red, green, blue) < 12


def test_the_side_is_shown_large_and_in_words():
    plain, right = drawn(), drawn(replace(WORK, side="right", side_word="RIGHT"))

    assert height_share(changed(right, plain), (1280, 720)) > 0.08


def test_mirroring_flips_the_person_and_not_the_words():
    size = (1280, 720)
    body = body_in(size)
    scene = replace(WORK, moment=replace(START, phase=Phase.OUT), cue="Lift higher.")
    plain, mirrored = (drawn(scene, size, body=body, mirrored=each) for each in (False, True))
    nobody = drawn(scene, size)

    left, right = (np.argwhere(changed(each, nobody))[:, 1].mean() for each in (plain, mirrored))
    assert left + right == pytest.approx(size[0] - 1, abs=4)
    assert (plain[-60:] == mirrored[-60:]).all()


def test_a_picture_is_mirrored_with_the_person():
    image = gray((640, 480))
    image[240:300, 100:140] = 255
    picture = Screen("en", (640, 480), mirrored=True).draw(image, None, replace(WORK, number=""))

    assert (picture[260, 505:535] == 255).all()
    assert not (picture[260, 105:135] == 255).any()


def test_the_set_up_shows_the_state_of_items_by_shape():
    wanted = tuple(
        Wanted(name, name, ok, of_posture=False) for name, ok in (("person", True), ("view", False))
    )
    scene = Scene(Stage.SET_UP, BRIDGING, "The bridge", doing="set up", wanted=wanted)
    other = replace(scene, wanted=tuple(replace(each, ok=True) for each in wanted))
    gray_one, gray_other = (drawn(each).mean(axis=2) for each in (scene, other))

    assert (np.abs(gray_one - gray_other) > 40).sum() > 100


def test_the_keys_are_shown_except_during_the_work():
    resting = drawn(replace(WORK, stage=Stage.REST))
    working = drawn()

    assert rows_of(changed(resting, working))[1] > 680
    assert (working[-40:] == 60).all()


def test_the_end_shows_three_lines():
    scene = Scene(
        Stage.ENDED,
        BRIDGING,
        "The bridge",
        summary=("Done: The bridge, 8 of 10 good", "Work on: b", "Next: c"),
    )
    picture = drawn(scene)
    letters = (np.abs(picture.astype(int) - np.array(ON_DARK.text)).max(axis=2) < 60).any(axis=1)
    lines = int((np.diff(letters.astype(int)) == 1).sum())

    assert lines == 3


def test_a_remark_is_above_the_spoken_line():
    with_note = changed(
        drawn(replace(WORK, cue="Two.", note="not counted")), drawn(replace(WORK, cue="Two."))
    )

    assert 0.7 * 720 < rows_of(with_note)[0] < rows_of(with_note)[1] < 0.92 * 720


def test_a_picture_of_another_shape_is_shown_whole_on_its_own_blurred_edge():
    screen = Screen("en", (640, 480), mirrored=False)
    screen.fit((1366, 768))
    image = gray((640, 480), 200)
    image[:, :4] = image[:, -4:] = image[:4] = image[-4:] = 255
    picture = screen.draw(image, None, replace(WORK, number="", moment=None))

    assert picture.shape == (720, 1280, 3)
    left, right = (1280 - 960) // 2, (1280 + 960) // 2
    # Whole: its bright edge is there on all four sides, and beside it is the darker blurred edge.
    assert picture[360, left] == pytest.approx(255)
    assert picture[360, right - 1] == pytest.approx(255)
    assert (picture[[0, -1], 500] > 250).all()
    assert (picture[360, [10, 1270]] < 150).all()
    assert picture[360, 10].min() > 60


def test_it_draws_for_the_window_from_then_on():
    screen = Screen("en", (640, 480), mirrored=False)
    screen.fit(None)
    assert screen.size_px == (640, 480)
    screen.fit((1920, 1080))
    assert screen.draw(gray((640, 480)), None, WORK).shape == (720, 1280, 3)
    screen.fit((1080, 1920))
    assert screen.draw(gray((640, 480)), None, WORK).shape == (1280, 720, 3)


def test_every_repetition_has_its_dot_below_the_number():
    marks = tuple(RepetitionMark(each) for each in ("good", "not_good", "not_counted"))
    none = replace(WORK, done=(), to_do=0)
    one, all_three = (drawn(replace(WORK, done=done, to_do=2)) for done in (marks[:1], marks))

    first, last = rows_of(changed(one, drawn(none)))
    assert 0.15 * 720 < first < last < 0.4 * 720
    # Each outcome looks different, and not by its color alone.
    shapes = [drawn(replace(WORK, done=(each,), to_do=0)).mean(axis=2) for each in marks]
    assert all((np.abs(a - b) > 25).sum() > 40 for a, b in itertools.combinations(shapes, 2))
    assert (one != all_three).any()
