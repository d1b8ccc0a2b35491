"""Interruptions of a session: people who leave, a computer that sleeps, commands, the camera."""

import pytest

from stabiel.exercises.programme import Step
from stabiel.trainer.presence import AWAY_FOR_S, UP_FOR_S
from stabiel.trainer.stages.ended import END_SHOWN_S
from stabiel.trainer.stages.leaving import STOP_AFTER_S
from stabiel.trainer.terms import Command, Sight, Stage
from tests.bodies import Bridge, childs_pose, path
from tests.trainer.people import (
    GOOD,
    bridge_step,
    bridges,
    hold_step,
    seen,
    standing,
    stretching,
    train,
)

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
def test_a_person_who_gets_up_or_leaves_is_asked_whether_to_stop(what, after_s):
    heard = train([bridge_step()], away_at(20.0, 100.0, what), 100)

    asked_s = heard.time_of("stop")
    assert after_s <= asked_s - 20.0 <= after_s + 1.5
    assert heard.time_of("end_early") - asked_s == pytest.approx(STOP_AFTER_S, abs=0.1)
    assert heard.kinds() == ["ExerciseBegan", "ExerciseEnded", "SessionEnded"]
    assert heard.scenes[-1][0] - heard.time_of("end_early") == pytest.approx(END_SHOWN_S, abs=0.1)


def test_a_person_who_comes_back_goes_on():
    heard = train([bridge_step()], away_at(20.0, 30.0, lambda time_s: None), 60)

    assert "stop" in heard.ids
    assert heard.time_of("go_on") == pytest.approx(30.0, abs=0.2)
    assert "end_early" not in heard.ids


def test_a_person_missing_for_a_moment_is_not_asked():
    heard = train([bridge_step()], away_at(20.0, 24.0, lambda time_s: None), 40)

    assert "stop" not in heard.ids


def test_a_gap_in_the_frames_of_a_hold_is_not_counted():
    hips = path((0, 90), (14, 90), (17, 36), (100, 36))
    heard = train(
        [hold_step()],
        seen(lambda time_s: childs_pose(hips(time_s))),
        60,
        sight_at=lambda time_s: Sight.LOST if 30 <= time_s < 35 else Sight.FINE,
    )

    assert heard.time_of("let_go") - heard.time_of("hold") == pytest.approx(35.0, abs=0.2)


# The computer sleeps


def test_a_rest_pauses_while_the_computer_sleeps():
    heard = train([hold_step(rest_s=20), hold_step(number=2)], seen(stretching), 130)
    slept = train(
        [hold_step(rest_s=20), hold_step(number=2)], seen(stretching), 130, asleep_at_s=55.0
    )

    assert heard.time_of("rest") < 55.0 < heard.time_of("once_more")
    assert slept.time_of("once_more") - heard.time_of("once_more") == pytest.approx(600.0, abs=0.2)
    assert slept.time_of("fine") == pytest.approx(655.0, abs=0.2)


def test_a_hold_continues_after_a_sleep():
    heard = train([hold_step()], seen(stretching), 80)
    slept = train([hold_step()], seen(stretching), 80, asleep_at_s=30.0)

    assert heard.time_of("hold") < 30.0 < heard.time_of("let_go")
    assert slept.time_of("let_go") - heard.time_of("let_go") == pytest.approx(600.0, abs=0.2)
    assert slept.ids.count("fine") == 1


def test_the_question_whether_to_stop_is_repeated_after_a_sleep():
    gone = away_at(20.0, 1000.0, lambda time_s: None)
    heard = train([bridge_step()], gone, 60)
    slept = train([bridge_step()], gone, 60, asleep_at_s=heard.time_of("stop") + 1.0)

    assert slept.ids.count("stop") == 2
    assert slept.time_of("end_early") > heard.time_of("end_early") + 600.0


def test_repetitions_continue_after_a_sleep():
    person = seen(bridges(*[GOOD] * 3, every_s=10.0))
    heard = train([bridge_step(3)], person, 60, asleep_at_s=33.5)

    assert heard.time_of("fine") == pytest.approx(633.5, abs=0.2)
    assert heard.scene_at(634.0).number == "2"
    assert heard.time_of("done") == pytest.approx(641.6, abs=0.3)


# Commands


def test_a_pause_stops_the_time_of_a_hold_and_of_a_rest():
    steps = [hold_step(rest_s=10), hold_step(number=2)]
    commands = {60.0 - 10.0: Command.PAUSE, 65.0: Command.PAUSE}
    plain = train(steps, seen(stretching), 130)
    paused = train(steps, seen(stretching), 130, commands=commands)

    assert paused.time_of("once_more") - plain.time_of("once_more") == pytest.approx(15.0, abs=0.1)
    scene = paused.scene_at(55.0)
    assert scene.paused
    assert scene.number == paused.scene_at(64.0).number


def test_skip_goes_to_the_next_exercise_and_announces_it():
    steps = [bridge_step(rest_s=30), hold_step()]
    heard = train(steps, seen(bridges(GOOD)), 40, commands={25.0: Command.SKIP})

    assert heard.time_of("next_exercise") == pytest.approx(25.0, abs=0.1)
    assert heard.kinds()[:4] == ["ExerciseBegan", "StepEnded", "ExerciseEnded", "ExerciseBegan"]
    assert not heard.milestones[1].complete


@pytest.mark.parametrize("skip_s", [15.0, 18.5], ids=["at the start", "on the way"])
def test_a_frame_judged_before_a_skip_does_not_begin_the_next_exercise(skip_s):
    steps = [bridge_step(rest_s=30), Step("leg-lift", "right", 1, 1, 3, None, 0.0)]
    heard = train(steps, seen(bridges(GOOD)), 25, commands={skip_s: Command.SKIP})

    scene = heard.scene_at(skip_s)
    assert (scene.exercise.id, scene.stage, scene.moment) == ("leg-lift", Stage.SET_UP, None)


def test_again_counts_from_one():
    heard = train([bridge_step(5)], seen(bridges(*[GOOD] * 9)), 90, commands={30.0: Command.AGAIN})

    counted = [line.text for _, line in heard.lines if line.id in ("count", "two_more", "done")]
    assert counted[:4] == ["One.", "Two.", "One.", "Two."]
    assert counted[-1].startswith("Five. Done.")


def test_mute_speaks_nothing_and_shows_everything():
    heard = train([bridge_step(5)], seen(bridges(*[GOOD] * 5)), 90, commands={15.0: Command.MUTE})

    assert all(time_s < 15.0 for time_s, _ in heard.lines)
    assert heard.scene_at(18.5).muted
    assert "Three. Two more." in {scene.cue for _, scene in heard.scenes}


def test_quit_ends_at_once_and_keeps_what_was_done():
    heard = train([bridge_step()], seen(bridges(*[GOOD] * 5)), 90, commands={30.0: Command.QUIT})

    assert heard.kinds() == ["ExerciseBegan", "ExerciseEnded", "SessionEnded"]
    assert heard.scenes[-1][1].summary[0] == "Well done: The bridge, 2 of 2 good"


def test_a_second_quit_does_not_wait_for_the_summary():
    commands = {30.0: Command.QUIT, 31.0: Command.QUIT}
    heard = train([bridge_step()], seen(bridges(*[GOOD] * 5)), 90, commands=commands)

    assert heard.scenes[-1][0] == pytest.approx(31.0, abs=0.1)


# The camera


@pytest.mark.parametrize("sight", [Sight.LOST, Sight.BLACK, Sight.FROZEN])
def test_a_camera_in_trouble_is_announced_once_and_shown_while_it_lasts(sight):
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
