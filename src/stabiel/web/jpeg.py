"""The size of a JPEG picture, read from its header. In: bytes. Out: width and height.

A few bytes can claim a picture 65,535 pixels wide, so the size is checked before decoding.
"""

import struct

LONGEST_SIDE_PX = 1920
MOST_BYTES = 1_500_000
_START, _MARKER = b"\xff\xd8", 0xFF
# Baseline and progressive frames; 0xC4, 0xC8 and 0xCC are tables.
_FRAME_HEADS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Return (width, height) in pixels.

    Raises:
        ValueError: it is not a JPEG, or too large in bytes or pixels.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(f"a picture of {len(data)} bytes; the limit is {MOST_BYTES}")
    if data[:2] != _START:
        raise ValueError("this is not a JPEG picture")
    at = 2
    while at + 9 <= len(data) and data[at] == _MARKER:
        kind = data[at + 1]
        if kind in _FRAME_HEADS:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            if not 0 < max(width, height) <= LONGEST_SIDE_PX or min(width, height) == 0:
                raise ValueError(
                    f"a picture of {width}x{height}; the limit is {LONGEST_SIDE_PX} pixels a side"
                )
            return width, height
        if kind in _ALONE or kind == _MARKER:
            at += 1 if kind == _MARKER else 2
            continue
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    raise ValueError("this JPEG picture has no header")
