"""The trainer: what it says and shows to people who train, each second of it known."""

from itertools import pairwise

import pytest

from stabiel.exercises.programme import Step
from stabiel.session.cues import SAME_CUE_S
from stabiel.trainer.presence import AWAY_FOR_S, UP_FOR_S
from stabiel.trainer.speech_queue import spoken_s
from stabiel.trainer.terms import Command, Sight, Stage, Strictness
from stabiel.trainer.trainer import END_SHOWN_S, START_HELD_S, STOP_AFTER_S
from tests.bodies import Bridge, Camera, childs_pose, leg_lift, path, pose_of, walking
from tests.sessions import BOOK
from tests.trainer.people import bridge_step, bridges, hold_step, seen, train

GOOD, LOW = 172.0, 152.0
STRETCH = path((0, 90), (17, 90), (20, 36), (51, 36), (53, 90), (65, 90), (68, 36), (1000, 36))


def stretching(time_s):
    return childs_pose(STRETCH(time_s))


def standing(time_s):
    return walking(0.25)


# A whole exercise


def test_a_session_of_repetitions_as_it_is_heard():
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
        "Good work. See you tomorrow.",
    ]
    assert heard.kinds() == ["ExerciseBegan", "StepEnded", "ExerciseEnded", "SessionEnded"]


def test_it_is_heard_in_dutch_too():
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
        "Goed gewerkt. Tot morgen.",
    ]


def test_repetitions_are_counted_when_they_are_back_at_the_start():
    heard = train([bridge_step(6)], seen(bridges(*[GOOD] * 6)), 90)
    counts = [time_s for time_s, line in heard.lines if line.id == "count"]

    # Each takes 5.2 s from 17, 23, 29... on; back is within ten degrees of the own start.
    assert counts == pytest.approx([21.7, 27.7, 33.7, 45.7], abs=0.3)
    assert [heard.scene_at(time_s).number for time_s in counts] == ["1", "2", "3", "5"]


def test_a_session_of_a_stretch_as_it_is_heard():
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
        "Good work. See you tomorrow.",
    ]
    hold_s = heard.time_of("hold")
    assert heard.time_of("let_go") - hold_s == pytest.approx(30.0, abs=0.1)
    seconds = [time_s - hold_s for time_s, line in heard.lines if line.id == "second"][:5]
    assert seconds == pytest.approx([25.0, 26.0, 27.0, 28.0, 29.0], abs=0.1)


def test_no_two_things_are_said_at_once():
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


# Before the start


def test_the_start_posture_fills_a_ring_in_two_seconds():
    heard = train([bridge_step()], seen(bridges(GOOD, start_s=100.0)), 20)
    ready_s = next(time_s for time_s, scene in heard.scenes if scene.stage is Stage.READY)

    shares = [heard.scene_at(ready_s + part * START_HELD_S).ring.share for part in (0, 0.5, 1)]
    assert shares == pytest.approx([0.0, 0.5, 1.0], abs=0.03)
    assert heard.scene_at(19.0).stage is Stage.WORK


def test_who_begins_at_once_is_not_talked_into_it():
    heard = train([bridge_step(5)], seen(bridges(*[GOOD] * 5, start_s=1.5)), 60)

    assert "begin" not in heard.ids
    assert [each for each in heard.ids if each in ("count", "two_more", "done")] == [
        "count", "count", "two_more", "count", "done",
    ]  # fmt: skip


def test_one_direction_at_a_time_from_the_place_to_the_posture():
    bridge = Bridge()
    lying = bridge.at(bridge.rest_deg)

    def pose_at(time_s):
        if time_s < 8:
            return None
        if time_s < 16:  # too near: the feet are outside the picture
            return pose_of(lying, time_s, Camera(tl_px=420.0, center_px=(560.0, 700.0)))
        if time_s < 30:
            return pose_of(leg_lift(170), time_s)
        return pose_of(lying, time_s)

    heard = train([bridge_step()], pose_at, 60)

    order = ["welcome", "place", "person", "whole_body", "posture", "ready", "begin"]
    assert [each for each in dict.fromkeys(heard.ids) if each in order] == order
    # Who was told how to lie is left alone while they lie down.
    after = [time_s for time_s, line in heard.lines if line.id in BOOK.shared.checks]
    assert all(time_s - heard.time_of("posture") >= 5.9 for time_s in after)


def test_what_is_wanted_is_shown_until_it_is_there():
    heard = train([bridge_step()], seen(bridges(GOOD, start_s=100.0)), 15)

    wanted = heard.scenes[0][1].wanted
    assert [each.ok for each in wanted] == [False] * len(wanted)
    assert {"person", "view", "whole_body", "knees_bent"} <= {each.id for each in wanted}
    assert heard.scene_at(14.0).wanted == ()


def test_the_start_posture_left_again_opens_the_gate_again():
    bridge = Bridge()
    lying = bridge.at(bridge.rest_deg)
    heard = train(
        [bridge_step()],
        seen(lambda time_s: lying if not 3 < time_s < 9 else standing(time_s)),
        30,
    )

    assert heard.scene_at(2.5).stage is Stage.READY
    assert heard.scene_at(6.0).stage is Stage.SET_UP
    assert heard.scene_at(29.0).stage is Stage.WORK


