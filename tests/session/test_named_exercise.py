"""A recording of another exercise is named also if something of the named one counted in it."""

from dataclasses import replace

import pytest

from stabiel.pose.recording import Recorded
from stabiel.session.named_exercise import MOST, with_exercise_shown
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from tests.bodies import childs_pose, path, pose_of
from tests.sessions import BOOK
from tests.trainer.people import bridges

RATE_HZ = 12.5
FILE = Source("file", "clip.mp4", 0.0, RATE_HZ, 1280, 720)


def frames_of(*hip_deg: float, stretched_s: float = 0.0, lying_s: float = 0.0) -> list[Recorded]:
    """Return bridges, then the body at rest on its back, then a child's pose."""
    lies_s = 5.0 + 6.0 * len(hip_deg) + lying_s
    kneels = path((0, 90), (2, 90), (5, 36), (5 + stretched_s, 36), (8 + stretched_s, 90))
    lifts = bridges(*hip_deg, start_s=3.0)
    end_s = lies_s + (10.0 + stretched_s if stretched_s else 0.0)
    times_s = [index / RATE_HZ for index in range(round(end_s * RATE_HZ))]
    return [
        Recorded(at, pose_of(lifts(at) if at < lies_s else childs_pose(kneels(at - lies_s)), at))
        for at in times_s
    ]


def judged(exercise: str, frames: list[Recorded], source: Source = FILE) -> Session:
    rule = BOOK.get(exercise)
    session = replay(rule, BOOK, "en", frames, source=source, model="none").session
    return with_exercise_shown(session, rule, BOOK, lambda: frames)


@pytest.fixture(scope="module")
def stray() -> list[Recorded]:
    """One bridge, and then nothing but a child's pose."""
    return frames_of(172, stretched_s=30.0)


def test_a_single_movement_does_not_hide_that_it_is_another_exercise(stray):
    session = judged("bridging", stray)

    assert len(session.repetitions) == 1
    assert session.looks_like == "childs-pose"


def test_the_right_exercise_is_not_doubted_whatever_comes_after_it(stray):
    whole = judged("bridging", frames_of(172, 172, 172, stretched_s=30.0))

    assert (len(whole.repetitions), whole.looks_like) == (3, None)
    assert judged("childs-pose", stray).looks_like is None


def test_a_rest_after_a_movement_is_not_another_exercise():
    session = judged("bridging", frames_of(172, lying_s=60.0))

    assert (len(session.repetitions), session.looks_like) == (1, None)


@pytest.mark.parametrize("source", [replace(FILE, kind="camera"), replace(FILE, begins_s=1e-3)])
def test_a_live_session_and_a_part_of_a_recording_are_not_looked_at(stray, source):
    rule = BOOK.get("bridging")
    session = replay(rule, BOOK, "en", stray, source=source, model="none").session

    def read() -> list[Recorded]:
        pytest.fail("the recording was read")

    assert session.counted
    assert with_exercise_shown(session, rule, BOOK, read) is session


def test_what_fills_half_of_a_recording_needs_no_second_look():
    rule = BOOK.get("bridging")
    frames = frames_of(172, 172, 172)
    session = replay(rule, BOOK, "en", frames, source=FILE, model="none").session

    def read() -> list[Recorded]:
        pytest.fail("the recording was read")

    moved_s = sum(each.end_s - each.start_s for each in session.repetitions)
    assert moved_s >= MOST * session.source.duration_s
    assert with_exercise_shown(session, rule, BOOK, read) is session
