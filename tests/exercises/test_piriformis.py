"""Figure four, whole sessions: the held leg near or far, the seconds in the zone and the faults."""

from collections.abc import Callable

import pytest

from stabiel.anatomy import Part
from stabiel.coach.tolerances import ARRIVES_S
from stabiel.session.session import Session
from tests.bodies import Camera, Figure, hook_lying, knees_to_chest, path
from tests.legs import figure_four
from tests.sessions import faults, judged

CAMERA = Camera(tl_px=180.0, center_px=(420.0, 600.0))
RATES = pytest.mark.parametrize("rate_hz", [12.0, 25.0, 60.0])
# Lying still for two seconds first, then the leg is pulled in within half a second.
REST_S, MOVE_S, HOLD_S = 2.0, 0.5, 8.0
IN_DEG, FLAT_DEG = 80.0, 125.0


def during_hold(value: float, start_s: float = 4.0, end_s: float = 8.0) -> Callable[[float], float]:
    """Return something that changes in the middle of the hold and is as before again."""
    value_at: Callable[[float], float] = path(
        (0, 0), (start_s, 0), (start_s + 0.4, value), (end_s, value), (end_s + 0.4, 0), (99, 0)
    )
    return value_at


def holds(
    hip: Callable[[float], float] | None = None,
    *,
    near: str = "held",
    changes: dict[str, Callable[[float], float]] | None = None,
    seconds: float = REST_S + HOLD_S + 2 * MOVE_S + 1.0,
    hands_off: bool = False,
    **options: float,
) -> Session:
    """Return the session of somebody who lies down, pulls the leg in, holds and lets go."""
    end_s = REST_S + MOVE_S + HOLD_S
    pulled = hip or path(
        (0, FLAT_DEG), (REST_S, FLAT_DEG), (REST_S + MOVE_S, IN_DEG), (end_s, IN_DEG),
        (end_s + MOVE_S, FLAT_DEG), (99, FLAT_DEG),
    )  # fmt: skip

    def legs(time_s: float) -> tuple[Figure, Figure]:
        hip_deg = pulled(time_s)
        if hip_deg > FLAT_DEG - 1:
            return hook_lying(), hook_lying()
        now = {key: value_at(time_s) for key, value_at in (changes or {}).items()}
        return figure_four(hip_deg, hands_off=hands_off, **now)

    which = 0 if near == "held" else 1
    options = {"far_visibility": 0.9} | options
    return judged(
        "piriformis",
        lambda t: legs(t)[which],
        seconds,
        CAMERA,
        far_at=lambda t: legs(t)[1 - which],
        **options,
    )


@RATES
@pytest.mark.parametrize("near", ["held", "crossed"])
def test_seconds_in_the_zone_are_counted_for_a_side_that_is_not_known(
    near: str, rate_hz: float
) -> None:
    session = holds(near=near, rate_hz=rate_hz)

    (held,) = session.holds
    assert held.side == "unknown"
    # And the parts of the ways there and back that are in the zone already.
    assert held.in_zone_s == pytest.approx(HOLD_S + 0.5, abs=0.5)
    assert held.start_s == pytest.approx(REST_S + 0.25, abs=0.3)
    assert faults(session) == []


def test_noise_changes_no_hold() -> None:
    session = holds(noise_px=1.0)

    (held,) = session.holds
    assert held.in_zone_s == pytest.approx(HOLD_S + 0.5, abs=0.5)
    assert faults(session) == []


@RATES
@pytest.mark.parametrize(
    ("change", "value", "fault"),
    [
        ("shoulder_lift", 0.28, "shoulders_lifted"),
        ("head_lift", 0.30, "head_lifted"),
    ],
)
def test_each_fault_is_found_alone(change: str, value: float, fault: str, rate_hz: float) -> None:
    session = holds(changes={change: during_hold(value)}, rate_hz=rate_hz)

    assert faults(session) == [fault]
    (held,) = session.holds
    assert held.faults == (fault,)
    assert held.in_zone_s == pytest.approx(HOLD_S + 0.5, abs=0.5)


@RATES
@pytest.mark.parametrize(
    ("near", "found"), [("crossed", ["ankle_off_knee"]), ("held", [])], ids=["crossed", "held"]
)
def test_an_ankle_that_slips_is_told_only_of_the_near_leg(
    near: str, found: list[str], rate_hz: float
) -> None:
    # The ankle of the far leg lies behind the held one, where it is a guess.
    session = holds(near=near, changes={"ankle_slip": during_hold(0.32)}, rate_hz=rate_hz)

    assert faults(session) == found
    assert len(session.holds) == 1


