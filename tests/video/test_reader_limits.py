"""Large videos: they are scaled and take little memory; claims beyond all size are refused."""

import struct
import subprocess
import sys
import zlib
from fractions import Fraction

import av
import pytest

from stabiel.errors import VideoError
from stabiel.video.reader import LONGEST_SIDE_PX, VideoFile
from tests.video.reading import complaint


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
        first = next(iter(video))

        assert (video.width_px, video.height_px) == size
    assert first.image.shape == shape
    assert max(first.image.shape) == LONGEST_SIDE_PX


# VmHWM, because getrusage also counts the peak of the parent process.
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
    """Read a video in another process; return its output and the growth of its memory in bytes."""
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
    """Return a PNG of few bytes that claims to be this large."""

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
    times_s = [9.0 * index for index in range(4_900)]

    assert "more than 12 hours" in complaint(make_video("long.mkv", times_s=times_s, size=(16, 16)))


def test_a_video_whose_length_is_declared_as_a_day_is_refused_at_once(make_video):
    path = make_video("clip.mkv")
    data = bytearray(path.read_bytes())
    struct.pack_into(">d", data, data.index(b"\x44\x89\x88") + 3, 86_400e3)  # milliseconds
    path.write_bytes(data)
    with path.open("r+b") as file:
        file.truncate(86_400 * 1_000)  # as large as a day of the smallest pictures

    with pytest.raises(VideoError, match="more than 12 hours"):
        VideoFile(path)


def test_a_video_that_claims_to_last_for_years_in_a_few_bytes_is_read(make_video):
    path = make_video("clip.mkv")
    data = bytearray(path.read_bytes())
    struct.pack_into(">d", data, data.index(b"\x44\x89\x88") + 3, 1e11)  # milliseconds
    path.write_bytes(data)

    with VideoFile(path) as video:
        assert video.duration_s is None
        assert len(list(video)) == 5


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
    # VmHWM, because getrusage also counts the peak of the parent process.
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
