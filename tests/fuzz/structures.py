"""Damages what containers say of orientation, time and tracks. In: a whole video, dice. Out: bytes.

The result is well formed: boxes, elements and packets are whole, and only what they say is wrong,
as broken clocks, editors and converters write it. `tests.fuzz.mutations` damages bytes instead.
"""

import math
import random
import struct

from tests.fuzz.box_damages import BOX_DAMAGES
from tests.fuzz.clocks import EDGES, RATE_HZ, Damage, known, wrong_time
from tests.fuzz.element_damages import ELEMENT_DAMAGES
from tests.video.siblings import stamps

# What a damage meets if an earlier one left nothing to damage, such as a file without tracks.
_NOTHING_LEFT = (IndexError, KeyError, ValueError, AssertionError, ZeroDivisionError, struct.error)


def restructured(name: str, data: bytes, dice: random.Random) -> bytes:
    """Return a video with one to three such damages; other files come back unchanged.

    Args:
        name: of the file, whose ending tells its container.
        data: the whole file.
        dice: what decides.
    """
    damages = DAMAGES.get(name.rpartition(".")[2], ())
    data = dice.choice(damages)(data, dice) if damages else data
    for _ in range(dice.choice((0, 0, 1, 2)) if damages else 0):
        try:
            data = dice.choice(damages)(data, dice)
        except _NOTHING_LEFT:
            break
    return data


def _avi_numbers(data: bytes, dice: random.Random) -> bytes:
    """Change the rate, the length, the number of streams, or who a stream is."""
    name, fields = dice.choice(
        (
            (b"avih", (0, 16, 24, 32, 36)),  # time per picture, pictures, streams, width, height
            (b"strh", (0, 4, 8, 12, 16, 20, 24, 28, 32)),  # type to scale, rate, start, length
            (b"strf", (4, 8, 12, 16)),  # width, height, planes, codec
            (b"idx1", (4, 8, 12, 20, 24)),  # flags, places and sizes of pictures
        )
    )
    if name not in data:
        return data
    where = data.index(name) + 8 + dice.choice(fields)
    return data[:where] + struct.pack("<I", dice.choice(EDGES)) + data[where + 4 :]


def _avi_drops(data: bytes, dice: random.Random) -> bytes:
    count = dice.choice((1, 5, 29))
    return stamps.with_dropped_frames(data, tuple(dice.sample(range(30), count)))


def _avi_index(data: bytes, dice: random.Random) -> bytes:
    return stamps.without_avi_index(data) if b"idx1" in data else data


def _flv_clock(data: bytes, dice: random.Random) -> bytes:
    return stamps.retimed_flv(data, known(wrong_time(dice)), RATE_HZ)


def _flv_head(data: bytes, dice: random.Random) -> bytes:
    """Change what the file says of itself: length, rate, size; or which streams it has."""
    name = dice.choice((b"duration", b"framerate", b"width", b"height", b"flags"))
    if name not in data:
        return data[:4] + bytes([dice.choice((0, 1, 4, 5, 255))]) + data[5:]
    where = data.index(name) + len(name) + 1
    value = struct.pack(">d", dice.choice((0.0, -1.0, math.nan, math.inf, 1e300, 1e5)))
    return data[:where] + value + data[where + 8 :]


def _asf_clock(data: bytes, dice: random.Random) -> bytes:
    clock = wrong_time(dice)
    known_clock = known(clock)
    return stamps.retimed_asf(
        data, lambda number: None if clock(number) is None else known_clock(number), RATE_HZ
    )


def _ts_clock(data: bytes, dice: random.Random) -> bytes:
    origin_s = dice.choice((0.0, 10.0, 95_443.0))
    return stamps.retimed_ts(data, wrong_time(dice), RATE_HZ, origin_s=origin_s)


def _ps_clock(data: bytes, dice: random.Random) -> bytes:
    origin_s = dice.choice((0.0, 10.0, 95_443.0))
    return stamps.retimed_ps(data, wrong_time(dice), RATE_HZ, origin_s=origin_s)


def _joined(data: bytes, dice: random.Random) -> bytes:
    """Two recordings in one file, the second from any packet on."""
    begin = 188 * dice.randrange(max(1, len(data) // 188))
    return data + data[dice.choice((0, begin)) :]


def _ts_tables(data: bytes, dice: random.Random) -> bytes:
    """Change one of the first packets, in which the tables of programs and streams stand."""
    where = 188 * dice.randrange(3) + dice.randrange(4, 60)
    return data[:where] + bytes([dice.randrange(256)]) + data[where + 1 :]


def _gif_delays(data: bytes, dice: random.Random) -> bytes:
    delay, share = dice.choice((0, 1, 2, 100, 65_535)), dice.choice((0.1, 1.0))
    first, *parts = data.split(b"\x21\xf9\x04")
    new = [
        part[:1] + struct.pack("<H", delay) + part[3:] if dice.random() < share else part
        for part in parts
    ]
    return b"\x21\xf9\x04".join([first, *new])


DAMAGES: dict[str, tuple[Damage, ...]] = {
    "mp4": BOX_DAMAGES,
    "mov": BOX_DAMAGES,
    "mkv": ELEMENT_DAMAGES,
    "webm": ELEMENT_DAMAGES,
    "avi": (_avi_numbers, _avi_numbers, _avi_drops, _avi_index),
    "flv": (_flv_clock, _flv_clock, _flv_head),
    "wmv": (_asf_clock,),
    "ts": (_ts_clock, _ts_clock, _joined, _ts_tables),
    "vob": (_ps_clock, _ps_clock, _joined),
    "h264": (_joined,),
    "mjpeg": (_joined,),
    "gif": (_gif_delays,),
}
