"""Interlaced video: both half pictures of a frame become pictures, each at its own time."""

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from stabiel.video.reader import VideoFile
from tests.video.reading import read, times_of


def bar(index: int) -> np.ndarray:
    """Draw a white bar that moves to the right by four pixels each time."""
    image = np.zeros((64, 96, 3), np.uint8)
    image[:, 4 * index % 80 :][:, :12] = 255
    return image


def interlaced(path, frames=12, *, codec="mpeg2video"):
    """Weave pairs of pictures, as a camcorder does, 25 frames per second."""
    with av.open(path, "w") as output:
        stream = output.add_stream(codec, rate=25, options={"flags": "+ilme+ildct", "top": "1"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.codec_context.bit_rate = 4_000_000
        for number in range(frames):
            woven = bar(2 * number)
            woven[1::2] = bar(2 * number + 1)[1::2]
            graph = av.filter.Graph()
            source = graph.add_buffer(
                width=96, height=64, format="rgb24", time_base=Fraction(1, 25)
            )
            nodes = [
                source,
                graph.add("format", "yuv420p"),
                graph.add("setfield", "tff"),
                graph.add("buffersink"),
            ]
            for one, two in pairwise(nodes):
                one.link_to(two)
            graph.configure()
            frame = av.VideoFrame.from_ndarray(woven, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            graph.push(frame)
            output.mux(stream.encode(graph.pull()))
        output.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("ending", ["mkv", "ts", "mpg", "avi"])
def test_every_half_picture_is_a_picture_at_its_own_time(tmp_path, ending):
    frames = read(interlaced(tmp_path / f"camcorder.{ending}"))

    assert [frame.time_s for frame in frames] == pytest.approx(
        [0.02 * index for index in range(24)], abs=0.002
    )
    for index, frame in enumerate(frames):
        white = frame.image[..., 0] > 127
        left = np.argmax(white, axis=1)
        assert abs(np.median(left) - 4 * index % 80) <= 2
        assert np.ptp(left[2:-2]) <= 3  # no comb: neighboring lines agree


def test_the_picture_of_a_time_is_no_comb_either(tmp_path):
    path = interlaced(tmp_path / "camcorder.mkv")
    whole = {frame.time_s: frame.image for frame in read(path)}
    with VideoFile(path) as video:
        found = video.images_at(whole, jump=True)

    assert {time_s: image.tolist() for time_s, image in found.items()} == {
        time_s: image.tolist() for time_s, image in whole.items()
    }


def test_what_is_not_interlaced_keeps_its_frames(make_video):
    assert len(times_of(make_video(times_s=[index / 25 for index in range(30)]))) == 30
