"""The time account: what each moment of a session was, and that the moments are all of it."""

import csv
from pathlib import Path

import pytest

from stabiel.coach.coverage import Coverage
from stabiel.coach.time_spent import NOBODY, TimeAccount, TimeKind, TimeSpent, TimeUse
from stabiel.pose.pose import Pose
from stabiel.pose.recording import load_recording
from stabiel.session.nothing_counted import Cause, nothing_counted
from stabiel.session.replay import replay
from stabiel.session.session import Session, Source
from tests import sessions
from tests.bodies import Bridge, Camera, Figure, all_fours, childs_pose, path, pose_of, squat
from tests.sessions import BOOK

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
KNEELING = Camera(tl_px=200.0, center_px=(500.0, 800.0))
IN_ZONE, NEAR = TimeUse(TimeKind.IN_ZONE), TimeUse(TimeKind.NEAR_ZONE, "face_not_up", 3.0)


def seconds_of(session: Session) -> dict[tuple[str, str | None], float]:
    return {(each.kind.value, each.why): round(each.seconds, 1) for each in session.time}


def whole(session: Session) -> float:
    return sum(each.seconds for each in session.time)


# The account itself


def test_the_last_moment_lasts_until_the_end_of_the_source() -> None:
    account = TimeAccount()
    account.add(NOBODY, 0.0)
    account.add(TimeUse(TimeKind.WAITING), 2.0)
    account.add(TimeUse(TimeKind.MOVING), 1.0)

    assert account.spent(3.5) == (
        TimeSpent(TimeKind.WAITING, None, 2.0),
        TimeSpent(TimeKind.MOVING, None, 1.5),
    )


def test_a_session_without_a_frame_was_nobody() -> None:
    assert TimeAccount().spent(4.0) == (TimeSpent(TimeKind.NOBODY, None, 4.0),)
    assert TimeAccount().spent(0.0) == ()


def test_off_by_is_the_mean_over_time_and_of_a_way_the_least() -> None:
    account = TimeAccount()
    for off_by, seconds in ((4.0, 3.0), (8.0, 1.0)):
        account.add(TimeUse(TimeKind.NEAR_ZONE, "trunk_upright", off_by), seconds)
        account.add(TimeUse(TimeKind.MOVING, None, off_by), seconds)

    near, moving = account.spent(8.0)
    assert near.off_by == pytest.approx(5.0)
    assert moving.off_by == 4.0


def test_a_wobble_counts_if_the_zone_comes_back_in_time() -> None:
    coverage = Coverage(held=True)
    coverage.spend(IN_ZONE, 0.0)
    for use, wobbles in ((IN_ZONE, False), (NEAR, True), (IN_ZONE, False), (NEAR, True)):
        coverage.spend(use, 0.25, wobbles=wobbles)
    coverage.spend(NEAR, 1.0)

    in_zone, near = coverage.spent(2.0)
    assert (in_zone.kind, in_zone.seconds) == (TimeKind.IN_ZONE, 0.75)
    assert (near.kind, near.seconds) == (TimeKind.NEAR_ZONE, 1.25)


def test_the_step_into_the_zone_is_not_in_it_yet() -> None:
    coverage = Coverage(held=True)
    for use in (NEAR, NEAR, IN_ZONE, IN_ZONE):
        coverage.spend(use, 0.25)

    near, in_zone = coverage.spent(1.0)[-2:]
    assert (near.kind, near.seconds) == (TimeKind.NEAR_ZONE, 0.75)
    assert (in_zone.kind, in_zone.seconds) == (TimeKind.IN_ZONE, 0.25)


# Movements


def test_every_moment_of_a_movement_has_its_kind() -> None:
    person = Bridge()
    hip = path((0, 125), (3, 125), (5, 175), (8, 175), (10, 125), (12, 125))

    session = sessions.judged("bridging", lambda t: person.at(hip(t)), 12.0)

    assert len(session.repetitions) == 1
    found = seconds_of(session)
    assert found.keys() == {
        ("set_up", "start_held"), ("waiting", None), ("moving", None), ("at_target", None),
    }  # fmt: skip
    assert found["set_up", "start_held"] == 0.2
    assert found["waiting", None] == pytest.approx(6.0, abs=0.5)
    assert found["at_target", None] == pytest.approx(4.0, abs=0.9)
    assert whole(session) == pytest.approx(12.0)
    assert session.judged_share == pytest.approx(1.0, abs=0.02)


