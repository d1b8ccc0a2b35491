"""A trial: every signal that an exercise uses, with its limits, judged as always."""

import math

import pytest

from stabiel.coach.events import Phase
from stabiel.exercises.model import AttemptFault, LimitFault
from stabiel.pose.pose import Pose
from stabiel.session.session import Source
from stabiel.tuning.signals import TARGET, Limit, Signal, Trial, signals_of, try_exercise
from tests import sessions
from tests.bodies import Bridge, Camera, hook_lying, knees_to_chest, leg_lift, path, pose_of
from tests.sessions import BOOK

CAMERA = Camera(tl_px=200.0, center_px=(400.0, 600.0))
SOURCE = Source("array", "test", 0.0, 25.0, *CAMERA.size_px)


def tried(exercise_id: str, poses: list[tuple[float, Pose | None]]) -> Trial:
    return try_exercise(BOOK.get(exercise_id), BOOK, poses, source=SOURCE, model="none")


def bridge() -> list[tuple[float, Pose | None]]:
    person = Bridge()
    hip = path((0, 125), (1, 125), (2.4, 175), (3.4, 175), (4.2, 125), (6, 125))
    return [(t, pose_of(person.at(hip(t)), t)) for t in (index / 25 for index in range(150))]


def signal(signals: list[Signal], measure: str, limb: str = "near") -> Signal:
    (found,) = [each for each in signals if (each.measure, each.limb) == (measure, limb)]
    return found


@pytest.mark.parametrize("exercise", BOOK.exercises.values(), ids=lambda each: each.id)
def test_every_measure_that_an_exercise_names_is_a_signal(exercise) -> None:
    signals = signals_of(exercise, BOOK)
    measures = {each.measure for each in signals}

    assert signals[0].measure == exercise.follows
    assert len({(each.measure, each.limb) for each in signals}) == len(signals)
    for name, fault in exercise.faults.items():
        labels = {limit.label for each in signals for limit in each.limits}
        if isinstance(fault, LimitFault):
            assert fault.measure in measures
            assert {name, f"{name} over"} <= labels
        elif isinstance(fault, AttemptFault) and fault.attempt.peak_between is not None:
            assert name in labels
    assert measures == BOOK.measures(exercise)


def test_limits_belong_to_the_signal_that_they_limit() -> None:
    signals = signals_of(BOOK.get("bridging"), BOOK)
    target = BOOK.get("bridging").movement.target
    fault = BOOK.get("bridging").faults["overarched"]

    assert Limit(target.at_least, "≥", TARGET) in signals[0].limits
    arch = signal(signals, fault.measure)
    assert Limit(fault.above, ">", "overarched") in arch.limits
    assert Limit(fault.clears_below, "<", "overarched over", firm=False) in arch.limits
    assert arch.faults == ["overarched"]


def test_near_working_and_other_side_are_signals_of_their_own() -> None:
    slide = signals_of(BOOK.get("heel-slide"), BOOK)
    chest = signals_of(BOOK.get("knees-to-chest"), BOOK)

    assert signal(slide, "knee_angle_deg", "working") is slide[0]
    assert signal(slide, "knee_angle_deg", "near").limits  # of the start posture
    assert signal(slide, "knee_shift_tl", "support").faults == ["other_leg_moved"]
    # If both sides move together, the near and the working side are the same.
    assert [each.limb for each in chest if each.measure == "hip_angle_deg"] == ["near", "support"]


def test_a_trial_judges_as_always() -> None:
    person = Bridge()
    hip = path((0, 125), (1, 125), (2.4, 175), (3.4, 175), (4.2, 125), (6, 125))
    plain = sessions.judged("bridging", lambda t: person.at(hip(t)), 6.0)

    session = tried("bridging", bridge()).session

    assert session.repetitions == plain.repetitions
    assert session.faults == plain.faults
    assert session.source.duration_s == pytest.approx(6.0)
    assert session.source.frame_rate_hz == pytest.approx(25.0)


def test_every_signal_has_a_value_for_every_frame() -> None:
    trial = tried("bridging", bridge())

    assert len(trial.times_s) == len(trial.phases) == len(trial.goals) == 150
    assert set(trial.values) == {(each.measure, each.limb) for each in trial.signals}
    assert all(len(values) == 150 for by in trial.values.values() for values in by.values())


def test_the_values_are_the_persons_own() -> None:
    trial = tried("bridging", bridge())

    hip = trial.values["hip_extension_deg", "near"]["both"]
    assert hip[0] == pytest.approx(125, abs=0.5)
    assert max(hip) == pytest.approx(175, abs=0.5)
    assert trial.phases[75] is Phase.TARGET
    assert math.isnan(trial.goals[0])
    assert trial.goals[75] == 166.5


def test_a_measure_against_the_own_start_has_values_once_there_is_one() -> None:
    shift = tried("bridging", bridge()).values["heel_shift_tl", "near"]["both"]

    assert math.isnan(shift[0])
    assert shift[75] == pytest.approx(0.0, abs=0.02)


def test_each_side_has_its_values() -> None:
    knee = path((0, 63), (1, 63), (2.6, 170), (4, 170), (5.6, 63), (7, 63))
    rest = hook_lying()
    poses = [
        (t, pose_of(leg_lift(knee(t)), t, CAMERA, far=rest))
        for t in (index / 25 for index in range(175))
    ]

    values = tried("leg-lift", poses).values["knee_angle_deg", "working"]

    assert max(values["right"]) == pytest.approx(170, abs=1)
    assert max(values["left"]) == pytest.approx(63, abs=1)


def test_what_is_not_visible_has_no_value() -> None:
    poses = bridge()
    poses[60:70] = [(time_s, None) for time_s, _ in poses[60:70]]

    hip = tried("bridging", poses).values["hip_extension_deg", "near"]["both"]

    assert [math.isnan(value) for value in hip] == [60 <= n < 70 for n in range(150)]


def test_a_video_without_anybody_is_reported() -> None:
    trial = tried("bridging", [(index / 25, None) for index in range(50)])

    assert trial.nobody
    assert not tried("bridging", bridge()).nobody


def test_a_hold_is_tried_as_well() -> None:
    hip = path((0, 125), (1, 125), (1.6, 50), (6, 50), (6.6, 125), (8, 125))
    poses = [(t, pose_of(knees_to_chest(hip(t)), t, CAMERA)) for t in (n / 25 for n in range(200))]

    trial = tried("knees-to-chest", poses)

    assert len(trial.session.holds) == 1
    assert trial.phases[100] is Phase.HOLD
    assert all(math.isnan(goal) for goal in trial.goals)
