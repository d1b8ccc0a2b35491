"""How fast the whole analysis is, against the bare landmarker, as a ratio in one run.

Both do the same frames of the sample video, in turns, so that a busy machine slows both:
- bare: `detect_for_video` alone, over frames that are already decoded and in memory;
- ours: decode, pose, judge, draw, encode and write the results.

With `--memory` the peak memory of analysing one minute and ten minutes is compared as well.
"""

import argparse
import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import mediapipe as mp

from stabiel.analysis import Job, analyse
from stabiel.exercise_files import load_book
from stabiel.frames import VideoFile
from stabiel.landmarker import Landmarker
from stabiel.resources import MODEL_NAMES, sample_path


def bare_s(video: Path, model: str) -> float:
    """Return the seconds of `detect_for_video` over the decoded frames of a video."""
    with VideoFile(video) as opened:
        frames = list(opened)
    with Landmarker(model) as landmarker:
        task = landmarker._task  # the bare loop is the task itself, without our port
        began = time.perf_counter()
        for frame in frames:
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=frame.image)
            task.detect_for_video(image, int(frame.time_s * 1000))
        return time.perf_counter() - began


def ours_s(video: Path, model: str) -> float:
    """Return the seconds of the whole analysis, without loading the model."""
    book = load_book()
    with tempfile.TemporaryDirectory() as folder, Landmarker(model) as landmarker:
        job = Job(video, Path(folder) / "out", book.get("bridging"), book, "nl", model)
        began = time.perf_counter()
        analyse(job, landmarker)
        return time.perf_counter() - began


def repeated(video: Path, seconds: float, out: Path) -> Path:
    """Write a video of at least this length by repeating another's packets; nothing is encoded."""
    with av.open(str(out), "w") as target:
        stream, offset = None, 0
        while True:
            with av.open(str(video)) as source:
                origin = source.streams.video[0]
                if stream is None:
                    stream = target.add_stream_from_template(origin)
                end = 0
                for packet in source.demux(origin):
                    if packet.dts is None:
                        continue
                    end = max(end, packet.pts + (packet.duration or 0))
                    packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
                    packet.stream = stream
                    target.mux(packet)
                offset += end
                if offset * Fraction(origin.time_base) >= seconds:
                    return out


def peak_mb(video: Path, model: str) -> float:
    """Return the peak memory of a fresh process that analyses a video, in MB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_analyse_and_measure, (video, model))


def _analyse_and_measure(video: Path, model: str) -> float:
    ours_s(video, model)
    # Not ru_maxrss: a child inherits its parent's peak there.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_kb = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak_kb) / 1024


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", nargs="+", choices=MODEL_NAMES, default=["heavy"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="also one minute against ten")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    for model in arguments.models:
        pairs = [
            (ours_s(sample_path(), model), bare_s(sample_path(), model))
            for _ in range(arguments.rounds)
        ]
        ratios = [ours / bare for ours, bare in pairs]
        figures[model] = {
            "ours_s": statistics.median(ours for ours, _ in pairs),
            "bare_s": statistics.median(bare for _, bare in pairs),
            "ratio": statistics.median(ratios),
            "ratio_min": min(ratios),
            "ratio_max": max(ratios),
        }
        print(
            f"{model}: ours {figures[model]['ours_s']:.1f} s, bare {figures[model]['bare_s']:.1f} s"
            f", ratio {figures[model]['ratio']:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        )
    if arguments.memory:
        with tempfile.TemporaryDirectory() as folder:
            peaks = {
                minutes: peak_mb(
                    repeated(sample_path(), 60 * minutes, Path(folder) / f"{minutes}.mp4"), "lite"
                )
                for minutes in (1, 10)
            }
        ratio = peaks[10] / peaks[1]
        figures["memory"] = {"one_min_mb": peaks[1], "ten_min_mb": peaks[10], "ratio": ratio}
        print(f"peak memory: 1 min {peaks[1]:.0f} MB, 10 min {peaks[10]:.0f} MB, ratio {ratio:.2f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
