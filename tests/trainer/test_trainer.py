"""The trainer: what it says and shows over a whole session, each second of it known."""

from itertools import pairwise

import pytest

from stabiel.exercises.programme import Step
from stabiel.session.cues import SAME_CUE_S
from stabiel.trainer.speech_queue import spoken_s
from stabiel.trainer.terms import Stage
from tests.bodies import childs_pose, leg_lift, path, pose_of
from tests.trainer.people import (
    GOOD,
    LOW,
    bridge_step,
    bridges,
    hold_step,
    seen,
    stretching,
    train,
)

# A whole exercise


def test_the_lines_of_a_session_of_repetitions():
    heard = train([bridge_step(6)], seen(bridges(*[GOOD] * 6)), 90)

    assert heard.texts == [
        "Welcome. First: the bridge.",
        "Great.",
        "Draw in your navel.",
        "Breathe out, let your lower ribs sink.",
        "Tilt your pelvis slightly back.",
        "Lift your pelvis off the floor.",
        "Rest on your feet, your shoulders and both arms.",
        "Six times. Start when you are ready.",
        "One.",
        "Two.",
        "Three.",
        "Four. Two more.",
        "Five.",
        "Six. Done. All good.",
        "Good work.",
    ]
    assert heard.kinds() == ["ExerciseBegan", "StepEnded", "ExerciseEnded", "SessionEnded"]


def test_the_lines_of_a_session_in_dutch():
    heard = train(
        [bridge_step(5)], seen(bridges(GOOD, GOOD, LOW, GOOD, GOOD, GOOD)), 90, language="nl"
    )

    assert heard.texts[0] == "Welkom. We beginnen met bridging."
    assert heard.texts[7:] == [
        "Vijf keer. Begin maar.",
        "Eén.",
        "Twee.",
        "Bekken iets hoger.",
        "Die telt niet: hef hoger.",
        "Drie. Nog twee.",
        "Vier.",
        "Vijf. Klaar. Alles was goed.",
        "Goed gewerkt.",
    ]


def test_repetitions_are_counted_when_they_are_back_at_the_start():
    heard = train([bridge_step(6)], seen(bridges(*[GOOD] * 6)), 90)
    counts = [time_s for time_s, line in heard.lines if line.id == "count"]

    # Each takes 5.2 s and begins at 17, 23, 29...; back means within ten degrees of the own start.
    assert counts == pytest.approx([21.7, 27.7, 33.7, 45.7], abs=0.3)
    assert [heard.scene_at(time_s).number for time_s in counts] == ["1", "2", "3", "5"]


def test_the_lines_of_a_session_of_a_stretch():
    heard = train([hold_step(rest_s=10), hold_step(number=2)], seen(stretching), 130)

    assert heard.texts == [
        "Welcome. First: child's pose.",
        "Great.",
        "From hands and knees, move your pelvis back and let it rest on your feet.",
        "Cross one hand over the other.",
        "Move slowly into position.",
        "Hold. Thirty seconds.",
        "Twenty to go.",
        "Ten to go.",
        "Five.",
        "Four.",
        "Three.",
        "Two.",
        "One.",
        "Let go.",
        "Take a rest.",
        "One more time.",
        "Hold. Thirty seconds.",
        "Twenty to go.",
        "Ten to go.",
        "Five.",
        "Four.",
        "Three.",
        "Two.",
        "One.",
        "Let go.",
        "Good work.",
    ]
    hold_s = heard.time_of("hold")
    assert heard.time_of("let_go") - hold_s == pytest.approx(30.0, abs=0.1)
    seconds = [time_s - hold_s for time_s, line in heard.lines if line.id == "second"][:5]
    assert seconds == pytest.approx([25.0, 26.0, 27.0, 28.0, 29.0], abs=0.1)


def test_no_two_lines_are_spoken_at_once():
    tops = [GOOD, LOW, GOOD, LOW, GOOD, GOOD, GOOD]
    heard = train([bridge_step(5)], seen(bridges(*tops, every_s=4.6, up_s=1.2, down_s=0.8)), 60)

    assert len(heard.lines) > 10
    for (one_s, one), (other_s, _) in pairwise(heard.lines):
        assert other_s - one_s >= spoken_s(one.text) - 1e-6


def test_a_cue_is_not_repeated_too_soon():
    heard = train([bridge_step(5)], seen(bridges(*[LOW] * 6)), 60)
    times = [time_s for time_s, line in heard.lines if line.id == "pelvis_low"]

    assert len(times) >= 2
    assert all(later - sooner >= SAME_CUE_S for sooner, later in pairwise(times))


def test_the_same_session_is_the_same_at_any_frame_rate():
    sessions = [
        train([bridge_step(5)], seen(bridges(*[GOOD] * 5)), 90, rate_hz=rate_hz)
        for rate_hz in (15.0, 25.0, 60.0)
    ]

    for session in sessions[1:]:
        assert session.texts == sessions[0].texts
        for (one_s, _), (other_s, _) in zip(sessions[0].lines, session.lines, strict=True):
            assert other_s == pytest.approx(one_s, abs=0.25)


# Holds


