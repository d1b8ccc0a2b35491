"""The report: one page that needs nothing else, escapes all, and scores only what was seen."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from stabiel.anatomy import Reason, View
from stabiel.body.body import Body
from stabiel.coach.coach import START
from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.coach.setup import BESIDE, VIEW, Item
from stabiel.drawing.placement import placement_words
from stabiel.exercises.model import Exercise
from stabiel.report import Material, as_page, content_of, write_report
from stabiel.report.curve import draw_curves, draw_strip
from stabiel.report.headline import headline
from stabiel.report.labels import Labels
from stabiel.report.pictures import Still, best_movement
from stabiel.report.points import points_to_work_on
from stabiel.report.table import table
from stabiel.session.cues import Cue, Priority
from stabiel.session.pipeline import ValueTrace
from stabiel.session.session import Session, Source, with_movements
from stabiel.session.trends import past_of
from stabiel.wording import catalogue as texts
from stabiel.wording.formatting import with_unit
from stabiel.wording.language import LANGUAGES, Language, Text
from tests.bodies import Bridge, pose_of
from tests.records import BEGAN
from tests.sessions import BOOK

BRIDGING, CHEST = BOOK.get("bridging"), BOOK.get("knees-to-chest")
NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>.mp4"
PEAK = "peak_hip_extension_deg"
METRICS = {"start_hip_extension_deg": 125.0, "peak_hip_extension_deg": 174.0, "return_s": 2.0}


def session_of(exercise: Exercise = BRIDGING, **changes: object) -> Session:
    empty = Session(
        exercise=exercise.id,
        language="en",
        model="heavy",
        view="side",
        source=Source("file", "clip.mp4", 60.0, 25.0, 1280, 720),
        judged_share=0.9,
        repetitions=(),
        attempts=(),
        holds=(),
        faults=(),
        cues=(),
        setup=(),
        not_judged=(),
    )
    return replace(empty, **changes)  # type: ignore[arg-type]


def repetition(number: int, *faults: str) -> Repetition:
    start_s = 6.0 * number
    return Repetition(
        start_s + 4, number, "both", start_s, start_s + 2, start_s + 4, faults, METRICS
    )


def hold(number: int, in_zone_s: float, *faults: str, complete: bool = True) -> Hold:
    return Hold(40.0, number, "both", 3.0, 3.0 + in_zone_s, in_zone_s, complete, faults)


DONE = with_movements(
    session_of(
        repetitions=(repetition(1), repetition(2, "lowering_fast"), repetition(3, "lowering_fast")),
        attempts=(Attempt(5.5, "both", 2.0, 5.0, "pelvis_low", METRICS),),
        faults=(FaultEnded(16.0, "lowering_fast", "both", 15.0, "form", 2),),
        not_judged=(("knees_apart", Reason.WRONG_VIEW, 55.0),),
    )
)
HELD = session_of(CHEST, holds=(hold(1, 30.2), hold(2, 12.0, "bouncing", complete=False)))


class Page(HTMLParser):
    """What a browser makes of the report: tags with their attributes, and the words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.html = html
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] and self.tags[-1][0] not in ("style", "script", "title"):
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(word for word in self.words if word)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def trace_of(session: Session) -> ValueTrace:
    trace = ValueTrace()
    for index in range(round(10 * session.source.duration_s)):
        trace.times_s.append(index / 10)
        trace.values.append(float("nan") if index % 100 < 5 else 125.0 + index % 50)
    trace.goal = 160.0
    return trace


def still(time_s: float, jpeg: bytes) -> Still:
    pose = pose_of(Bridge().at(125), time_s)
    return Still(time_s, Body(pose, "right", View.SIDE, 140.0), replace(START, time_s=time_s), jpeg)


def material_of(session: Session, exercise: Exercise = BRIDGING, **more: object) -> Material:
    return Material(session, exercise, BOOK, trace_of(session), **more)  # type: ignore[arg-type]


