"""Kills analyses at random moments. `python -m tests.analysis.crash 40`.

Each analyses one clip into the folder with the results of another. After `kill -9` the folder holds
all results of the one or of the other, or no session.json, which says that they are not whole.
"""

import argparse
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from stabiel.analysis.analysis import Job, analyze
from stabiel.analysis.results import ANNOTATED_VIDEO, LANDMARKS, REPORT, SESSION, TRACE
from tests.fuzz.cases import Stick
from tests.sessions import BOOK

NAMES = (REPORT, ANNOTATED_VIDEO, TRACE, LANDMARKS, SESSION)
ROOT = Path(__file__).resolve().parents[2]


def make_clip(path: Path, frames: int) -> Path:
    """Write a clip of noise at 25 frames per second."""
    still = np.random.default_rng(frames).integers(0, 255, (72, 96, 3), np.uint8)
    with av.open(path, "w") as output:
        stream = output.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height = 96, 72
        for index in range(frames):
            frame = av.VideoFrame.from_ndarray(still, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 25)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def analyzed(clip: Path, out: Path) -> Path:
    """Analyze a clip that shows a stick figure, and return the folder."""
    analyze(Job(clip, out, BOOK.get("bridging"), BOOK, "nl", "lite"), Stick("lite"))
    return out


@dataclass(frozen=True)
class Reference:
    """A folder of results, and the content of its files."""

    folder: Path
    sums: dict[str, str]

    @classmethod
    def made(cls, folder: Path, frames: int) -> "Reference":
        """Analyze a clip with this number of frames."""
        out = analyzed(make_clip(folder / "clip.mp4", frames), folder / "out")
        return cls(out, _sums(out))

    def is_in(self, folder: Path) -> bool:
        """Return whether a folder holds these results and no others."""
        return _sums(folder) == self.sums


def _sums(folder: Path) -> dict[str, str]:
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in NAMES
        if (folder / name).exists()
    }


def main() -> None:
    """Kill this number of analyses and print what they left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=40)
    parser.add_argument("--analyze", type=Path, nargs=2, metavar=("CLIP", "DIR"))
    arguments = parser.parse_args()
    if arguments.analyze:
        print("begun", flush=True)
        analyzed(*arguments.analyze)
        return
    dice = random.Random(7)
    ends = {"the old results": 0, "the new results": 0, "none": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "new").mkdir()
        began_s = time.monotonic()
        new = Reference.made(folder / "new", 40)
        takes_s = time.monotonic() - began_s
        for number in range(arguments.count):
            (folder / str(number)).mkdir()
            old = Reference.made(folder / str(number), 20)
            with subprocess.Popen(
                [sys.executable, "-m", "tests.analysis.crash", "--analyze",
                 folder / "new" / "clip.mp4", old.folder],
                stdout=subprocess.PIPE,
                cwd=ROOT,
            ) as program:  # fmt: skip
                assert program.stdout is not None
                program.stdout.readline()
                time.sleep(dice.uniform(0.0, 1.5 * takes_s))
                program.kill()
            if old.is_in(old.folder):
                ends["the old results"] += 1
            elif new.is_in(old.folder):
                ends["the new results"] += 1
            else:
                assert not (old.folder / SESSION).exists(), old.folder
                ends["none"] += 1
    print(f"{arguments.count} killed; left: " + ", ".join(f"{n} {k}" for k, n in ends.items()))


if __name__ == "__main__":
    main()
