"""Films that say which way up they are: in the container, in the stream, or in each picture."""

import math
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from av.packet import Packet

from tests.video.siblings import boxes, ebml
from tests.video.siblings.case import Case, Frames
from tests.video.siblings.film import Alter, Film, Track, copied, with_nal, write
from tests.video.siblings.pattern import ORIENTATIONS, UPRIGHT, Matrix

SHOWN = (Frames(),)
# As the stream and Matroska say it: first mirrored, then turned counter-clockwise.
POSES: dict[str, tuple[bool, int]] = {
    "upright": (False, 0), "quarter": (False, 270), "half": (False, 180),
    "three-quarters": (False, 90), "mirrored": (True, 0), "upside-down": (True, 180),
    "diagonal": (True, 90), "other-diagonal": (True, 270),
}  # fmt: skip
# As EXIF numbers them.
EXIF = ("upright", "mirrored", "half", "upside-down", "diagonal", "quarter", "other-diagonal",
        "three-quarters")  # fmt: skip
B_FRAMES = ("libx264", "libx265")


def cases() -> Iterator[Case]:
    """Yield all cases of this kind."""
    yield from _eight_in_mp4()
    yield from _other_angles()
    yield from _degenerate()
    yield from _in_other_places()
    yield from _in_matroska()
    yield from _in_the_stream()
    yield from _in_each_picture()


def _film(codec: str, matrix: Matrix, **more: object) -> Film:
    return Film(codec, matrix=matrix, b_frames=2 if codec in B_FRAMES else 0, **more)  # type: ignore[arg-type]


