"""The kinds of fuzz cases. In: a bench and dice. Out: commands and their allowed exit codes."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import sqlite3
import sys
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stabiel.exercises.files import load_book
from stabiel.trainer.plan import plan_of
from tests.fuzz.mutations import damaged, damaged_data, damaged_yaml, evil_value
from tests.fuzz.plans import plan
from tests.fuzz.structures import DAMAGES, restructured

if TYPE_CHECKING:
    from tests.fuzz.cases import Bench

Command = tuple[object, ...] | Callable[[], int]
Cases = Iterator[tuple[Command, set[int]]]


def video(bench: Bench, dice: random.Random) -> Cases:
    """Give a damaged video to `analyze`, sometimes with a wrong file name ending."""
    whole = dice.choice(sorted((bench.material / "videos").iterdir()))
    name = whole.name if dice.random() < 0.9 else f"-x {dice.choice('%d🎥')}.{dice.choice('ma')}p4"
    spoilt = bench.folder / "in" / name
    spoilt.write_bytes(_spoilt_video(whole, dice))
    shutil.copy(bench.material / "videos" / "broadcast.ts", bench.folder / "in" / "broadcast.ts")
    results = bench.folder / "out" / spoilt.stem.strip(". ")
    if dice.random() < 0.1:  # somebody has left links in the folder of results
        results.mkdir()
        for each in ("session.json", "report.html", "annotated.mp4", "landmarks.npz"):
            (results / each).symlink_to(dice.choice(["../../secret.txt", each, "../../gone"]))
    options = ("--exercise", "bridging", "--model", "lite", "--lang", dice.choice(("nl", "en")))
    out = ("--out", bench.folder / "out")
    yield ("analyze", *options, *out, "--", spoilt), {0, 3, 4}
    if (results / "session.json").is_file() and not (results / "session.json").is_symlink():
        yield ("replay", results, "--json"), {0}


def _spoilt_video(whole: Path, dice: random.Random) -> bytes:
    """Return a video whose bytes are damaged, or what they say, or both."""
    data, kind = whole.read_bytes(), dice.random()
    if kind < 0.6 and whole.suffix[1:] in DAMAGES:
        data = restructured(whole.name, data, dice)
        return damaged(data, dice) if kind < 0.1 else data
    return damaged(data, dice)


def rule(bench: Bench, dice: random.Random) -> Cases:
    """Check a damaged exercise or programme, and use it if it is still right."""
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
    """Judge and show a folder of results with a damaged session, recording or trace."""
    folder = bench.folder / "out" / "clip"
    shutil.copytree(bench.material / "analyzed", folder)
    session, landmarks = folder / "session.json", folder / "landmarks.npz"
    trace = folder / "trace.npz"
    kind = dice.randrange(6)
    if kind == 0:
        session.write_bytes(damaged(session.read_bytes(), dice))
    elif kind == 1:
        data = damaged_data(json.loads(session.read_text(encoding="utf-8")), dice)
        session.write_text(json.dumps(data), encoding="utf-8")
    elif kind == 2:
        landmarks.write_bytes(damaged(landmarks.read_bytes(), dice))
    elif kind == 3:
        trace.write_bytes(damaged(trace.read_bytes(), dice))
    elif kind == 4:
        _spoil_arrays(trace, dice)
    else:
        _spoil_arrays(landmarks, dice)
    if dice.random() < 0.1:
        for name in ("report.html", "report.pdf"):
            (folder / name).symlink_to("../../secret.txt")
    pdf = ("--pdf",) if dice.random() < 0.3 else ("--lang", dice.choice(("nl", "en")))
    yield ("review", folder, "--no-browser", *pdf), {0, 2, 3}
    yield ("replay", folder, *dice.choice(((), ("--json",)))), {0, 2, 3}


def _spoil_arrays(landmarks: Path, dice: random.Random) -> None:
    """Give the arrays of a recording or a trace other numbers and shapes."""
    with np.load(landmarks) as archive:
        arrays = dict(archive)
    rng = np.random.default_rng(dice.randrange(1 << 30))
    for _ in range(dice.choice((1, 2))):
        name = dice.choice(sorted(each for each in arrays if arrays[each].dtype.kind != "U"))
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
                array = (array.astype(np.complex128) * factor).real.astype(array.dtype)
        arrays[name] = array
    np.savez_compressed(landmarks, **arrays)


def records(bench: Bench, dice: random.Random) -> Cases:
    """List, show, judge, export or delete damaged records."""
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
    if dice.random() < 0.3:  # an interrupted session is judged again from its landmarks
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
                _recompressed(blob, dice),
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


def _recompressed(blob: bytes, dice: random.Random) -> bytes:
    """Return valid compression of damaged contents; nothing of a cell that is spoilt already."""
    try:
        contents = zlib.decompress(blob)
    except zlib.error:
        return b""
    return zlib.compress(damaged(contents, dice))


Kind = Callable[["Bench", random.Random], Cases]
# Half of the rules are plans. The other seeds keep the kind and the damage that they had before.
_CYCLE: tuple[Kind, ...] = (
    video, rule, video, analyzed, video, records,
    video, plan, video, analyzed, video, records,
)  # fmt: skip
KINDS: tuple[Kind, ...] = (video, rule, analyzed, records, plan)
# How many seeds there are between two that real landmarks are found for.
SEEDS_PER_ROUND = 6


def kind_of(seed: int, wanted: str | None = None) -> Kind:
    """Return the kind of a seed, or the one of a name for every seed."""
    if wanted is None:
        return _CYCLE[seed % len(_CYCLE)]
    return next(each for each in KINDS if each.__name__ == wanted)
