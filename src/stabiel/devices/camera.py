"""Cameras through OpenCV. In: a number or an address. Out: the newest `Frame`.

A separate thread reads: a slow caller gets the newest frame, never an old one. A camera that is
unplugged and plugged in again continues without a restart, also under another number. The time of a
frame is monotonic, taken when the frame arrives. A camera that the user is still asked about is
waited for.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

# With this on, Media Foundation takes up to a minute to start (opencv/opencv#17687).
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.devices.camera_names import source_name
from stabiel.devices.permission import (
    black_words,
    may_be_asking,
    waiting_words,
    why_not_opened,
)
from stabiel.devices.picture_check import PictureCheck
from stabiel.devices.rate_watch import RateWatch
from stabiel.devices.source_clock import PlayedClock
from stabiel.errors import CameraError
from stabiel.trainer.terms import Sight
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame
from stabiel.video.reader import LONGEST_SIDE_PX

DESIRED_SIZE_PX = (1280, 720)
DESIRED_RATE_HZ = 30.0
# Beyond these a declared rate is no rate.
RATES_HZ = (1.0, 240.0)
FIRST_FRAME_S = 10.0
# As long as a user may take to answer the system's question.
PERMISSION_S = 120.0
# Frames before this are discarded: exposure and focus still settle.
WARM_UP_S = 0.5
# Without a frame for this long, the picture is lost.
LOST_S = 2.0
# Without a frame for this long, the driver hangs, and another reader tries.
HUNG_S = 8.0
TRY_AGAIN_S = 1.0
MOST_CAMERAS = 10
_STREAM_TIMEOUT_MS = 5000


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that is used here."""

    def read(self) -> tuple[bool, NDArray[np.uint8] | None]:
        """Return whether there was a frame, and the frame as (height, width, 3) BGR."""

    def get(self, what: int) -> float:
        """Return a property."""

    def release(self) -> None:
        """Release the camera."""


