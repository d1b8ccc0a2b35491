"""Measures what each part of the work on a frame costs. In: a video. Out: a row for each part.

Each part runs alone over the same frames, so that threads of the decoder or the encoder are counted
where they belong. Times are of the processor, all threads together.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.clips import the_book
from stabiel.analysis.annotate import CueCaptions, DrawnFrame
from stabiel.analysis.estimating import poses_of
from stabiel.drawing.overlay import Overlay, shown_size
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import Pose
from stabiel.pose.recording import PoseLog, Recorded
from stabiel.session.pipeline import Judge
from stabiel.session.trace import ValueTrace
from stabiel.system.resources import ModelName
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile
from stabiel.video.writer import VideoWriter

_ItemT = TypeVar("_ItemT")
# Parts that a frame is spared if nobody looks at it; making RGB is spared too without drawing.
LOOKS = ("finding the body", "brightness")


@dataclass(frozen=True)
class Part:
    """One part: the milliseconds of processor time that it takes when it is done."""

    name: str
    ms: float

    def times(self, looked: float, *, drawn: bool) -> float:
        """Return how many times it is done for each frame of the video.

        Args:
            looked: the share of the frames that are looked at.
            drawn: whether the annotated video is written.
        """
        if self.name in LOOKS or (self.name == "RGB" and not drawn):
            return looked
        return float(drawn) if self.name in ("drawing", "encoding") else 1.0


def parts_of(video: Path, model: ModelName, exercise: str, folder: Path) -> dict[str, Any]:
    """Measure all parts on a short video, whose pictures are all kept in memory."""
    book, parts = the_book(), []
    rule = book.get(exercise)
    with VideoFile(video) as opened:
        decoding_s, frames = _spent(lambda: list(opened.frames(late=True)))
        rate_hz = opened.rate_hz
    count = len(frames)
    parts.append(Part("decoding", 1000 * decoding_s / count))

    def measured(name: str, work: Callable[[_ItemT], object], items: Iterable[_ItemT]) -> None:
        listed = list(items)
        spent_s, _ = _spent(lambda: [work(each) for each in listed])
        parts.append(Part(name, 1000 * spent_s / max(1, len(listed))))

    measured("RGB", lambda frame: frame.image, frames)
    with closing(Landmarker(model, outline=book.needs_outline(rule))) as landmarker:
        measured("finding the body", landmarker.find, frames)
    measured("brightness", lambda frame: brightness(frame.image), frames)
    looked, found = _sampled(frames, model, outline=book.needs_outline(rule))
    sampling_s, _ = _spent(lambda: _sampled_again(frames, found))
    parts.append(Part("choosing frames and filling in", 1000 * sampling_s / count))
    log = PoseLog()
    measured("keeping landmarks", lambda each: log.add(*each), found)
    judge = Judge(rule, book, "nl", model)
    tracing_s = 0.0
    add = judge.trace.add

    def traced(self: ValueTrace, *noted: Any) -> None:
        nonlocal tracing_s
        began_s = time.process_time()
        add(*noted)
        tracing_s += time.process_time() - began_s

    original, ValueTrace.add = ValueTrace.add, traced  # type: ignore[method-assign]
    captions, drawn = CueCaptions(), []
    try:
        spent_s, judgments = _spent(lambda: [judge.update(*each) for each in found])
    finally:
        ValueTrace.add = original  # type: ignore[method-assign]
    parts.append(Part("judging", 1000 * (spent_s - tracing_s) / count))
    parts.append(Part("trace", 1000 * tracing_s / count))
    for each, judgment in zip(found, judgments, strict=True):
        caption = captions.at(each.time_s, judgment)
        drawn.append(DrawnFrame(each.time_s, judgment.shown, judgment.moment, caption))
    height, width = frames[0].image.shape[:2]
    overlay = Overlay(rule, "nl", shown_size(width, height))
    pictures: list[tuple[Image, float]] = []

    def draw(both: tuple[Frame, DrawnFrame]) -> None:
        frame, shown = both
        picture = overlay.draw(frame.image, shown.body, shown.moment, shown.caption)
        pictures.append((picture, frame.time_s))

    measured("drawing", draw, zip(frames, drawn, strict=True))
    with VideoWriter(folder / "drawn.mp4", overlay.size_px, rate_hz) as writer:
        measured("encoding", lambda each: writer.write(*each), pictures)
    return {
        "frames": count,
        "looked": looked,
        "parts": {each.name: each.ms for each in parts},
    }


def _sampled(
    frames: list[Frame], model: ModelName, *, outline: bool
) -> tuple[float, list[Recorded]]:
    """Return the share of frames that an analysis looks at, and what it has of every frame."""
    with closing(Landmarker(model, outline=outline)) as landmarker:
        sampled = list(poses_of(frames, landmarker, every_frame=False))
    return sum(each.looked for each in sampled) / len(frames), [each.found for each in sampled]


def _sampled_again(frames: list[Frame], found: list[Recorded]) -> None:
    """Sample once more, with poses that are known."""
    known: dict[float, Pose | None] = {each.time_s: each.pose for each in found}

    class Known:
        def find(self, frame: Frame) -> Pose | None:
            return known[frame.time_s]

        def close(self) -> None:
            pass

    for _ in poses_of(frames, Known(), every_frame=False):
        pass


def _spent(work: Callable[[], _ItemT]) -> tuple[float, _ItemT]:
    began_s = time.process_time()
    done = work()
    return time.process_time() - began_s, done
