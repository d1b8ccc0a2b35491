"""Measures how busy a batch keeps its workers. In: sample clips. Out: measured shares.

`python -m benchmarks.many` has three sections:
- times: processor time of the sample clips, and of a long video by its parts and the rest;
- cluster: real batches on a real dask scheduler with two and four worker processes: twelve short
  clips, and ten videos that are cut into parts; the shares are of the spans of their tasks;
- simulated: 500 short clips and ten long ones on 2 to 32 workers, from the times of `times` and the
  gaps between tasks of `cluster` (`benchmarks.schedule`).

Processor time and shares of spans can be measured on a computer that does other work as well.
Sections that are not requested with `--only` stay in the file as an earlier run left them. A batch
on this computer is measured by `python -m benchmarks.speed --only batch`.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from distributed import Client, LocalCluster, get_task_stream
from rich.console import Console
from rich.table import Table

from benchmarks.schedule import VideoTimes, simulated
from benchmarks.speed import ROOT, repeated
from benchmarks.speed_runs import EXERCISE
from stabiel.analysis.segments import cut
from stabiel.batch.cluster import Cluster
from stabiel.batch.parts import poses_of_part
from stabiel.batch.perform import perform
from stabiel.batch.task import Task
from stabiel.system.resources import MODEL_NAMES, ModelName, example_path

SECTIONS = ("times", "cluster", "simulated")
WORKERS = (2, 4)
SIMULATED = (2, 4, 8, 16, 32)
SHORT_CLIPS, LONG_CLIPS = 500, 10
# Long enough to be cut, so that its parts and its rest can be measured.
MEASURED_S = 60.0
LONG_S = 600.0
# Real batches: clips as in `benchmarks.speed`, and the shortest videos that are cut.
CLIPS, CLIP_S, PARTED_S = 12, 4.0, 41.0
_LOAD = "import time, stabiel.batch.perform; print(time.process_time())"


def processor_s(work: Callable[[], object]) -> float:
    """Return the processor time that some work takes in all threads of this process."""
    began_s = time.process_time()
    work()
    return time.process_time() - began_s


def times(folder: Path, model: ModelName) -> dict[str, Any]:
    """Measure the samples, a long video by its parts and rest, and what loading takes."""

    def task_of(video: Path, name: str, *, annotate: bool = True) -> Task:
        return Task(video, folder / name, EXERCISE, "nl", model, annotate=annotate)

    loading = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, check=True)
    clips = sorted((ROOT / "samples").glob("*.mp4"))[:: 30 // CLIPS][:CLIPS]
    perform(task_of(example_path(EXERCISE), "first"))  # what is loaded once is not in the times
    short = [processor_s(lambda clip=clip: perform(task_of(clip, clip.stem))) for clip in clips]  # type: ignore[misc]
    long = task_of(repeated(example_path(EXERCISE), MEASURED_S, folder / "long.mp4"), "drawn")
    known: list[Any] = []
    parts = [
        processor_s(lambda number=number: known.append(poses_of_part(long, number)))  # type: ignore[misc]
        for number in range(len(cut(MEASURED_S)))
    ]
    bare = replace(long, out=folder / "bare", annotate=False)
    judging_s = processor_s(lambda: perform(bare, known=known))
    drawn_s = processor_s(lambda: perform(long, known=known))
    return {
        "model": model,
        "load_s": float(loading.stdout),
        "short_s": short,
        "parts_s": parts,
        "judging_s": judging_s,
        "drawing_s": drawn_s - judging_s,
        "whole_s": processor_s(lambda: perform(replace(long, out=folder / "whole"))),
    }


def cluster(folder: Path, model: ModelName, workers: int) -> dict[str, Any]:
    """Run real batches on a real cluster of new worker processes; the first one also loads."""
    clip = repeated(example_path(EXERCISE), CLIP_S, folder / "clip.mp4")
    parted = repeated(example_path(EXERCISE), PARTED_S, folder / "parted.mp4")
    batches = {"short": [clip] * CLIPS, "loaded": [clip] * CLIPS, "long": [parted] * LONG_CLIPS}
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=None, local_directory=str(folder)
    ) as found:  # fmt: skip
        return {
            name: batch(found.scheduler_address, folder / f"{name}-{workers}", videos, model)
            for name, videos in batches.items()
        }


def batch(address: str, out: Path, videos: Sequence[Path], model: ModelName) -> dict[str, Any]:
    """Run one batch; return the shares of its workers' time, and their gaps between two tasks."""
    tasks = []
    for number, video in enumerate(videos):
        copy = out / f"{number:03}.mp4"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(video, copy)
        tasks.append(Task(copy, out / f"{number:03}", EXERCISE, "nl", model))
    with (
        Client(address, set_as_default=False) as client,
        Cluster(address) as started,
        get_task_stream(client=client) as stream,
    ):
        count = len(client.nthreads())
        began_s = time.time()
        codes = [each.outcome.code for each in started.perform(tasks, out) if each.outcome]
        ended_s = time.time()
    if any(codes) or len(codes) != len(tasks):
        raise RuntimeError(f"{out}: not every video was judged: {codes}")
    return shares(stream.data, count, began_s, ended_s)