def page_of(folder: Path, session: Session, exercise: Exercise = BRIDGING, **more: object) -> Page:
    path = folder / "report.html"
    write_report(path, material_of(session, exercise, **more))
    return Page(path.read_text(encoding="utf-8"))


# By the identity of the first and of the second repetition; an attempt ended before both.
STILLS = {
    2: {"start": still(6.1, b"first"), "best": still(8.0, b"second"), "return": still(9, b"no")},
    3: {
        "start": still(12.1, b"third"),
        "best": still(14.0, b"fourth"),
        "return": still(15.3, b"fifth"),
        "sagging": still(13.0, b"of another fault"),
    },
}


# Nothing from outside


@pytest.mark.parametrize(("session", "exercise"), [(DONE, BRIDGING), (HELD, CHEST)])
def test_the_page_asks_for_nothing(tmp_path: Path, session: Session, exercise: Exercise) -> None:
    page = page_of(tmp_path, session, exercise, stills=STILLS)

    assert not re.search(
        r"https?:|//[a-z]|@import|url\(|<link|<script|<iframe", without_font(page.html)
    )
    for tag, attributes in page.tags:
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            value = attributes.get(name)
            assert value is None or value.startswith("data:image/jpeg;base64,"), tag
        assert not [name for name in attributes if name.startswith("on")], tag


def without_font(html: str) -> str:
    """Return a page without the font inside it, whose letters may look like an address."""
    font, count = re.subn(r"url\(data:font/woff2;base64,[\w+/=]+\)", "", html)
    assert count == 1
    return font


def test_the_policy_forbids_all_requests(tmp_path: Path) -> None:
    (policy,) = [
        meta["content"] or ""
        for meta in page_of(tmp_path, DONE).all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'", "img-src": "data:", "style-src": "'unsafe-inline'",
        "font-src": "data:",
    }  # fmt: skip


