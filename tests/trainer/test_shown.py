"""What is shown beside the words: a dot for every movement, the next exercise, a black picture."""

import pytest

from stabiel.coach.events import Attempt, Phase
from stabiel.exercises.programme import Step
from stabiel.session.pipeline import Judge
from stabiel.trainer.scene import RepetitionMark
from stabiel.trainer.setup_gate import SetupGate
from stabiel.trainer.terms import Command, Sight, Stage
from stabiel.trainer.words import TrainerWords
from tests.sessions import BOOK
from tests.trainer.people import GOOD, LOW, bridge_step, bridges, hold_step, seen, train


def outcomes(scene):
    return [each.outcome for each in scene.done]


def test_every_movement_has_its_dot_with_the_reason():
    fast = bridges(GOOD, LOW, GOOD, start_s=1.5, down_s=0.7)
    heard = train([bridge_step(4)], seen(fast), 30)

    last = heard.scenes[-1][1]
    assert outcomes(last) == ["not_good", "not_counted", "not_good"]
    assert last.done[0] == RepetitionMark("not_good", "slower on the way down")
    assert last.done[1].why == "not counted: pelvis higher"
    assert last.to_do == 2


def test_good_ones_need_no_words_and_the_rest_is_still_to_do():
    heard = train([bridge_step(3)], seen(bridges(GOOD, GOOD, start_s=1.5)), 18)

    assert heard.scenes[-1][1].done == (RepetitionMark("good"),) * 2
    assert heard.scenes[-1][1].to_do == 1


def test_a_miss_is_marked_as_long_as_its_words_and_no_longer_than_the_target_is_missed():
    slow = train([bridge_step(4)], seen(bridges(LOW, start_s=1.5)), 25)
    marked = [time_s for time_s, scene in slow.scenes if scene.moment and scene.moment.missed]
    noted = [time_s for time_s, scene in slow.scenes if scene.note == "not counted: pelvis higher"]
    said = [time_s for time_s, scene in slow.scenes if scene.cue == "Not counted: lift higher."]
    assert said
    assert marked == sorted({*noted, *said})

    fast = train([bridge_step(4)], seen(bridges(LOW, GOOD, start_s=1.5)), 25)
    ends_s = max(time_s for time_s, scene in fast.scenes if scene.moment and scene.moment.missed)
    after = next(scene for time_s, scene in fast.scenes if time_s > ends_s)
    assert after.moment.phase is Phase.TARGET
    assert after.note == "not counted: pelvis higher"


def test_what_was_not_seen_well_is_a_doubt():
    attempt = Attempt(5.0, "both", 3.0, 5.0, "pelvis_low", doubtful=True)
    heard = train(
        [bridge_step(3)],
        seen(bridges(GOOD, start_s=1.5)),
        12,
        events_at=lambda time_s: [attempt] if 5.0 <= time_s < 5.05 else [],
    )

    doubt = next(each for each in heard.scenes[-1][1].done if each.outcome == "not_counted")
    assert doubt.why == "not counted, perhaps I saw it wrong"


def test_a_hold_has_no_dots():
    heard = train([hold_step()], seen(bridges(GOOD)), 10)

    assert {(scene.done, scene.to_do) for _, scene in heard.scenes} == {((), 0)}


def test_a_rest_knows_which_exercise_comes_next_and_has_no_dots():
    steps = [bridge_step(2, rest_s=20.0), hold_step()]
    heard = train(steps, seen(bridges(GOOD, GOOD, start_s=1.5)), 25)

    rest = heard.scenes[-1][1]
    assert rest.stage is Stage.REST
    assert rest.next_exercise.id == "childs-pose"
    assert rest.next_dose == "30 seconds"
    assert rest.done == ()


@pytest.mark.parametrize(
    ("sight", "items"), [(Sight.BLACK, [("light", False)]), (Sight.FROZEN, []), (Sight.LOST, [])]
)
def test_without_a_picture_nothing_is_said_to_be_right(sight, items):
    heard = train(
        [bridge_step()],
        lambda time_s: None,
        2,
        sight_at=lambda time_s: Sight.FINE if time_s < 0.5 else sight,
    )

    shown = heard.scenes[-1][1]
    assert shown.stage is Stage.SET_UP
    assert [(each.id, each.ok) for each in shown.wanted] == items
    assert shown.place is None
    assert shown.sight is sight


def test_a_picture_that_is_back_is_not_said_to_be_black():
    heard = train(
        [bridge_step()],
        lambda time_s: None,
        20,
        sight_at=lambda time_s: Sight.BLACK if 0.5 < time_s < 1.0 else Sight.FINE,
    )

    assert "black" not in heard.ids
    assert "fine" in heard.ids


@pytest.mark.parametrize(("light", "first"), [(0.01, "light"), (0.5, "person")])
def test_in_the_dark_the_lamp_comes_before_the_person_who_is_not_seen(light, first):
    bridging = BOOK.get("bridging")
    judge = Judge(bridging, BOOK, "en")
    gate = SetupGate(bridging, BOOK, TrainerWords(BOOK, "en"), time_s=0.0)
    for index in range(60):
        gate.note(index / 10, judge.update(index / 10, None, light))

    items = gate.wanted(Sight.FINE)
    assert next(each.id for each in items if not each.ok) == first
    assert {each.id for each in items} == {item.id for item in judge.update(6.0, None, light).setup}


@pytest.mark.parametrize(("before", "talks"), [(0, True), (1, True), (2, False), (30, False)])
def test_from_the_third_session_on_the_talk_before_a_start_is_short(before, talks):
    lying = seen(bridges(GOOD, start_s=100.0))

    def comes_after_a_while(time_s):
        return None if time_s < 7 else lying(time_s)

    heard = train([bridge_step()], comes_after_a_while, 50, done_before={"bridging": before})

    assert ("place" in heard.ids) is talks
    assert ("instruction_1" in heard.ids) is talks
    assert ("reminder_navel-in" in heard.ids) is talks
    assert {"welcome", "ready", "begin"} <= set(heard.ids)


def test_starting_a_set_over_repeats_that_set_without_the_instruction():
    heard = train(
        [bridge_step(3), bridge_step(3)],
        seen(bridges(*[GOOD] * 12, start_s=1.5)),
        50,
        commands={30.0: Command.AGAIN},
    )

    again_s = heard.time_of("again")
    late = [line.id for time_s, line in heard.lines if time_s > again_s]
    assert "instruction_1" not in late
    assert next(scene.number for time_s, scene in heard.scenes if time_s > again_s) == "0"
    # The first set stays done: one set is left after this one, as before.
    assert heard.kinds().count("StepEnded") == 2


def test_at_rest_the_side_that_is_asked_for_is_drawn():
    step = Step("leg-lift", "left", 1, 1, 2, None, 0.0)
    heard = train([step], seen(bridges(start_s=20.0)), 8)

    assert {scene.moment.side for _, scene in heard.scenes if scene.moment is not None} == {"left"}