# Faults in words


FAST = bridges(*[GOOD] * 9, every_s=8.0, down_s=0.7)


@pytest.mark.parametrize(
    ("strictness", "times"),
    # Of nine: "two more" and "done" go before the words of the seventh and the ninth.
    [(Strictness.GENTLE, 1), (Strictness.NORMAL, 3), (Strictness.STRICT, 7)],
)
def test_strictness_says_how_often_a_fault_is_spoken_of(strictness, times):
    heard = train([bridge_step(9)], seen(FAST), 120, strictness=strictness)

    assert heard.ids.count("lowering_fast") == times
    assert heard.texts[-2] == "Nine. Done. Good effort."  # all is recorded all the same


def test_the_third_time_it_is_said_in_other_words_and_then_left_alone():
    heard = train([bridge_step(9)], seen(FAST), 120)

    said = [line.text for _, line in heard.lines if line.id == "lowering_fast"]
    assert said == [
        "Slowly down, one vertebra at a time.",
        "Slowly down, one vertebra at a time.",
        "Remember: slower on the way down.",
    ]
    assert heard.scenes[-1][1].summary == (
        "Done: The bridge, 0 of 9 good",
        "Work on: slower on the way down",
        "Next time: The bridge",
    )


def test_a_fault_that_is_mended_is_praised_once():
    heard = train([bridge_step(6)], seen(bridges(GOOD, LOW, GOOD, GOOD, GOOD, GOOD, GOOD)), 90)

    assert sum("Yes, like that." in text for text in heard.texts) == 1


def test_what_did_not_count_stays_on_the_screen_for_a_while():
    heard = train([bridge_step(5)], seen(bridges(GOOD, LOW, GOOD)), 50)
    said_s = heard.time_of("not_counted")

    scene = heard.scene_at(said_s + 1)
    assert scene.note == "not counted: pelvis higher"
    assert scene.number == "1"
    assert heard.scene_at(said_s + 8).note is None


# Holds


def test_the_clock_waits_while_the_zone_is_left_and_goes_on_from_there():
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


def test_who_changes_legs_is_told_of_it_now_and_then_and_not_each_time():
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
    assert heard.texts[-2].startswith("Four. Done.")


# Getting up


def away_at(begin_s, end_s, what):
    bridge = Bridge()
    lying = bridge.at(bridge.rest_deg)
    return seen(lambda time_s: what(time_s) if begin_s <= time_s < end_s else lying)


@pytest.mark.parametrize(
    ("what", "after_s"),
    [(standing, UP_FOR_S), (lambda time_s: None, AWAY_FOR_S)],
    ids=["up", "away"],
)
def test_who_gets_up_or_leaves_is_asked_whether_to_stop(what, after_s):
    heard = train([bridge_step()], away_at(20.0, 100.0, what), 100)

    asked_s = heard.time_of("stop")
    assert after_s <= asked_s - 20.0 <= after_s + 1.5
    assert heard.time_of("end_early") - asked_s == pytest.approx(STOP_AFTER_S, abs=0.1)
    assert heard.kinds() == ["ExerciseBegan", "ExerciseEnded", "SessionEnded"]
    assert heard.scenes[-1][0] - heard.time_of("end_early") == pytest.approx(END_SHOWN_S, abs=0.1)


def test_who_comes_back_goes_on():
    heard = train([bridge_step()], away_at(20.0, 30.0, lambda time_s: None), 60)

    assert "stop" in heard.ids
    assert heard.time_of("go_on") == pytest.approx(30.0, abs=0.2)
    assert "end_early" not in heard.ids


def test_somebody_missing_for_a_moment_is_not_asked():
    heard = train([bridge_step()], away_at(20.0, 24.0, lambda time_s: None), 40)

    assert "stop" not in heard.ids


def test_a_gap_in_the_pictures_of_a_hold_is_not_counted():
    hips = path((0, 90), (14, 90), (17, 36), (100, 36))
    heard = train(
        [hold_step()],
        seen(lambda time_s: childs_pose(hips(time_s))),
        60,
        sight_at=lambda time_s: Sight.LOST if 30 <= time_s < 35 else Sight.FINE,
    )

    assert heard.time_of("let_go") - heard.time_of("hold") == pytest.approx(35.0, abs=0.2)


# The computer sleeps


def test_a_sleep_is_a_pause_of_a_rest():
    heard = train([hold_step(rest_s=20), hold_step(number=2)], seen(stretching), 130)
    slept = train(
        [hold_step(rest_s=20), hold_step(number=2)], seen(stretching), 130, asleep_at_s=55.0
    )

    assert heard.time_of("rest") < 55.0 < heard.time_of("once_more")
    assert slept.time_of("once_more") - heard.time_of("once_more") == pytest.approx(600.0, abs=0.2)
    assert slept.time_of("fine") == pytest.approx(655.0, abs=0.2)


