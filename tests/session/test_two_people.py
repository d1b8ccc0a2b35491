"""Two people before the camera, found by the landmarker: the other one never counts.

The pictures are put together from the sample clips. Every third frame is enough.
"""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.clips import Clip
from stabiel.exercises.files import load_book
from stabiel.pose.mediapipe import Landmarker
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
RATE_HZ = 20 / 3
BOOK = load_book()


def pictures_of(name: str, size: tuple[int, int] | None = None) -> list[Image]:
    """Return every third picture of a sample clip of 20 frames per second."""
    with VideoFile(SAMPLES / f"{name}.mp4") as video:
        images = [frame.image for index, frame in enumerate(video) if index % 3 == 0]
    return images if size is None else [cv2.resize(image, size) for image in images]


def true_repetitions(name: str) -> list[tuple[float, float]]:
    truth = Clip(SAMPLES / f"{name}.mp4").truth
    return [(each["start_s"], each["end_s"]) for each in truth["repetitions"]]


def session_of(pictures: Sequence[Image], exercise: str = "bridging") -> Session:
    judge = Judge(BOOK.get(exercise), BOOK, "en")
    with Landmarker("full") as landmarker:
        for index, image in enumerate(pictures):
            time_s = index / RATE_HZ
            pose = landmarker.find(Frame(np.ascontiguousarray(image), time_s))
            judge.update(time_s, pose)
    height, width = pictures[0].shape[:2]
    duration_s = len(pictures) / RATE_HZ
    return judge.finish(Source("array", "two", duration_s, RATE_HZ, width, height), "full")


def belong_to(session: Session, true: Sequence[tuple[float, float]]) -> bool:
    """Return whether each counted repetition is one of these movements."""
    return all(
        any(start < each.target_s < end for start, end in true) for each in session.repetitions
    )


@pytest.fixture(scope="module")
def man() -> list[Image]:
    return pictures_of("bridging-good")


@pytest.fixture(scope="module")
def woman(man: list[Image]) -> list[Image]:
    height, width = man[0].shape[:2]
    return pictures_of("bridging-faults", (width, height))


def test_of_two_who_exercise_beside_each_other_one_is_followed(
    man: list[Image], woman: list[Image]
) -> None:
    both = [np.hstack(pair) for pair in zip(man, woman, strict=False)]

    session = session_of(both)

    his, hers = true_repetitions("bridging-good"), true_repetitions("bridging-faults")
    assert session.repetitions
    follows_him = belong_to(session, his)
    assert follows_him or belong_to(session, hers)
    said = [cue.id for cue in session.cues if cue.id.startswith("two_people")]
    assert said == ["two_people_left" if follows_him else "two_people_right"]


def test_after_a_cut_to_somebody_else_only_the_first_one_counts(
    man: list[Image], woman: list[Image]
) -> None:
    cut_s, back_s = 11.4, 26.4
    first, between = round(cut_s * RATE_HZ), round((back_s - cut_s) * RATE_HZ)

    session = session_of([*man[:first], *woman[:between], *man[first:]])

    assert session.repetitions
    assert all(each.end_s <= cut_s or each.start_s >= back_s for each in session.repetitions)
    other_s = sum(each.seconds for each in session.time if each.why == "other_body")
    assert other_s == pytest.approx(back_s - cut_s, abs=1.5)
    assert "other_body" in {cue.id for cue in session.cues}


def test_who_passes_in_front_makes_no_movement_count_that_was_not_made(man: list[Image]) -> None:
    standing = pictures_of("psoas-good")[0]
    height, width = man[0].shape[:2]
    figure = cv2.resize(standing[:, 200:440], (height * 3 // 5, height))
    passing = []
    for index, image in enumerate(man):
        # Across the picture within three seconds, during the second bridge.
        left = round((index / RATE_HZ - 7.5) / 3.0 * (width + figure.shape[1])) - figure.shape[1]
        picture = image.copy()
        seen = slice(max(0, left), max(0, min(width, left + figure.shape[1])))
        if seen.stop > seen.start:
            picture[:, seen] = figure[:, seen.start - left : seen.stop - left]
        passing.append(picture)

    session = session_of(passing)

    assert belong_to(session, true_repetitions("bridging-good"))
    assert len(session.repetitions) >= 2
    assert session.attempts == () or all(each.doubtful for each in session.attempts)


def test_who_exercises_behind_is_not_counted_too(man: list[Image], woman: list[Image]) -> None:
    height, width = man[0].shape[:2]
    behind = []
    for near, far in zip(man, woman, strict=False):
        picture = near.copy()
        small = cv2.resize(far, (width // 3, height // 3))
        picture[: height // 3, width // 3 : width // 3 + small.shape[1]] = small
        behind.append(picture)

    session = session_of(behind)

    assert belong_to(session, true_repetitions("bridging-good"))
    assert len(session.repetitions) == 4


def test_alone_nobody_is_told_of_two(man: list[Image]) -> None:
    session = session_of(man[:80])

    assert not {"two_people_left", "two_people_right", "other_body"} & {c.id for c in session.cues}
