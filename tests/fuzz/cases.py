"""One damaged file through the real commands. In: a seed. Out: what is wrong with how it ended.

Every case works in a folder of its own; whatever changes outside the folder for results is found
by comparing all files before and after, and by asking Python of every file that it writes.
"""

import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import sqlite3
import sys
import time
import traceback
import warnings
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from stabiel import cli
from stabiel.analysis import segments
from stabiel.exercises.files import load_book
from stabiel.pose import mediapipe as landmarker
from stabiel.pose.pose import Pose
from stabiel.system import cores
from stabiel.trainer.plan import plan_of
from stabiel.video.frame import Frame
from tests.bodies import Bridge, Camera, path, pose_of
from tests.fuzz.mutations import damaged, damaged_data, damaged_yaml, evil_value

LONGEST_S = 10.0
# One in so many videos is given to the real landmarker; the others to a stick figure.
REAL_EVERY = 60
SECRET = "nobody else's"
_HIP = path((0.0, 125.0), (0.3, 125.0), (0.6, 175.0), (0.9, 125.0), (1e9, 125.0))


class Stick:
    """The estimator that sees a stick figure who does a bridge, in every picture."""

    def __init__(self, model: str, *, outline: bool = False) -> None:
        """Take what the landmarker takes."""

    def find(self, frame: Frame) -> Pose:
        """Return the figure at this time, as large as the picture."""
        height, width = frame.image.shape[:2]
        camera = Camera(0.18 * width, (0.3 * width, 0.8 * height), size_px=(width, height))
        return pose_of(Bridge().at(_HIP(frame.time_s)), frame.time_s, camera)

    def close(self) -> None:
        """Nothing to free."""

    def __enter__(self) -> "Stick":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@dataclass
class Outcome:
    """How a case ended: its exit codes by command, and what is wrong, one line each."""

    kind: str
    seed: int
    codes: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    longest_s: float = 0.0


