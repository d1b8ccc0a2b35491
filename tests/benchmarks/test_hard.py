"""Degraded clips: the degradations, the kinds of answers, and some whole examples."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.degrade import DEGRADATIONS, Degradation, swapped
from benchmarks.hard import Subject, answer, judged, subjects
from benchmarks.shape import BONES, found_joints, shapes
from benchmarks.taken import Taken, take
from stabiel.anatomy import Reason
from stabiel.coach.events import Hold, Repetition
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.recording import Recorded
from stabiel.session.session import Session
from stabiel.video.brightness import brightness
from tests.records import WHOLE

WHOLE_VIDEO = subjects(None)[0].video
WAYS = {way.id: way for way in DEGRADATIONS}


@pytest.fixture(scope="module")
def bridging() -> tuple[Subject, Taken]:
    """Two bridges of a sample clip, at ten frames per second."""
    subject = next(each for each in subjects(None) if each.name == "bridging-good")
    taken = take(subject.video, "lite", outline=False, until_s=subject.until_s)
    return subject, Taken(taken.frames[::2], taken.poses[::2], taken.masks[::2])


# The degradations


@pytest.mark.parametrize("way", DEGRADATIONS, ids=lambda way: way.id)
def test_every_level_is_worse_and_always_the_same(
    bridging: tuple[Subject, Taken], way: Degradation
) -> None:
    taken = bridging[1]
    few = Taken(taken.frames[::10], taken.poses[::10], taken.masks[::10])
    assert list(way.levels) == sorted(way.levels, reverse=way.id in ("slow", "small"))

    for level in way.levels:
        once, again = ([*way.change(few, level)] for _ in range(2))

        assert [frame.time_s for frame in once] == [frame.time_s for frame in again]
        pairs = zip(once, again, strict=True)
        assert all(np.array_equal(one.image, other.image) for one, other in pairs)
        assert all(frame.image.flags.c_contiguous for frame in once)
        known = {frame.time_s: frame.image for frame in few.frames}
        changed = [
            frame.image.shape != known[frame.time_s].shape
            or not np.array_equal(frame.image, known[frame.time_s])
            for frame in once
        ]
        slow_enough = way.id == "slow" and level > 1.0
        assert any(changed) or len(once) < len(few.frames) or slow_enough


def test_sides_that_are_exchanged_come_back(bridging: tuple[Subject, Taken]) -> None:
    taken = bridging[1]
    pairs = zip(taken.frames, taken.poses, strict=True)
    frames = [Recorded(frame.time_s, pose) for frame, pose in pairs]

    assert swapped(frames, 0.0) == frames
    all_wrong = swapped(frames, 100.0)
    first, wrong = frames[0].pose, all_wrong[0].pose
    assert first is not None
    assert wrong is not None
    assert np.array_equal(wrong.points[11], first.points[12])
    assert np.array_equal(wrong.points[32], first.points[31])
    assert np.array_equal(wrong.points[0], first.points[0])
    some = [one is not two for one, two in zip(frames, swapped(frames, 30.0), strict=True)]
    assert 0.1 < sum(some) / len(some) < 0.5


# The kinds of answers


def session_of(count: int, reported_s: float, held_s: float | None = None) -> Session:
    spans = [(2.0, 6.0), (7.0, 11.0), (12.0, 16.0)][:count]
    repetitions = [Repetition(end, 1, "both", start, 4.0, end, ()) for start, end in spans]
    holds = [] if held_s is None else [Hold(9.0, 1, "both", 1.0, 9.0, held_s, True, ())]
    reported = (("repetitions", Reason.HIDDEN, reported_s),) if reported_s else ()
    return replace(
        WHOLE, repetitions=tuple(repetitions), holds=tuple(holds), attempts=(), not_judged=reported
    )


@pytest.mark.parametrize(
    ("count", "reported_s", "worth"),
    [
        (2, 0.0, "exact"),
        (1, 3.0, "not judged"),
        (1, 0.5, "wrong"),
        (0, 8.0, "not judged"),
        (0, 2.0, "wrong"),
        (3, 8.0, "wrong"),
    ],
)
def test_the_answer_for_a_count(count: int, reported_s: float, worth: str) -> None:
    subject = Subject("x", WHOLE_VIDEO, "bridging", ((2.0, 6.0), (7.0, 11.0)))

    assert answer(subject, session_of(count, reported_s))[0] == worth


@pytest.mark.parametrize(
    ("held_s", "reported_s", "worth"),
    [(10.0, 0.0, "exact"), (4.0, 6.0, "not judged"), (4.0, 1.0, "wrong"), (14.0, 6.0, "wrong")],
)
def test_the_answer_for_held_seconds(held_s: float, reported_s: float, worth: str) -> None:
    subject = Subject("x", WHOLE_VIDEO, "childs-pose", ((0.0, 10.0),), hold_s=10.5)

    assert answer(subject, session_of(0, reported_s, held_s))[0] == worth


# Some whole examples; `python -m benchmarks.hard` runs all of them


@pytest.mark.parametrize(
    ("way_id", "level", "worth"),
    [
        ("mirrored", 1.0, {"exact"}),
        ("knocked", 8.0, {"exact"}),
        ("feet", 40.0, {"not judged"}),
        ("front", 1.5, {"exact", "not judged"}),
    ],
)
def test_a_bad_picture_gives_the_count_or_no_answer(
    bridging: tuple[Subject, Taken], way_id: str, level: float, worth: set[str]
) -> None:
    subject, taken = bridging
    with Landmarker("lite") as landmarker:
        frames = [
            Recorded(frame.time_s, landmarker.find(frame), brightness(frame.image))
            for frame in WAYS[way_id].change(taken, level)
        ]

    found, reported_s = answer(subject, judged(subject, frames))

    assert found in worth
    # Of somebody who passes, only their own seconds are not judged, and those to the next start.
    assert (reported_s > 3.0) is (found == "not judged")


def test_a_detected_body_is_shaped_like_a_person(bridging: tuple[Subject, Taken]) -> None:
    joints, near = found_joints(bridging[1].poses)
    # Measured on all samples and on real clips: varies by at most 13 %, at most 34 % off published.
    for shape in shapes(joints, near):
        assert shape.varies < 0.15, shape
        assert abs(shape.off_published) < 0.35, shape
        assert 0.7 < shape.left_to_right < 1.4, shape


def test_a_body_that_is_not_shaped_like_a_person_is_detected(
    bridging: tuple[Subject, Taken],
) -> None:
    joints, near = found_joints(bridging[1].poses)
    upper, lower = BONES["thigh"]
    grows = np.linspace(0.5, 1.5, len(joints[lower, near]))[:, None]
    stretched = dict(joints)
    stretched[lower, near] = joints[upper, near] + grows * (
        joints[lower, near] - joints[upper, near]
    )

    thigh = shapes(stretched, near)[0]

    assert thigh.varies > 0.15