def test_a_way_that_misses_the_target_says_by_how_much() -> None:
    person = Bridge()
    hip = path((0, 125), (2, 125), (4, 143), (8, 143), (10, 125), (12, 125))

    session = sessions.judged("bridging", lambda t: person.at(hip(t)), 12.0)

    assert session.repetitions == session.attempts == ()
    (moving,) = [each for each in session.time if each.kind is TimeKind.MOVING]
    assert moving.off_by == pytest.approx(166.5 - 143, abs=2.0)
    found = nothing_counted(session)
    assert found is not None and found.cause is Cause.NOT_FAR_ENOUGH


def test_the_wrong_posture_is_named_and_nothing_of_it_is_called_judged() -> None:
    session = sessions.judged("bridging", lambda t: squat(0.5), 8.0)

    assert seconds_of(session) == {("set_up", "lying_level"): 8.0}
    assert session.judged_share == 0.0
    (spent,) = session.time
    assert spent.off_by is not None and spent.off_by > 20


def test_somebody_who_comes_and_goes() -> None:
    person = Bridge()

    def figure(time_s: float) -> Figure | None:
        return person.at(125) if 2 <= time_s < 5 else None

    found = seconds_of(sessions.judged("bridging", figure, 8.0))

    assert found["nobody", None] == pytest.approx(5.0, abs=0.1)
    assert found["waiting", None] == pytest.approx(2.8, abs=0.1)


# Holds


def kneels(neck_deg: float, seconds: float) -> Session:
    def pose_at(time_s: float) -> Pose:
        return pose_of(all_fours(neck_deg=neck_deg), time_s, KNEELING)

    return sessions.judged_poses("all-fours", pose_at, seconds)


def test_a_chin_three_degrees_too_high_is_the_reason_and_a_fault() -> None:
    session = kneels(8.0, 18.0)

    assert session.holds == ()
    assert seconds_of(session) == {("near_zone", "face_not_up"): 18.0}
    (near,) = session.time
    assert near.off_by == pytest.approx(3.0, abs=0.5)
    assert [fault.id for fault in session.faults] == ["chin_up"]
    assert session.judged_share == 0.0
    found = nothing_counted(session)
    assert found is not None
    assert (found.cause, found.why) == (Cause.OUT_OF_ZONE, "face_not_up")
    assert [cue.id for cue in session.cues][:1] in (["face_not_up"], ["chin_up"])


def test_a_hold_that_stands_is_in_the_zone() -> None:
    session = kneels(-20.0, 12.0)

    (held,) = session.holds
    found = seconds_of(session)
    assert found["in_zone", None] == pytest.approx(held.in_zone_s, abs=0.1)
    assert whole(session) == pytest.approx(12.0)


def test_a_start_posture_without_the_hold_waits_for_what_leads_into_it() -> None:
    session = sessions.judged("childs-pose", lambda t: childs_pose(88.0), 9.0, KNEELING)

    assert session.holds == ()
    assert seconds_of(session) == {("waiting", "sitting_back_nearly"): 9.0}
    assert session.judged_share == 0.0


# Real people


def real_rows() -> list[tuple[str, str]]:
    if not REAL.is_dir():
        return []
    with (REAL / "truth.csv").open(encoding="utf-8", newline="") as file:
        return [(row["exercise"], row["recording"]) for row in csv.DictReader(file)]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real recordings are not on this computer")
@pytest.mark.parametrize("model", ["full", "heavy"])
def test_real_sessions_add_up_and_nothing_is_silently_nothing(model: str) -> None:
    source = Source("file", "real", 0.0, 0.0, 0, 0)
    rows = real_rows()
    assert len(rows) > 80
    for exercise, recording in rows:
        frames = load_recording(REAL / f"{recording}.{model}.npz")
        judged = replay(BOOK.get(exercise), BOOK, "nl", frames, source=source, model=model)
        session, place = judged.session, f"{recording} as {exercise}"

        assert whole(session) == pytest.approx(session.source.duration_s, abs=0.001), place
        assert all(each.seconds > 0 for each in session.time), place
        reason = nothing_counted(session)
        assert (reason is None) == bool(session.repetitions or session.holds), place
        assert reason is None or reason.cause is not Cause.UNKNOWN, place


@pytest.mark.skipif(not REAL.is_dir(), reason="the real recordings are not on this computer")
@pytest.mark.parametrize("model", ["full", "heavy"])
def test_the_woman_on_hands_and_knees_holds_her_head_in_line(model: str) -> None:
    """She kneels for 18 s with her hair up: her ear is over the line of her trunk."""
    frames = load_recording(REAL / f"person-02-quadruped-mid-1.{model}.npz")
    source = Source("file", "real", 0.0, 0.0, 0, 0)

    session = replay(BOOK.get("all-fours"), BOOK, "nl", frames, source=source, model=model).session

    (held,) = session.holds
    assert held.in_zone_s == pytest.approx(17.0, abs=4.0)
    assert "chin_up" not in held.faults
