"""Damages files by the dice. In: bytes, text or plain data, and dice. Out: the same, damaged."""

import json
import random
import re
import struct
from collections.abc import Callable
from typing import Any

# Numbers at the limits of binary formats.
_EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_BOXES = (
    b"ftyp", b"moov", b"mvhd", b"trak", b"tkhd", b"edts", b"elst", b"mdia", b"mdhd", b"hdlr",
    b"minf", b"stbl", b"stsd", b"avcC", b"stts", b"ctts", b"stsc", b"stsz", b"stco", b"mdat",
    b"RIFF", b"LIST", b"avih", b"strh", b"strf", b"idx1", b"movi",
)  # fmt: skip
_EVIL_YAML = (
    "!!python/object/apply:os.system ['touch sprung']",
    "!!python/name:os.system",
    "!!binary aGVsbG8=",
    "!!set {a, b}",
    "!foreign {a: 1}",
    "&a [1, *a]",
    "*a",
    "2024-01-01",
    ".nan",
    ".inf",
    "-1e999",
    "9" * 400,
    "0x" + "f" * 6000,
    "1" + ":1" * 400 + ".0",
    "1" + ":1" * 4000,
    "[" * 60 + "]" * 60,
    "[" * 5000,
    "{nl: , en: }",
    "~",
    "''",
    '"\\0\\x07\\U0001F3A5"',
    "[]",
    "{}",
    "x" * 3000,
    "true",
    "-0.0",
)
_EVIL_JSON: tuple[Any, ...] = (
    None, True, "", "x" * 5000, "\x00", "../../secret", "<script>alert(1)</script>", 0, -1, 1e300,
    10**400, 2**63, float("nan"), float("inf"), [], {}, [[[[]]]], {"a": {"b": {}}}, [None] * 1000,
    "1", 0.5,
)  # fmt: skip


def damaged(data: bytes, dice: random.Random) -> bytes:
    """Return bytes with one to eight damages, as disks, cables and people cause them."""
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        if len(data) < 2:
            return data + dice.randbytes(8)
        data = dice.choice(_DAMAGES)(data, dice)
    return data


def _flipped(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << dice.randrange(8))]) + data[place + 1 :]


def _set(data: bytes, dice: random.Random) -> bytes:
    place, size = _span(data, dice, 32)
    return data[:place] + dice.randbytes(size) + data[place + size :]


def _zeroed(data: bytes, dice: random.Random) -> bytes:
    place, size = _span(data, dice, 4096)
    return data[:place] + bytes(size) + data[place + size :]


def _number(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    form = dice.choice((">I", "<I", ">H", "<H", ">Q"))
    limit = (1 << (8 * struct.calcsize(form))) - 1
    number = struct.pack(form, dice.choice(_EDGES) & limit)
    return data[:place] + number + data[place + len(number) :]


def _number_in_head(data: bytes, dice: random.Random) -> bytes:
    size = dice.choice((64, 1024))
    return _number(data[:size], dice)[:size] + data[size:]


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _beheaded(data: bytes, dice: random.Random) -> bytes:
    return data[dice.randrange(1, min(len(data), 4096)) :]


def _removed(data: bytes, dice: random.Random) -> bytes:
    place, size = _span(data, dice, 512)
    return data[:place] + data[place + size :]


def _repeated(data: bytes, dice: random.Random) -> bytes:
    place, size = _span(data, dice, 2048)
    return data[: place + size] + data[place : place + size] * dice.randrange(1, 4) + data[place:]


def _swapped(data: bytes, dice: random.Random) -> bytes:
    (one, size), other = _span(data, dice, 2048), dice.randrange(len(data))
    one, other = min(one, other), max(one, other)
    size = min(size, other - one, len(data) - other)
    return (
        data[:one] + data[other : other + size] + data[one + size : other]
        + data[one : one + size] + data[other + size :]
    )  # fmt: skip


def _boxed(data: bytes, dice: random.Random) -> bytes:
    """Change the size or the name of a box, or the numbers right after it."""
    found = [match.start() for name in _BOXES for match in re.finditer(name, data)]
    if not found:
        return _number_in_head(data, dice)
    place = dice.choice(found)
    where = place + dice.choice((-4, 0, 4, 8, 12, 16, 20, 40))
    if not 0 <= where <= len(data) - 4:
        return data
    new = dice.choice((struct.pack(">I", dice.choice(_EDGES)), dice.choice(_BOXES)))
    return data[:where] + new + data[where + 4 :]


def _span(data: bytes, dice: random.Random, most: int) -> tuple[int, int]:
    place = dice.randrange(len(data))
    return place, dice.randrange(1, min(most, len(data) - place) + 1)


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flipped, _set, _zeroed, _number, _number_in_head, _cut, _beheaded, _removed, _repeated,
    _swapped, _boxed, _boxed,
)  # fmt: skip


def damaged_yaml(text: str, dice: random.Random) -> bytes:
    """Return YAML with wrong lines and values."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        lines = text.splitlines()
        if not lines:
            break
        at = dice.randrange(len(lines))
        kind = dice.randrange(7)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(dice.randrange(len(lines)), lines[at])
        elif kind == 2:
            lines[at] = " " * dice.randrange(8) + lines[at].lstrip()
        elif kind == 3 and ":" in lines[at]:
            lines[at] = f"{lines[at].split(':')[0]}: {dice.choice(_EVIL_YAML)}"
        elif kind == 4:
            lines.insert(at, f"{dice.choice(_EVIL_YAML)}: {dice.choice(_EVIL_YAML)}")
        elif kind == 5:
            found = re.findall(r"[\w.-]+", text)
            lines[at] = re.sub(r"[\w.-]+", dice.choice(found or ["x"]), lines[at], count=1)
        else:
            return damaged(text.encode(), dice)
        text = "\n".join(lines) + "\n"
    return text.encode()


DEEPEST = 20


def damaged_data(data: Any, dice: random.Random) -> Any:
    """Return plain data with other values, missing keys and unknown keys."""
    data = json.loads(json.dumps(data))
    for _ in range(dice.choice((1, 1, 2, 4))):
        places = list(_places(data))
        if not places:
            return data
        holder, key = dice.choice(places)
        kind = dice.randrange(5)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, dict):
            holder[f"{key}_"] = evil_value(dice)
        elif kind == 2 and isinstance(holder, list):
            holder.append(holder[key])
        else:
            holder[key] = evil_value(dice)
    return data


def evil_value(dice: random.Random) -> Any:
    """Return an unexpected value."""
    return json.loads(json.dumps(dice.choice(_EVIL_JSON)))


def _places(data: Any, depth: int = 0) -> Any:
    """Yield every holder and key, down to the depth of real files."""
    keys = data.keys() if isinstance(data, dict) else range(len(data))
    for key in keys:
        yield data, key
        if isinstance(data[key], dict | list) and depth < DEEPEST:
            yield from _places(data[key], depth + 1)
