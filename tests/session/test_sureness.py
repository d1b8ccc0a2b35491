"""How sure everything is: in the session, in its file, and only sure faults are spoken."""

import json
from dataclasses import replace

import pytest

from stabiel.coach.events import Attempt
from stabiel.coach.sureness import SURE
from stabiel.pose.pose import Pose
from stabiel.session.session import Session
from tests.bodies import Camera, all_fours, pose_of
from tests.records import judged_frames
from tests.sessions import judged_poses


@pytest.fixture(scope="module")
def bridges() -> Session:
    """A clear bridge, one that is far too low, and one that is a degree too low."""
    return judged_frames([175, 152, 165.5]).session


def test_a_clear_count_and_a_clear_attempt_are_sure(bridges: Session) -> None:
    (count,) = bridges.repetitions

    assert count.sure is not None
    assert count.sure > 0.95
    assert [each.doubtful for each in bridges.attempts] == [False, True]


def test_an_attempt_that_almost_reached_its_target_is_doubtful_and_not_spoken(
    bridges: Session,
) -> None:
    clear, close = bridges.attempts
    spoken = [cue for cue in bridges.cues if cue.time_s >= close.start_s and cue.id != "count"]

    assert close.sure is not None and clear.sure is not None
    assert close.sure < SURE <= clear.sure
    assert spoken == []


def test_the_file_says_how_sure_it_is_and_reads_it_back(bridges: Session) -> None:
    plain = json.loads(json.dumps(bridges.to_json()))

    assert plain["schema"] == 3
    assert [each["sure"] for each in plain["attempts"]] == [e.sure for e in bridges.attempts]
    assert Session.from_json(plain).to_json() == bridges.to_json()


@pytest.mark.parametrize("schema", [1, 2])
def test_a_file_from_before_is_read_and_does_not_pretend_to_know(
    bridges: Session, schema: int
) -> None:
    plain = bridges.to_json() | {"schema": schema}
    for key in ("repetitions", "attempts", "holds", "faults"):
        for each in plain[key]:
            del each["sure"]

    read = Session.from_json(plain)

    assert {each.sure for each in (*read.repetitions, *read.attempts)} == {None}
    assert [each.doubtful for each in read.attempts] == [False, True]


def bent(by_px: float) -> Session:
    """Return a hold on hands and knees in which the arms bend for two seconds."""

    def pose_at(time_s: float) -> Pose:
        pose = pose_of(all_fours(), time_s, Camera(tl_px=200.0, center_px=(500.0, 800.0)))
        points = pose.points.copy()
        if 6 <= time_s < 8:
            points[14, 0] += by_px  # the near elbow
        return replace(pose, points=points)

    return judged_poses("all-fours", pose_at, 14.0)


def test_a_fault_that_only_just_passes_its_limit_counts_against_nobody() -> None:
    clear, close = bent(60.0), bent(49.0)

    assert [fault.id for fault in close.faults] == ["elbows_bent"]
    assert [fault.doubtful for fault in (*clear.faults, *close.faults)] == [False, True]
    assert [hold.faults for hold in (*clear.holds, *close.holds)] == [("elbows_bent",), ()]
    assert "elbows_bent" in {cue.id for cue in clear.cues}
    assert "elbows_bent" not in {cue.id for cue in close.cues}


def test_further_beyond_a_limit_is_surer() -> None:
    sures = [fault.sure or 0.0 for by_px in (48.0, 49.0, 50.0) for fault in bent(by_px).faults]

    assert sures == sorted(sures)
    assert len(set(sures)) == 3


def test_a_hold_says_how_sure_it_is() -> None:
    (held,) = bent(0.0).holds

    assert held.sure is not None
    assert held.sure > SURE


def test_what_is_not_known_is_none() -> None:
    assert Attempt(1.0, "left", 0.0, 1.0, "pelvis_low").sure is None
