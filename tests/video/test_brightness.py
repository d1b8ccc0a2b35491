"""Brightness: one number for a picture, and an answer that waits and does not flicker."""

import numpy as np
import pytest

from stabiel.analysis.analysis import Job, analyze
from stabiel.coach.setup import LIGHT
from stabiel.exercises.files import load_book
from stabiel.pose.recording import RecordedPoses, load_brightness, load_poses
from stabiel.session.pipeline import Judge
from stabiel.video.brightness import (
    BRIGHT_ABOVE,
    DARK_BELOW,
    DARK_FOR_S,
    DarknessDetector,
    brightness,
)

RATE_HZ = 25


def dark_at(light_at, until_s):
    """Return the times at which the answer changes, each with the new answer."""
    detector, before, changes = DarknessDetector(), False, []
    for index in range(round(until_s * RATE_HZ)):
        time_s = index / RATE_HZ
        dark = detector.update(time_s, light_at(time_s))
        if dark is not before:
            changes.append((pytest.approx(time_s, abs=0.1), dark))
        before = dark
    return changes


@pytest.mark.parametrize(
    ("color", "light"),
    [((0, 0, 0), 0.0), ((255, 255, 255), 1.0), ((255, 0, 0), 0.2126), ((0, 255, 0), 0.7152)],
)
def test_the_brightness_of_a_picture_of_one_color(color, light):
    assert brightness(np.full((480, 640, 3), color, np.uint8)) == pytest.approx(light, abs=1e-6)


def test_a_lamp_in_a_dark_room_does_not_make_it_bright():
    image = np.full((480, 640, 3), 25, np.uint8)
    image[:200, :300] = 255

    assert brightness(image) == pytest.approx(25 / 255, abs=1e-6)


@pytest.mark.parametrize("size", [(1, 1), (7, 9), (481, 641)])
def test_a_picture_of_any_size_has_a_brightness(size):
    assert brightness(np.full((*size, 3), 51, np.uint8)) == pytest.approx(0.2, abs=1e-6)


def test_a_few_rows_and_columns_give_the_median_of_all():
    rng = np.random.default_rng(2)
    image = np.clip(rng.normal(120, 60, (480, 640, 3)), 0, 255).astype(np.uint8)
    whole = float(np.median(image @ [0.2126, 0.7152, 0.0722]) / 255)

    assert brightness(image) == pytest.approx(whole, abs=0.01)


def test_the_number_is_the_same_after_it_was_kept_in_single_precision():
    image = np.full((48, 64, 3), (37, 91, 16), np.uint8)
    light = brightness(image)

    assert float(np.float32(light)) == light


def test_dark_is_reported_after_a_while_and_withdrawn_after_a_while():
    lit_from_s = 10.0

    changes = dark_at(lambda t: 0.05 if t < lit_from_s else 0.5, 20.0)

    assert changes == [(DARK_FOR_S, True), (lit_from_s + DARK_FOR_S, False)]


@pytest.mark.parametrize("light", [0.32, 0.5, 1.0])
def test_a_dim_room_is_not_too_dark(light):
    assert dark_at(lambda _: light, 10.0) == []


def test_a_camera_that_finds_its_exposure_is_not_in_the_dark():
    assert dark_at(lambda t: min(0.5, 0.3 * t), 10.0) == []


def test_around_the_limit_it_does_not_flicker():
    rng = np.random.default_rng(3)
    between = (DARK_BELOW + BRIGHT_ABOVE) / 2

    def flickering(time_s):
        return 0.05 if time_s < 5.0 else between + rng.uniform(-0.015, 0.015)

    assert dark_at(flickering, 60.0) == [(DARK_FOR_S, True)]
    assert dark_at(lambda _: between + rng.uniform(-0.015, 0.015), 60.0) == []


def test_unknown_brightness_is_not_too_dark():
    assert dark_at(lambda _: None, 10.0) == []
    assert dark_at(lambda t: 0.05 if t < 5 else None, 10.0) == [(DARK_FOR_S, True), (5.0, False)]


@pytest.mark.parametrize(("level", "dark"), [(12, True), (140, False)])
def test_a_replay_judges_the_brightness_as_the_live_session_did(make_video, tmp_path, level, dark):
    picture = np.full((48, 64, 3), level, np.uint8)
    times = [index / 10 for index in range(60)]
    video = make_video("room.mp4", times_s=times, picture=lambda _: picture)
    book = load_book()
    job = Job(video, tmp_path / "out", book.get("bridging"), book, "en", "none")

    session = analyze(job, RecordedPoses([])).session

    recording = tmp_path / "out" / "landmarks.npz"
    judge = Judge(job.exercise, book, "en")
    frames = zip(*load_poses(recording), load_brightness(recording), strict=True)
    for time_s, pose, light in frames:
        judge.update(time_s, pose, light)
    assert judge.finish(session.source, session.model) == session
    assert (LIGHT in {cue.id for cue in session.cues}) is dark
    assert {item.id: item.ok for item in session.setup}[LIGHT] is not dark
