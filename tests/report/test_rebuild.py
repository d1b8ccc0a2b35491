"""A report that is rebuilt from a session and its recording has the pictures of its movements."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded
from stabiel.report import as_page, content_of
from stabiel.report.pictures import KeyMoments
from stabiel.report.rebuild import material_of, material_of_analysis, material_of_trace
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source, with_movements
from stabiel.session.trace import ValueTrace
from stabiel.session.trace_file import save_trace
from tests.bodies import Camera, knees_to_chest, path, pose_of
from tests.records import BRIDGING, Frames, judged_frames
from tests.session.test_trace import same_traces
from tests.sessions import BOOK

# Few times of such a video are whole milliseconds, to which `session.json` rounds.
RATE_HZ = 30_000 / 1001
NO_VIDEO = Path("no video")
CAMERA = Camera(tl_px=200.0, center_px=(400.0, 600.0))


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 154], RATE_HZ)


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
        assert all(each.moment.targets for each in stills.values())
        missed = stills["best"].moment.missed
        assert (None if missed is None else missed.reason) == (
            "pelvis_low" if done is low else None
        )


def analyzed(folder: Path, bridges: Frames) -> tuple[Path, Path]:
    """Write the recording and the trace of an analysis, and return their paths."""
    log = PoseLog()
    for frame in bridges.recorded:
        log.add(*frame)
    log.save(folder / "landmarks.npz")
    save_trace(folder / "trace.npz", bridges.trace, bridges.session)
    return folder / "landmarks.npz", folder / "trace.npz"


def test_a_trace_gives_the_material_of_a_second_judgment(
    bridges: Frames, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = read_back(bridges.session)
    files = analyzed(tmp_path, bridges)
    judged = material_of(session, BOOK, bridges.recorded, NO_VIDEO)
    monkeypatch.setattr(Judge, "update", None)

    traced = material_of_analysis(session, BOOK, *files, NO_VIDEO)

    assert same_traces(traced.trace, judged.trace)
    assert len(traced.stills) == 2
    assert traced.stills.keys() == judged.stills.keys()
    for movement, roles in judged.stills.items():
        again = traced.stills[movement]
        assert list(again) == list(roles)
        assert [each.jpeg for each in again.values()] == [each.jpeg for each in roles.values()]
    assert as_page(content_of(traced)) == as_page(content_of(judged))


@pytest.mark.parametrize("damage", ["missing", "cut off", "of another session"])
def test_an_analysis_whose_trace_does_not_fit_is_judged_again(
    bridges: Frames, tmp_path: Path, damage: str
) -> None:
    landmarks, trace = analyzed(tmp_path, bridges)
    if damage == "missing":
        trace.unlink()
    elif damage == "cut off":
        trace.write_bytes(trace.read_bytes()[:-200])
    else:
        save_trace(trace, ValueTrace(), replace(bridges.session, repetitions=()))

    material = material_of_analysis(bridges.session, BOOK, landmarks, trace, NO_VIDEO)

    assert same_traces(material.trace, bridges.trace)
    assert len(material.stills) == 2


def test_a_frame_without_a_pose_has_no_picture(bridges: Frames) -> None:
    material = material_of_trace(
        bridges.session,
        BOOK,
        bridges.trace,
        lambda times_s: [Recorded(time_s, None) for time_s in times_s],
        NO_VIDEO,
    )

    assert list(material.stills.values()) == [{}, {}]
    as_page(content_of(material))


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
        (traced,) = [
            each.time_s
            for each in judge.trace.key_moments
            if each.movement == hold.movement and each.role == "best"
        ]
        assert traced == best.time_s


def test_a_movement_that_is_now_another_one_has_no_pictures(bridges: Frames) -> None:
    session = bridges.session
    # As if the coach that judged it first had counted two movements fewer: identities shift.
    fewer = with_movements(replace(session, repetitions=(), faults=()))
    (low,) = fewer.attempts
    assert low.movement == session.repetitions[0].movement

    material = material_of(fewer, BOOK, bridges.recorded, NO_VIDEO)

    assert material.stills_of(low) == {}
