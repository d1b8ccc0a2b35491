"""Before the work: the set-up, the start posture, and the words to begin."""

import pytest

from stabiel.trainer.stages.ready import START_HELD_S
from stabiel.trainer.terms import Stage
from tests.bodies import Bridge, Camera, leg_lift, pose_of
from tests.sessions import BOOK
from tests.trainer.people import GOOD, bridge_step, bridges, seen, standing, train


def test_the_start_posture_fills_a_ring_in_two_seconds():
    heard = train([bridge_step()], seen(bridges(GOOD, start_s=100.0)), 20)
    ready_s = next(time_s for time_s, scene in heard.scenes if scene.stage is Stage.READY)

    shares = [heard.scene_at(ready_s + part * START_HELD_S).ring.share for part in (0, 0.5, 1)]
    assert shares == pytest.approx([0.0, 0.5, 1.0], abs=0.03)
    assert heard.scene_at(19.0).stage is Stage.WORK


def test_a_person_who_begins_at_once_is_not_told_to_begin():
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
        if time_s < 16:  # too near: the feet are out of the picture
            return pose_of(lying, time_s, Camera(tl_px=420.0, center_px=(560.0, 700.0)))
        if time_s < 30:
            return pose_of(leg_lift(170), time_s)
        return pose_of(lying, time_s)

    heard = train([bridge_step()], pose_at, 60)

    order = ["welcome", "place", "person", "whole_body", "posture", "ready", "begin"]
    assert [each for each in dict.fromkeys(heard.ids) if each in order] == order
    # A person who has just heard how to lie gets time to lie down.
    after = [time_s for time_s, line in heard.lines if line.id in BOOK.shared.checks]
    assert all(time_s - heard.time_of("posture") >= 5.9 for time_s in after)


def test_set_up_items_are_shown_until_they_are_right():
    heard = train([bridge_step()], seen(bridges(GOOD, start_s=100.0)), 15)

    wanted = heard.scenes[0][1].wanted
    assert [each.ok for each in wanted] == [False] * len(wanted)
    assert {"person", "view", "whole_body", "knees_bent"} <= {each.id for each in wanted}
    assert heard.scene_at(14.0).wanted == ()


def test_leaving_the_start_posture_returns_to_the_set_up():
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
