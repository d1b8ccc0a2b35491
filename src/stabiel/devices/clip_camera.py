"""Existing frames as a camera. In: frames with their times. Out: the newest `Frame`.

A file plays at its own pace, and a frame that nobody takes in time is lost, as with a camera. The
times are those of the file, so that it is judged as `stabiel analyze` judges it.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from stabiel.devices.camera import LOST_S
from stabiel.errors import StabielError
from stabiel.trainer.terms import Sight
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile


class ClipCamera:
    """Plays frames as a camera.

    Args:
        frames: in order of time.
        name: for display.
        size_px: (width, height), as the source declares it.
        rate_hz: frames per second, as the source declares them.
        paced: frames come at their times, and those that nobody takes are lost; otherwise each is
            returned as soon as it is asked for, and time stands still in between.
        on_close: called when the camera is closed.
    """

    kind = "file"
    slow_in_dark = False  # the rate of a clip is what it is

    def __init__(
        self,
        frames: Iterable[Frame],
        name: str,
        *,
        size_px: tuple[int, int],
        rate_hz: float,
        paced: bool = True,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self.name, self.size_px, self.rate_hz = name, size_px, rate_hz
        self._frames: Iterator[Frame] = iter(frames)
        self._paced = paced
        self._on_close = on_close
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._returned_s = float("-inf")
        self._over = self._closed = False
        self._error: StabielError | None = None
        self._began_s = time.monotonic()
        self._thread: threading.Thread | None = None
        if paced:
            self._thread = threading.Thread(target=self._play, name="play clip", daemon=True)
            self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the last frame was returned.

        Raises:
            VideoError: the clip could not be read to its end.
        """
        if self._error is not None:
            raise self._error
        return self._over and not self._is_new()

    @property
    def sight(self) -> Sight:
        """The state of the picture: a pause in the frames counts as a lost picture."""
        if self._frame is None or self.ended:
            return Sight.FINE
        return Sight.LOST if self.now_s() - self._frame.time_s > LOST_S else Sight.FINE

    def now_s(self) -> float:
        """Return the current time of the clip, seconds."""
        if self._paced:
            return time.monotonic() - self._began_s
        return 0.0 if self._frame is None else self._frame.time_s

    def age_s(self, time_s: float) -> float:
        """Return how long ago a frame of this time was due, in seconds; zero if time stands."""
        return self.now_s() - time_s if self._paced else 0.0

    def newest(self, timeout_s: float) -> Frame | None:
        """Return the newest frame not yet returned; None if none arrives in time."""
        if not self._paced:
            return self._next()
        with self._changed:
            self._changed.wait_for(lambda: self._is_new() or self._over, timeout_s)
            if not self._is_new():
                return None
            assert self._frame is not None
            self._returned_s = self._frame.time_s
            return self._frame

    def _next(self) -> Frame | None:
        frame = next(self._frames, None)
        if frame is None:
            self._over = True
            return None
        self._frame, self._returned_s = frame, frame.time_s
        return frame

    def _is_new(self) -> bool:
        return self._frame is not None and self._frame.time_s > self._returned_s

    def _play(self) -> None:
        try:
            for frame in self._frames:
                if self._frame is None:
                    self._began_s = time.monotonic() - frame.time_s
                wait_s = frame.time_s - self.now_s()
                if wait_s > 0:
                    time.sleep(wait_s)
                if self._closed:
                    break
                with self._changed:
                    self._frame = frame
                    self._changed.notify_all()
        except StabielError as error:
            self._error = error
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def close(self) -> None:
        """Stop playing."""
        self._closed = True
        if self._thread is not None:
            self._thread.join()
        self._on_close()


def play_file(path: Path) -> ClipCamera:
    """Play a video file as a camera.

    Raises:
        VideoError: the file is missing, not a video, or damaged.
    """
    video = VideoFile(path)
    return ClipCamera(
        video,
        path.name,
        size_px=(video.width_px, video.height_px),
        rate_hz=video.rate_hz,
        on_close=video.close,
    )
