"""Cameras: only the newest frame; unplugged and plugged in again; black; frozen."""

import threading
import time

import cv2
import numpy as np
import pytest

from stabiel.devices import camera as camera_module
from stabiel.devices.camera import OpenCVCamera, as_rgb, source_name
from stabiel.devices.picture_check import BLACK_FOR_S, FROZEN_FOR_S, PictureCheck
from stabiel.errors import CameraError
from stabiel.trainer.terms import Sight

SIZE = (64, 48)
NOISE = np.random.default_rng(5)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Make cameras warm up, get lost and come back within moments."""
    monkeypatch.setattr(camera_module, "WARM_UP_S", 0.05)
    monkeypatch.setattr(camera_module, "TRY_AGAIN_S", 0.02)
    monkeypatch.setattr(camera_module, "LOST_S", 0.15)
    monkeypatch.setattr(camera_module, "HUNG_S", 0.4)
    # A busy computer needs longer for what must come.
    monkeypatch.setattr(camera_module, "FIRST_FRAME_S", 60.0)


def noisy(level=90):
    return np.clip(NOISE.normal(level, 8, (SIZE[1], SIZE[0], 3)), 0, 255).astype(np.uint8)


def numbered(number):
    """Return a noisy BGR picture whose first pixel is its number."""
    image = noisy()
    image[0, 0] = divmod(number, 256)[1], divmod(number, 256)[0], 0
    return image


def number_of(frame):
    red_is_zero, high, low = (int(each) for each in frame.image[0, 0])
    return red_is_zero + 256 * high + low


class Plug:
    """A fake camera that can be unplugged, hang or raise."""

    def __init__(self, every_s=0.01, file_frames=0):
        self.there, self.hangs, self.raises = True, threading.Event(), False
        self.every_s, self.file_frames = every_s, file_frames
        self.opened, self.released, self.read_count = 0, 0, 0

    def open(self, source):
        if not self.there:
            return None
        self.opened += 1
        return self

    def read(self):
        time.sleep(self.every_s)
        if self.hangs.is_set():
            time.sleep(0.8)
            return False, None
        if self.raises:
            raise cv2.error("the device is gone")
        self.read_count += 1
        if self.file_frames and self.read_count > self.file_frames:
            return False, None
        return (True, numbered(self.read_count)) if self.there else (False, None)

    def get(self, what):
        return {
            cv2.CAP_PROP_FRAME_WIDTH: SIZE[0],
            cv2.CAP_PROP_FRAME_HEIGHT: SIZE[1],
            cv2.CAP_PROP_FPS: 30.0,
            cv2.CAP_PROP_FRAME_COUNT: self.file_frames,
            cv2.CAP_PROP_POS_MSEC: self.read_count * 20.0,
        }[what]

    def release(self):
        self.released += 1


@pytest.fixture
def opened():
    """Open a fake camera; it is closed after the test."""
    cameras = []

    def open_it(plug, source=0):
        cameras.append(OpenCVCamera(source, open_capture=plug.open))
        return cameras[-1]

    yield open_it
    for each in cameras:
        each.close()


def until(condition, timeout_s=60.0):
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return False


# Cameras


def test_it_reports_what_the_camera_delivers(opened):
    camera = opened(Plug())

    assert (camera.kind, camera.name, camera.size_px, camera.rate_hz) == ("camera", "0", SIZE, 30.0)


def test_a_slow_caller_gets_the_newest_frame(opened):
    plug = Plug(every_s=0.01)
    camera = opened(plug)
    taken = number_of(camera.newest(60.0))
    assert until(lambda: plug.read_count > taken + 20)

    read = plug.read_count
    frame = camera.newest(60.0)
    # The last one may still be on its way.
    assert number_of(frame) >= read - 1
    assert frame.image.flags["C_CONTIGUOUS"]


def test_a_frame_is_returned_once(opened):
    camera = opened(Plug(every_s=0.05))
    times = [frame.time_s for frame in (camera.newest(60.0) for _ in range(8)) if frame]

    assert len(times) == 8
    assert times == sorted(set(times))


@pytest.mark.parametrize("how", ["pulled", "raises"])
def test_a_camera_that_is_unplugged_and_plugged_in_again_continues(opened, how):
    plug = Plug()
    camera = opened(plug)
    before = camera.newest(60.0)
    plug.there, plug.raises = False, how == "raises"
    assert until(lambda: camera.newest(0.01) is None and camera.sight is Sight.LOST)
    assert until(lambda: plug.released == 1)

    plug.there, plug.raises = True, False
    assert until(lambda: camera.sight is Sight.FINE)
    after = camera.newest(60.0)
    assert after.time_s > before.time_s + 0.15
    assert plug.opened == 2
    assert not camera.ended


def test_a_driver_that_hangs_is_abandoned(opened):
    plug = Plug()
    camera = opened(plug)
    camera.newest(60.0)
    plug.hangs.set()
    assert until(lambda: camera.newest(0.02) is None and camera.sight is Sight.LOST)
    assert until(lambda: camera.newest(0.02) is None and threading.active_count() > 2)
    plug.hangs.clear()

    assert until(lambda: camera.newest(0.05) is not None and camera.sight is Sight.FINE)


def test_a_missing_camera_raises_one_sentence_with_a_remedy():
    plug = Plug()
    plug.there = False
    with pytest.raises(CameraError, match=r"^Camera 97.*; .*stabiel cameras.*\.$") as raised:
        OpenCVCamera(97, open_capture=plug.open)
    assert raised.value.exit_code == 3


def test_a_camera_without_a_picture_raises(monkeypatch):
    plug = Plug(file_frames=0)
    plug.read = lambda: (time.sleep(0.01), (False, None))[1]
    monkeypatch.setattr(camera_module, "FIRST_FRAME_S", 0.5)
    with pytest.raises(CameraError, match=r"Camera 0 gives no picture; .*\.$"):
        OpenCVCamera(0, open_capture=plug.open)


def test_opencv_refuses_a_missing_camera():
    with pytest.raises(CameraError):
        OpenCVCamera(97)


def test_a_password_is_not_shown():
    assert source_name("rtsp://me:secret@10.0.0.2/live") == "rtsp://10.0.0.2/live"
    plug = Plug()
    plug.there = False
    with pytest.raises(CameraError) as raised:
        OpenCVCamera("rtsp://me:secret@10.0.0.2/live", open_capture=plug.open)
    assert "secret" not in str(raised.value)


def test_a_video_behind_an_address_plays_at_its_pace_and_ends(opened):
    plug = Plug(every_s=0.0, file_frames=20)
    camera = opened(plug, "http://10.0.0.2/film.mp4")
    began = time.monotonic()

    assert until(lambda: camera.newest(0.01) is None and camera.ended)
    assert time.monotonic() - began >= 0.3  # 20 frames, 20 ms apart


def test_a_picture_is_converted_to_rgb_and_scaled_down():
    image = np.zeros((1500, 3000, 3), np.uint8)
    image[..., 0] = 200  # blue
    rgb = as_rgb(image)

    assert rgb.shape == (640, 1280, 3)
    assert tuple(rgb[0, 0]) == (0, 0, 200)


# Black and frozen


def looked_at(image_at, seconds, rate_hz=20.0):
    check = PictureCheck()
    times = [index / rate_hz for index in range(round(seconds * rate_hz))]
    return {time_s: check.update(time_s, image_at(time_s)) for time_s in times}


def test_a_closed_shutter_is_noticed_and_so_is_an_open_one():
    sights = looked_at(lambda time_s: noisy(1) // 8 if time_s < 4 else noisy(), 6)

    assert sights[BLACK_FOR_S - 0.1] is Sight.FINE
    assert sights[BLACK_FOR_S + 0.1] is Sight.BLACK
    assert sights[4.0] is Sight.FINE


def test_a_frozen_picture_is_noticed():
    still = noisy()
    sights = looked_at(lambda time_s: still if 1 <= time_s < 8 else noisy(), 9)

    assert sights[0.5 + FROZEN_FOR_S] is Sight.FINE
    assert sights[1.5 + FROZEN_FOR_S] is Sight.FROZEN
    assert sights[8.0] is Sight.FINE


def test_a_dark_room_is_neither_black_nor_frozen():
    assert set(looked_at(lambda time_s: noisy(14), 8).values()) == {Sight.FINE}
