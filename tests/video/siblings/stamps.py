"""Changes the times in FLV, ASF, AVI and MPEG files. In: the bytes of a file. Out: other bytes.

The number of a frame is found from the right time that the file has for it, at its rate.
"""

import struct
from collections.abc import Callable, Iterator

New = Callable[[int], float | None]
CLOCK_HZ = 90_000  # of MPEG


def retimed_flv(data: bytes, new: New, rate_hz: float) -> bytes:
    """Give the pictures of an FLV file other times; sound and head stay."""
    out, at = bytearray(data), 13
    pictures = []
    while at + 11 <= len(data):
        kind, size = data[at], int.from_bytes(data[at + 1 : at + 4], "big")
        body = data[at + 11 : at + 11 + size]
        # AVC: 0 is the configuration, 2 the end of the stream.
        if kind == 9 and not (body[0] & 15 == 7 and body[1] != 1):
            offset = int.from_bytes(body[2:5], "big", signed=True) if body[0] & 15 == 7 else 0
            stamp = int.from_bytes(data[at + 7 : at + 8] + data[at + 4 : at + 7], "big")
            pictures.append((at, stamp, offset))
        at += 11 + size + 4
    first = min(stamp + offset for _, stamp, offset in pictures)
    for place, stamp, offset in pictures:
        number = round((stamp + offset - first) / 1000 * rate_hz)
        time_s = new(number)
        assert time_s is not None  # every tag has a time
        moved = round(1000 * (time_s - number / rate_hz)) + stamp
        value = max(0, moved).to_bytes(4, "big")
        out[place + 4 : place + 8] = value[1:] + value[:1]
    return bytes(out)


def retimed_asf(data: bytes, new: New, rate_hz: float) -> bytes:
    """Give the pictures of an ASF file other times; those without a time get the highest number."""
    out = bytearray(data)
    places = list(_asf_times(data))
    first = min(struct.unpack_from("<I", data, place)[0] for place in places)
    for place in places:
        stamp = struct.unpack_from("<I", data, place)[0]
        time_s = new(round((stamp - first) / 1000 * rate_hz))
        value = 0xFFFFFFFF if time_s is None else first + round(1000 * time_s)
        struct.pack_into("<I", out, place, value)
    return bytes(out)


