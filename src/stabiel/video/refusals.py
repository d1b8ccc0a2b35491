"""Files that are no video. In: a file's first bytes. Out: what it is, and what to do with it.

The name of a file says nothing here: the contents decide.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

HEAD_BYTES = 1 << 16
# The names of downloads that have not ended yet, in Chrome, Firefox, Safari, Opera and others.
_UNFINISHED = (".part", ".crdownload", ".download", ".opdownload", ".partial", ".tmp")
_MOST_BOXES = 64


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is no video, or none that can be read.

    Attributes:
        what: the kind, as the end of "this is ...".
        remedy: what to do, as a clause.
    """

    what: str
    remedy: str

    @property
    def sentence(self) -> str:
        """The kind and the remedy, without the period."""
        return f"this is {self.what}; {self.remedy}"


_CHOOSE = "choose the video itself"
_UNPACK = "unpack it and choose the video in it"
_CONVERT = "convert it to MP4 first"
_COPY_WHOLE = "copy it from the device again, completely"
_PICTURE = "a movement needs a video, so choose a video"

PICTURES = FileKind("a folder of pictures", _PICTURE)
PICTURE_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".png", ".heic", ".heif", ".avif", ".webp", ".tif", ".tiff", ".bmp", ".dng"}
)
ONE_PICTURE = FileKind("a single picture", _PICTURE)
SOUND = FileKind("a sound recording without moving pictures", _CHOOSE)
PROTECTED = FileKind("a video that is protected against copying", "use one that you recorded")
NO_INDEX = FileKind(
    "a video whose end or head is missing, because its recording or its transfer did not finish",
    _COPY_WHOLE,
)
UNFINISHED = FileKind("a download or a transfer that has not finished", "wait for it or repeat it")
ZEROS = FileKind("a file of zeros that was never filled", _COPY_WHOLE)
TEXT = FileKind("a text file, not a video", _CHOOSE)
UNKNOWN = FileKind(
    "not a video that can be read, or its end or head is missing, or it is encrypted",
    "record or copy it again, or save it as MP4",
)

_PHOTO = FileKind("a photo", _PICTURE)
_DOCUMENT = FileKind("a document, not a video", _CHOOSE)
_OFFICE = FileKind("a Word, Excel or PowerPoint document, not a video", _CHOOSE)
_PROGRAM = FileKind("a program, not a video", _CHOOSE)
_PLAYLIST = FileKind(
    "a playlist, not a video: it only names other files", "save the video itself as one file"
)
_LINK = FileKind("a link to another file or page, not a video", _CHOOSE)
_SUBTITLES = FileKind("a file of subtitles, not a video", "choose the video beside it")
_WEB_PAGE = FileKind("a web page, not a video", "download the video itself")
_ENCRYPTED = FileKind("an encrypted file", "decrypt it first")
_FLASH = FileKind("a Flash animation", _CONVERT)
_DISC = FileKind("part of a disc", "choose the .vob or .m2ts file with the video")


def _archive(name: str) -> FileKind:
    return FileKind(f"an archive ({name})", _UNPACK)


