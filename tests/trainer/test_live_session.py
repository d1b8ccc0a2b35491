"""A live session judges as the analysis of the same clip does, and keeps what was done."""

import sqlite3
import time
from dataclasses import replace

import numpy as np
import pytest

from stabiel.devices.clip_camera import ClipCamera
from stabiel.devices.recorder import VideoRecorder
from stabiel.devices.voice import RememberedVoice
from stabiel.errors import OutputError, ResourceError
from stabiel.pose.recording import RecordedPoses
from stabiel.session.pipeline import Judge
from stabiel.session.session import Source
from stabiel.store import DataFolder, Store, database, keeper
from stabiel.trainer.live_session import LiveSession, SessionParts
from stabiel.trainer.pace import FRAMES, LEAST_RATE_HZ, Pace
from stabiel.trainer.records import Records
from stabiel.trainer.scene import Scene
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command, Stage
from stabiel.trainer.trainer import Trainer
from stabiel.video.frame import Frame
from tests.bodies import childs_pose, path, pose_of
from tests.sessions import BOOK
from tests.trainer.people import bridge_step, bridges, hold_step

SIZE = (1280, 960)
IMAGE = np.full((96, 128, 3), 120, np.uint8)
TOPS = (172.0, 172.0, 152.0, 172.0, 172.0)


def poses_of(figure_at, seconds, rate_hz=30.0, times_s=None):
    """Poses at 30 frames a second, or at these times."""
    times_s = times_s or [index / rate_hz for index in range(round(seconds * rate_hz))]
    return [pose_of(figure_at(time_s), time_s) for time_s in times_s]


LIFTS = bridges(*TOPS, start_s=3.0, down_s=0.7)
BRIDGING = poses_of(LIFTS, 36)


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
    """Frames are missing for 0.4 s now and then, as when a disk wakes up."""
    return [pose for pose in BRIDGING if pose.time_s % 7.0 > 0.4 or pose.time_s == 0.0]


def offline(poses, exercise="bridging"):
    """The session as the analysis judges these poses."""
    judge = Judge(BOOK.get(exercise), BOOK, "en")
    for pose in poses:
        judge.update(pose.time_s, pose)
    return judge.finish(Source("file", "clip", 36.0, 30.0, *SIZE), "none")


def kept(folder):
    """The sessions that the records hold, the oldest first."""
    with Store(DataFolder(folder)) as store:
        return [store.load(each.id) for each in store.sessions()]


def place(folder, programme):
    with Store(DataFolder(folder)) as store:
        return store.place(programme)


class Live:
    """A live session over known poses, with everything that came of it."""

    def __init__(self, steps, poses, folder, *, programme=None, **options):
        self.voice = RememberedVoice()
        frames = [Frame(IMAGE, pose.time_s) for pose in poses]
        self.camera = ClipCamera(frames, "clip", size_px=SIZE, rate_hz=30.0, paced=False)
        self.folder = DataFolder(folder)
        self.records = Records(self.folder, BOOK, "en", self.camera)
        self.models = []
        self._poses = poses
        parts = SessionParts(
            book=BOOK,
            language="en",
            camera=self.camera,
            estimators=self._estimator,
            voice=self.voice,
            records=self.records,
            programme=programme,
            **options,
        )
        with Store(self.folder) as store:
            first = store.place(programme) if programme else 0
        self.session = LiveSession(Trainer(steps, BOOK, "en", first=first), parts)
        self.scenes: list[tuple[float, Scene]] = []

    def _estimator(self, exercise, model):
        self.models.append(model)
        # An exercise has a time of its own, from its first frame on.
        begun_s = self.scenes[-1][0] if self.scenes else 0.0
        first_s = next((pose.time_s for pose in self._poses if pose.time_s > begun_s), 0.0)
        first_s = first_s if self.scenes else 0.0
        return RecordedPoses([replace(pose, time_s=pose.time_s - first_s) for pose in self._poses])

    def run(self, commands=None):
        pending = dict(commands or {})
        while not self.session.over:
            frame = self.camera.newest(0.0)
            if frame is None:
                break
            due = [at_s for at_s in pending if at_s <= frame.time_s]
            shown = self.session.step(
                frame, now_s=frame.time_s, commands=[pending.pop(at_s) for at_s in due]
            )
            self.scenes.append((frame.time_s, shown.scene))
        self.session.close()
        return self.session.sessions


