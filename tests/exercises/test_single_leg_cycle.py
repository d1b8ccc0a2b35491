"""Cycling with one leg, whole sessions: which leg is in the air is seen, its side is not."""

from collections.abc import Callable

import pytest

from stabiel.anatomy import Part
from stabiel.session.session import Session
from tests.bodies import Camera, Figure, dead_bug, heel_slide, path
from tests.legs import cycling, leg, planted
from tests.sessions import counts, judged

CAMERA = Camera(tl_px=180.0, center_px=(420.0, 600.0))
RATES = pytest.mark.parametrize("rate_hz", [12.0, 25.0, 60.0])
REST_S, OUT_S, TOP_S = 1.2, 1.6, 0.6
ROUND_S = REST_S + 2 * OUT_S + TOP_S

Value = Callable[[float], float]


def loops(tops: list[float], out_s: float = OUT_S) -> Value:
    knots = [(0.0, 0.0)]
    for top in tops:
        for step_s, value in ((REST_S, 0.0), (out_s, top), (TOP_S, top), (OUT_S, 0.0)):
            knots.append((knots[-1][0] + step_s, value))
    knots.append((knots[-1][0] + REST_S, 0.0))
    value_at: Value = path(*knots)
    return value_at


def cycles(
    tops: list[float],
    *,
    free: str = "near",
    out_s: float = OUT_S,
    pitch_deg: float = 0.0,
    other_slide: float = 0.0,
    out_knee_deg: float = 164.0,
    **options: float,
) -> Session:
    """Return a session in which one leg goes round; pelvis and other leg go along at the top."""
    loop, share = loops(tops, out_s), loops([1.0] * len(tops), out_s)

    def in_the_air(time_s: float) -> Figure:
        return cycling(loop(time_s), pitch_deg * share(time_s), out_knee_deg)

    def on_the_floor(time_s: float) -> Figure:
        return planted(pitch_deg * share(time_s), other_slide * share(time_s))

    near, far = (in_the_air, on_the_floor) if free == "near" else (on_the_floor, in_the_air)
    seconds = len(tops) * (REST_S + out_s + TOP_S + OUT_S) + REST_S
    options = {"far_visibility": 0.9} | options
    return judged("single-leg-cycle", near, seconds, CAMERA, far_at=far, **options)


@RATES
@pytest.mark.parametrize("free", ["near", "far"])
def test_a_round_counts_for_a_side_that_is_not_known(free: str, rate_hz: float) -> None:
    session = cycles([1.0, 1.0], free=free, rate_hz=rate_hz)

    assert counts(session) == (2, [], [])
    assert [repetition.side for repetition in session.repetitions] == ["unknown", "unknown"]


def test_legs_that_are_taken_for_each_other_change_no_count() -> None:
    loop = loops([1.0, 1.0])

    def exchanged(time_s: float) -> bool:
        return time_s % 1.0 < 0.3

    session = judged(
        "single-leg-cycle",
        lambda t: planted() if exchanged(t) else cycling(loop(t)),
        2 * ROUND_S + REST_S,
        CAMERA,
        far_at=lambda t: cycling(loop(t)) if exchanged(t) else planted(),
        far_visibility=0.9,
    )

    assert counts(session) == (2, [], [])


def test_noise_changes_no_count() -> None:
    assert counts(cycles([1.0, 1.0], noise_px=2.0)) == (2, [], [])


@RATES
def test_a_loop_that_is_too_small_is_an_attempt(rate_hz: float) -> None:
    # A little over half the way the knee is at 130.
    assert counts(cycles([1.0, 0.58], rate_hz=rate_hz)) == (1, ["loop_small"], [])


@RATES
def test_each_fault_is_found_alone(rate_hz: float) -> None:
    assert counts(cycles([1.0], pitch_deg=12, rate_hz=rate_hz)) == (1, [], ["pelvis_lifted"])
    assert counts(cycles([1.0], other_slide=0.55, rate_hz=rate_hz)) == (
        1, [], ["other_leg_moved"],
    )  # fmt: skip
    assert counts(cycles([1.0], out_s=0.32, rate_hz=rate_hz)) == (1, [], ["too_fast"])


def test_a_straight_knee_beside_the_other_one_is_no_cycle() -> None:
    """The knee straightens with the thigh up: the leg goes up, not out."""
    knee = loops([1.0])

    session = judged(
        "single-leg-cycle",
        lambda t: planted() | lifted(knee(t)),
        ROUND_S + REST_S,
        CAMERA,
        far_at=lambda t: planted(),
        far_visibility=0.9,
    )

    assert counts(session) == (0, ["loop_small"], [])


def lifted(share: float) -> Figure:
    return leg(planted()[Part.HIP], 92.0, 84.0 + 80.0 * share)


@pytest.mark.parametrize(
    "figure", [heel_slide, lambda share: planted(), lambda share: dead_bug(0.0)]
)
def test_other_movements_count_nothing(figure: Callable[[float], Figure]) -> None:
    share = loops([1.0, 1.0])

    session = judged("single-leg-cycle", lambda t: figure(share(t)), 2 * ROUND_S, CAMERA)

    assert counts(session)[0] == 0
