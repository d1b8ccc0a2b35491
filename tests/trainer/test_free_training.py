"""Free training: what is done is recognized, counted from its start, and kept."""

from itertools import pairwise

import pytest

from stabiel.devices.clip_camera import ClipCamera
from stabiel.devices.recorder import VideoRecorder
from stabiel.devices.voice import RememberedVoice
from stabiel.pose.recording import RecordedPoses
from stabiel.store import DataFolder, Store
from stabiel.trainer.free_training import FreeSession
from stabiel.trainer.live_session import SessionParts
from stabiel.trainer.records import Records
from stabiel.trainer.terms import Command, Stage
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile
from stabiel.wording.catalogue import text
from tests.bodies import childs_pose, path, pose_of
from tests.sessions import BOOK
from tests.trainer.live import IMAGE, SIZE, Live, kept
from tests.trainer.people import bridge_step, bridges, hold_step

RATE_HZ = 12.5
LIFTS_S, SITS_S = 28.0, 55.0
HIPS = path((0, 90), (LIFTS_S + 8, 90), (LIFTS_S + 11, 36), (SITS_S - 3, 36), (SITS_S, 90))


def pose_at(time_s):
    """Return four bridges, then a child's pose."""
    figure = bridges(172, 172, 172, 172, start_s=3.0)(time_s)
    return pose_of(figure if time_s < LIFTS_S else childs_pose(HIPS(time_s)), time_s)


POSES = [pose_at(index / RATE_HZ) for index in range(round((SITS_S + 5) * RATE_HZ))]


class Free:
    """A session without a plan over known poses. Holds its voice and its scenes."""

    def __init__(self, folder, poses=POSES, recorder=None):
        self.voice = RememberedVoice()
        frames = [Frame(IMAGE, pose.time_s) for pose in poses]
        self.camera = ClipCamera(frames, "clip", size_px=SIZE, rate_hz=RATE_HZ, paced=False)
        self.session = FreeSession(
            SessionParts(
                book=BOOK,
                language="en",
                camera=self.camera,
                estimators=lambda exercise, model: RecordedPoses(poses),
                voice=self.voice,
                records=Records(DataFolder(folder), BOOK, "en", self.camera),
                recorder=recorder,
            )
        )
        self.scenes = []

    def run(self, commands=None):
        pending = dict(commands or {})
        while not self.session.over and (frame := self.camera.newest(0.0)) is not None:
            due = [pending.pop(at_s) for at_s in list(pending) if at_s <= frame.time_s]
            shown = self.session.step(frame, now_s=frame.time_s, commands=due)
            self.scenes.append((frame.time_s, shown.scene))
        self.session.close()
        return self.session.sessions

    @property
    def said(self):
        return [line.text for line in self.voice.lines]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("free")
    free = Free(folder, recorder=VideoRecorder)
    free.run({SITS_S + 1: Command.QUIT})
    return free, folder


def test_each_exercise_is_counted_from_its_first_movement_and_kept(trained):
    free, folder = trained
    bridging, childs = free.session.sessions

    assert (bridging.exercise, len(bridging.repetitions)) == ("bridging", 4)
    assert (childs.exercise, childs.hold_s) == ("childs-pose", pytest.approx(13, abs=1.5))
    assert {each.exercise: each.to_json() for each in kept(folder)} == {
        each.exercise: each.to_json() for each in free.session.sessions
    }
    with Store(DataFolder(folder)) as store:
        ids = {each.id: each.exercise for each in store.sessions()}
    assert ids == dict(free.session.kept)


def test_the_video_of_each_exercise_has_its_time_from_before_it_was_recognized(trained):
    free, folder = trained
    with Store(DataFolder(folder)) as store:
        videos = [store.folder.video(number) for number, _ in free.session.kept]
    for video, session in zip(videos, free.session.sessions, strict=True):
        with VideoFile(video) as opened:
            times_s = [frame.time_s for frame in opened]
        assert times_s[0] == 0.0
        assert times_s[-1] == pytest.approx(session.source.duration_s, abs=2 / RATE_HZ)
        assert max(after - before for before, after in pairwise(times_s)) < 2 / RATE_HZ


def test_it_says_what_it_sees_and_counts_that(trained):
    free, _ = trained

    assert free.said[0] == "Go ahead. I will see what you do."
    at = free.said.index("This is the bridge.")
    assert free.said[at + 1 : at + 4] == ["Two.", "Three.", "Four."]
    assert free.said.index("This is child's pose.") > at + 3
    # Nobody is called back to a stretch that they have ended.
    assert free.said[free.said.index("Ten.") + 1 :] == ["Good work. See you tomorrow."]


def test_the_screen_shows_the_exercise_its_number_and_at_the_end_what_was_done(trained):
    free, _ = trained
    titles = [scene.title for _, scene in free.scenes]
    changes = [titles[0], *(after for before, after in pairwise(titles) if before != after)]
    (_, first), (_, last) = free.scenes[0], free.scenes[-1]

    assert first.exercise.id not in BOOK.exercises  # no sample of another exercise plays

    assert changes[:4] == ["Free training", "The bridge", "Free training", "Child's pose"]
    numbers = [scene.number for _, scene in free.scenes if scene.title == "The bridge"]
    assert list(dict.fromkeys(numbers)) == ["2", "3", "4"]
    assert last.stage is Stage.ENDED
    assert last.summary[0] == "Well done: The bridge, 4 of 4 good"


def test_nothing_is_kept_of_somebody_who_does_nothing(tmp_path):
    still = [pose_of(bridges(start_s=90.0)(0.0), index / RATE_HZ) for index in range(400)]
    free = Free(tmp_path, still)

    assert free.run({20.0: Command.PAUSE, 22.0: Command.PAUSE, 25.0: Command.QUIT}) == []
    assert free.said[1:3] == [text("trainer", key, "en") for key in ("paused", "go_on")]
    assert kept(tmp_path) == []


def test_another_exercise_than_that_of_the_plan_is_said_once(tmp_path):
    poses = [each for each in POSES if each.time_s < LIFTS_S]
    wrong = Live([hold_step(hold_s=10.0)], poses, tmp_path / "wrong")
    wrong.run()
    right = Live([bridge_step()], poses, tmp_path / "right")
    right.run()

    said = [line.text for line in wrong.voice.lines]
    assert said.count("That is the bridge. Now do child's pose.") == 1
    assert not any("That is" in line.text for line in right.voice.lines)
