"""Writes small moving pictures whose every frame can be told. In: a film. Out: a video file.

Everything goes through PyAV, so that the files are the same on every computer. What PyAV does not
write (matrices, wrong times) is changed in the bytes afterwards, by the modules beside this one.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream

from tests.video.siblings.pattern import UPRIGHT, Image, Matrix, drawn, stored

RATE_HZ = 20
FRAMES = 24
SIZE = (96, 64)
# The names of PyAV for the endings.
CONTAINERS = {
    ".mkv": "matroska", ".ts": "mpegts", ".mpg": "mpeg", ".vob": "vob", ".wmv": "asf",
    ".asf": "asf", ".m2v": "mpeg2video", ".m1v": "mpeg1video", ".mjpeg": "mjpeg", ".m4v": "m4v",
    ".y4m": "yuv4mpegpipe", ".apng": "apng",
}  # fmt: skip
_X265 = "log-level=none:b-adapt=0:scenecut=0:ctu=16:min-cu-size=8:pools=none:frame-threads=1"
_OPTIONS = {
    "libx264": {"preset": "ultrafast", "qp": "20", "g": "12"},
    "libx265": {"preset": "ultrafast"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8", "g": "12"},
    "libvpx": {"deadline": "realtime", "cpu-used": "8", "g": "12", "b": "1M"},
    "mjpeg": {"q:v": "3"},
    "libsvtav1": {"preset": "8", "svtav1-params": "crf=12:lp=1"},
}
_PIXELS = {"mjpeg": "yuvj420p", "png": "rgb24", "gif": "rgb8", "libwebp_anim": "bgra",
           "apng": "rgb24", "bmp": "bgr24", "tiff": "rgb24"}  # fmt: skip
# These get their quality by their options, or have only one.
_OF_ONE_QUALITY = ("libx264", "libx265", "libvpx-vp9", "libsvtav1", "mjpeg", "png",
                   "gif")  # fmt: skip
SOUNDS = {"asf": "mp2", "mpeg": "mp2", "vob": "mp2", "avi": "mp2", "mpegts": "mp2"}


@dataclass(frozen=True)
class Film:
    """What is to be seen, and how it is coded.

    Attributes:
        numbers: of the pictures, in order.
        b_frames: in a row, between others; 0 for codecs that have none.
        matrix: the pictures are stored so that this display matrix shows them upright.
        pixel_aspect: width of a pixel over its height.
        picture: draws the picture of a number, upright; None for the pattern.
        setting: an FFmpeg filter for the flags of each frame, such as "setfield=tff".
    """

    codec: str = "libx264"
    numbers: tuple[int, ...] = tuple(range(FRAMES))
    rate_hz: Fraction | int = RATE_HZ
    size: tuple[int, int] = SIZE
    b_frames: int = 0
    matrix: Matrix = UPRIGHT
    pixel_aspect: Fraction | None = None
    pixels: str | None = None
    picture: Callable[[int], Image] | None = None
    setting: str | None = None
    options: tuple[tuple[str, str], ...] = ()

    def times_s(self) -> tuple[float, ...]:
        """Return the right times of its frames."""
        return tuple(index / float(self.rate_hz) for index in range(len(self.numbers)))


Alter = Callable[[list[Packet]], list[Packet]]


@dataclass(frozen=True)
class Track:
    """A film in a file, from some time on, with a flag such as "attached_pic"."""

    film: Film
    disposition: str | None = None
    begin_s: float = 0.0
    alter: Alter | None = None


@dataclass(frozen=True)
class Sound:
    """Silence of some length."""

    seconds: float


def write(
    path: Path, *tracks: Film | Track | Sound, options: dict[str, str] | None = None,
    container: str | None = None,
) -> None:  # fmt: skip
    """Write a video file with these tracks in this order."""
    kind = container or CONTAINERS.get(path.suffix, path.suffix[1:])
    # To move its index to the front, PyAV reads the file that it wrote, by its name.
    named = "faststart" in (options or {}).get("movflags", "")
    data = io.BytesIO()
    target = str(path) if named else data
    with (
        _usual_priority(),
        av.open(target, "w", format=kind, options=options or {}) as output,
    ):
        jobs = []
        for each in tracks:
            if isinstance(each, Sound):
                jobs.append((_sound_stream(output, kind), each))
            else:
                track = each if isinstance(each, Track) else Track(each)
                stream = stream_of(output, track.film)
                if track.disposition:
                    stream.disposition = av.stream.Disposition[track.disposition]
                jobs.append((stream, track))
        packets = []
        for stream, each in jobs:
            packets += _silence(stream, each) if isinstance(each, Sound) else _coded(stream, each)
        packets.sort(key=lambda packet: packet.dts * packet.time_base)
        for packet in packets:
            output.mux(packet)
    if not named:
        path.write_bytes(data.getvalue())


@contextmanager
def _usual_priority() -> Iterator[None]:
    """Undo what SVT-AV1 does for root: it makes the thread that encodes a real-time one for good.

    Everything that is started from it would be one too, and a browser that spins would take the
    whole computer.
    """
    if not hasattr(os, "sched_getscheduler"):  # not on Windows, not on a Mac
        yield
        return
    usual = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, *usual)


def stream_of(output: av.container.OutputContainer, film: Film) -> VideoStream:
    """Add the stream of a film to an open file."""
    options = {**_OPTIONS.get(film.codec, {}), **dict(film.options)}
    if film.codec == "libx264":
        more = options.pop("x264-params", "")
        options["x264-params"] = f"scenecut=0:b-adapt=0:bframes={film.b_frames}" + (
            f":{more}" if more else ""
        )
    elif film.codec == "libx265":
        options["x265-params"] = f"{_X265}:keyint=12:bframes={film.b_frames}"
    elif film.b_frames:
        options["bf"] = str(film.b_frames)
    stream = output.add_stream(film.codec, rate=film.rate_hz, options=options)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = stored_size(film)
    stream.pix_fmt = film.pixels or _PIXELS.get(film.codec, "yuv420p")
    stream.codec_context.time_base = 1 / Fraction(film.rate_hz)
    # The same file on every computer; and with threads, VP8 waits for ever on a busy one.
    stream.codec_context.thread_count = 1
    if "b" not in options and film.codec not in _OF_ONE_QUALITY:
        stream.bit_rate = 1_000_000
    if film.pixel_aspect is not None:
        stream.codec_context.sample_aspect_ratio = film.pixel_aspect
    return stream


def stored_size(film: Film) -> tuple[int, int]:
    """Return (width, height) as stored: sides change places where the matrix turns a quarter."""
    return film.size if film.matrix[0] else film.size[::-1]


def picture_of(film: Film, number: int) -> Image:
    """Return the picture as it is stored."""
    upright = film.picture(number) if film.picture else drawn(number, film.size)
    return stored(upright, film.matrix)


def large(film: Film) -> Film:
    """Return the same film with noise, so that each of its frames takes some kilobytes."""

    def noisy(number: int) -> Image:
        noise = np.random.default_rng(number).integers(-30, 31, (*film.size[::-1], 1))
        return np.clip(drawn(number, film.size) + noise, 0, 255).astype(np.uint8)

    options = ("qp", "8") if film.codec == "libx264" else ("b", "8M")
    return replace(film, picture=noisy, options=(options,))


def _coded(stream: VideoStream, track: Track) -> list[Packet]:
    film, packets = track.film, []
    base = 1 / Fraction(film.rate_hz)
    begin = round(track.begin_s / base)
    flagged = _Flagging(film.setting) if film.setting else None
    for index, number in enumerate(film.numbers):
        frame = av.VideoFrame.from_ndarray(picture_of(film, number), format="rgb24")
        frame = frame.reformat(format=stream.pix_fmt)
        frame.pts, frame.time_base = begin + index, base
        packets += stream.encode(flagged(frame) if flagged else frame)
    packets += stream.encode(None)
    return track.alter(packets) if track.alter else packets


class _Flagging:
    """Sends frames through a filter that sets flags which PyAV cannot set, such as the fields'."""

    def __init__(self, setting: str) -> None:
        self._name, _, self._arguments = setting.partition("=")
        self._graph: av.filter.Graph | None = None

    def __call__(self, frame: av.VideoFrame) -> av.VideoFrame:
        if self._graph is None:
            self._graph = av.filter.Graph()
            source = self._graph.add_buffer(
                width=frame.width, height=frame.height, format=frame.format,
                time_base=frame.time_base,
            )  # fmt: skip
            filtering = self._graph.add(self._name, self._arguments)
            sink = self._graph.add("buffersink")
            source.link_to(filtering)
            filtering.link_to(sink)
            self._graph.configure()
        self._graph.push(frame)
        flagged = self._graph.pull()
        assert isinstance(flagged, av.VideoFrame)
        return flagged


