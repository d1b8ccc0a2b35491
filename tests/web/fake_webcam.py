"""A webcam for Chromium. In: a clip. Out: the file that Chromium's fake camera plays.

Chromium plays motion JPEG at 30 frames per second in a loop. The person waits in the first pose
before the clip and in the last pose after it. A still picture would look like a frozen camera.
"""

import itertools
from functools import lru_cache
from pathlib import Path

import cv2

from stabiel.video.reader import VideoFile

RATE_HZ = 30.0
WAITING_S = 0.6


def write_webcam(
    path: Path,
    clip: Path,
    *,
    before_s: float,
    after_s: float,
    until_s: float = float("inf"),
    size_px: tuple[int, int] = (640, 480),
) -> float:
    """Write the file; return its length in seconds."""
    pictures, times = _pictures_of(clip, until_s, size_px)
    waiting = [index for index, time_s in enumerate(times) if time_s <= WAITING_S]
    resting = [index for index, time_s in enumerate(times) if time_s >= times[-1] - WAITING_S]
    shown = [
        *_to_and_fro(waiting, before_s),
        *_played(times),
        *_to_and_fro(resting, after_s),
    ]
    with path.open("wb") as file:
        for index in shown:
            file.write(pictures[index])
    return len(shown) / RATE_HZ


@lru_cache(maxsize=1)
def _pictures_of(
    clip: Path, until_s: float, size_px: tuple[int, int]
) -> tuple[list[bytes], list[float]]:
    """Return the pictures of a clip as JPEG, and their times; a file may want them twice."""
    pictures, times = [], []
    with VideoFile(clip) as video:
        for frame in video:
            if frame.time_s > until_s:
                break
            image = cv2.resize(frame.image, size_px, interpolation=cv2.INTER_AREA)
            bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
            pictures.append(bytes(cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 90])[1]))
            times.append(frame.time_s)
    return pictures, times


def _to_and_fro(indices: list[int], seconds: float) -> list[int]:
    there_and_back = itertools.cycle([*indices, *reversed(indices)])
    return list(itertools.islice(there_and_back, round(seconds * RATE_HZ)))


def _played(times: list[float]) -> list[int]:
    """Return the index of the picture at each thirtieth of a second."""
    shown, index = [], 0
    for number in range(round(times[-1] * RATE_HZ)):
        while index + 1 < len(times) and times[index + 1] <= number / RATE_HZ:
            index += 1
        shown.append(index)
    return shown
