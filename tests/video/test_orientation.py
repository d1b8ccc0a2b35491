"""Every way to lay a picture down, from a display matrix."""

import math
import struct
from itertools import product

import av
import numpy as np
import pytest
from av.bitstream import BitStreamFilterContext

from stabiel.video.orientation import AS_STORED, Orientation, orientation_of
from tests.video.reading import quarters, read

EIGHT = [
    axes
    for axes in product((-1, 0, 1), repeat=4)
    if abs(axes[0] * axes[3] - axes[1] * axes[2]) == 1 and sum(map(abs, axes)) == 2
]


def matrix(a: float, b: float, c: float, d: float) -> bytes:
    """Return the matrix with x' = a x + c y and y' = b x + d y, as the decoder gives it."""
    one = 1 << 16
    axes = (a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)
    return struct.pack("=9i", *map(round, axes))


def moved(image: np.ndarray, a: int, b: int, c: int, d: int) -> np.ndarray:
    """Move every pixel by the matrix, one at a time."""
    height, width = image.shape[:2]
    places = {
        (a * x + c * y, b * x + d * y): image[y, x] for y in range(height) for x in range(width)
    }
    left, top = min(x for x, _ in places), min(y for _, y in places)
    right, bottom = max(x for x, _ in places), max(y for _, y in places)
    return np.array(
        [[places[x, y] for x in range(left, right + 1)] for y in range(top, bottom + 1)], np.uint8
    )


def test_there_are_eight():
    assert len(EIGHT) == 8
    assert len({orientation_of(matrix(*axes)) for axes in EIGHT}) == 8


@pytest.mark.parametrize("axes", EIGHT, ids=str)
def test_every_pixel_goes_where_the_matrix_says(axes):
    image = np.arange(3 * 4 * 3, dtype=np.uint8).reshape(3, 4, 3)
    orientation = orientation_of(matrix(*axes))

    upright = orientation.upright(image)

    assert upright.tolist() == moved(image, *axes).tolist()
    assert upright.flags.c_contiguous
    assert orientation.size(4, 3) == (upright.shape[1], upright.shape[0])


@pytest.mark.parametrize("axes", EIGHT, ids=str)
@pytest.mark.parametrize("degrees", [-40, -10, 10, 40])
def test_another_angle_is_the_nearest_of_the_eight(axes, degrees):
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    a, b, c, d = axes
    tilted = (a * cos - b * sin, a * sin + b * cos, c * cos - d * sin, c * sin + d * cos)

    assert orientation_of(matrix(*tilted)) == orientation_of(matrix(*axes))


@pytest.mark.parametrize("scale", [(0.1, 0.1), (3, 3), (1, 0.25), (100, 1)])
def test_the_scale_does_not_count(scale):
    across, down = scale

    assert orientation_of(matrix(0, across, -down, 0)) == orientation_of(matrix(0, 1, -1, 0))


@pytest.mark.parametrize(
    "axes", [(0, 0, 0, 0), (1, 1, 1, 1), (1, 0, 0, 0), (0, 1, 0, -1), (1, 1, -1, -1)]
)
def test_a_matrix_that_leaves_nothing_of_the_picture_means_nothing(axes):
    assert orientation_of(matrix(*axes)) == AS_STORED


def test_a_matrix_that_is_cut_off_means_nothing():
    assert orientation_of(matrix(0, 1, -1, 0)[:20]) == AS_STORED


def test_nothing_to_do_copies_nothing():
    image = np.zeros((3, 4, 3), np.uint8)

    assert AS_STORED.upright(image) is image
    assert Orientation() == AS_STORED


# What stands in the stream itself


def with_orientation(path, out, codec: str, option: str):
    """Write the same video with the orientation in the stream itself (SEI)."""
    with av.open(path) as source, av.open(out, "w") as output:
        stream = source.streams.video[0]
        target = output.add_stream_from_template(stream)
        noted = BitStreamFilterContext(f"{codec}_metadata={option}", stream, target)
        for packet in source.demux(stream):
            for each in noted.filter(packet if packet.dts is not None else None):
                each.stream = target
                output.mux(each)
    return out


@pytest.mark.parametrize(
    ("option", "lit"),
    [
        ("rotate=0", 0),
        ("rotate=90", 2),
        ("rotate=180", 3),
        ("rotate=270", 1),
        ("rotate=0:flip=horizontal", 1),
        ("rotate=0:flip=vertical", 2),
    ],
)
@pytest.mark.parametrize("ending", ["h264", "mkv", "ts", "mp4"])
def test_the_orientation_in_the_stream_holds_for_every_picture(
    make_video, tmp_path, option, lit, ending
):
    # In a transport stream the message comes again before the second key frame, but FFmpeg finds
    # it one picture later.
    source = "plain.mp4" if ending in ("mkv", "mp4") else "plain.ts"
    plain = make_video(source, times_s=[index / 25 for index in range(300)])
    path = with_orientation(
        plain, tmp_path / f"noted.{ending}", "h264", f"display_orientation=insert:{option}"
    )

    frames = read(path)

    assert len(frames) == 300
    for frame in frames:
        assert frame.image.shape[:2] == (
            (64, 48) if "90" in option or "270" in option else (48, 64)
        )
        bright = quarters(frame.image)
        assert bright.index(max(bright)) == lit
        assert sorted(bright)[2] < 15
