"""Time that does not run evenly: pictures that stop for minutes, few of them, very many."""

import pytest

from stabiel.anatomy import Reason
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from tests.bodies import SIDE_CAMERA, Bridge, Camera, Figure, knees_to_chest, path, pose_of
from tests.coach.test_coach import lifts
from tests.coach.test_holds import CAMERA, FLAT, IN, pulls, stays
from tests.sessions import BOOK, FigureAt, counts, judged

TEN_MINUTES_S = 600.0


def asleep(
    exercise_id: str, figure_at: FigureAt, seconds: float, at_s: float, camera: Camera = SIDE_CAMERA
) -> Session:
    """Return the session of a person before a computer that sleeps for ten minutes.

    The person goes on: what they do then is not seen. `figure_at` knows nothing of the sleep.
    """
    judge = Judge(BOOK.get(exercise_id), BOOK, "en")
    for index in range(round(seconds * 25)):
        time_s = index / 25
        shown_s = time_s if time_s < at_s else time_s + TEN_MINUTES_S
        figure = figure_at(time_s)
        assert figure is not None
        judge.update(shown_s, pose_of(figure, shown_s, camera))
    duration_s = seconds + TEN_MINUTES_S
    return judge.finish(Source("camera", "test", duration_s, 25.0, 1280, 960), "none")


def unseen_s(session: Session, reason: Reason) -> float:
    return sum(seconds for _, why, seconds in session.not_judged if why is reason)


@pytest.mark.parametrize(
    ("at_s", "whole"),
    [
        (0.5, 3),  # before the start was seen
        (4.3, 2),  # at the top of the first
        (5.6, 2),  # on the way down
        (7.4, 3),  # at rest between two
    ],
)
def test_no_repetition_is_made_up_over_a_sleep(at_s: float, whole: int) -> None:
    figure, seconds = lifts(Bridge(), [175, 175, 175], rest_s=2.5)

    session = asleep("bridging", figure, seconds, at_s)

    assert counts(session) == (whole, [], [])
    assert all(each.end_s - each.start_s < 10 for each in session.repetitions)
    assert unseen_s(session, Reason.NO_PICTURE) >= TEN_MINUTES_S
    assert session.judged_share < (seconds + 0.1) / (seconds + TEN_MINUTES_S)


def test_a_hold_does_not_count_a_sleep() -> None:
    hip, seconds = stays((2, FLAT), (12, IN), (2, FLAT))

    session = asleep("knees-to-chest", lambda t: knees_to_chest(hip(t)), seconds, 8.0, CAMERA)

    first, second = session.holds
    assert first.in_zone_s + second.in_zone_s == pytest.approx(12.2, abs=0.2)
    assert first.end_s < 8.0
    assert second.start_s > TEN_MINUTES_S
    assert unseen_s(session, Reason.NO_PICTURE) == pytest.approx(TEN_MINUTES_S, abs=0.1)


def test_a_fault_before_a_sleep_and_after_it_has_not_lasted_through_it() -> None:
    person = Bridge()
    hip = path((0, 125), (3, 125), (5, 175), (9, 175), (11, 125), (13, 125))

    def arms_up_around(time_s: float) -> Figure:
        return person.at(hip(time_s), arm_lift=0.5 if 6.9 <= time_s < 7.1 else 0.0)

    session = asleep("bridging", arms_up_around, 13.0, 7.0)

    assert session.faults == ()


@pytest.mark.parametrize("rate_hz", [4.0, 6.0, 8.0, 60.0, 120.0, 240.0])
def test_few_pictures_and_many_count_alike(rate_hz: float) -> None:
    figure, seconds = lifts(Bridge(), [175, 152, 175, 175])

    session = judged("bridging", figure, seconds, rate_hz=rate_hz)

    assert counts(session) == (3, ["pelvis_low"], [])


@pytest.mark.parametrize("rate_hz", [4.0, 8.0, 120.0, 240.0])
def test_few_pictures_and_many_hold_alike(rate_hz: float) -> None:
    (held,) = pulls((1, FLAT), (8, IN), (2, FLAT), rate_hz=rate_hz).holds

    assert held.in_zone_s == pytest.approx(8.2, abs=0.1 + 2 / rate_hz)


def test_a_picture_every_two_seconds_is_not_judged() -> None:
    figure, seconds = lifts(Bridge(), [175, 175, 175])

    session = judged("bridging", figure, seconds, rate_hz=0.5)

    assert counts(session) == (0, [], [])
    assert session.judged_share == 0.0
    assert unseen_s(session, Reason.NO_PICTURE) == pytest.approx(seconds, abs=2.5)
