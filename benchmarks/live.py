"""How fast a live session is: from the camera to the screen, and from a fault to its cue.

A virtual camera plays the sample video at 30 frames per second (`--rate`), in a loop. One
landmarker looks, or two in turn (`--landmarkers`). The loop, the window and the records are those
of `stabiel live`. It needs a screen; Xvfb provides an invisible one. It prints:

- frames per second that were judged, and that were shown;
- capture to screen: from the capture of a frame until its picture went to the screen;
- fault to cue: from the capture of the frame that completed a fault until its line went to the
  voice. Cues that had to wait for their distance from the previous cue are counted separately;
- the loop against the bare landmarker: seconds for the same frames at full speed, in alternation;
- with `--minutes`: how the memory grows, and the delay in the first and in the last tenth.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stabiel.desktop.window import OpenCVWindow, start_window_system

start_window_system()  # before anything that loads PyAV

import mediapipe as mp

from stabiel.coach.events import FaultBegan, Stalled
from stabiel.desktop.film import Films
from stabiel.desktop.loop import Loop
from stabiel.desktop.screen import Screen
from stabiel.devices.clip_camera import ClipCamera
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.exercises.programme import Step
from stabiel.pose.mediapipe import Landmarker
from stabiel.store import DataFolder
from stabiel.system.resources import MODEL_NAMES, example_path, sample_path
from stabiel.trainer.live_session import LiveSession, SessionParts, ShownFrame
from stabiel.trainer.records import Records
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.trainer import Trainer
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile

RATE_HZ = 30.0


def looped(frames: list[Frame], seconds: float, rate_hz: float = RATE_HZ) -> Iterator[Frame]:
    """Yield the frames in a loop, so many per second, each with its own time."""
    for index in range(round(seconds * rate_hz)):
        yield Frame(frames[index % len(frames)].image, index / rate_hz)


class Watch:
    """Notes when frames are judged and shown and when lines are said, on the camera's clock."""

    speaks = True

    def __init__(self) -> None:
        self.camera: ClipCamera | None = None
        self.judged_s: list[float] = []
        self.shown_s: list[float] = []
        self.cued_s: list[float] = []
        self.waited_s: list[float] = []
        self._began: dict[str, tuple[float, bool]] = {}
        self._said: Line | None = None
        self._said_s = 0.0
        self.memory_mb: list[tuple[float, float]] = []

    def say(self, line: Line) -> None:
        """Take a line in place of the voice."""
        assert self.camera is not None
        self._said, self._said_s = line, self.camera.now_s()

    def close(self) -> None:
        """There is nothing to close."""

    def note_judged(self, shown: ShownFrame) -> None:
        """Note a judged frame, its faults, and the line that was said about one."""
        if shown.judgment is None:
            return
        self.judged_s.append(shown.frame.time_s)
        cue = shown.judgment.cue
        for event in shown.judgment.events:
            if isinstance(event, FaultBegan | Stalled):
                name = event.id if isinstance(event, FaultBegan) else event.fault
                at_once = cue is not None and cue.id == name
                self._began[name] = shown.frame.time_s, at_once
        if self._said is not None and self._said.id in self._began:
            began_s, at_once = self._began.pop(self._said.id)
            (self.cued_s if at_once else self.waited_s).append(self._said_s - began_s)
        self._said = None

    def note_shown(self, shown: ShownFrame) -> None:
        """Note a picture that went to the screen."""
        assert self.camera is not None
        self.shown_s.append(self.camera.now_s() - shown.frame.time_s)
        if len(self.shown_s) % 300 == 0:
            self.memory_mb.append((shown.frame.time_s, resident_mb()))


def resident_mb() -> float:
    """Return the memory that this process uses now, in MB."""
    status = Path("/proc/self/statm").read_text(encoding="ascii")
    return int(status.split()[1]) * resource.getpagesize() / 2**20


def run(
    frames: list[Frame],
    seconds: float,
    model: str,
    book: ExerciseBook,
    *,
    paced: bool,
    landmarkers: int = 1,
    rate_hz: float = RATE_HZ,
) -> Watch:
    """Run a session for this many seconds and return what was noted."""
    watch = Watch()
    size = (frames[0].image.shape[1], frames[0].image.shape[0])
    camera = ClipCamera(
        looped(frames, seconds, rate_hz), "sample", size_px=size, rate_hz=rate_hz, paced=paced
    )
    watch.camera = camera
    # So many repetitions that they never end.
    trainer = Trainer([Step("bridging", "both", 1, 1, 100_000, None, 0.0)], book, "nl")
    with tempfile.TemporaryDirectory() as folder:
        parts = SessionParts(
            book=book,
            language="nl",
            camera=camera,
            estimators=lambda exercise, name: Landmarker(name),
            voice=watch,
            records=Records(DataFolder(Path(folder)), book, "nl", camera),
            model=model,
            landmarkers=landmarkers,  # keeps the model under test
        )
        session = LiveSession(trainer, parts)
        screen = Screen("nl", size, mirrored=True, films=Films(lambda each: example_path(each.id)))
        loop = Loop(
            camera,
            session,
            screen,
            OpenCVWindow(),
            judged=watch.note_judged,
            shown=watch.note_shown,
        )
        loop.run()
    camera.close()
    return watch


