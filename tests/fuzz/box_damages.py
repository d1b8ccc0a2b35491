"""Damages MP4 and QuickTime files: matrices, times, tracks. In: bytes, dice. Out: bytes."""

import math
import random
import struct
from collections.abc import Sequence

from tests.fuzz.clocks import EDGES, RATE_HZ, Damage, known, wrong_time
from tests.video.siblings import boxes
from tests.video.siblings.pattern import ORIENTATIONS

TABLES = "moov/trak/mdia/minf/stbl"
LEAVES = ("mvhd", "tkhd", "mdhd", "elst", "stts", "ctts", "stsc", "stsz", "stco", "stss", "hdlr")
# At 12,800 ticks a second, as PyAV writes 25 Hz, this fits in the 31 bits of an offset.
MOST_S = 1e5
FRAGMENTS = ("tfhd", "tfdt", "trun", "mfhd")  # codespell:ignore trun


def _matrix(data: bytes, dice: random.Random) -> bytes:
    turn = math.radians(dice.uniform(0, 360))
    size = dice.choice((0.0, 1e-4, 0.5, 1.0, 100.0, 8_000.0))
    a, b, c, d = dice.choice(
        (
            *ORIENTATIONS.values(),
            (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn)),
            (1, 1, 1, 1), (0, 0, 0, 0), (1, 0, 0, 0), (1, 2, 2, 4),
        )
    )  # fmt: skip
    matrix = [each * size for each in (a, b, 0, c, d, 0)] + [dice.choice((0, -300, 30_000)), 0, 1]
    matrix[2] = dice.choice((0, 0, 1.9))
    matrix[8] = dice.choice((1, 1, 0, -1))
    return boxes.with_matrix(data, matrix, box=dice.choice(("moov/trak/tkhd", "moov/mvhd")))


def _steps(data: bytes, dice: random.Random) -> bytes:
    """Write another table of the times of decoding, of any length."""
    count = dice.choice((0, 1, 10, 30, 31, 1000))
    runs = [(dice.choice((1, 1, 0, *EDGES)), dice.choice((0, 512, *EDGES))) for _ in range(count)]
    return _with_table(data, "stts", struct.pack(">II", 0, len(runs)) + _packed(">2I", runs))


def _offsets(data: bytes, dice: random.Random) -> bytes:
    """Write another table of what is shown when, with or without a sign."""
    count = dice.choice((0, 1, 10, 30, 31, 1000))
    runs = [
        (dice.choice((1, 1, 0, 30, 0xFFFFFFFF)), dice.choice((0, 512, 1024, *EDGES)))
        for _ in range(count)
    ]
    head = struct.pack(">II", dice.choice((0, 1 << 24)), len(runs))
    return _with_table(data, "ctts", head + _packed(">2I", runs))


def _clock(data: bytes, dice: random.Random) -> bytes:
    if b"moof" in data:
        return _fragments(data, dice)
    clock = known(wrong_time(dice))
    return boxes.retimed(data, lambda number: min(MOST_S, clock(number)), RATE_HZ)


def _edits(data: bytes, dice: random.Random) -> bytes:
    """Write another edit list: pauses, parts that repeat, go back, or are beyond the end."""
    rows = [
        (dice.choice((0, 1, 1000, *EDGES)), dice.choice((0, 512, 0xFFFFFFFF, *EDGES)),
         dice.choice((1 << 16, 1 << 16, 0, 1 << 15, 0xFFFF0000)))
        for _ in range(dice.choice((0, 1, 2, 5, 300)))
    ]  # fmt: skip
    table = struct.pack(">II", 0, len(rows)) + _packed(">3I", rows)
    edits = boxes.built([(b"edts", boxes.built([(b"elst", table)]))])

    def change(body: bytes) -> bytes:
        kept = [each for each in boxes.parse(body) if each[0] != b"edts"]
        return boxes.built(kept[:1]) + edits + boxes.built(kept[1:])

    return boxes.changed(data, "moov/trak", change)


def _tracks(data: bytes, dice: random.Random) -> bytes:
    """Put the tracks in another order, some twice or not at all."""
    count = sum(name == b"trak" for name, _ in boxes.parse(boxes.inner(data, "moov")))
    order = [dice.randrange(count) for _ in range(dice.choice((0, 1, 2, 2, 3, 40)))]
    return boxes.with_tracks(data, order)


def _flags(data: bytes, dice: random.Random) -> bytes:
    return boxes.with_flags(data, 0, dice.choice((0, 2, 4, 6, 0xFFFFFF)))


def _still(data: bytes, dice: random.Random) -> bytes:
    """Put a copy of the first track first, which has none, one or two of its pictures."""
    count = dice.choice((0, 1, 2))
    data = boxes.with_tracks(data, (0, 0))
    table = struct.pack(">3I", 0, 1, count)
    return boxes.changed(data, f"{TABLES}/stsz", lambda body: table, which=0)


def _entry(data: bytes, dice: random.Random) -> bytes:
    """Give the first track another codec, size or number of descriptions, or another handler."""
    if dice.random() < 0.3:
        kind = dice.choice((b"soun", b"text", b"meta", b"pict", b"vide"))
        return boxes.changed(data, "moov/trak/mdia/hdlr", lambda body: body[:8] + kind + body[12:])

    def change(body: bytes) -> bytes:
        new = bytearray(body)
        where = dice.choice((4, 8, 12, 14, 40, 42, 44))
        codec = dice.choice((b"hvc1", b"mp4v", b"png ", b"jpeg", b"zzzz", b"av01", b"raw "))
        value = codec if where == 12 else struct.pack(">I", dice.choice(EDGES))
        new[where : where + 4] = value[:4]
        return bytes(new)

    return boxes.changed(data, f"{TABLES}/stsd", change)


def _number(data: bytes, dice: random.Random) -> bytes:
    """Change one number in one of the boxes that know times, sizes and tracks."""
    names = [each for each in (*LEAVES, *FRAGMENTS) if each.encode() in data]
    place = data.index(dice.choice(names).encode())
    size = struct.unpack_from(">I", data, place - 4)[0]
    where = place + 8 + 4 * dice.randrange(max(1, min(40, (size - 12) // 4)))
    return data[:where] + struct.pack(">I", dice.choice(EDGES)) + data[where + 4 :]


def _fragments(data: bytes, dice: random.Random) -> bytes:
    """Put the pieces of a fragmented file in another order, some twice or not at all."""
    parts = boxes.parse(data)
    heads = [place for place, (name, _) in enumerate(parts) if name == b"moof"]
    if len(heads) < 2:
        return _number(data, dice)
    pieces = [parts[begin : begin + 2] for begin in heads]
    dice.shuffle(pieces)
    chosen = pieces[: dice.randrange(1, len(pieces) + 1)] + pieces[:1]
    return boxes.built([*parts[: heads[0]], *(part for piece in chosen for part in piece)])


def _with_table(data: bytes, name: str, table: bytes) -> bytes:
    def change(body: bytes) -> bytes:
        kept = [each for each in boxes.parse(body) if each[0] != name.encode()]
        return boxes.built([*kept, (name.encode(), table)])

    return boxes.changed(data, TABLES, change)


def _packed(form: str, rows: Sequence[tuple[int, ...]]) -> bytes:
    return b"".join(struct.pack(form, *row) for row in rows)


BOX_DAMAGES: tuple[Damage, ...] = (
    _matrix, _matrix, _steps, _offsets, _clock, _clock, _edits, _edits, _tracks, _flags, _still,
    _entry, _number, _number,
)  # fmt: skip
