"""A report that is rebuilt from a session and its recording has the pictures of its movements."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.pose.recording import Recorded
from stabiel.report.pictures import KeyMoments
from stabiel.report.rebuild import material_of
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source, with_movements
from tests.bodies import Camera, knees_to_chest, path, pose_of
from tests.records import BRIDGING, Frames, judged_frames
from tests.sessions import BOOK

# Few times of such a video are whole milliseconds, to which `session.json` rounds.
RATE_HZ = 30_000 / 1001
NO_VIDEO = Path("no video")
CAMERA = Camera(tl_px=200.0, center_px=(400.0, 600.0))


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 157], RATE_HZ)


def read_back(session: Session) -> Session:
    return Session.from_json(json.loads(json.dumps(session.to_json())))


def test_the_pictures_are_those_of_the_first_judgment(bridges: Frames) -> None:
    moments = KeyMoments(BRIDGING, "nl")
    for _, _, judgment, _ in bridges.frames:
        moments.note(None, judgment)
    session = read_back(bridges.session)
    (good,), (low,) = session.repetitions, session.attempts
    assert good.start_s != bridges.session.repetitions[0].start_s  # it was rounded
    assert low.start_s != bridges.session.attempts[0].start_s

    material = material_of(session, BOOK, bridges.recorded, NO_VIDEO)

    for done in (good, low):
        assert done.movement is not None
        stills = material.stills_of(done)
        before = moments.of[done.movement]
        assert {role: each.time_s for role, each in stills.items()} == {
            role: each.time_s for role, each in before.items()
        }
        assert {"start", "best"} <= set(stills)
        assert all(each.jpeg is not None for each in stills.values())


def test_a_hold_that_the_end_cut_off_has_its_own_pictures() -> None:
    hip = path((0, 125), (2, 125), (2.2, 50), (8, 50), (8.2, 125), (18, 125), (18.2, 50), (26, 50))
    judge = Judge(BOOK.get("knees-to-chest"), BOOK, "nl")
    frames = []
    for index in range(round(25 * RATE_HZ)):
        time_s = index / RATE_HZ
        frames.append(Recorded(time_s, pose_of(knees_to_chest(hip(time_s)), time_s, CAMERA)))
        judge.update(*frames[-1])
    source = Source("file", "clip.mp4", 0.0, RATE_HZ, 1280, 960).counted(len(frames), 25.0)
    session = read_back(judge.finish(source, "full"))
    assert len(session.holds) == 2

    for hold in session.holds:
        alone = replace(session, holds=(replace(hold, faults=()),))
        material = material_of(alone, BOOK, frames, NO_VIDEO)

        best = material.stills_of(hold)["best"]
        assert hold.start_s - 0.01 <= best.time_s <= hold.end_s


def test_a_movement_that_is_now_another_one_has_no_pictures(bridges: Frames) -> None:
    session = bridges.session
    # As if the coach that judged it first had counted two movements fewer: identities shift.
    fewer = with_movements(replace(session, repetitions=(), faults=()))
    (low,) = fewer.attempts
    assert low.movement == session.repetitions[0].movement

    material = material_of(fewer, BOOK, bridges.recorded, NO_VIDEO)

    assert material.stills_of(low) == {}