def _asf_times(data: bytes) -> Iterator[int]:
    """Yield where the presentation times stand, in the packets that FFmpeg writes."""
    head = struct.unpack_from("<Q", data, 16)[0]
    properties = data.index(bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365"))
    size = struct.unpack_from("<I", data, properties + 92)[0]
    for begin in range(head + 50, len(data) - size + 1, size):
        at = begin
        if data[at] & 0x80:
            at += 1 + (data[at] & 15)
        flags = data[at]
        widths = [(0, 1, 2, 4)[flags >> shift & 3] for shift in (5, 1, 3)]
        padding_at = at + 2 + widths[0] + widths[1]
        padding = int.from_bytes(data[padding_at : padding_at + widths[2]], "little")
        at = padding_at + widths[2] + 6
        several = bool(flags & 1)
        count = data[at] & 63 if several else 1
        at += several
        for _ in range(count):
            yield at + 11
            at += 15
            length = struct.unpack_from("<H", data, at)[0] if several else 0
            at += 2 * several + length
        assert several or at + padding <= begin + size


def retimed_ts(data: bytes, new: New, rate_hz: float, *, origin_s: float = 0.0) -> bytes:
    """Give the pictures of a transport stream other times; None takes the time away."""
    places = []
    for begin in range(0, len(data), 188):
        starts, field = data[begin + 1] & 0x40, data[begin + 3] >> 4 & 3
        at = begin + 4 + (1 + data[begin + 4] if field & 2 else 0)
        if starts and field & 1 and data[at : at + 3] == b"\0\0\1" and data[at + 3] >> 4 == 14:
            places.append(at)
    return _retimed_pes(data, places, new, rate_hz, origin_s)


def retimed_ps(data: bytes, new: New, rate_hz: float, *, origin_s: float = 0.0) -> bytes:
    """Give the pictures of an MPEG-2 program stream (VOB) other times."""
    places, at = [], 0
    while at + 14 <= len(data) and data[at : at + 3] == b"\0\0\1":
        code = data[at + 3]
        if code == 0xB9:
            break
        if code == 0xBA:
            at += 14 + (data[at + 13] & 7)
            continue
        if code >> 4 == 14 and data[at + 7] & 0x80:
            places.append(at)
        at += 6 + int.from_bytes(data[at + 4 : at + 6], "big")
    return _retimed_pes(data, places, new, rate_hz, origin_s)


def _retimed_pes(
    data: bytes, places: list[int], new: New, rate_hz: float, origin_s: float
) -> bytes:
    out = bytearray(data)
    places = [place for place in places if data[place + 7] & 0x80]
    stamps = [_stamp(data, place + 9) for place in places]
    for place, stamp in zip(places, stamps, strict=True):
        number = round((stamp - min(stamps)) / CLOCK_HZ * rate_hz)
        time_s = new(number)
        fields = range(place + 9, place + 9 + 5 * (1 + (data[place + 7] >> 6 & 1)), 5)
        if time_s is None:  # stuffing, which every header may have
            out[place + 7] &= 0x3F
            out[fields.start : fields.start + 5 * len(fields)] = b"\xff" * 5 * len(fields)
            continue
        # Both times move alike, so that the order of decoding still agrees with that of showing.
        ticks = round((origin_s + time_s) * CLOCK_HZ)
        for field in fields:
            late = stamp - _stamp(data, field)
            _set_stamp(out, field, (ticks - late) % (1 << 33))
    return bytes(out)


def _stamp(data: bytes, at: int) -> int:
    high, middle, low = data[at] >> 1 & 7, data[at + 1 : at + 3], data[at + 3 : at + 5]
    return high << 30 | int.from_bytes(middle, "big") >> 1 << 15 | int.from_bytes(low, "big") >> 1


def _set_stamp(out: bytearray, at: int, stamp: int) -> None:
    out[at] = out[at] & 0xF0 | stamp >> 30 << 1 | 1
    out[at + 1 : at + 3] = ((stamp >> 15 & 0x7FFF) << 1 | 1).to_bytes(2, "big")
    out[at + 3 : at + 5] = ((stamp & 0x7FFF) << 1 | 1).to_bytes(2, "big")


def with_avi_rate(data: bytes, scale: int, rate: int) -> bytes:
    """Write how many pictures an AVI file shows: `rate` in `scale` seconds."""
    at = data.index(b"strh") + 8 + 20
    return data[:at] + struct.pack("<II", scale, rate) + data[at + 8 :]


def with_dropped_frames(data: bytes, after: tuple[int, ...]) -> bytes:
    """Put an empty picture, which recorders write for one that was lost, after some pictures."""
    movi = data.index(b"movi")
    size = struct.unpack_from("<I", data, movi - 4)[0]
    end, at, count = movi - 4 + 4 + size, movi + 4, -1
    chunks = [b"movi"]
    while at + 8 <= end:
        length = struct.unpack_from("<I", data, at + 4)[0]
        whole = 8 + length + length % 2
        chunks.append(data[at : at + whole])
        count += data[at + 2 : at + 4] in (b"dc", b"db")
        if count in after and data[at + 2 : at + 4] in (b"dc", b"db"):
            chunks.append(data[at : at + 4] + bytes(4))
        at += whole
    body = b"".join(chunks)
    # Without its index the file is read picture by picture.
    new = data[: movi - 4] + struct.pack("<I", len(body)) + body
    return new[:4] + struct.pack("<I", len(new) - 8) + new[8:]


def without_avi_index(data: bytes) -> bytes:
    """Remove the index from the end of an AVI file, as a recorder does whose battery was empty."""
    new = data[: data.rindex(b"idx1")]
    return new[:4] + struct.pack("<I", len(new) - 8) + new[8:]
