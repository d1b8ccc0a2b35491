"""Which side holds is chosen by the time in the zone, not by the first frame in it."""

from collections.abc import Callable

import pytest

from stabiel.coach.time_spent import TimeKind
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise, HoldRule
from stabiel.session.session import Session
from tests import sessions
from tests.bodies import Figure, leg_lift, path
from tests.coach.test_sides import CAMERA
from tests.exercises.test_torsion import twists
from tests.sessions import BOOK

Knee = Callable[[float], float]
SECONDS = 14.0
BENT, STRAIGHT = 90.0, 170.0
RATES = pytest.mark.parametrize("rate_hz", [4.0, 10.0, 30.0])


def leg_held_up() -> ExerciseBook:
    """Return a book with one exercise: a straight leg is held in the air, each leg for itself."""
    leg_lift_rule, psoas = BOOK.get("leg-lift"), BOOK.get("psoas")
    # The shins are in the air from the beginning, so their own start says nothing.
    change_of_check = {"measure": "heel_over_trunk_tl", "at_least": 0.2}
    shin_up = BOOK.check("leg_in_the_air").model_copy(update=change_of_check)
    shared = BOOK.shared.model_copy(update={"checks": BOOK.shared.checks | {"shin_up": shin_up}})
    hold = HoldRule(
        follows="knee_angle_deg", views=["side"], near=["shin_up"], zone=["knee_straight"]
    )
    change = {"movement": None, "hold": hold, "dose": psoas.dose, "faults": {}, "id": "leg-up"}
    exercise: Exercise = leg_lift_rule.model_copy(update=change)
    return ExerciseBook(shared, {"leg-up": exercise})


LEG_UP = leg_held_up()
# Both shins are in the air; the one is straight from 2 to 12 s.
HELD: Knee = path((0, BENT), (1.6, BENT), (2.2, STRAIGHT), (12, STRAIGHT), (12.6, BENT), (99, BENT))


def straight_from(start_s: float, end_s: float) -> Knee:
    value_at: Knee = path(
        (0, BENT), (start_s, BENT), (start_s + 0.6, STRAIGHT), (end_s, STRAIGHT),
        (end_s + 0.6, BENT), (99, BENT),
    )  # fmt: skip
    return value_at


def both(held: Knee, other: Knee, holds: str, rate_hz: float) -> tuple[Session, str]:
    """Return a session and the side that holds; the near side is the right one."""
    near, far = (held, other) if holds == "near" else (other, held)

    def leg(knee: Knee, sinks_deg: float) -> Callable[[float], Figure]:
        return lambda t: leg_lift(knee(t), thigh_lower_deg=sinks_deg)

    session = sessions.judged(
        "leg-up", leg(near, 0), SECONDS, CAMERA, far_at=leg(far, 14), far_visibility=0.9,
        rate_hz=rate_hz, book=LEG_UP,
    )  # fmt: skip
    return session, "right" if holds == "near" else "left"


@RATES
@pytest.mark.parametrize("holds", ["near", "far"])
@pytest.mark.parametrize(
    "other",
    [
        straight_from(0.6, 2.4),  # the other one is in the zone first, and for a moment only
        straight_from(1.6, 3.6),  # both come into it in the same frame
        straight_from(2.0, 3.8),
        straight_from(6.0, 13.0),  # the other one holds as well, but later
    ],
    ids=["first", "same frame", "after it", "later"],
)
def test_the_side_that_is_longer_in_the_zone_holds(other: Knee, holds: str, rate_hz: float) -> None:
    alone, side = both(HELD, lambda t: BENT, holds, rate_hz)
    session, _ = both(HELD, other, holds, rate_hz)

    (wanted,), (held,) = alone.holds, session.holds[:1]
    assert held.side == wanted.side == side
    assert held.in_zone_s == pytest.approx(wanted.in_zone_s, abs=0.3)
    assert len(session.holds) == 1
    assert session.faults == session.attempts == ()


@pytest.mark.parametrize("holds", ["near", "far"])
def test_no_second_is_lost_to_the_wrong_side(holds: str) -> None:
    session, _ = both(HELD, straight_from(0.4, 1.6), holds, 25.0)

    (held,) = session.holds
    in_zone_s = sum(each.seconds for each in session.time if each.kind is TimeKind.IN_ZONE)
    assert in_zone_s >= held.in_zone_s - 0.1


@pytest.mark.parametrize("to", ["left", "right"])
def test_knees_that_sway_to_the_other_side_first_hold_on_this_one(to: str) -> None:
    # Over to the wrong side for a second, then over to the right one within a second and a half.
    sways = path((0, 0), (1.5, 0), (2.2, -65), (3.2, -65), (4.6, 65), (12, 65), (12.8, 0))
    goes = path((0, 0), (3.9, 0), (4.6, 65), (12, 65), (12.8, 0))

    swayed, plain = (twists(to, knees, seconds=14.0) for knees in (sways, goes))

    (wanted,), (held,) = plain.holds, swayed.holds
    assert held.side == wanted.side == to
    assert held.in_zone_s == pytest.approx(wanted.in_zone_s, abs=0.5)
