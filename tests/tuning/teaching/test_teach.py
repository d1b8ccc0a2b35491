"""An exercise is learned from a demonstration, and counts it."""

from functools import cache

import pytest

from stabiel.anatomy import View
from stabiel.exercises.files import exercise_of, load_book, parse_yaml
from stabiel.pose.recording import Recorded
from stabiel.tuning.promises import broken_promises
from stabiel.tuning.teaching.comparison import ComparedMeasure
from stabiel.tuning.teaching.lesson import Lesson, judged
from stabiel.tuning.teaching.movement_choices import moves_along
from stabiel.tuning.teaching.teach import teach
from stabiel.tuning.teaching.working_sides import Worked, WorkingSides
from tests.bodies import Bridge, Camera, Figure, bird_dog, squat
from tests.tuning.teaching.shown import shown, together, wish

BOOK = load_book()
GOOD = (1.0, 1.0, 1.0)


def taught(frames: list[Recorded], **changes: object) -> Lesson:
    return teach(frames, wish(**changes), BOOK, model="full")


@cache
def heel_slides() -> Lesson:
    return taught(shown(GOOD))


def bridge(reach: float) -> Figure:
    return Bridge().at(125.0 + 50.0 * reach)


def from_a_higher_start(reach: float) -> Figure:
    return Bridge().at(142.0 + 38.0 * reach)


def counted(lesson: Lesson, frames: list[Recorded]) -> int:
    return len(judged(lesson.exercise, BOOK, frames, "full").repetitions)


def test_the_file_is_read_as_any_other_and_counts_what_was_shown() -> None:
    lesson = heel_slides()

    located = parse_yaml(lesson.text.encode(), "heel-out.yaml")
    assert exercise_of(located, BOOK.shared, "heel-out") == lesson.exercise
    assert broken_promises(lesson.exercise, located) == []
    assert len(lesson.session.repetitions) == 3
    assert [each.counts for each in lesson.repetitions] == [True] * 3


def test_a_leg_that_slides_out_is_followed_by_its_knee_one_side_at_a_time() -> None:
    exercise = heel_slides().exercise

    assert exercise.follows == "knee_angle_deg"
    assert exercise.sides == "each"
    assert exercise.start.posture == "hook-lying"
    assert exercise.movement is not None
    # It goes from 63 to 158 degrees, and half of that must not count.
    assert 115 < exercise.movement.target.limit < 150


def test_why_a_measure_was_chosen_is_in_the_file() -> None:
    text = heel_slides().text

    assert "times what it varies by itself" in " ".join(text.replace("#", "").split())
    assert "hip_extension_deg (" in text


def test_another_body_in_another_picture_counts_too() -> None:
    smaller = Camera(tl_px=120.0, center_px=(900.0, 500.0), mirrored=True, tilt_deg=4.0)

    assert counted(heel_slides(), shown((1.0, 1.0), camera=lambda time_s: smaller)) == 2


def test_half_a_movement_does_not_count() -> None:
    assert counted(heel_slides(), shown((1.0, 0.5, 1.0))) == 2


def test_both_sides_at_once_count_once() -> None:
    lesson = taught(together(GOOD, bridge))

    assert lesson.exercise.sides == "both"
    assert lesson.exercise.follows in ("hip_extension_deg", "hip_angle_deg")
    assert counted(lesson, together((1.0, 1.0), bridge)) == 2


def test_somebody_who_starts_nearer_to_the_target_counts_too() -> None:
    lesson = taught(together(GOOD, lambda reach: Bridge().at(117.0 + 48.0 * reach)))

    assert lesson.exercise.movement is not None
    low, high = lesson.exercise.movement.start.plausible
    assert low < 117.0
    assert 142.0 < high <= lesson.exercise.movement.target.limit
    assert counted(lesson, together((1.0, 1.0), from_a_higher_start)) == 2
    assert counted(lesson, together((0.3, 0.3), from_a_higher_start)) == 0


def test_a_hip_that_is_shown_straight_from_the_side_is_asked_for_less_obliquely() -> None:
    lesson = taught(together(GOOD, from_a_higher_start))
    straight = lesson.exercise.movement
    less = taught(together(GOOD, lambda reach: Bridge().at(117.0 + 40.0 * reach))).exercise.movement

    assert straight is not None and less is not None
    assert straight.target.limit > 160.0
    assert straight.target.in_view == {View.OBLIQUE: 160.0}
    assert "reads less obliquely" in " ".join(lesson.text.replace("#", "").split())
    assert less.target.in_view == {}


def test_a_start_and_a_target_that_are_close_together_are_said() -> None:
    lesson = taught(together(GOOD, lambda reach: Bridge().at(140.0 + 28.0 * reach)))

    assert "small_way" in {each.key for each in lesson.remarks}
    assert "small_way" not in {each.key for each in heel_slides().remarks}


