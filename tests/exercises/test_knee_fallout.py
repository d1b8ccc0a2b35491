"""Knee fall-out, whole sessions: a figure in space, seen from high at its right side."""

from collections.abc import Callable

import pytest

from stabiel.anatomy import Side
from stabiel.session.session import Session
from tests.bodies import path
from tests.sessions import counts, faults, judged_in_space
from tests.space import ALONG, SpaceCamera, SpaceFigure, hook_lying_in_space

REST_S, WAY_S, TOP_S = 1.5, 2.2, 1.2
CYCLE_S = REST_S + 2 * WAY_S + TOP_S
RATES = pytest.mark.parametrize("rate_hz", [12.0, 25.0, 60.0])
# All of a far knee's fall is seen from further away than a living room is wide, and steeply.
FAR_AWAY = SpaceCamera(55.0, away_tl=1e6)


def falls(side: Side, tops_deg: list[float], way_s: float = WAY_S) -> Callable[[float], float]:
    """Return how far a knee has fallen: out to each of these and back."""
    knots = [(0.0, 0.0)]
    for top in tops_deg:
        for step_s, value in ((REST_S, 0.0), (way_s, top), (TOP_S, top), (way_s, 0.0)):
            knots.append((knots[-1][0] + step_s, value))
    knots.append((knots[-1][0] + REST_S, 0.0))
    value_at: Callable[[float], float] = path(*knots)
    return value_at


def lets_out(
    tops_deg: list[float],
    *,
    side: Side = "right",
    way_s: float = WAY_S,
    other_deg: float = 0.0,
    feet_apart: float = 0.0,
    camera: SpaceCamera | None = None,
    **options: float,
) -> Session:
    """Return a session in which one knee falls out; the other one and the feet go along."""
    working, share = falls(side, tops_deg, way_s), falls(side, [1.0] * len(tops_deg), way_s)
    other: Side = "left" if side == "right" else "right"

    def figure(time_s: float) -> SpaceFigure:
        turns: dict[Side, float] = {side: working(time_s), other: other_deg * share(time_s)}
        return hook_lying_in_space(turns, feet_apart=feet_apart * share(time_s))

    seconds = len(tops_deg) * (2 * way_s + TOP_S + REST_S) + REST_S
    return judged_in_space("knee-fallout", figure, seconds, camera or SpaceCamera(50.0), **options)


@RATES
def test_a_knee_that_falls_out_and_comes_back_counts(rate_hz: float) -> None:
    session = lets_out([60, 60], rate_hz=rate_hz)

    assert counts(session) == (2, [], [])
    assert [repetition.side for repetition in session.repetitions] == ["right", "right"]
    assert session.view == "high"


@RATES
def test_the_far_knee_counts_for_its_own_side(rate_hz: float) -> None:
    session = lets_out([60, 60], side="left", camera=FAR_AWAY, rate_hz=rate_hz)

    assert counts(session) == (2, [], [])
    assert [repetition.side for repetition in session.repetitions] == ["left", "left"]


def test_a_mirrored_picture_is_of_the_other_knee() -> None:
    session = lets_out([60], camera=SpaceCamera(50.0, mirrored=True))

    assert [repetition.side for repetition in session.repetitions] == ["left"]


def test_noise_changes_no_count() -> None:
    assert counts(lets_out([60, 60], noise_px=2.0)) == (2, [], [])


@RATES
def test_a_knee_that_falls_halfway_is_an_attempt(rate_hz: float) -> None:
    assert counts(lets_out([60, 30], rate_hz=rate_hz)) == (1, ["target_missed"], [])


@RATES
def test_a_far_knee_that_falls_halfway_is_not_judged(rate_hz: float) -> None:
    """Beyond the body the same fall reads from half of it to all: how far it fell nobody knows."""
    session = lets_out([60, 30], side="left", camera=FAR_AWAY, rate_hz=rate_hz)

    assert counts(session) == (1, [], [])
    assert not [cue for cue in session.cues if cue.id == "target_missed"]
    unseen = {(what, reason): seconds for what, reason, seconds in session.not_judged}
    # From where it leaves the start until it is back within 12 degrees of it.
    assert unseen["left_side", "hidden"] == pytest.approx(3.95, abs=0.2)


