"""Pictures that are not films: single ones, folders and archives of them."""

import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av

from tests.video.siblings.case import Case, Frames, Refused
from tests.video.siblings.film import Film, write
from tests.video.siblings.pattern import drawn

ONE = (Refused((("picture", "photo", "image"), ("one", "single", "still", "a photo"))),)
FOLDER = (Refused((("folder",), ("picture", "photo", "image"))),)
ARCHIVE = (Refused((("zip", "tar", "archive"), ("unpack", "extract", "unzip"))),)
# Encoders of single pictures: name of the codec, pixels.
KINDS = {
    "jpg": ("mjpeg", "yuvj420p"), "png": ("png", "rgb24"), "bmp": ("bmp", "bgr24"),
    "tiff": ("tiff", "rgb24"), "webp": ("libwebp", "yuv420p"), "ppm": ("ppm", "rgb24"),
    "tga": ("targa", "bgr24"), "jp2": ("jpeg2000", "rgb24"),
}  # fmt: skip
BRANDS = {"heic": b"heic", "heif": b"mif1", "avif": b"avif"}


def cases() -> Iterator[Case]:
    """Yield all cases of this kind."""
    for kind in KINDS:
        if kind not in ("ppm", "tga", "jp2"):  # these need only a sentence: see refusals
            yield Case(f"picture.{kind}", written(kind), ONE)
    for kind, ending in (("jpg", "mp4"), ("png", "mov"), ("webp", "mp4"), ("bmp", "avi")):
        yield Case(f"{kind}-by-name.{ending}", written(kind), ONE)
    for kind, brand in BRANDS.items():
        yield Case(f"picture.{kind}", _boxed(brand), ONE)
        yield Case(f"{kind}-by-name.mp4", _boxed(brand), ONE)
    yield Case("picture.gif", lambda path: write(path, Film("gif", (1,))), ONE)
    for ending, codec in (("mp4", "libx264"), ("mov", "mjpeg"), ("mkv", "libx264"),
                          ("avi", "mjpeg"), ("webm", "libvpx-vp9")):  # fmt: skip
        yield Case(
            f"one-frame.{ending}", lambda path, codec=codec: write(path, Film(codec, (1,))), ONE
        )
    # A few pictures are a film, if a short one.
    for ending, codec in (("gif", "gif"), ("mp4", "libx264"), ("mkv", "libx264")):
        film = Film(codec, (1, 2, 3))
        yield Case(f"three-frames.{ending}", lambda path, film=film: write(path, film),
                   (Frames(film.numbers, film.times_s()),))  # fmt: skip
    for kind in ("jpg", "png"):
        yield Case(f"folder-of-{kind}", _folder(kind), FOLDER)
        yield Case(f"{kind}.zip", _zipped(kind), ARCHIVE)
        yield Case(f"{kind}.tar", _tarred(kind), ARCHIVE)
    yield Case("jpg-zip-by-name.mp4", _zipped("jpg"), ARCHIVE)


def encoded(kind: str, number: int) -> bytes:
    """Return the bytes of one picture."""
    codec, pixels = KINDS[kind]
    context = av.CodecContext.create(codec, "w")
    context.width, context.height = 96, 64
    context.pix_fmt = pixels
    context.time_base = Fraction(1, 20)
    frame = av.VideoFrame.from_ndarray(drawn(number), format="rgb24").reformat(format=pixels)
    frame.pts = 0
    return b"".join(bytes(packet) for packet in (*context.encode(frame), *context.encode(None)))


def written(kind: str) -> Callable[[Path], object]:
    """Return what writes one picture."""
    return lambda path: path.write_bytes(encoded(kind, 1))


def _boxed(brand: bytes) -> Callable[[Path], object]:
    """Write what phones write as photos: the head is true, the picture is left out."""
    head = b"ftyp" + brand + bytes(4) + b"mif1" + brand
    handler = b"hdlr" + bytes(8) + b"pict" + bytes(13)
    primary = b"pitm" + bytes(4) + b"\0\1"
    parts = b"".join(struct.pack(">I", len(each) + 4) + each for each in (handler, primary))
    meta = b"meta" + bytes(4) + parts
    media = b"mdat" + bytes(2000)
    data = b"".join(struct.pack(">I", len(each) + 4) + each for each in (head, meta, media))
    return lambda path: path.write_bytes(data)


def _folder(kind: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.mkdir(exist_ok=True)
        for number in range(5):
            (path / f"{number:03}.{kind}").write_bytes(encoded(kind, number))

    return make


def _zipped(kind: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for number in range(5):
                archive.writestr(f"{number:03}.{kind}", encoded(kind, number))

    return make


def _tarred(kind: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        picture = path.with_name("000." + kind)
        picture.write_bytes(encoded(kind, 0))
        with tarfile.open(path, "w") as archive:
            archive.add(picture, picture.name)
        picture.unlink()

    return make
