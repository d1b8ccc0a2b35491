"""Measures the speed of the whole analysis. In: a sample. Out: ratios on one and two cores.

`python -m benchmarks.speed` compares the analysis of a minute of video with parts of that work
(`benchmarks.speed_runs` runs each of them):
- bare: OpenCV decodes, the landmarker detects, and nothing else is done;
- alone: the landmarker on frames that are already decoded in memory;
- beside: the same on all cores at once, which no analysis can beat;
- peer: the loop of physiocore, if `--peer` names a Python that has it (`benchmarks.peer_loop`).

Every run is a new process. Compared runs take turns, A B C A B C, and the ratio is computed within
each turn, so that a busy machine slows both. The median is reported with the range. It also
measures the cost of each part of the work on a frame (`benchmarks.parts`); the time until a command
answers; time and memory for a third of a minute, one and twenty; and a batch of a hundred clips
against the same clips one by one. Each figure of time has the load of the machine.

`--cores` limits the cores (Linux only). Figures that are not requested with `--only`, `--models` or
`--cores` stay in the file as an earlier run left them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import av
from rich.console import Console
from rich.table import Table

from benchmarks.long import loop
from benchmarks.parts import parts_of, parts_table
from benchmarks.speed_figure import Bars, draw
from benchmarks.speed_runs import EXERCISE
from stabiel.system.resources import MODEL_NAMES, example_path, sample_path
from stabiel.video.reader import VideoFile

ROOT = Path(__file__).resolve().parents[1]
MINUTE_S = 60.0
LENGTHS_S = (20.0, 60.0, 1200.0)
CLIPS, CLIP_S = 100, 4.0
# On one core nothing can run in parallel; there the question is the cost of the other work.
COMPARED = {1: ("alone", "bare", "ours"), 2: ("bare", "beside", "ours", "annotated")}
BASES = ("bare", "beside", "alone")
SECTIONS = ("parts", "ratios", "startup", "growth", "batch")


@dataclass(frozen=True)
class Ratio:
    """The ratio of two ways over several turns."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, first: Sequence[float], second: Sequence[float]) -> "Ratio":
        """Compare times turn by turn; the ratio is below one if the first is faster."""
        each = [one / two for one, two in zip(first, second, strict=True)]
        return cls(median(each), min(each), max(each))

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f}–{self.most:.2f})"


def fresh(way: str, video: Path, model: str, cores: int, *, core: int = 0) -> dict[str, Any]:
    """Run one way in a new process; return its figures, with the load of the machine.

    It may use `cores` cores, starting with number `core`.
    """
    load = os.getloadavg()[0]
    command = [sys.executable, "-m", "benchmarks.speed_runs", way, str(video), "--model", model]
    command += ["--cores", str(cores), "--first-core", str(core)]
    command += ["--started", str(time.monotonic())]
    return _output_of(command) | {"load": load}


def peer(python: Path, video: Path, cores: int) -> dict[str, Any]:
    """Run the loop of the peer in its own environment; return its figures."""
    load = os.getloadavg()[0]
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    command = [str(python.absolute()), str(ROOT / "benchmarks" / "peer_loop.py"), str(video)]
    return _output_of(command, lambda: os.sched_setaffinity(0, allowed)) | {"load": load}


def _output_of(command: list[str], before: Callable[[], None] | None = None) -> dict[str, Any]:
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        preexec_fn=before, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def repeated(video: Path, seconds: float, out: Path) -> Path:
    """Write a video of this length by repeating the packets of another, without encoding."""
    with av.open(str(out), "w") as target:
        stream, offset = None, 0
        while True:
            with av.open(str(video)) as source:
                origin = source.streams.video[0]
                if stream is None:
                    stream = target.add_stream_from_template(origin)
                end, last = 0, seconds / Fraction(origin.time_base)
                for packet in source.demux(origin):
                    if packet.dts is None or packet.pts + offset >= last:
                        continue
                    end = max(end, packet.pts + (packet.duration or 0))
                    packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
                    packet.stream = stream
                    target.mux(packet)
                offset += end
                if offset >= last:
                    return out


