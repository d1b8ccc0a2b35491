"""The frames between camera and session: in order, and one ahead while two look in turn."""

import numpy as np

from stabiel.trainer.lookahead import Due, Lookahead
from stabiel.trainer.terms import Sight
from stabiel.video.frame import Frame

IMAGE = np.zeros((4, 4, 3), np.uint8)
FRAMES = [Frame(IMAGE, number / 25) for number in range(4)]


class Scripted:
    """A camera that gives what a script says at each question, None for no frame."""

    def __init__(self, *script):
        self._script, self.asked_s = list(script), []
        self.sight = Sight.FINE

    def newest(self, timeout_s):
        self.asked_s.append(timeout_s)
        given = self._script.pop(0) if self._script else None
        if isinstance(given, Sight):
            self.sight, given = given, None
        return given

    @property
    def ended(self):
        return not self._script


class Looking:
    """A session that looks ahead."""

    def __init__(self, ahead=1, ready=()):
        self.ahead, self.ready, self.expected = ahead, set(ready), []

    def expect(self, frame, sight):
        if frame.time_s not in self.expected:
            self.expected.append(frame.time_s)

    def is_ready(self, frame):
        return frame.time_s in self.ready


def test_with_one_landmarker_a_frame_is_given_as_it_comes():
    camera, session = Scripted(FRAMES[0], None, FRAMES[1]), Looking(ahead=0)
    frames = Lookahead(camera, session)

    given = [frames.next(0.1).frame for _ in range(3)]

    assert given == [FRAMES[0], None, FRAMES[1]]
    assert camera.asked_s == [0.1] * 3
    assert session.expected == []
    assert frames.ended


def test_with_two_a_frame_is_given_when_the_one_after_it_is_looked_at():
    session = Looking()
    frames = Lookahead(Scripted(*FRAMES), session)

    given = []
    for number in range(3):
        given.append(frames.next(0.1).frame)
        assert session.expected == [each.time_s for each in FRAMES[: number + 2]]

    assert given == FRAMES[:3]
    assert not frames.ended
    assert frames.next(0.1).frame is FRAMES[3]
    assert frames.ended
    assert frames.next(0.1) == Due(None, Sight.FINE)


def test_a_look_that_is_over_does_not_wait_for_the_next_frame():
    session = Looking(ready={FRAMES[0].time_s})
    camera = Scripted(FRAMES[0], None, None)

    assert Lookahead(camera, session).next(0.1).frame is FRAMES[0]
    assert camera.asked_s == [0.1, 0.0]


def test_a_frame_is_given_after_the_time_even_if_its_look_is_not_over():
    camera = Scripted(FRAMES[0])
    frames = Lookahead(camera, Looking())

    assert frames.next(0.02).frame is FRAMES[0]
    assert len(camera.asked_s) < 10


def test_a_frame_keeps_the_sight_with_which_it_came():
    frames = Lookahead(Scripted(FRAMES[0], Sight.LOST, FRAMES[1]), Looking())

    assert frames.next(0.1) == Due(FRAMES[0], Sight.FINE)
    assert frames.next(0.1) == Due(FRAMES[1], Sight.LOST)


def test_what_waits_is_given_first_if_one_looks_again():
    session = Looking()
    frames = Lookahead(Scripted(*FRAMES), session)
    frames.next(0.1)
    session.ahead = 0

    assert [frames.next(0.1).frame for _ in range(3)] == FRAMES[1:]
