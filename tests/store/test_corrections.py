"""Corrections and notes in the records: kept, replaced, undone, and erased with their session."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from stabiel.errors import StoreError, UsageError
from stabiel.session.corrections import CountChange, OtherExercise, RepetitionChange, WrongFault
from stabiel.store import DataFolder, Store
from stabiel.store import corrections as module
from stabiel.store.by_hand import (
    HandNote,
    add_note,
    change_note,
    hand_note,
    notes,
    remove_note,
)
from stabiel.store.corrections import (
    add_correction,
    corrected_sessions,
    kept_corrections,
    remove_correction,
)
from tests.store.helpers import finish_at_once

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
MORE = RepetitionChange(change=1, side="left", time_s=12.5)
FEWER = RepetitionChange(change=-1, side="both")
# The attempt of the session, as rounded as a page has it, and moved by what a page may round.
COUNTED = CountChange(what="attempt", side="right", start_s=17.02, end_s=20.5, counts=True)
WRONG = WrongFault(fault="lowering_fast", side="left", start_s=13.0, end_s=14.5)
NOTE = HandNote(day=AT.date(), exercise="bridging", sets=3, repetitions=10, remark="buiten")


@pytest.fixture
def number(folder: DataFolder) -> int:
    return finish_at_once(folder)


def said(folder, number):
    return [each.said for each in kept_corrections(folder).get(number, [])]


def test_corrections_come_back_as_they_were_given(folder, number):
    other = OtherExercise(exercise="leg-lift")
    with Store(folder) as store:
        for each in (MORE, COUNTED, WRONG, other):
            add_correction(store, number, each, AT)
        found = corrected_sessions(store)[number]

    exact = COUNTED.model_copy(update={"start_s": 17.0})
    assert said(folder, number) == [MORE, exact, WRONG, other]
    assert [each.at for each in kept_corrections(folder)[number]] == [AT] * 4
    assert (found.judged.repetitions, found.totals.repetitions) == (2, 4)


def test_a_later_one_about_the_same_takes_the_place_of_the_earlier(folder, number):
    exact = COUNTED.model_copy(update={"start_s": 17.0})
    with Store(folder) as store:
        for each in (exact, exact, OtherExercise(exercise="leg-lift"), MORE, MORE):
            add_correction(store, number, each, AT)
        add_correction(store, number, OtherExercise(exercise="bridging"), AT)

    assert said(folder, number) == [exact, MORE, MORE, OtherExercise(exercise="bridging")]


def test_one_is_undone_only_by_its_own_session(folder, number):
    other = finish_at_once(folder)
    with Store(folder) as store:
        kept = add_correction(store, number, MORE, AT)

    with pytest.raises(UsageError, match=f"There is no correction {kept.id} here"):
        remove_correction(folder, kept.id, other)
    remove_correction(folder, kept.id, number)

    assert kept_corrections(folder) == {}


def test_what_cannot_be_is_refused_and_nothing_is_kept(folder, number, monkeypatch):
    monkeypatch.setattr(module, "MOST_CORRECTIONS", 3)
    with Store(folder) as store:
        with pytest.raises(UsageError, match="no such event"):
            add_correction(store, number, COUNTED.model_copy(update={"side": "left"}), AT)
        assert said(folder, number) == []
        add_correction(store, number, FEWER, AT)
        add_correction(store, number, FEWER, AT)
        with pytest.raises(UsageError, match="no repetition left"):
            add_correction(store, number, FEWER, AT)
        add_correction(store, number, MORE, AT)
        with pytest.raises(UsageError, match="has 3 corrections; undo one first"):
            add_correction(store, number, MORE, AT)
        with pytest.raises(UsageError, match="there is no session 99"):
            add_correction(store, 99, MORE, AT)

    assert len(said(folder, number)) == 3


def test_a_session_that_is_deleted_takes_its_corrections_along(folder, number):
    other = finish_at_once(folder)
    with Store(folder) as store:
        for each in (number, other):
            add_correction(store, each, MORE, AT)
        store.delete(number)

    assert list(kept_corrections(folder)) == [other]


@pytest.mark.parametrize("about", ["{}", "no JSON", '{"side": "up"}', "[" * 9000, "3"])
def test_a_damaged_correction_is_named_hides_no_other_and_can_be_removed(folder, number, about):
    other = finish_at_once(folder)
    with Store(folder) as store:
        add_correction(store, other, MORE, AT)
        kept = add_correction(store, number, MORE, AT)
    connection = sqlite3.connect(folder.database)
    connection.execute("UPDATE corrections SET about = ? WHERE session = ?", (about, number))
    connection.commit()
    connection.close()

    with pytest.raises(StoreError, match=f"correction {kept.id} of session {number} is damaged"):
        kept_corrections(folder)
    with Store(folder) as store:
        assert list(corrected_sessions(store)) == [other]
    remove_correction(folder, kept.id)
    assert list(kept_corrections(folder)) == [other]


def test_notes_are_kept_changed_and_removed(folder):
    older = add_note(folder, NOTE.model_copy(update={"day": date(2026, 3, 1)}), AT)
    newer = add_note(folder, NOTE, AT)
    assert [each.id for each in notes(folder)] == [newer.id, older.id]

    held = hand_note(day=date(2026, 2, 1), exercise="child-pose", seconds=30, minutes=2.5)
    change_note(folder, newer.id, held, AT)
    assert [each.note for each in notes(folder)] == [older.note, held]

    remove_note(folder, older.id)
    assert [each.id for each in notes(folder)] == [newer.id]
    for use in (lambda: remove_note(folder, 9), lambda: change_note(folder, 9, NOTE, AT)):
        with pytest.raises(UsageError, match="There is no note 9"):
            use()


def test_a_removed_remark_is_in_no_file(folder):
    remark = "rugpijn links onderaan"
    kept = add_note(folder, NOTE.model_copy(update={"remark": remark}), AT)
    with Store(folder):
        remove_note(folder, kept.id)
        files = [path.read_bytes() for path in folder.path.iterdir() if path.is_file()]

    assert not any(remark.encode() in each for each in files)


@pytest.mark.parametrize(
    ("day", "words"),
    [(AT.date() + timedelta(days=1), "still to come"), (date(2020, 1, 1), "three years ago")],
)
def test_a_day_is_today_or_earlier(folder, day, words):
    with pytest.raises(UsageError, match=words):
        add_note(folder, NOTE.model_copy(update={"day": day}), AT)
    assert notes(folder) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"repetitions": None},
        {"seconds": 10},
        {"sets": 0},
        {"repetitions": 10**9},
        {"minutes": float("nan")},
        {"remark": "x" * 501},
        {"exercise": ""},
    ],
)
def test_a_note_that_cannot_be_right_is_refused_in_one_sentence(wrong):
    with pytest.raises(UsageError, match=r"^This cannot be noted: [^\n]+\.$"):
        hand_note(**{**NOTE.model_dump(), **wrong})


def test_erasing_takes_notes_and_corrections_along(folder, number):
    add_note(folder, NOTE, AT)

    folder.erase()

    assert notes(folder) == []


@pytest.mark.parametrize("column", ["amount", "day", "at"])
def test_a_damaged_note_is_named_and_can_be_removed(folder, column):
    kept = add_note(folder, NOTE, AT)
    connection = sqlite3.connect(folder.database)
    connection.execute(f"UPDATE by_hand SET {column} = 'never'")
    connection.commit()
    connection.close()

    with pytest.raises(StoreError, match=f"note {kept.id} is damaged; remove it with"):
        notes(folder)
    remove_note(folder, kept.id)
    assert notes(folder) == []
