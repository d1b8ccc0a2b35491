"""A live session judges as the analysis of the same clip does, and keeps what was done."""

from dataclasses import replace

import numpy as np
import pytest

from stabiel.devices.clip_camera import ClipCamera
from stabiel.devices.recorder import VideoRecorder
from stabiel.errors import ResourceError
from stabiel.store import DataFolder, Store
from stabiel.trainer.pace import FRAMES, LEAST_RATE_HZ
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command, Stage
from stabiel.video.frame import Frame
from tests.bodies import childs_pose, path, pose_of
from tests.trainer.live import (
    BRIDGING,
    IMAGE,
    LIFTS,
    SIZE,
    TOPS,
    Live,
    kept,
    offline,
    place,
    poses_of,
)
from tests.trainer.people import bridge_step, bridges, hold_step


def jittered(by=0.4):
    rng = np.random.default_rng(11)
    times = np.cumsum(rng.uniform(1 - by, 1 + by, len(BRIDGING))) / 30
    return poses_of(LIFTS, 36, times_s=[0.0, *(float(each) for each in times if each < 35.9)])


def dropped(share=0.1):
    rng = np.random.default_rng(12)
    kept = rng.random(len(BRIDGING)) > share
    kept[0] = True
    return [pose for pose, keep in zip(BRIDGING, kept, strict=True) if keep]


def paused():
    """Return poses with gaps of 0.4 s, as when a disk wakes up."""
    return [pose for pose in BRIDGING if pose.time_s % 7.0 > 0.4 or pose.time_s == 0.0]


def summary(session):
    """Return what must be the same live and offline."""
    return (
        [(each.start_s, each.end_s, each.faults) for each in session.repetitions],
        [(each.start_s, each.reason) for each in session.attempts],
        [(each.id, each.start_s, each.time_s) for each in session.faults],
        [(each.time_s, each.id, each.text) for each in session.cues],
        [(each.start_s, each.in_zone_s, each.complete) for each in session.holds],
    )


@pytest.mark.parametrize(
    "poses", [BRIDGING, jittered(), dropped(), paused()], ids=["30 Hz", "jitter", "drops", "pauses"]
)
def test_a_live_session_gives_the_same_as_the_analysis_of_its_frames(poses, tmp_path):
    (live,) = Live([bridge_step()], poses, tmp_path).run()

    assert summary(live) == summary(offline(poses))
    assert len(live.repetitions) == 4
    assert [each.reason for each in live.attempts] == ["pelvis_low"]


@pytest.mark.parametrize(
    "poses", [jittered(), dropped(), paused()], ids=["jitter", "drops", "pauses"]
)
def test_a_bad_camera_changes_no_count_no_fault_and_no_cue(poses, tmp_path):
    (live,) = Live([bridge_step()], poses, tmp_path).run()
    good = offline(BRIDGING)

    assert [each.faults for each in live.repetitions] == [each.faults for each in good.repetitions]
    assert [each.id for each in live.cues] == [each.id for each in good.cues]
    for one, other in zip(live.cues, good.cues, strict=True):
        assert one.time_s == pytest.approx(other.time_s, abs=0.4)


@pytest.mark.parametrize("poses", [jittered(0.9), dropped(0.5)], ids=["jitter", "drops"])
def test_a_very_bad_camera_may_miss_a_hurried_return_but_never_a_repetition(poses, tmp_path):
    (live,) = Live([bridge_step()], poses, tmp_path).run()

    assert len(live.repetitions) == 4
    assert [each.reason for each in live.attempts] == ["pelvis_low"]
    assert {fault.id for fault in live.faults} <= {"lowering_fast"}


