"""Compares what judging costs here and in another checkout. In: recordings. Out: ratios.

`python -m benchmarks.judging CHECKOUT RECORDING...` judges each recording (`landmarks.npz`) as five
exercises with both, in turns and in fresh processes, and prints the best processor time per frame
of each and their ratio. Only the times of one run can be compared: the machine, and what else it
does, are then the same for both.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from stabiel.exercises.files import load_book
from stabiel.pose.recording import load_recording
from stabiel.session.pipeline import Judge

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = ("bridging", "leg-lift", "all-fours", "piriformis", "knee-fallout")
ROUNDS, REPEATS = 3, 4


def time_per_frame_us(recording: Path, exercise: str) -> float:
    """Return the best processor time per frame of a few judgments, microseconds."""
    book, frames = load_book(), load_recording(recording)
    best_s = float("inf")
    for _ in range(REPEATS):
        judge = Judge(book.get(exercise), book, "nl")
        began_s = time.process_time()
        for frame in frames:
            judge.update(*frame)
        best_s = min(best_s, time.process_time() - began_s)
    return 1e6 * best_s / len(frames)


def _in_checkout(checkout: Path, recordings: list[Path]) -> dict[str, float]:
    """Return the times of a checkout's code, measured in a process of its own."""
    code = (
        "import json, sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from benchmarks.judging import EXERCISES, time_per_frame_us;"
        "print(json.dumps({f'{Path(path).stem} {name}': time_per_frame_us(Path(path), name)"
        " for path in sys.argv[2:] for name in EXERCISES}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT), *map(str, recordings)],
        env=os.environ | {"PYTHONPATH": str(checkout / "src")},
        check=True,
        capture_output=True,
        text=True,
    )
    times: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return times


def main() -> int:
    """Measure in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkout", type=Path, help="another checkout of this project")
    parser.add_argument("recordings", type=Path, nargs="+")
    options = parser.parse_args()
    recordings = [path.resolve() for path in options.recordings]
    best: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for _ in range(ROUNDS):
        for found, checkout in zip(best, (options.checkout.resolve(), ROOT), strict=True):
            for name, each_us in _in_checkout(checkout, recordings).items():
                found[name] = min(each_us, found.get(name, each_us))
    table = Table("recording and exercise", "there, µs", "here, µs", "ratio")
    before, after = best
    for name, there_us in before.items():
        here_us = after[name]
        table.add_row(name, f"{there_us:.0f}", f"{here_us:.0f}", f"{here_us / there_us:.2f}")
    both = sum(after.values()) / sum(before.values())
    table.add_row("all", "", "", f"{both:.2f}")
    Console().print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
