"""Changes Matroska files element by element. In: the bytes of a file. Out: other bytes.

Written for the small files of PyAV: every size is known, and frames lie in SimpleBlocks.
"""

import struct
from collections.abc import Callable

# The numbers are those of the Matroska specification.
SEGMENT, INFO, TRACKS, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
TIMECODE, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0xE7, 0xA3, 0xA0, 0xA1
TRACK, NUMBER, DEFAULT_FLAG, DEFAULT_DURATION, VIDEO = 0xAE, 0xD7, 0x88, 0x23E383, 0xE0
CODEC, DURATION = 0x86, 0x4489
PROJECTION, PROJECTION_TYPE, YAW, ROLL = 0x7670, 0x7671, 0x7673, 0x7675
_HEADERS = (0x114D9B74, 0xEC, 0x1C53BB6B)  # what points at other places: SeekHead, Void, Cues

Element = tuple[int, bytes]
Elements = list[Element]


def parse(data: bytes) -> Elements:
    """Return the elements in a piece of a file: (identifier, contents)."""
    found, at = [], 0
    while at < len(data):
        width = 9 - data[at].bit_length()
        identifier = int.from_bytes(data[at : at + width], "big")
        at += width
        width = 9 - data[at].bit_length()
        size = int.from_bytes(data[at : at + width], "big") & (1 << 7 * width) - 1
        at += width
        found.append((identifier, data[at : at + size]))
        at += size
    return found


def built(elements: Elements) -> bytes:
    """Return the bytes of elements."""
    return b"".join(element(identifier, contents) for identifier, contents in elements)


def element(identifier: int, contents: bytes) -> bytes:
    """Return the bytes of one element."""
    name = identifier.to_bytes((identifier.bit_length() + 7) // 8, "big")
    return name + (1 << 56 | len(contents)).to_bytes(8, "big") + contents


def number(value: int) -> bytes:
    """Return an unsigned number as an element holds it."""
    return value.to_bytes(8, "big")


def changed_tracks(data: bytes, change: Callable[[list[Elements]], list[Elements]]) -> bytes:
    """Change the list of tracks; each is a list of elements."""

    def segment(elements: Elements) -> Elements:
        new: Elements = []
        for identifier, contents in elements:
            if identifier == TRACKS:
                tracks = [parse(each) for _, each in parse(contents) if _ == TRACK]
                tracks = change(tracks)
                new.append((TRACKS, built([(TRACK, built(each)) for each in tracks])))
            else:
                new.append((identifier, contents))
        return new

    return _changed_segment(data, segment)


def put(elements: Elements, identifier: int, contents: bytes | None) -> Elements:
    """Return elements with this one replaced or added; removed if the contents are None."""
    rest = [each for each in elements if each[0] != identifier]
    return rest if contents is None else [*rest, (identifier, contents)]


def posed(data: bytes, roll_deg: float, *, mirrored: bool) -> bytes:
    """Give the first track a pose: turned counter-clockwise, after a yaw of half a turn."""
    pose = [(PROJECTION_TYPE, number(0)), (ROLL, struct.pack(">d", roll_deg))]
    if mirrored:
        pose.append((YAW, struct.pack(">d", 180.0)))

    def change(tracks: list[Elements]) -> list[Elements]:
        (video,) = [contents for identifier, contents in tracks[0] if identifier == VIDEO]
        video = built(put(parse(video), PROJECTION, built(pose)))
        return [put(tracks[0], VIDEO, video), *tracks[1:]]

    return changed_tracks(data, change)


def flagged(data: bytes, default: tuple[bool, ...]) -> bytes:
    """Set which tracks are the default ones."""

    def change(tracks: list[Elements]) -> list[Elements]:
        return [
            put(track, DEFAULT_FLAG, number(int(flag)))
            for track, flag in zip(tracks, default, strict=True)
        ]

    return changed_tracks(data, change)


def retimed(data: bytes, new: Callable[[int], float | None], *, rate: bool = True) -> bytes:
    """Give the frames of a file with one track other times, and leave nothing that knows better.

    Args:
        data: the file.
        new: seconds for the number of each frame, in the order in which frames are shown.
        rate: whether the file still declares how long one frame lasts.
    """
    segment = dict(parse(data))[SEGMENT]
    blocks: list[tuple[int, bytes]] = []
    for identifier, contents in parse(segment):
        if identifier == CLUSTER:
            parts = parse(contents)
            begin = int.from_bytes(dict(parts)[TIMECODE], "big")
            blocks += [
                (begin + struct.unpack(">h", block[1:3])[0], block)
                for name, block in parts
                if name == SIMPLE_BLOCK
            ]
    order = {stamp: index for index, stamp in enumerate(sorted({stamp for stamp, _ in blocks}))}
    clusters: Elements = []
    for stamp, block in blocks:
        time_s = new(order[stamp])
        assert time_s is not None  # every block of Matroska has a time
        parts = [
            (TIMECODE, number(round(1000 * time_s))),
            (SIMPLE_BLOCK, block[:1] + bytes(2) + block[3:]),
        ]
        clusters.append((CLUSTER, built(parts)))

    def change(elements: Elements) -> Elements:
        return [each for each in elements if each[0] in (INFO, TRACKS)] + clusters

    data = _changed_segment(data, change)
    if rate:
        return data
    return changed_tracks(data, lambda tracks: [put(tracks[0], DEFAULT_DURATION, None)])


def _changed_segment(data: bytes, change: Callable[[Elements], Elements]) -> bytes:
    top = parse(data)
    return built(
        [
            (name, built(change([each for each in parse(contents) if each[0] not in _HEADERS])))
            if name == SEGMENT
            else (name, contents)
            for name, contents in top
        ]
    )
