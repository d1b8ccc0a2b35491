"""All faults of an exercise: their conditions, and what is not judged."""

from collections.abc import Callable

import pytest

from stabiel.anatomy import Reason
from stabiel.body.body import BodyReader
from stabiel.body.measures import Reading, Value
from stabiel.coach.events import Phase
from stabiel.coach.faults.watch import WATCHERS, FaultWatch
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.readings import Readings
from stabiel.exercises.model import FAULT_KINDS, LimitFault
from tests.bodies import hook_lying, pose_of
from tests.coach.faults.signals import HIDDEN, STEP_S, times
from tests.sessions import BOOK

# On a condition: a rear knee that is bent (below 145) is a fault where it is off the floor


class Seen(Readings):
    """Readings that are given: the rear knee's angle and its height over the ankle."""

    def __init__(self, knee: Reading, over_ankle: Reading) -> None:
        body = BodyReader().read(pose_of(hook_lying(), 0.0))
        super().__init__(body, "right", BOOK.checks)
        self._given = {"knee_angle_deg": knee, "knee_over_ankle_tl": over_ankle}

    def read(self, measure: str, limb: str = "working") -> Reading:
        given = self._given if limb == "working" else {}
        return given.get(measure, HIDDEN)


BENT, STRAIGHT = Value(120.0), Value(170.0)
OFF_FLOOR, ON_FLOOR = Value(0.5), Value(0.12)


def rear_knee_faults(
    seen_at: Callable[[float], Seen], seconds: float = 4.0
) -> tuple[list[tuple[float, float]], float]:
    """Return from when to when the rear knee was bent, and for how long it was not judged."""
    not_judged = NotJudged()
    watch = FaultWatch(BOOK.get("psoas"), "right", not_judged)
    for time_s in times(seconds):
        watch.update(time_s, Phase.HOLD, seen_at(time_s), 1.5, STEP_S)
    ended = [fault for fault in watch.take(seconds) if fault.id == "rear_knee_bent"]
    unseen = {what: duration for what, _, duration in not_judged.listed()}
    return [(fault.start_s, fault.time_s) for fault in ended], unseen.get("rear_knee_bent", 0.0)


def test_a_condition_is_one_that_the_exercise_asks_for() -> None:
    rule = BOOK.get("psoas").faults["rear_knee_bent"]
    assert isinstance(rule, LimitFault)
    assert rule.only_if == ["knee_off_floor"]


def test_a_fault_whose_condition_holds_is_a_fault() -> None:
    assert rear_knee_faults(lambda t: Seen(BENT, OFF_FLOOR)) == ([(0.0, 4.0)], 0.0)
    assert rear_knee_faults(lambda t: Seen(STRAIGHT, OFF_FLOOR)) == ([], 0.0)


def test_while_its_condition_is_broken_a_fault_cannot_be() -> None:
    assert rear_knee_faults(lambda t: Seen(BENT, ON_FLOOR)) == ([], 0.0)
    # Nor is there anything to judge then, seen or not.
    assert rear_knee_faults(lambda t: Seen(HIDDEN, ON_FLOOR)) == ([], 0.0)


def test_while_its_condition_is_not_seen_a_fault_is_not_judged() -> None:
    found, unseen_s = rear_knee_faults(lambda t: Seen(BENT, HIDDEN))

    assert found == []
    assert unseen_s == pytest.approx(4.0, abs=2 * STEP_S)


def test_a_fault_ends_when_its_condition_is_broken() -> None:
    ((start_s, end_s),), _ = rear_knee_faults(
        lambda t: Seen(BENT, ON_FLOOR if t >= 2.0 else OFF_FLOOR)
    )

    assert (start_s, end_s) == (0.0, pytest.approx(2.0, abs=STEP_S))


def test_the_time_of_a_fault_begins_with_its_condition() -> None:
    # 0.4 s bent where it may be, and 0.4 s where it may not: neither is half a second.
    def seen(time_s: float) -> Seen:
        return Seen(BENT, ON_FLOOR if time_s % 0.8 < 0.4 else OFF_FLOOR)

    assert rear_knee_faults(seen)[0] == []


def test_what_was_not_judged_is_added_up_by_what_and_why() -> None:
    notes = NotJudged()
    for _ in range(10):
        notes.add("sagging", Reason.HIDDEN, 0.1)
        notes.add("sagging", Reason.NOBODY, 0.05)
    notes.add("bouncing", Reason.HIDDEN, 0.1)  # too short to matter

    assert notes.listed() == [
        ("sagging", Reason.HIDDEN, pytest.approx(1.0)),
        ("sagging", Reason.NOBODY, pytest.approx(0.5)),
    ]


def test_every_kind_of_fault_has_a_watcher() -> None:
    assert sorted(WATCHERS) == sorted(FAULT_KINDS)
    used = {
        fault.kind for exercise in BOOK.exercises.values() for fault in exercise.faults.values()
    }
    assert used == set(FAULT_KINDS)


def test_the_kind_of_a_rule_is_no_part_of_what_is_kept_of_it() -> None:
    for exercise in BOOK.exercises.values():
        for fault in exercise.faults.values():
            assert "kind" not in fault.model_dump()
            assert "checks" not in fault.model_dump()
