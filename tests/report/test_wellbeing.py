"""How the person felt, in words, and in both reports."""

from dataclasses import replace

import pytest

from stabiel.report import as_page, content_of
from stabiel.report.rebuild import material_of_kept
from stabiel.report.wellbeing_in_words import closing_advice, wellbeing_sentence
from stabiel.session.wellbeing import WellbeingAnswer, WorkoutWellbeing
from stabiel.store import DataFolder, Store
from stabiel.store.wellbeing import WellbeingRecords
from tests.records import ABOUT
from tests.web.app import DONE

BEFORE, AFTER = WellbeingAnswer("before", 2), WellbeingAnswer("after", 4, "heavy", "{stijf} <b>")


@pytest.mark.parametrize(
    ("said", "language", "words"),
    [
        (WorkoutWellbeing(), "nl", ""),
        (WorkoutWellbeing(WellbeingAnswer("before"), None, WellbeingAnswer("after")), "nl", ""),
        (
            WorkoutWellbeing(BEFORE, None, AFTER),
            "nl",
            "Pijn vooraf: 2. Pijn achteraf: 4. Zwaarte: te zwaar. Opmerking: {stijf} <b>.",
        ),
        (
            WorkoutWellbeing(BEFORE, WellbeingAnswer("during")),
            "en",
            "Pain before: 2. Stopped because it hurt.",
        ),
    ],
)
def test_what_was_said_in_words(said, language, words):
    assert wellbeing_sentence(said, language) == words


def test_the_words_at_the_end():
    assert closing_advice(WorkoutWellbeing(BEFORE), "nl") is None
    assert "fysiotherapeut" in (closing_advice(WorkoutWellbeing(BEFORE, None, AFTER), "nl") or "")


def test_the_report_of_a_session_has_it(tmp_path):
    folder = DataFolder(tmp_path)
    with Store(folder) as store, store.begin(ABOUT) as keeper:
        keeper.finish(DONE)
    with WellbeingRecords(folder) as records:
        records.add(AFTER, ABOUT.began_at)
    with Store(folder) as store:
        content = content_of(material_of_kept(store, 1, "en"))

    assert content.felt == "Pain after: 4. Effort: too hard. Remark: {stijf} <b>."
    assert "Remark: {stijf} &lt;b&gt;." in as_page(content)
    assert "Pain after" not in as_page(replace(content, felt=""))
