"""Changes MP4 and QuickTime files box by box. In: the bytes of a file. Out: other bytes.

The index must come last, as PyAV writes it: then it may grow, and no address changes.
"""

import struct
from collections.abc import Callable, Sequence

Box = tuple[bytes, bytes]
Change = Callable[[bytes], bytes | None]
ONE, WHOLE = 1 << 16, 1 << 30  # 1 in 16.16 and in 2.30 bits

# No file here has more frames; a damaged table may count thousands of millions.
_MOST_SAMPLES = 100_000


def parse(data: bytes) -> list[Box]:
    """Return the boxes in a piece of a file: (name, contents)."""
    found, at = [], 0
    while at + 8 <= len(data):
        size, head = struct.unpack_from(">I", data, at)[0], 8
        name = data[at + 4 : at + 8]
        if size == 1:
            size, head = struct.unpack_from(">Q", data, at + 8)[0], 16
        found.append((name, data[at + head : at + size]))
        at += size
    return found


def built(boxes: Sequence[Box]) -> bytes:
    """Return the bytes of boxes."""
    return b"".join(struct.pack(">I4s", len(body) + 8, name) + body for name, body in boxes)


def changed(data: bytes, path: str, change: Change, *, which: int = 0) -> bytes:
    """Change the box at a path such as "moov/trak/tkhd"; None removes it.

    Args:
        data: the file, or the contents of a box.
        path: the names from there on.
        change: gets the contents of the box and returns the new ones.
        which: number of the box, among those of the first name that is there more than once.
    """
    name, _, rest = path.partition("/")
    count, new = 0, []
    boxes = parse(data)
    several = sum(each == name.encode() for each, _ in boxes) > 1
    for each, body in boxes:
        if each != name.encode():
            new.append((each, body))
            continue
        if not several or count == which:
            made = changed(body, rest, change, which=which) if rest else change(body)
            if made is not None:
                new.append((each, made))
        else:
            new.append((each, body))
        count += 1
    assert count, f"there is no {name}"
    return built(new)


def inner(data: bytes, path: str) -> bytes:
    """Return the contents of the first box at a path."""
    for name in path.split("/"):
        data = dict(reversed(parse(data)))[name.encode()]
    return data


def with_matrix(data: bytes, matrix: Sequence[float], *, box: str = "moov/trak/tkhd") -> bytes:
    """Write the display matrix of the first track, or with "moov/mvhd" that of the whole film.

    Args:
        data: the file.
        matrix: (a, b, c, d), or all nine numbers in the order of the file.
        box: where it goes.
    """
    if len(matrix) == 4:
        a, b, c, d = matrix
        matrix = (a, b, 0, c, d, 0, 0, 0, 1)
    units = (ONE, ONE, WHOLE) * 3
    numbers = [round(value * unit) for value, unit in zip(matrix, units, strict=True)]
    # After version, flags, five or (in version 1) eight words of times and numbers, and four more.
    start = {"tkhd": (40, 52), "mvhd": (36, 48)}[box.rpartition("/")[2]]

    def change(body: bytes) -> bytes:
        at = start[body[0]]
        return body[:at] + struct.pack(">9i", *numbers) + body[at + 36 :]

    return changed(data, box, change)


def retimed(data: bytes, new: Callable[[int], float | None], rate_hz: float) -> bytes:
    """Give frames other times by their offsets from the decoding times (signed, version 1).

    Args:
        data: a file with one track.
        new: seconds for the number of each frame, in the order in which frames are shown.
        rate_hz: of the file.
    """
    order = _numbers(data)
    scale = _scale(data)
    shift = round(scale / rate_hz)
    offsets = []
    for place, index in enumerate(order):
        time_s = new(index)
        assert time_s is not None  # every sample of MP4 has a time
        offsets.append(round(time_s * scale) - place * shift)
    table = struct.pack(">II", 1 << 24, len(offsets))
    table += b"".join(struct.pack(">Ii", 1, offset) for offset in offsets)
    data = _without_edits(_with_table(data, b"ctts", table))
    return _with_table(data, b"stts", struct.pack(">4I", 0, 1, len(order), shift))


def stepped(data: bytes, steps_s: Sequence[float]) -> bytes:
    """Give frames without B-frames other decoding times: the time from each to the next."""
    scale = _scale(data)
    table = struct.pack(">II", 0, len(steps_s))
    table += b"".join(struct.pack(">2I", 1, round(step * scale)) for step in steps_s)
    return _without_edits(_with_table(data, b"stts", table))


def with_tracks(data: bytes, order: Sequence[int]) -> bytes:
    """Put the tracks in another order; the numbers that they have in the file stay."""

    def change(body: bytes) -> bytes:
        parts = parse(body)
        tracks = [each for each in parts if each[0] == b"trak"]
        rest = [each for each in parts if each[0] != b"trak"]
        head = [each for each in rest if each[0] == b"mvhd"]
        tail = [each for each in rest if each[0] != b"mvhd"]
        return built([*head, *(tracks[index] for index in order), *tail])

    return changed(data, "moov", change)


def with_flags(data: bytes, which: int, flags: int) -> bytes:
    """Set the flags of a track's header: 1 enabled, 2 in the movie, 4 in the preview."""
    return changed(
        data, "moov/trak/tkhd", lambda body: body[:1] + flags.to_bytes(3, "big") + body[4:],
        which=which,
    )  # fmt: skip


def with_wide_header(data: bytes) -> bytes:
    """Write the header of the first track with times of 64 bits (version 1)."""

    def change(body: bytes) -> bytes:
        created, modified, track, zero, length = struct.unpack_from(">5I", body, 4)
        times = struct.pack(">QQIIQ", created, modified, track, zero, length)
        return b"\x01" + body[1:4] + times + body[24:]

    return changed(data, "moov/trak/tkhd", change)


def _numbers(data: bytes) -> list[int]:
    """Return the number, in the order of time, of each sample in the order of decoding."""
    times, at = [], 0
    runs = _runs(inner(data, "moov/trak/mdia/minf/stbl/stts"), ">2I")
    if sum(count for count, _ in runs) > _MOST_SAMPLES:
        raise ValueError("the table of times is damaged already")
    for count, step in runs:
        for _ in range(count):
            times.append(at)
            at += step
    names = dict(parse(inner(data, "moov/trak/mdia/minf/stbl")))
    if b"ctts" in names:
        offsets = [offset for n, offset in _runs(names[b"ctts"], ">Ii") for _ in range(n)]
        times = [time + offset for time, offset in zip(times, offsets, strict=True)]
    order = {time: rank for rank, time in enumerate(sorted(times))}
    return [order[time] for time in times]


def _runs(table: bytes, form: str) -> list[tuple[int, int]]:
    return list(struct.iter_unpack(form, table[8:]))


def _scale(data: bytes) -> int:
    body = inner(data, "moov/trak/mdia/mdhd")
    return int(struct.unpack_from(">I", body, 20 if body[0] else 12)[0])


def _with_table(data: bytes, name: bytes, table: bytes) -> bytes:
    def change(body: bytes) -> bytes:
        return built([*(each for each in parse(body) if each[0] != name), (name, table)])

    return changed(data, "moov/trak/mdia/minf/stbl", change)


def _without_edits(data: bytes) -> bytes:
    return changed(
        data, "moov/trak", lambda body: built([each for each in parse(body) if each[0] != b"edts"])
    )
