"""Nobody who waits, or does what does not count, is left in silence for longer than 20 s."""

from itertools import pairwise

import pytest

from stabiel.trainer.terms import Stage
from tests.bodies import Bridge, childs_pose, path, pose_of
from tests.trainer.people import STRETCH, bridge_step, hold_step, train

LONGEST_S = 20.0
# A line is begun when the one before it is over.
SPOKEN_S = 5.0


def longest_silence_s(heard, first_s, last_s):
    times = [time_s for time_s, _ in heard.lines if first_s <= time_s <= last_s]
    ends = [first_s, *times, last_s]
    return max(after - before for before, after in pairwise(ends))


def bridging_then_lying(time_s):
    hip = path((0, 125), (20, 125), (22, 172), (24, 125), (1e9, 125))
    return pose_of(Bridge().at(hip(time_s)), time_s)


def test_who_lies_still_is_asked_to_begin():
    heard = train([bridge_step()], bridging_then_lying, 110)

    assert heard.scene_at(100.0).stage is Stage.WORK
    assert heard.texts.count("All right? Begin when you are ready.") >= 3
    assert longest_silence_s(heard, 24.0, 105.0) <= LONGEST_S + SPOKEN_S


def test_who_leaves_a_stretch_is_led_back():
    def pose_at(time_s):
        leaves = path((0, 0), (34, 0), (36, 1), (1e9, 1))
        folded = STRETCH(time_s) + leaves(time_s) * (90 - STRETCH(time_s))
        return pose_of(childs_pose(folded), time_s)

    heard = train([hold_step()], pose_at, 110)

    assert heard.scene_at(100.0).stage is Stage.WORK
    assert heard.scene_at(100.0).number != "0"
    assert heard.ids.count("ease_back") >= 2
    assert longest_silence_s(heard, 36.0, 105.0) <= LONGEST_S + SPOKEN_S


@pytest.mark.parametrize("line", ["begin_again", "ease_back"])
def test_who_works_hears_neither(line):
    def pose_at(time_s):
        return pose_of(childs_pose(STRETCH(time_s)), time_s)

    bridge = ((0, 125), (2, 172), (4, 125))
    knots = [(12 + 8 * number + at_s, hip) for number in range(8) for at_s, hip in bridge]
    hip = path((0, 125), *knots, (1e9, 125))
    bridges = train([bridge_step()], lambda time_s: pose_of(Bridge().at(hip(time_s)), time_s), 76)
    stretch = train([hold_step()], pose_at, 110)

    assert line not in stretch.ids
    assert line not in bridges.ids
