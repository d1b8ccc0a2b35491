"""Does one run of `benchmarks.growth` in its own process. In: what to run. Out: a line of JSON.

Each run has its own peak of memory, and none warms up another. Times are of the processor, so that
other work on the machine changes them little.

The ways, each with one number:
- judge: judges recorded landmarks that last so many seconds, frame by frame, at 25 a second;
- rate: two minutes of them at so many frames per second;
- exercises: shows two minutes of them to the coaches of so many exercises at once;
- video: the whole analysis of a video of so many seconds, with `lite`, at 8 frames per second;
- size: the whole analysis of 16 seconds with so many lines, with `lite`, at every frame;
- records: asks the app for its pages with so many rows in the records.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import av
from av.video.frame import VideoFrame

from benchmarks.clips import Clip, landmarks_of, the_book
from benchmarks.long import EXERCISE, SAMPLE, loop
from benchmarks.many_records import fill, sessions_for
from benchmarks.speed_runs import peak_mb
from stabiel.batch.perform import analyzed
from stabiel.batch.task import Task
from stabiel.pose.between import filled_in
from stabiel.pose.recording import Recorded
from stabiel.session.pipeline import Judge
from stabiel.session.session import Source
from stabiel.session.sightings import Lookout
from stabiel.store import DataFolder
from stabiel.system.native import share_memory_between_threads
from stabiel.web.context import Context
from tests.web.app import client_of

CACHE = Path(__file__).resolve().parents[1] / "out" / "accuracy" / "landmarks"
RATE_HZ = 25.0
RATED_S = 120.0
FIND_S = 120.0
SIZE_FRAMES = 128
PAGES = {
    "list of sessions": "/api/sessions?most=200",
    "progress": "/api/progress",
    "month": "/api/days",
    "today": "/api/today",
}
Figures = dict[str, float]


def recorded(seconds: float, rate_hz: float) -> Iterator[Recorded]:
    """Yield the landmarks of the sample clip, over and over, at this rate."""
    times, poses = landmarks_of(Clip(SAMPLE), "lite", CACHE)
    clip = [Recorded(time_s, pose, 0.5) for time_s, pose in zip(times, poses, strict=True)]
    length_s, at = times[-1], 0
    for number in range(round(seconds * rate_hz)):
        turn, within_s = divmod(number / rate_hz, length_s)
        if within_s < times[at]:
            at = 0
        while at + 2 < len(times) and times[at + 1] < within_s:
            at += 1
        found = filled_in(clip[at], clip[at + 1], within_s)
        time_s = turn * length_s + within_s
        pose = None if found.pose is None else replace(found.pose, time_s=time_s, between=False)
        yield Recorded(time_s, pose, 0.5)


def judge(seconds: float, rate_hz: float = RATE_HZ) -> Figures:
    """Judge a recording; the time of its making is left out."""
    judging, spent_s, frames, last_s = (
        Judge(the_book().get(EXERCISE), the_book(), "nl"),
        0.0,
        0,
        0.0,
    )
    before_mb = peak_mb()
    for each in recorded(seconds, rate_hz):
        began_s = time.thread_time()
        judging.update(*each)
        spent_s += time.thread_time() - began_s
        frames, last_s = frames + 1, each.time_s
    began_s = time.thread_time()
    session = judging.finish(
        Source("file", "x", 0.0, rate_hz, 640, 480).counted(frames, last_s), "lite"
    )
    end_s = time.thread_time() - began_s
    return {
        "frames": frames, "ms_a_frame": 1000 * spent_s / frames, "end_s": end_s,
        "grown_mb": peak_mb() - before_mb, "repetitions": len(session.repetitions),
    }  # fmt: skip


def rate(rate_hz: float) -> Figures:
    """Judge two minutes at a rate."""
    return judge(RATED_S, rate_hz)


def exercises(count: float) -> Figures:
    """Show a recording to many coaches at once."""
    book = the_book()
    lookout = Lookout([*book.exercises.values()][: int(count)], book, "lite")
    frames, spent_s = 0, 0.0
    for each in recorded(FIND_S, RATE_HZ):
        began_s = time.thread_time()
        lookout.add(each)
        spent_s += time.thread_time() - began_s
        frames += 1
    return {"frames": frames, "ms_a_frame": 1000 * spent_s / frames}


def _analysis(video: Path, folder: Path, *, every_frame: bool = False) -> Figures:
    task = Task(video, folder / "out", EXERCISE, "nl", "lite", annotate=False, cores=2)
    task = replace(task, every_frame=every_frame)
    count = 0

    def progress(_: float, frames: int) -> None:
        nonlocal count
        count = frames

    began_s = time.process_time()
    analyzed(task, progress)
    spent_s = time.process_time() - began_s
    return {"cpu_s": spent_s, "frames": count, "ms_a_frame": 1000 * spent_s / max(1, count)}


def video(seconds: float, folder: Path) -> Figures:
    """Analyze a video of a length."""
    path = folder / "long.mp4"
    _elsewhere(loop, SAMPLE, seconds - 1, path)
    return _analysis(path, folder)


def size(lines: float, folder: Path) -> Figures:
    """Analyze a clip with so many lines; its proportions are 4:3."""
    path = folder / "size.mp4"
    _elsewhere(_scaled, int(lines), path)
    return _analysis(path, folder, every_frame=True)


def _elsewhere(work: Callable[..., None], *arguments: object) -> None:
    """Make a video in another process: its encoder must not count in the peak of memory here."""
    process = get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError("the video could not be made")


def _scaled(height: int, path: Path) -> None:
    """Write the beginning of the sample with so many lines."""
    width = height * 4 // 3
    with av.open(str(SAMPLE)) as source, av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=8, options={"crf": "23"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number, frame in enumerate(source.decode(video=0)):
            if number == SIZE_FRAMES:
                break
            assert isinstance(frame, VideoFrame)
            scaled = frame.reformat(width, height, format="yuv420p")
            scaled.pts, scaled.time_base = number, Fraction(1, 8)
            output.mux(stream.encode(scaled))
        output.mux(stream.encode(None))


def records(rows: float, folder: Path) -> Figures:
    """Ask for pages twice; the second is the one that counts, as the first reads the exercises."""
    data, now = DataFolder(folder / "data"), datetime.now().astimezone()
    filled = fill(data, the_book(), sessions_for(int(rows)), now)
    context = Context(data, now=lambda: now)
    found: Figures = {"rows": filled.rows, "sessions": filled.sessions}
    with client_of(context) as client:
        for name, path in PAGES.items():
            for turn in ("first", "again"):
                began_s = time.process_time()
                client.get(path).raise_for_status()
                found[f"{name}, {turn}"] = time.process_time() - began_s
    context.close()
    return found


ALONE: dict[str, Callable[[float], Figures]] = {
    "judge": judge, "rate": rate, "exercises": exercises,
}  # fmt: skip
IN_FOLDER: dict[str, Callable[[float, Path], Figures]] = {
    "video": video, "size": size, "records": records,
}  # fmt: skip


def main() -> int:
    """Run, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("way", choices=[*ALONE, *IN_FOLDER])
    parser.add_argument("number", type=float)
    arguments = parser.parse_args()
    share_memory_between_threads()  # as a program does
    if arguments.way in ALONE:
        figures = ALONE[arguments.way](arguments.number)
    else:
        folder = Path(tempfile.mkdtemp())
        try:
            figures = IN_FOLDER[arguments.way](arguments.number, folder)
        finally:
            shutil.rmtree(folder)
    found: dict[str, Any] = {"at": arguments.number, "peak_mb": round(peak_mb())}
    print(json.dumps(found | {name: round(value, 4) for name, value in figures.items()}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
