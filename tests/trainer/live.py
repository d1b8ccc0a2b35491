"""Live sessions over known poses. In: steps and poses. Out: a session with all that came of it."""

from dataclasses import replace

import numpy as np

from stabiel.devices.clip_camera import ClipCamera
from stabiel.devices.voice import RememberedVoice
from stabiel.pose.recording import RecordedPoses
from stabiel.session.pipeline import Judge
from stabiel.session.session import Source
from stabiel.store import DataFolder, Store
from stabiel.trainer.live_session import LiveSession, SessionParts
from stabiel.trainer.records import Records
from stabiel.trainer.scene import Scene
from stabiel.trainer.trainer import Trainer
from stabiel.video.frame import Frame
from tests.bodies import pose_of
from tests.sessions import BOOK
from tests.trainer.people import bridges

SIZE = (1280, 960)
IMAGE = np.full((96, 128, 3), 120, np.uint8)
TOPS = (172.0, 172.0, 152.0, 172.0, 172.0)


def poses_of(figure_at, seconds, rate_hz=30.0, times_s=None):
    """Return poses at 30 frames per second, or at these times."""
    times_s = times_s or [index / rate_hz for index in range(round(seconds * rate_hz))]
    return [pose_of(figure_at(time_s), time_s) for time_s in times_s]


LIFTS = bridges(*TOPS, start_s=3.0, down_s=0.7)
BRIDGING = poses_of(LIFTS, 36)


def offline(poses, exercise="bridging"):
    """Return the session as the analysis judges these poses."""
    judge = Judge(BOOK.get(exercise), BOOK, "en")
    for pose in poses:
        judge.update(pose.time_s, pose)
    return judge.finish(Source("file", "clip", 36.0, 30.0, *SIZE), "none")


def kept(folder):
    """Return the sessions in the records, the oldest first."""
    with Store(DataFolder(folder)) as store:
        return [store.load(each.id) for each in store.sessions()]


def kept_json(folder):
    """Return the only session in the records, as plain data."""
    (session,) = kept(folder)
    return session.to_json()


def place(folder, programme):
    with Store(DataFolder(folder)) as store:
        return store.place(programme)


class Live:
    """A live session over known poses. Holds its voice, records and scenes."""

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
            **{"cores": 1, **options},
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
