"""Files that are no video: each is called by its name, with what to do."""

import io
import tarfile
import zipfile

import pytest

from stabiel.video.refusals import kind_of, kind_of_unreadable
from tests.video.reading import complaint


def zipped(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


def tarred():
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("one.jpg"))
    return data.getvalue()


def boxed(name, size, rest=b""):
    return size.to_bytes(4) + name + rest


WEBP = b"RIFF\x00\x01\x00\x00WEBPVP8X\x0a\x00\x00\x00"


@pytest.mark.parametrize(
    ("content", "what", "remedy"),
    [
        (zipped("a.jpg", "b.jpg"), "archive (ZIP)", "unpack it"),
        (zipped("[Content_Types].xml", "word/document.xml"), "Word", "choose the video"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(30), "archive (7z)", "unpack it"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(30), "archive (RAR)", "unpack it"),
        (b"\x1f\x8b\x08" + bytes(30), "archive (gzip)", "unpack it"),
        (tarred(), "archive (tar)", "unpack it"),
        (b"%PDF-1.7\n" + bytes(30), "PDF", "choose the video"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(30), "Word", "choose the video"),
        (b"{\\rtf1\\ansi Oefeningen}", "document", "choose the video"),
        (b"<!DOCTYPE html>\n<html><body>Bridging</body></html>", "web page", "download the video"),
        (b"\xef\xbb\xbf  <HTML><body></body></HTML>", "web page", "download the video"),
        (b"#EXTM3U\n#EXTINF:1,\na.ts\n", "playlist", "save the video itself"),
        (b"<?xml version='1.0'?>\n<MPD xmlns='urn:mpeg'/>", "playlist", "save"),
        (b"ffconcat version 1.0\nfile a.ts\n", "playlist", "save the video itself"),
        (b"[InternetShortcut]\nURL=https://example.org/v", "link", "choose the video"),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\nHef\n", "subtitles", "beside it"),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHef\r\n", "subtitles", "beside it"),
        (b"{1}{25}Hef\n", "subtitles", "beside it"),
        (b"ID3\x03\x00" + bytes(30), "sound recording", "choose the video"),
        (b"fLaC\x00\x00\x00\x22" + bytes(34), "sound recording", "choose the video"),
        (boxed(b"ftyp", 24, b"M4A \x00\x00\x00\x00M4A mp42"), "sound", "choose the video"),
        (boxed(b"ftyp", 24, b"heic\x00\x00\x00\x00mif1heic"), "photo", "needs a video"),
        (b"II*\x00" + bytes(30), "photo", "needs a video"),
        (WEBP + b"\x02" + bytes(30), "animated WebP", "save it as MP4"),
        (b".RMF\x00\x00\x00\x12" + bytes(30), "RealMedia", "convert it to MP4"),
        (b"CWS\x0a" + bytes(30), "Flash", "convert it to MP4"),
        (b"MZ\x90\x00" + bytes(60), "program", "choose the video"),
        (b"Salted__" + bytes(30), "encrypted", "decrypt it"),
        (b"\x00\x05\x16\x07\x00\x02\x00\x00" + bytes(60), "Mac", "without '._'"),
        (bytes(4000), "zeros", "copy it"),
        (b"Hef het bekken van de grond.\n" * 9, "text file, not a video", "choose the video"),
        (boxed(b"ftyp", 16, b"isom\x00\x00\x02\x00") + boxed(b"mdat", 999, b"\x65" * 300),
         "end or head is missing", "copy it from the device again"),
    ],
)  # fmt: skip
def test_it_is_called_by_its_name_with_what_to_do(tmp_path, content, what, remedy):
    path = tmp_path / "oefening.mp4"
    path.write_bytes(content)

    said = complaint(path)

    assert what in said
    assert remedy in said
    assert "record or copy it again" not in said


@pytest.mark.parametrize("ending", ["part", "crdownload", "download"])
def test_a_download_that_has_not_ended(tmp_path, ending):
    path = tmp_path / f"clip.mp4.{ending}"
    path.write_bytes(boxed(b"ftyp", 16, b"isom\x00\x00\x02\x00") + boxed(b"mdat", 999, b"\x65" * 9))

    assert "not finished" in complaint(path)


def test_a_folder_of_pictures(tmp_path):
    for number in range(3):
        (tmp_path / f"IMG_{number}.JPG").write_bytes(b"\xff\xd8\xff")

    assert "folder of pictures" in complaint(tmp_path)


@pytest.mark.parametrize(
    "head",
    [
        boxed(b"ftyp", 24, b"isom\x00\x00\x02\x00isomiso2"),
        boxed(b"ftyp", 20, b"qt  \x00\x00\x02\x00qt  "),
        b"\x1aE\xdf\xa3" + bytes(30),
        b"RIFF\x00\x01\x00\x00AVI LIST",
        b"\x00\x00\x01\xba" + bytes(30),
        b"\x00\x00\x00\x01\x67" + bytes(30),
        b"G@\x00\x10" + bytes(184),
        b"FLV\x01\x05" + bytes(9),
        b"OggS\x00\x02" + bytes(30),
        b"GIF89a" + bytes(30),
        b"",
    ],
)
def test_what_may_be_a_video_is_opened(head):
    assert kind_of(head) is None


def test_boxes_that_go_round_in_a_circle_end():
    file = io.BytesIO(boxed(b"ftyp", 8) * 5000)

    assert "end or head is missing" in kind_of_unreadable(file, "clip.mp4").sentence
