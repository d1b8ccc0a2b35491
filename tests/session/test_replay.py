"""Replays: an unchanged rule gives the identical session, and a changed one says what changed."""

import json
from dataclasses import replace as changed

import pytest

from stabiel.coach.events import Hold, Repetition
from stabiel.exercises.model import Exercise
from stabiel.session.replay import NOTHING, Difference, changes, replay
from stabiel.session.session import Session
from tests.records import BRIDGING, WHOLE, Frames, judged_frames
from tests.sessions import BOOK


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 154, 168])


def again(frames: Frames, exercise: Exercise = BRIDGING) -> Session:
    source = frames.session.source
    return replay(exercise, BOOK, "nl", frames.recorded, source=source, model="full").session


def stricter(at_least: float) -> Exercise:
    assert BRIDGING.movement is not None
    target = BRIDGING.movement.target.model_copy(update={"at_least": at_least})
    movement = BRIDGING.movement.model_copy(update={"target": target})
    return BRIDGING.model_copy(update={"movement": movement})


def test_an_unchanged_rule_gives_the_identical_session(bridges: Frames) -> None:
    assert again(bridges) == bridges.session
    assert changes(bridges.session, again(bridges)) == []


def test_a_changed_rule_says_which_movement_it_sees_differently(bridges: Frames) -> None:
    lenient = again(bridges, stricter(150))
    (change,) = changes(bridges.session, lenient)

    assert (change.before, change.after) == ("not counted, pelvis_low", "good")
    (attempt,) = bridges.session.attempts
    assert (change.start_s, change.end_s) == (attempt.start_s, attempt.end_s)


def test_numbers_that_move_up_are_no_change(bridges: Frames) -> None:
    lenient = again(bridges, stricter(150))

    assert [each.number for each in lenient.repetitions] == [1, 2, 3]
    assert len(changes(lenient, bridges.session)) == 1


def test_what_is_not_seen_any_more_and_what_is_new() -> None:
    one = Repetition(9.0, 1, "both", 2.0, 4.0, 9.0, ())
    held = Hold(60.0, 1, "left", 20.0, 55.0, 29.7, False, ("bouncing",))
    before = changed(WHOLE, repetitions=(one,), attempts=(), holds=())
    after = changed(WHOLE, repetitions=(), attempts=(), holds=(held,))

    assert changes(before, after) == [
        Difference(2.0, 9.0, "good", NOTHING),
        Difference(20.0, 55.0, NOTHING, "left: held 29.7 s, bouncing"),
    ]


@pytest.mark.parametrize("which", ["whole", "bridges"])
def test_a_session_comes_back_from_its_file(which: str, bridges: Frames) -> None:
    session = WHOLE if which == "whole" else bridges.session
    written = json.loads(json.dumps(session.to_json()))

    assert Session.from_json(written).to_json() == session.to_json()


@pytest.mark.parametrize(
    "spoil",
    [
        {"schema": 99},
        {"repetitions": [{"number": 1}]},
        {"not_judged": [{"what": "x", "reason": "tired", "seconds": 1}]},
        {"source": {"kind": "file"}},
    ],
)
def test_what_is_no_session_is_refused(spoil: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Session.from_json(WHOLE.to_json() | spoil)


@pytest.mark.parametrize(("model", "counted"), [("full", 0), ("heavy", 2)])
def test_legs_are_as_visible_as_the_model_means_it(
    bridges: Frames, model: str, counted: int
) -> None:
    """At 0.55 full means a leg hidden behind the other one, and heavy one in sight."""
    dim = []
    for frame in bridges.recorded:
        assert frame.pose is not None
        visibility = frame.pose.visibility.copy()
        visibility[25:33] = 0.55
        dim.append(frame._replace(pose=changed(frame.pose, visibility=visibility)))

    source = bridges.session.source
    session = replay(BRIDGING, BOOK, "nl", dim, source=source, model=model).session

    assert len(session.repetitions) == counted
