"""Near misses on hands and knees: what only swings through the target is not counted."""

from pathlib import Path

import pytest

from stabiel.pose.recording import load_recording
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from tests.bodies import Camera, all_fours, path
from tests.sessions import BOOK, judged

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
CAMERA = Camera(200.0, (900.0, 900.0), size_px=(1800, 1800))


def kicks(knee_deg: object) -> Session:
    hip = path((0, 90), (2, 90), (3, 175), (5, 175), (6, 90), (8, 90))
    return judged(
        "leg-reach", lambda t: all_fours(hip_deg=hip(t), knee_deg=knee_deg(t)), 8.0, CAMERA
    )


def test_a_straight_leg_counts() -> None:
    (repetition,) = kicks(path((0, 90), (2, 90), (3, 170), (5, 170), (6, 90), (8, 90))).repetitions
    assert repetition.faults == ()


@pytest.mark.parametrize("most_deg", [140.0, 160.0])
def test_a_knee_that_straightens_for_a_moment_is_a_kick(most_deg: float) -> None:
    session = kicks(
        path((0, 90), (2, 90), (3, 120), (3.5, 120), (3.7, most_deg), (3.9, 120), (5, 120), (6, 90))
    )

    assert session.repetitions == ()
    assert [attempt.reason for attempt in session.attempts] == ["knee_bent"]


def test_an_arm_that_swings_through_is_no_reach() -> None:
    arm = path((0, 85), (2, 85), (2.5, 160), (3, 85), (6, 85))
    stays = path((0, 85), (2, 85), (3, 160), (4, 160), (5, 85), (7, 85))

    assert judged("arm-reach", lambda t: all_fours(shoulder_deg=stays(t)), 7.0, CAMERA).repetitions
    assert not judged(
        "arm-reach", lambda t: all_fours(shoulder_deg=arm(t)), 6.0, CAMERA
    ).repetitions


@pytest.mark.skipif(not REAL.is_dir(), reason="the real recordings are not on this computer")
@pytest.mark.parametrize("model", ["full", "heavy"])
@pytest.mark.parametrize(
    ("exercise", "recording", "count"),
    [
        ("leg-reach", "person-08-quadruped-leg-1", 0),  # bent-knee kicks
        ("leg-reach", "person-13-quadruped-leg-1", 0),  # a bent knee lifted to the side
        ("leg-reach", "person-13-quadruped-leg-2", 1),
        ("arm-reach", "person-06-quadruped-mid-2", 0),  # to the ceiling, then threaded under
        ("arm-reach", "person-05-quadruped-mid-1", 0),
    ],
)
def test_real_near_misses(exercise: str, recording: str, count: int, model: str) -> None:
    frames = load_recording(REAL / f"{recording}.{model}.npz")
    source = Source("file", "real", 0.0, 0.0, 0, 0)

    session = replay(BOOK.get(exercise), BOOK, "nl", frames, source=source, model=model).session

    assert len(session.repetitions) == count


@pytest.mark.parametrize(("knee_deg", "holds"), [(90.0, 1), (115.0, 1), (152.0, 0)])
def test_a_body_bent_forward_on_straight_legs_is_not_on_hands_and_knees(
    knee_deg: float, holds: int
) -> None:
    session = judged("all-fours", lambda t: all_fours(knee_deg=knee_deg), 5.0, CAMERA)

    assert len(session.holds) == holds
