"""The correction stands beside the judgment in the report, on the page and on paper."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from reportlab.platypus import Paragraph

from stabiel.report import Material, as_page, content_of
from stabiel.report.corrected_in_words import correction_in_words, corrections_in_words
from stabiel.report.labels import Labels
from stabiel.report.pdf import _LAYOUTS, _story, as_pdf
from stabiel.session.corrected import corrected
from stabiel.session.corrections import (
    CountChange,
    KeptCorrection,
    OtherExercise,
    RepetitionChange,
    WrongFault,
)
from stabiel.session.session import with_movements
from stabiel.session.trace import ValueTrace
from tests.records import BRIDGING, WHOLE
from tests.sessions import BOOK

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
# What is too fast has a tempo.
FAST = replace(WHOLE.repetitions[1], metrics={"out_s": 1.9, "return_s": 1.1})
SESSION = with_movements(replace(WHOLE, holds=(), repetitions=(WHOLE.repetitions[0], FAST)))
MORE = RepetitionChange(change=1, side="right", time_s=16.0)
COUNTED = CountChange(what="attempt", side="right", start_s=17.0, end_s=20.5, counts=True)
NOT_COUNTED = CountChange(what="repetition", side="both", start_s=2.0, end_s=9.0, counts=False)
WRONG = WrongFault(fault="lowering_fast", side="left", start_s=13.0, end_s=14.5)
LOST = COUNTED.model_copy(update={"start_s": 50.0, "end_s": 51.0})
LEG_LIFT = OtherExercise(exercise="leg-lift")


def found(*said, session=SESSION):
    return corrected(session, [KeptCorrection(n, each, AT) for n, each in enumerate(said, 1)])


def lines(language, *said, session=SESSION):
    labels = Labels(BRIDGING, BOOK, language)
    return corrections_in_words(found(*said, session=session), language, labels.exercise_name)


@pytest.mark.parametrize(
    ("said", "dutch", "english"),
    [
        ([MORE], "3 keer, waarvan 1 door jou erbij gezet", "3 repetitions, 1 of them added by you"),
        ([NOT_COUNTED], "1 keer, 1 door jou eraf gehaald", "1 repetition, 1 taken off by you"),
        (
            [MORE, COUNTED, WRONG],
            "4 keer, waarvan 2 door jou erbij gezet, 1 aandachtspunt klopte niet",
            "4 repetitions, 2 of them added by you, 1 point to work on was not right",
        ),
        (
            [LEG_LIFT],
            "2 keer, volgens jou was het: 1 been opheffen",
            f"2 repetitions, you say it was: {BOOK.get('leg-lift').name.en}",
        ),
    ],
)
def test_totals_say_what_of_them_comes_from_the_person(said, dutch, english):
    (nl,), (en,) = lines("nl", *said), lines("en", *said)

    assert nl == f"Met jouw verbetering: {dutch}. Wat stabiel zag, blijft ernaast staan."
    assert en == f"With your correction: {english}. What stabiel saw stays beside it."


def test_a_hold_is_corrected_in_seconds():
    hold = CountChange(what="hold", side="both", start_s=25.0, end_s=55.0, counts=False)
    (line,) = lines("nl", hold, session=with_movements(WHOLE))

    assert "0 s vastgehouden, 1 door jou eraf gehaald" in line


def test_nothing_is_said_without_a_correction_and_a_lost_one_is_named():
    assert lines("en") == []
    (line,) = lines("en", LOST)
    assert line == "1 correction is about a moment that stabiel no longer finds."


def test_each_correction_has_its_words_and_what_became_of_it():
    labels = Labels(BRIDGING, BOOK, "nl")
    placed = found(MORE, COUNTED, NOT_COUNTED, WRONG, LOST, LEG_LIFT).placed

    assert [correction_in_words(each, labels, labels.exercise_name) for each in placed] == [
        "1 keer erbij (rechts, 0:16)",
        "De poging van 0:17 telde wel",
        "De repetitie van 0:02 telde niet",
        f"{labels.fault('lowering_fast')} (0:13) klopte niet",
        "De poging van 0:50 telde wel (dit moment vindt stabiel niet meer)",
        "Dit was: 1 been opheffen",
    ]


def test_page_and_paper_say_it_beside_the_headline():
    material = Material(
        session=SESSION, exercise=BRIDGING, book=BOOK, trace=ValueTrace(), corrected=found(MORE)
    )
    content = content_of(material)

    page = as_page(content)
    assert as_pdf(content).startswith(b"%PDF-")
    texts = [each for each in _story(content, _LAYOUTS[0]) if isinstance(each, Paragraph)]
    paper = " ".join(each.getPlainText() for each in texts)

    for words in (page, paper):
        assert "waarvan 1 door jou erbij gezet" in words
        assert "1 van 2 goed" in words
    assert "verbetering" not in as_page(content_of(replace(material, corrected=None)))
