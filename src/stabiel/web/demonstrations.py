"""Demonstrations from which exercises are learned. In: recordings. Out: what was learned from them.

They are held in memory while the app runs, and nothing of them is written to the records. The
landmarks are found once, so that a corrected wish is answered at once.
"""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from stabiel.errors import StabielError
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.recording import Recorded
from stabiel.system.resources import ModelName
from stabiel.tuning.teaching.lesson import Lesson
from stabiel.video.reader import VideoFile
from stabiel.web.web_errors import ErrorId, WebError, id_of

# A minute of video has about 2 MB of landmarks; who teaches an exercise does one at a time.
MOST_KEPT = 4
# Ten slow repetitions take two minutes. What is longer holds other things as well.
LONGEST_S = 300.0

DemonstrationState = Literal["running", "ready", "failed"]


@dataclass
class ShownVideo:
    """One demonstration.

    Attributes:
        state: whether its landmarks are known.
        share: how much of it was looked at, 0 to 1.
        model: the model that finds the landmarks.
        frames: the landmarks.
        error: why they cannot be found.
        folder: with the video; None for a kept session.
        lesson: the last that was learned.
        part: the landmarks from which it was learned.
        stopped: it was removed.
    """

    model: ModelName
    folder: Path | None = None
    state: DemonstrationState = "running"
    share: float = 0.0
    frames: Sequence[Recorded] = ()
    error: tuple[ErrorId, str] | None = None
    lesson: Lesson | None = None
    part: Sequence[Recorded] = ()
    stopped: threading.Event = field(default_factory=threading.Event)

    def between(self, from_s: float, until_s: float) -> list[Recorded]:
        """Return the landmarks of a part, with its first and last second."""
        return [each for each in self.frames if from_s <= each.time_s <= until_s]


class Demonstrations:
    """The demonstrations of one person. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[int, ShownVideo] = {}
        self._last = 0

    def of_video(
        self, folder: Path, model: ModelName, slot: Callable[[], AbstractContextManager[None]]
    ) -> int:
        """Begin to look at a video, and return its number.

        Args:
            folder: a private folder with the video; it is removed with the demonstration.
            model: the model that finds the landmarks.
            slot: waits for a free slot for heavy work.
        """
        shown = ShownVideo(model, folder)
        number = self._add(shown)
        threading.Thread(target=_look, args=(shown, slot), name="teach", daemon=True).start()
        return number

    def of_frames(self, frames: Sequence[Recorded], model: ModelName) -> int:
        """Take landmarks that are known already, and return their number."""
        return self._add(ShownVideo(model, state="ready", share=1.0, frames=frames))

    def get(self, number: int) -> ShownVideo:
        """Return a demonstration.

        Raises:
            WebError: there is none with this number (`not_found`).
        """
        with self._lock:
            if number not in self._kept:
                raise WebError("not_found", "There is no such demonstration.")
            return self._kept[number]

    def remove(self, number: int) -> None:
        """Forget a demonstration.

        Raises:
            WebError: there is none with this number (`not_found`).
        """
        shown = self.get(number)
        with self._lock:
            self._kept.pop(number, None)
        _end(shown)

    def close(self) -> None:
        """Forget all demonstrations."""
        with self._lock:
            for each in self._kept.values():
                _end(each)
            self._kept.clear()

    def _add(self, shown: ShownVideo) -> int:
        with self._lock:
            while len(self._kept) >= MOST_KEPT:
                _end(self._kept.pop(min(self._kept)))
            self._last += 1
            self._kept[self._last] = shown
            return self._last


def _end(shown: ShownVideo) -> None:
    shown.stopped.set()
    if shown.folder is not None:
        shutil.rmtree(shown.folder, ignore_errors=True)


def _look(shown: ShownVideo, slot: Callable[[], AbstractContextManager[None]]) -> None:
    """Find the landmarks of a video. Runs in a thread of its own."""
    try:
        with slot():
            shown.frames = [*_landmarks(shown)]
        shown.share, shown.state = 1.0, "ready"
    except (StabielError, OSError) as error:
        if not shown.stopped.is_set():
            shown.error, shown.state = (id_of(error), str(error)), "failed"
    except Exception:
        shown.error = ("internal", "Something went wrong here; try again, or restart stabiel.")
        shown.state = "failed"
        raise


def _landmarks(shown: ShownVideo) -> Iterator[Recorded]:
    assert shown.folder is not None  # only videos are looked at
    with VideoFile(shown.folder / "video") as video, Landmarker(shown.model) as landmarker:
        # A recording of a browser does not say how long it is.
        duration_s = min(LONGEST_S, video.duration_s or LONGEST_S)
        for frame in video:
            if shown.stopped.is_set() or frame.time_s > LONGEST_S:
                return
            yield Recorded(frame.time_s, landmarker.find(frame))
            shown.share = min(0.99, frame.time_s / max(duration_s, 1e-3))
