"""The annotated video of an analysis. In: judged frames. Out: a video with what was judged.

Drawing and encoding run beside the search for poses: in a thread that is a few frames behind, or,
if the video is searched in segments, one segment at a time on all cores.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from stabiel.analysis.segments import SegmentReader
from stabiel.body.body import Body
from stabiel.coach.coach import Moment
from stabiel.coach.events import Attempt
from stabiel.drawing.overlay import Caption, Overlay
from stabiel.session.cues import NOT_COUNTED, Priority
from stabiel.session.pipeline import Judgment
from stabiel.video.frame import Image
from stabiel.video.writer import Encoder, Packets, VideoWriter

CUE_SHOWN_S = 2.5
_QUEUE_FRAMES = 4


class FrameOverlay(Protocol):
    """Draws pictures of one size: an `Overlay`, or several of them."""

    @property
    def size_px(self) -> tuple[int, int]:
        """The (width, height) of the pictures."""

    def draw(self, image: Image, body: Body | None, moment: Moment, caption: Caption) -> Image:
        """Return a new picture with everything drawn on it, as `Overlay.draw` does."""


NewOverlay = Callable[[], FrameOverlay]


@dataclass(frozen=True, slots=True)
class DrawnFrame:
    """What is drawn on one frame."""

    time_s: float
    body: Body | None
    moment: Moment
    caption: Caption


class CueCaptions:
    """Which cue is on the screen: the last one, for 2.5 s, the time it takes to read.

    A cue may wait for its turn; what it is about stays marked until its own end.
    """

    def __init__(self) -> None:
        self._shown = Caption()
        self._until_s = 0.0
        self._missed: Attempt | None = None
        self._missed_until_s = 0.0

    def at(self, time_s: float, judgment: Judgment) -> Caption:
        """Return the caption of the frame at this time, which was just judged."""
        for event in judgment.events:
            if isinstance(event, Attempt) and not event.doubtful:
                self._missed = event
        if judgment.cue is not None:
            if judgment.cue.id == NOT_COUNTED:
                self._missed_until_s = time_s + CUE_SHOWN_S
            corrects = judgment.cue.priority in (Priority.DANGER, Priority.FORM, Priority.HINT)
            self._shown = Caption(judgment.cue.text, corrects)
            self._until_s = time_s + CUE_SHOWN_S
        return self._shown if time_s < self._until_s else Caption()

    def drawn(self, time_s: float, judgment: Judgment) -> DrawnFrame:
        """Return what is drawn on the frame at this time, with the miss that the caption names."""
        caption, moment = self.at(time_s, judgment), judgment.moment
        if moment.missed is None and time_s < self._missed_until_s:
            moment = replace(moment, missed=self._missed)
        return DrawnFrame(time_s, judgment.shown, moment, caption)


def _drawn(overlay: FrameOverlay, image: Image, shown: DrawnFrame) -> Image:
    return overlay.draw(image, shown.body, shown.moment, shown.caption)


@contextmanager
def drawing_behind(
    path: Path | None, overlay: Overlay, rate_hz: float
) -> Iterator[Callable[[Image, DrawnFrame], None]]:
    """Draw and encode in a thread, up to four frames behind, while the block runs.

    Args:
        path: of the video; None to draw none.
        overlay: draws each frame.
        rate_hz: frames per second.

    Yields:
        the function to call with each image and what to draw on it. It raises an error of the
        thread.

    Raises:
        OutputError: the video cannot be written.
    """
    if path is None:
        yield lambda image, shown: None
        return
    behind: queue.Queue[tuple[Image, DrawnFrame] | None] = queue.Queue(_QUEUE_FRAMES)
    errors: list[BaseException] = []
    with VideoWriter(path, overlay.size_px, rate_hz) as video:

        def write() -> None:
            while (item := behind.get()) is not None:
                if errors:
                    continue
                try:
                    video.write(_drawn(overlay, *item), item[1].time_s)
                except BaseException as error:  # noqa: BLE001 - the queue must still be emptied
                    errors.append(error)

        def draw(image: Image, shown: DrawnFrame) -> None:
            if errors:
                raise errors[0]
            behind.put((image, shown))

        thread = threading.Thread(target=write, name="write video", daemon=True)
        thread.start()
        try:
            yield draw
        finally:
            behind.put(None)
            thread.join()
        if errors:
            raise errors[0]


class DrawnSegments:
    """An annotated video that the threads of a pool draw and encode one segment at a time.

    Args:
        video: takes the encoded segments, in order.
        new_overlay: makes an overlay of the video's size for one segment.
        rate_hz: frames per second.
        pool: does the work.
        stopped: set when the rest is no longer wanted.
    """

    def __init__(
        self,
        video: VideoWriter,
        new_overlay: NewOverlay,
        rate_hz: float,
        pool: Executor,
        stopped: threading.Event,
    ) -> None:
        self._video = video
        self._new_overlay = new_overlay
        self._rate_hz = rate_hz
        self._pool = pool
        self._stopped = stopped
        self._waiting: deque[Future[Packets]] = deque()

    def draw(self, segment: SegmentReader, frames: list[DrawnFrame]) -> None:
        """Draw one segment, which was judged; call it for the segments in order.

        Raises:
            OutputError: the video cannot be written.
            VideoError: an earlier segment cannot be read a second time.
        """
        self._waiting.append(self._pool.submit(self._encoded, segment, frames))
        while self._waiting and self._waiting[0].done():
            self._video.add(self._waiting.popleft().result())

    def finish(self) -> None:
        """Wait until everything is drawn and written.

        Raises:
            OutputError, VideoError: as for `draw`.
        """
        while self._waiting:
            self._video.add(self._waiting.popleft().result())

    def _encoded(self, segment: SegmentReader, frames: list[DrawnFrame]) -> Packets:
        overlay = self._new_overlay()
        encoder = Encoder(overlay.size_px, self._rate_hz)
        packets: Packets = []
        by_time = {shown.time_s: shown for shown in frames}
        with closing(segment.frames()) as images:
            for frame in images:
                if self._stopped.is_set():
                    break
                shown = by_time.get(frame.time_s)  # None during the warm-up
                if shown is not None:
                    image = _drawn(overlay, frame.image, shown)
                    packets += encoder.encode(image, frame.time_s)
        return packets + encoder.finish()
