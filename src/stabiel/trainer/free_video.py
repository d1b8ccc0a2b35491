"""The video of a session without a plan. In: frames. Out: a file for each exercise, if wanted.

An exercise is recognized after its first movements, and its video shows these too. So the last
pictures are kept in memory until something is recognized, and no picture outlives that memory.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from stabiel.errors import StabielError
from stabiel.trainer.ports import Recorder
from stabiel.video.frame import Frame
from stabiel.video.packed import PackedFrame, packed


class FreeVideo:
    """Records the exercises of one session. Holds the last pictures, and what is recorded now.

    Args:
        new_recorder: makes a recorder, from a path and a rate; None if no video is wanted.
        rate_hz: of the camera.
        keeps_s: for so long a picture may still become a part of a video, seconds.
    """

    def __init__(
        self,
        new_recorder: Callable[[Path, float], Recorder] | None,
        rate_hz: float,
        *,
        keeps_s: float,
    ) -> None:
        self._new_recorder, self._rate_hz, self._keeps_s = new_recorder, rate_hz, keeps_s
        self._recent: deque[PackedFrame] = deque()
        self._recorder: Recorder | None = None
        self._begins_s = 0.0
        self._ended: list[Recorder] = []
        self._error: StabielError | None = None

    def add(self, frame: Frame) -> None:
        """Take a frame that was judged."""
        if self._new_recorder is None:
            return
        picture = packed(frame)
        self._recent.append(picture)
        while picture.time_s - self._recent[0].time_s > self._keeps_s:
            self._recent.popleft()
        if self._recorder is not None:
            self._recorder.add_packed(self._own(picture))

    def begin(self, path: Path | None, begins_s: float) -> None:
        """Begin the video of an exercise.

        Args:
            path: where it goes; None if nothing can be written.
            begins_s: the camera's time of its first frame, which may be earlier than now.
        """
        self.end()
        self._close_ended()
        if self._new_recorder is None or path is None:
            return
        self._begins_s = begins_s
        self._recorder = self._new_recorder(path, self._rate_hz)
        for each in self._recent:
            if each.time_s >= begins_s:
                self._recorder.add_packed(self._own(each))

    def end(self) -> None:
        """End the video of the exercise, if there is one; what waits is still written."""
        if self._recorder is not None:
            self._ended.append(self._recorder)
        self._recorder = None

    def close(self) -> None:
        """Finish all files.

        Raises:
            OutputError: one of them could not be written.
        """
        self.end()
        self._recent.clear()
        self._close_ended()
        if self._error is not None:
            raise self._error

    def _own(self, picture: PackedFrame) -> PackedFrame:
        return replace(picture, time_s=round(picture.time_s - self._begins_s, 6))

    def _close_ended(self) -> None:
        ended, self._ended = self._ended, []
        for each in ended:
            try:
                each.close()
            except StabielError as error:
                self._error = error
