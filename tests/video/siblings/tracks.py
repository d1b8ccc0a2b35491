"""Files with more than one track: covers, thumbnails, stills, sound, and two films."""

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from tests.video.siblings import boxes, ebml
from tests.video.siblings.case import Case, Frames
from tests.video.siblings.film import FRAMES, Film, Sound, Track, write

FILM = Film(b_frames=2)
# What must not be taken for the film shows other numbers.
OTHER = tuple(range(30, 30 + FRAMES))
STILL = Film("mjpeg", (60,))
THUMBNAILS = Film("mjpeg", (61, 62), rate_hz=Fraction(2), size=(48, 32))
SHOWN = (Frames(),)
# How long the sound lasts where it is longer than the picture.
LONG_S = 8.0
SHORT_S = 1.0


def cases() -> Iterator[Case]:
    """Yield all cases of this kind."""
    yield from _covers()
    yield from _stills()
    yield from _two_films()
    yield from _sound()
    yield from _unusable()


def _case(
    name: str, *tracks: Film | Track | Sound, patch: Callable[[bytes], bytes] | None = None,
    right: tuple[Frames, ...] = SHOWN,
) -> Case:  # fmt: skip
    def make(path: Path) -> None:
        write(path, *tracks)
        if patch:
            path.write_bytes(patch(path.read_bytes()))

    return Case(name, make, right)


def _covers() -> Iterator[Case]:
    for kind, codec in itertools.product(("mp4", "mov", "mkv"), ("mjpeg", "png")):
        if (kind, codec) == ("mkv", "png"):  # FFmpeg does not write it
            continue
        cover = Track(Film(codec, (60,), size=(48, 48)), "attached_pic")
        yield _case(f"cover-first-{codec}.{kind}", cover, FILM)
        yield _case(f"cover-last-{codec}.{kind}", FILM, cover)
        yield _case(f"cover-first-{codec}-with-sound.{kind}", cover, Sound(SHORT_S), FILM)


def _stills() -> Iterator[Case]:
    for kind in ("mp4", "mov", "mkv", "avi"):
        yield _case(f"still-first.{kind}", STILL, FILM)
        yield _case(f"still-last.{kind}", FILM, STILL)
    for kind in ("mp4", "mov", "mkv"):
        if kind != "mkv":
            yield _case(f"still-first-png.{kind}", Film("png", (60,)), FILM)
            yield _case(f"two-stills-first.{kind}", STILL, Film("png", (59,)), FILM)
        yield _case(f"still-of-same-codec-first.{kind}", Film(numbers=(60,)), FILM)
        yield _case(f"thumbnails-first.{kind}", THUMBNAILS, FILM,
                    patch=_default(kind, first=False))  # fmt: skip
        yield _case(f"thumbnails-last.{kind}", FILM, THUMBNAILS)
    for which in ("still_image", "timed_thumbnails", "dependent"):
        yield _case(f"marked-{which}.mkv", Track(STILL, which), FILM)
    yield _case("still-is-default.mkv", STILL, FILM,
                patch=lambda data: ebml.flagged(data, (True, False)))  # fmt: skip
    yield _case(
        "still-is-enabled.mp4", STILL, FILM, patch=lambda data: boxes.with_flags(data, 1, 2)
    )
    yield _case(
        "still-is-enabled.mov", STILL, FILM, patch=lambda data: boxes.with_flags(data, 1, 2)
    )
    yield _case("two-stills-first.mkv", STILL, Film("mjpeg", (59,)), FILM)
    # As `09-still-first`: the still is put first afterwards, and the numbers of the tracks stay.
    for kind in ("mp4", "mov"):
        yield _case(f"still-put-first.{kind}", FILM, STILL,
                    patch=lambda data: boxes.with_tracks(data, (1, 0)))  # fmt: skip


def _default(kind: str, *, first: bool) -> Callable[[bytes], bytes]:
    """Return a change that makes one of two tracks the default one."""
    if kind == "mkv":
        return lambda data: ebml.flagged(data, (first, not first))
    return lambda data: _enabled(data, 0 if first else 1)


def _enabled(data: bytes, enabled: int) -> bytes:
    """Enable one of the first two tracks of an MP4 file, and not the other."""
    data = boxes.with_flags(data, enabled, 3)
    return boxes.with_flags(data, 1 - enabled, 2)


def _two_films() -> Iterator[Case]:
    other = Film("mpeg4", OTHER)
    for kind in ("mp4", "mov", "mkv"):
        yield _case(f"first-is-default.{kind}", FILM, other, patch=_default(kind, first=True))
        yield _case(f"second-is-default.{kind}", other, FILM, patch=_default(kind, first=False))
        yield _case(f"second-is-default-with-sound.{kind}", other, FILM, Sound(SHORT_S),
                    patch=_with_sound(kind))  # fmt: skip
    for kind in ("mkv", "mov", "mp4", "avi", "ts"):  # both alike: the first
        yield _case(f"two-alike.{kind}", FILM, other)


def _with_sound(kind: str) -> Callable[[bytes], bytes]:
    if kind == "mkv":
        return lambda data: ebml.flagged(data, (False, True, True))
    return lambda data: _enabled(data, 1)


def _sound() -> Iterator[Case]:
    for kind, codec in (("mp4", "libx264"), ("mov", "libx264"), ("mkv", "libx264"),
                        ("webm", "libvpx-vp9"), ("avi", "mpeg4"), ("wmv", "wmv2"),
                        ("flv", "flv"), ("ts", "libx264"), ("mpg", "mpeg2video"),
                        ("vob", "mpeg2video")):  # fmt: skip
        film = Film(codec, b_frames=2 if codec == "libx264" else 0)
        if kind != "webm":  # its sounds are coded by libraries that not every PyAV has
            yield _case(f"sound-first.{kind}", Sound(SHORT_S), film)
            yield _case(f"sound-longer.{kind}", film, Sound(LONG_S))
            yield _case(f"longer-sound-first.{kind}", Sound(LONG_S), film)
            yield _case(f"sound-shorter.{kind}", film, Sound(0.3))
    # The picture begins after the sound: the first picture is the zero of time all the same.
    for kind in ("mp4", "mkv", "ts"):
        yield _case(f"picture-later.{kind}", Sound(4.0), Track(FILM, begin_s=2.0))


def _unusable() -> Iterator[Case]:
    def unknown(data: bytes) -> bytes:
        """Give the first track a codec that nobody knows."""
        head, sample, rest = data.partition(b"mp4v")
        return head + b"zz9x" + rest.replace(b"esds", b"zzzz", 1) if sample else data

    other = Film("mpeg4", OTHER)
    for kind in ("mp4", "mov"):
        yield _case(f"unknown-codec-first.{kind}", other, FILM, patch=unknown)
        yield _case(f"empty-track-first.{kind}", other, FILM, patch=_emptied)
    for_mkv = lambda data: data.replace(b"V_MPEG4/ISO/ASP", b"V_MPEG4/ISO/ZZZ", 1)  # noqa: E731
    yield _case("unknown-codec-first.mkv", other, FILM, patch=for_mkv)


def _emptied(data: bytes) -> bytes:
    """Take all samples from the first track."""
    for name in ("stts", "stsz", "stsc", "stco", "ctts", "stss"):
        size = 12 if name == "stsz" else 8

        def change(body: bytes, size: int = size) -> bytes:
            return bytes(size)

        if name.encode() in dict(boxes.parse(boxes.inner(data, "moov/trak/mdia/minf/stbl"))):
            data = boxes.changed(data, f"moov/trak/mdia/minf/stbl/{name}", change)
    return data
