"""Clips as cameras: at their own pace over a stopped clock, or as fast as they are taken."""

import threading
from pathlib import Path

import numpy as np
import pytest

from stabiel.devices.clip_camera import ClipCamera, play_file
from stabiel.errors import VideoError
from stabiel.trainer.terms import Sight
from stabiel.video.frame import Frame
from tests.devices.test_camera import SIZE, noisy, until


def frames(*times_s):
    return [Frame(noisy(), time_s) for time_s in times_s]


def test_a_clip_without_pace_returns_every_frame():
    given = frames(0.0, 0.1, 5.0)
    camera = ClipCamera(given, "clip", size_px=SIZE, rate_hz=30.0, paced=False)

    assert [camera.newest(0.0) for _ in range(3)] == given
    assert camera.now_s() == 5.0
    assert camera.newest(0.0) is None
    assert camera.ended


class StoppedTime:
    """Time for a clip that is played: it stands while the test does something, and waits for it."""

    def __init__(self):
        self._now_s, self._changed = 100.0, threading.Condition()
        self._read = threading.local()

    def monotonic(self):
        self._read.now_s = self._now_s
        return self._read.now_s

    def sleep(self, seconds):
        """Wait until the test has moved time that far from where this thread has read it."""
        due_s = self._read.now_s + seconds
        with self._changed:
            self._changed.wait_for(lambda: self._now_s >= due_s - 1e-9)

    def move(self, seconds):
        with self._changed:
            self._now_s += seconds
            self._changed.notify_all()


@pytest.fixture
def stopped(monkeypatch):
    made = StoppedTime()
    monkeypatch.setattr("stabiel.devices.clip_camera.time", made)
    return made


def test_a_paced_clip_keeps_its_times_and_drops_frames_that_nobody_takes(stopped):
    times_s = np.arange(0, 0.6, 0.02)
    clip = ClipCamera(frames(*times_s), "clip", size_px=SIZE, rate_hz=50.0)
    assert until(lambda: clip.newest(0.01) is not None)
    taken = []
    for _ in range(9):
        stopped.move(0.06)
        # The clip plays on until the frame that is due; nothing comes before its time.
        due_s = clip.now_s()
        assert until(lambda due_s=due_s: clip._frame.time_s > due_s - 0.02 - 1e-9)
        frame = clip.newest(60.0)
        taken.append(frame.time_s)
        assert frame.time_s <= due_s + 1e-9
    stopped.move(1.0)
    clip.close()

    assert taken == pytest.approx([0.06 * index for index in range(1, 10)])


def test_a_pause_in_a_clip_is_a_lost_picture(monkeypatch, stopped):
    monkeypatch.setattr("stabiel.devices.clip_camera.LOST_S", 0.1)
    clip = ClipCamera(frames(0.0, 0.02, 0.5), "clip", size_px=SIZE, rate_hz=30.0)
    for due_s in (0.0, 0.02):
        assert until(lambda due_s=due_s: clip._frame is not None and clip._frame.time_s == due_s)
        assert clip.newest(60.0) is not None
        stopped.move(0.02)

    stopped.move(0.2)
    assert clip.newest(0.01) is None
    assert clip.sight is Sight.LOST
    stopped.move(0.3)
    assert clip.newest(60.0) is not None
    assert clip.sight is Sight.FINE
    clip.close()


def test_a_file_is_a_camera_with_its_own_times(make_video):
    times_s = (0.0, 0.03, 0.1, 0.13)
    camera = play_file(make_video(times_s=times_s, size=SIZE))
    taken = []
    while not camera.ended:
        frame = camera.newest(0.1)
        if frame is not None:
            taken.append(frame.time_s)
    camera.close()

    assert camera.size_px == SIZE
    assert all(min(abs(each - time_s) for time_s in times_s) < 1e-4 for each in taken)
    assert taken[-1] == pytest.approx(0.13, abs=1e-4)


def test_a_file_that_breaks_off_raises(make_video):
    path = make_video("clip.ts", times_s=np.arange(0, 2, 0.04).tolist())
    whole = path.read_bytes()
    broken = Path(path.parent) / "broken.mp4"
    broken.write_bytes(whole[:400])

    with pytest.raises(VideoError):
        play_file(broken)
