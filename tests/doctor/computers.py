"""A computer on which all is well, for tests that break one thing of it."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from stabiel.devices.camera_names import ListedCamera
from stabiel.doctor import Asked, Computer
from stabiel.doctor.computer import Package
from stabiel.store import DataFolder

NOW = datetime(2027, 3, 4, 12, 0, tzinfo=UTC)
WEBCAM = ListedCamera(0, "Webcam")
SECONDS = {"lite": 0.015, "full": 0.021, "heavy": 0.058}


class Pictures:
    """A camera that repeats a picture; it remembers whether it was released."""

    def __init__(self, picture):
        self._picture = picture
        self.released = False

    def read(self):
        return self._picture is not None, self._picture

    def get(self, what):
        return 0.0

    def release(self):
        self.released = True


def picture(level):
    return np.full((48, 64, 3), level, np.uint8)


def fine_computer(**changes) -> Computer:
    computer = Computer(
        platform="linux",
        python=(3, 12, 1),
        environment={"DISPLAY": ":0"},
        packages=lambda: [Package("mediapipe", "==0.10.33", "0.10.33", True)],
        read_files=lambda: None,
        read_model=lambda name: b"model",
        cameras=lambda: [WEBCAM],
        numbers=lambda: [0],
        open_camera=lambda number: Pictures(picture(120)),
        may_use=lambda number: True,
        has_sound=lambda: True,
        has_voice=lambda language: True,
        browser=lambda: "firefox",
        free_bytes=lambda folder: 50_000_000_000,
        write_in=lambda folder: None,
        newest_session=lambda folder: None,
        now=lambda: NOW,
        frame_s=SECONDS.__getitem__,
    )
    return replace(computer, **changes)


def asked(computer: Computer, folder: DataFolder, **changes) -> Asked:
    return replace(Asked(computer, folder, "nl", "full"), **changes)


def fails(error: Exception):
    """Return a port that raises an error, whatever it is asked."""

    def port(*_):
        raise error

    return port
