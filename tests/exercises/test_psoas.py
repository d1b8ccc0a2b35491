"""Hip-flexor lunge, whole sessions: the rear side is the one that is stretched."""

from collections.abc import Callable

import pytest

from stabiel.anatomy import SIDES, Side
from stabiel.session.session import Session
from tests.bodies import Camera, Figure, all_fours, path, squat
from tests.legs import half_kneeling, lunge
from tests.sessions import faults, judged

CAMERA = Camera(tl_px=150.0, center_px=(300.0, 800.0))
RATES = pytest.mark.parametrize("rate_hz", [12.0, 25.0, 60.0])
REST_S, MOVE_S, HOLD_S = 2.0, 0.8, 8.0
END_S = REST_S + MOVE_S + HOLD_S
STANCE = path((0, 0), (REST_S, 0), (REST_S + MOVE_S, 1.7), (END_S, 1.7), (END_S + MOVE_S, 0))

Change = Callable[[float], float]
Stance = tuple[Figure, Figure]


def during_hold(before: float, value: float) -> Change:
    """Return something that changes in the middle of the hold and is as before again."""
    value_at: Change = path((0, before), (5, before), (5.6, value), (8.5, value), (9.1, before))
    return value_at


def stands(
    stance_at: Callable[[float], Stance],
    *,
    rear: Side = "right",
    seconds: float = END_S + MOVE_S + 1.0,
    **options: float,
) -> Session:
    """Return the session of somebody whose rear side is this one; the right side is near."""
    which = 1 if rear == "right" else 0
    options = {"far_visibility": 0.9} | options
    return judged(
        "psoas",
        lambda t: stance_at(t)[which],
        seconds,
        CAMERA,
        far_at=lambda t: stance_at(t)[1 - which],
        **options,
    )


def lunges(**changes: Change) -> Callable[[float], Stance]:
    """Return the stances of somebody who steps forward, holds and steps back."""

    def stance_at(time_s: float) -> Stance:
        now = {key: value_at(time_s) for key, value_at in changes.items()}
        return lunge(**({"stance": STANCE(time_s)} | now))

    return stance_at


@RATES
@pytest.mark.parametrize("rear", SIDES)
def test_seconds_in_the_zone_are_counted_for_the_rear_side(rear: Side, rate_hz: float) -> None:
    session = stands(lunges(), rear=rear, rate_hz=rate_hz)

    (held,) = session.holds
    assert held.side == rear
    # And a part of the steps there and back.
    assert held.in_zone_s == pytest.approx(HOLD_S + 0.6, abs=0.5)
    assert faults(session) == []


@pytest.mark.parametrize("rear", SIDES)
def test_half_kneeling_is_held_too_and_its_rear_knee_may_bend(rear: Side) -> None:
    session = stands(lambda t: half_kneeling(), rear=rear, seconds=8.0)

    (held,) = session.holds
    assert (held.side, held.faults) == (rear, ())
    assert held.in_zone_s == pytest.approx(8.0, abs=0.5)
    assert faults(session) == []


def test_noise_changes_no_hold() -> None:
    session = stands(lunges(), noise_px=1.0)

    assert [held.side for held in session.holds] == ["right"]
    assert faults(session) == []


@RATES
@pytest.mark.parametrize("rear", SIDES)
@pytest.mark.parametrize(
    ("fault", "changes"),
    [
        ("trunk_bent", {"lean_deg": during_hold(15, 48)}),
        ("rear_knee_bent", {"rear_knee_deg": during_hold(172, 128)}),
        ("front_knee_past_toes", {"stance": lambda t: 1.25 * STANCE(t) / 1.7,
                                  "ahead": during_hold(0.6, 1.05)}),
    ],
)  # fmt: skip
def test_each_fault_is_found_alone(
    fault: str, changes: dict[str, Change], rear: Side, rate_hz: float
) -> None:
    session = stands(lunges(**changes), rear=rear, rate_hz=rate_hz)

    assert faults(session) == [fault]
    assert [(held.side, held.faults) for held in session.holds] == [(rear, (fault,))]


@RATES
def test_a_stance_that_is_too_short_counts_nothing_and_is_named(rate_hz: float) -> None:
    session = stands(lunges(stance=lambda t: 0.5 * STANCE(t) / 1.7), rate_hz=rate_hz)

    assert session.holds == ()
    assert faults(session) == ["stance_short"]
    assert (session.faults[0].repetition, session.faults[0].side) == (None, "right")


@RATES
def test_who_bounces_is_named(rate_hz: float) -> None:
    knots = [(0.0, 0.6), (4.0, 0.6)]
    knots += [(4.25 + 0.5 * n, 0.6 + (0.06 if n % 2 else 0)) for n in range(10)]

    session = stands(lunges(ahead=path(*knots, (9.6, 0.6), (20, 0.6))), rate_hz=rate_hz)

    assert faults(session) == ["bouncing"]


def test_who_steps_back_and_forward_again_left_the_position() -> None:
    steps = path((0, 0), (2, 0), (2.8, 1.7), (6, 1.7), (6.5, 0), (8, 0), (8.5, 1.7), (12, 1.7))

    session = stands(lunges(stance=steps), seconds=12.0)

    (held,) = session.holds
    assert faults(session) == ["left_position"]
    assert held.in_zone_s == pytest.approx(7.6, abs=0.5)


@pytest.mark.parametrize("figure", [lambda: squat(0.0), lambda: squat(0.8), all_fours])
def test_other_postures_count_nothing(figure: Callable[[], Figure]) -> None:
    session = judged("psoas", lambda t: figure(), 6.0, CAMERA)

    assert session.holds == ()
    assert faults(session) == []