def ratios(
    video: Path, model: str, cores: int, rounds: int, python: Path | None
) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Let all ways take turns; yield all runs so far after each turn."""
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in COMPARED[cores]}
    for _ in range(rounds):
        for way in COMPARED[cores]:
            runs[way].append(fresh(way, video, model, cores))
        if python is not None and model == "full":  # the only model of the peer
            runs.setdefault("peer", []).append(peer(python, video, cores))
        yield runs


def startup(video: Path, rounds: int, models: Sequence[str]) -> dict[str, Any]:
    """Return the seconds until `--help` answers, and until the first frame is judged."""
    helped = []
    for _ in range(2 * rounds):
        began_s = time.monotonic()
        subprocess.run([sys.executable, "-m", "stabiel", "--help"], capture_output=True, check=True)
        helped.append(time.monotonic() - began_s)
    firsts = {
        model: [fresh("first", video, model, 2)["took_s"] for _ in range(rounds)]
        for model in models
    }
    return {"help_s": helped, "first_s": firsts, "load": os.getloadavg()[0]}


def growth(folder: Path, lengths_s: Sequence[float], cores: int) -> list[dict[str, Any]]:
    """Return time and memory for videos of several lengths, with the annotated video, on `lite`.

    They have 8 frames per second, so that twenty minutes take only two.
    """
    found = []
    for seconds in lengths_s:
        video = folder / f"{seconds:.0f}.mp4"
        loop(example_path(EXERCISE), seconds - 1, video)
        with VideoFile(video) as opened:
            video_s = opened.duration_s
        found.append({"video_s": video_s} | fresh("annotated", video, "lite", cores))
        video.unlink()
    return found


def batch(folder: Path, clips: int, cores: int) -> dict[str, Any]:
    """Analyze clips one by one on one core, then as a batch on all cores."""
    clip = repeated(example_path(EXERCISE), CLIP_S, folder / "one.mp4")
    archive = folder / "archive"
    archive.mkdir()
    for number in range(clips):
        shutil.copy(clip, archive / f"{number:03}.mp4")
    alone = fresh("each", archive, "lite", 1)
    beside = side_by_side(archive, cores)
    load, began_s = os.getloadavg()[0], time.monotonic()
    command = [sys.executable, "-m", "stabiel", "analyze", str(archive), "--exercise", EXERCISE]
    command += ["--model", "lite", "--out", str(folder / "out"), "--jobs", str(cores)]
    subprocess.run(command, capture_output=True, check=True)
    together = {"took_s": round(time.monotonic() - began_s, 3), "load": load}
    found = {"one_by_one": alone, "beside": beside, "batch": together}
    return {"clips": clips, "cores": cores} | found


def side_by_side(archive: Path, cores: int) -> dict[str, Any]:
    """Analyze a share of the clips in one process per core at the same time, without a batch.

    The slowest process shows what the machine allows: two busy cores may each be slower than one
    busy core alone.
    """
    shares = [archive.with_name(f"share-{number}") for number in range(cores)]
    for number, video in enumerate(sorted(archive.iterdir())):
        shares[number % cores].mkdir(exist_ok=True)
        os.link(video, shares[number % cores] / video.name)
    with ThreadPoolExecutor(cores) as pool:
        runs = [
            pool.submit(fresh, "each", share, "lite", 1, core=number)
            for number, share in enumerate(shares)
        ]
        return max((run.result() for run in runs), key=lambda found: float(found["took_s"]))


def ratios_table(figures: dict[str, Any]) -> Table:
    """Return the table of ratios, with the seconds that a minute of video takes."""
    table = Table(
        "model", "cores", "way", "s", *(f"to {each}" for each in BASES), "peak MB", "load"
    )
    for model, by_cores in figures.items():
        for cores, runs in by_cores.items():
            for way, each in runs.items():
                took = [run["took_s"] for run in each]
                to = {
                    other: str(Ratio.of(took, [run["took_s"] for run in runs[other]]))
                    for other in BASES
                    if other in runs and other != way
                }
                peaks = [run["peak_mb"] for run in each if "peak_mb" in run]
                table.add_row(
                    model, cores, way, f"{median(took):.1f}", *(to.get(each, "") for each in BASES),
                    str(max(peaks)) if peaks else "",
                    f"{max(run['load'] for run in each):.1f}",
                )  # fmt: skip
    return table


def bars_of(figures: dict[str, Any]) -> list[Bars]:
    """Return the bars of the figure: for each model the seconds for a minute of video."""
    names = (
        ("1", "alone", "landmarker alone, one core"),
        ("1", "ours", "stabiel, one core"),
        ("2", "bare", "bare loop, two cores"),
        ("2", "beside", "two landmarkers in parallel"),
        ("2", "peer", "physiocore, two cores"),
        ("2", "ours", "stabiel, two cores"),
        ("2", "annotated", "the same with the annotated video"),
    )
    found = []
    for model, by_cores in figures.items():
        rows = [
            (
                words,
                median(run["took_s"] for run in by_cores[cores][way]),
                way in ("ours", "annotated"),
            )
            for cores, way, words in names
            if way in by_cores.get(cores, {})
        ]
        found.append(Bars(model, tuple(rows)))
    return found


def report(figures: dict[str, Any], console: Console) -> None:
    """Print all figures that were measured."""
    if "parts" in figures:
        console.print(parts_table(figures["parts"]))
    if "ratios" in figures:
        console.print(ratios_table(figures["ratios"]))
    if "startup" in figures:
        found = figures["startup"]
        firsts = ", ".join(f"{model} {median(s):.2f} s" for model, s in found["first_s"].items())
        console.print(f"--help {median(found['help_s']):.2f} s; first frame judged: {firsts}")
    for each in figures.get("growth", ()):
        minutes = each["video_s"] / 60
        console.print(
            f"{each['video_s']:.0f} s: {each['took_s'] / minutes:.1f} s per minute, peak "
            f"{each['peak_mb']} MB, load {each['load']:.1f}"
        )
    if "batch" in figures:
        found = figures["batch"]
        share, took_s = found["one_by_one"]["took_s"] / found["cores"], found["batch"]["took_s"]
        console.print(
            f"{found['clips']} clips on {found['cores']} cores: {took_s:.1f} s, "
            f"{took_s / share:.3f} times one by one divided by the cores, "
            f"{took_s / found['beside']['took_s']:.3f} times one process per core"
        )


def main() -> int:
    """Measure, print, write and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=SECTIONS, default=SECTIONS)
    parser.add_argument("--models", nargs="+", choices=MODEL_NAMES, default=MODEL_NAMES[::-1])
    parser.add_argument("--cores", nargs="+", type=int, choices=COMPARED, default=[2, 1])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one turn, short videos, ten clips")
    parser.add_argument("--peer", type=Path, metavar="PYTHON", help="a Python that has physiocore")
    parser.add_argument("--json", type=Path, default=ROOT / "out" / "speed.json")
    parser.add_argument(
        "--figure", type=Path, metavar="PNG", help="draw the times for a minute of video"
    )
    arguments = parser.parse_args()
    quick, rounds = arguments.quick, 1 if arguments.quick else arguments.rounds
    path: Path = arguments.json
    figures = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def keep(section: str, found: object) -> None:
        figures[section] = found
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        minute = repeated(example_path(EXERCISE), MINUTE_S / (5 if quick else 1), folder / "m.mp4")
        if "parts" in arguments.only:
            keep("parts", parts_of(sample_path(), "full", EXERCISE, folder))
        if "startup" in arguments.only:
            keep("startup", startup(minute, rounds, arguments.models))
        if "ratios" in arguments.only:
            all_ratios = figures.get("ratios", {})
            for model in arguments.models:
                for cores in arguments.cores:
                    for runs in ratios(minute, model, cores, rounds, arguments.peer):
                        all_ratios.setdefault(model, {})[str(cores)] = runs
                        keep("ratios", all_ratios)
        if "batch" in arguments.only:
            keep("batch", batch(folder, 10 if quick else CLIPS, max(arguments.cores)))
        if "growth" in arguments.only:
            lengths_s = LENGTHS_S[:1] if quick else LENGTHS_S
            keep("growth", growth(folder, lengths_s, max(arguments.cores)))
    report(figures, Console(width=110))
    print(f"Figures: {path}")
    if arguments.figure is not None:
        draw(bars_of(figures["ratios"]), arguments.figure)
    return 0


if __name__ == "__main__":
    sys.exit(main())
