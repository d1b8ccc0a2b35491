"""One movement of a body: judged the same at any frame rate, in any unit, from any camera place."""

from collections.abc import Callable, Sequence
from functools import cache

import pytest

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from tests.bodies import (
    SIDE_CAMERA,
    Bridge,
    Camera,
    Figure,
    hook_lying,
    knees_to_chest,
    leg_lift,
    path,
    pose_of,
)
from tests.coach.test_properties import RATES_HZ, frame_times, within_s
from tests.sessions import BOOK, counts

FigureAt = Callable[[float], Figure]
PERSON = Bridge()
REFERENCE_HZ = 30.0
SECONDS = {"bridging": 23.0, "leg-lift": 10.6, "knees-to-chest": 20.0}


def _bridges(time_s: float) -> Figure:
    """A good bridge, one that is too low, and one that sags."""
    hip = path(
        *((0, 125), (1.5, 125), (2.8, 174), (4.0, 174), (6.2, 125)),
        *((7.5, 125), (8.7, 152), (9.9, 152), (11.9, 125)),
        *((13.2, 125), (14.5, 176), (15.3, 176), (15.9, 161), (18.0, 161), (19.7, 125)),
        *((20.0, 125), (23.0, 125)),
    )
    return PERSON.at(hip(time_s))


def _leg_lifts(time_s: float) -> Figure:
    """A good lift and a fast one."""
    knee = path(
        *((0, 63), (1.5, 63), (3.1, 168), (4.1, 168), (5.7, 63)),
        *((7.0, 63), (7.6, 168), (8.4, 168), (9.0, 63), (10.6, 63)),
    )
    return leg_lift(knee(time_s))


def _pulls(time_s: float) -> Figure:
    """A quiet hold, in which the head comes up for three seconds."""
    hip = path((0, 125), (2, 125), (2.8, 50), (16, 50), (16.8, 125), (20, 125))
    head = path((0, 0.0), (8, 0.0), (8.3, 0.4), (11, 0.4), (11.3, 0.0), (20, 0.0))
    return knees_to_chest(hip(time_s), head_lift=head(time_s))


FIGURES: dict[str, FigureAt] = {
    "bridging": _bridges,
    "leg-lift": _leg_lifts,
    "knees-to-chest": _pulls,
}
CAMERAS = dict.fromkeys(FIGURES, SIDE_CAMERA) | {
    "leg-lift": Camera(tl_px=140.0, center_px=(500.0, 600.0))
}


def judged_at(
    exercise: Exercise,
    times_s: Sequence[float],
    camera: Camera | None = None,
    *,
    figure_at: FigureAt | None = None,
    begins_s: float = 0.0,
    book: ExerciseBook = BOOK,
) -> Session:
    """Return the session of a body that is seen at these times after a beginning."""
    judge = Judge(exercise, book, "en")
    figure = figure_at or FIGURES[exercise.id]
    camera = camera or CAMERAS[exercise.id]
    far = hook_lying() if exercise.id == "leg-lift" else None
    for time_s in times_s:
        pose = pose_of(figure(time_s), begins_s + time_s, camera, far=far)
        judge.update(begins_s + time_s, pose)
    size = camera.size_px
    return judge.finish(Source("array", "test", times_s[-1], 30.0, *size), "none")


@cache
def reference(exercise_id: str) -> Session:
    """Return what is judged at 30 frames per second."""
    times_s = frame_times(SECONDS[exercise_id], REFERENCE_HZ)
    return judged_at(BOOK.get(exercise_id), times_s)


def assert_judged_alike(session: Session, wanted: Session, rate_hz: float) -> None:
    """Assert the same repetitions, attempts, holds and faults, and the same times of parts."""
    assert counts(session) == counts(wanted)
    for one, other in zip(session.repetitions, wanted.repetitions, strict=True):
        assert one.side == other.side
        assert one.faults == other.faults
        for part in ("out_s", "hold_s", "return_s"):
            wanted_s = other.metrics[part]
            # Both are rounded to a tenth of a second.
            off_s = within_s(wanted_s, rate_hz) + 0.051
            assert one.metrics[part] == pytest.approx(wanted_s, abs=off_s), part
    for one, other in zip(session.holds, wanted.holds, strict=True):
        assert one.in_zone_s == pytest.approx(other.in_zone_s, abs=2 / min(rate_hz, REFERENCE_HZ))
        assert one.faults == other.faults


def test_the_reference_has_something_of_everything() -> None:
    assert counts(reference("bridging")) == (2, ["pelvis_low"], ["sagging"])
    assert counts(reference("leg-lift")) == (2, [], ["too_fast"])
    assert counts(reference("knees-to-chest")) == (0, [], ["head_lifted"])
    (held,) = reference("knees-to-chest").holds
    assert held.in_zone_s == pytest.approx(13.8, abs=0.3)


@pytest.mark.parametrize("jitter", [0.0, 0.1], ids=["even", "uneven"])
@pytest.mark.parametrize("rate_hz", RATES_HZ)
@pytest.mark.parametrize("exercise_id", FIGURES)
def test_the_frame_rate_changes_nothing(exercise_id: str, rate_hz: float, jitter: float) -> None:
    if rate_hz > 100 and jitter:
        pytest.skip("240 even ones show it")
    times_s = frame_times(SECONDS[exercise_id], rate_hz, jitter=jitter)

    session = judged_at(BOOK.get(exercise_id), times_s)

    assert_judged_alike(session, reference(exercise_id), rate_hz)


