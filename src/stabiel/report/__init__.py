"""The report: one HTML file that needs nothing else. In: a session. Out: `report.html`.

It shows words first, then the session in time, what to work on, pictures, the curve, the table,
what was not judged, and the sessions before. Names from files and exercises are escaped; the
page's policy forbids all requests but for the video beside it, where there is one.
"""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from stabiel.body.measures import MEASURES
from stabiel.coach.setup import VIEW
from stabiel.drawing.placement import placement
from stabiel.drawing.placement_svg import REPORT, placement_svg
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise, TempoFault
from stabiel.report.curve import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Curve,
    Strip,
    draw_curves,
    draw_strip,
)
from stabiel.report.pictures import BEST, RETURN, START, Still, Stills, best_of, to_work_on
from stabiel.report.table import Head, Row, TableCell, table
from stabiel.report.words import (
    Names,
    WorkPoint,
    headline,
    points_to_work_on,
    unit_in_words,
    which,
)
from stabiel.session.pipeline import ValueTrace
from stabiel.session.session import Session
from stabiel.session.trends import Past
from stabiel.system.atomic import write_whole
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import clock, number, plural, with_unit
from stabiel.wording.language import Language

MOST_EARLIER = 5


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is made of.

    Attributes:
        session: what was done.
        exercise: the rule it was judged by.
        book: the shared checks, for the names of reasons.
        trace: the followed measure over time.
        stills: the key moments with their pictures, by the start of the movement or hold.
        began_at: when it began, where that is known.
        video: name of the annotated video, beside the report, where there is one.
        earlier: sessions of the same exercise before this one, the newest last.
        this: this session summed up in the same way.
        spoken: what a trainer said, with its times, where that is more than the cues.
    """

    session: Session
    exercise: Exercise
    book: ExerciseBook
    trace: ValueTrace
    stills: dict[float, Stills] = field(default_factory=dict)
    began_at: datetime | None = None
    video: str | None = None
    earlier: Sequence[Past] = ()
    this: Past | None = None
    spoken: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A still with its words."""

    still: Still
    caption: str


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures of one movement or hold, and what it is an example of."""

    title: str
    good: bool
    pictures: list[Picture]


@dataclass(frozen=True, slots=True)
class Content:
    """All that a report says, in words and drawings, for the page and for paper."""

    names: Names
    session: Session
    exercise_name: str
    when: str
    headline: str
    compared: str
    numbers: list[tuple[str, str]]
    points: list[WorkPoint]
    strip: Strip
    galleries: list[Gallery]
    curves: list[Curve]
    curve_title: str
    curve_words: str
    degrees: str
    heads: list[Head]
    rows: list[Row]
    earlier_heads: list[str]
    earlier: list[list[str]]
    cues: list[tuple[str, str]]
    not_judged: list[tuple[str, str, str]]
    never_judged: list[str]
    how: str
    video: str | None
    placement: str | None


def content_of(material: Material) -> Content:
    """Return all that the report of a session says."""
    session, exercise, language = material.session, material.exercise, material.session.language
    names = Names(exercise, material.book, language)
    goal = material.trace.goal
    points = points_to_work_on(session, names, goal)
    heads, rows = table(session, names, goal)
    measure, unit = names.measure(exercise.follows), unit_in_words(exercise.follows, language)
    return Content(
        names=names,
        session=session,
        exercise_name=exercise.name.in_language(language),
        when="" if material.began_at is None else names.day(material.began_at),
        headline=headline(session, names),
        compared=_compared(material, names),
        numbers=_numbers(session, names),
        points=points,
        strip=draw_strip(session, names),
        galleries=_galleries(material, names, points),
        curves=draw_curves(session, names, material.trace),
        curve_title=_sentence(text("report", "curve_of", language, measure=measure, unit=unit)),
        curve_words=_curve_in_words(session, names, heads),
        degrees="°" if MEASURES[exercise.follows].unit == "deg" else "",
        heads=heads,
        rows=rows,
        earlier_heads=_earlier_heads(names),
        earlier=_earlier(material, names),
        cues=[
            (clock(time_s), words)
            for time_s, words in material.spoken or [(cue.time_s, cue.text) for cue in session.cues]
        ],
        not_judged=_not_judged(session, names),
        never_judged=[
            material.book.shared.reminders[name].in_language(language)
            for name in exercise.reminders
        ],
        how=_how(session),
        video=material.video,
        placement=_placement(material),
    )


def write_report(path: Path, material: Material) -> None:
    """Write the report of one session as a page.

    Raises:
        OSError: it cannot be written.
    """
    write_whole(path, as_page(content_of(material)).encode())


def as_page(content: Content) -> str:
    """Return the page."""
    environment = Environment(
        loader=PackageLoader("stabiel.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = environment.get_template("report.js").render() if content.video else ""
    return environment.get_template("report.html.j2").render(
        c=content,
        language=content.session.language,
        t=group("report", content.session.language),
        clock=clock,
        box={
            "width": WIDTH,
            "height": HEIGHT,
            "left": LEFT,
            "right": RIGHT,
            "bottom": BOTTOM,
        },
        video=None if content.video is None else quote(content.video),
        script=script,
        script_hash=b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def _numbers(session: Session, names: Names) -> list[tuple[str, str]]:
    """Return the large numbers at the top, with what they are."""
    words = group("report", names.language)
    language = names.language
    done, missed, holds = len(session.repetitions), len(session.attempts), len(session.holds)
    if names.is_hold:
        found = [
            (str(holds), plural("report", "holds", holds, language)),
            (f"{number(session.hold_s, 0, language)} s", words["in_zone"]),
        ]
    else:
        found = [
            (str(done), plural("report", "repetitions", done, language)),
            (str(session.good_repetitions), words["good"]),
            (str(missed), plural("report", "attempts", missed, language)),
        ]
    return [*found, (clock(session.source.duration_s), words["duration"])]


def _galleries(material: Material, names: Names, points: list[WorkPoint]) -> list[Gallery]:
    """Return the pictures of the best movement and of the one to work on."""
    session, language = material.session, names.language
    galleries = []
    best = best_of(session, material.exercise)
    if best is not None:
        words = which(best, session, language)
        title = text("report", "best_one", language, which=words)
        stills = material.stills.get(best.start_s, {})
        galleries.append(_gallery(title, True, stills, [START, BEST], language))
    worst = to_work_on(points)
    if worst is not None:
        words = which(worst, session, language)
        title = text("report", "work_on_one", language, which=words, what=points[0].name.lower())
        stills = material.stills.get(worst.start_s, {})
        moments = [START, BEST, *_where_wrong(points[0].fault, material.exercise)]
        galleries.append(_gallery(title, False, stills, moments, language))
    return [gallery for gallery in galleries if gallery.pictures]


def _where_wrong(fault_id: str, exercise: Exercise) -> list[str]:
    """Return the key moments that show a fault: its own, or the way back that was too fast."""
    fault = exercise.faults.get(fault_id)
    if isinstance(fault, TempoFault):
        return [] if fault.phase == "out" else [RETURN]
    return [fault_id]


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


def _curve_in_words(session: Session, names: Names, heads: list[Head]) -> str:
    """Return what the curve shows for who cannot see it; the table has the numbers."""
    asked = "; ".join(f"{head.name.lower()} {head.asked}" for head in heads if head.asked)
    return ". ".join(part for part in (headline(session, names).rstrip("."), asked) if part)


def _compared(material: Material, names: Names) -> str:
    """Return this session against the one before, in a sentence."""
    if not material.earlier:
        return ""
    last = material.earlier[-1]
    day = names.day(last.began_at)
    if names.is_hold:
        seconds = round(last.hold_s)
        return plural("report", "last_held", seconds, names.language, day=day, seconds=seconds)
    return text(
        "report", "last_good", names.language, day=day, good=last.good, all=last.repetitions
    )


def _earlier_heads(names: Names) -> list[str]:
    words = group("report", names.language)
    common = [words["day"], words["holds" if names.is_hold else "repetitions"].capitalize()]
    if names.is_hold:
        return [*common, words["in_zone"].capitalize(), words["most_seen"]]
    return [
        *common,
        words["good"].capitalize(),
        words["start_value"],
        names.peak,
        words["back"],
        words["most_seen"],
    ]


def _earlier(material: Material, names: Names) -> list[list[str]]:
    """Return the last sessions as rows, the newest last, which is this one."""
    if not material.earlier or material.this is None:
        return []
    follows, language = material.exercise.follows, names.language
    rows = []
    for past in (*material.earlier[-MOST_EARLIER:], material.this):
        most = max(past.faults, key=lambda fault: past.faults[fault], default=None)
        seen = "–" if most is None else f"{names.fault(most)} ({past.faults[most]}×)"
        if names.is_hold:
            row = [str(past.holds), with_unit("_s", past.hold_s, language)]
        else:
            row = [
                str(past.repetitions),
                str(past.good),
                with_unit(follows, past.start, language),
                with_unit(follows, past.peak, language),
                with_unit("_s", past.return_s, language),
            ]
        rows.append([names.day(past.began_at), *row, seen])
    return rows


def _not_judged(session: Session, names: Names) -> list[tuple[str, str, str]]:
    reasons = group("reason", session.language)
    return [
        (names.what(what), reasons[reason.value], number(seconds, 1, session.language))
        for what, reason, seconds in session.not_judged
    ]


def _placement(material: Material) -> str | None:
    """Return the drawing of the camera's place where it stood wrong, else None."""
    session, exercise = material.session, material.exercise
    stood_wrong = any(item.id == VIEW and item.direction is not None for item in session.setup)
    if not stood_wrong:
        return None
    drawing = placement(exercise, material.book.posture(exercise), session.language)
    return placement_svg(drawing, REPORT)


def _how(session: Session) -> str:
    return text(
        "report",
        "how_text",
        session.language,
        rate=round(session.source.frame_rate_hz),
        model=session.model,
        view=text("view", session.view, session.language),
        judged=round(100 * session.judged_share),
    )


__all__ = [
    "Content",
    "Head",
    "Material",
    "Row",
    "TableCell",
    "as_page",
    "content_of",
    "write_report",
]
