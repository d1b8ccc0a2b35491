"""Frames from files: true times, upright pictures, little memory; a bad file is one sentence."""

import os
import socket
import struct
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from stabiel.errors import VideoError
from stabiel.system.resources import sample_path
from stabiel.video.reader import LONGEST_SIDE_PX, VideoFile
from tests.conftest import quarter_lit

TICK_S = 1 / 90_000


def read(path):
    with VideoFile(path) as video:
        return list(video)


def times_of(path):
    return [frame.time_s for frame in read(path)]


def quarters(image):
    """Mean brightness of upper left, upper right, lower left, lower right."""
    rows, columns = image.shape[0] // 2, image.shape[1] // 2
    halves = (image[:rows], image[rows:])
    return [
        round(part.mean()) for half in halves for part in (half[:, :columns], half[:, columns:])
    ]


def with_display_matrix(path, matrix):
    """Write the display matrix of the first track of an MP4, as phones do when held upright."""
    a, b, c, d = (value << 16 for value in matrix)
    data = bytearray(path.read_bytes())
    struct.pack_into(">9i", data, data.index(b"tkhd") + 44, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


def complaint(path):
    """The one sentence about a file that cannot be read."""
    with pytest.raises(VideoError) as caught:
        read(path)
    message = str(caught.value)
    assert caught.value.exit_code == 3
    assert message.startswith(f"{path}: ")
    assert message.endswith(".")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


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


def test_a_stamp_that_repeats_or_runs_back_is_left_out(make_video, tmp_path):
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

    assert times_of(tmp_path / "odd.mkv") == pytest.approx([0.0, 0.04, 0.12, 0.16])


def test_the_declared_length_and_rate_are_known_before_the_first_frame(make_video):
    with VideoFile(make_video(times_s=[index / 25 for index in range(50)])) as video:
        assert video.duration_s == pytest.approx(2.0)
        assert video.frame_count == 50
        assert video.rate_hz == pytest.approx(25.0)


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


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((3840, 2160), (720, 1280, 3)),
        ((2160, 3840), (1280, 720, 3)),
        ((7680, 4320), (720, 1280, 3)),
        ((4000, 2), (1, 1280, 3)),
    ],
)
def test_4k_and_8k_are_scaled_down_as_it_is_decoded(make_video, size, shape):
    path = make_video("4k.avi", codec="mjpeg", pix_fmt="yuvj420p", size=size, times_s=[0.0],
                      time_base=Fraction(1, 25))  # fmt: skip

    with VideoFile(path) as video:
        first, *_ = video

        assert (video.width_px, video.height_px) == size
    assert first.image.shape == shape
    assert max(first.image.shape) == LONGEST_SIDE_PX


def test_240_frames_a_second_have_a_time_each(make_video):
    times = [index / 240 for index in range(480)]

    assert times_of(make_video(times_s=times)) == pytest.approx(times, abs=TICK_S)


# VmHWM, since getrusage also counts the peak of the process that started this one.
PEAK = """
import re, sys
from pathlib import Path
from stabiel.errors import VideoError
from stabiel.video.reader import VideoFile
status = Path("/proc/self/status")
before = int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1])
try:
    with VideoFile(Path(sys.argv[1])) as video:
        print(sum(1 for _ in video))
except VideoError as error:
    print(error)
print(1024 * (int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) - before))
"""


def peak_of(path):
    """What a process of its own says of a video, and by how many bytes its memory grew."""
    run = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True
    )
    *words, growth = run.stdout.splitlines()
    return words, int(growth)


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_8k_takes_the_memory_of_a_few_pictures(make_video):
    path = make_video("8k.avi", codec="mjpeg", pix_fmt="yuvj420p", size=(7680, 4320),
                      times_s=[index / 25 for index in range(4)],
                      time_base=Fraction(1, 25))  # fmt: skip

    words, growth_bytes = peak_of(path)

    assert words == ["4"]
    assert growth_bytes < 12 * 7680 * 4320 * 1.5  # as many as there are threads that decode


def png_that_claims(width, height):
    """A PNG of some bytes that says it is as large as this."""

    def chunk(kind, data):
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("size", [(65_535, 65_535), (16_000, 16_000), (9_000, 9_000)], ids=str)
def test_a_few_bytes_that_claim_a_huge_picture_take_no_memory(tmp_path, size):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_that_claims(*size))

    words, growth_bytes = peak_of(path)

    (line,) = words
    assert line.startswith(f"{path}: ")
    assert growth_bytes < 100e6


def test_a_video_of_more_than_half_a_day_is_refused(make_video):
    assert "more than 12 hours" in complaint(make_video("long.mkv", times_s=[0, 60, 50_000]))


