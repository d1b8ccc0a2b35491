"""The sample of an exercise as a film. In: the path of a video or a picture. Out: its pictures.

A film is read once, in a thread, and kept as JPEG: a quarter of a minute takes some megabytes, and
any of its pictures is there within milliseconds. A film that cannot be read is not shown.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from stabiel.errors import VideoError
from stabiel.exercises.model import Exercise
from stabiel.video.frame import Image
from stabiel.video.reader import VideoFile

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
# Pictures per second that are kept: a slow movement needs no more.
RATE_HZ = 13.0
LONGEST_SIDE_PX = 640
# A film of someone's own may be long; it shows one repetition or two.
LONGEST_S = 60.0
QUALITY = 88
# The current exercise, the next one, and the one before.
MOST_FILMS = 3

ClipOf = Callable[[Exercise], Path | None]


@dataclass(frozen=True, slots=True)
class Film:
    """The pictures of a sample.

    Attributes:
        pictures: JPEG files, at least one; the red and the blue in them are exchanged.
        rate_hz: pictures per second.
        size_px: (width, height) of each.
    """

    pictures: tuple[bytes, ...]
    rate_hz: float
    size_px: tuple[int, int]

    def at(self, time_s: float) -> int:
        """Return the index of the picture at a time, seconds from the start; it plays in a loop."""
        return int(max(0.0, time_s) * self.rate_hz + 1e-6) % len(self.pictures)

    @property
    def middle(self) -> int:
        """The index of the picture in the middle: in the film of a hold, the hold."""
        return len(self.pictures) // 2

    def picture(self, index: int) -> Image:
        """Return a picture, (height, width, 3) RGB."""
        # Both the writer and the reader take the colors in the other order, so nothing turns them.
        return np.asarray(
            cv2.imdecode(np.frombuffer(self.pictures[index], np.uint8), cv2.IMREAD_COLOR), np.uint8
        )


class Films:
    """Reads films while others are shown. Holds those of the last exercises.

    Args:
        clip_of: returns the video or the picture that shows an exercise, None if there is none.
    """

    def __init__(self, clip_of: ClipOf) -> None:
        self._clip_of = clip_of
        self._films: dict[str, Film | None] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._over = threading.Event()

    def film(self, exercise: Exercise) -> Film | None:
        """Return the film of an exercise; None if there is none, or if it is still being read."""
        name = exercise.id
        if name not in self._films:
            for old in list(self._films)[: 1 - MOST_FILMS]:
                del self._films[old]
            self._films[name] = None
            thread = threading.Thread(target=self._read, args=(exercise,), name=f"film {name}")
            self._threads[name] = thread
            thread.start()
        return self._films[name]

    def wait(self) -> None:
        """Wait until every film that was asked for has been read."""
        for name in list(self._threads):
            self._threads.pop(name).join()

    def close(self) -> None:
        """Read no further."""
        self._over.set()
        self.wait()

    def _read(self, exercise: Exercise) -> None:
        path = self._clip_of(exercise)
        film = None if path is None else read_film(path, self._over)
        if exercise.id in self._films:
            self._films[exercise.id] = film


def read_film(path: Path, over: threading.Event | None = None) -> Film | None:
    """Return the film of a video, or of a single picture; None if it cannot be read.

    Args:
        path: the file.
        over: ends the reading early if it is set.
    """
    try:
        if path.suffix.lower() in PICTURES:
            return _still(path)
        return _moving(path, over or threading.Event())
    except (VideoError, OSError, cv2.error):
        return None


def _still(path: Path) -> Film | None:
    found = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    return None if found is None else _film([_jpeg(np.ascontiguousarray(found[..., ::-1]))], 1.0)


def _moving(path: Path, over: threading.Event) -> Film | None:
    with VideoFile(path) as video:
        every = max(1, round(video.rate_hz / RATE_HZ))
    pictures: list[bytes] = []
    with VideoFile(path, every=every) as video:
        for frame in video:
            if over.is_set() or len(pictures) >= LONGEST_S * video.rate_hz:
                break
            pictures.append(_jpeg(frame.image))
        return _film(pictures, video.rate_hz) if pictures else None


def _film(pictures: list[bytes], rate_hz: float) -> Film:
    film = Film(tuple(pictures), rate_hz, (0, 0))
    height, width = film.picture(0).shape[:2]
    return replace(film, size_px=(width, height))


def _small(image: Image) -> Image:
    height, width = image.shape[:2]
    scale = LONGEST_SIDE_PX / max(width, height)
    if scale >= 1.0:
        return image
    size = round(width * scale), round(height * scale)
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(image: Image) -> bytes:
    quality = [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    return cv2.imencode(".jpg", _small(image), quality)[1].tobytes()
