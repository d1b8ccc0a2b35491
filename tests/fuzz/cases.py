"""Gives damaged files to the real commands. In: a seed. Out: what went wrong.

Every case works in a folder of its own. Changes outside the folder for results are found in two
ways: all files are compared before and after, and Python reports every file that it writes.
"""

import contextlib
import hashlib
import io
import os
import random
import shutil
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stabiel import cli
from stabiel.analysis import segments
from stabiel.batch import parts
from stabiel.pose import mediapipe as landmarker
from stabiel.pose.pose import Pose
from stabiel.system import cores
from stabiel.video.frame import Frame
from tests.bodies import Bridge, Camera, path, pose_of
from tests.fuzz.kinds import KINDS, SEEDS_PER_ROUND, kind_of

__all__ = ["KINDS", "LONGEST_S", "SECRET", "Bench", "Outcome", "Stick"]

LONGEST_S = 10.0
# Damaged tables may name the same pictures again and again: a video of 30 frames then truly has
# 3,000. Each one costs 8 ms here, drawn and judged; a frame may take this much more.
FRAME_S = 0.02
# One in this many videos is given to the real landmarker, the others to a stick figure.
REAL_EVERY = 60
SECRET = "nobody else's"
_HIP = path((0.0, 125.0), (0.3, 125.0), (0.6, 175.0), (0.9, 125.0), (1e9, 125.0))


class Stick:
    """An estimator that finds a stick figure doing a bridge in every picture."""

    looked = 0

    def __init__(self, model: str, *, outline: bool = False) -> None:
        """Accept the arguments of the landmarker."""

    def find(self, frame: Frame) -> Pose:
        """Return the figure at this time, scaled to the picture."""
        Stick.looked += 1
        height, width = frame.image.shape[:2]
        camera = Camera(0.18 * width, (0.3 * width, 0.8 * height), size_px=(width, height))
        return pose_of(Bridge().at(_HIP(frame.time_s)), frame.time_s, camera)

    def close(self) -> None:
        """There is nothing to free."""

    def __enter__(self) -> "Stick":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@dataclass
class Outcome:
    """How a case ended: the exit code of each command, and one line for each problem."""

    kind: str
    seed: int
    codes: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    longest_s: float = 0.0


class Bench:
    """Runs one case after the other in a folder, with the intact files that the cases damage."""

    def __init__(self, material: Path, folder: Path) -> None:
        self.material = material
        self.folder = folder
        self.results = (folder / "out", folder / "data")
        self._real = landmarker.Landmarker
        self._written: list[str] = []
        # A hook stays for as long as Python runs.
        self.watching = True
        sys.addaudithook(self._audit)
        cli.silence_native_log = lambda: None
        cores.usable_cores = lambda: 2

    def run(self, seed: int, wanted: str | None = None) -> Outcome:
        """Run the case of a seed; of the kind with this name, if one is given."""
        dice = random.Random(seed)
        kind = kind_of(seed, wanted)
        outcome = Outcome(kind.__name__, seed)
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("in", "home", "here", "out"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "secret.txt").write_text(SECRET)
        os.environ["HOME"] = os.environ["XDG_DATA_HOME"] = str(self.folder / "home")
        os.chdir(self.folder / "here")
        real = seed // SEEDS_PER_ROUND % REAL_EVERY == 0
        landmarker.Landmarker = parts.Landmarker = self._real if real else Stick
        # Half of the videos are cut into segments, as long videos are.
        segments.LEAST_CUT_S = dice.choice((0.5, 40.0))
        for command, allowed in kind(self, dice):
            self._command(command, allowed, outcome)
        os.chdir("/")
        return outcome

    def _command(
        self, command: "tuple[object, ...] | Callable[[], int]", allowed: set[int], outcome: Outcome
    ) -> None:
        before = self._files()
        self._written.clear()
        out, err = io.StringIO(), io.StringIO()
        began_s, looked = time.process_time(), Stick.looked
        words = command if callable(command) else [str(each) for each in command]
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                warnings.simplefilter("error")
                code = command() if callable(command) else cli.main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        except BaseException:  # noqa: BLE001 - any error at all is a finding
            code = -1
            outcome.wrong.append(f"{words}\n{traceback.format_exc()}")
        # Processor time, because the time on the clock depends on other programs too.
        took_s = time.process_time() - began_s
        allowed_s = LONGEST_S + FRAME_S * (Stick.looked - looked)
        outcome.longest_s = max(outcome.longest_s, took_s)
        outcome.codes.append(code)
        complaints = [
            *([f"exit code {code}"] if code not in allowed | {-1} else []),
            *([f"{took_s:.1f} s"] if took_s > allowed_s else []),
            *([f"changed: {each}" for each in sorted(before ^ self._files())]),
            *([f"written: {each}" for each in self._written]),
            *_of_words(code, err.getvalue()),
            *(
                f"a script in {page}"
                for folder in self.results
                for page in folder.rglob("*.html")
                if page.is_file() and "<script>alert" in page.read_text(encoding="utf-8")
            ),
        ]
        outcome.wrong += [f"{words}: {each}" for each in complaints]

    def _files(self) -> set[tuple[str, str]]:
        """Return every file and folder outside the results, with its contents."""
        found = set()
        for root, folders, files in os.walk(self.folder):
            here = Path(root)
            folders[:] = [name for name in folders if here / name not in self.results]
            for name in (*folders, *files):
                each = here / name
                if each.is_symlink():
                    what = f"-> {each.readlink()}"
                elif not each.is_file():  # reading a pipe would wait for its other end
                    what = "folder" if each.is_dir() else "pipe"
                else:
                    what = hashlib.sha256(each.read_bytes()).hexdigest()
                found.add((str(each), what))
        return found

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Write down what Python writes outside the results."""
        if not self.watching:
            return
        if event == "open":
            name, _, flags = arguments
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            names = [name] if writes else []
        elif event in _CHANGES:
            names = list(arguments[: _CHANGES[event]])
            if (
                event == "os.mkdir" and Path(names[0]).is_dir()
            ):  # it exists already, so nothing changes
                return
        else:
            return
        for name in names:
            if not isinstance(name, str | bytes):
                continue
            path = Path(os.fsdecode(name))
            where = path.parent.resolve() / path.name
            inside = any(where.is_relative_to(folder) for folder in self.results)
            system = str(where).startswith(("/dev/", "/proc/")) or "__pycache__" in where.parts
            if not (inside or system):
                self._written.append(f"{event} {name!r}")


_CHANGES = {
    "os.remove": 1, "os.rename": 2, "os.mkdir": 1, "os.rmdir": 1, "os.symlink": 2, "os.link": 2,
    "os.chmod": 1, "os.truncate": 1, "shutil.rmtree": 1, "os.system": 1, "subprocess.Popen": 1,
}  # fmt: skip


def _of_words(code: int, err: str) -> list[str]:
    wrong = []
    if "Traceback" in err or "Warning" in err:
        wrong.append(f"on the screen: {err}")
    if code not in (0, -1) and not err.strip():
        wrong.append(f"exit code {code} without a word")
    for line in err.splitlines():
        if not line.startswith(("stabiel: ", "usage: ", "/")) or len(line) > 2000:
            wrong.append(f"no sentence of stabiel: {line[:300]}")
    return wrong
