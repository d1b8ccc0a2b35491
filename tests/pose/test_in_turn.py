"""Two landmarkers in turn give the same poses in the same order, however long each look takes."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from stabiel.errors import ResourceError
from stabiel.pose.in_turn import InTurn
from stabiel.video.frame import Frame
from tests.bodies import pose_of
from tests.trainer.people import bridges

IMAGE = np.zeros((4, 4, 3), np.uint8)
FRAMES = [Frame(IMAGE, number / 25) for number in range(12)]
LIFTING = bridges(172.0, start_s=0.05)
SOON_S = 20.0


class Eyes:
    """A landmarker that sees a bridge. It waits at some frames, and fails at others."""

    def __init__(self, made, wait_for=None, fails_at=()):
        self.times_s, self.closed = [], False
        self._wait_for, self._fails_at = wait_for or {}, fails_at
        made.append(self)

    def find(self, frame):
        self.times_s.append(frame.time_s)
        event = self._wait_for.get(frame.time_s)
        assert event is None or event.wait(SOON_S)
        if frame.time_s in self._fails_at:
            raise RuntimeError("the graph has ended")
        pose = pose_of(LIFTING(frame.time_s), frame.time_s)
        # Visibilities change, and the one that sees the second frame sees all a pixel to the right.
        visibility = np.full(33, 0.5 + 0.4 * np.sin(frame.time_s))
        return replace(pose, visibility=visibility, points=pose.points + self.shift_px)

    @property
    def shift_px(self):
        return round(self.times_s[0] * 25) % 2

    def close(self):
        self.closed = True


@pytest.fixture
def made():
    return []


def pair(made, **options):
    return InTurn(lambda: Eyes(made, **options), clock=iter(range(1000)).__next__)


def numbers(poses):
    """Return all that the poses say, to compare them."""
    return [(p.time_s, p.points.tolist(), p.world.tolist(), p.visibility.tolist()) for p in poses]


def test_each_looks_at_every_second_frame(made):
    two = pair(made)
    poses = [two.find(frame) for frame in FRAMES]

    assert sorted(eyes.times_s for eyes in made) == [
        [frame.time_s for frame in FRAMES[first::2]] for first in (0, 1)
    ]
    assert [pose.time_s for pose in poses] == [frame.time_s for frame in FRAMES]
    two.close()


def test_looking_ahead_finds_the_same_poses_even_if_one_is_slow(made):
    slow = threading.Event()
    alone, ahead = pair(made), pair(made, wait_for={FRAMES[4].time_s: slow})
    expected = [alone.find(frame) for frame in FRAMES]
    found = []
    for frame, following in zip(FRAMES, [*FRAMES[1:], None], strict=True):
        ahead.begin(frame)
        if following is not None:
            ahead.begin(following)
        if frame is FRAMES[4]:
            # The other one finishes the later frame first, and it stays the later one.
            later = ahead._begun[-1].found
            later.result(SOON_S)
            assert not ahead.is_ready(frame.time_s)
            assert ahead.is_ready(following.time_s)
            slow.set()
        found.append(ahead.find(frame))

    assert numbers(found) == numbers(expected)
    assert ahead.took_s > 0
    for each in (alone, ahead):
        each.close()


def test_what_they_find_is_smoothed_over_all_frames(made):
    two = pair(made)
    poses = [two.find(frame) for frame in FRAMES]
    two.close()

    # Between the two places, and not from one to the other.
    knee_x = [float(pose.points[25, 0]) for pose in poses]
    truth_x = [float(pose_of(LIFTING(f.time_s), f.time_s).points[25, 0]) for f in FRAMES]
    assert knee_x[0] == pytest.approx(truth_x[0], abs=1e-3)
    apart = np.subtract(knee_x[3:], truth_x[3:])
    assert apart == pytest.approx(np.full(9, 0.5), abs=0.2)
    assert all(0.5 <= pose.visibility[0] <= 0.9 for pose in poses)


def test_a_frame_that_is_passed_over_is_dropped_and_seen_by_its_landmarker_all_the_same(made):
    two = pair(made)
    for frame in FRAMES[:4]:
        two.begin(frame)
    two.begin(FRAMES[1])

    # One of each landmarker, so that both are over with those before.
    for frame in FRAMES[2:4]:
        assert two.find(frame).time_s == frame.time_s
    two.close()
    assert sorted(time_s for eyes in made for time_s in eyes.times_s) == [
        frame.time_s for frame in FRAMES[:4]
    ]


def test_a_failure_comes_with_its_own_frame(made):
    two = pair(made, fails_at={FRAMES[1].time_s})
    for frame in FRAMES[:3]:
        two.begin(frame)

    assert two.find(FRAMES[0]) is not None
    with pytest.raises(RuntimeError, match="the graph has ended"):
        two.find(FRAMES[1])
    two.close()
    assert all(eyes.closed for eyes in made)


def test_closing_waits_for_looks_that_have_begun_and_frees_both(made):
    event = threading.Event()
    two = pair(made, wait_for={FRAMES[0].time_s: event})
    for frame in FRAMES[:4]:
        two.begin(frame)
    closing = threading.Thread(target=two.close)
    closing.start()
    assert not any(eyes.closed for eyes in made if FRAMES[0].time_s in eyes.times_s)
    event.set()
    closing.join(SOON_S)

    assert not closing.is_alive()
    assert [eyes.closed for eyes in made] == [True, True]


def test_if_one_cannot_be_made_the_other_is_freed(made):
    lock = threading.Lock()

    def new_estimator():
        with lock:
            if made:
                raise ResourceError("the model is damaged")
            return Eyes(made)

    with pytest.raises(ResourceError, match="damaged"):
        InTurn(new_estimator)
    assert [eyes.closed for eyes in made] == [True]
