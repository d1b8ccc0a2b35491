"""The exercises found in one recording, as a page. In: what was found. Out: `index.html`.

The whole recording is one strip; each exercise on it leads to its report. What is no exercise is
listed with its reason, so that nothing is left out without a word.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from stabiel.drawing.page_look import page_look
from stabiel.exercises.files import ExerciseBook
from stabiel.report.curve import STRIP_EDGE, Axis
from stabiel.report.headline import headline
from stabiel.report.html import templates
from stabiel.report.labels import Labels, day_in_words
from stabiel.session.found import EmptyReason, EmptyStretch, FoundExercises
from stabiel.session.session import Session
from stabiel.system.atomic import write_whole
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import clock, plural
from stabiel.wording.language import Language

# A number needs this share of the strip, in percent: 15 pixels on a phone.
LEAST_NUMBERED = 4.0


@dataclass(frozen=True, slots=True)
class FoundSession:
    """The session of one segment, the rules it was judged by, and the name of its folder."""

    session: Session
    book: ExerciseBook
    folder: str


@dataclass(frozen=True, slots=True)
class FoundMaterial:
    """Everything that the page is made of.

    Attributes:
        model: the name of the pose estimator.
        book: all exercises that were looked for.
        sessions: one for each segment of `found`, in the same order.
        began_at: when the recording began, None if unknown.
        recording: the video as seen from the page, None if there is no way to it.
        nobody: whether no person was found in any frame.
    """

    video_name: str
    language: Language
    model: str
    book: ExerciseBook
    found: FoundExercises
    sessions: Sequence[FoundSession]
    began_at: datetime | None
    recording: str | None
    nobody: bool


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One exercise as the page and the terminal show it.

    Attributes:
        left, width: on the strip, in percent.
        perhaps: the other exercises that it may be, as a sentence; empty if there are none.
        folder: with its report.
    """

    number: int
    start_s: float
    end_s: float
    name: str
    words: str
    perhaps: str
    folder: str
    left: float
    width: float

    @property
    def numbered(self) -> bool:
        """Whether its number fits on the strip."""
        return self.width >= LEAST_NUMBERED


def write_found_page(path: Path, material: FoundMaterial) -> None:
    """Write the page.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(path, _page_of(material).encode())


def found_rows(material: FoundMaterial) -> list[FoundRow]:
    """Return a row for each exercise, in order of time."""
    axis = _axis(material)
    rows = []
    for number, (segment, each) in enumerate(
        zip(material.found.segments, material.sessions, strict=True), 1
    ):
        labels = Labels(each.book.get(segment.exercise), each.book, material.language)
        left = axis.x(segment.start_s)
        rows.append(
            FoundRow(
                number=number,
                start_s=segment.start_s,
                end_s=segment.end_s,
                name=name_of(segment.exercise, material),
                words=headline(each.session, labels),
                perhaps=_perhaps(segment.rivals, material),
                folder=each.folder,
                left=left,
                width=round(axis.x(segment.end_s) - left, 2),
            )
        )
    return rows


def found_headline(material: FoundMaterial) -> str:
    """Return how much was found, in one sentence."""
    language, count = material.language, len(material.found.segments)
    if material.nobody:
        return text("found", "headline_nobody", language)
    if not count:
        return text("found", "headline_none", language)
    length = clock(material.found.duration_s)
    return plural("found", "headline", count, language, count=count, length=length)


def why_none(stretch: EmptyStretch, material: FoundMaterial) -> str:
    """Return why a stretch is no exercise, in words."""
    language = material.language
    if stretch.reason in (EmptyReason.NOT_COUNTED, EmptyReason.TOO_LITTLE):
        other = name_of(stretch.exercise or "", material)
        count = stretch.count
        return plural("found", stretch.reason.value, count, language, count=count, other=other)
    return text("found", stretch.reason.value, language)


def name_of(exercise: str, material: FoundMaterial) -> str:
    """Return the name of an exercise that was looked for."""
    return material.book.get(exercise).name.in_language(material.language)


def _perhaps(rivals: Sequence[str], material: FoundMaterial) -> str:
    if not rivals:
        return ""
    others = ", ".join(name_of(each, material) for each in rivals)
    return text("found", "perhaps", material.language, others=others)


def _axis(material: FoundMaterial) -> Axis:
    return Axis(0.0, material.found.duration_s, left=STRIP_EDGE, right=100.0 - STRIP_EDGE)


def _page_of(material: FoundMaterial) -> str:
    environment = templates()
    script = environment.get_template("report.js").render() if material.recording else ""
    return environment.get_template("found.html.j2").render(
        m=material,
        look=page_look(),
        headline=found_headline(material),
        rows=found_rows(material),
        empty=[
            (each.start_s, each.end_s, why_none(each, material)) for each in material.found.empty
        ],
        ticks=_axis(material).ticks(),
        edge=STRIP_EDGE,
        t=group("found", material.language),
        clock=clock,
        day=None
        if material.began_at is None
        else day_in_words(material.began_at, material.language),
        video=None if material.recording is None else quote(material.recording),
        script=script,
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
