"""Films of unusual pictures: pixel shapes, odd and changing sizes, interlaced and slow ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from tests.video.siblings import boxes
from tests.video.siblings.case import EXACT_S, Case, Frames, Refused
from tests.video.siblings.film import FRAMES, RATE_HZ, SIZE, Film, write
from tests.video.siblings.pattern import ORIENTATIONS, Image, drawn

ASPECTS = (Fraction(4, 3), Fraction(2), Fraction(1, 2), Fraction(16, 11), Fraction(10, 11))
# Below this, a movement cannot be judged. A reader may also give the frames; then the analysis says
# it (tests/analysis).
LEAST_HZ = 4


def cases() -> Iterator[Case]:
    """Yield all cases of this kind."""
    yield from _pixel_shapes()
    yield from _sizes()
    yield from _changing()
    yield from _fields()
    yield from _rates()


def _plain(name: str, film: Film, right: Frames) -> Case:
    return Case(name, lambda path: write(path, film), (right,))


def _shape(aspect: Fraction, size: tuple[int, int] = SIZE) -> float:
    return float(aspect) * size[0] / size[1]


def _pixel_shapes() -> Iterator[Case]:
    for aspect in ASPECTS:
        right = Frames(shape=_shape(aspect))
        ratio = f"{aspect.numerator}-{aspect.denominator}"
        for kind, codec in (("mp4", "libx264"), ("mkv", "libx264"), ("ts", "libx264"),
                            ("avi", "mpeg4"), ("wmv", "wmv2")):  # fmt: skip
            film = Film(codec, pixel_aspect=aspect)
            yield _plain(f"pixels-{ratio}.{kind}", film, right)
    for name in ("quarter", "mirrored", "diagonal", "half"):
        matrix = ORIENTATIONS[name]
        film = Film(matrix=matrix, pixel_aspect=Fraction(2))
        stored = film.size if matrix[0] else film.size[::-1]
        shape = _shape(Fraction(2), stored)
        yield Case(
            f"pixels-2-1-{name}.mp4",
            lambda path, film=film, matrix=matrix: _with_matrix(path, film, matrix),
            (Frames(shape=shape if matrix[0] else 1 / shape),),
        )


def _with_matrix(path: Path, film: Film, matrix: tuple[int, int, int, int]) -> None:
    write(path, film)
    path.write_bytes(boxes.with_matrix(path.read_bytes(), matrix))


def _sizes() -> Iterator[Case]:
    for codec, kind, size, pixels in (
        ("libx264", "mp4", (98, 66), None), ("libx264", "mp4", (97, 65), "yuv444p"),
        ("libx264", "mkv", (95, 67), "yuv444p"), ("mpeg4", "avi", (97, 65), None),
        ("libvpx-vp9", "webm", (97, 65), None), ("mjpeg", "mov", (99, 65), None),
        ("png", "mov", (101, 67), None), ("mpeg2video", "ts", (102, 70), None),
        ("libx264", "mp4", (64, 96), None), ("libx265", "mp4", (98, 66), None),
        ("libx264", "mp4", (1920, 64), None), ("libx264", "mkv", (64, 1442), None),
    ):  # fmt: skip
        numbers = tuple(range(10 if max(size) > 1000 else FRAMES))
        film = Film(codec, numbers, size=size, pixels=pixels)
        right = Frames(numbers, film.times_s(), shape=size[0] / size[1])
        yield _plain(f"{codec}-{size[0]}x{size[1]}.{kind}", film, right)


def _changing() -> Iterator[Case]:
    """The size or the shape of the pixels changes on the way, as joined parts make it."""

    def joined(first: Film, second: Film) -> Callable[[Path], None]:
        def make(path: Path) -> None:
            data = b""
            for film in (first, second):
                write(path, film)
                data += path.read_bytes()
            path.write_bytes(data)

        return make

    half = FRAMES // 2
    for kind, codec in (("ts", "libx264"), ("ts", "mpeg2video"), ("h264", "libx264"),
                        ("vob", "mpeg2video"), ("m2v", "mpeg2video")):  # fmt: skip
        # MPEG-2 knows square pixels and the shapes 4:3 and 16:9 of the whole picture.
        size = (96, 72) if codec == "mpeg2video" else SIZE
        first = Film(codec, tuple(range(half)), size=size, pixel_aspect=Fraction(1))
        rest = replace(first, numbers=tuple(range(half, FRAMES)))
        # The shape that people see stays, if pixels become half as wide and twice as many.
        narrow = replace(rest, size=(size[0] // 2, size[1]), pixel_aspect=Fraction(2))
        larger = replace(rest, size=(size[0] * 2, size[1] * 2))
        right = Frames(within_s=0.5 / RATE_HZ + EXACT_S, shape=size[0] / size[1])
        answers: tuple[Frames, ...] = (right,)
        if (
            codec == "mpeg2video"
        ):  # its decoder loses the picture that it held when the size changes
            left = [index for index in range(FRAMES) if index != half - 1]
            times = tuple(index / RATE_HZ for index in left)
            lost = replace(
                right, numbers=tuple(left), times_s=times, within_s=1 / RATE_HZ + EXACT_S
            )
            answers = (right, lost)
        parts = {"narrower-pixels": (first, narrow), "larger": (first, larger),
                 "wider-pixels": (replace(narrow, numbers=first.numbers), rest)}  # fmt: skip
        for name, (one, other) in parts.items():
            yield Case(f"{name}-{codec}.{kind}", joined(one, other), answers)


def _fields() -> Iterator[Case]:
    """Interlaced films: each frame is woven of two pictures that follow each other.

    Right are both pictures of each frame, in order, at twice the rate; or one frame for each.
    """
    pairs = FRAMES
    for order in ("tff", "bff"):
        for codec, kind in (("mpeg2video", "mpg"), ("mpeg2video", "ts"), ("libx264", "mp4"),
                            ("libx264", "mkv"), ("libx264", "ts"), ("mpeg4", "avi")):  # fmt: skip
            options = {
                "libx264": (("x264-params", f"interlaced=1:{order}=1"),),
                "libx265": (),
            }.get(codec, (("flags", "+ildct+ilme"),))
            film = Film(
                codec, tuple(range(0, 2 * pairs, 2)), rate_hz=25, picture=_woven(order),
                setting=f"setfield={order}", options=options,
            )  # fmt: skip
            both = tuple(index / 50 for index in range(2 * pairs))
            yield Case(
                f"{order}-{codec}.{kind}",
                lambda path, film=film: write(path, film),
                (
                    Frames(tuple(range(2 * pairs)), both, within_s=0.021),
                    Frames(film.numbers, film.times_s(), within_s=0.021, low_bits=1),
                ),
            )


def _woven(order: str) -> Callable[[int], Image]:
    def picture(number: int) -> Image:
        early, late = drawn(number), drawn(number + 1)
        image = np.empty_like(early)
        top, bottom = (early, late) if order == "tff" else (late, early)
        image[::2], image[1::2] = top[::2], bottom[1::2]
        return image

    return picture


def _rates() -> Iterator[Case]:
    for rate in (Fraction(1, 2), Fraction(1), Fraction(3), Fraction(4), Fraction(5), Fraction(15),
                 Fraction(30_000, 1001), Fraction(60), Fraction(240)):  # fmt: skip
        for kind in ("mp4", "mkv", "avi"):
            film = Film("mpeg4", rate_hz=rate)
            right: tuple[Frames | Refused, ...] = (
                Frames(times_s=film.times_s(), within_s=EXACT_S),
            )
            if rate < LEAST_HZ:
                right = (*right, Refused((("frames per second", "frames a second"),)))
            name = f"rate-{rate.numerator}-{rate.denominator}.{kind}"
            yield Case(name, lambda path, film=film: write(path, film), right)