# Where the bytes stand, the bytes, and what they show.
_MAGIC: tuple[tuple[int, bytes, FileKind], ...] = (
    (0, b"PK\x03\x04", _archive("ZIP")),
    (0, b"PK\x05\x06", _archive("ZIP")),
    (0, b"7z\xbc\xaf\x27\x1c", _archive("7z")),
    (0, b"Rar!\x1a\x07", _archive("RAR")),
    (0, b"\x1f\x8b\x08", _archive("gzip")),
    (0, b"BZh", _archive("bzip2")),
    (0, b"\xfd7zXZ\x00", _archive("xz")),
    (0, b"\x28\xb5\x2f\xfd", _archive("zstd")),
    (257, b"ustar", _archive("tar")),
    (0, b"%PDF-", FileKind("a PDF document, not a video", _CHOOSE)),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OFFICE),
    (0, b"{\\rtf", _DOCUMENT),
    (0, b"%!PS", _DOCUMENT),
    (0, b"MZ", _PROGRAM),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"SQLite format 3\x00", FileKind("a database, not a video", _CHOOSE)),
    (0, b"Salted__", _ENCRYPTED),
    (0, b"-----BEGIN PGP", _ENCRYPTED),
    (0, b"age-encryption.org", _ENCRYPTED),
    (0, b"\x00\x05\x16\x07", FileKind(
        "the small file that a Mac writes beside a video", "choose the one without '._'")),
    (0, b"bplist00", _LINK),
    (0, b"\x4c\x00\x00\x00\x01\x14\x02\x00", _LINK),
    (0, b"version https://git-lfs", _LINK),
    (0, b"II*\x00", _PHOTO),
    (0, b"MM\x00*", _PHOTO),
    (0, b"8BPS", _PHOTO),
    (0, b"\x00\x00\x00\x0cJXL ", _PHOTO),
    (0, b"\xff\x0a", _PHOTO),
    (0, b"FUJIFILMCCD-RAW", _PHOTO),
    (0, b"ID3", SOUND),
    (0, b"fLaC", SOUND),
    (0, b"#!AMR", SOUND),
    (0, b"MThd", SOUND),
    (0, b"caff", SOUND),
    (0, b"wvpk", SOUND),
    (0, b"MAC ", SOUND),
    (8, b"WAVE", SOUND),
    (8, b"AIFF", SOUND),
    (8, b"AIFC", SOUND),
    (0, b".RMF", FileKind("a RealMedia video, which cannot be read", _CONVERT)),
    (0, b"\xb7\xd8\x00\x20\x37\x49\xda\x11", FileKind(
        "a television recording of Windows Media Center, which cannot be read", _CONVERT)),
    (4, b"RED1", FileKind("a raw cinema video, which cannot be read", _CONVERT)),
    (4, b"RED2", FileKind("a raw cinema video, which cannot be read", _CONVERT)),
    (0, b"FWS", _FLASH),
    (0, b"CWS", _FLASH),
    (0, b"ZWS", _FLASH),
    (0, b"DVDVIDEO-", _DISC),
    (0x8001, b"CD001", FileKind("the image of a disc", "open it and choose the video in it")),
)  # fmt: skip
# The kinds of an MP4 family file that hold photos.
_PHOTO_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"crx "})
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
# The beginnings of text files, without white space before them, in lower case.
_BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (b"#extm3u", _PLAYLIST),
    (b"ffconcat", _PLAYLIST),
    (b"[playlist]", _PLAYLIST),
    (b"<asx", _PLAYLIST),
    (b"<smil", _PLAYLIST),
    (b"[internetshortcut]", _LINK),
    (b"[reference]", _LINK),
    (b"d8:announce", FileKind("a torrent, not a video", "download the video itself")),
    (b"webvtt", _SUBTITLES),
    (b"[script info]", _SUBTITLES),
    (b"<!doctype html", _WEB_PAGE),
    (b"<html", _WEB_PAGE),
    (b"mime-version:", _WEB_PAGE),
    (b"from: <saved by", _WEB_PAGE),
)
_INSIDE: tuple[tuple[bytes, FileKind], ...] = (
    (b"<mpd", _PLAYLIST),
    (b"<smoothstreamingmedia", _PLAYLIST),
    (b"<playlist", _PLAYLIST),
    (b"<html", _WEB_PAGE),
    (b"<svg", FileKind("a drawing (SVG)", _PICTURE)),
)
_SUBTITLE_LINE = re.compile(rb"\d+\s+\d+:\d\d:\d\d[,.]\d{1,3}\s*-->|\{\d+\}\{\d+\}")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(head: bytes) -> FileKind | None:
    """Return what a file is that is certainly no video, None if it may be one.

    Args:
        head: its first bytes, at most `HEAD_BYTES`.
    """
    if head[:4] == b"PK\x03\x04":
        return _kind_in_zip(head)
    for at, magic, kind in _MAGIC:
        if head.startswith(magic, at):
            return kind
    if head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X" and head[20:21] and head[20] & 2:
        return FileKind("an animated WebP picture", "save it as MP4 or GIF")
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return _PHOTO
    if head[4:8] == b"ftyp":
        return _kind_of_brand(head[8:12])
    return _kind_of_text(head)


def kind_of_unreadable(file: BinaryIO, name: str) -> FileKind:
    """Return what a file is that no demuxer can read.

    Args:
        file: the open file.
        name: its name, of which only the ending counts.
    """
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if not head.strip(b"\x00"):
        return ZEROS
    if head[4:8] in (b"ftyp", b"mdat", b"wide", b"skip") and b"moov" not in _boxes(file):
        return UNFINISHED if name.lower().endswith(_UNFINISHED) else NO_INDEX
    if name.lower().endswith(_UNFINISHED):
        return UNFINISHED
    return TEXT if _is_text(head) else UNKNOWN


def _kind_in_zip(head: bytes) -> FileKind:
    if any(name in head for name in (b"[Content_Types].xml", b"word/", b"ppt/", b"xl/")):
        return _OFFICE
    return _DOCUMENT if b"mimetypeapplication/" in head[:100] else _archive("ZIP")


def _kind_of_brand(brand: bytes) -> FileKind | None:
    if brand in _PHOTO_BRANDS:
        return _PHOTO
    return SOUND if brand in _SOUND_BRANDS else None


def _kind_of_text(head: bytes) -> FileKind | None:
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096].lower()
    for beginning, kind in _BEGINNINGS:
        if plain.startswith(beginning):
            return kind
    if _SUBTITLE_LINE.match(plain):
        return _SUBTITLES
    if plain.startswith(b"<"):
        return next((kind for inside, kind in _INSIDE if inside in plain), None)
    return None


def _is_text(head: bytes) -> bool:
    start = head[:4096]
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return _CONTROL.search(start) is None and b"\xff" not in start


def _boxes(file: BinaryIO) -> set[bytes]:
    """Return the names of the outermost boxes of an MP4 file, as far as they are whole."""
    found: set[bytes] = set()
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            break
        found.add(head[4:8])
        size = int.from_bytes(head[:4])
        if size == 1:
            size = int.from_bytes(head[8:16])
        if size < 8:
            break
        at += size
    return found
