"""The annotated video of a search. In: judged parts of a recording. Out: a video of all of it.

Each part is drawn as its exercise is drawn, with the name of the exercise on it. What is no
exercise is shown as it is. The exercises are known only at the end, so the video is read again.
"""

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from stabiel.analysis.annotate import DrawnFrame, DrawnSegments
from stabiel.analysis.segments import SegmentReader
from stabiel.body.body import Body
from stabiel.coach.coach import START, Moment
from stabiel.drawing.overlay import Caption, Overlay
from stabiel.exercises.model import Exercise
from stabiel.pose.pose_log import PoseLog
from stabiel.video.frame import Image
from stabiel.video.reader import VideoFile
from stabiel.video.writer import VideoWriter
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """A part of a recording in which one exercise is done, with what is drawn on each frame."""

    exercise: Exercise
    frames: Sequence[DrawnFrame]


class FoundOverlay:
    """Draws the pictures of a recording with several exercises, all of one size.

    Attributes:
        size_px: (width, height) of the pictures.
    """

    def __init__(
        self, exercises: Iterable[Exercise], language: Language, size_px: tuple[int, int]
    ) -> None:
        self.size_px = size_px
        self._overlays = {
            each.name.in_language(language): Overlay(each, language, size_px) for each in exercises
        }

    def draw(self, image: Image, body: Body | None, moment: Moment, caption: Caption) -> Image:
        """Return a new picture, as `Overlay.draw`; the caption names the exercise, or none."""
        if caption.exercise is None:
            return next(iter(self._overlays.values())).picture(image, None, moment)
        return self._overlays[caption.exercise].draw(image, body, moment, caption)


def named(frame: DrawnFrame, exercise: Exercise, language: Language) -> DrawnFrame:
    """Return what is drawn on a frame, with the name of the exercise."""
    name = exercise.name.in_language(language)
    return replace(frame, caption=replace(frame.caption, exercise=name))


def draw_whole(
    path: Path,
    readers: Sequence[SegmentReader],
    log: PoseLog,
    parts: Sequence[DrawnPart],
    *,
    language: Language,
    size_px: tuple[int, int],
    rate_hz: float,
    cores: int,
) -> None:
    """Write the annotated video of a whole recording.

    Args:
        path: of the video.
        readers: read the segments of the recording, in order.
        log: all of its poses.
        parts: those in which an exercise is done, at least one.
        language: of the words.
        size_px: (width, height) of its pictures.
        rate_hz: its frames per second.
        cores: how many threads draw.

    Raises:
        OutputError: the video cannot be written.
        VideoError: the recording cannot be read a second time.
    """
    by_time = {each.time_s: each for part in parts for each in part.frames}
    exercises = [part.exercise for part in parts]
    with (
        ThreadPoolExecutor(cores, "draw") as pool,
        VideoWriter(path, size_px, rate_hz) as video,
    ):
        stopped = threading.Event()
        segments = DrawnSegments(
            video, lambda: FoundOverlay(exercises, language, size_px), rate_hz, pool, stopped
        )
        try:
            for reader in readers:
                times_s = log.times_s(reader.segment.begin_s, reader.segment.end_s)
                segments.draw(reader, [by_time.get(each) or _plain(each) for each in times_s])
            segments.finish()
        finally:
            stopped.set()


def draw_part(
    path: Path, recording: Path, part: DrawnPart, overlay: Overlay, *, every: int, jumps: bool
) -> None:
    """Write the annotated video of one part, which begins at 0 s.

    Args:
        path: of the video.
        recording: the file that shows the part.
        part: what is drawn.
        overlay: draws it.
        every: use one frame in this many.
        jumps: whether the file can be read from the middle.

    Raises:
        OutputError: the video cannot be written.
        VideoError: the recording cannot be read a second time.
    """
    by_time = {each.time_s: each for each in part.frames}
    begins_s, ends_s = part.frames[0].time_s, part.frames[-1].time_s
    with VideoFile(recording, every=every) as opened:
        next(iter(opened))  # only then the first time stamp is known
        zero_s = opened.zero_s
    with (
        VideoFile(recording, every=every) as opened,
        VideoWriter(path, overlay.size_px, opened.rate_hz) as video,
    ):
        for frame in opened.frames(begins_s if jumps else 0.0, zero_s if jumps else None):
            if frame.time_s > ends_s:
                break
            shown = by_time.get(frame.time_s)
            if shown is not None:
                image = overlay.draw(frame.image, shown.body, shown.moment, shown.caption)
                video.write(image, frame.time_s - begins_s)


def _plain(time_s: float) -> DrawnFrame:
    return DrawnFrame(time_s, None, START, Caption())