def test_with_a_video_beside_it_only_that_may_be_asked_for(tmp_path: Path) -> None:
    page = page_of(tmp_path, DONE, video="../videos/a b.mp4", stills=STILLS)

    (policy,) = [
        meta["content"] or ""
        for meta in page.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (script,) = re.findall(r"<script>(.*?)</script>", page.html, re.DOTALL)
    hashed = b64encode(sha256(script.encode()).digest()).decode()
    assert rules == {
        "default-src": "'none'", "img-src": "data:", "style-src": "'unsafe-inline'",
        "font-src": "data:",
        "media-src": "'self' file:", "script-src": f"'sha256-{hashed}'",
    }  # fmt: skip
    assert [video["src"] for video in page.all("video")] == ["../videos/a%20b.mp4"]
    assert not re.search(
        r"https?:|//[a-z]|@import|url\(|<link|<iframe|fetch|import\(", without_font(page.html)
    )


def test_a_fault_and_a_movement_lead_to_their_time_in_the_video(tmp_path: Path) -> None:
    page = page_of(tmp_path, DONE, video="annotated.mp4")

    times = [float(link["data-time"] or "") for link in page.all("a")]
    assert 15.0 in times  # the fault
    assert {move.start_s for move in (*DONE.repetitions, *DONE.attempts)} <= set(times)
    marks = [tag["data-time"] for tag in page.all("path")]
    assert marks == ["15.00", "15.00"]  # in the strip and in the curve
    assert not page_of(tmp_path, DONE).all("a")


def test_pictures_are_in_the_page_of_the_good_one_and_of_the_one_to_work_on(
    tmp_path: Path,
) -> None:
    page = page_of(tmp_path, DONE, stills=STILLS)

    assert [image["src"] for image in page.all("img")] == [
        f"data:image/jpeg;base64,{b64encode(data).decode()}"
        for data in (b"first", b"second", b"third", b"fourth", b"fifth")
    ]
    alts = [image["alt"] or "" for image in page.all("img")]
    assert alts[0].startswith("Like this: repetition 1: start (0:06)")
    assert alts[3].startswith("To work on: repetition 2, slower on the way down: ")


def test_the_good_one_is_neither_the_first_nor_the_furthest() -> None:
    peaks = [165.0, 199.0, 172.0, 174.0]
    moves = [
        replace(repetition(number), metrics={"peak_hip_extension_deg": peak})
        for number, peak in enumerate(peaks, start=1)
    ]
    best = best_movement(session_of(repetitions=tuple(moves)), BRIDGING)

    assert best is moves[2]
    assert best_movement(session_of(repetitions=(repetition(1, "sagging"),)), BRIDGING) is None


# Nothing from a file becomes part of the page


def test_a_script_in_a_file_name_is_text(tmp_path: Path) -> None:
    source = replace(DONE.source, name=NASTY)
    page = page_of(tmp_path, replace(DONE, source=source))

    assert page.all("script") == page.all("img") == []
    assert NASTY in page.text


@pytest.mark.parametrize("where", ["name", "fault", "cue"])
def test_a_script_in_an_exercise_is_text(tmp_path: Path, where: str) -> None:
    nasty = Text(nl=NASTY, en=NASTY)
    fault = BRIDGING.faults["lowering_fast"].model_copy(update={"name": nasty})
    change = {
        "name": {"name": nasty},
        "fault": {"faults": BRIDGING.faults | {"lowering_fast": fault}},
        "cue": {},
    }[where]
    session = DONE
    if where == "cue":
        session = replace(DONE, cues=(Cue(3.0, "x", NASTY, Priority.FORM),))

    page = page_of(tmp_path, session, BRIDGING.model_copy(update=change))

    assert page.all("script") == page.all("img") == []
    assert "<script" not in page.html
    assert "alert(1)" in page.text


# In words


def labels(exercise: Exercise = BRIDGING, language: Language = "en") -> Labels:
    return Labels(exercise, BOOK, language)


@pytest.mark.parametrize(
    ("session", "exercise", "language", "words"),
    [
        (
            DONE, BRIDGING, "en",
            "1 of 3 good. Work on: slower on the way down (2×). 1 did not count: pelvis higher.",
        ),
        (
            DONE, BRIDGING, "nl",
            "1 van 3 goed. Werk aan: langzamer terug (2×). 1 telde niet: bekken hoger.",
        ),
        (session_of(repetitions=(repetition(1),)), BRIDGING, "en", "1 of 1 good."),
        (session_of(), BRIDGING, "en", "No repetitions were detected."),
        (session_of(CHEST), CHEST, "en", "No hold was detected."),
        (session_of(CHEST), CHEST, "nl", "Geen vastgehouden houding gezien."),
        (HELD, CHEST, "en", "Held well for 42 seconds. Work on: keeping still (1×)."),
        (HELD, CHEST, "nl", "42 seconden goed vastgehouden. Werk aan: rustig blijven (1×)."),
    ],
)  # fmt: skip
def test_the_headline_says_it_in_words(
    session: Session, exercise: Exercise, language: Language, words: str
) -> None:
    assert headline(session, labels(exercise, language)) == words


def test_what_an_exercise_has_no_more_is_named_by_its_id() -> None:
    assert labels().fault("gone_fault") == labels().correction("gone_fault") == "gone_fault"
    assert labels().what("gone_fault") == "gone_fault"
    assert labels().fault("feet_on_floor") == labels().correction("feet_on_floor").rstrip(".")


def test_the_headline_names_the_three_most_frequent_points() -> None:
    often = ["overarched"] * 4 + ["foot_moved"] * 3 + ["arms_lifted"] * 2 + ["sagging"]
    session = session_of(repetitions=tuple(repetition(1, fault) for fault in often))

    words = headline(session, labels())

    assert (
        words == "0 of 10 good. Work on: a little lower with a long back (4×), feet still (3×), "
        "arms on the floor (2×) and 1 more point."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("session", "exercise"), [(DONE, BRIDGING), (HELD, CHEST)])
def test_the_page_is_in_one_language(
    tmp_path: Path, session: Session, exercise: Exercise, language: Language
) -> None:
    page = page_of(tmp_path, replace(session, language=language), exercise)

    assert page.all("html")[0]["lang"] == language
    for key in ("timeline", "not_judged", "how", "disclaimer", "duration"):
        assert texts.text("report", key, language) in page.text
        other = "en" if language == "nl" else "nl"
        assert texts.text("report", key, other) not in page.text
    assert exercise.name.in_language(language) in page.text


def spoilt(done: Session) -> Session:
    """Return a session whose every number has decimals that are read."""
    metrics = METRICS | {PEAK: 151.4, "peak_pelvis_lift_tl": 0.333, "out_s": 1.25}
    moves = [replace(each, metrics=metrics | {"return_s": 0.7}) for each in done.repetitions]
    missed = [replace(each, metrics=metrics) for each in done.attempts]
    return replace(done, repetitions=tuple(moves), attempts=tuple(missed))


@pytest.mark.parametrize(("session", "exercise"), [(spoilt(DONE), BRIDGING), (HELD, CHEST)])
def test_a_dutch_report_has_decimal_commas_alone(
    tmp_path: Path, session: Session, exercise: Exercise
) -> None:
    dutch = replace(session, language="nl")
    past = past_of(1, BEGAN, dutch, exercise.follows)

    page = page_of(tmp_path, dutch, exercise, earlier=[past], this=past)

    assert re.search(r"\d,\d", page.text)
    assert re.findall(r"\d\.\d", page.text) == []
    labels = [label for _, tag in page.tags if (label := tag.get("aria-label")) is not None]
    assert re.findall(r"\d\.\d", " ".join(labels)) == []


def test_the_axis_of_a_curve_has_decimal_commas_too() -> None:
    trace = trace_of(DONE)
    for index, value in enumerate(trace.values):
        trace.values[index] = value / 1000
    trace.goal = 0.16
    axes = {
        language: [
            tick.label for tick in draw_curves(DONE, labels(language=language), trace)[0].y_ticks
        ]
        for language in LANGUAGES
    }

    assert any("," in label for label in axes["nl"])
    assert axes["en"] == [label.replace(",", ".") for label in axes["nl"]]


def test_a_length_is_read_in_centimeters_everywhere(tmp_path: Path) -> None:
    pose = BOOK.get("childs-pose")
    session = session_of(pose, language="nl", holds=(hold(1, 30.0),))
    trace = trace_of(session)
    for index in range(len(trace.values)):
        trace.values[index] = 0.2 + 0.002 * (index % 100)
    content = content_of(replace(material_of(session, pose), trace=trace))

    page = Page(as_page(content))

    assert "in centimeters" in content.curve_title
    assert [tick.label for tick in content.curves[0].y_ticks] == [
        "10",
        "12",
        "14",
        "16",
        "18",
        "20",
    ]
    assert re.findall(r"\btl\b|romplengte", page.text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_of_each_is_in_the_singular(tmp_path: Path, language: Language) -> None:
    once = session_of(language=language, repetitions=DONE.repetitions[:1], attempts=DONE.attempts)
    held = session_of(CHEST, language=language, holds=(hold(1, 1.2),))

    text = page_of(tmp_path, once).text + page_of(tmp_path, held, CHEST).text

    singular = {
        "nl": ("1 repetitie ", "1 telde niet: ", "1 telde niet ", "1 seconde goed", "1 keer vast"),
        "en": ("1 repetition ", "1 did not count: ", "for 1 second.", "1 hold "),
    }
    assert [words for words in singular[language] if words not in text] == []


# What to work on


def test_a_newcomer_reads_which_one_was_too_low_and_which_too_fast() -> None:
    fast = repetition(3, "lowering_fast")
    session = replace(
        DONE,
        repetitions=(*DONE.repetitions[:2], replace(fast, metrics=METRICS | {"return_s": 0.7})),
        attempts=(
            Attempt(30.0, "both", 26.0, 29.0, "pelvis_low", METRICS | {PEAK: 151.0}),
        ),
    )  # fmt: skip

    points = points_to_work_on(session, labels(), 160.0)

    assert [point.name for point in points] == ["Slower on the way down", "Pelvis higher"]
    said = [[(each.words, each.measured) for each in point.occurrences] for point in points]
    assert said[0] == [
        ("repetition 2", "in 2.0 s, target at least 0.9 s"),
        ("repetition 3", "in 0.7 s, target at least 0.9 s"),
    ]
    assert said[1] == [("movement after repetition 3", "hip angle reached 151°, target 160°")]
    assert points[0].worst.words == "repetition 3"
    assert points[0].correction == "Slowly down, one vertebra at a time."


def test_danger_comes_before_what_is_frequent() -> None:
    rule = BRIDGING.faults["arms_lifted"].model_copy(update={"severity": "danger"})
    exercise = BRIDGING.model_copy(update={"faults": BRIDGING.faults | {"arms_lifted": rule}})
    often = [repetition(number, "lowering_fast") for number in range(1, 4)]
    session = session_of(repetitions=(*often, repetition(4, "arms_lifted")))

    points = points_to_work_on(session, labels(exercise), None)

    assert [point.fault for point in points] == ["arms_lifted", "lowering_fast"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_in_the_headline_has_its_card(tmp_path: Path, language: Language) -> None:
    reach = BOOK.get("leg-reach")
    moves = [repetition(n, fault) for n, fault in enumerate(("leg_high", "weight_shifted"), 1)]
    moves.append(repetition(3, "back_sagging"))
    low = {"peak_hip_angle_deg": 134.0}
    missed = [Attempt(30.0, "left", 26.0, 29.0, why, low) for why in ("leg_low", "knee_bent")]
    session = session_of(reach, language=language, repetitions=tuple(moves), attempts=tuple(missed))
    names = labels(reach, language)

    said = headline(session, names).lower()
    cards = [point.fault for point in points_to_work_on(session, names, None)]

    named = [fault for fault in reach.faults if names.fault(fault).lower() in said]
    assert set(named) == set(cards)
    # The back comes first although all occurred once; what does not fit is a number.
    assert cards == ["back_sagging", "leg_low", "knee_bent"]
    assert {"nl": "en nog 2 punten.", "en": "and 2 more points."}[language] in said
    more = {"nl": "En nog 2 punten.", "en": "And 2 more points."}
    assert more[language] in page_of(tmp_path, session, reach).text


def test_reasons_without_a_card_are_counted_in_the_headline() -> None:
    faults = ("back_sagging", "leg_high", "weight_shifted")
    session = session_of(
        BOOK.get("leg-reach"),
        repetitions=(repetition(1, *faults), repetition(2, *faults)),
        attempts=(Attempt(30.0, "left", 26.0, 29.0, "leg_low", {}),),
    )

    assert headline(session, labels(BOOK.get("leg-reach"))).endswith(". One did not count.")


def test_nothing_to_work_on_is_said(tmp_path: Path) -> None:
    page = page_of(tmp_path, session_of(repetitions=(repetition(1),)))

    assert texts.text("report", "nothing_to_work_on", "en") in page.text


# Against earlier sessions


def test_the_last_session_is_in_a_sentence_and_earlier_ones_in_a_table(tmp_path: Path) -> None:
    before = session_of(repetitions=(repetition(1, "sagging"), repetition(2)))
    earlier = [past_of(1, BEGAN, before, "hip_extension_deg")]
    this = past_of(2, BEGAN + timedelta(days=1), DONE, "hip_extension_deg")

    page = page_of(tmp_path, DONE, earlier=earlier, this=this)

    day = labels().day(BEGAN)
    assert f"Last time ({day}): 1 of 2 good." in page.text
    assert f"{day} 2 1 125° 174° 2.0 s Pelvis held high (1×)" in page.text
    assert texts.text("report", "earlier", "en") not in page_of(tmp_path, DONE).text


# In drawings


def test_a_long_session_is_drawn_in_rows_of_a_minute() -> None:
    long = replace(DONE, source=replace(DONE.source, duration_s=200.0))
    rows = draw_curves(long, labels(), trace_of(long))

    assert [(row.start_s, row.end_s) for row in rows] == [
        (0, 60), (60, 120), (120, 180), (180, 240),
    ]  # fmt: skip
    assert [len(row.spans) for row in rows] == [4, 0, 0, 0]
    assert len({row.zone_top + row.zone_height for row in rows}) == 1  # all on one scale


def test_dots_of_many_repetitions_do_not_lie_on_each_other() -> None:
    close = [
        replace(repetition(1), number=number, start_s=2.0 * number, end_s=2.0 * number + 1.5)
        for number in range(1, 29)
    ]
    few, many = (
        draw_strip(session_of(repetitions=tuple(moves)), labels()) for moves in (close[:1], close)
    )

    assert (few.large, few.small) == (1.0, 1.0)
    assert many.small < many.large <= 1.0
    step = many.spans[1].middle - many.spans[0].middle
    assert 23 * many.large <= step / 100 * 960 + 0.5


# In numbers


def test_every_movement_has_its_row_in_the_order_of_time() -> None:
    headers, rows = table(DONE, labels(), 160.0)

    assert [header.name for header in headers[:4]] == ["No.", "Time", "Remarks", "Start"]
    assert [row.number for row in rows] == ["–", "1", "2", "3"]
    assert [row.mark for row in rows] == ["×", "✓", "▲", "▲"]
    assert rows[0].remark == "did not count: Pelvis higher"
    assert rows[2].remark == "Slower on the way down"
    assert all(len(row.cells) == len(headers) - 3 for row in rows)


def test_the_table_says_what_is_asked_and_which_value_misses_it() -> None:
    low = replace(DONE.attempts[0], metrics=METRICS | {PEAK: 151.0, "return_s": 1.1})
    headers, rows = table(replace(DONE, attempts=(low,)), labels(), 163.0)

    asked = {header.name: header.asked for header in headers if header.asked}
    assert asked == {"Highest point": "at least 163°", "Return": "at least 0.9 s"}
    # The tempo of an attempt is not judged.
    assert [cell.words for cell in rows[0].cells if cell.misses] == ["151°"]
    assert not any(cell.misses for row in rows[1:] for cell in row.cells)


def test_a_tempo_that_was_judged_too_fast_is_marked() -> None:
    fast = replace(repetition(1, "lowering_fast"), metrics=METRICS | {"return_s": 0.7})
    unjudged = replace(fast, number=2, faults=())
    _, rows = table(session_of(repetitions=(fast, unjudged)), labels(), None)

    assert [[cell.words for cell in row.cells if cell.misses] for row in rows] == [["0.7 s"], []]


def test_sides_have_a_column_where_there_are_sides() -> None:
    lift = BOOK.get("leg-lift")
    moves = (replace(repetition(1), side="left"),)
    headers, rows = table(session_of(lift, repetitions=moves), labels(lift), None)

    assert [header.name for header in headers[:3]] == ["No.", "Side", "Time"]
    assert rows[0].side == "left"


def test_a_hold_has_its_seconds_in_the_zone() -> None:
    headers, rows = table(HELD, labels(CHEST), None)

    assert headers[-1].asked == "at least 30 s"
    assert [row.cells[-1].words for row in rows] == ["30.2 s", "12.0 s"]
    assert [row.cells[-1].misses for row in rows] == [False, True]
    assert [row.remark for row in rows] == ["good", "too short, keeping still"]


def test_numbers_carry_their_unit_and_what_is_missing_is_a_dash() -> None:
    assert with_unit("peak_hip_angle_deg", 174.4, "en") == "174°"
    assert with_unit("peak_pelvis_lift_tl", 0.333, "en") == "17 cm"
    assert with_unit("return_s", 2.04, "en") == "2.0 s"
    assert with_unit("hold_s", None, "en") == "–"


def test_the_sums_at_the_top_are_those_of_the_session(tmp_path: Path) -> None:
    repetitions = page_of(tmp_path, DONE).text
    held = page_of(tmp_path, HELD, CHEST).text

    assert re.search(r"\b3 repetitions 1 good 1 did not count 1:00 duration", repetitions)
    assert re.search(r"\b2 holds 42 s in position 1:00 duration", held)


def test_holds_that_were_not_seen_are_no_repetitions(tmp_path: Path) -> None:
    page = page_of(tmp_path, session_of(CHEST), CHEST)

    assert "0 holds" in page.text
    assert "repetitions" not in page.text


# Nothing is scored that was not seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_camera_that_stood_wrong_gets_the_drawing_of_its_place(
    tmp_path: Path, language: Language
) -> None:
    items = (Item("person", ok=True), Item(VIEW, direction=BESIDE))
    page = page_of(tmp_path, session_of(language=language, setup=items))

    labels = [attributes.get("aria-label") for tag, attributes in page.tags if tag == "svg"]
    assert placement_words(BRIDGING, language) in labels


@pytest.mark.parametrize("items", [(), (Item(VIEW, ok=True),), (Item(VIEW),)])
def test_a_camera_that_stood_right_or_saw_nobody_gets_no_drawing(
    tmp_path: Path, items: tuple[Item, ...]
) -> None:
    page = page_of(tmp_path, session_of(setup=items))

    labels = [attributes.get("aria-label") for tag, attributes in page.tags if tag == "svg"]
    assert placement_words(BRIDGING, "en") not in labels


def test_what_was_not_judged_is_named_with_its_reason(tmp_path: Path) -> None:
    page = page_of(tmp_path, DONE)

    assert "Knees together not visible from this camera angle 55.0" in page.text
    assert texts.text("report", "not_judged_none", "en") not in page.text


def test_all_seen_is_said_too(tmp_path: Path) -> None:
    page = page_of(tmp_path, replace(DONE, not_judged=()))

    assert texts.text("report", "not_judged_none", "en") in page.text


def test_reminders_are_never_reported_as_judged(tmp_path: Path) -> None:
    page = page_of(tmp_path, DONE)

    before, after = page.text.split("Never judged, because no camera can see it:")
    for name in BRIDGING.reminders:
        reminder = BOOK.shared.reminders[name].en
        assert reminder in after
        assert reminder not in before


def test_nothing_seen_gives_no_table_and_no_marks(tmp_path: Path) -> None:
    page = page_of(tmp_path, session_of(not_judged=(("repetitions", Reason.NOBODY, 60.0),)))

    assert "✓" not in page.text
    assert not [tag for tag in page.all("rect") if "fill" in (tag.get("class") or "")]
    assert "repetitions nobody in the picture 60.0" in page.text


def test_a_movement_not_seen_leaves_a_gap_in_the_curve(tmp_path: Path) -> None:
    assert len(page_of(tmp_path, DONE).all("polyline")) == 6


def test_a_hold_has_no_target_line(tmp_path: Path) -> None:
    # Its zone is more than one measure.
    zone = texts.text("report", "target_zone", "en")

    assert zone in page_of(tmp_path, DONE).text
    assert zone not in page_of(tmp_path, HELD, CHEST).text