def summary(session):
    """What must be the same live and offline."""
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
def test_live_gives_what_the_analysis_of_the_same_frames_gives(poses, tmp_path):
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
def test_a_very_bad_camera_may_miss_a_hurried_way_back_and_never_a_repetition(poses, tmp_path):
    (live,) = Live([bridge_step()], poses, tmp_path).run()

    assert len(live.repetitions) == 4
    assert [each.reason for each in live.attempts] == ["pelvis_low"]
    assert {fault.id for fault in live.faults} <= {"lowering_fast"}


def test_what_is_kept_is_what_was_judged(tmp_path):
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


def test_a_programme_goes_on_where_it_was_left(tmp_path):
    steps = [bridge_step(2, rest_s=60.0), hold_step()]
    live = Live(steps, BRIDGING, tmp_path, programme="mine")
    live.run()
    assert place(tmp_path, "mine") == 1

    again = Live(steps, poses_of(lambda time_s: childs_pose(90), 2), tmp_path, programme="mine")
    again.run()
    assert again.voice.lines[0].text.startswith("Welcome back.")
    assert place(tmp_path, "other") == 0


def test_nobody_seen_leaves_nothing_behind(tmp_path):
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


def test_what_was_done_is_kept_where_the_source_ends_in_the_middle(tmp_path):
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


# The pace


def test_a_computer_that_keeps_up_is_left_alone():
    pace = Pace()
    for _ in range(200):
        pace.note(0.9 / LEAST_RATE_HZ)

    assert not pace.is_too_slow


def test_one_slow_moment_is_no_reason():
    pace = Pace()
    for index in range(200):
        pace.note(1.0 if index % 5 == 0 else 0.02)

    assert not pace.is_too_slow


def test_a_slow_computer_takes_a_lighter_model_and_says_so_once(tmp_path):
    ticks = iter(np.arange(0, 1e6, 1.2 / LEAST_RATE_HZ))
    live = Live([bridge_step()], BRIDGING, tmp_path, work_s=lambda: float(next(ticks)))
    (session,) = live.run()

    assert live.models == ["full", "lite"]
    assert [line.id for line in live.voice.lines].count("lighter_model") == 1
    assert session.model == "full, then lite"
    assert len(session.repetitions) == 4
    assert len(BRIDGING) > FRAMES


