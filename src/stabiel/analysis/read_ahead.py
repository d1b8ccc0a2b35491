"""Decodes a video a few frames ahead. In: an opened video. Out: its frames, from a thread."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile

_QUEUE_FRAMES = 4
_PUT_S = 0.1

# A frame, the error that ended the decoding, or None at the end of the video.
_Item = Frame | BaseException | None


@contextmanager
def read_ahead(video: VideoFile) -> Iterator[Iterator[Frame]]:
    """Decode in a thread, up to four frames ahead, while the block runs.

    Yields:
        the frames in order. An error of the thread is raised when its frame is asked for.

    Raises:
        VideoError: the video cannot be read.
    """
    ahead: queue.Queue[_Item] = queue.Queue(_QUEUE_FRAMES)
    stopped = threading.Event()

    def read() -> None:
        last: BaseException | None = None
        try:
            for frame in video:
                if not _put(ahead, frame, stopped):
                    return
        except BaseException as error:  # noqa: BLE001 - without it the consumer waits forever
            last = error
        _put(ahead, last, stopped)

    def frames() -> Iterator[Frame]:
        while (item := ahead.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    thread = threading.Thread(target=read, name="read video", daemon=True)
    thread.start()
    try:
        yield frames()
    finally:
        stopped.set()
        thread.join()


def _put(ahead: "queue.Queue[_Item]", item: _Item, stopped: threading.Event) -> bool:
    """Put an item into the queue; return whether it was still wanted."""
    while not stopped.is_set():
        try:
            ahead.put(item, timeout=_PUT_S)
        except queue.Full:
            continue
        return True
    return False
