"""Frames that are there already, as a camera. In: frames with their times. Out: the newest `Frame`.

A file plays at its own pace and drops what nobody takes in time, as a camera does. Its times are
the file's own, so that it is judged as `stabiel analyze` judges it.
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
        frames: in order of time; from the first on, at their times.
        name: for people.
        size_px, rate_hz: as the source declares them.
        paced: frames come at their times and are dropped where nobody takes them; otherwise each
            is given as soon as it is asked for, and time stands still in between.
    """

    kind = "file"

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
        self._given_s = float("-inf")
        self._over = self._closed = False
        self._error: StabielError | None = None
        self._began_s = time.monotonic()
        self._thread: threading.Thread | None = None
        if paced:
            self._thread = threading.Thread(target=self._play, name="play clip", daemon=True)
            self._thread.start()

    @property
    def ended(self) -> bool:
        """Whether the last frame was given.

        Raises:
            VideoError: the clip could not be read to its end.
        """
        if self._error is not None:
            raise self._error
        return self._over and not self._is_new()

    @property
    def sight(self) -> Sight:
        """A pause in the frames is a picture that is lost."""
        if self._frame is None or self.ended:
            return Sight.FINE
        return Sight.LOST if self.now_s() - self._frame.time_s > LOST_S else Sight.FINE

    def now_s(self) -> float:
        """Return the time of the clip."""
        if self._paced:
            return time.monotonic() - self._began_s
        return 0.0 if self._frame is None else self._frame.time_s

    def newest(self, timeout_s: float) -> Frame | None:
        """Return the newest frame that was not given yet; None where none came in time."""
        if not self._paced:
            return self._next()
        with self._changed:
            self._changed.wait_for(lambda: self._is_new() or self._over, timeout_s)
            if not self._is_new():
                return None
            assert self._frame is not None
            self._given_s = self._frame.time_s
            return self._frame

    def _next(self) -> Frame | None:
        frame = next(self._frames, None)
        if frame is None:
            self._over = True
            return None
        self._frame, self._given_s = frame, frame.time_s
        return frame

    def _is_new(self) -> bool:
        return self._frame is not None and self._frame.time_s > self._given_s

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
        VideoError: the file is missing, no video, or broken.
    """
    video = VideoFile(path)
    return ClipCamera(
        video,
        path.name,
        size_px=(video.width_px, video.height_px),
        rate_hz=video.rate_hz,
        on_close=video.close,
    )
