"""Key moments: how a movement began, its best and its worst, with or without a picture."""

import cv2
import numpy as np
import pytest

from stabiel.report.pictures import HEIGHT_PX, KeyMoments, Stills
from tests.records import BRIDGING, Frames, judged_frames

GRAY = np.full((960, 1280, 3), 128, np.uint8)


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 154])


def moments_of(frames: Frames, image: np.ndarray | None) -> KeyMoments:
    moments = KeyMoments(BRIDGING, "nl")
    for _, _, judgment, _ in frames.frames:
        moments.note(image, judgment)
    moments.close(frames.session)
    return moments


def picture(jpeg: bytes | None) -> np.ndarray:
    assert jpeg is not None
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)


def stills_of(frames: Frames, moments: KeyMoments) -> tuple[Stills, Stills]:
    (good,), (low,) = frames.session.repetitions, frames.session.attempts
    assert good.movement is not None and low.movement is not None
    return moments.of[good.movement], moments.of[low.movement]


def test_the_moments_are_in_their_movement(bridges: Frames) -> None:
    good, low = stills_of(bridges, moments_of(bridges, None))
    (repetition,), (attempt,) = bridges.session.repetitions, bridges.session.attempts

    assert repetition.start_s - 1.5 < good["start"].time_s < repetition.target_s
    assert repetition.target_s <= good["best"].time_s < repetition.end_s
    assert attempt.start_s - 1.5 < low["start"].time_s < low["best"].time_s < attempt.end_s
    assert repetition.end_s - 0.1 <= low["start"].time_s  # its own beginning


def test_only_the_movement_that_missed_its_target_is_marked() -> None:
    frames = judged_frames([154, 175])
    good, low = stills_of(frames, moments_of(frames, None))
    begun_s = good["start"].time_s
    # When the next one begins, the mark on the screen may still stand.
    (during,) = (each for _, _, each, _ in frames.frames if each.moment.time_s == begun_s)
    assert during.moment.missed is not None

    assert [role for role, each in low.items() if each.moment.missed is not None] == ["best"]
    assert [role for role, each in good.items() if each.moment.missed is not None] == []


def test_the_best_moment_is_the_highest(bridges: Frames) -> None:
    good, _ = stills_of(bridges, moments_of(bridges, None))

    assert good["best"].moment.value == pytest.approx(175, abs=2)
    # A movement has begun once it left the rest by some degrees.
    assert good["start"].moment.value == pytest.approx(125, abs=6)


def test_pictures_are_taken_as_they_come(bridges: Frames) -> None:
    good, _ = stills_of(bridges, moments_of(bridges, GRAY))

    shown = picture(good["best"].jpeg)
    assert shown.shape == (HEIGHT_PX, round(HEIGHT_PX * 1280 / 960), 3)
    assert abs(int(np.median(shown)) - 128) <= 2
    assert (np.abs(shown.astype(int) - 128).max(axis=2) > 60).mean() > 0.002  # the overlay


def test_without_a_picture_the_figure_is_drawn_large(bridges: Frames) -> None:
    moments = moments_of(bridges, None)
    good, _ = stills_of(bridges, moments)
    assert good["best"].jpeg is None

    drawn = moments.drawn(good, {good["best"].time_s: GRAY})

    assert abs(int(np.median(picture(drawn["best"].jpeg))) - 128) <= 2  # its own picture
    figure = picture(drawn["start"].jpeg)
    assert figure.shape[0] == pytest.approx(HEIGHT_PX, abs=2)
    bright = np.argwhere(figure.max(axis=2) > 180)
    width = np.ptp(bright[:, 1]) / figure.shape[1]
    assert width > 0.5
