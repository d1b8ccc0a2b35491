"""Lying twist, whole sessions: a figure in space, seen from high at its right side."""

from collections.abc import Callable

import pytest

from stabiel.anatomy import SIDES, Reason, Side, View
from stabiel.session.session import Session
from tests.bodies import path
from tests.sessions import BOOK, faults, judged_in_space
from tests.space import SpaceCamera, SpaceFigure, crossed_twist, hook_lying_in_space, lying_twist

RATES = pytest.mark.parametrize("rate_hz", [12.0, 25.0, 60.0])
REST_S, MOVE_S, HOLD_S = 2.0, 0.8, 8.0
END_S = REST_S + MOVE_S + HOLD_S
TURNED_DEG = 65.0

Change = Callable[[float], float]


def during_hold(before: float, value: float) -> Change:
    """Return something that changes in the middle of the hold and is as before again."""
    value_at: Change = path((0, before), (5, before), (5.4, value), (8.5, value), (8.9, before))
    return value_at


# The knees are measured against the shoulders, so they must be further than those come along.
FURTHER = path((0, 0), (REST_S, 0), (REST_S + MOVE_S, 78), (END_S, 78), (END_S + MOVE_S, 0))
HALF_WAY = path(
    (0, 0), (REST_S, 0), (REST_S + MOVE_S, TURNED_DEG), (5, TURNED_DEG), (5.4, 52), (8.5, 52),
    (8.9, TURNED_DEG), (END_S, TURNED_DEG), (END_S + MOVE_S, 0),
)  # fmt: skip


def twists(
    to: Side = "left",
    knees: Change | None = None,
    *,
    camera: SpaceCamera | None = None,
    rate_hz: float = 25.0,
    noise_px: float = 0.0,
    seconds: float = END_S + MOVE_S + 1.0,
    **changes: Change,
) -> Session:
    """Return the session of somebody who lets the knees fall to a side and comes back."""
    turn = knees or path(
        (0, 0), (REST_S, 0), (REST_S + MOVE_S, TURNED_DEG), (END_S, TURNED_DEG), (END_S + MOVE_S, 0)
    )

    def figure(time_s: float) -> SpaceFigure:
        now = {key: value_at(time_s) for key, value_at in changes.items()}
        return lying_twist(to, turn(time_s), **now)

    return judged_in_space(
        "torsion", figure, seconds, camera or SpaceCamera(50.0), rate_hz=rate_hz, noise_px=noise_px
    )


@RATES
@pytest.mark.parametrize("to", SIDES)
def test_seconds_in_the_zone_are_counted_for_the_side_of_the_knees(
    to: Side, rate_hz: float
) -> None:
    session = twists(to, rate_hz=rate_hz)

    (held,) = session.holds
    assert held.side == to
    # And a third of the ways there and back.
    assert held.in_zone_s == pytest.approx(HOLD_S + 0.5, abs=0.5)
    assert faults(session) == []


def test_a_mirrored_picture_is_of_the_other_side() -> None:
    (held,) = twists("left", camera=SpaceCamera(50.0, mirrored=True)).holds

    assert held.side == "right"


def test_noise_changes_no_hold() -> None:
    session = twists(noise_px=1.0)

    assert [held.side for held in session.holds] == ["left"]
    assert faults(session) == []


@RATES
@pytest.mark.parametrize(
    ("fault", "changes"),
    [
        ("shoulder_lifted", {"shoulder_deg": during_hold(0, 25), "knees": FURTHER}),
        ("arm_bent", {"elbow_deg": during_hold(175, 25)}),
        # The knees come half-way up again, and the hips stay: the thighs are not turned far enough.
        ("knee_high", {"hips_deg": during_hold(32, 45), "knees": HALF_WAY}),
    ],
)
def test_each_fault_is_found_alone(fault: str, changes: dict[str, Change], rate_hz: float) -> None:
    session = twists("right", rate_hz=rate_hz, **changes)

    assert faults(session) == [fault]
    assert [held.faults for held in session.holds] == [(fault,)]


