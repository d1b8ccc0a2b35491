"""The set-up on sample clips, as they are and spoilt: dark, far away, cut off, from elsewhere."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from stabiel.coach.setup import BESIDE, DISTANCE, FEET, LIGHT, VIEW, WHOLE_BODY, Item
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import Pose
from stabiel.session.cues import Priority
from stabiel.session.pipeline import Judge
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile
from tests.sessions import BOOK

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FRAMES = 70
Image = NDArray[np.uint8]
Spoil = Callable[[Image], Image]


@lru_cache(maxsize=1)
def found(sample: str, spoil: Spoil) -> list[tuple[float, Pose | None, float]]:
    """Return time, pose and brightness of the first frames of a sample, spoilt."""
    poses = []
    with VideoFile(SAMPLES / f"{sample}.mp4") as video, Landmarker("full") as landmarker:
        for frame, _ in zip(video, range(FRAMES), strict=False):
            image = np.ascontiguousarray(spoil(frame.image))
            pose = landmarker.find(Frame(image, frame.time_s))
            poses.append((frame.time_s, pose, brightness(image)))
    return poses


def shown(sample: str, exercise: str, spoil: Spoil) -> tuple[list[str], dict[str, Item]]:
    """Judge the beginning of a sample, spoilt; return what the set-up said, and its items."""
    judge = Judge(BOOK.get(exercise), BOOK, "en")
    said = []
    for time_s, pose, light in found(sample, spoil):
        cue = judge.update(time_s, pose, light).cue
        if cue is not None and cue.priority is Priority.SETUP and cue.id != "begin":
            said.append(cue.id)
    return said, {item.id: item for item in judge._coach.setup.items}


def as_it_is(image: Image) -> Image:
    return image


def dark(image: Image) -> Image:
    """Let a hundredth of the light in, with the noise of a sensor."""
    light = (image / 255) ** 2.2 * 0.01
    noise = np.random.default_rng(1).standard_normal(light.shape)
    light = light + noise * np.sqrt(0.0005**2 + 0.000032 * light)
    return (np.clip(light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)


def far_away(image: Image) -> Image:
    """Make the picture small, on a ground of its own edge."""
    small = cv2.resize(image, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    down, right = np.subtract(image.shape, small.shape)[:2]
    edges = down // 2, down - down // 2, right // 2, right - right // 2
    return cv2.copyMakeBorder(small, *edges, cv2.BORDER_REPLICATE)


def without_feet(image: Image) -> Image:
    """Cut off the side of the picture on which the feet are."""
    return image[:, : image.shape[1] * 2 // 3]


@pytest.mark.parametrize("sample", ["bridging-good", "leg-lift-good", "arm-reach-good"])
def test_a_good_clip_hears_nothing_and_everything_is_right(sample: str) -> None:
    said, items = shown(sample, sample.removesuffix("-good"), as_it_is)

    assert said == []
    assert [item.id for item in items.values() if not item.ok] == []


def test_in_the_dark_a_lamp_is_asked_for() -> None:
    said, items = shown("leg-lift-good", "leg-lift", dark)

    assert said == [LIGHT]
    assert items[LIGHT].direction == LIGHT


def test_far_away_the_camera_is_too_far() -> None:
    _, items = shown("leg-lift-good", "leg-lift", far_away)

    assert items[DISTANCE].direction == DISTANCE


def test_feet_that_are_cut_off_are_named() -> None:
    _, items = shown("bridging-good", "bridging", without_feet)

    assert items[WHOLE_BODY].direction == FEET


def test_an_oblique_view_is_wrong_for_who_lifts_a_leg_and_right_for_a_bridge() -> None:
    said, items = shown("bridging-oblique-faults", "leg-lift", as_it_is)

    assert said == [VIEW]
    assert items[VIEW].direction == BESIDE
    assert shown("bridging-oblique-faults", "bridging", as_it_is)[0] == []