def test_a_hold_goes_on_after_a_sleep_from_where_it_was():
    heard = train([hold_step()], seen(stretching), 80)
    slept = train([hold_step()], seen(stretching), 80, asleep_at_s=30.0)

    assert heard.time_of("hold") < 30.0 < heard.time_of("let_go")
    assert slept.time_of("let_go") - heard.time_of("let_go") == pytest.approx(600.0, abs=0.2)
    assert slept.ids.count("fine") == 1


def test_who_was_asked_whether_to_stop_is_asked_again_after_a_sleep():
    gone = away_at(20.0, 1000.0, lambda time_s: None)
    heard = train([bridge_step()], gone, 60)
    slept = train([bridge_step()], gone, 60, asleep_at_s=heard.time_of("stop") + 1.0)

    assert slept.ids.count("stop") == 2
    assert slept.time_of("end_early") > heard.time_of("end_early") + 600.0


def test_repetitions_go_on_after_a_sleep():
    person = seen(bridges(*[GOOD] * 3, every_s=10.0))
    heard = train([bridge_step(3)], person, 60, asleep_at_s=33.5)

    assert heard.time_of("fine") == pytest.approx(633.5, abs=0.2)
    assert heard.scene_at(634.0).number == "2"
    assert heard.time_of("done") == pytest.approx(641.6, abs=0.3)


# Commands


def test_a_pause_stops_the_clock_of_a_hold_and_of_a_rest():
    steps = [hold_step(rest_s=10), hold_step(number=2)]
    commands = {60.0 - 10.0: Command.PAUSE, 65.0: Command.PAUSE}
    plain = train(steps, seen(stretching), 130)
    paused = train(steps, seen(stretching), 130, commands=commands)

    assert paused.time_of("once_more") - plain.time_of("once_more") == pytest.approx(15.0, abs=0.1)
    scene = paused.scene_at(55.0)
    assert scene.paused
    assert scene.number == paused.scene_at(64.0).number


def test_skip_goes_to_the_next_exercise_and_says_so():
    steps = [bridge_step(rest_s=30), hold_step()]
    heard = train(steps, seen(bridges(GOOD)), 40, commands={25.0: Command.SKIP})

    assert heard.time_of("next_exercise") == pytest.approx(25.0, abs=0.1)
    assert heard.kinds()[:4] == ["ExerciseBegan", "StepEnded", "ExerciseEnded", "ExerciseBegan"]
    assert not heard.milestones[1].complete


def test_again_counts_from_the_start():
    heard = train([bridge_step(5)], seen(bridges(*[GOOD] * 9)), 90, commands={30.0: Command.AGAIN})

    counted = [line.text for _, line in heard.lines if line.id in ("count", "two_more", "done")]
    assert counted[:4] == ["One.", "Two.", "One.", "Two."]
    assert counted[-1].startswith("Five. Done.")


def test_mute_says_nothing_and_shows_all():
    heard = train([bridge_step(5)], seen(bridges(*[GOOD] * 5)), 90, commands={15.0: Command.MUTE})

    assert all(time_s < 15.0 for time_s, _ in heard.lines)
    assert heard.scene_at(18.5).muted
    assert "Three. Two more." in {scene.cue for _, scene in heard.scenes}


def test_quit_ends_at_once_and_keeps_what_was_done():
    heard = train([bridge_step()], seen(bridges(*[GOOD] * 5)), 90, commands={30.0: Command.QUIT})

    assert heard.kinds() == ["ExerciseBegan", "ExerciseEnded", "SessionEnded"]
    assert heard.scenes[-1][1].summary[0] == "Done: The bridge, 2 of 2 good"


def test_a_second_quit_does_not_wait_for_the_summary():
    commands = {30.0: Command.QUIT, 31.0: Command.QUIT}
    heard = train([bridge_step()], seen(bridges(*[GOOD] * 5)), 90, commands=commands)

    assert heard.scenes[-1][0] == pytest.approx(31.0, abs=0.1)


# The camera


@pytest.mark.parametrize("sight", [Sight.LOST, Sight.BLACK, Sight.FROZEN])
def test_a_camera_in_trouble_is_said_once_and_shown_while_it_lasts(sight):
    heard = train(
        [bridge_step(5)],
        seen(bridges(*[GOOD] * 5)),
        90,
        sight_at=lambda time_s: sight if 19.0 <= time_s < 22.0 else Sight.FINE,
    )

    assert heard.ids.count(sight.value) == 1
    assert heard.scene_at(21.0).note
    assert heard.scene_at(23.0).note is None
    assert heard.ids.count("fine") == 1
    assert "end" not in heard.ids or heard.ids[-1] == "end"


# A programme


def test_the_next_exercise_is_announced_after_the_rest_and_seen_before():
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


def test_a_session_goes_on_where_it_was_left():
    steps = [bridge_step(), hold_step()]
    heard = train(steps, seen(lambda time_s: childs_pose(90)), 20, first=1)

    assert heard.texts[0] == "Welcome back. Next: child's pose."