def _patched(film: Film, patch: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        write(path, film)
        path.write_bytes(patch(path.read_bytes()))

    return make


def _eight_in_mp4() -> Iterator[Case]:
    for kind, codec in (("mp4", "libx264"), ("mov", "libx264"), ("mp4", "libx265"),
                        ("mov", "mjpeg"), ("mp4", "mpeg4"), ("mp4", "libvpx-vp9")):  # fmt: skip
        for name, matrix in ORIENTATIONS.items():
            make = _patched(
                _film(codec, matrix), lambda data, matrix=matrix: boxes.with_matrix(data, matrix)
            )
            yield Case(f"{codec}-{name}.{kind}", make, SHOWN)


def _matrix_case(
    name: str, written: tuple[float, ...], nearest: Matrix, *, size: tuple[int, int] = (96, 64)
) -> Case:
    film = _film("libx264", nearest, size=size)
    return Case(name, _patched(film, lambda data: boxes.with_matrix(data, written)), SHOWN)


def _other_angles() -> Iterator[Case]:
    quarters = [ORIENTATIONS[name] for name in ("upright", "quarter", "half", "three-quarters")]
    for degrees in (1, 10, 44, 46, 80, 100, 134, 136, 170, 190, 224, 226, 260, 280, 314, 316, 359):
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        nearest = quarters[round(degrees / 90) % 4]
        yield _matrix_case(f"turned-{degrees}.mp4", (cos, sin, -sin, cos), nearest)
        if degrees in (10, 80, 190, 260):  # mirrored first, then turned
            a, b, c, d = nearest
            yield _matrix_case(
                f"mirrored-and-turned-{degrees}.mp4", (-cos, -sin, -sin, cos), (-a, -b, c, d)
            )
    for name, matrix in ORIENTATIONS.items():
        for factor in (0.5, 2.0):
            written = tuple(factor * each for each in matrix)
            yield _matrix_case(f"scaled-{factor}-{name}.mp4", written, matrix)
    yield _matrix_case("wide-quarter.mp4", (0, 2.0, -0.5, 0), ORIENTATIONS["quarter"])
    yield _matrix_case("wide-mirrored.mp4", (-2.0, 0, 0, 0.5), ORIENTATIONS["mirrored"])
    yield _matrix_case("sheared.mp4", (1, 0.1, 0, 1), UPRIGHT)
    moved = (0, 1, 0, -1, 0, 0, 64, 0, 1)  # phones move the picture back into view
    yield _matrix_case("moved-quarter.mp4", moved, ORIENTATIONS["quarter"])
    yield _matrix_case("moved-half.mp4", (-1, 0, 0, 0, -1, 0, 96, 64, 1), ORIENTATIONS["half"])


def _degenerate() -> Iterator[Case]:
    """A matrix that no picture can be shown by means nothing."""
    for name, written in {
        "zero": (0,) * 9,
        "zero-but-one": (0, 0, 0, 0, 0, 0, 0, 0, 1),
        "flat": (1, 0, 0, 0),
        "thin": (0, 0, 0, 1),
        "line": (1, 1, 1, 1),
        "other-line": (0, 1, 0, 1),
        "tiny": (1e-4, 0, 0, 0),
    }.items():
        for kind in ("mp4", "mov"):
            yield _matrix_case(f"{name}.{kind}", written, UPRIGHT)


def _in_other_places() -> Iterator[Case]:
    for name, matrix in ORIENTATIONS.items():

        def in_movie(data: bytes, matrix: Matrix = matrix) -> bytes:
            return boxes.with_matrix(data, matrix, box="moov/mvhd")

        def in_wide_header(data: bytes, matrix: Matrix = matrix) -> bytes:
            return boxes.with_matrix(boxes.with_wide_header(data), matrix)

        yield Case(f"movie-{name}.mp4", _patched(_film("libx264", matrix), in_movie), SHOWN)
        yield Case(f"wide-{name}.mov", _patched(_film("libx264", matrix), in_wide_header), SHOWN)


def _in_matroska() -> Iterator[Case]:
    for codec in ("libx264", "libvpx-vp9"):
        for name, (mirrored, degrees) in POSES.items():

            def posed(data: bytes, degrees: int = degrees, mirrored: bool = mirrored) -> bytes:
                roll = degrees - 360 if degrees > 180 else degrees
                return ebml.posed(data, float(roll), mirrored=mirrored)

            film = _film(codec, ORIENTATIONS[name])
            yield Case(f"{codec}-pose-{name}.mkv", _patched(film, posed), SHOWN)


def _in_the_stream() -> Iterator[Case]:
    always, first = (lambda number: True), (lambda number: number == 0)
    keys = lambda number: number % 12 == 0  # noqa: E731
    for name in ORIENTATIONS:
        for kind in ("mp4", "ts", "mkv"):
            yield _told("libx264", name, kind, "keys", keys)
        yield _told("libx265", name, "mp4", "keys", keys)
    for kind in ("flv", "h264", "avi", "mov"):
        for name in ("quarter", "mirrored", "diagonal"):
            yield _told("libx264", name, kind, "keys", keys)
    for name in ("half", "three-quarters", "other-diagonal"):
        yield _told("libx264", name, "mp4", "always", always)
        yield _told("libx264", name, "mp4", "first", first)
        yield _told("libx265", name, "ts", "always", always)


def _told(codec: str, name: str, kind: str, often: str, which: Callable[[int], bool]) -> Case:
    film = _film(codec, ORIENTATIONS[name], options=(("g", "100"),) if often == "first" else ())
    alter = with_nal(orientation_nal(*POSES[name], hevc=codec == "libx265"), which)
    return Case(
        f"{codec}-told-{often}-{name}.{kind}",
        lambda path: write(path, Track(film, alter=alter)),
        SHOWN,
    )


def orientation_nal(mirrored: bool, degrees: int, *, hevc: bool = False) -> bytes:
    """Return the message "display orientation" of H.264 or HEVC, which lasts until the next one.

    Both standards say: mirrored first, then turned counter-clockwise.
    """
    bits = f"0{int(mirrored)}0{degrees * 65536 // 360:016b}"
    bits += "0" if hevc else "010"  # H.265: persistence_flag follows; H.264: repetition period 1
    bits = bits[:-1] + "1" if hevc else bits + "0"
    bits += "1" + "0" * (-(len(bits) + 1) % 8)
    payload = int(bits, 2).to_bytes(len(bits) // 8, "big")
    head = bytes([39 << 1, 1]) if hevc else b"\x06"
    return head + _without_start_codes(bytes([47, len(payload)]) + payload + b"\x80")


def _without_start_codes(data: bytes) -> bytes:
    """Put a 3 where the bytes would look like the start of a unit."""
    out, zeros = bytearray(), 0
    for each in data:
        if zeros == 2 and each <= 3:
            out.append(3)
            zeros = 0
        out.append(each)
        zeros = zeros + 1 if each == 0 else 0
    return bytes(out)


def _in_each_picture() -> Iterator[Case]:
    """Motion JPEG whose pictures have the orientation that cameras write into photos."""
    for number, name in enumerate(EXIF, 1):
        film = Film("mjpeg", matrix=ORIENTATIONS[name])
        for kind in ("avi", "mov"):
            yield Case(
                f"exif-{name}.{kind}",
                lambda path, film=film, number=number: write(
                    path, Track(film, alter=_with_exif(number))
                ),
                SHOWN,
            )


def _with_exif(orientation: int) -> Alter:
    tag = struct.pack("<HHIHH", 0x112, 3, 1, orientation, 0)
    body = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + tag + bytes(4)
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body

    def alter(packets: list[Packet]) -> list[Packet]:
        return [copied(each, bytes(each)[:2] + segment + bytes(each)[2:]) for each in packets]

    return alter
