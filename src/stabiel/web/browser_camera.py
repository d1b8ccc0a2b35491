"""The camera of a browser. In: JPEG pictures with the browser's own times. Out: the newest `Frame`.

The thread that receives pictures must not wait, so the thread that takes them decodes them. A
picture's time is the moment the browser captured it, however long it took to arrive.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.devices.camera import DESIRED_RATE_HZ, LOST_S, as_rgb
from stabiel.devices.picture_check import PictureCheck
from stabiel.devices.rate_watch import RateWatch
from stabiel.devices.source_clock import SourceClock
from stabiel.trainer.terms import Sight
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame
from stabiel.web.jpeg import jpeg_size


class Taken(NamedTuple):
    """A picture that was taken: the browser's time of its capture, and how it came."""

    captured_ms: float
    jpeg: bytes


class BrowserCamera:
    """Keeps a browser's newest picture until it is taken.

    Args:
        name: shown to the user.
        clock: monotonic time in seconds; replaced in tests.

    """

    kind = "camera"
    rate_hz = DESIRED_RATE_HZ
    ended = False

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self.size_px = (0, 0)
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: tuple[bytes, float, float] | None = None
        self._times = SourceClock()
        self._watch = RateWatch()
        self._light = 1.0
        self._came_s = clock()
        self._check = PictureCheck()
        self._sight = Sight.FINE
        # The pictures that were taken and not answered, by the time of their frame.
        self._taken: deque[tuple[float, Taken]] = deque()
        self._sees = True

    def put(self, jpeg: bytes, captured_ms: float) -> None:
        """Receive a picture; it replaces one that still waits.

        Args:
            jpeg: the picture as JPEG.
            captured_ms: when it was captured, in milliseconds of any steady clock.

        Raises:
            ValueError: it is not a JPEG, or it is larger than a camera's picture.
        """
        jpeg_size(jpeg)
        now_s = self._clock()
        with self._changed:
            if not self._sees:
                return
            self._came_s = now_s
            self._waiting = jpeg, self._times.time_s(captured_ms / 1000.0, now_s), captured_ms
            self._changed.notify_all()

    def set_sees(self, sees: bool) -> None:
        """Take the browser's report whether its camera sees what happens now.

        While it does not, no picture is taken and the picture counts as lost.
        """
        with self._changed:
            self._sees = sees
            if not sees:
                self._waiting = None

    def note_rate(self, rate_hz: float) -> None:
        """Take the rate of the browser's camera, which is not that of the pictures it sends."""
        with self._changed:
            self._watch.note(self._clock(), rate_hz, self._light)

    @property
    def slow_in_dark(self) -> bool:
        """Whether the browser's camera delivers half of its frames because it is dark."""
        return self._watch.slow

    @property
    def sight(self) -> Sight:
        """The quality of the picture."""
        if not self._sees or self._clock() - self._came_s > LOST_S:
            return Sight.LOST
        return self._sight

    def now_s(self) -> float:
        """Return the seconds since the first picture. No later picture gets an earlier time."""
        with self._changed:
            return self._times.now_s(self._clock())

    def age_s(self, time_s: float) -> float:
        """Return how long ago a picture of this time was captured, in seconds."""
        return self._times.age_s(time_s, self._clock())

    def newest(self, timeout_s: float) -> Frame | None:
        """Return the newest picture that was not taken yet, or None if none came in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None, timeout_s)
            if self._waiting is None:
                return None
            (jpeg, time_s, captured_ms), self._waiting = self._waiting, None
        self._taken.append((time_s, Taken(captured_ms, jpeg)))
        image = _decoded(jpeg)
        if image is None:
            return None
        self.size_px = image.shape[1], image.shape[0]
        self._sight = self._check.update(time_s, image)
        self._light = brightness(image)
        return Frame(image, time_s)

    def taken(self, until_s: float) -> Taken | None:
        """Return the last picture that was taken until this time, decodable or not; only once.

        Args:
            until_s: the time of the frame that is answered, or now. The pictures before it are
                answered with it.
        """
        found = None
        while self._taken and self._taken[0][0] <= until_s:
            found = self._taken.popleft()[1]
        return found

    def close(self) -> None:
        """Do nothing: the camera belongs to the browser."""


def _decoded(jpeg: bytes) -> NDArray[np.uint8] | None:
    try:
        image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None else as_rgb(np.asarray(image, np.uint8))
