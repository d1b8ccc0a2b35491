"""What a report says. In: its material. Out: `Content`, for the page and for paper.

Words come first, then the session over time, what to work on, pictures, the curve, the table, where
the time went, what was not judged, and the sessions before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stabiel.body.measures import MEASURES
from stabiel.coach.setup import VIEW
from stabiel.drawing.placement import placement
from stabiel.drawing.placement_svg import REPORT, placement_svg
from stabiel.exercises.model import Exercise
from stabiel.report.corrected_in_words import corrections_in_words
from stabiel.report.curve import Curve, Strip, draw_curves, draw_strip, draw_whole_curve
from stabiel.report.earlier import (
    compared_in_words,
    earlier_headers,
    earlier_rows,
    weeks_in_words,
)
from stabiel.report.headline import headline
from stabiel.report.labels import Labels, movement_label, unit_in_words
from stabiel.report.material import Material
from stabiel.report.numbers import numbers_of
from stabiel.report.pictures import Still, Stills, best_movement, movement_to_improve
from stabiel.report.points import (
    MOST_POINTS,
    PointToWorkOn,
    faults_to_work_on,
    points_to_work_on,
)
from stabiel.report.source_in_words import about_times
from stabiel.report.table import ColumnHeader, ReportRow, table
from stabiel.report.time_in_words import TimeRow, time_rows
from stabiel.report.wellbeing_in_words import wellbeing_sentence
from stabiel.session.key_moments import BEST, RETURN, START
from stabiel.session.session import Session
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import clock, number, plural
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class Picture:
    """A still with its caption."""

    still: Still
    caption: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of one movement or hold, with a title that says what they show."""

    title: str
    good: bool
    pictures: list[Picture]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a report says, in words and drawings, for the page and for paper.

    Attributes:
        author: who prescribed the exercise, in words; empty if nobody did.
        weeks: the last weeks in one line; empty if there is only this one.
        whole_curve: the curve of the whole session in one row, for paper.
    """

    labels: Labels
    session: Session
    exercise_name: str
    began_at: datetime | None
    when: str
    headline: str
    author: str
    compared: str
    weeks: str
    numbers: list[tuple[str, str]]
    points: list[PointToWorkOn]
    more_points: str
    strip: Strip
    galleries: list[Gallery]
    curves: list[Curve]
    whole_curve: Curve
    curve_title: str
    curve_words: str
    degrees: str
    headers: list[ColumnHeader]
    rows: list[ReportRow]
    earlier_headers: list[str]
    earlier: list[list[str]]
    cues: list[tuple[str, str]]
    spent: list[TimeRow]
    not_judged: list[tuple[str, str, str]]
    never_judged: list[str]
    how: str
    times: str | None
    video: str | None
    placement: str | None
    person: str | None = None
    corrections: Sequence[str] = ()
    felt: str = ""

    @property
    def has_points(self) -> bool:
        """Whether to show what to work on: if nothing counted, "nothing" would be no praise."""
        return bool(self.points or self.session.repetitions or self.session.holds)

    @property
    def doubtful(self) -> bool:
        """Whether anything is not sure."""
        faults = any(fault.doubtful for fault in self.session.faults)
        return faults or self.session.doubtful_attempts > 0


def content_of(material: Material) -> Content:
    """Return everything that the report of a session says."""
    session, exercise, language = material.session, material.exercise, material.session.language
    labels = Labels(exercise, material.book, language)
    goal = material.trace.goal
    points = points_to_work_on(session, labels, goal)
    headers, rows = table(session, labels, goal)
    measure, unit = labels.measure(exercise.follows), unit_in_words(exercise.follows, language)
    return Content(
        labels=labels,
        session=session,
        exercise_name=exercise.name.in_language(language),
        began_at=material.began_at,
        when="" if material.began_at is None else labels.day(material.began_at),
        headline=headline(session, labels),
        author=_author(material, language),
        compared=compared_in_words(material, labels),
        weeks=weeks_in_words(material, labels),
        numbers=numbers_of(material, labels),
        points=points,
        more_points=_more_points(session, labels),
        strip=draw_strip(session, labels),
        galleries=_galleries(material, labels, points),
        curves=draw_curves(session, labels, material.trace),
        whole_curve=draw_whole_curve(session, labels, material.trace),
        curve_title=_sentence(text("report", "curve_of", language, measure=measure, unit=unit)),
        curve_words=_curve_in_words(session, labels, headers),
        degrees="°" if MEASURES[exercise.follows].unit == "deg" else "",
        headers=headers,
        rows=rows,
        earlier_headers=earlier_headers(labels),
        earlier=earlier_rows(material, labels),
        cues=[
            (clock(time_s), words)
            for time_s, words in material.spoken or [(cue.time_s, cue.text) for cue in session.cues]
        ],
        spent=time_rows(session.time, labels),
        not_judged=_not_judged(session, labels),
        never_judged=[
            material.book.shared.reminders[name].in_language(language)
            for name in exercise.reminders
        ],
        how=_how(session),
        times=about_times(session, language),
        video=material.video,
        placement=_placement(material),
        person=material.person,
        corrections=[]
        if material.corrected is None
        else corrections_in_words(material.corrected, language, labels.exercise_name),
        felt=wellbeing_sentence(material.felt, language),
    )


def _author(material: Material, language: Language) -> str:
    if material.author is None:
        return ""
    return text("report", "prescribed_by", language, name=material.author)


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _more_points(session: Session, labels: Labels) -> str:
    """Return how many points there are that have no place in the report, empty if all have."""
    more = len(faults_to_work_on(session, labels)) - MOST_POINTS
    if more <= 0:
        return ""
    return plural("report", "more_points", more, labels.language, count=more)


def _galleries(material: Material, labels: Labels, points: list[PointToWorkOn]) -> list[Gallery]:
    """Return the pictures of the best movement and of the one to work on."""
    session, language = material.session, labels.language
    galleries = []
    best = best_movement(session, material.exercise)
    if best is not None:
        words = movement_label(best, session, language)
        title = text("report", "best_one", language, which=words)
        stills = material.stills_of(best)
        galleries.append(_gallery(title, True, stills, [START, BEST], language))
    worst = movement_to_improve(points)
    if worst is not None:
        words = movement_label(worst, session, language)
        title = text("report", "work_on_one", language, which=words, what=points[0].name.lower())
        stills = material.stills_of(worst)
        moments = [START, BEST, *_where_wrong(points[0].fault, material.exercise)]
        galleries.append(_gallery(title, False, stills, moments, language))
    return [gallery for gallery in galleries if gallery.pictures]


def _where_wrong(fault_id: str, exercise: Exercise) -> list[str]:
    """Return the key moments that show a fault: its own, or the way back if it was too fast."""
    fault = exercise.faults.get(fault_id)
    if fault is None or fault.least_time is None:
        return [fault_id]
    return [RETURN] if "return" in fault.least_time.ways else []


def _gallery(
    title: str, good: bool, stills: Stills, moments: list[str], language: Language
) -> Gallery:
    words = group("report", language)
    captions = {START: words["at_start"], BEST: words["at_best"], RETURN: words["at_return"]}
    wrong = words["at_worst"]
    pictures = [
        Picture(stills[each], f"{captions.get(each, wrong)} ({clock(stills[each].time_s)})")
        for each in moments
        if each in stills and stills[each].jpeg is not None
    ]
    return Gallery(title, good, pictures)


def _curve_in_words(session: Session, labels: Labels, headers: list[ColumnHeader]) -> str:
    """Return what the curve shows, for readers who cannot see it; the table has the numbers."""
    asked = "; ".join(f"{header.name.lower()} {header.asked}" for header in headers if header.asked)
    return ". ".join(part for part in (headline(session, labels).rstrip("."), asked) if part)


def _not_judged(session: Session, labels: Labels) -> list[tuple[str, str, str]]:
    reasons = group("reason", session.language)
    return [
        (labels.what(what), reasons[reason.value], number(seconds, 1, session.language))
        for what, reason, seconds in session.not_judged
    ]


def _placement(material: Material) -> str | None:
    """Return the drawing of where to put the camera if it was misplaced, else None."""
    session, exercise = material.session, material.exercise
    misplaced = any(item.id == VIEW and item.direction is not None for item in session.setup)
    if not misplaced:
        return None
    drawing = placement(exercise, material.book.posture(exercise), session.language)
    return placement_svg(drawing, REPORT)


def _how(session: Session) -> str:
    language, source = session.language, session.source
    how = text(
        "report",
        "how_text",
        language,
        rate=round(source.frame_rate_hz),
        model=session.model,
        view=text("view", session.view, language),
        judged=round(100 * session.judged_share),
    )
    if not source.looked_at:
        return how
    looks = text("report", "looks", language, looked=source.looked_at, frames=source.frames)
    return f"{how} {looks}"