class Bench:
    """A folder for one case after the other, and the whole files that they damage."""

    def __init__(self, material: Path, folder: Path) -> None:
        self.material = material
        self.folder = folder
        self.results = (folder / "out", folder / "data")
        self._real = landmarker.Landmarker
        self._written: list[str] = []
        sys.addaudithook(self._audit)
        cli.silence_native_log = lambda: None
        cores.usable_cores = lambda: 2

    def run(self, seed: int) -> Outcome:
        """Make the case of a seed and run it."""
        dice = random.Random(seed)
        kind = KINDS[seed % len(KINDS)]
        outcome = Outcome(kind.__name__, seed)
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("in", "home", "here", "out"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "secret.txt").write_text(SECRET)
        os.environ["HOME"] = os.environ["XDG_DATA_HOME"] = str(self.folder / "home")
        os.chdir(self.folder / "here")
        real = seed // len(KINDS) % REAL_EVERY == 0
        landmarker.Landmarker = self._real if real else Stick
        # Half of the videos in segments, as long ones are.
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
        began_s = time.process_time()
        words = command if callable(command) else [str(each) for each in command]
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                warnings.simplefilter("error")
                code = command() if callable(command) else cli.main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
            code = -1
            outcome.wrong.append(f"{words}\n{traceback.format_exc()}")
        # Of the processor: how long it takes on the wall is as much the other programs' doing.
        took_s = time.process_time() - began_s
        outcome.longest_s = max(outcome.longest_s, took_s)
        outcome.codes.append(code)
        complaints = [
            *([f"exit code {code}"] if code not in allowed | {-1} else []),
            *([f"{took_s:.1f} s"] if took_s > LONGEST_S else []),
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
        """Return every file and folder outside the results, with what is in it."""
        found = set()
        for root, folders, files in os.walk(self.folder):
            here = Path(root)
            folders[:] = [name for name in folders if here / name not in self.results]
            for name in (*folders, *files):
                each = here / name
                if each.is_symlink():
                    what = f"-> {each.readlink()}"
                elif each.is_dir():
                    what = "folder"
                else:
                    what = hashlib.sha256(each.read_bytes()).hexdigest()
                found.add((str(each), what))
        return found

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note what Python writes outside the results."""
        if event == "open":
            name, _, flags = arguments
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            names = [name] if writes else []
        elif event in _CHANGES:
            names = list(arguments[: _CHANGES[event]])
            if event == "os.mkdir" and Path(names[0]).is_dir():  # asked for, and there already
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


# The kinds of cases: each gives commands, and the exit codes that are right

Command = tuple[object, ...] | Callable[[], int]
Cases = Iterator[tuple[Command, set[int]]]


def video(bench: Bench, dice: random.Random) -> Cases:
    """A damaged video through `analyze`, now and then with a wrong ending."""
    whole = dice.choice(sorted((bench.material / "videos").iterdir()))
    name = whole.name if dice.random() < 0.9 else f"-x {dice.choice('%d🎥')}.{dice.choice('ma')}p4"
    spoilt = bench.folder / "in" / name
    spoilt.write_bytes(damaged(whole.read_bytes(), dice))
    shutil.copy(bench.material / "videos" / "broadcast.ts", bench.folder / "in" / "broadcast.ts")
    results = bench.folder / "out" / spoilt.stem.strip(". ")
    if dice.random() < 0.1:  # a folder of results in which somebody has left links
        results.mkdir()
        for each in ("session.json", "report.html", "annotated.mp4", "landmarks.npz"):
            (results / each).symlink_to(dice.choice(["../../secret.txt", each, "../../gone"]))
    options = ("--exercise", "bridging", "--model", "lite", "--lang", dice.choice(("nl", "en")))
    out = ("--out", bench.folder / "out")
    yield ("analyze", *options, *out, "--", spoilt), {0, 3, 4}
    if (results / "session.json").is_file() and not (results / "session.json").is_symlink():
        yield ("replay", results, "--json"), {0}


def rule(bench: Bench, dice: random.Random) -> Cases:
    """A damaged exercise or programme, checked, and where it is right used."""
    whole = dice.choice(sorted((bench.material / "yaml").iterdir()))
    spoilt = bench.folder / "in" / whole.name
    spoilt.write_bytes(damaged_yaml(whole.read_text(encoding="utf-8"), dice))
    yield ("exercises", "check", spoilt), {0, 2}
    shutil.copytree(bench.material / "analyzed", bench.folder / "in" / "clip")
    yield ("replay", bench.folder / "in" / "clip", "--exercise", spoilt), {0, 2}
    if whole.stem == "basis":

        def plan() -> int:
            from stabiel.errors import StabielError

            try:
                plan_of(load_book(), {}, programme=str(spoilt))
            except StabielError as error:
                print(f"stabiel: {error}", file=sys.stderr)
                return error.exit_code
            return 0

        yield plan, {0, 2}


def analyzed(bench: Bench, dice: random.Random) -> Cases:
    """A folder of results with a damaged session.json or landmarks.npz, judged and shown again."""
    folder = bench.folder / "out" / "clip"
    shutil.copytree(bench.material / "analyzed", folder)
    session, landmarks = folder / "session.json", folder / "landmarks.npz"
    kind = dice.randrange(4)
    if kind == 0:
        session.write_bytes(damaged(session.read_bytes(), dice))
    elif kind == 1:
        data = damaged_data(json.loads(session.read_text(encoding="utf-8")), dice)
        session.write_text(json.dumps(data), encoding="utf-8")
    elif kind == 2:
        landmarks.write_bytes(damaged(landmarks.read_bytes(), dice))
    else:
        _spoil_arrays(landmarks, dice)
    if dice.random() < 0.1:
        for name in ("report.html", "report.pdf"):
            (folder / name).symlink_to("../../secret.txt")
    pdf = ("--pdf",) if dice.random() < 0.3 else ("--lang", dice.choice(("nl", "en")))
    yield ("review", folder, "--no-browser", *pdf), {0, 2, 3}
    yield ("replay", folder, *dice.choice(((), ("--json",)))), {0, 2, 3}


def _spoil_arrays(landmarks: Path, dice: random.Random) -> None:
    """Give a recording other numbers and shapes."""
    with np.load(landmarks) as archive:
        arrays = dict(archive)
    rng = np.random.default_rng(dice.randrange(1 << 30))
    for _ in range(dice.choice((1, 2))):
        name = dice.choice(sorted(arrays))
        array = arrays[name]
        kind = dice.randrange(7)
        if kind == 0 and array.dtype.kind == "f":
            array = array.copy()
            evil = (np.nan, np.inf, -np.inf, 1e30, -1e30, 0.0, 1e300)
            with np.errstate(all="ignore"):
                array.flat[rng.integers(0, array.size, 5)] = dice.choice(evil)
        elif kind == 1:
            array = array[::-1]
        elif kind == 2:
            array = array[: dice.randrange(len(array) + 1)]
        elif kind == 3:
            kinds = dice.choice(("f2", "i1", "u8", "c16", "U3", "bool", "M8[s]"))
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                array = array.astype(kinds)
        elif kind == 4:
            array = array.reshape(-1)
        elif kind == 5:
            array = np.zeros((dice.choice((0, 1, 5)), *array.shape[1:]), array.dtype)
        else:
            factor = dice.choice((-1, 0, 1e-9, 1e9, 1e18))
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                array = (array * factor).astype(array.dtype)
        arrays[name] = array
    np.savez_compressed(landmarks, **arrays)


def records(bench: Bench, dice: random.Random) -> Cases:
    """Damaged records, listed, shown, judged again, exported, deleted."""
    data = bench.folder / "data"
    shutil.copytree(bench.material / "data", data)
    database = data / "stabiel.sqlite3"
    if dice.random() < 0.4:
        database.write_bytes(damaged(database.read_bytes(), dice))
    else:
        _spoil_rows(database, dice)
    at = ("--data", data)
    out = ("--out", bench.folder / "out")
    commands: list[tuple[object, ...]] = [
        ("sessions", "list", *at),
        ("sessions", "show", 1, *at),
        ("sessions", "export", 1, "--format", dice.choice(("csv", "trc", "json")), *out, *at),
        ("review", 1, "--no-browser", *at),
        ("review", 2, "--no-browser", "--pdf", *at),
        ("replay", 1, "--json", *at),
        ("progress", *at),
        ("data", "where", *at),
        ("data", "export", *out, *at),
        ("sessions", "delete", 1, *at),
        ("data", "erase", "--yes", *at),
    ]
    for command in dice.sample(commands, 3):
        yield command, {0, 2, 3}


def _spoil_rows(database: Path, dice: random.Random) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA foreign_keys = OFF")
    tables = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("sqlite_")
    ]
    for _ in range(dice.choice((1, 1, 3))):
        table = dice.choice(tables)
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        _, column, kind, *_ = dice.choice(columns)
        row = connection.execute(f"SELECT {column} FROM {table}").fetchone()
        value = _evil_cell(kind, row[0] if row else None, dice)
        with contextlib.suppress(sqlite3.Error):
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid % 2 = 1", (value,))
    if dice.random() < 0.3:  # broken off: judged anew from its landmarks
        with contextlib.suppress(sqlite3.Error):
            connection.execute("UPDATE sessions SET finished_s = NULL, written_s = 5.0")
    connection.commit()
    connection.close()


def _evil_cell(kind: str, now: object, dice: random.Random) -> object:
    if kind == "BLOB":
        blob = now if isinstance(now, bytes) else b""
        return dice.choice(
            (
                b"",
                damaged(blob, dice) if blob else b"x",
                zlib.compress(bytes(8 * 1000)),
                zlib.compress(b"\xff" * 792 * 4),
                zlib.compress(bytes(400_000_000), 9) if dice.random() < 0.1 else b"\x78\x9c",
                zlib.compress(damaged(zlib.decompress(blob), dice)) if blob else b"",
            )
        )
    if kind == "TEXT":
        if isinstance(now, str) and now[:1] in "{[" and dice.random() < 0.5:
            return json.dumps(damaged_data(json.loads(now), dice))
        return dice.choice(
            ("", "x", "nl", "[" * 5000, "{}", "[1]", '{"a": NaN}', "\x00", "../..", "9999-99-99",
             "null", json.dumps(evil_value(dice)), "x" * 100_000)
        )  # fmt: skip
    if kind == "INTEGER":
        return dice.choice((0, -1, 1, 2**62, -(2**62), 7))
    return dice.choice((0.0, -1.0, 1e300, -1e300, float("inf"), 5e-324, 1e18))


KINDS: tuple[Callable[[Bench, random.Random], Cases], ...] = (
    video, rule, video, analyzed, video, records,
)  # fmt: skip