def _sound_stream(output: av.container.OutputContainer, kind: str) -> av.AudioStream:
    return output.add_stream(SOUNDS.get(kind, "aac"), rate=44_100, layout="mono")


def _silence(stream: av.AudioStream, sound: Sound) -> list[Packet]:
    name, kind, size = {
        "mp2": ("s16", np.int16, 1152),
        "aac": ("fltp", np.float32, 1024),
    }[stream.codec_context.name]
    packets = []
    for index in range(int(sound.seconds * 44_100) // size):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, size), kind), format=name, layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 44_100, size * index, Fraction(1, 44_100)
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def with_nal(nal: bytes, which: Callable[[int], bool]) -> Alter:
    """Return a change that puts a NAL unit before the picture of some packets.

    It goes after the parameter sets, if the packet begins with them. `which` gets the number of the
    frame in its film.
    """

    def alter(packets: list[Packet]) -> list[Packet]:
        numbers = ranks([packet.pts for packet in packets])
        return [
            copied(packet, _inserted(bytes(packet), nal, hevc=nal[0] == 39 << 1))
            if which(number)
            else packet
            for packet, number in zip(packets, numbers, strict=True)
        ]

    return alter


def ranks(stamps: Sequence[int]) -> list[int]:
    """Return the place of each time stamp in the order of time."""
    order = {stamp: rank for rank, stamp in enumerate(sorted(stamps))}
    return [order[stamp] for stamp in stamps]


def _inserted(data: bytes, nal: bytes, *, hevc: bool) -> bytes:
    """Put a NAL unit before the first slice of a picture in byte stream format."""
    found = data.find(b"\x00\x00\x01")
    while found >= 0 and not (
        data[found + 3] >> 1 < 32 if hevc else data[found + 3] & 31 in (1, 5)
    ):
        found = data.find(b"\x00\x00\x01", found + 3)
    assert found >= 0, "there is no slice"
    start = found - 1 if found > 0 and data[found - 1] == 0 else found
    return data[:start] + b"\x00\x00\x00\x01" + nal + data[start:]


def copied(packet: Packet, data: bytes) -> Packet:
    """Return a packet with other bytes."""
    new = Packet(data)
    new.stream, new.time_base = packet.stream, packet.time_base
    new.pts, new.dts, new.duration = packet.pts, packet.dts, packet.duration
    new.is_keyframe = packet.is_keyframe
    return new
