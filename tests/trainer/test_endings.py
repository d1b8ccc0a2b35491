"""How an exercise ends: done, stopped or skipped; and what of it the records keep."""

from contextlib import closing

import pytest

from stabiel.store import DataFolder, Store
from stabiel.store.database import connect
from stabiel.trainer.scene import ExerciseEnded
from stabiel.trainer.terms import Command, Stage
from tests.trainer.live import BRIDGING, Live
from tests.trainer.people import GOOD, bridge_step, bridges, hold_step, seen, train


@pytest.mark.parametrize(
    ("dose", "commands", "ending"),
    [
        (2, {}, "done"),
        (4, {28.0: Command.SKIP}, "skipped"),
        (4, {3.0: Command.SKIP}, "skipped"),
        (4, {28.0: Command.QUIT}, "stopped"),
    ],
)
def test_an_exercise_ends_in_one_of_three_ways(dose, commands, ending):
    heard = train([bridge_step(dose)], seen(bridges(GOOD, GOOD)), 60, commands=commands)

    (ended,) = [each for each in heard.milestones if isinstance(each, ExerciseEnded)]
    assert ended.ending == ending


def test_a_workout_can_be_referred_to_before_its_first_exercise(tmp_path):
    live = Live([bridge_step(2)], BRIDGING, tmp_path)
    number = live.records.workout_in_records()

    assert number == live.records.workout.id == live.records.workout_in_records()
    with closing(connect(DataFolder(tmp_path))) as connection:
        assert connection.execute("SELECT id, ended_at FROM workouts").fetchall() == [
            (number, None)
        ]
        live.records.close()
        # Nothing came of it.
        assert connection.execute("SELECT id FROM workouts").fetchall() == []


def test_the_records_keep_the_workout_and_each_ending(tmp_path):
    live = Live([bridge_step(2), hold_step(), bridge_step(9)], BRIDGING, tmp_path, programme="mine")
    live.records._plan = "mine"
    # The hold is skipped at once; the clip ends during the last exercise.
    live.run({18.5: Command.SKIP})

    with Store(DataFolder(tmp_path)) as store:
        kept = store.sessions()
    assert [each.exercise for each in kept][:2] == ["bridging", "childs-pose"]
    assert [each.ending for each in kept] == ["done", "skipped", "stopped"]
    assert len({each.workout for each in kept}) == 1
    assert kept[0].workout == live.records.workout.id
    assert [each.is_left_out for each in kept] == [False, True, False]


def test_who_stops_in_a_rest_goes_on_with_the_next_exercise():
    steps = [bridge_step(2, rest_s=30.0), hold_step()]
    lifts = seen(bridges(GOOD, GOOD, start_s=1.5))
    heard = train(steps, lifts, 40, commands={20.0: Command.QUIT})

    assert heard.scene_at(19.0).stage is Stage.REST
    assert heard.scenes[-1][1].summary[-1] == "You then continue with: Child's pose"
