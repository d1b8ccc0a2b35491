"""Frames from files: true times, upright pictures, every usual kind of video."""

import struct
import sys
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from stabiel.system.resources import sample_path
from stabiel.video.reader import VideoFile
from stabiel.video.timestamps import TimeRepair
from tests.conftest import quarter_lit
from tests.video.reading import complaint, quarters, read, times_of

TICK_S = 1 / 90_000


def with_display_matrix(path, matrix):
    """Write the display matrix of the first track of an MP4, as phones do when held upright."""
    a, b, c, d = (value << 16 for value in matrix)
    data = bytearray(path.read_bytes())
    struct.pack_into(">9i", data, data.index(b"tkhd") + 44, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


# Times


def test_a_variable_frame_rate_stays_variable(make_video):
    times = [0.0, 0.033, 0.1, 0.5, 0.51, 1.7]

    assert times_of(make_video(times_s=times)) == pytest.approx(times, abs=TICK_S)


def test_29_97_is_not_30(make_video):
    times = [index * 1001 / 30_000 for index in range(90)]

    found = times_of(make_video(times_s=times))

    assert found == pytest.approx(times, abs=TICK_S)
    assert found[-1] != pytest.approx(89 / 30, abs=100 * TICK_S)


@pytest.mark.parametrize("name", ["late.mp4", "late.mkv", "late.ts"])
def test_the_first_frame_is_time_zero_even_where_the_stream_starts_later(make_video, name):
    path = make_video(name, times_s=[2.0, 2.1, 2.3])

    assert times_of(path) == pytest.approx([0.0, 0.1, 0.3], abs=0.001)


def test_a_time_that_repeats_or_runs_back_lies_between_its_neighbors(make_video, tmp_path):
    source = make_video("plain.avi", codec="mjpeg", pix_fmt="yuvj420p", times_s=range(6),
                        time_base=Fraction(1))  # fmt: skip
    with av.open(source) as original, av.open(tmp_path / "odd.mkv", "w") as output:
        stream = output.add_stream_from_template(original.streams.video[0])
        packets = [packet for packet in original.demux(video=0) if packet.size]
        for order, (packet, stamp) in enumerate(
            zip(packets, [0, 40, 40, 120, 80, 160], strict=True)
        ):
            packet.stream, packet.time_base = stream, Fraction(1, 1000)
            packet.dts, packet.pts = order, stamp
            output.mux(packet)

    frames = read(tmp_path / "odd.mkv")

    assert [frame.time_s for frame in frames] == pytest.approx([0.0, 0.04, 0.08, 0.12, 0.14, 0.16])
    assert [frame.repair for frame in frames] == [
        None, None, TimeRepair.ESTIMATED, None, TimeRepair.ESTIMATED, None,
    ]  # fmt: skip


def test_the_declared_length_and_rate_are_known_before_the_first_frame(make_video):
    with VideoFile(make_video(times_s=[index / 25 for index in range(50)])) as video:
        assert video.duration_s == pytest.approx(2.0)
        assert video.frame_count == 50
        assert video.rate_hz == pytest.approx(25.0)


def test_240_frames_a_second_have_a_time_each(make_video):
    times = [index / 240 for index in range(480)]

    assert times_of(make_video(times_s=times)) == pytest.approx(times, abs=TICK_S)


# Upright pictures


@pytest.mark.parametrize(
    ("matrix", "shape", "lit"),
    [
        ((1, 0, 0, 1), (48, 64, 3), 0),
        ((0, 1, -1, 0), (64, 48, 3), 1),  # a quarter clockwise: what was left is now on top
        ((-1, 0, 0, -1), (48, 64, 3), 3),
        ((0, -1, 1, 0), (64, 48, 3), 2),
    ],
    ids=["0", "90", "180", "270"],
)
def test_the_rotation_flag_of_a_phone_is_applied(make_video, matrix, shape, lit):
    path = with_display_matrix(make_video(size=(64, 48)), matrix)

    with VideoFile(path) as video:
        frames = list(video)

        assert (video.height_px, video.width_px, 3) == shape
    assert all(frame.image.shape == shape for frame in frames)
    bright = quarters(frames[0].image)
    assert bright[lit] > 240
    assert max(bright[:lit] + bright[lit + 1 :]) < 15


@pytest.mark.parametrize(("pixel_aspect", "width"), [(Fraction(4, 3), 85), (Fraction(1, 2), 32)])
def test_pixels_become_square(make_video, pixel_aspect, width):
    with VideoFile(make_video(size=(64, 48), pixel_aspect=pixel_aspect)) as video:
        first = next(iter(video))

        assert first.image.shape == (48, width, 3)
        assert (video.width_px, video.height_px) == (width, 48)


def test_turned_pixels_that_are_not_square_are_stretched_before_the_turn(make_video):
    path = make_video(size=(64, 48), pixel_aspect=Fraction(2))

    first, *_ = read(with_display_matrix(path, (0, 1, -1, 0)))

    assert first.image.shape == (128, 48, 3)


@pytest.mark.parametrize("size", [(63, 47), (47, 63), (1, 1), (2, 98), (98, 2)])
def test_odd_and_extreme_sizes_keep_every_pixel(make_video, size):
    path = make_video("odd.mkv", codec="ffv1", pix_fmt="bgra", size=size)

    first, *_ = read(path)

    assert first.image.shape == (size[1], size[0], 3)
    assert first.image.flags.c_contiguous  # the landmarker reads through any padding of rows


def test_a_portrait_video_is_portrait(make_video):
    with VideoFile(make_video(size=(48, 64))) as video:
        first, *_ = video

        assert (video.width_px, video.height_px) == (48, 64)
    assert quarters(first.image)[0] > 240


# Codecs and pixel formats


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("h264.mp4", "libx264", "yuv420p"),
        ("h264.mov", "libx264", "yuv420p"),
        ("ten-bit.mkv", "libx264", "yuv420p10le"),
        ("gray.mkv", "ffv1", "gray"),
        ("vp9.webm", "libvpx-vp9", "yuv420p"),
        ("alpha.webm", "libvpx-vp9", "yuva420p"),
        ("alpha.mov", "png", "rgba"),
        ("mjpeg.avi", "mjpeg", "yuvj420p"),
        ("mpeg4.avi", "mpeg4", "yuv420p"),
        ("broadcast.ts", "libx264", "yuv420p"),
    ],
)
def test_every_usual_kind_of_video_is_read_as_rgb(make_video, name, codec, pix_fmt):
    path = make_video(name, codec=codec, pix_fmt=pix_fmt, time_base=Fraction(1, 25))

    frames = read(path)

    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.04, 0.08, 0.12, 0.16])
    assert frames[0].image.dtype == np.uint8
    assert frames[0].image.shape == (48, 64, 3)
    assert quarters(frames[0].image) == pytest.approx([255, 0, 0, 0], abs=12)


