"""The camera of a browser. In: JPEG pictures with the browser's own times. Out: the newest `Frame`.

Whoever receives the pictures must not wait, so they are decoded by whoever takes them. A picture's
time is when the browser took it; how long it was on its way does not matter.
"""

import threading
import time
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.devices.camera import DESIRED_RATE_HZ, LOST_S, as_rgb
from stabiel.devices.picture_check import PictureCheck
from stabiel.trainer.terms import Sight
from stabiel.video.frame import Frame
from stabiel.web.jpeg import jpeg_size

# A browser's clock that falls further behind than this was stopped, or tells nonsense.
LATE_S = 1.0
LEAST_STEP_S = 0.001


class BrowserCamera:
    """Keeps the newest picture of a browser until it is taken.

    Args:
        name: for people.
        clock: monotonic seconds; another one in tests.
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
        self._origin_s: float | None = None
        self._offset_s = 0.0
        self._last_s = -LEAST_STEP_S
        self._came_s = clock()
        self._check = PictureCheck()
        self._sight = Sight.FINE
        self._taken_ms: float | None = None

    def put(self, jpeg: bytes, captured_ms: float) -> None:
        """Take a picture; one that waits and was not taken is forgotten.

        Args:
            jpeg: the picture.
            captured_ms: when it was taken, by any clock that runs evenly.

        Raises:
            ValueError: it is no JPEG, or larger than a camera's picture.
        """
        jpeg_size(jpeg)
        now_s = self._clock()
        with self._changed:
            self._came_s = now_s
            self._waiting = jpeg, self._time_s(captured_ms / 1000.0, now_s), captured_ms
            self._changed.notify_all()

    def _time_s(self, stamp_s: float, now_s: float) -> float:
        """Return a picture's time since the first one, by this computer's clock.

        The picture that was on its way for the shortest time says how the two clocks differ.
        """
        if self._origin_s is None:
            self._origin_s, self._offset_s = now_s, now_s - stamp_s
        self._offset_s = min(self._offset_s, now_s - stamp_s)
        if now_s - (stamp_s + self._offset_s) > LATE_S:
            self._offset_s = now_s - stamp_s
        time_s = stamp_s + self._offset_s - self._origin_s
        self._last_s = max(time_s, self._last_s + LEAST_STEP_S)
        return self._last_s

    @property
    def sight(self) -> Sight:
        """How the picture is."""
        if self._clock() - self._came_s > LOST_S:
            return Sight.LOST
        return self._sight

    def now_s(self) -> float:
        """Return the seconds since the first picture; no later picture is from before that."""
        with self._changed:
            if self._origin_s is not None:
                self._last_s = max(self._last_s, self._clock() - self._origin_s)
            return max(0.0, self._last_s)

    def newest(self, timeout_s: float) -> Frame | None:
        """Return the newest picture that was not taken yet; None where none came in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None, timeout_s)
            if self._waiting is None:
                return None
            (jpeg, time_s, self._taken_ms), self._waiting = self._waiting, None
        image = _decoded(jpeg)
        if image is None:
            return None
        self.size_px = image.shape[1], image.shape[0]
        self._sight = self._check.update(time_s, image)
        return Frame(image, time_s)

    def taken_ms(self) -> float | None:
        """Return the browser's time of the picture taken last, whole or not; only once."""
        taken_ms, self._taken_ms = self._taken_ms, None
        return taken_ms

    def close(self) -> None:
        """Nothing to let go: the camera is the browser's."""


def _decoded(jpeg: bytes) -> NDArray[np.uint8] | None:
    try:
        image = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None else as_rgb(np.asarray(image, np.uint8))
