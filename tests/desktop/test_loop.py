"""The loop: what was done is kept however a session ends."""

import signal

import pytest

from stabiel.desktop.loop import Loop, ScreenDiedError
from stabiel.desktop.screen import Screen
from stabiel.devices.clip_camera import ClipCamera
from stabiel.errors import VideoError
from stabiel.trainer.terms import Command, Sight
from tests.trainer.live import BRIDGING, SIZE, Live, kept_json
from tests.trainer.people import bridge_step


class FakeWindow:
    """A window that a test observes and operates."""

    size_px = None

    def __init__(self, *, close_after=None, dies_after=None, keys=()):
        self.pictures, self.taken_away = 0, False
        self._close_after, self._dies_after, self._keys = close_after, dies_after, dict(keys)

    def show(self, picture):
        self.pictures += 1

    def commands(self):
        command = self._keys.pop(self.pictures, None)
        return [] if command is None else [command]

    @property
    def closed(self):
        return self._close_after is not None and self.pictures >= self._close_after

    @property
    def screen_died(self):
        return self._dies_after is not None and self.pictures >= self._dies_after

    def close(self):
        self.taken_away = True


def looped(live, window, camera=None):
    """Run a live session with its threads."""
    screen = Screen("en", (160, 120), mirrored=False)
    return Loop(camera or live.camera, live.session, screen, window)


def test_a_session_runs_to_the_end_of_its_source(tmp_path):
    live, window = Live([bridge_step()], BRIDGING, tmp_path), FakeWindow()
    looped(live, window).run()

    assert kept_json(tmp_path)["summary"]["repetitions"] == 4
    assert window.pictures > 0
    assert window.taken_away


def test_closing_the_window_keeps_what_was_done(tmp_path):
    live, window = Live([bridge_step()], BRIDGING, tmp_path), FakeWindow(close_after=1)
    looped(live, window).run()

    assert kept_json(tmp_path)["summary"]["repetitions"] < 4
    assert live.session.sessions


def test_a_screen_that_dies_keeps_what_was_done_and_is_said(tmp_path):
    live, window = Live([bridge_step()], BRIDGING, tmp_path), FakeWindow(dies_after=2)

    with pytest.raises(ScreenDiedError, match=r"^The screen is gone, .* is kept\. .*\.$"):
        looped(live, window).run()
    assert kept_json(tmp_path)["exercise"] == "bridging"
    assert window.pictures == 2


def test_keys_reach_the_trainer(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    looped(live, FakeWindow(keys={5: Command.QUIT, 40: Command.QUIT})).run()

    assert "end_early" in [line.id for line in live.voice.lines]
    assert kept_json(tmp_path)["summary"]["repetitions"] < 4


class SignallingWindow(FakeWindow):
    """A window during whose first picture the program gets a signal."""

    def __init__(self, number):
        super().__init__()
        self._number = number

    def show(self, picture):
        super().show(picture)
        if self.pictures == 1:
            signal.raise_signal(self._number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_session_and_not_the_program(tmp_path, number):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    before = signal.getsignal(number)
    looped(live, SignallingWindow(number)).run()

    assert kept_json(tmp_path)["summary"]["repetitions"] < 4
    assert signal.getsignal(number) is before


class BreakingCamera(ClipCamera):
    """A clip that breaks off."""

    breaks = VideoError("clip: the file breaks off at 3.0 s; copy it again, whole.")

    @property
    def ended(self):
        if self._frame is not None and self._frame.time_s > 3:
            raise self.breaks
        return False


def test_a_source_that_breaks_off_raises_and_keeps_what_was_done(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    frames = iter(lambda: live.camera.newest(0.0), None)
    camera = BreakingCamera(frames, "clip", size_px=SIZE, rate_hz=30.0, paced=False)

    with pytest.raises(VideoError, match="breaks off"):
        looped(live, FakeWindow(), camera).run()
    assert kept_json(tmp_path)["exercise"] == "bridging"


class StallingCamera:
    """A camera whose picture is lost for a while, and returns."""

    kind, name, size_px, rate_hz = "camera", "0", SIZE, 30.0
    slow_in_dark = False

    def __init__(self, clip, gone):
        self._clip, self._gone, self._ticks = clip, gone, 0
        self._time_s = 0.0

    @property
    def ended(self):
        return self._clip.ended

    @property
    def _is_gone(self):
        return self._gone[0] <= self._ticks < self._gone[1]

    @property
    def sight(self):
        return Sight.LOST if self._is_gone else Sight.FINE

    def now_s(self):
        return self._time_s

    def newest(self, timeout_s):
        self._ticks += 1
        frame = None if self._is_gone else self._clip.newest(0.0)
        self._time_s += 0.0 if frame is not None else 0.0001
        if frame is not None:
            self._time_s = max(self._time_s, frame.time_s)
        return frame


def test_a_lost_picture_is_announced_and_the_session_goes_on(tmp_path):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    looped(live, FakeWindow(), StallingCamera(live.camera, (300, 340))).run()

    said = [line.id for line in live.voice.lines]
    assert "lost" in said
    assert kept_json(tmp_path)["summary"]["repetitions"] == 4
