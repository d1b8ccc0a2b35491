"""Why nothing counted: if anybody was seen there is a reason, and it is the one to change."""

from dataclasses import replace

import pytest

from stabiel.anatomy import Reason
from stabiel.coach.events import Attempt, Hold
from stabiel.coach.setup import Item
from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.session.nothing_counted import Cause, NothingCounted, main_reason, nothing_counted
from stabiel.session.session import Session
from tests.records import WHOLE

NOTHING = replace(WHOLE, repetitions=(), attempts=(), holds=(), faults=(), not_judged=(), setup=())
LOW = Attempt(9.0, "both", 5.0, 8.5, "pelvis_low")
OPEN = Attempt(19.0, "both", 15.0, 18.5, "knees_stay_bent")


def spent(kind: str, seconds: float, why: str | None = None, off_by: float | None = None):
    return TimeSpent(TimeKind(kind), why, seconds, off_by)


def with_time(*time: TimeSpent, **changes: object) -> Session:
    return replace(NOTHING, time=time, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "done",
    [
        {"repetitions": WHOLE.repetitions},
        {"holds": (Hold(60.0, 1, "both", 25.0, 29.0, 3.5, False, ()),)},
    ],
    ids=["repetitions", "a short hold"],
)
def test_there_is_no_reason_if_something_counted(done):
    assert nothing_counted(replace(NOTHING, **done)) is None


def test_a_chin_three_degrees_too_high_is_the_reason():
    session = with_time(
        spent("set_up", 4.0, "face_down"),
        spent("near_zone", 18.0, "face_not_up", 3.1),
        spent("near_zone", 2.0, "elbow_straight", 5.0),
        spent("nobody", 30.0),
    )

    assert nothing_counted(session) == NothingCounted(
        Cause.OUT_OF_ZONE, "face_not_up", 18.0, off_by=3.1
    )


@pytest.mark.parametrize(
    ("time", "cause"),
    [
        ([spent("nobody", 9.0)], Cause.NOBODY),
        ([spent("set_up", 5.0, "lying_level"), spent("waiting", 2.0)], Cause.NOT_READY),
        ([spent("set_up", 5.0, "lying_level"), spent("waiting", 9.0)], Cause.NOT_BEGUN),
        ([spent("waiting", 30.0), spent("moving", 3.0, None, 12.0)], Cause.NOT_FAR_ENOUGH),
        ([spent("waiting", 30.0), spent("moving", 0.4)], Cause.NOT_BEGUN),
        ([spent("moving", 2.0), spent("at_target", 6.0)], Cause.NOT_BACK),
        ([spent("moving", 9.0, None, 0.2), spent("at_target", 1.0)], Cause.NOT_BACK),
        ([spent("near_zone", 1.0, "hip_closed"), spent("in_zone", 2.8)], Cause.SHORT_HOLD),
        ([spent("not_judged", 9.0, "hidden"), spent("waiting", 1.0)], Cause.NOT_JUDGED),
        ([spent("nobody", 59.0), spent("waiting", 0.04)], Cause.NOT_BEGUN),
    ],
)
def test_what_was_tried_comes_before_what_was_awaited(time, cause):
    found = nothing_counted(with_time(*time))

    assert found is not None
    assert found.cause is cause


@pytest.mark.parametrize("kind", TimeKind)
def test_every_kind_of_time_is_a_reason(kind):
    found = nothing_counted(with_time(TimeSpent(kind, "anything", 12.0)))

    assert found is not None
    assert found.cause is not Cause.UNKNOWN


def test_attempts_are_the_reason_before_any_time():
    session = with_time(spent("waiting", 40.0), attempts=(LOW, OPEN, replace(LOW, time_s=29.0)))

    assert nothing_counted(session) == NothingCounted(Cause.ATTEMPTS, "pelvis_low", count=3)


def test_a_doubtful_attempt_is_no_reason_of_its_own():
    doubtful = replace(OPEN, doubtful=True)

    only = nothing_counted(with_time(spent("moving", 9.0), attempts=(doubtful,)))
    beside = nothing_counted(with_time(attempts=(doubtful, doubtful, LOW)))

    assert only == NothingCounted(Cause.DOUBTFUL, count=1)
    assert beside == NothingCounted(Cause.ATTEMPTS, "pelvis_low", count=1)


def test_a_distance_is_that_of_a_movement_which_never_reached_its_target():
    short = nothing_counted(with_time(spent("moving", 9.0, None, 12.0)))
    back = nothing_counted(with_time(spent("moving", 9.0, None, 0.2), spent("at_target", 1.0)))

    assert (short and short.off_by, back and back.off_by) == (12.0, None)


def test_the_reason_can_be_asked_for_without_a_session():
    time = (spent("near_zone", 18.0, "face_not_up", 3.1),)

    assert main_reason({}, 0, time) == nothing_counted(with_time(*time))
    assert main_reason({"pelvis_low": 1, "knees_stay_bent": 2}, 4, time) == NothingCounted(
        Cause.ATTEMPTS, "knees_stay_bent", count=3
    )
    assert main_reason({}, 4, time) == NothingCounted(Cause.DOUBTFUL, count=4)
    assert main_reason({}, 0, ()) is None


def test_nobody_is_seen_if_no_view_was():
    assert nothing_counted(replace(NOTHING, view="unknown")) == NothingCounted(Cause.NOBODY)


@pytest.mark.parametrize(
    ("old", "reason"),
    [
        (
            {"not_judged": (("repetitions", Reason.WRONG_VIEW, 20.0),)},
            NothingCounted(Cause.NOT_JUDGED, "wrong_view", 20.0),
        ),
        (
            {
                "not_judged": (("repetitions", Reason.NO_START, 20.0),),
                "setup": (Item("person", True), Item("knees_bent", False)),
            },
            NothingCounted(Cause.NOT_READY, "knees_bent"),
        ),
        (
            {"not_judged": (("repetitions", Reason.NO_START, 20.0),)},
            NothingCounted(Cause.NOT_JUDGED, "no_start", 20.0),
        ),
        ({}, NothingCounted(Cause.UNKNOWN)),
    ],
)
def test_an_old_session_tells_what_it_knows(old, reason):
    assert nothing_counted(replace(NOTHING, **old)) == reason


def test_too_few_frames_per_second_are_the_reason_before_anything_else():
    session = with_time(spent("waiting", 40.0), attempts=(LOW,))
    slow = replace(session, source=replace(session.source, frame_rate_hz=1.0))
    fast = replace(session, source=replace(session.source, frame_rate_hz=4.0))

    assert nothing_counted(slow) == NothingCounted(Cause.FEW_FRAMES)
    assert nothing_counted(fast) == NothingCounted(Cause.ATTEMPTS, "pelvis_low", count=1)
