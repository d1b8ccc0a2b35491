"""The live picture: readable from a distance, the person in sight, words never mirrored."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from stabiel.coach.coach import START
from stabiel.coach.events import Phase
from stabiel.desktop.design import sizes_of
from stabiel.desktop.layout import fitted, layout_of
from stabiel.desktop.screen import Screen
from stabiel.desktop.sheet import fit
from stabiel.drawing.lettering import ON_DARK, ON_LIGHT, Lettering
from stabiel.drawing.placement import placement_words
from stabiel.trainer.scene import RepetitionMark, Ring
from stabiel.trainer.terms import Stage
from stabiel.trainer.words import TrainerWords
from tests.desktop.screens import (
    SET_UP,
    SIZES,
    WEBCAM,
    WORK,
    body_in,
    drawn,
    height_share,
    person_box,
)
from tests.drawing.test_overlay import changed, contrast, gray, rows_of, share_near
from tests.sessions import BOOK


def spoken(language):
    """Return every line that can be spoken about an exercise."""
    words = TrainerWords(BOOK, language)
    for exercise in BOOK.exercises.values():
        yield placement_words(exercise, language)
        yield words.posture(BOOK.posture(exercise)).text
        yield from (line.text for line in words.what_to_do(exercise))
        yield from (fault.say.in_language(language) for fault in exercise.faults.values())
    yield from (each.in_language(language) for each in BOOK.shared.reminders.values())


@pytest.mark.parametrize("size", SIZES)
def test_the_number_with_its_line_is_a_quarter_of_the_height(size):
    three, eight = (drawn(replace(WORK, number=number), size) for number in ("3", "8"))
    digit = height_share(changed(three, eight), size)

    # Digits fill about seven tenths of the height of their line.
    assert 0.12 <= digit <= 0.25


@pytest.mark.parametrize("size", SIZES)
def test_a_cue_is_at_least_six_percent_of_the_height_and_below_the_person(size):
    short = changed(drawn(replace(WORK, cue="H"), size), drawn(replace(WORK, cue=" "), size))
    tall = changed(drawn(replace(WORK, cue="Hg"), size), drawn(replace(WORK, cue=" "), size))

    least = 0.06 if size[0] > size[1] else 0.035
    assert height_share(tall, size) >= least * 0.85  # from the top of H to the tail of g
    assert rows_of(short)[0] > person_box(size).bottom


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_line_that_can_be_said_fits_and_is_at_least_six_percent_high(language, size):
    letters, sizes, foot = Lettering(size), sizes_of(size), layout_of(size, WEBCAM).foot
    room = foot.width - 4 * sizes.pad, foot.height
    least = 0.06 if size[0] > size[1] else 0.035
    for words in {each for each in spoken(language) if len(each) > 24}:
        written = fit(letters, words, sizes.cues, room)

        assert written.size >= round(least * size[1]), words
        assert written.height <= foot.height, words
        assert " ".join(written.lines) == words


def test_the_lines_of_a_cue_are_about_equally_long():
    letters, sizes = Lettering((1280, 720)), sizes_of((1280, 720))
    words = "Camera beside you, at seat height, over 2 meters away."
    written = fit(letters, words, sizes.cues, (1216, 130))
    wide = [letters.width(line, written.size) for line in written.lines]

    assert len(wide) == 2
    assert min(wide) > 0.6 * max(wide)


def test_words_that_fit_at_no_size_are_made_smaller_and_never_cut():
    letters, sizes = Lettering((640, 480)), sizes_of((640, 480))
    words = "Beweeg vanuit handen-knieenstand je bekken naar achter " * 6
    written = fit(letters, words, sizes.cues, (600, 90))

    assert written.size < sizes.cues[-1]
    assert written.height <= 90
    assert " ".join(written.lines) == words.strip()


@pytest.mark.parametrize("size", SIZES[:3])
@pytest.mark.parametrize(
    "scene",
    [
        replace(WORK, cue="Lift your pelvis higher and keep it there.", corrective=True),
        replace(WORK, side_word="RIGHT", note="not counted: lift higher", moment=None),
        replace(WORK, done=(RepetitionMark("good"),) * 30, to_do=9, moment=None),
        SET_UP,
        replace(SET_UP, cue="Camera beside you, at table height or higher, tilted down."),
    ],
)
def test_nothing_is_drawn_on_the_picture_of_the_person(size, scene):
    picture = Screen("en", size, mirrored=False).draw(gray(WEBCAM, 60), None, scene)

    assert (picture[person_box(size).area] == 60).all()


def test_the_lines_of_a_body_stay_inside_its_picture():
    scene = replace(WORK, moment=replace(START, phase=Phase.OUT))
    lines = changed(drawn(scene, body=body_in(WEBCAM)), drawn(scene))

    assert lines.any()
    lines[person_box((1280, 720)).area] = False
    assert not lines.any()


@pytest.mark.parametrize(("level", "palette"), [(40, ON_DARK), (200, ON_LIGHT)])
def test_the_panels_follow_the_brightness_of_the_room(level, palette):
    picture = drawn(replace(WORK, cue="Lift higher."), level=level)
    corner = tuple(int(value) for value in picture[-3, -3])

    assert contrast(palette.text, corner) >= 7
    foot = picture[layout_of((1280, 720), WEBCAM).foot.area]
    assert share_near(foot, np.ones(foot.shape[:2], bool), palette.text) > 0.02


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
@pytest.mark.parametrize("level", [40, 200])
def test_the_summary_has_the_colors_of_the_session(theme, level):
    screen = Screen("en", (640, 480), mirrored=False, theme=theme)
    before = screen.draw(gray(WEBCAM, level), None, WORK, 0.0)
    end = replace(WORK, stage=Stage.ENDED, summary=("Well done", "See you"), moment=None)
    # The person gets up and a white shirt fills the picture.
    after = [screen.draw(gray(WEBCAM, 250), None, end, time_s) for time_s in (1.0, 30.0)]

    for picture in after:
        assert abs(picture[-3, -3].astype(int) - before[-3, -3]).max() < 40
    dark = theme == "dark" or (theme == "system" and level == 40)
    assert bool(after[-1].mean() < 100) is dark


def test_the_repetitions_have_a_dot_each_and_a_word_about_the_last():
    marks = tuple(
        RepetitionMark(each, why)
        for each, why in (("good", ""), ("not_good", "slower back"), ("not_counted", "higher"))
    )
    none = replace(WORK, done=(), to_do=0)
    one, three = (drawn(replace(WORK, done=done, to_do=2)) for done in (marks[:1], marks))

    first, last = rows_of(changed(one, drawn(none)))
    assert 0.15 * 720 < first < last < 0.4 * 720
    # Each outcome looks different, and not by its color alone.
    shapes = [drawn(replace(WORK, done=(each,), to_do=0)).mean(axis=2) for each in marks]
    assert all((np.abs(a - b) > 25).sum() > 40 for a, b in itertools.combinations(shapes, 2))
    assert (one != three).any()


def test_a_set_of_ten_has_its_dots_in_one_row():
    for camera in (WEBCAM, (1280, 720)):
        image = gray(camera, 60)
        ten, five = (
            Screen("en", (1280, 720), mirrored=False).draw(image, None, replace(WORK, to_do=each))
            for each in (10, 5)
        )
        first, last = rows_of(changed(ten, five))
        assert last - first < 0.04 * 720


def test_what_does_not_change_is_not_painted_again():
    screen = Screen("en", (1280, 720), mirrored=False)
    first = screen.draw(gray(WEBCAM), None, WORK, 0.0)
    again = screen.draw(gray(WEBCAM), None, WORK, 0.1)
    turned = screen.draw(gray(WEBCAM), None, replace(WORK, ring=Ring(0.9)), 0.2)

    assert first is not again
    assert (first == again).all()
    assert changed(turned, again).any()


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

    # Capitals of the middle size of what is said.
    assert height_share(changed(right, plain), (1280, 720)) > 0.6 * 0.075


def test_mirroring_flips_the_person_and_not_the_words():
    body, box = body_in(WEBCAM), person_box((1280, 720))
    scene = replace(WORK, moment=replace(START, phase=Phase.OUT), cue="Lift higher.")
    plain, mirrored = (drawn(scene, body=body, mirrored=each) for each in (False, True))
    nobody = drawn(scene)

    left, right = (np.argwhere(changed(each, nobody))[:, 1].mean() for each in (plain, mirrored))
    assert left + right == pytest.approx(box.left + box.right - 1, abs=4)
    assert (plain[box.bottom :] == mirrored[box.bottom :]).all()
    assert (plain[:, : box.left] == mirrored[:, : box.left]).all()


def test_a_picture_is_mirrored_with_the_person():
    image = gray(WEBCAM)
    image[:, :320] = 255
    picture = Screen("en", (1280, 720), mirrored=True).draw(image, None, WORK)
    half = picture[person_box((1280, 720)).area]
    middle = half.shape[1] // 2

    assert (half[:, middle + 5 :] == 255).all()
    assert not (half[:, : middle - 5] == 255).any()


def test_a_picture_of_another_shape_is_shown_whole_on_its_own_blurred_edge():
    screen = Screen("en", (640, 480), mirrored=False)
    screen.fit((1366, 768))
    image = gray((1280, 720), 200)
    image[:, :8] = image[:, -8:] = image[:8] = image[-8:] = 255
    picture = screen.draw(image, None, replace(WORK, number="", moment=None))
    main = layout_of((1366, 768), (1280, 720)).main
    box = fitted(main, (1280, 720))

    # Whole: its bright edge is there on all four sides, and above it is the darker blurred edge.
    middle = (box.top + box.bottom) // 2, (box.left + box.right) // 2
    for at in (
        (middle[0], box.left),
        (middle[0], box.right - 1),
        (box.top, middle[1]),
        (box.bottom - 1, middle[1]),
    ):
        assert picture[at].min() > 250
    assert 60 < picture[main.top + 5, middle[1]].min() < 150


def test_it_draws_for_the_window_from_then_on():
    screen = Screen("en", (640, 480), mirrored=False)
    screen.fit(None)
    assert screen.size_px == (640, 480)
    screen.fit((1366, 768))
    assert screen.draw(gray(WEBCAM), None, WORK).shape == (768, 1366, 3)
    screen.fit((1080, 1920))
    assert screen.draw(gray(WEBCAM), None, WORK).shape == (1440, 810, 3)
