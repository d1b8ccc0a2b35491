"""Which limb works is chosen by what both did over time, not by the first frame.

One limb goes all the way; the other one twitches, moves along, is noisy, or is found in a wrong
place for a moment. The one counts once, and the other one has no attempt and no fault.
"""

from collections.abc import Callable

import pytest

from stabiel.session.session import Session
from tests import sessions
from tests.bodies import Camera, Figure, all_fours, heel_slide, leg_lift, path
from tests.coach.test_sides import CAMERA, EACH, HIDDEN_AT_REST, sides
from tests.sessions import counts

SECONDS = 10.0
MIRRORED = Camera(200.0, (900.0, 900.0), mirrored=True, size_px=(1800, 1800))
# Shares of the way from the start to the target, by time in seconds.
Share = Callable[[float], float]

ALL_THE_WAY: Share = path((0, 0), (2, 0), (3.6, 1), (5, 1), (6.6, 0), (9, 0))
SLOWLY: Share = path((0, 0), (2, 0), (5, 1), (6, 1), (8, 0), (10, 0))


def figure(exercise: str, share: float, *, far: bool) -> Figure:
    """Return a body one limb of which has gone a share of its way."""
    match exercise:
        case "leg-lift":
            # A far thigh sinks a little too, so that its knee is seen beside the near one.
            return leg_lift(63 + 107 * share, thigh_lower_deg=12 * share if far else 0)
        case "heel-slide":
            return heel_slide(0.98 * share)
        case "arm-reach":
            return all_fours(shoulder_deg=85 + 83 * share)
        case _:
            return all_fours(hip_deg=90 + 82 * share, knee_deg=90 + 82 * share)


def both_move(
    exercise: str, works: Share, other: Share, mover: str, **options: object
) -> tuple[Session, str]:
    """Return a session and the side that works; the near side is the right one."""
    near, far = (works, other) if mover == "near" else (other, works)
    options = {"camera": CAMERA, "far_visibility": 0.9} | options
    session = sessions.judged(
        exercise,
        lambda t: figure(exercise, near(t), far=False),
        SECONDS,
        far_at=lambda t: figure(exercise, far(t), far=True),
        **options,
    )
    return session, "right" if mover == "near" else "left"


def twitch(start_s: float, share: float = 0.2) -> Share:
    """Leave the start for 0.3 s."""
    there_s = start_s + 0.1
    value_at: Share = path(
        (0, 0), (start_s, 0), (there_s, share), (there_s + 0.1, share), (there_s + 0.2, 0), (20, 0)
    )
    return value_at


def leap(start_s: float, seconds: float, share: float = 1.0) -> Share:
    """Be somewhere else all at once, and back again."""
    return lambda t: share if start_s - 1e-9 <= t < start_s + seconds - 1e-9 else 0.0


def along(share: float, start_s: float, back_s: float) -> Share:
    """Go a share of the way, stay there, and come back."""
    value_at: Share = path(
        (0, 0), (start_s, 0), (start_s + 1, share), (back_s, share), (back_s + 1.6, 0), (20, 0)
    )
    return value_at


# What the limb that works does, and the other one.
CASES: dict[str, tuple[Share, Share]] = {
    "twitches before it": (ALL_THE_WAY, twitch(1.6)),
    "twitches as it begins": (ALL_THE_WAY, twitch(1.9)),
    "twitches on the way out": (ALL_THE_WAY, twitch(2.6, 0.3)),
    "twitches at the target": (ALL_THE_WAY, twitch(4.0)),
    "twitches on the way back": (ALL_THE_WAY, twitch(5.8, 0.3)),
    "begins in the same frame and goes 40 %": (ALL_THE_WAY, along(0.4, 2.0, 5.0)),
    "goes 40 % and is back first": (ALL_THE_WAY, along(0.4, 2.0, 3.0)),
    "goes 40 % and is back last": (ALL_THE_WAY, along(0.4, 2.0, 6.5)),
    "leaps to the target before it": (ALL_THE_WAY, leap(1.4, 0.3)),
    "leaps to the target as it begins": (ALL_THE_WAY, leap(2.0, 0.3)),
    "leaps to the target on the way out": (ALL_THE_WAY, leap(2.4, 0.1)),
    "leaps to the target for half a second": (ALL_THE_WAY, leap(3.0, 0.5)),
    "leaps to the target on the way back": (ALL_THE_WAY, leap(5.5, 0.5)),
    "moves along by 30 %": (SLOWLY, along(0.3, 2.0, 6.0)),
    "moves along by 45 %": (SLOWLY, along(0.45, 2.0, 6.0)),
    "moves along by 60 %": (SLOWLY, along(0.6, 2.0, 6.0)),
    "moves along first": (SLOWLY, along(0.45, 1.5, 6.0)),
}
RATES = [4.0, 10.0, 30.0]