class OpenCVCamera:
    """A camera that is plugged in, or a network stream.

    Args:
        source: the number of a camera, or an address (http, https, rtsp).
        label: the name of the camera, if it is known.
        find: returns the camera's present number, None if it is not there; for reopening it.
        open_capture: opens the source; tests pass their own.
        clock: monotonic seconds; tests pass their own.
        asks: returns whether the system may be asking the user about the camera.
        on_wait: receives one sentence if the user's answer is waited for.

    Raises:
        CameraError: the camera is missing, in use, or delivers no picture.
    """

    def __init__(
        self,
        source: int | str,
        *,
        label: str = "",
        find: Callable[[], int | None] = lambda: None,
        open_capture: Callable[[int | str], Capture | None] | None = None,
        clock: Callable[[], float] = time.monotonic,
        asks: Callable[[int | str], bool] = may_be_asking,
        on_wait: Callable[[str], None] = lambda words: None,
    ) -> None:
        self._source = source
        self._find = find
        self._asks, self._on_wait = asks, on_wait
        self._open = open_capture or open_source
        self._clock = clock
        self.kind = "camera" if isinstance(source, int) else "stream"
        self.name = label or source_name(source)
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._returned_s = -1.0
        self._read_at_s = clock()
        self._check = PictureCheck()
        self._sight = Sight.FINE
        self._black_words = black_words(source)
        self._closed = False
        self._over = False
        self._reader = 0
        self._origin_s = clock()
        capture = self._open_patiently()
        self.size_px = (
            round(capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            round(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
        )
        declared_hz = capture.get(cv2.CAP_PROP_FPS)
        known = RATES_HZ[0] <= declared_hz <= RATES_HZ[1]
        self.rate_hz = declared_hz if known else DESIRED_RATE_HZ
        self._watch = RateWatch(declared_hz if known else 0.0)
        self._played = PlayedClock(self.rate_hz)
        # A video file behind an address comes as fast as it is read, and ends.
        self._is_file = self.kind == "stream" and capture.get(cv2.CAP_PROP_FRAME_COUNT) > 0
        self._start_reader(capture)
        if not self._wait_for_first():
            self.close()
            raise CameraError(
                f"Camera {self.name} gives no picture; close other programs that use it, or "
                "unplug it and plug it in again."
            )

    def _open_patiently(self) -> Capture:
        """Open the source; wait as long as the system may be asking the user.

        Raises:
            CameraError: it cannot be opened.
        """
        until_s = self._clock() + PERMISSION_S
        waits = False
        while (capture := self._open(self._source)) is None:
            if self._clock() > until_s or not self._asks(self._source):
                raise CameraError(why_not_opened(self._source))
            if not waits:
                waits = True
                self._on_wait(waiting_words(self._source))
            time.sleep(TRY_AGAIN_S)
        return capture

    def _wait_for_first(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._over, FIRST_FRAME_S)
            if self._frame is None and not self._over and self._asks(self._source):
                self._on_wait(waiting_words(self._source))
                self._changed.wait_for(lambda: self._frame or self._over, PERMISSION_S)
            return self._frame is not None

    @property
    def ended(self) -> bool:
        """Whether a video file behind an address is over; a camera can always come back."""
        return self._over

    @property
    def slow_in_dark(self) -> bool:
        """Whether it delivers half of its frames or fewer because it is dark."""
        return self._watch.slow

    @property
    def sight(self) -> Sight:
        """The state of the picture."""
        if self._clock() - self._read_at_s > LOST_S:
            return Sight.LOST
        return self._sight

    def now_s(self) -> float:
        """Return the seconds since the first frame that was not discarded."""
        return self._clock() - self._origin_s

    def age_s(self, time_s: float) -> float:
        """Return how long ago a frame of this time came, in seconds."""
        return self.now_s() - time_s

    def newest(self, timeout_s: float) -> Frame | None:
        """Return the newest frame not yet returned; None if none arrives in time."""
        with self._changed:
            self._changed.wait_for(self._is_new, timeout_s)
            if self._is_new():
                assert self._frame is not None
                self._returned_s = self._frame.time_s
                return self._frame
        if self._clock() - self._read_at_s > HUNG_S and not self._closed and not self._over:
            self._read_at_s = self._clock() - LOST_S
            self._start_reader(None)
        return None

    def _is_new(self) -> bool:
        return self._frame is not None and self._frame.time_s > self._returned_s

    def _start_reader(self, capture: Capture | None) -> None:
        """Read in a new thread. An older one that hangs in the driver ends once it returns."""
        self._reader += 1
        threading.Thread(
            target=self._read, args=(self._reader, capture), name="read camera", daemon=True
        ).start()

    def _read(self, reader: int, capture: Capture | None) -> None:
        warm_s: float | None = None
        while not self._closed and reader == self._reader:
            if capture is None:
                time.sleep(TRY_AGAIN_S)
                number = self._find()
                self._source = self._source if number is None else number
                capture = self._open(self._source)
                continue
            image = _read_one(capture)
            if reader != self._reader:
                break
            if image is None:
                capture.release()
                capture = None
                if self._is_file:
                    self._end()
                    return
                continue
            came_s = self._clock()
            if self._is_file:
                self._pace(capture)
            elif self._frame is None:
                # Only the first time: after replugging, the person has waited long enough.
                warm_s = came_s if warm_s is None else warm_s
                if came_s - warm_s < WARM_UP_S:
                    continue
            self._keep(image, came_s)
        if capture is not None:
            capture.release()

    def _keep(self, image: NDArray[np.uint8], came_s: float) -> None:
        rgb = as_rgb(image)
        with self._changed:
            if self._frame is None:
                self._origin_s = came_s
            self._frame = Frame(rgb, came_s - self._origin_s)
            self._read_at_s = came_s
            self._sight = self._check.update(came_s, rgb)
            if self.kind == "camera":
                self._watch.update(came_s, brightness(rgb))
            self._changed.notify_all()
        if self._sight is Sight.BLACK and self._black_words is not None:
            self._on_wait(self._black_words)
            self._black_words = None

    def _pace(self, capture: Capture) -> None:
        position_s = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000
        due_s = self._origin_s + self._played.time_s(position_s)
        if self._frame is not None:
            time.sleep(max(0.0, due_s - self._clock()))

    def _end(self) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def close(self) -> None:
        """Release the camera."""
        self._closed = True
        self._end()


def as_rgb(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a BGR image of OpenCV as RGB, no larger than a frame may be."""
    height, width = image.shape[:2]
    scale = LONGEST_SIDE_PX / max(width, height)
    if scale < 1.0:
        size = (round(width * scale), round(height * scale))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    rgb: NDArray[np.uint8] = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
    return rgb


def open_source(source: int | str) -> Capture | None:
    """Open a camera or stream with the desired size and rate; None if it cannot be opened."""
    if isinstance(source, str):
        timeouts = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
            _STREAM_TIMEOUT_MS,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC,
            _STREAM_TIMEOUT_MS,
        ]
        capture = cv2.VideoCapture(source, cv2.CAP_FFMPEG, timeouts)
        return capture if capture.isOpened() else None
    for backend in _backends():
        capture = cv2.VideoCapture(source, backend)
        if capture.isOpened():
            _negotiate(capture)
            return capture
        capture.release()
    return None


def _backends() -> tuple[int, ...]:
    """Return the ways to open a camera on this system, the best first.

    DirectShow starts at once, while Media Foundation negotiates for up to a minute.
    """
    if sys.platform == "win32":
        return cv2.CAP_DSHOW, cv2.CAP_MSMF
    if sys.platform == "darwin":
        return (cv2.CAP_AVFOUNDATION,)
    return (cv2.CAP_V4L2,)


def _negotiate(capture: cv2.VideoCapture) -> None:
    """Ask for the desired size and rate, compressed: USB 2 cannot carry 30 raw ones a second."""
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, DESIRED_SIZE_PX[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, DESIRED_SIZE_PX[1])
    capture.set(cv2.CAP_PROP_FPS, DESIRED_RATE_HZ)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)


def _read_one(capture: Capture) -> NDArray[np.uint8] | None:
    try:
        done, image = capture.read()
    except cv2.error:  # a driver that loses its camera in the middle of a frame
        return None
    return image if done and image is not None and image.size else None


def numbers_to_try() -> list[int]:
    """Return the numbers that a camera may have on this system."""
    if sys.platform.startswith("linux"):
        names = (path.name.removeprefix("video") for path in Path("/dev").glob("video*"))
        return sorted(int(name) for name in names if name.isdigit())
    return list(range(MOST_CAMERAS))