def bare_s(frames: list[Frame], model: str) -> float:
    """Return the seconds of `detect_for_video` over frames in memory."""
    with Landmarker(model) as landmarker:
        task = landmarker._task  # the bare loop uses the task itself
        began = time.perf_counter()
        for frame in frames:
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.image)
            task.detect_for_video(image, int(frame.time_s * 1000))
        return time.perf_counter() - began


def ratio(frames: list[Frame], model: str, book: ExerciseBook, rounds: int) -> list[float]:
    """Return how many times as long the loop takes as the landmarker alone, for each round."""
    ratios = []
    seconds = len(frames) / RATE_HZ
    for _ in range(rounds):
        given = list(looped(frames, seconds))
        alone = bare_s(given, model)
        began = time.perf_counter()
        run(frames, seconds, model, book, paced=False)
        ratios.append((time.perf_counter() - began) / alone)
    return ratios


def percentiles(values: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile in milliseconds."""
    if len(values) < 2:
        return (values or [float("nan")])[0] * 1000, (values or [float("nan")])[0] * 1000
    cuts = statistics.quantiles(values, n=20, method="inclusive")
    return cuts[9] * 1000, cuts[18] * 1000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", choices=MODEL_NAMES, default="full")
    parser.add_argument("--landmarkers", type=int, choices=(1, 2), default=1)
    parser.add_argument("--rate", type=float, default=RATE_HZ, help="of the camera (30 a second)")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=3, help="comparisons with the landmarker")
    parser.add_argument("--minutes", type=float, default=0.0, help="watch the memory for this long")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args()
    book = load_book()
    with VideoFile(sample_path()) as video:
        frames = list(video)
    how: dict[str, Any] = {"landmarkers": arguments.landmarkers, "rate_hz": arguments.rate}
    watch = run(frames, arguments.seconds, arguments.model, book, paced=True, **how)
    seconds = watch.judged_s[-1] - watch.judged_s[0]
    figures: dict[str, object] = {
        "model": arguments.model,
        "landmarkers": arguments.landmarkers,
        "seconds": arguments.seconds,
        "judged_hz": (len(watch.judged_s) - 1) / seconds,
        "shown_hz": (len(watch.shown_s) - 1) / seconds,
        "capture_to_screen_ms": percentiles(watch.shown_s),
        "fault_to_cue_ms": percentiles(watch.cued_s),
        "cues": len(watch.cued_s),
        "cues_that_waited": len(watch.waited_s),
    }
    print(
        f"{arguments.landmarkers} x {arguments.model}, {arguments.seconds:.0f} s: "
        f"{figures['judged_hz']:.1f} frames per second judged, {figures['shown_hz']:.1f} shown"
    )
    for name, values in (("capture to screen", watch.shown_s), ("fault to cue", watch.cued_s)):
        middle, most = percentiles(values)
        print(f"{name}: p50 {middle:.0f} ms, p95 {most:.0f} ms ({len(values)})")
    print(f"cues that waited for their distance: {figures['cues_that_waited']}")
    if arguments.rounds:
        ratios = ratio(frames, arguments.model, book, arguments.rounds)
        figures["ratio"] = statistics.median(ratios)
        print(
            f"loop against the bare landmarker: {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )
    if arguments.minutes:
        watch = run(frames, 60 * arguments.minutes, arguments.model, book, paced=True, **how)
        tenth = len(watch.shown_s) // 10
        first, last = percentiles(watch.shown_s[:tenth]), percentiles(watch.shown_s[-tenth:])
        figures["capture_to_screen_first_and_last_ms"] = [first, last]
        print(
            f"capture to screen, first tenth: p50 {first[0]:.0f} ms, p95 {first[1]:.0f} ms; "
            f"last: p50 {last[0]:.0f} ms, p95 {last[1]:.0f} ms"
        )
        memory = watch.memory_mb
        settled = [each for each in memory if each[0] >= 60.0] or memory
        grown_mb = settled[-1][1] - settled[0][1]
        figures["memory_mb"] = [settled[0][1], settled[-1][1]]
        print(
            f"memory: {settled[0][1]:.0f} MB after a minute, {settled[-1][1]:.0f} MB after "
            f"{settled[-1][0] / 60:.0f} minutes ({grown_mb:+.0f} MB)"
        )
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