@RATES
@pytest.mark.parametrize("near", ["held", "crossed"])
def test_a_leg_that_bounces_is_named(near: str, rate_hz: float) -> None:
    knots = [(0.0, FLAT_DEG), (REST_S, FLAT_DEG), (2.5, IN_DEG), (4.0, IN_DEG)]
    knots += [(4.25 + 0.5 * n, IN_DEG + (9 if n % 2 else -9)) for n in range(10)]
    hip = path(*knots, (9.5, IN_DEG), (10.5, IN_DEG), (11, FLAT_DEG))

    assert faults(holds(hip, near=near, rate_hz=rate_hz)) == ["bouncing"]


@RATES
def test_a_far_leg_that_is_found_now_here_now_there_is_no_bouncing(rate_hz: float) -> None:
    held, crossed = figure_four(IN_DEG)
    wider, _ = figure_four(IN_DEG + 12)

    def far(time_s: float) -> Figure:
        if time_s < REST_S + MOVE_S:
            return hook_lying()
        return crossed if time_s % 1.0 < 0.5 else crossed | {Part.KNEE: wider[Part.KNEE]}

    session = judged(
        "piriformis",
        lambda t: hook_lying() if t < REST_S + MOVE_S else held,
        10.0,
        CAMERA,
        far_at=far,
        far_visibility=0.9,
        rate_hz=rate_hz,
    )

    assert len(session.holds) == 1
    assert faults(session) == []


@RATES
def test_a_crossed_near_leg_that_is_found_here_and_there_is_no_bouncing(rate_hz: float) -> None:
    held, crossed = figure_four(IN_DEG)
    x, y = crossed[Part.KNEE]
    other = crossed | {Part.KNEE: (x - 0.2, y)}

    def near(time_s: float) -> Figure:
        if time_s < REST_S + MOVE_S:
            return hook_lying()
        return crossed if time_s % 1.0 < 0.5 else other

    session = judged(
        "piriformis",
        near,
        10.0,
        CAMERA,
        far_at=lambda t: hook_lying() if t < REST_S + MOVE_S else held,
        far_visibility=0.9,
        rate_hz=rate_hz,
    )

    assert len(session.holds) == 1
    assert faults(session) == []


def test_a_leg_let_go_and_taken_again_is_one_hold_that_was_left() -> None:
    hip = path(
        (0, FLAT_DEG), (2, FLAT_DEG), (2.5, IN_DEG), (6, IN_DEG), (6.3, FLAT_DEG),
        (8, FLAT_DEG), (8.3, IN_DEG), (11, IN_DEG), (11.3, FLAT_DEG), (12, FLAT_DEG),
    )  # fmt: skip

    session = holds(hip, seconds=12.0)

    (held,) = session.holds
    assert faults(session) == ["left_position"]
    assert held.in_zone_s == pytest.approx(6.9, abs=0.5)


@pytest.mark.parametrize(("let_go_deg", "names"), [(115.0, ["left_position"]), (104.0, [])])
def test_a_leg_let_go_with_its_foot_still_up_left_the_position(
    let_go_deg: float, names: list[str]
) -> None:
    hip = path(
        (0, FLAT_DEG), (2, FLAT_DEG), (2.5, IN_DEG), (6, IN_DEG), (6.3, let_go_deg),
        (8, let_go_deg), (8.3, IN_DEG), (11, IN_DEG), (11.3, FLAT_DEG), (12, FLAT_DEG),
    )  # fmt: skip

    session = holds(hip, seconds=12.0)

    assert len(session.holds) == 1
    assert faults(session) == names


def test_a_lift_of_the_shoulders_is_against_the_start_posture() -> None:
    """Who pulls the leg in with the shoulders lifted is not taken to lie like that."""
    session = holds(changes={"shoulder_lift": lambda t: 0.28})

    (lifted,) = session.faults
    assert lifted.id == "shoulders_lifted"
    assert lifted.start_s == pytest.approx(REST_S + 0.3 + ARRIVES_S, abs=0.4)
    assert lifted.repetition == 1


@pytest.mark.parametrize(
    "figure",
    [
        lambda: knees_to_chest(45.0),  # both knees on the belly
        lambda: knees_to_chest(64.0),
        hook_lying,
        lambda: figure_four(80.0, hands_off=True)[0],
    ],
)
def test_other_postures_count_nothing(figure: Callable[[], Figure]) -> None:
    assert judged("piriformis", lambda t: figure(), 6.0, CAMERA).holds == ()
