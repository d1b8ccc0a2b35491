"""A permission that is still being asked: waited for, and the place to allow it is named."""

import threading
import time

import cv2
import numpy as np
import pytest

from stabiel.devices import camera as camera_module
from stabiel.devices import permission
from stabiel.devices.camera import OpenCVCamera
from stabiel.devices.permission import black_words, place_to_allow, why_not_opened
from stabiel.errors import CameraError

NOISE = np.random.default_rng(3)


class AskingCamera:
    """A camera as OpenCV opens it on a Mac, before and after the user's answer."""

    def __init__(self, *, opens_before):
        self.allowed = threading.Event()
        self._opens_before = opens_before
        self.numbers = []

    def open(self, source):
        self.numbers.append(source)
        return self if self.allowed.is_set() or self._opens_before else None

    def read(self):
        time.sleep(0.01)
        if not self.allowed.is_set():
            return False, None
        return True, NOISE.integers(60, 90, (48, 64, 3)).astype(np.uint8)

    def get(self, what):
        return {cv2.CAP_PROP_FRAME_WIDTH: 64, cv2.CAP_PROP_FRAME_HEIGHT: 48}.get(what, 0.0)

    def release(self):
        pass


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(camera_module, "WARM_UP_S", 0.02)
    monkeypatch.setattr(camera_module, "TRY_AGAIN_S", 0.02)
    monkeypatch.setattr(camera_module, "FIRST_FRAME_S", 0.2)
    monkeypatch.setattr(camera_module, "PERMISSION_S", 60.0)


@pytest.mark.parametrize("opens_before", [False, True], ids=["does not open", "no picture"])
def test_the_users_answer_is_waited_for_and_asked_for_once(opens_before):
    asking, said = AskingCamera(opens_before=opens_before), []

    def wait(words):
        said.append(words)
        threading.Timer(0.3, asking.allowed.set).start()

    camera = OpenCVCamera(0, open_capture=asking.open, asks=lambda source: True, on_wait=wait)
    frame = camera.newest(60.0)
    camera.close()

    assert frame is not None
    assert camera.rate_hz == 30.0  # it declared none
    (words,) = said
    assert words.startswith("Waiting for permission to use camera 0: ")


@pytest.mark.parametrize("opens_before", [False, True])
def test_without_an_answer_it_ends_in_a_sentence(monkeypatch, opens_before):
    monkeypatch.setattr(camera_module, "PERMISSION_S", 0.3)
    asking = AskingCamera(opens_before=opens_before)
    with pytest.raises(CameraError, match=r"^Camera 0.*\.$"):
        OpenCVCamera(0, open_capture=asking.open, asks=lambda source: True)


def test_a_camera_that_nobody_is_asked_about_is_not_waited_for():
    asking = AskingCamera(opens_before=False)
    with pytest.raises(CameraError):
        OpenCVCamera(0, open_capture=asking.open, asks=lambda source: False)

    # One who waits tries again and again.
    assert len(asking.numbers) == 1


def test_a_camera_with_another_number_after_it_was_plugged_in_again_is_found(monkeypatch):
    monkeypatch.setattr(camera_module, "FIRST_FRAME_S", 60.0)
    asking = AskingCamera(opens_before=False)
    asking.allowed.set()
    camera = OpenCVCamera(
        0, label="C920", find=lambda: 2, open_capture=asking.open, asks=lambda source: False
    )
    assert camera.name == "C920"
    camera.newest(60.0)
    asking.allowed.clear()
    until_s = time.monotonic() + 60.0
    while len(asking.numbers) < 2 and time.monotonic() < until_s:
        time.sleep(0.01)
    asking.allowed.set()

    assert camera.newest(60.0) is not None
    camera.close()
    assert asking.numbers[0] == 0
    assert set(asking.numbers[1:]) == {2}


@pytest.mark.parametrize(
    ("platform", "environment", "in_flatpak", "place"),
    [
        ("win32", {}, False, "Settings of Windows"),
        ("darwin", {}, False, "System Settings"),
        ("linux", {}, False, "usermod -aG video"),
        ("linux", {"SNAP_NAME": "stabiel"}, False, "snap connect stabiel:camera"),
        ("linux", {"FLATPAK_ID": "org.x.Term"}, True, "flatpak override --user --device=all org.x"),
    ],
)
def test_every_system_has_its_place(platform, environment, in_flatpak, place):
    assert place in place_to_allow(platform, environment, in_flatpak=in_flatpak)


def test_a_node_that_may_not_be_used_is_said_with_the_place(monkeypatch, tmp_path):
    node = tmp_path / "video0"
    node.touch()
    monkeypatch.setattr(permission, "Path", lambda name: node)
    monkeypatch.setattr(permission.sys, "platform", "linux")
    monkeypatch.setattr(permission.os, "access", lambda path, mode: False)

    words = why_not_opened(0)
    assert words.startswith(f"Camera 0: you may not use {node}; ")
    assert "usermod" in words


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_a_black_picture_is_said_once_with_the_place(monkeypatch, platform):
    class BlackCamera(AskingCamera):
        def read(self):
            time.sleep(0.01)
            return True, np.zeros((48, 64, 3), np.uint8)

    monkeypatch.setattr("stabiel.devices.picture_check.BLACK_FOR_S", 0.1)
    monkeypatch.setattr(camera_module, "black_words", lambda source: black_words(source, platform))
    black, said = BlackCamera(opens_before=True), []
    camera = OpenCVCamera(0, open_capture=black.open, asks=lambda source: True, on_wait=said.append)
    until_s = time.monotonic() + 60.0
    while not said and time.monotonic() < until_s:
        camera.newest(0.1)
    time.sleep(0.1)
    camera.close()

    (words,) = said
    assert "the picture is black; open its cover, or in" in words
    assert black_words(0, "linux") is None


@pytest.mark.parametrize(
    ("platform", "source", "asks"),
    [("linux", 0, False), ("win32", 0, False), ("darwin", 0, True), ("darwin", 5, False),
     ("darwin", "rtsp://10.0.0.2/live", False)],
)  # fmt: skip
def test_only_a_mac_that_has_the_camera_asks(monkeypatch, platform, source, asks):
    monkeypatch.setattr(permission.sys, "platform", platform)
    monkeypatch.setattr(permission, "listed_cameras", lambda: ["FaceTime HD Camera"])

    assert permission.may_be_asking(source) == asks