def test_a_video_that_claims_to_last_for_years_is_refused_at_once(make_video):
    path = make_video("clip.mkv")
    data = bytearray(path.read_bytes())
    struct.pack_into(">d", data, data.index(b"\x44\x89\x88") + 3, 1e11)  # milliseconds
    path.write_bytes(data)

    with pytest.raises(VideoError, match="more than 12 hours"):
        VideoFile(path)


def test_a_video_of_too_many_pictures_is_refused(make_video, monkeypatch):
    monkeypatch.setattr("stabiel.video.reader.MOST_FRAMES", 4)

    assert "or 4 pictures" in complaint(make_video())


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_a_long_4k_video_needs_no_more_memory_than_its_beginning(make_video, tmp_path):
    first = make_video("first.avi", codec="mjpeg", pix_fmt="yuvj420p", size=(3840, 2160),
                       times_s=[0.0], time_base=Fraction(1, 25))  # fmt: skip
    long = tmp_path / "long.avi"
    with av.open(first) as original, av.open(long, "w") as output:
        stream = output.add_stream_from_template(original.streams.video[0])
        (data,) = (bytes(packet) for packet in original.demux(video=0) if packet.size)
        for index in range(80):
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, Fraction(1, 25)
            packet.pts = packet.dts = index
            output.mux(packet)
    # VmHWM, since getrusage also counts the peak of the process that started this one.
    program = """
import re, sys
from pathlib import Path
from stabiel.video.reader import VideoFile
status, peaks = Path("/proc/self/status"), []
with VideoFile(Path(sys.argv[1])) as video:
    for frame in video:
        peaks.append(int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]))
print(len(peaks), 1024 * (peaks[-1] - peaks[15]))
"""
    run = subprocess.run(
        [sys.executable, "-c", program, str(long)], capture_output=True, text=True, check=True
    )

    count, growth_bytes = map(int, run.stdout.split())
    assert count == 80
    assert growth_bytes < 5 * 1280 * 720 * 3  # keeping the frames would be 64 of these


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
def test_what_a_file_is_its_content_says(make_video, name):
    path = make_video("clip.mp4")

    assert len(read(path.rename(path.with_name(name)))) == 5


def test_a_video_of_one_frame(make_video):
    assert times_of(make_video(times_s=[0.0])) == [0.0]


@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_a_still_picture_is_one_frame(tmp_path, ending):
    path = tmp_path / f"still.{ending}"
    assert cv2.imwrite(str(path), np.full((48, 64, 3), (0, 0, 255), np.uint8))  # red, BGR

    (frame,) = read(path)

    assert frame.time_s == 0.0
    assert frame.image[24, 32] == pytest.approx([255, 0, 0], abs=3)


# Files that are whole, though they may not look it


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_sound_that_goes_on_after_the_picture_is_no_broken_file(make_video, name):
    for frames in (2, 25):
        path = make_video(name, times_s=[index / 25 for index in range(frames)], sound_s=6.0)

        assert len(read(path)) == frames


@pytest.mark.parametrize("name", ["slow.mp4", "slow.mkv", "slow.ts"])
def test_pictures_that_stand_for_seconds_are_no_broken_file(make_video, name):
    assert times_of(make_video(name, times_s=[0, 3, 6, 9])) == pytest.approx([0, 3, 6, 9])


def test_a_clip_trimmed_on_the_phone_is_no_broken_file(make_video):
    path = make_video(times_s=[index / 25 for index in range(250)])
    data = bytearray(path.read_bytes())
    edit = data.index(b"elst") + 12
    assert struct.unpack_from(">I", data, edit) == (10_000,)
    struct.pack_into(">I", data, edit, 3_000)  # show the first three seconds only
    path.write_bytes(data)

    assert times_of(path)[-1] == pytest.approx(2.96, abs=0.1)


# Files that cannot be read


def test_a_missing_file(tmp_path):
    assert "no such file" in complaint(tmp_path / "gone.mp4")


def test_a_folder(tmp_path):
    assert "folder" in complaint(tmp_path)


def test_an_empty_file(tmp_path):
    (tmp_path / "empty.mp4").touch()

    assert "empty" in complaint(tmp_path / "empty.mp4")


def test_a_text_file_with_the_name_of_a_video(tmp_path):
    (tmp_path / "text.mp4").write_text("Hef het bekken van de grond.\n" * 40)

    assert "not a video" in complaint(tmp_path / "text.mp4")


def test_a_file_with_sound_only(tmp_path):
    path = tmp_path / "sound.wav"
    samples = struct.pack("<800h", *range(800))
    path.write_bytes(
        b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16_000, 2, 16)
        + b"data" + struct.pack("<I", len(samples)) + samples
    )  # fmt: skip

    assert "no picture" in complaint(path)


def test_a_file_cut_off_before_its_index(make_video):
    path = make_video(times_s=[index / 25 for index in range(50)])
    data = path.read_bytes()
    assert data.index(b"mdat") < data.index(b"moov")
    path.write_bytes(data[: data.index(b"moov") - 4])

    assert "end or head is missing" in complaint(path)


