"""Films whose clock is wrong: times that miss, are zero, repeat, run back, leap, stand or restart.

The pictures were taken at an even rate in every one of them, so the right times are known.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.video.siblings import boxes, ebml, stamps
from tests.video.siblings.case import Answer, Case, Frames, Refused
from tests.video.siblings.film import FRAMES, RATE_HZ, Film, large, write

STEP_S = 1 / RATE_HZ
HALF = FRAMES // 2
# What had to be estimated may be off by half the time between two frames.
ESTIMATED_S = 0.5 * STEP_S + 0.0021
RIGHT = Frames(within_s=ESTIMATED_S)
REPAIRED = Frames(within_s=ESTIMATED_S, repaired=True)
LEAPED = Frames(within_s=ESTIMATED_S, leap_at=HALF, repaired=True)
# A time that is later by one frame looks like a lost frame until the next one comes.
WITHIN_ONE = Frames(within_s=STEP_S + 0.0021, repaired=True)
UNCHANGED = (Frames(repaired=False),)
EVEN = Frames(times_s=None, even=True)

PAUSES = (
    Frames(
        times_s=tuple(i * STEP_S + 3.0 * (i >= 8) + 8.0 * (i >= 16) for i in range(FRAMES)),
        repaired=False,
    ),
)
UNEVEN = (
    Frames(
        times_s=tuple(round(i * STEP_S + 0.015 * (i % 3), 3) for i in range(FRAMES)),
        repaired=False,
    ),
)

New = Callable[[int], float | None]


@dataclass(frozen=True)
class Clock:
    """A wrong clock: the time that it gave to each frame, and what is right."""

    name: str
    time_s: New
    right: Frames = REPAIRED
    zero: tuple[int, ...] = ()


def _at(index: float) -> float:
    return index * STEP_S


CLOCKS: tuple[Clock, ...] = (
    # `zero` are frames whose time is zero itself, even where the others begin later.
    Clock("zero-one", lambda i: 0.0 if i == 10 else _at(i), zero=(10,)),
    Clock("zero-stretch", lambda i: 0.0 if 9 <= i < 15 else _at(i), zero=tuple(range(9, 15))),
    Clock("zero-end", lambda i: 0.0 if i >= 18 else _at(i), zero=tuple(range(18, FRAMES))),
    Clock("repeated-pairs", lambda i: _at(i - i % 2), WITHIN_ONE),
    Clock("repeated-one", lambda i: _at(8 if i == 9 else i)),
    Clock("backward-one", lambda i: _at(4 if i == 10 else i)),
    Clock("backward-swapped", lambda i: _at({10: 11, 11: 10}.get(i, i)), WITHIN_ONE),
    Clock("backward-stretch", lambda i: _at(i - 6 if 10 <= i < 13 else i)),
    # So long a stretch may as well be a clock that was set, and then paused for as long.
    Clock(
        "backward-and-forward",
        lambda i: _at(i - 6 if 8 <= i < 16 else i),
        Frames(within_s=6 * STEP_S + ESTIMATED_S, repaired=True),
    ),
    Clock("backward-for-good", lambda i: _at(i - 6 if i >= HALF else i)),
    Clock("leaping-one", lambda i: _at(i) + (1000.0 if i == 10 else 0.0)),
    Clock("leaping-minutes", lambda i: _at(i) + (300.0 if i >= HALF else 0.0), LEAPED),
    Clock("leaping-hours", lambda i: _at(i) + (7200.0 if i >= HALF else 0.0), LEAPED),
    Clock("leaping-and-back", lambda i: _at(i) + (500.0 if 9 <= i < 15 else 0.0)),
    Clock("frozen-all", lambda i: 0.0, WITHIN_ONE),
    Clock("frozen-stretch", lambda i: _at(8 if 8 <= i < 14 else i)),
    Clock("coarse-half-seconds", lambda i: _at(i - i % 10), WITHIN_ONE),
    Clock("coarse-seconds", lambda i: _at(i - i % 20), WITHIN_ONE),
    Clock("first-late", lambda i: 1000.0 if i == 0 else _at(i)),
    Clock("first-zero", lambda i: 0.0 if i == 0 else 100.0 + _at(i), WITHIN_ONE, zero=(0,)),
    Clock("last-late", lambda i: _at(i) + (1000.0 if i == FRAMES - 1 else 0.0)),
    Clock("two-clocks", lambda i: _at(i) + 1000.0 * (i % 2), WITHIN_ONE),
    Clock("falling", lambda i: _at(FRAMES - i)),
    Clock("random", lambda i: (i * 7919 % 101) * 13.37),
    Clock("restarting", lambda i: _at(i % HALF)),
    Clock("restarting-twice", lambda i: _at(i % (FRAMES // 3))),
)
# FFmpeg fills some of these gaps itself, from the rate in the stream, and then nothing is repaired.
MISSING = (
    Clock("missing-one", lambda i: None if i == 10 else _at(i), RIGHT),
    Clock("missing-each-third", lambda i: None if i % 3 == 2 else _at(i), RIGHT),
    Clock("missing-stretch", lambda i: None if 9 <= i < 15 else _at(i), RIGHT),
    Clock("missing-after-first", lambda i: None if i else 0.0, RIGHT),
    Clock("missing-first", lambda i: None if i < 4 else _at(i), RIGHT),
    Clock("missing-end", lambda i: None if i >= 18 else _at(i), RIGHT),
    Clock("missing-all", lambda i: None, RIGHT),
)
# Where MPEG begins, so that the first decoding time is not below zero.
ORIGIN_S = 10.0
# Bare MPEG-4 part 2, which only old security cameras write, may be refused by its name.
NAMED = Refused((("mpeg-4", "m4v"), ("convert", "save", "mp4")))
# Nothing at all says how long a frame lasted.
NO_CLOCK = Refused((("time", "clock"),))
# A file of 13 hours is refused for its length, unless that length is the clock's error.
DAYS = Clock("leaping-days", lambda i: _at(i) + (200_000.0 if i >= HALF else 0.0), LEAPED)


def cases() -> Iterator[Case]:
    """Yield all cases of this kind."""
    yield from _in_matroska()
    yield from _in_mp4()
    yield from _in_tags_and_packets()
    yield from _in_mpeg()
    yield from _in_avi()
    yield from _joined()
    yield from _in_bare_streams()
    yield from _where_only_some_have_times()
    yield from _without_errors()


def _patched(film: Film, patch: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        write(path, film)
        path.write_bytes(patch(path.read_bytes()))

    return make


def _in_matroska() -> Iterator[Case]:
    for film in (Film(b_frames=2), Film("mjpeg"), Film("libvpx-vp9")):
        for clock in (*CLOCKS, DAYS):
            make = _patched(film, lambda data, clock=clock: ebml.retimed(data, clock.time_s))
            yield Case(f"{film.codec}-{clock.name}.mkv", make, (clock.right,))
    # Without a rate nothing says how long a frame lasted; the neighbors do, where there are any.
    for clock in CLOCKS:
        make = _patched(
            Film("libvpx"), lambda data, clock=clock: ebml.retimed(data, clock.time_s, rate=False)
        )
        yield Case(f"no-rate-{clock.name}.webm", make, _without_rate(clock))


def _in_mp4() -> Iterator[Case]:
    for film in (Film(b_frames=2), Film("mpeg4")):
        for clock in CLOCKS:
            make = _patched(
                film, lambda data, clock=clock: boxes.retimed(data, clock.time_s, RATE_HZ)
            )
            yield Case(f"{film.codec}-{clock.name}.mp4", make, (clock.right,))
    film = Film("mjpeg")
    for name, steps in {
        "frozen-all": [0.0] * FRAMES,
        "frozen-stretch": [0.0 if 8 <= i < 13 else STEP_S * (6 if i == 13 else 1)
                           for i in range(FRAMES)],
        "repeated-pairs": [2 * STEP_S * (i % 2) for i in range(FRAMES)],
        "leaping-hours": [7200.0 if i == HALF - 1 else STEP_S for i in range(FRAMES)],
    }.items():  # fmt: skip
        right = LEAPED if name.startswith("leaping") else RIGHT
        if name == "repeated-pairs":
            right = WITHIN_ONE
        make = _patched(film, lambda data, steps=steps: boxes.stepped(data, steps))
        # The first has no other clock, and no rate.
        answers = (EVEN, NO_CLOCK) if name == "frozen-all" else (right,)
        yield Case(f"decoding-{name}.mov", make, answers)


def _in_tags_and_packets() -> Iterator[Case]:
    for film in (Film(b_frames=2), Film("flv")):
        for clock in CLOCKS:
            make = _patched(
                film, lambda data, clock=clock: stamps.retimed_flv(data, clock.time_s, RATE_HZ)
            )
            yield Case(f"{film.codec}-{clock.name}.flv", make, (clock.right,))
    for film in (Film("wmv2"), Film("mpeg4")):
        for clock in CLOCKS:
            make = _patched(
                film, lambda data, clock=clock: stamps.retimed_asf(data, clock.time_s, RATE_HZ)
            )
            # WMV has no rate in its stream either, which MPEG-4 has.
            right = _without_rate(clock) if film.codec == "wmv2" else (clock.right,)
            yield Case(f"{film.codec}-{clock.name}.wmv", make, right)


def _without_rate(clock: Clock) -> tuple[Answer, ...]:
    """Return what is right if the file declares no rate: these clocks then say nothing at all."""
    lost = clock.name in ("frozen-all", "falling", "random")
    return (clock.right, EVEN, NO_CLOCK) if lost else (clock.right,)


def _in_mpeg() -> Iterator[Case]:
    for film, kind in itertools.product((Film(b_frames=2), Film("mpeg2video", b_frames=2)),
                                        ("ts", "vob")):  # fmt: skip
        patch = stamps.retimed_ts if kind == "ts" else stamps.retimed_ps
        if kind == "vob":  # else many frames share a packet and its one time
            film = large(film)  # noqa: PLW2901
        for clock in (*CLOCKS, *MISSING):

            def new(i: int, clock: Clock = clock) -> float | None:
                time_s = clock.time_s(i)
                # A clock of MPEG that says zero says it from the beginning of all time.
                return time_s if time_s is None or i not in clock.zero else -ORIGIN_S

            make = _patched(
                film,
                lambda data, patch=patch, new=new: patch(data, new, RATE_HZ, origin_s=ORIGIN_S),
            )
            yield Case(f"{film.codec}-{clock.name}.{kind}", make, (clock.right,))


def _in_avi() -> Iterator[Case]:
    """AVI has no times: what is shown when follows from the order, which B-frames are not in."""
    for codec, b_frames in (("libx264", 2), ("libx264", 1), ("libx264", 3), ("mpeg4", 1),
                            ("mpeg4", 2), ("libx264", 0), ("mjpeg", 0)):  # fmt: skip
        film = Film(codec, b_frames=b_frames)
        yield Case(f"{codec}-{b_frames}.avi", lambda path, film=film: write(path, film), (RIGHT,))
        yield Case(f"{codec}-{b_frames}-no-index.avi",
                   _patched(film, stamps.without_avi_index), (RIGHT,))  # fmt: skip
    lost = tuple((i + sum(i > each for each in (5, 6, 15))) * STEP_S for i in range(FRAMES))
    yield Case(
        "lost-pictures.avi",
        _patched(Film("mjpeg"), lambda data: stamps.with_dropped_frames(data, (5, 6, 15))),
        (Frames(times_s=lost, within_s=ESTIMATED_S),),
    )
    for name, scale, rate in (("rate-zero", 1, 0), ("scale-zero", 0, 20), ("no-rate", 0, 0)):
        yield Case(
            f"{name}.avi",
            _patched(Film("mjpeg"), lambda data, s=scale, r=rate: stamps.with_avi_rate(data, s, r)),
            (EVEN,),
        )


def _joined() -> Iterator[Case]:
    """Two recordings in one file, as `cat` and recorders make them: the clock starts again."""
    for kind, codec, b_frames in (("ts", "libx264", 2), ("ts", "mpeg2video", 2), ("ts", "mpeg4", 0),
                                  ("ts", "libx265", 2), ("vob", "mpeg2video", 2),
                                  ("mpg", "mpeg1video", 0), ("h264", "libx264", 2),
                                  ("mjpeg", "mjpeg", 0), ("m2v", "mpeg2video", 2)):  # fmt: skip
        for parts in (2, 3):

            def make(
                path: Path, codec: str = codec, b_frames: int = b_frames, parts: int = parts
            ) -> None:
                size = FRAMES // parts
                data = b""
                for part in range(parts):
                    numbers = tuple(range(part * size, (part + 1) * size))
                    rate = 25 if codec.startswith("mpeg1") else RATE_HZ
                    write(path, Film(codec, numbers, rate, b_frames=b_frames))
                    data += path.read_bytes()
                path.write_bytes(data)

            right: Frames = RIGHT
            if codec == "mpeg1video":
                right = Frames(times_s=tuple(i / 25 for i in range(FRAMES)), within_s=ESTIMATED_S)
            if kind == "mjpeg":
                right = EVEN
            yield Case(f"joined-{parts}-{codec}.{kind}", make, (right,))


def _in_bare_streams() -> Iterator[Case]:
    """Streams without a container: times follow from the rate in the stream, if it has one."""
    for kind, codec, b_frames in (("h264", "libx264", 0), ("h264", "libx264", 2),
                                  ("hevc", "libx265", 0), ("hevc", "libx265", 2),
                                  ("m4v", "mpeg4", 0), ("m4v", "mpeg4", 2),
                                  ("m2v", "mpeg2video", 2), ("m1v", "mpeg1video", 2)):  # fmt: skip
        rate = 25 if kind == "m1v" else RATE_HZ
        film = Film(codec, rate_hz=rate, b_frames=b_frames)
        right = Frames(times_s=film.times_s(), within_s=1 / rate + 0.0021)
        yield Case(f"bare-{codec}-{b_frames}.{kind}",
                   lambda path, film=film: write(path, film),
                   (right, NAMED) if kind == "m4v" else (right,))  # fmt: skip
    # Motion JPEG has no rate: any even one, as long as no picture is lost.
    yield Case("bare.mjpeg", lambda path: write(path, Film("mjpeg")),
               (EVEN,))  # fmt: skip


def _where_only_some_have_times() -> Iterator[Case]:
    """Containers that give a time to some frames only, or another time than the shown one."""
    for kind in ("mpg", "vob"):
        for codec, b_frames in (("libx264", 0), ("libx264", 2), ("mpeg2video", 0),
                                ("mpeg2video", 2)):  # fmt: skip
            film = Film(codec, b_frames=b_frames)
            yield Case(f"some-{codec}-{b_frames}.{kind}",
                       lambda path, film=film: write(path, film), (RIGHT,))  # fmt: skip
    for codec, b_frames in (("libx264", 1), ("libx264", 2), ("mpeg4", 2)):
        film = Film(codec, b_frames=b_frames)
        yield Case(f"some-{codec}-{b_frames}.wmv",
                   lambda path, film=film: write(path, film), (RIGHT,))  # fmt: skip


def _without_errors() -> Iterator[Case]:
    """What is read well today and must stay: true times, even or not, are kept to the tick."""
    for kind, codec, b_frames in (("mp4", "libx264", 2), ("mov", "libx265", 2),
                                  ("mkv", "libx264", 2), ("webm", "libvpx-vp9", 0),
                                  ("flv", "libx264", 2), ("ts", "libx264", 2),
                                  ("ts", "mpeg2video", 2), ("wmv", "wmv2", 0),
                                  ("gif", "gif", 0)):  # fmt: skip
        film = Film(codec, b_frames=b_frames)
        yield Case(f"even-{codec}.{kind}", lambda path, film=film: write(path, film), UNCHANGED)
    for name, right in (("pauses", PAUSES), ("uneven", UNEVEN)):
        times = right[0].times_s
        assert times is not None
        new: New = times.__getitem__
        film = Film(b_frames=2)
        yield Case(f"{name}.mkv", _patched(film, lambda data, n=new: ebml.retimed(data, n)), right)
        yield Case(
            f"{name}.mp4",
            _patched(film, lambda data, n=new: boxes.retimed(data, n, RATE_HZ)),
            right,
        )
        yield Case(
            f"{name}.ts",
            _patched(
                film, lambda data, n=new: stamps.retimed_ts(data, n, RATE_HZ, origin_s=ORIGIN_S)
            ),
            right,
        )
        yield Case(f"{name}.wmv",
                   _patched(Film("wmv2"), lambda data, n=new: stamps.retimed_asf(data, n, RATE_HZ)),
                   right)  # fmt: skip
    # The clock of MPEG has 33 bits: after 26.5 hours it begins again, which is no error.
    wrap_s = (1 << 33) / stamps.CLOCK_HZ
    yield Case(
        "wrapping.ts",
        _patched(film, lambda data: stamps.retimed_ts(data, _at, RATE_HZ, origin_s=wrap_s - 0.5)),
        UNCHANGED,
    )