def test_colors_are_red_green_blue(make_video):
    path = make_video(picture=lambda _: np.full((48, 64, 3), (200, 40, 90), np.uint8))

    assert read(path)[0].image[24, 32] == pytest.approx([200, 40, 90], abs=6)


@pytest.mark.parametrize("transfer", [16, 18], ids=["PQ", "HLG"])
def test_a_picture_of_high_dynamic_range_is_a_picture(tmp_path, transfer):
    path = tmp_path / "hdr.mp4"
    with av.open(path, "w") as output:
        stream = output.add_stream("libx265", rate=25, options={"x265-params": "log-level=none"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p10le"
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace = 9, transfer, 9  # BT.2020
        for _ in range(3):
            image = av.VideoFrame.from_ndarray(quarter_lit((64, 48)), format="rgb24")
            output.mux(stream.encode(image.reformat(format="yuv420p10le")))
        output.mux(stream.encode(None))

    frames = read(path)

    assert len(frames) == 3
    lit, *dark = quarters(frames[0].image)
    assert lit > 200
    assert max(dark) < 30


@pytest.mark.parametrize("name", ["clip.txt", "clip.jpg", "clip.wav", "clip", "clip.m3u8"])
def test_the_contents_decide_the_format(make_video, name):
    path = make_video("clip.mp4")

    assert len(read(path.rename(path.with_name(name)))) == 5


def test_a_video_of_one_frame_is_a_picture(make_video):
    assert "single picture" in complaint(make_video(times_s=[0.0]))


@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_a_still_picture_has_one_frame_and_is_refused_after_it(tmp_path, ending):
    path = tmp_path / f"still.{ending}"
    assert cv2.imwrite(str(path), np.full((48, 64, 3), (0, 0, 255), np.uint8))  # red, BGR

    with VideoFile(path) as video:
        frame = next(iter(video))

    assert frame.time_s == 0.0
    assert frame.image[24, 32] == pytest.approx([255, 0, 0], abs=3)
    assert "single picture" in complaint(path)


def test_the_picture_after_a_wrong_time_is_found(make_video):
    path = make_video(
        times_s=[0.0, 0.04, 0.08, 0.08, 0.16, 0.2],
        picture=lambda index: np.full((48, 64, 3), 40 * index, np.uint8),
        time_base=Fraction(1, 1000),
        codec="ffv1", pix_fmt="bgra", name="odd.mkv",
    )  # fmt: skip
    whole = {frame.time_s: frame.image for frame in read(path)}
    with VideoFile(path) as video:
        found = video.images_at(whole)

    assert len(whole) == 6
    assert {time_s: image[0, 0, 0] for time_s, image in found.items()} == {
        time_s: image[0, 0, 0] for time_s, image in whole.items()
    }


def test_a_shape_of_the_pixels_that_changes_on_the_way_is_followed(make_video, tmp_path):
    path = tmp_path / "joined.ts"
    parts = [
        make_video(f"{width}.ts", times_s=[index / 25 for index in range(30)],
                   pixel_aspect=Fraction(width, 3))
        for width in (4, 6, 3)
    ]  # fmt: skip
    path.write_bytes(b"".join(part.read_bytes() for part in parts))

    frames = read(path)

    assert [frame.image.shape[1] for frame in frames] == [85] * 30 + [128] * 30 + [64] * 30
    assert [frame.time_s for frame in frames] == pytest.approx([n / 25 for n in range(90)])


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_reading_leaves_the_cores_to_the_others():
    before = len(list(Path("/proc/self/task").iterdir()))
    with VideoFile(sample_path()) as video:
        during = {len(list(Path("/proc/self/task").iterdir())) for _ in islice(video, 20)}

    assert during == {before}