@pytest.mark.parametrize(
    ("name", "codec"), [("cut.mp4", "libx264"), ("cut.mkv", "libx264"), ("cut.webm", "libvpx-vp9")]
)
def test_a_file_cut_off_after_its_index(make_video, name, codec):
    noise = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)
    path = make_video(
        name,
        codec=codec,
        times_s=[index / 25 for index in range(250)],
        picture=lambda index: np.roll(noise, index, axis=1),
        container={"movflags": "+faststart"} if name.endswith("mp4") else None,
    )
    assert len(read(path)) == 250
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])

    assert "breaks off at" in complaint(path)


def test_noise_in_the_middle_costs_frames_and_not_the_video(make_video):
    path = make_video("noise.ts", times_s=[index / 25 for index in range(100)])
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = bytes(300)
    path.write_bytes(data)

    assert 50 < len(read(path)) <= 100


# Nothing is read but the file itself


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "list.m3u8",
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:0.2,\nother.ts\n#EXT-X-ENDLIST\n",
        ),
        ("list.mp4", "ffconcat version 1.0\nfile other.ts\n"),
    ],
)
def test_a_playlist_does_not_lead_to_other_files(make_video, tmp_path, name, text):
    other = make_video("other.ts")
    playlist = tmp_path / name
    playlist.write_text(text)
    with av.open(str(playlist)) as followed:  # the decoder by itself would
        assert sum(1 for _ in followed.decode(video=0)) == len(read(other))

    assert "not a video" in complaint(playlist)


def test_a_playlist_does_not_lead_to_an_address(tmp_path):
    playlist = tmp_path / "list.m3u8"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        playlist.write_text(
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n"
            f"http://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n"
        )

        complaint(playlist)

        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()


# Names


@pytest.mark.parametrize(
    "name", ["my bridge.mp4", "🎥 é.mp4", "-rf.mp4", "%d.mp4", "a'b\"c.mp4", "tcp:1.mp4", "[1].mp4"]
)
def test_a_name_is_only_a_name(make_video, name, monkeypatch, tmp_path):
    path = make_video(name)
    monkeypatch.chdir(tmp_path)

    assert len(read(path)) == len(read(path.relative_to(tmp_path))) == 5


def test_a_name_that_reads_as_a_pattern_is_that_one_file(tmp_path):
    for name, gray in (("frame001.png", 10), ("frame002.png", 20), ("frame%03d.png", 99)):
        done, data = cv2.imencode(".png", np.full((48, 64, 3), gray, np.uint8))
        assert done
        (tmp_path / name).write_bytes(data.tobytes())

    (frame,) = read(tmp_path / "frame%03d.png")

    assert np.unique(frame.image).tolist() == [99]


def test_a_pattern_without_such_a_file_is_a_missing_file(tmp_path):
    assert cv2.imwrite(str(tmp_path / "frame001.png"), np.zeros((4, 4, 3), np.uint8))

    assert "no such file" in complaint(tmp_path / "frame%03d.png")


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_reading_leaves_the_cores_to_the_others():
    before = len(list(Path("/proc/self/task").iterdir()))
    with VideoFile(sample_path()) as video:
        during = {len(list(Path("/proc/self/task").iterdir())) for _ in islice(video, 20)}

    assert during == {before}


@pytest.mark.parametrize(
    ("stamped", "recorded"),
    [
        ("2024-05-06T07:08:09.000000Z", "2024-05-06T07:08:09+00:00"),
        ("1904-01-01T00:00:00.000000Z", "2021-02-03T04:05:06+00:00"),
        ("2999-01-01T00:00:00.000000Z", "2021-02-03T04:05:06+00:00"),
        ("", "2021-02-03T04:05:06+00:00"),
    ],
)
def test_when_it_was_recorded_is_what_the_camera_says_if_that_can_be_true(
    make_video, tmp_path, stamped: str, recorded: str
) -> None:
    path = stamped_copy(make_video(), tmp_path / "stamped.mp4", stamped)
    written_s = datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC).timestamp()
    os.utime(path, (written_s, written_s))

    with VideoFile(path) as video:
        assert video.recorded_at == datetime.fromisoformat(recorded)


def test_a_video_of_no_time_that_can_be_true_is_of_now(make_video) -> None:
    path = make_video()
    os.utime(path, (0, 0))

    with VideoFile(path) as video:
        assert abs(datetime.now(UTC) - video.recorded_at) < timedelta(minutes=5)


def stamped_copy(path: Path, out: Path, stamp: str) -> Path:
    """Write the same pictures with another date of recording."""
    with av.open(str(path)) as source, av.open(str(out), "w") as target:
        if stamp:
            target.metadata["creation_time"] = stamp
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    return out
