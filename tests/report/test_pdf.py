"""The report on paper: a PDF of A4 pages that says what the page says, with its fonts inside."""

import re
import subprocess
import zlib
from base64 import a85decode
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest

from stabiel.report.pdf import write_pdf
from tests.report.test_report import BRIDGING, CHEST, DONE, HELD, material_of, still

JPEG = Path(__file__).resolve().parents[2] / "docs" / "annotated.jpg"
A4_PT = (595.2756, 841.8898)


def pdf_of(folder: Path, *session: object, **more: object) -> bytes:
    path = folder / "report.pdf"
    write_pdf(path, material_of(*session, **more))  # type: ignore[arg-type]
    return path.read_bytes()


def pages_of(data: bytes) -> list[str]:
    """Return the drawing commands of each page."""
    streams = re.findall(
        rb"/Filter \[ /ASCII85Decode /FlateDecode \].*?stream\n(.*?)endstream", data, re.S
    )
    found = [zlib.decompress(a85decode(b"<~" + each.strip(), adobe=True)) for each in streams]
    return [each.decode("latin-1") for each in found if b" Tf" in each]


@pytest.mark.parametrize(("session", "exercise"), [(DONE, BRIDGING), (HELD, CHEST)])
def test_it_is_a4_with_its_fonts_inside(tmp_path: Path, session: object, exercise: object) -> None:
    data = pdf_of(tmp_path, session, exercise)

    assert data.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", data)
    assert boxes
    assert {tuple(map(float, box)) for box in boxes} == {A4_PT}
    assert data.count(b"/FontFile2") == 2
    assert b"(en)" in data  # the language, for who has it read aloud
    assert b"http" not in data


def test_the_same_session_gives_the_same_bytes(tmp_path: Path) -> None:
    assert pdf_of(tmp_path, DONE) == pdf_of(tmp_path, DONE)


def test_pictures_are_on_the_first_page(tmp_path: Path) -> None:
    picture = still(8.0, JPEG.read_bytes())
    stills = {2: {"start": picture, "best": picture}, 3: {"best": picture, "return": picture}}

    data = pdf_of(tmp_path, DONE, stills=stills)

    assert pages_of(data)[0].count(" Do") == 4


def test_a_session_without_anything_is_a_document_too(tmp_path: Path) -> None:
    empty = replace(DONE, repetitions=(), attempts=(), faults=(), not_judged=(), cues=())

    assert len(pages_of(pdf_of(tmp_path, empty))) == 1


def test_a_long_session_goes_on_over_pages(tmp_path: Path) -> None:
    long = replace(DONE, source=replace(DONE.source, duration_s=600.0))

    assert len(pages_of(pdf_of(tmp_path, long))) >= 3


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext is not on this computer")
def test_it_says_what_the_page_says(tmp_path: Path) -> None:
    pdf_of(tmp_path, DONE)

    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    words = " ".join(text.split())
    assert (
        "1 of 3 good. Work on: slower on the way down (2×). 1 did not count: pelvis higher."
        in words
    )
    assert "Slowly down, one vertebra" in words  # the column breaks the line after it
    assert "Knees together not visible from this camera angle 55.0" in words
    assert "not a medical device" in words