@RATES
def test_each_fault_is_found_alone(rate_hz: float) -> None:
    # Seen from high, a part of the way from foot to foot is lost.
    assert counts(lets_out([60], feet_apart=0.5, rate_hz=rate_hz)) == (1, [], ["feet_apart"])
    assert counts(lets_out([65], other_deg=32, camera=FAR_AWAY, rate_hz=rate_hz)) == (
        1, [], ["other_knee_moved"],
    )  # fmt: skip
    assert counts(lets_out([60], way_s=0.7, rate_hz=rate_hz)) == (1, [], ["too_fast"])


@RATES
@pytest.mark.parametrize(("other_deg", "names"), [(8.0, []), (16.0, ["other_knee_moved"])])
def test_a_small_fall_of_the_other_knee_is_named_from_twelve_degrees(
    other_deg: float, names: list[str], rate_hz: float
) -> None:
    assert counts(lets_out([60], other_deg=other_deg, rate_hz=rate_hz)) == (1, [], names)


@RATES
def test_a_far_knee_that_is_found_out_all_at_once_is_not_the_one_that_falls(
    rate_hz: float,
) -> None:
    """A knee beyond the body fits two answers: for a while the landmarker's is the wrong one."""
    working = falls("right", [60.0])

    def figure(time_s: float) -> SpaceFigure:
        found_out = REST_S - 0.3 < time_s < REST_S + 2 * WAY_S + TOP_S + 0.3
        return hook_lying_in_space({"right": working(time_s), "left": 60.0 if found_out else 0.0})

    seconds = 2 * WAY_S + TOP_S + 2 * REST_S
    session = judged_in_space("knee-fallout", figure, seconds, FAR_AWAY, rate_hz=rate_hz)

    assert counts(session) == (1, [], [])
    assert [repetition.side for repetition in session.repetitions] == ["right"]


def test_whether_the_pelvis_rolls_is_not_judged_from_high() -> None:
    session = lets_out([60])

    unseen = {what: reason for what, reason, _ in session.not_judged}
    assert unseen["pelvis_rolled"] == "wrong_view"


def test_from_the_side_nothing_is_counted_and_the_reason_said() -> None:
    session = lets_out([60, 60], camera=SpaceCamera(5.0))

    assert session.view == "side"
    assert counts(session) == (0, [], [])
    assert ("repetitions", "wrong_view") in {
        (what, reason) for what, reason, _ in session.not_judged
    }


@pytest.mark.parametrize("legs_flat", [False, True])
def test_in_another_posture_nothing_is_counted(legs_flat: bool) -> None:
    """Knees that fall while the legs lie flat, or while the person stands."""
    fall = falls("right", [60])

    def figure(time_s: float) -> SpaceFigure:
        lying = hook_lying_in_space({"right": fall(time_s)}, feet_x=2.6 if legs_flat else 1.86)
        if legs_flat:
            return lying
        return {key: place[[1, 0, 2]] * [1, -1, 1] for key, place in lying.items()}

    session = judged_in_space("knee-fallout", figure, CYCLE_S + REST_S, SpaceCamera(50.0))

    assert counts(session) == (0, [], [])


def test_a_start_that_is_not_seen_at_rest_is_not_taken() -> None:
    """The own start asks for a body that lies still: one that rocks along never gives one."""

    def rocking(time_s: float) -> SpaceFigure:
        shift = 0.3 * path(*((0.4 * index, index % 2) for index in range(60)))(time_s)
        fall = falls("right", [60])(time_s)
        figure = hook_lying_in_space({"right": fall})
        return {key: place + shift * ALONG for key, place in figure.items()}

    still = lets_out([60])
    moving = judged_in_space("knee-fallout", rocking, CYCLE_S + REST_S, SpaceCamera(50.0))

    assert len(still.repetitions) == 1
    assert counts(moving) == (0, [], [])
    assert faults(moving) == []


def test_the_own_start_takes_a_second_of_rest() -> None:
    # A knee that falls half a second after the picture begins has no start to be measured from.
    early = path((0, 0), (0.5, 0), (2.7, 60), (3.9, 60), (6.1, 60))

    session = judged_in_space(
        "knee-fallout",
        lambda t: hook_lying_in_space({"right": early(t)}),
        6.0,
        SpaceCamera(50.0),
    )

    assert counts(session) == (0, [], [])
