"""Files of other kinds, which people give by mistake: each is played, or refused by its kind."""

import io
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.video.siblings import boxes
from tests.video.siblings.case import Answer, Case, Frames, Refused
from tests.video.siblings.film import Film, write
from tests.video.siblings.pictures import written

# What somebody can do about it.
REMEDY = (
    "save",
    "download",
    "convert",
    "choose",
    "unpack",
    "extract",
    "export",
    "give ",
    "use ",
    "turn it",
)


def cases() -> Iterator[Case]:
    """Yield all cases of this kind."""
    yield from _moving()
    yield from _archives()
    yield from _texts()
    yield from _pictures()
    yield from _unfinished()


def _kind(*words: str) -> Refused:
    return Refused((words, REMEDY))


def _moving() -> Iterator[Case]:
    """Films of kinds that no camera and no phone gives: playing them is right too."""
    for name, film, words in (
        ("animated.webp", Film("libwebp_anim"), ("webp",)),
        ("animated.apng", Film("apng"), ("apng", "animated png")),
        ("vp8.ivf", Film("libvpx"), ("ivf",)),
        ("vp9.ivf", Film("libvpx-vp9"), ("ivf",)),
        ("mpeg4.nut", Film("mpeg4"), ("nut",)),
        ("h264.nut", Film(b_frames=2), ("nut",)),
        ("raw.y4m", Film("wrapped_avframe"), ("y4m", "yuv4mpeg")),
        ("camera.dv", Film("dvvideo", tuple(range(8)), 25, (720, 576)), ("dv",)),
    ):
        played = Frames(film.numbers, film.times_s(), within_s=0.026)
        # DV is interlaced: both fields of each frame, which here show the same.
        fields = Frames(
            tuple(number for number in film.numbers for _ in range(2)),
            tuple(time_s + part / 50 for time_s in film.times_s() for part in range(2)),
            within_s=0.026,
        )
        kind = {"animated.webp": "webp"}.get(name)

        def make(path: Path, film: Film = film, kind: str | None = kind) -> None:
            write(path, film, container=kind)

        right = (fields if name == "camera.dv" else played, _kind(*words))
        yield Case(name, make, right)
        yield Case(f"{name.replace('.', '-')}-by-name.mp4", _renamed(make, name), right)


def _renamed(make: Callable[[Path], None], name: str) -> Callable[[Path], None]:
    def renamed(path: Path) -> None:
        first = path.with_name(f"first-{name}")
        make(first)
        first.replace(path)

    return renamed


def _bytes(name: str, data: bytes, *right: Answer) -> Case:
    return Case(name, lambda path: path.write_bytes(data), right)


def _archives() -> Iterator[Case]:
    junk = bytes(range(256)) * 8
    for name, data, words in (
        ("videos.7z", bytes.fromhex("377abcaf271c0004") + junk, ("7z", "7-zip", "archive")),
        ("videos.rar", b"Rar!\x1a\x07\x01\x00" + junk, ("rar", "archive")),
        ("old.rar", b"Rar!\x1a\x07\x00" + junk, ("rar", "archive")),
        ("videos.gz", bytes.fromhex("1f8b0800000000000003") + junk, ("gz", "archive")),
        ("videos.zip", _zip({"clip.mp4": junk}), ("zip", "archive")),
        ("nothing.zip", _zip({}), ("zip", "archive")),
        ("videos.tar", _tar({"clip.mp4": junk}), ("tar", "archive")),
    ):
        yield _bytes(name, data, _kind(*words))
        yield _bytes(f"{name.replace('.', '-')}-by-name.mp4", data, _kind(*words))


def _texts() -> Iterator[Case]:
    document = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    sheet = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    subtitles = b"1\n00:00:01,000 --> 00:00:02,500\nHef het bekken.\n\n" * 20
    page = b"<!DOCTYPE html>\n<html><head><title>Log in</title></head><body></body></html>\n"
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nother.ts\n#EXT-X-ENDLIST\n"
    for name, data, words in (
        ("leaflet.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" * 9, ("pdf",)),
        ("leaflet.docx", _zip(document), ("word", "docx", "document")),
        ("numbers.xlsx", _zip(sheet), ("excel", "xlsx", "document", "office")),
        ("download.html", page * 9, ("html", "web page")),
        ("lower.html", b"<html lang=nl>\n<body>\n" + page * 3, ("html", "web page")),
        ("list.m3u8", playlist, ("playlist", "m3u")),
        ("spoken.srt", subtitles, ("subtitle", "srt")),
        ("spoken.vtt", b"WEBVTT\n\n" + subtitles.replace(b",", b"."), ("subtitle", "vtt")),
    ):
        yield _bytes(name, data, _kind(*words))
        yield _bytes(f"{name.replace('.', '-')}-by-name.mp4", data, _kind(*words))


def _pictures() -> Iterator[Case]:
    for kind in ("ppm", "tga", "jp2"):
        yield Case(
            f"picture.{kind}",
            written(kind),
            (Refused((("not a video", "picture", "photo"),), never=()),),
        )


def _unfinished() -> Iterator[Case]:
    """The recorder was switched off before it wrote the index: pictures, but no list of them."""
    cut = Refused((("index", "end", "finished", "complete"), ("missing", "not", "cut")), never=())
    for kind in ("mp4", "mov"):

        def make(path: Path) -> None:
            write(path, Film(b_frames=2))
            parts = [each for each in boxes.parse(path.read_bytes()) if each[0] != b"moov"]
            path.write_bytes(boxes.built(parts))

        yield Case(f"no-index.{kind}", make, (cut,))
    stub = struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 512, b"isom")
    yield _bytes("head-only.mp4", stub, cut)
    yield _bytes("endless.mp4", stub + struct.pack(">I4s", 0, b"mdat") + bytes(5000), cut)


def _zip(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, contents in files.items():
            archive.writestr(name, contents)
    return data.getvalue()


def _tar(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, contents in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(contents)
            archive.addfile(entry, io.BytesIO(contents))
    return data.getvalue()