@RATES
def test_legs_that_bounce_are_named(rate_hz: float) -> None:
    knots = [(0.0, 90.0), (4.0, 90.0)]
    knots += [(4.25 + 0.5 * n, 90 + (9 if n % 2 else -9)) for n in range(10)]

    session = twists("right", rate_hz=rate_hz, hip_deg=path(*knots, (9.6, 90), (20, 90)))

    assert faults(session) == ["bouncing"]


def crosses(to: Side, hips_deg: float | None = None) -> Session:
    """Return the session of the leaflet's twist: one leg crosses over, the other one stays."""
    turn = path(
        (0, 0), (REST_S, 0), (REST_S + MOVE_S, TURNED_DEG), (END_S, TURNED_DEG), (END_S + MOVE_S, 0)
    )
    return judged_in_space(
        "torsion",
        lambda t: crossed_twist(to, turn(t), hips_deg=hips_deg),
        END_S + MOVE_S + 1.0,
        SpaceCamera(50.0),
    )


@pytest.mark.parametrize("to", SIDES)
def test_one_leg_that_falls_over_the_other_is_held(to: Side) -> None:
    session = crosses(to)

    (held,) = session.holds
    assert held.side == to
    assert held.in_zone_s == pytest.approx(HOLD_S + 0.5, abs=0.5)
    assert faults(session) == []


def test_a_leg_that_only_goes_along_with_the_hips_counts_nothing() -> None:
    session = crosses("right", hips_deg=58.0)

    # The knees are down against the shoulders, so nobody is told that they are high.
    assert (session.holds, faults(session)) == ((), [])


def test_knees_far_down_against_the_shoulders_count_if_the_hips_are_lost() -> None:
    # The landmarker's line of the hips turns along with the knees by far too much.
    session = twists("right", FURTHER, hips_deg=path((0, 0), (2, 0), (2.8, 70), (99, 70)))

    (held,) = session.holds
    assert (held.side, faults(session)) == ("right", [])


@pytest.mark.parametrize("fault", ["bouncing", "shoulder_lifted"])
def test_the_oblique_view_shows_neither_bounces_nor_shoulders(fault: str) -> None:
    assert BOOK.get("torsion").faults[fault].views == [View.HIGH]


def test_knees_that_come_back_and_fall_again_are_one_hold_that_was_left() -> None:
    knees = path((0, 0), (2, 0), (2.8, 65), (6, 65), (6.4, 0), (8, 0), (8.4, 65), (12, 65))

    session = twists("left", knees, seconds=12.0)

    (held,) = session.holds
    assert faults(session) == ["left_position"]
    assert held.in_zone_s == pytest.approx(7.4, abs=0.5)


def test_the_oblique_view_does_not_tell_knees_that_left_from_knees_that_are_high() -> None:
    knees = path((0, 0), (2, 0), (2.8, 65), (6, 65), (6.4, 0), (8, 0), (8.4, 65), (12, 65))

    session = twists("left", knees, seconds=12.0, camera=SpaceCamera(25.0, 40.0))

    assert session.view == "oblique"
    assert len(session.holds) == 1
    assert faults(session) == []
    assert {reason for what, reason, _ in session.not_judged if what == "left_position"} == {
        Reason.WRONG_VIEW
    }


def test_who_stays_short_of_the_zone_hears_why_and_nothing_counts() -> None:
    knees = path((0, 0), (2, 0), (2.8, 52), (10.8, 52), (11.6, 0))

    session = twists("right", knees, hips_deg=lambda t: 45.0)

    assert session.holds == ()
    assert faults(session) == ["knee_high"]
    assert session.faults[0].repetition is None


@pytest.mark.parametrize(
    "figure",
    [lambda: lying_twist("left", 30.0), lambda: lying_twist("left", 0.0), hook_lying_in_space],
)
def test_other_postures_count_nothing(figure: Callable[[], SpaceFigure]) -> None:
    session = judged_in_space("torsion", lambda t: figure(), 6.0, SpaceCamera(50.0))

    assert (session.holds, session.faults) == ((), ())
