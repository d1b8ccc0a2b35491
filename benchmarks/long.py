"""Measures whether a long video costs more at its end. In: a sample. Out: memory and time.

`python -m benchmarks.long` makes a video of two hours by repeating the packets of one sample, so
that nothing is encoded twice. It analyzes the video in a separate process, as a user does, and
reads the memory of that process every second. Then it judges the resulting landmarks and compares
the processor time per frame of the first and the last ten minutes.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path
from statistics import median

import av
from av.video.frame import VideoFrame

from benchmarks.clips import the_book
from stabiel.pose.recording import load_poses
from stabiel.session.pipeline import Judge
from stabiel.system.resources import MODEL_NAMES

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "bridging-good.mp4"
EXERCISE = "bridging"
RATE_HZ, SIZE_PX = 8, (480, 360)
TICK = Fraction(1, 15_360)
ENDS_S = 600.0
SAMPLE_EVERY_S = 1.0
MB = 2**20


def loop(sample: Path, seconds: float, out: Path) -> None:
    """Repeat a sample until the video has this many seconds, at 8 frames per second."""
    one = out.with_name(f"one-{out.name}")
    frames = _encode_once(sample, one)
    length = Fraction(frames, RATE_HZ)
    with av.open(str(out), "w") as output:
        with av.open(str(one)) as source:
            stream = output.add_stream_from_template(source.streams.video[0])
        for turn in range(int(seconds / length) + 1):
            with av.open(str(one)) as source:
                shift = round(turn * length / TICK)
                for packet in source.demux(source.streams.video[0]):
                    if packet.dts is None:
                        continue
                    assert packet.pts is not None
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = stream
                    output.mux(packet)
    one.unlink()


def _encode_once(sample: Path, out: Path) -> int:
    """Write a small copy of a sample without B-frames; return the number of frames."""
    count = 0
    with av.open(str(sample)) as source, av.open(str(out), "w") as output:
        stream = output.add_stream("libx264", rate=RATE_HZ, options={"bf": "0", "crf": "23"})
        (stream.width, stream.height), stream.pix_fmt = SIZE_PX, "yuv420p"
        stream.codec_context.time_base = TICK
        for frame in source.decode(video=0):
            assert isinstance(frame, VideoFrame)
            if frame.time is None or frame.time * RATE_HZ < count - 1e-6:
                continue
            small = frame.reformat(*SIZE_PX, format="yuv420p")
            small.pts, small.time_base = round(Fraction(count, RATE_HZ) / TICK), TICK
            output.mux(stream.encode(small))
            count += 1
        output.mux(stream.encode(None))
    return count


def analyze(video: Path, out: Path, model: str) -> tuple[float, list[tuple[float, float]]]:
    """Analyze a video in a separate process.

    Returns:
        The seconds that it took, and its memory over time as (seconds, MB).
    """
    command = [sys.executable, "-m", "stabiel", "analyze", str(video)]
    command += ["--exercise", EXERCISE, "--model", model, "--out", str(out)]
    began_s = time.monotonic()
    memory = []
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while program.poll() is None:
        memory.append((time.monotonic() - began_s, held_mb(program.pid)))
        time.sleep(SAMPLE_EVERY_S)
    if program.returncode:
        raise RuntimeError(f"{video}: the analysis ended with {program.returncode}.")
    return time.monotonic() - began_s, memory


def held_mb(pid: int) -> float:
    """Return the memory of a process and its children in MB; 0 after it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except (OSError, IndexError):
        return 0.0
    own = pages * resource.getpagesize() / MB
    return own + sum(held_mb(int(child)) for child in children)


def judging_ms(landmarks: Path) -> tuple[float, float, int]:
    """Judge a recording; return ms of processor time per frame (first, last), and the count."""
    times, poses = load_poses(landmarks)
    book = the_book()
    judge = Judge(book.get(EXERCISE), book, "en")
    first, last = [], []
    for time_s, pose in zip(times, poses, strict=True):
        began_s = time.thread_time()
        judge.update(time_s, pose)
        took_ms = 1000 * (time.thread_time() - began_s)
        if time_s < ENDS_S:
            first.append(took_ms)
        if time_s >= times[-1] - ENDS_S:
            last.append(took_ms)
    return sum(first) / len(first), sum(last) / len(last), len(judge.log.repetitions)


def at_share(memory: list[tuple[float, float]], share: float) -> float:
    """Return the memory around a share of the time, MB: the median of nearby samples."""
    middle, reach = round(share * (len(memory) - 1)), max(1, len(memory) // 40)
    around = memory[max(0, middle - reach) : middle + reach]
    return median(held for _, held in around)


def main() -> int:
    """Make, analyze, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--model", choices=MODEL_NAMES, default="lite")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "long")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    video = arguments.out / "long.mp4"
    loop(SAMPLE, arguments.hours * 3600, video)
    took_s, memory = analyze(video, arguments.out, arguments.model)
    first_ms, last_ms, count = judging_ms(arguments.out / "long" / "landmarks.npz")
    figures = {
        "hours": arguments.hours,
        "model": arguments.model,
        "cores": os.cpu_count(),
        "took_s": round(took_s),
        "repetitions": count,
        "memory_mb": {
            f"at {share:.2f}": round(at_share(memory, share)) for share in (0.1, 0.5, 0.9)
        },
        "most_memory_mb": round(max(held for _, held in memory)),
        "judging_ms": {"first ten minutes": round(first_ms, 3), "last": round(last_ms, 3)},
    }
    (arguments.out / "long.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
