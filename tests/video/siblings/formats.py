"""Films as phones, cameras, browsers and editors write them, which must stay read well."""

import os
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
from av.packet import Packet

from tests.video.siblings import boxes
from tests.video.siblings.case import Case, Frames
from tests.video.siblings.film import FRAMES, Film, Sound, Track, picture_of, write
from tests.video.siblings.pattern import ORIENTATIONS

# The encoder of AV1 writes about itself on the screen, unless this says no.
os.environ.setdefault("SVT_LOG", "-1")
FILM = Film(b_frames=2)
HALF = FRAMES // 2
NTSC = Fraction(30_000, 1001)


def cases() -> Iterator[Case]:
    """Yield all cases of this kind."""
    yield from _codecs()
    yield from _containers()
    yield from _rates()
    yield _case("mixed-formats.avi", Track(Film("mjpeg"), alter=_mixed))
    yield Case("ten-bits-turned.mov", _turned, (_right(FILM),))


def _right(film: Film) -> Frames:
    return Frames(film.numbers, film.times_s(), repaired=False)


def _case(name: str, *tracks: Film | Track | Sound, **options: str) -> Case:
    track = tracks[0]
    film = track.film if isinstance(track, Track) else track
    assert isinstance(film, Film)
    return Case(name, lambda path: write(path, *tracks, options=options), (_right(film),))


def _codecs() -> Iterator[Case]:
    for codec, pixels, kind, size in (
        ("libx264", "yuv420p10le", "mp4", (96, 64)), ("libx264", "gray10le", "mkv", (96, 64)),
        ("libx264", "gray", "mp4", (96, 64)), ("libx264", "yuvj420p", "mp4", (96, 64)),
        ("libx264", "yuv422p", "mov", (96, 64)), ("libx264", "yuv444p", "mkv", (96, 64)),
        ("libx265", "yuv420p10le", "mp4", (96, 64)), ("libsvtav1", "yuv420p", "mp4", (96, 64)),
        ("libsvtav1", "yuv420p10le", "webm", (96, 64)),
        ("libvpx-vp9", "yuva420p", "webm", (96, 64)),
        ("libvpx", "yuv420p", "webm", (96, 64)),
        ("libvpx-vp9", "yuv420p", "mp4", (96, 64)), ("prores_ks", "yuv422p10le", "mov", (96, 64)),
        ("prores_ks", "yuva444p10le", "mov", (96, 64)), ("dnxhd", "yuv422p", "mov", (288, 192)),
        ("gif", "rgb8", "gif", (96, 64)), ("png", "rgba", "mov", (96, 64)),
        ("mjpeg", "yuvj444p", "mov", (96, 64)), ("mjpeg", "yuvj422p", "avi", (96, 64)),
        ("ffv1", "yuv420p", "mkv", (96, 64)), ("huffyuv", "yuv422p", "avi", (96, 64)),
        ("rawvideo", "yuv420p", "avi", (96, 64)), ("qtrle", "rgb24", "mov", (96, 64)),
        ("h263", "yuv420p", "3gp", (128, 96)), ("msmpeg4", "yuv420p", "avi", (96, 64)),
        ("wmv1", "yuv420p", "wmv", (96, 64)), ("cinepak", "rgb24", "mov", (96, 64)),
    ):  # fmt: skip
        options = (("profile", "dnxhr_lb"),) if codec == "dnxhd" else ()
        film = Film(codec, size=size, pixels=pixels, options=options)
        yield _case(f"{codec}-{pixels}.{kind}", film)


def _containers() -> Iterator[Case]:
    yield _case("fragmented.mp4", FILM, movflags="frag_keyframe+empty_moov+default_base_moof")
    yield _case("fragment-each.mp4", FILM, movflags="frag_every_frame+empty_moov")
    yield _case("fast.mp4", FILM, movflags="+faststart")
    yield _case("no-edits.mp4", FILM, use_editlist="0")
    yield _case("negative-offsets.mp4", FILM, movflags="negative_cts_offsets")
    yield _case("browser.webm", Film("libvpx"), live="1")
    yield _case("browser.mkv", FILM, live="1")
    yield _case("with-sound.mp4", FILM, Sound(1.2))
    yield _case("vp8.ogg", Film("libvpx"))
    yield _case("mpeg2.mxf", replace(FILM, codec="mpeg2video", rate_hz=25, b_frames=0))
    open_groups = replace(FILM, options=(("x264-params", "open-gop=1"), ("g", "8")))
    for kind in ("mp4", "mkv", "ts"):
        yield _case(f"open-groups.{kind}", open_groups)
    for kind in ("mp4", "mkv", "ts", "flv", "wmv"):
        film = Film("wmv2") if kind == "wmv" else FILM
        yield _case(f"begins-late.{kind}", Track(film, begin_s=5.0))
    yield Case("trimmed.mp4", _shortened, (_right(replace(FILM, numbers=FILM.numbers[:HALF])),))


def _shortened(path: Path) -> None:
    write(path, FILM)
    path.write_bytes(_trimmed(path.read_bytes()))


def _trimmed(data: bytes) -> bytes:
    """Show the first half only, as a phone that trims without coding anew."""

    def change(body: bytes) -> bytes:
        head, length = body[:8], int.from_bytes(body[8:12], "big")
        return head + (length // 2).to_bytes(4, "big") + body[12:]

    return boxes.changed(data, "moov/trak/edts/elst", change)


def _rates() -> Iterator[Case]:
    for rate in (NTSC, Fraction(24_000, 1001), Fraction(50), Fraction(60), Fraction(240)):
        for kind in ("mp4", "mkv", "ts", "mov"):
            yield _case(f"at-{float(rate):.0f}.{kind}", replace(FILM, rate_hz=rate))


def _mixed(packets: list[Packet]) -> list[Packet]:
    """Code every second picture of Motion JPEG with other colors, as some webcams do."""
    film = Film("mjpeg", pixels="yuvj422p")
    context = av.CodecContext.create("mjpeg", "w")
    context.width, context.height = film.size
    context.pix_fmt, context.time_base = film.pixels, Fraction(1, 20)
    for index in range(1, len(packets), 2):
        frame = av.VideoFrame.from_ndarray(picture_of(film, index), format="rgb24")
        frame = frame.reformat(format=film.pixels)
        frame.pts, frame.time_base = index, Fraction(1, 20)
        (new,) = context.encode(frame)
        old = packets[index]
        new.stream, new.time_base, new.pts, new.dts = old.stream, old.time_base, old.pts, old.dts
        packets[index] = new
    return packets


def _turned(path: Path) -> None:
    matrix = ORIENTATIONS["quarter"]
    write(path, Film("libx265", pixels="yuv420p10le", b_frames=2, matrix=matrix))
    path.write_bytes(boxes.with_matrix(path.read_bytes(), matrix))
