"""Does one timed run in its own process. In: what to run on which video. Out: a line of JSON.

`benchmarks.speed` starts `python -m benchmarks.speed_runs WAY VIDEO`, so that no run warms up
another and each has its own peak of memory. Imports are not timed; loading the model is. Cores are
taken away before any code reads their number (Linux only).

The ways:
- bare: OpenCV decodes, the landmarker detects, nothing else is done;
- alone: the landmarker on frames that are already decoded in memory;
- beside: the same with a landmarker on each core for its share of the frames, which is the fastest
  that the machine can be;
- ours: the whole analysis with its report, without the annotated video;
- annotated: the whole analysis with the annotated video;
- each: every video of a folder, one after the other, as in a batch;
- first: `stabiel analyze`, from before the process starts until the first frame is judged.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

EXERCISE = "bridging"


def bare(video: Path, model: Any) -> Callable[[], int]:
    """Prepare the simplest possible loop; it returns the number of frames."""
    import cv2
    import mediapipe as mp

    def run() -> int:
        capture, count = cv2.VideoCapture(str(video)), 0
        rate_hz = capture.get(cv2.CAP_PROP_FPS)
        with _task(model) as task:
            while True:
                there, image = capture.read()
                if not there:
                    return count
                rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
                picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
                task.detect_for_video(picture, round(1000 * count / rate_hz))
                count += 1

    return run


def alone(video: Path, model: Any, *, at_once: int = 1) -> Callable[[], int]:
    """Decode all frames, and prepare the detection with `at_once` landmarkers."""
    import mediapipe as mp

    from stabiel.video.frame import Frame
    from stabiel.video.reader import VideoFile

    with VideoFile(video) as opened:
        frames = list(opened)

    def search(share: list[Frame]) -> None:
        with _task(model) as task:
            for frame in share:
                picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.image)
                task.detect_for_video(picture, int(1000 * frame.time_s))

    def run() -> int:
        ends = [len(frames) * number // at_once for number in range(at_once + 1)]
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(search, (frames[begin:end] for begin, end in pairwise(ends))))
        return len(frames)

    return run


def beside(video: Path, model: Any) -> Callable[[], int]:
    """Decode all frames, and prepare the detection on all cores at once."""
    from stabiel.system.cores import usable_cores

    return alone(video, model, at_once=usable_cores())


def _task(model: Any) -> Any:
    from mediapipe.tasks.python import BaseOptions, vision

    from stabiel.system.resources import model_path

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model_path(model))),
        running_mode=vision.RunningMode.VIDEO,
    )
    return vision.PoseLandmarker.create_from_options(options)


def ours(video: Path, model: Any, *, annotate: bool = False) -> Callable[[], int]:
    """Prepare the whole analysis."""
    from stabiel.batch.perform import analyzed
    from stabiel.batch.task import Task
    from stabiel.system.cores import usable_cores
    from stabiel.system.native import share_memory_between_threads

    share_memory_between_threads()  # as a program does

    def run() -> int:
        count = 0

        def progress(_: float, frames: int) -> None:
            nonlocal count
            count = frames

        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            task = Task(video, out, EXERCISE, "nl", model, annotate=annotate, cores=usable_cores())
            analyzed(task, progress)
        return count

    return run


def annotated(video: Path, model: Any) -> Callable[[], int]:
    """Prepare the whole analysis with the annotated video."""
    return ours(video, model, annotate=True)


def each(folder: Path, model: Any) -> Callable[[], int]:
    """Prepare the analysis of every video of a folder."""
    runs = [annotated(video, model) for video in sorted(folder.glob("*.mp4"))]
    return lambda: sum(run() for run in runs)


WAYS = {
    "bare": bare,
    "alone": alone,
    "beside": beside,
    "ours": ours,
    "annotated": annotated,
    "each": each,
}


def first(video: Path, model: Any, started_s: float) -> float:
    """Return the seconds from `started_s` until the command has judged its first frame."""
    from stabiel import cli
    from stabiel.session.pipeline import Judge

    class _JudgedError(BaseException):
        pass

    judge_one = Judge.update

    def update(self: Judge, *found: Any) -> None:
        judge_one(self, *found)
        raise _JudgedError

    with tempfile.TemporaryDirectory() as folder:
        Judge.update = update  # type: ignore[method-assign,assignment]
        try:
            words = ["analyze", str(video), "--exercise", EXERCISE, "--model", model]
            cli.main([*words, "--out", folder])
        except _JudgedError:
            return time.monotonic() - started_s
    raise RuntimeError(f"{video}: no frame was judged.")


def peak_mb() -> float:
    """Return the peak memory of this process in MB."""
    # Not ru_maxrss, because a child inherits the peak of its parent there.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> int:
    """Run, and print the time and memory that it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("way", choices=[*WAYS, "first"])
    parser.add_argument("video", type=Path)
    parser.add_argument("--model", default="full")
    parser.add_argument("--cores", type=int, help="number of cores to use")
    parser.add_argument("--first-core", type=int, default=0, help="number of the first core")
    parser.add_argument("--started", type=float, help="time.monotonic() before the start")
    arguments = parser.parse_args()
    if arguments.cores:
        begin = arguments.first_core
        allowed = sorted(os.sched_getaffinity(0))[begin : begin + arguments.cores]
        os.sched_setaffinity(0, allowed)
    if arguments.way == "first":
        took_s, frames = first(arguments.video, arguments.model, arguments.started), 1
    else:
        run = WAYS[arguments.way](arguments.video, arguments.model)
        began_s = time.perf_counter()
        frames = run()
        took_s = time.perf_counter() - began_s
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "took_s": round(took_s, 3),
        "cpu_s": round(used.ru_utime + used.ru_stime, 3),
        "peak_mb": round(peak_mb()),
        "frames": frames,
    }
    print(json.dumps(found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
