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

from rich.table import Table

from benchmarks.clips import the_book
from stabiel.analysis.annotate import CueCaptions, DrawnFrame
from stabiel.analysis.estimating import poses_of
from stabiel.drawing.overlay import Overlay, shown_size
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import Pose
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded
from stabiel.session.pipeline import Judge, Judgment
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
    # It measures the brightness of what it looks at, which has its own row.
    bright_ms = looked * parts[-1].ms
    parts.append(Part("choosing frames, filling in", 1000 * sampling_s / count - bright_ms))
    log = PoseLog()
    measured("keeping landmarks", lambda each: log.add(*each), found)
    judgments, judging, trace = _judged(Judge(rule, book, "nl", model), found)
    parts += [judging, trace]
    captions, drawn = CueCaptions(), []
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


def _judged(judge: Judge, found: list[Recorded]) -> tuple[list[Judgment], Part, Part]:
    """Judge all frames; return the judgments, and what judging and the trace took."""
    tracing_s, add = 0.0, ValueTrace.add

    def traced(self: ValueTrace, *noted: Any) -> None:
        nonlocal tracing_s
        began_s = time.process_time()
        add(self, *noted)
        tracing_s += time.process_time() - began_s

    ValueTrace.add = traced  # type: ignore[method-assign,assignment]
    try:
        spent_s, judgments = _spent(lambda: [judge.update(*each) for each in found])
    finally:
        ValueTrace.add = add  # type: ignore[method-assign]
    rest = Part("judging", 1000 * (spent_s - tracing_s) / len(found))
    return judgments, rest, Part("trace", 1000 * tracing_s / len(found))


def parts_table(figures: dict[str, Any]) -> Table:
    """Return what each part takes, and its share of three kinds of analysis."""
    looked = figures["looked"]
    parts = [Part(name, ms) for name, ms in figures["parts"].items()]
    kinds = ((looked, False), (looked, True), (1.0, True))
    table = Table(
        "part", "ms when done", "right frames", "with the video", "every frame, with the video"
    )
    totals = [
        sum(each.ms * each.times(share, drawn=drawn) for each in parts) for share, drawn in kinds
    ]
    for each in parts:
        shares = [
            f"{each.ms * each.times(share, drawn=drawn) / total:.1%}"
            for (share, drawn), total in zip(kinds, totals, strict=True)
        ]
        table.add_row(each.name, f"{each.ms:.3f}", *shares)
    table.add_row("all, ms a frame of video", "", *(f"{total:.2f}" for total in totals))
    table.add_row("looked at", "", *(f"{share:.0%}" for share, _ in kinds))
    return table


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