def test_the_countdown_waits_while_the_zone_is_left_and_goes_on_from_there():
    away = path((0, 90), (12, 90), (14, 36), (24, 36), (26, 62), (33, 62), (35, 36), (100, 36))
    heard = train([hold_step()], seen(lambda time_s: childs_pose(away(time_s))), 100)

    left = heard.scene_at(30.0)
    assert left.ring.waits
    assert not heard.scene_at(22.0).ring.waits
    assert heard.scene_at(27.0).number == heard.scene_at(33.0).number
    away_s = heard.time_of("let_go") - heard.time_of("hold") - 30.0
    assert away_s == pytest.approx(9.5, abs=1.5)


def test_a_hold_that_is_never_let_go_is_not_counted_twice():
    going_on = path((0, 90), (12, 90), (14, 36), (200, 36))
    steps = [hold_step(rest_s=5), hold_step(number=2)]
    heard = train(steps, seen(lambda time_s: childs_pose(going_on(time_s))), 120)

    assert heard.ids.count("hold") == 1
    assert heard.ids.count("let_go") == 1


# Sides


def test_the_other_side_is_announced_and_counted_from_one():
    steps = [
        Step("leg-lift", "right", 1, 1, 3, None, 0.0),
        Step("leg-lift", "left", 1, 1, 3, None, 0.0),
    ]
    knots = [
        knot
        for begin_s in (16, 21, 26, 60, 65, 70)
        for knot in ((begin_s, 63), (begin_s + 2, 165), (begin_s + 4, 63))
    ]
    knee = path((0, 63), *knots, (200, 63))

    def pose_at(time_s):
        near = "right" if time_s < 40 else "left"
        rest = leg_lift(63)
        return pose_of(leg_lift(knee(time_s)), time_s, far=rest, near=near)

    heard = train(steps, pose_at, 100)

    counted = [line.text for _, line in heard.lines if line.id in ("count", "done")]
    assert counted[:3] == ["One.", "Two.", "Three. Done. All good."]
    assert "Now the other side: left." in heard.texts
    assert heard.scene_at(20.0).side_word == "RIGHT"
    assert heard.scene_at(50.0).side_word == "LEFT"
    assert counted[3:] == ["One.", "Two.", "Three. Done. All good."]


def test_the_other_side_is_heard_by_who_goes_on_without_a_pause():
    steps = [
        Step("leg-lift", "right", 1, 1, 2, None, 0.0),
        Step("leg-lift", "left", 1, 1, 2, None, 0.0),
    ]
    begins = (16, 21, 25.1, 30)
    knots = [knot for begin in begins for knot in ((begin, 63), (begin + 2, 165), (begin + 4, 63))]
    knee = path((0, 63), *knots, (200, 63))

    def pose_at(time_s):
        near = "right" if time_s < 25.05 else "left"
        return pose_of(leg_lift(knee(time_s)), time_s, far=leg_lift(63), near=near)

    heard = train(steps, pose_at, 60)
    done_s = next(time_s for time_s, line in heard.lines if "Done." in line.text)
    side_s = next(time_s for time_s, line in heard.lines if line.id == "other_side")
    assert 0 < side_s - done_s < 6
    # It waited while the work of the other side had begun.
    assert heard.scene_at(side_s).stage is Stage.WORK


def test_changing_legs_is_mentioned_now_and_then_and_not_each_time():
    knots = [
        knot
        for number in range(8)
        for knot in ((16 + 6 * number, 63), (18 + 6 * number, 165), (20 + 6 * number, 63))
    ]
    knee = path((0, 63), *knots, (200, 63))

    def pose_at(time_s):
        lifted, rest = leg_lift(knee(time_s)), leg_lift(63)
        odd = int((time_s - 16) // 6) % 2
        return pose_of(rest if odd else lifted, time_s, far=lifted if odd else rest)

    heard = train([Step("leg-lift", "right", 1, 1, 4, None, 0.0)], pose_at, 70)

    assert heard.ids.count("wrong_side") in (1, 2)
    # The leg that was not asked for is never drawn as right.
    moments = [scene.moment for _, scene in heard.scenes if scene.moment is not None]
    assert {each.side for each in moments if not each.faults} == {"right"}
    assert heard.texts[-2].startswith("Four. Done.")


# A programme


def test_the_next_exercise_is_shown_during_the_rest_and_announced_after_it():
    def pose_at(time_s):
        figure = bridges(*[GOOD] * 5)(time_s) if time_s < 60 else childs_pose(90)
        return pose_of(figure, time_s)

    heard = train([bridge_step(5, rest_s=20), hold_step()], pose_at, 90)

    done_s = heard.time_of("done")
    assert heard.time_of("rest") > done_s
    resting = heard.scene_at(done_s + 5)
    assert (resting.stage, resting.number, resting.next_up) == (
        Stage.REST, "15", "next: Child's pose",
    )  # fmt: skip
    assert heard.time_of("next_exercise") - done_s == pytest.approx(20.0, abs=0.1)
    assert heard.ids.index("ready", heard.ids.index("next_exercise")) > 0


def test_a_session_continues_where_it_stopped():
    steps = [bridge_step(), hold_step()]
    heard = train(steps, seen(lambda time_s: childs_pose(90)), 20, first=1)

    assert heard.texts[0] == "Welcome back. Next: child's pose."