def test_no_voice_is_shown_once(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    live.voice.speaks = False
    live.run()

    noted = [time_s for time_s, scene in live.scenes if scene.note and "voice" in scene.note]
    assert noted
    assert noted[-1] - noted[0] < 6.0


def test_a_video_is_kept_where_it_was_asked_for(tmp_path):
    live = Live([bridge_step()], BRIDGING[:90], tmp_path, recorder=VideoRecorder)
    live.run()

    with Store(DataFolder(tmp_path)) as store:
        video = store.folder.video(store.latest())
    assert video.stat().st_size > 1000


def test_lines_are_said_as_they_begin(tmp_path):
    live = Live([bridge_step()], BRIDGING[:30], tmp_path)
    live.run()

    assert all(isinstance(line, Line) for line in live.voice.lines)
    assert live.voice.lines[0].id == "welcome"


class Failing:
    """An estimator that fails at some calls, of all that were made of it."""

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
        # A fresh one goes on where the one before failed.
        self.inner = self.inner or super()._estimator(exercise, model)
        return Failing(self.inner, self.fails_at, self.calls)


def test_a_landmarker_that_fails_now_and_then_costs_those_frames_only(tmp_path):
    live = LiveWithFailures({100, 101, 300}, [bridge_step()], BRIDGING, tmp_path)

    (session,) = live.run()

    assert [each.faults for each in session.repetitions] == [
        each.faults for each in offline(BRIDGING).repetitions
    ]


def test_a_landmarker_that_only_fails_ends_the_session_with_what_was_done(tmp_path):
    live = LiveWithFailures(range(600, 10_000), [bridge_step()], BRIDGING, tmp_path)

    with pytest.raises(ResourceError, match="failed 6 times in a row"):
        live.run()
    live.session.close()

    (session,) = kept(tmp_path)
    done = [each for each in offline(BRIDGING).repetitions if each.end_s < 600 / 30]
    assert len(done) > 1
    assert len(session.repetitions) == len(done)


# Records that go away in the middle


class Gone:
    """The records of a session, which can go away and come back."""

    def __init__(self, monkeypatch):
        self.gone = False
        self._connect = database.connect
        for module in ("keeper", "store"):
            monkeypatch.setattr(f"stabiel.store.{module}.connect", self._connected)
        write = keeper._write_batch

        def written(*arguments):
            if self.gone:
                raise sqlite3.OperationalError("disk I/O error")
            write(*arguments)

        monkeypatch.setattr("stabiel.store.keeper._write_batch", written)

    def _connected(self, folder):
        if self.gone:
            raise OutputError(f"{folder.database}: the records cannot be written.")
        return self._connect(folder)


@pytest.fixture
def records(monkeypatch):
    return Gone(monkeypatch)


def with_records_gone(live, records, gone_s, back_s):
    """Run a session whose records are away for a while; give the writer its moments."""
    newest = live.camera.newest

    def taken(timeout_s):
        frame = newest(timeout_s)
        if frame is not None:
            records.gone = gone_s <= frame.time_s < back_s
            if frame.time_s % 0.5 < 0.02:
                time.sleep(0.02)
        return frame

    live.camera.newest = taken
    return live.run()


def test_records_that_go_away_and_come_back_have_all_of_the_session(tmp_path, records):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    (session,) = with_records_gone(live, records, 5.0, 20.0)

    assert len(session.repetitions) == 4
    assert [line.id for line in live.voice.lines].count("not_kept") == 1
    with Store(DataFolder(tmp_path)) as store:
        (listed,) = store.sessions()
        assert store.load(listed.id) == session
        kept_s = [frame.time_s for frame in store.frames(listed.id)]
    assert kept_s == [pose.time_s for pose in BRIDGING]
    assert live.session.kept == [(listed.id, "bridging")]


def test_records_that_are_away_as_an_exercise_begins_have_it_in_the_end(tmp_path, records):
    live = Live([bridge_step()], BRIDGING, tmp_path, programme="mine")
    (session,) = with_records_gone(live, records, 0.0, 9.0)

    assert [each.repetitions for each in kept(tmp_path)] == [session.repetitions]


def test_records_that_stay_away_do_not_stop_a_session_and_are_said_in_the_end(tmp_path, records):
    live = Live([bridge_step(2, rest_s=2.0), hold_step()], BRIDGING, tmp_path, programme="mine")

    with pytest.raises(OutputError, match=r"cannot be (read or )?written"):
        with_records_gone(live, records, 5.0, 1e9)

    assert live.session.sessions[0].repetitions
    assert [line.id for line in live.voice.lines].count("not_kept") == 1
    records.gone = False
    with Store(DataFolder(tmp_path)) as store:
        (kept_s,) = {store.frames(each.id)[-1].time_s for each in store._listed()}
    assert kept_s > 3.0


def test_a_video_that_cannot_be_written_costs_the_video_only(tmp_path, monkeypatch):
    def full(film, image, time_s):
        raise OutputError("clip.mp4: writing stopped (No space left on device).")

    monkeypatch.setattr("stabiel.video.writer.VideoWriter.write", full)
    live = Live([bridge_step()], BRIDGING, tmp_path, recorder=VideoRecorder)

    with pytest.raises(OutputError, match="writing stopped"):
        live.run()

    assert [len(each.repetitions) for each in kept(tmp_path)] == [4]
