"""Two limbs that move at once, and sides that are not known: one movement counts once.

A bird-dog reaches with one arm and the opposite leg. It is judged by the arm, by the leg, or by the
arm with a check of the leg on the supporting side.
"""

from collections.abc import Callable

import pytest

from stabiel.anatomy import LimbPair
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Check, Text
from stabiel.pose.pose import Pose
from tests import sessions
from tests.bodies import Bridge, Figure, all_fours, path, pose_of
from tests.coach.test_side_names import PoseAt, exchanged, renamed
from tests.coach.test_sides import (
    CAMERA,
    CYCLE_S,
    EACH,
    REST_S,
    Moves,
    arm_and_leg_reaches,
    cycles,
    sides,
    trained,
)
from tests.exercises import test_piriformis, test_single_leg_cycle
from tests.legs import cycling, figure_four, planted
from tests.sessions import BOOK, counts

RATES = pytest.mark.parametrize("rate_hz", [4.0, 10.0, 30.0])
SIDE_OF = {"n": "right", "f": "left"}
CROSSED = {"n": "f", "f": "n"}
TEXT = Text(nl="Strek je been.", en="Reach out your leg.")


def bird_dog(judged_as: str) -> ExerciseBook:
    """Return a book with an arm reach that counts only with the leg of the other side."""
    leg_out = Check(measure="hip_angle_deg", of="support", at_least=150, say=TEXT)
    shared = BOOK.shared.model_copy(
        update={"checks": BOOK.shared.checks | {"other_leg_out": leg_out}}
    )
    arm_reach = BOOK.get("arm-reach")
    movement = arm_reach.movement
    assert movement is not None
    target = movement.target.model_copy(update={"checks": ["other_leg_out"]})
    change = {
        "movement": movement.model_copy(update={"target": target}),
        "sides": judged_as,
        "faults": {},
    }
    return ExerciseBook(shared, {"bird-dog": arm_reach.model_copy(update=change)})


def only_the_arm(which: str, mover: str) -> Moves:
    shoulder = cycles(which, mover, 85, 168)
    return lambda t: all_fours(shoulder_deg=shoulder(t))


# A bird-dog


@RATES
@pytest.mark.parametrize("which", ["nf", "fn", "ff"])
@pytest.mark.parametrize("exercise", ["arm-reach", "leg-reach"])
def test_a_bird_dog_counts_once_by_the_arm_or_by_the_leg(
    exercise: str, which: str, rate_hz: float
) -> None:
    session = trained(exercise, arm_and_leg_reaches, which, far_visibility=0.9, rate_hz=rate_hz)

    followed = which if exercise == "arm-reach" else [CROSSED[arm] for arm in which]
    assert sides(session) == [SIDE_OF[limb] for limb in followed]
    assert counts(session)[1:] == ([], [])


@RATES
@pytest.mark.parametrize("which", ["nf", "fn"])
def test_a_bird_dog_with_a_check_of_the_other_leg_counts_for_its_arm(
    which: str, rate_hz: float
) -> None:
    options = {"far_visibility": 0.9, "rate_hz": rate_hz, "book": bird_dog("each")}

    whole = trained("bird-dog", arm_and_leg_reaches, which, **options)
    arm_only = trained("bird-dog", only_the_arm, which, **options)

    assert sides(whole) == [SIDE_OF[arm] for arm in which]
    assert arm_only.repetitions == ()


@RATES
def test_as_both_it_counts_by_the_near_arm_and_the_far_leg(rate_hz: float) -> None:
    options = {"far_visibility": 0.9, "rate_hz": rate_hz, "book": bird_dog("both")}

    assert sides(trained("bird-dog", arm_and_leg_reaches, "nn", **options)) == ["both", "both"]
    assert sides(trained("bird-dog", arm_and_leg_reaches, "ff", **options)) == []
    assert sides(trained("bird-dog", only_the_arm, "n", **options)) == []


def bird_dog_pose(time_s: float) -> Pose:
    """The near arm and the far leg reach, out from 1 s, back at 6.2 s."""
    share = path((0, 0), (1, 0), (2.6, 1), (4.6, 1), (6.2, 0), (8, 0))(time_s)
    near = all_fours(shoulder_deg=85 + 83 * share)
    far = all_fours(hip_deg=90 + 82 * share, knee_deg=90 + 82 * share)
    return pose_of(near, time_s, CAMERA, far=far, far_visibility=0.9)


