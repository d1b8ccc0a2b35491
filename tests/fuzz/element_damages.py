"""Damages Matroska and WebM files: times, tracks, poses. In: bytes, dice. Out: bytes."""

import math
import random
import struct

from tests.fuzz.clocks import EDGES, Damage, known, wrong_time
from tests.video.siblings import ebml

_MASTERS = (ebml.SEGMENT, ebml.INFO, ebml.TRACKS, ebml.TRACK, ebml.VIDEO, ebml.CLUSTER,
            ebml.BLOCK_GROUP, 0x1C53BB6B, 0xBB, 0xB7)  # fmt: skip
# Times: of clusters, blocks, cues, frames; the scale and the length. Tracks: numbers, types, flags,
# codec, size in pixels and as shown, cropping, interlacing.
_TIMES = (ebml.TIMECODE, ebml.SIMPLE_BLOCK, ebml.BLOCK, 0x9B, 0xB3, ebml.DEFAULT_DURATION, 0x2AD7B1,
          ebml.DURATION, 0x56AA, 0x56BB, 0x23314F)  # fmt: skip
_TRACK_FIELDS = (ebml.NUMBER, 0x73C5, 0x83, 0xB9, ebml.DEFAULT_FLAG, 0x55AA, 0x9C, ebml.CODEC,
                 0xB0, 0xBA, 0x54B0, 0x54BA, 0x54AA, 0x9A, 0x9D)  # fmt: skip


def _element_times(data: bytes, dice: random.Random) -> bytes:
    return _changed_elements(data, _TIMES, dice)


def _element_tracks(data: bytes, dice: random.Random) -> bytes:
    return _changed_elements(data, _TRACK_FIELDS, dice)


def _changed_elements(data: bytes, names: tuple[int, ...], dice: random.Random) -> bytes:
    """Change the values of some elements of these names."""
    name = dice.choice(names)
    share = dice.choice((0.05, 0.3, 1.0))

    def changed(elements: ebml.Elements) -> ebml.Elements:
        return [
            (each, ebml.built(changed(ebml.parse(contents))))
            if each in _MASTERS
            else (each, _value(each, contents, dice))
            if each == name and dice.random() < share
            else (each, contents)
            for each, contents in elements
        ]

    return ebml.built(changed(ebml.parse(data)))


def _value(name: int, contents: bytes, dice: random.Random) -> bytes:
    if name in (ebml.SIMPLE_BLOCK, ebml.BLOCK):  # track, time after the cluster's, flags
        track = dice.choice((contents[:1], b"\x82", b"\xff", b"\x80"))
        after = struct.pack(">h", dice.choice((0, 1, -1, 32_767, -32_768, 40)))
        return track + dice.choice((contents[1:3], after)) + contents[3:]
    if name == ebml.DURATION:
        return struct.pack(">d", dice.choice((0.0, -1.0, math.nan, math.inf, 1e300, 1.0)))
    if name == ebml.CODEC:
        return dice.choice((b"V_VP8", b"V_MJPEG", b"A_AAC", b"V_MPEGH/ISO/HEVC", b"V_ZZ", b""))
    return dice.choice((ebml.number(dice.choice((*EDGES, 1 << 40, (1 << 64) - 1))), b"", b"\x01"))


def _element_clock(data: bytes, dice: random.Random) -> bytes:
    return ebml.retimed(data, known(wrong_time(dice)), rate=dice.random() < 0.5)


def _element_pose(data: bytes, dice: random.Random) -> bytes:
    roll = dice.choice((90.0, -90.0, 45.0, 180.0, math.nan, math.inf, 1e300))
    return ebml.posed(data, roll, mirrored=dice.random() < 0.5)


def _element_order(data: bytes, dice: random.Random) -> bytes:
    """Put the tracks in another order, some twice or not at all; or the clusters."""
    if dice.random() < 0.6:
        count = dice.choice((0, 1, 2, 2, 3, 40))
        return ebml.changed_tracks(
            data, lambda tracks: [dice.choice(tracks) for _ in range(count)] if tracks else []
        )

    def shuffled(elements: ebml.Elements) -> ebml.Elements:
        clusters = [each for each in elements if each[0] == ebml.CLUSTER]
        rest = [each for each in elements if each[0] != ebml.CLUSTER]
        dice.shuffle(clusters)
        return [*rest, *clusters[: dice.randrange(len(clusters) + 1)], *clusters[:1]]

    return ebml.built(
        [
            (name, ebml.built(shuffled(ebml.parse(contents)))) if name == ebml.SEGMENT
            else (name, contents)
            for name, contents in ebml.parse(data)
        ]
    )  # fmt: skip


ELEMENT_DAMAGES: tuple[Damage, ...] = (
    _element_times, _element_times, _element_tracks, _element_clock, _element_clock, _element_pose,
    _element_order,
)  # fmt: skip