def test_a_start_that_stabiel_does_not_have_is_taken_from_the_demonstration() -> None:
    lesson = taught(together(GOOD, squat))

    (posture,) = lesson.exercise.postures.values()
    assert posture.attitude == "standing"
    assert 60 <= posture.figure.trunk_deg <= 120
    assert counted(lesson, together((1.0, 1.0), squat)) == 2


def test_a_leg_on_hands_and_knees_starts_from_the_shared_posture() -> None:
    lesson = taught(shown(GOOD, bird_dog))

    assert lesson.exercise.start.posture == "hands-and-knees"
    assert lesson.exercise.sides == "each"


def test_getting_into_the_start_is_no_repetition() -> None:
    frames = shown(GOOD)
    standing = together((0.0,), squat)
    later = [Recorded(each.time_s + standing[-1].time_s + 0.2, each.pose) for each in frames]

    lesson = taught([*standing, *later])

    assert len(lesson.repetitions) == 3
    assert lesson.exercise.follows == "knee_angle_deg"


def test_a_recording_that_begins_and_ends_in_a_movement_begins_in_its_start() -> None:
    # From the target there are two ways there and back as well, and it is rested in first.
    frames = [each for each in together(GOOD, bridge) if 1.2 <= each.time_s <= 12.3]

    lesson = taught(frames, repetitions=2)

    assert lesson.exercise.start.posture == "hook-lying"
    assert lesson.compared[0].upwards


def joint(way: float, measure: str = "hip_angle_deg") -> ComparedMeasure:
    return ComparedMeasure(measure, 120.0, (120.0 + way,) * 3, ("left",) * 3, 3.0)


@pytest.mark.parametrize(
    ("far", "worked", "along"),
    [
        (joint(40.0), "left left left", True),
        (joint(10.0), "left left left", False),
        (joint(-40.0), "left left left", False),
        (joint(40.0, "knee_angle_deg"), "left left left", False),
        (joint(40.0), "left right left", False),
    ],
)
def test_sides_work_together_if_the_same_joint_goes_as_far(
    far: ComparedMeasure, worked: str, along: bool
) -> None:
    sides = WorkingSides("each", tuple(Worked(each) for each in worked.split()), "left")

    assert moves_along([joint(50.0)], [far], sides) == along


def test_a_repetition_that_did_not_count_moves_the_limit() -> None:
    frames = shown((1.0, 1.0, 0.82, 1.0))
    whole = taught(frames, repetitions=4)
    number = 3

    corrected = taught(frames, not_counted=frozenset({number}))

    assert counted(whole, frames) == 4
    assert counted(corrected, frames) == 3
    assert corrected.exercise.movement is not None and whole.exercise.movement is not None
    assert corrected.exercise.movement.target.limit > whole.exercise.movement.target.limit
    assert [each.counts for each in corrected.repetitions] == [True, True, False, True]


def test_faults_are_offered_and_only_the_chosen_ones_are_looked_for() -> None:
    lesson = heel_slides()
    offered = {each.id for each in lesson.offered}

    assert {"too_small", "too_fast", "pelvis_lifted", "head_lifted"} <= offered
    assert set(lesson.exercise.faults) == {"too_small", "too_fast"}
    assert "#   measure: hip_lift_tl" in lesson.text
    chosen = taught(shown(GOOD), faults=frozenset({"pelvis_lifted"}))
    assert set(chosen.exercise.faults) == {"pelvis_lifted"}


def test_what_the_demonstration_does_itself_is_not_offered_as_a_fault() -> None:
    lesson = taught(together(GOOD, bridge))

    assert "pelvis_lifted" not in {each.id for each in lesson.offered}


def test_a_posture_that_is_held_is_learned() -> None:
    frames = shown((1.0,), stay_s=6.0)

    lesson = taught(frames, hold=True)

    assert lesson.exercise.hold is not None
    assert lesson.exercise.dose.hold_s == pytest.approx(5.0)
    assert len(lesson.session.holds) == 1
    again = judged(lesson.exercise, BOOK, shown((1.0,), stay_s=5.0), "full")
    assert len(again.holds) == 1


def test_few_repetitions_are_said() -> None:
    lesson = taught(shown((1.0, 1.0)))

    assert "few" in {each.key for each in lesson.remarks}
    assert "few" not in {each.key for each in heel_slides().remarks}


def test_a_repetition_that_is_lost_does_not_keep_the_others_from_being_learned() -> None:
    frames = shown((1.0, 1.0, 1.0))
    # Somebody walks through the picture in the last movement.
    lost = [
        Recorded(each.time_s, None if 10.6 < each.time_s < 11.9 else each.pose) for each in frames
    ]

    lesson = taught(lost)

    assert [each.counts for each in lesson.repetitions] == [True, True, False]
    assert "missed" in {each.key for each in lesson.remarks}


def test_the_same_demonstration_gives_the_same_file() -> None:
    assert taught(shown(GOOD)).text == heel_slides().text