@pytest.mark.parametrize("pairs", [["arms"], ["legs"], ["arms", "legs"]])
@pytest.mark.parametrize(("from_s", "to_s"), [(2.2, 99), (3.5, 99), (3.5, 4.0), (5.2, 99)])
def test_a_bird_dog_whose_names_change_is_one_movement(
    pairs: list[str], from_s: float, to_s: float
) -> None:
    pose_at: PoseAt = bird_dog_pose
    for pair in pairs:
        pose_at = renamed(pose_at, LimbPair(pair), from_s, to_s)

    for exercise, book, side in (
        ("arm-reach", BOOK, "right"),
        ("leg-reach", BOOK, "left"),
        ("bird-dog", bird_dog("each"), "right"),
    ):
        session = sessions.judged_poses(exercise, pose_at, 8.0, book=book)

        assert sides(session) == [side]
        assert session.attempts == session.faults == ()


# Both limbs of a pair at once


@RATES
@pytest.mark.parametrize("exercise", ["leg-lift", "arm-reach", "leg-reach"])
def test_both_limbs_at_once_count_once_for_the_near_side(exercise: str, rate_hz: float) -> None:
    both = EACH[exercise]("nn", "n")

    session = sessions.judged(exercise, both, 2 * CYCLE_S + REST_S, CAMERA, rate_hz=rate_hz)

    assert sides(session) == ["right", "right"]
    assert session.attempts == ()


@RATES
def test_both_sides_of_a_bridge_count_once(rate_hz: float) -> None:
    hip = cycles("nn", "n", 125, 180)
    person = Bridge()

    session = sessions.judged(
        "bridging", lambda t: person.at(hip(t)), 2 * CYCLE_S + REST_S, rate_hz=rate_hz
    )

    assert sides(session) == ["both", "both"]


# A side that is not known


@RATES
@pytest.mark.parametrize("free", ["near", "far"])
@pytest.mark.parametrize(("from_s", "to_s"), [(2.0, 99), (3.0, 99), (3.0, 3.3), (4.4, 99)])
def test_a_round_under_another_name_counts_once(
    from_s: float, to_s: float, free: str, rate_hz: float
) -> None:
    loop = test_single_leg_cycle.loops([1.0])

    def pose_at(time_s: float) -> Pose:
        in_the_air, on_the_floor = cycling(loop(time_s)), planted()
        near, far = (in_the_air, on_the_floor) if free == "near" else (on_the_floor, in_the_air)
        camera = test_single_leg_cycle.CAMERA
        return pose_of(near, time_s, camera, far=far, far_visibility=0.9)

    session = sessions.judged_poses(
        "single-leg-cycle",
        renamed(pose_at, LimbPair.LEGS, from_s, to_s),
        test_single_leg_cycle.ROUND_S + 1.2,
        rate_hz=rate_hz,
    )

    assert sides(session) == ["unknown"]
    assert counts(session)[1:] == ([], [])


@RATES
@pytest.mark.parametrize("times_s", [(2.2, 99), (5.0, 99), (5.0, 5.4), (5.0, 8.0)])
def test_a_figure_four_under_another_name_is_one_hold(
    times_s: tuple[float, float], rate_hz: float
) -> None:
    hip = path((0, 125), (2, 125), (2.5, 80), (10.5, 80), (11, 125), (12, 125))

    def legs(time_s: float) -> tuple[Figure, Figure]:
        return figure_four(hip(time_s))

    def pose_at(time_s: float) -> Pose:
        near, far = legs(time_s)
        return pose_of(near, time_s, test_piriformis.CAMERA, far=far, far_visibility=0.9)

    def hold_of(poses: Callable[[float], Pose]) -> tuple[str, float]:
        session = sessions.judged_poses("piriformis", poses, 12.0, rate_hz=rate_hz)
        (held,) = session.holds
        assert session.faults == ()
        return held.side, held.in_zone_s

    side, in_zone_s = hold_of(renamed(pose_at, LimbPair.LEGS, *times_s))

    assert side == "unknown"
    assert in_zone_s == pytest.approx(hold_of(pose_at)[1], abs=0.15)


def test_the_poses_are_renamed() -> None:
    pose = bird_dog_pose(3.0)

    assert (exchanged(pose, LimbPair.ARMS).points != pose.points).any()
