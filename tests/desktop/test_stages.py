"""What the window shows in each stage: set-up, work, a camera in trouble, rest, the end."""

from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
import yaml

from stabiel.coach.coach import START
from stabiel.coach.events import Phase
from stabiel.desktop.info import rows_wanted
from stabiel.desktop.layout import layout_of
from stabiel.desktop.screen import Screen
from stabiel.drawing.lettering import ON_DARK
from stabiel.trainer.scene import RepetitionMark, Scene, Wanted
from stabiel.trainer.terms import Sight, Stage
from stabiel.wording.catalogue import text
from stabiel.wording.language import LANGUAGES
from tests.desktop.screens import (
    BRIDGING,
    CHILDS_POSE,
    SET_UP,
    SIZES,
    WANTED,
    WEBCAM,
    WORK,
    drawn,
    person_box,
)
from tests.drawing.test_overlay import changed, gray, rows_of, share_near


def test_of_the_set_up_only_the_first_open_item_is_open():
    rows = rows_wanted(WANTED, "starting position")

    assert [(row.words, row.state) for row in rows] == [
        ("someone in the picture", "ok"),
        ("camera in the right place", "open"),
        ("whole body in the picture", "waits"),
        ("starting position", "waits"),
    ]
    done = tuple(replace(each, ok=True) for each in WANTED)
    assert {row.state for row in rows_wanted(done, "x")} == {"ok"}


def test_a_camera_in_trouble_is_said_whatever_else_is_spoken():
    note = "The picture is black. Remove the cover."
    black = replace(SET_UP, sight=Sight.BLACK, note=note, cue="Camera beside you.", wanted=())
    said = replace(black, cue=note, corrective=True, sight=Sight.FINE, note=None)
    foot = layout_of((1280, 720), WEBCAM).foot.area

    assert (drawn(black)[foot] == drawn(said)[foot]).all()


@pytest.mark.parametrize(
    "scene", [replace(WORK, paused=True), replace(WORK, sight=Sight.LOST, note="No picture.")]
)
def test_a_picture_that_is_not_live_is_dark_with_a_sign(scene):
    box = person_box((1280, 720)).area
    still, live = drawn(scene, level=100)[box], drawn(level=100)[box]

    assert np.median(still) < 0.6 * np.median(live)
    assert (still == 255).any()


class OneFilm:
    """A film for a test: a white picture for one exercise, a black one for the others."""

    size_px, middle, pictures, rate_hz = (640, 480), 1, (b"", b""), 10.0

    def __init__(self, exercise):
        self.exercise = exercise

    def film(self, exercise):
        return self if exercise is self.exercise else None

    def at(self, time_s):
        return 0

    def picture(self, index):
        return np.full((480, 640, 3), 255 - 100 * index, np.uint8)

    def close(self):
        pass


def white_share(picture, box):
    return float((picture[box.area] == 255).all(axis=2).mean())


@pytest.mark.parametrize("size", SIZES)
def test_the_sample_stays_beside_the_person_who_works(size):
    screen = Screen("en", size, mirrored=False, films=OneFilm(BRIDGING))
    for scene in (SET_UP, replace(WORK, stage=Stage.READY), WORK, replace(WORK, paused=True)):
        picture = screen.draw(gray(WEBCAM, 60), None, replace(scene, moment=None))
        white = (picture == 255).all(axis=2)
        white[person_box(size).area] = False

        assert white.mean() > 0.02, scene.stage


def test_in_a_rest_the_next_exercise_is_the_largest_with_its_name_and_dose():
    screen = Screen("en", (1366, 768), mirrored=False, films=OneFilm(CHILDS_POSE))
    rest = replace(
        WORK,
        stage=Stage.REST,
        moment=None,
        next_up="next: Child's pose",
        next_exercise=CHILDS_POSE,
        next_dose="30 seconds",
    )
    layout = layout_of((1366, 768), WEBCAM, 150)
    picture = screen.draw(gray(WEBCAM, 60), None, rest)
    other = screen.draw(gray(WEBCAM, 60), None, replace(rest, next_dose="10 times, left"))
    last = screen.draw(gray(WEBCAM, 60), None, replace(rest, next_up=None, next_exercise=None))

    assert white_share(picture, layout.main) > 0.4
    assert changed(picture, other).any()
    assert white_share(last, layout.main) == 0