@pytest.mark.parametrize("rate_hz", [24.0, 30.0, 60.0])
@pytest.mark.parametrize("exercise_id", FIGURES)
def test_frames_that_are_missing_change_nothing(exercise_id: str, rate_hz: float) -> None:
    times_s = frame_times(SECONDS[exercise_id], rate_hz, jitter=0.3, dropped=0.3)

    session = judged_at(BOOK.get(exercise_id), times_s)

    assert_judged_alike(session, reference(exercise_id), rate_hz / 2)


@pytest.mark.parametrize("rate_hz", [4.0, 10.0, 25.0])
@pytest.mark.parametrize("phase", [-0.4, -0.15, 0.1, 0.35])
@pytest.mark.parametrize("exercise_id", FIGURES)
def test_when_the_frames_come_and_when_it_all_begins_changes_nothing(
    exercise_id: str, phase: float, rate_hz: float
) -> None:
    times_s = frame_times(SECONDS[exercise_id], rate_hz, phase=phase)

    session = judged_at(BOOK.get(exercise_id), times_s, begins_s=1234.56 * (1 + phase))

    assert_judged_alike(session, reference(exercise_id), rate_hz)


def _seen_by(tl_px: float, tilt_deg: float, mirrored: bool) -> Camera:
    """Return a camera whose picture grows with the body, which stays in the middle of it."""
    size_px = (round(10 * tl_px), round(8 * tl_px))
    middle_px = ((5.0 + (1.0 if mirrored else -1.0)) * tl_px, 5.0 * tl_px)
    return Camera(tl_px, middle_px, mirrored, tilt_deg, size_px)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize(
    ("scale", "tilt_deg"), [(0.4, 0.0), (3.0, 0.0), (1.0, -10.0), (1.0, 10.0), (0.6, 6.0)]
)
@pytest.mark.parametrize("rate_hz", [5.0, 25.0])
@pytest.mark.parametrize("exercise_id", FIGURES)
def test_size_tilt_and_mirror_change_nothing(
    exercise_id: str, rate_hz: float, scale: float, tilt_deg: float, mirrored: bool
) -> None:
    times_s = frame_times(SECONDS[exercise_id], rate_hz)
    camera = _seen_by(140.0 * scale, tilt_deg, mirrored)

    session = judged_at(BOOK.get(exercise_id), times_s, camera)

    assert_judged_alike(session, reference(exercise_id), rate_hz)


# In torso lengths


def lifted_by_pelvis() -> Exercise:
    """Return the bridge, followed by the height of the pelvis instead of the angle of the hip."""
    plain = BOOK.get("bridging").model_dump(exclude_none=True)
    plain["movement"] |= {
        "follows": "pelvis_lift_tl",
        "start": {"plausible": (-0.15, 0.17), "back_within": 0.06},
        "target": {"at_least": 0.26, "from_start": 0.15, "released_after": 0.05, "checks": []},
    }
    plain["faults"]["pelvis_low"]["attempt"] = {"peak_between": (0.12, 0.26)}
    plain["faults"]["sagging"]["sags"] = {"by": 0.06, "steady_within": 0.035}
    return Exercise.model_validate(plain)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_a_bridge_is_the_same_by_the_height_of_the_pelvis(rate_hz: float) -> None:
    times_s = frame_times(SECONDS["bridging"], rate_hz)

    session = judged_at(lifted_by_pelvis(), times_s)

    assert counts(session) == counts(reference("bridging"))
    wanted = reference("bridging").repetitions
    for one, other in zip(session.repetitions, wanted, strict=True):
        assert one.start_s == pytest.approx(other.start_s, abs=0.3)
        assert one.end_s == pytest.approx(other.end_s, abs=0.3 + 1 / rate_hz)


# A swing


@pytest.mark.parametrize("rate_hz", [rate for rate in RATES_HZ if rate >= 7])
def test_bouncing_is_seen_at_any_frame_rate_that_shows_it(rate_hz: float) -> None:
    bouncing = _bounces(1.0, rate_hz)

    assert counts(bouncing)[2] == ["bouncing"]
    assert "bouncing" not in {what for what, *_ in bouncing.not_judged}


@pytest.mark.parametrize("rate_hz", [4.0, 5.0])
def test_bouncing_is_not_judged_if_the_frames_are_too_far_apart(rate_hz: float) -> None:
    """The fastest swing of the rule, 3 per second, turns every 0.17 s."""
    reasons = {what: seconds for what, _, seconds in _bounces(0.0, rate_hz).not_judged}

    assert reasons["bouncing"] > 8.0


def _bounces(swings_hz: float, rate_hz: float) -> Session:
    knots = [(0.0, 125.0), (2.0, 125.0), (2.8, 50.0), (5.0, 50.0)]
    if swings_hz:
        half_s = 0.5 / swings_hz
        knots += [(5.0 + half_s * n, 64.0 if n % 2 else 50.0) for n in range(1, 11)]
    knots += [(knots[-1][0] + 4.0, 50.0), (knots[-1][0] + 8.0, 50.0)]
    hip = path(*knots)
    times_s = frame_times(knots[-1][0], rate_hz)
    exercise = BOOK.get("knees-to-chest")
    return judged_at(exercise, times_s, figure_at=lambda t: knees_to_chest(hip(t)))