def shares(
    records: Sequence[dict[str, Any]], workers: int, began_s: float, ended_s: float
) -> dict[str, Any]:
    """Return how busy workers were.

    Args:
        records: of dask's task stream.
        workers: how many there are.
        began_s, ended_s: when the batch began and ended, seconds.
    """
    spans: dict[str, list[tuple[float, float]]] = {}
    for record in records:
        for each in record["startstops"]:
            if each["action"] == "compute" and not record["key"].startswith("_"):
                spans.setdefault(record["worker"], []).append((each["start"], each["stop"]))
    ordered = [sorted(each) for each in spans.values()]
    busy_s = sum(stop - start for each in ordered for start, stop in each)
    return {
        "tasks": sum(map(len, ordered)),
        "busy": busy_s / (workers * (ended_s - began_s)),
        "first_s": min(each[0][0] for each in ordered) - began_s,
        # The clocks of dask differ by a few ms, so this can be below 0.
        "gap_s": median(
            after[0] - before[1] for each in ordered for before, after in pairwise(each)
        ),
        "last_s": ended_s - max(each[-1][1] for each in ordered),
    }


def simulation(found: dict[str, Any], gap_s: float) -> list[dict[str, Any]]:
    """Return the shares of 500 short clips and of ten long videos, by the number of workers."""
    short = [VideoTimes((found["short_s"][n % len(found["short_s"])],)) for n in range(SHORT_CLIPS)]
    scale = LONG_S / MEASURED_S
    parts = len(cut(LONG_S))
    part_s = sum(found["parts_s"]) * scale / parts
    drawn = VideoTimes((part_s,) * parts, found["judging_s"] * scale, found["drawing_s"] * scale)
    rows = []
    for workers in SIMULATED:
        row: dict[str, Any] = {"workers": workers}
        for name, videos, options in (
            ("short", short, {}),
            ("whole", [drawn] * LONG_CLIPS, {"shared": False}),
            ("shared", [drawn] * LONG_CLIPS, {}),
            ("apart", [drawn] * LONG_CLIPS, {"one_computer": False}),
            ("no_video", [replace(drawn, drawing_s=0.0)] * LONG_CLIPS, {"one_computer": False}),
        ):
            start_s = found["load_s"]
            result = simulated(videos, workers, start_s=start_s, gap_s=gap_s, **options)
            row[name] = {"busy": result.busy, "work": result.work}
        rows.append(row)
    return rows


def report(figures: dict[str, Any], console: Console) -> None:
    """Print all figures that were measured."""
    if "times" in figures:
        found = figures["times"]
        short = found["short_s"]
        rest_s = found["judging_s"] + found["drawing_s"]
        console.print(
            f"{found['model']}: loading {found['load_s']:.2f} s, a clip {median(short):.2f} s "
            f"({min(short):.2f}–{max(short):.2f}); a minute: parts {sum(found['parts_s']):.2f} s, "
            f"judging {found['judging_s']:.2f} s, drawing {found['drawing_s']:.2f} s; in parts "
            f"{(sum(found['parts_s']) + rest_s) / found['whole_s']:.2f} of the whole"
        )
    if "cluster" in figures:
        table = Table(
            "workers", "batch", "tasks", "busy", "until the first, s", "gap, ms", "end, s"
        )
        for workers, batches in figures["cluster"].items():
            for name, each in batches.items():
                table.add_row(
                    workers, name, str(each["tasks"]), f"{each['busy']:.3f}",
                    f"{each['first_s']:.2f}", f"{1000 * each['gap_s']:.0f}",
                    f"{each['last_s']:.2f}",
                )  # fmt: skip
        console.print(table)
    if "simulated" in figures:
        names = ("short", "whole", "shared", "apart", "no_video")
        table = Table("workers", *(f"{name}: busy, work" for name in names))
        for row in figures["simulated"]:
            both = (f"{row[name]['busy']:.3f}, {row[name]['work']:.3f}" for name in names)
            table.add_row(str(row["workers"]), *both)
        console.print(table)


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=SECTIONS, default=SECTIONS)
    parser.add_argument("--workers", nargs="+", type=int, default=WORKERS)
    parser.add_argument("--model", choices=MODEL_NAMES, default="full")
    parser.add_argument("--json", type=Path, default=ROOT / "out" / "many.json")
    arguments = parser.parse_args()
    path: Path = arguments.json
    figures = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def keep() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "times" in arguments.only:
            figures["times"] = times(folder, arguments.model)
            keep()
        if "cluster" in arguments.only:
            for workers in arguments.workers:
                # `lite`, since the order of the tasks is what is measured
                figures.setdefault("cluster", {})[str(workers)] = cluster(folder, "lite", workers)
                keep()
    if "simulated" in arguments.only and "times" in figures:
        measured = figures.get("cluster", {}).values()
        gaps = [each["gap_s"] for batches in measured for each in batches.values()]
        figures["simulated"] = simulation(figures["times"], max(0.0, median(gaps)) if gaps else 0.0)
        keep()
    report(figures, Console(width=130))
    print(f"Figures: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
