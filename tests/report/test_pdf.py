"""The report on paper: a PDF of A4 pages that says what the page says, with its fonts inside."""

import re
import subprocess
import zlib
from base64 import a85decode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest

from stabiel.anatomy import Reason
from stabiel.report import content_of
from stabiel.report.pdf import as_pdf, write_pdf
from stabiel.session.cues import Cue, Priority
from stabiel.session.session import Session, with_movements
from stabiel.session.trends import past_of
from tests.records import BEGAN
from tests.report.test_report import (
    BRIDGING,
    CHEST,
    DONE,
    HELD,
    material_of,
    repetition,
    still,
)

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


def crowded(count: int) -> Session:
    """Return a session of an hour at most in which everything happened, again and again."""
    faults = ("lowering_fast", "foot_moved", "arms_lifted", "sagging")
    moves = tuple(repetition(n, *(faults[: n % 5])) for n in range(1, count + 1))
    missed = tuple(
        replace(DONE.attempts[0], start_s=6.0 * n + 4.5, end_s=6.0 * n + 5.5) for n in range(count)
    )
    unseen = tuple((fault, Reason.WRONG_VIEW, 55.0) for fault in BRIDGING.faults)
    return with_movements(
        replace(
            DONE,
            source=replace(DONE.source, duration_s=6.0 * count + 20.0),
            repetitions=moves,
            attempts=missed,
            not_judged=unseen,
            cues=tuple(Cue(2.0 * n, "x", f"Zin {n}.", Priority.FORM) for n in range(3 * count)),
        )
    )


@pytest.mark.parametrize("count", [8, 25, 100])
def test_one_exercise_is_one_page_however_much_happened(tmp_path: Path, count: int) -> None:
    picture = still(8.0, JPEG.read_bytes())
    session = crowded(count)
    stills = {
        each.movement: {"start": picture, "best": picture, "return": picture}
        for each in (*session.repetitions, *session.attempts)
    }
    past = [past_of(n, BEGAN - timedelta(days=7 * n), DONE, BRIDGING.follows) for n in (3, 2, 1)]

    data = pdf_of(
        tmp_path, session, stills=stills, author="A. de Vries", person="Mevrouw Jansen",
        earlier=past, this=past_of(9, BEGAN, session, BRIDGING.follows), began_at=BEGAN,
    )  # fmt: skip

    assert len(pages_of(data)) == 1


def test_what_was_said_is_a_second_page_only_if_it_is_asked_for() -> None:
    content = content_of(material_of(crowded(8)))

    assert len(pages_of(as_pdf(content))) == 1
    assert len(pages_of(as_pdf(content, spoken=True))) == 2
    silent = content_of(material_of(replace(DONE, cues=())))
    assert as_pdf(silent, spoken=True) == as_pdf(silent)


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
    assert "Knees together: not visible from this camera angle (55.0 s)" in words
    assert "not a medical device" in words