def test_the_records_hold_what_was_judged(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    (session,) = live.run()

    with Store(DataFolder(tmp_path)) as store:
        (listed,) = store.sessions()
        assert (listed.exercise, listed.state) == ("bridging", "finished")
        assert store.load(listed.id).to_json() == session.to_json()
        frames = store.frames(listed.id)
        spoken = store.spoken(listed.id)
    assert [frame.time_s for frame in frames] == [pose.time_s for pose in BRIDGING]
    assert np.allclose(frames[100].pose.points, BRIDGING[100].points, atol=0.01)
    assert [text for _, text in spoken] == [line.text for line in live.voice.lines]


def test_each_exercise_of_a_session_has_its_own_time_and_record(tmp_path):
    hips = path((0, 90), (38, 90), (41, 36), (60, 36), (63, 90), (80, 90))

    def pose_at(time_s):
        figure = bridges(*TOPS, start_s=3.0)(time_s) if time_s < 33 else childs_pose(hips(time_s))
        return pose_of(figure, time_s)

    poses = [pose_at(index / 30) for index in range(75 * 30)]
    steps = [bridge_step(4, rest_s=5.0), replace(hold_step(hold_s=10.0), sets=1)]
    sessions = Live(steps, poses, tmp_path).run()

    assert [each.exercise for each in sessions] == ["bridging", "childs-pose"]
    assert sessions[1].holds[0].complete
    assert sessions[1].holds[0].start_s < 12.0  # of its own time, not of the whole session's
    assert len(kept(tmp_path)) == 2


def test_a_programme_continues_where_it_stopped(tmp_path):
    steps = [bridge_step(2, rest_s=60.0), hold_step()]
    live = Live(steps, BRIDGING, tmp_path, programme="mine")
    live.run()
    assert place(tmp_path, "mine") == 1

    again = Live(steps, poses_of(lambda time_s: childs_pose(90), 2), tmp_path, programme="mine")
    again.run()
    assert again.voice.lines[0].text.startswith("Welcome back.")
    assert place(tmp_path, "other") == 0


def test_a_session_without_a_person_leaves_no_record(tmp_path):
    live = Live([bridge_step()], [], tmp_path)
    live.camera = ClipCamera(
        [Frame(IMAGE, index / 30) for index in range(60)],
        "c",
        size_px=SIZE,
        rate_hz=30.0,
        paced=False,
    )
    live.run()

    assert kept(tmp_path) == []


def test_what_was_done_is_kept_if_the_source_ends_early(tmp_path):
    (session,) = Live([bridge_step()], BRIDGING[: 17 * 30], tmp_path).run()

    assert len(session.repetitions) == 2
    assert [each.repetitions for each in kept(tmp_path)] == [session.repetitions]


def test_quitting_keeps_what_was_done(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    (session,) = live.run({17.0: Command.QUIT})

    assert len(session.repetitions) == 2
    assert live.scenes[-1][1].stage is Stage.ENDED


def test_paused_frames_are_not_judged(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    (session,) = live.run({2.0: Command.PAUSE, 13.0: Command.PAUSE})

    assert len(session.repetitions) < 4
    with Store(DataFolder(tmp_path)) as store:
        times = [frame.time_s for frame in store.frames(store.latest())]
    assert not [time_s for time_s in times if 2.1 < time_s < 12.9]


def test_a_slow_computer_takes_a_lighter_model_and_shows_it(tmp_path):
    ticks = iter(np.arange(0, 1e6, 1.2 / LEAST_RATE_HZ))
    live = Live([bridge_step()], BRIDGING, tmp_path, work_s=lambda: float(next(ticks)))
    (session,) = live.run()

    assert live.models == ["full", "lite"]
    notes = [scene.note for _, scene in live.scenes]
    assert notes.count("adjusting to your computer") > 1
    assert "lighter_model" not in [line.id for line in live.voice.lines]
    assert session.model == "full, then lite"
    assert len(session.repetitions) == 4
    assert len(BRIDGING) > FRAMES


def test_a_missing_voice_is_shown_once(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    live.voice.speaks = False
    live.run()

    noted = [time_s for time_s, scene in live.scenes if scene.note and "voice" in scene.note]
    assert noted
    assert noted[-1] - noted[0] < 6.0


def test_a_video_is_kept_if_it_is_wanted(tmp_path):
    live = Live([bridge_step()], BRIDGING[:90], tmp_path, recorder=VideoRecorder)
    live.run()

    with Store(DataFolder(tmp_path)) as store:
        video = store.folder.video(store.latest())
    assert video.stat().st_size > 1000


def test_lines_go_to_the_voice_when_they_begin(tmp_path):
    live = Live([bridge_step()], BRIDGING[:30], tmp_path)
    live.run()

    assert all(isinstance(line, Line) for line in live.voice.lines)
    assert live.voice.lines[0].id == "welcome"


class Failing:
    """An estimator that fails at some calls, counted over all estimators of a session."""

    def __init__(self, inner, fails_at, calls):
        self.inner, self.fails_at, self.calls = inner, fails_at, calls

    def find(self, frame):
        self.calls.append(frame.time_s)
        pose = self.inner.find(frame)
        if len(self.calls) in self.fails_at:
            raise RuntimeError("the graph has ended")
        return pose

    def close(self):
        pass


class LiveWithFailures(Live):
    def __init__(self, fails_at, *arguments, **options):
        self.fails_at, self.calls, self.inner = fails_at, [], None
        super().__init__(*arguments, **options)

    def _estimator(self, exercise, model):
        # A fresh estimator continues where the last one failed.
        self.inner = self.inner or super()._estimator(exercise, model)
        return Failing(self.inner, self.fails_at, self.calls)


def test_a_landmarker_that_fails_sometimes_costs_only_those_frames(tmp_path):
    live = LiveWithFailures({100, 101, 300}, [bridge_step()], BRIDGING, tmp_path)

    (session,) = live.run()

    assert [each.faults for each in session.repetitions] == [
        each.faults for each in offline(BRIDGING).repetitions
    ]


def test_a_landmarker_that_keeps_failing_ends_the_session_and_keeps_what_was_done(tmp_path):
    live = LiveWithFailures(range(600, 10_000), [bridge_step()], BRIDGING, tmp_path)

    with pytest.raises(ResourceError, match="failed 6 times in a row"):
        live.run()
    live.session.close()

    (session,) = kept(tmp_path)
    done = [each for each in offline(BRIDGING).repetitions if each.end_s < 600 / 30]
    assert len(done) > 1
    assert len(session.repetitions) == len(done)


def test_a_camera_that_is_slow_in_the_dark_is_shown_and_not_said(tmp_path, monkeypatch):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    monkeypatch.setattr(live.camera, "slow_in_dark", True)
    live.run()

    notes = [scene.note for _, scene in live.scenes]
    assert notes.count("too dark, the camera is slow: add light later") > 1
    assert not [line for line in live.voice.lines if "dark" in line.text]