def assert_only(session: Session, side: str) -> None:
    """Assert one repetition of this side, and nothing of the other one."""
    assert sides(session) == [side]
    assert session.attempts == ()
    assert {fault.side for fault in session.faults} <= {side}
    # Of a leg that does move along, this is a true word.
    assert {fault.id for fault in session.faults} <= {"other_leg_moved"}


@pytest.mark.parametrize("mover", ["near", "far"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("exercise", EACH)
def test_the_limb_that_goes_all_the_way_counts_once(exercise: str, case: str, mover: str) -> None:
    for rate_hz in RATES:
        session, side = both_move(exercise, *CASES[case], mover, rate_hz=rate_hz)

        assert_only(session, side)


@pytest.mark.parametrize("mover", ["near", "far"])
@pytest.mark.parametrize("case", CASES)
def test_so_it_does_if_it_is_hardly_seen_at_rest_or_mirrored(case: str, mover: str) -> None:
    for options in ({"far_visibility": HIDDEN_AT_REST}, {"camera": MIRRORED}):
        session, side = both_move("leg-reach", *CASES[case], mover, rate_hz=10.0, **options)

        assert_only(session, side)


@pytest.mark.parametrize("mover", ["near", "far"])
@pytest.mark.parametrize("case", list(CASES)[::4])
def test_so_it_does_at_a_high_frame_rate(case: str, mover: str) -> None:
    session, side = both_move("leg-lift", *CASES[case], mover, rate_hz=120.0)

    assert_only(session, side)


@pytest.mark.parametrize("mover", ["near", "far"])
@pytest.mark.parametrize("exercise", EACH)
@pytest.mark.parametrize("start_s", [1.5, 2.0, 3.0, 4.0, 6.0])
def test_a_noisy_frame_of_the_other_limb_changes_nothing(
    exercise: str, mover: str, start_s: float
) -> None:
    for rate_hz in RATES:
        for share in (0.5, 1.0):
            noise = leap(start_s, 1 / rate_hz, share)

            session, side = both_move(exercise, ALL_THE_WAY, noise, mover, rate_hz=rate_hz)

            assert_only(session, side)


@pytest.mark.parametrize("exercise", EACH)
@pytest.mark.parametrize("rate_hz", RATES)
def test_a_leap_alone_is_no_movement_at_any_rate(exercise: str, rate_hz: float) -> None:
    session, _ = both_move(exercise, leap(3.0, 0.5), lambda t: 0.0, "near", rate_hz=rate_hz)

    assert counts(session) == (0, [], [])


# What is dropped must not be what was done


@pytest.mark.parametrize("mover", ["near", "far"])
@pytest.mark.parametrize("start_s", [1.8, 3.4, 5.2])
def test_an_attempt_stays_one_if_the_other_limb_only_twitches(start_s: float, mover: str) -> None:
    halfway = along(0.6, 2.0, 4.0)

    session, side = both_move("leg-lift", halfway, twitch(start_s), mover)

    assert [(each.side, each.reason) for each in session.attempts] == [(side, "knee_not_straight")]
    assert session.repetitions == ()


@pytest.mark.parametrize("mover", ["near", "far"])
def test_a_limb_that_rests_on_the_way_is_an_attempt_if_no_other_one_moves(mover: str) -> None:
    session, side = both_move("heel-slide", along(0.7, 2.0, 7.0), lambda t: 0.0, mover)

    assert {(each.side, each.reason) for each in session.attempts} == {(side, "knee_not_straight")}


def test_a_limb_that_rests_on_the_way_is_none_while_the_other_one_goes_on() -> None:
    """At 10 Hz the near leg rests a frame before the far one is clearly further."""
    session, side = both_move("heel-slide", SLOWLY, along(0.6, 2.0, 6.0), "far", rate_hz=10.0)

    assert_only(session, side)


@pytest.mark.parametrize("mover", ["near", "far"])
@pytest.mark.parametrize("exercise", ["arm-reach", "leg-reach"])
def test_a_limb_that_only_touched_its_target_does_not_hide_the_one_that_holds_it(
    exercise: str, mover: str
) -> None:
    """Left and right change names on the way out: one of them seems to turn back half way."""
    holds = path((0, 0), (2.1, 0), (3.2, 1), (5.5, 1), (6.5, 0))
    touches = path((0, 0), (2.0, 0), (2.6, 0.9), (2.7, 0.9), (2.9, 0.5), (5.5, 0.5), (6.5, 0))

    session, side = both_move(exercise, holds, touches, mover, rate_hz=15.0)

    assert_only(session, side)