def test_the_film_of_an_own_stretch_stands_at_its_middle_while_it_is_held():
    own = CHILDS_POSE.model_copy(update={"id": "own-pose"})
    screen = Screen("en", (1366, 768), mirrored=False, films=OneFilm(own))
    held = replace(WORK, exercise=own, moment=replace(START, phase=Phase.HOLD))
    picture = screen.draw(gray(WEBCAM, 60), None, held)

    assert (picture == 155).all(axis=2).mean() > 0.05


@pytest.mark.parametrize("size", SIZES)
def test_a_long_list_becomes_a_row_of_marks_rather_than_a_small_sample(size):
    wanted = tuple(Wanted(f"item {n}", f"what to do {n}", n == 0, False) for n in range(9))
    few, many = (replace(SET_UP, side_word="LEFT", wanted=each) for each in (wanted[:2], wanted))
    shares = []
    for scene in (few, many):
        screen = Screen("en", size, mirrored=False, films=OneFilm(BRIDGING))
        white = (screen.draw(gray(WEBCAM, 60), None, scene) == 255).all(axis=2)
        white[person_box(size).area] = False
        shares.append(white.mean())

    assert shares[1] > 0.7 * shares[0] > 0.01


def test_the_set_up_shows_the_state_of_items_by_shape():
    wanted = tuple(
        Wanted(name, name, ok, of_posture=False) for name, ok in (("person", True), ("view", False))
    )
    scene = Scene(Stage.SET_UP, BRIDGING, "The bridge", doing="set up", wanted=wanted)
    other = replace(scene, wanted=tuple(replace(each, ok=True) for each in wanted))
    gray_one, gray_other = (drawn(each).mean(axis=2) for each in (scene, other))

    assert (np.abs(gray_one - gray_other) > 40).sum() > 100


def test_somebody_who_works_sees_the_exercise_and_everybody_else_the_keys():
    foot = layout_of((1280, 720), WEBCAM).foot.area
    working, paused, resting = (
        drawn(each)[foot]
        for each in (WORK, replace(WORK, paused=True), replace(WORK, stage=Stage.REST))
    )

    assert (paused == resting).all()
    other = drawn(replace(WORK, title="Child's pose"))[foot]
    assert changed(working, other).any()
    assert changed(working, paused).any()


def test_the_end_shows_three_lines_beside_a_check_mark():
    scene = Scene(
        Stage.ENDED,
        BRIDGING,
        "The bridge",
        summary=("Done: The bridge, 8 of 10", "Work on: b", "Next: c"),
    )
    picture = drawn(scene)
    letters = (np.abs(picture.astype(int) - np.array(ON_DARK.text)).max(axis=2) < 60).any(axis=1)
    lines = int((np.diff(letters.astype(int)) == 1).sum())

    assert lines == 3
    assert share_near(picture, np.ones(picture.shape[:2], bool), ON_DARK.good) > 0.005


def test_a_remark_stands_in_the_foot_while_nobody_speaks():
    note = replace(WORK, note="not counted")
    spoken_over = changed(drawn(replace(note, cue="Two.")), drawn(replace(WORK, cue="Two.")))

    assert rows_of(changed(drawn(note), drawn()))[0] > person_box((1280, 720)).bottom
    assert not spoken_over.any()


def where(one, other):
    """Return the box of what differs, as (left, top, right, bottom)."""
    rows, columns = np.nonzero(changed(one, other))
    return columns.min(), rows.min(), columns.max(), rows.max()


@pytest.mark.parametrize("size", SIZES)
def test_the_side_stays_in_its_place_while_one_counts(size):
    ten = (
        replace(WORK, number=str(count), done=(RepetitionMark("good"),) * count, to_do=10 - count)
        for count in (0, 5, 9)
    )
    hold = (replace(WORK, number=number, beside="s") for number in ("30", "10", "9", "1"))
    for scenes in (ten, hold):
        boxes = {
            where(drawn(replace(each, side_word="LEFT"), size), drawn(each, size))
            for each in scenes
        }

        assert len({box[:2] for box in boxes}) == 1


@pytest.mark.parametrize("key", ["still", "all_set"])
def test_the_set_up_has_the_words_of_the_page(key):
    pages = yaml.safe_load(files("stabiel.web").joinpath("page_texts.yaml").read_text("utf-8"))

    for language in LANGUAGES:
        words = pages["train"][key][language]
        assert text("screen", key, language, what="{what}") == words
