"""A kept session in which nothing counted: the exercise that it looks like is found when asked."""

import sqlite3
from dataclasses import replace

import pytest

from stabiel.errors import OutputError
from stabiel.report.headline import headline
from stabiel.report.labels import Labels
from stabiel.report.rebuild import material_of_kept
from stabiel.session.session import Session
from stabiel.store import DataFolder, Store, lookalikes
from stabiel.store.lookalikes import NONE_CLEAR
from tests.records import ABOUT, Frames, judged_frames, keep
from tests.sessions import BOOK

CHILDS_POSE = BOOK.get("childs-pose")
AS_CHILDS_POSE = replace(ABOUT, exercise=CHILDS_POSE)
NAMED = 'Niets geteld: dit lijkt op "Bridging", kies die oefening.'


@pytest.fixture(scope="module")
def other_exercise() -> Frames:
    """Three bridges of somebody who chose child's pose."""
    return judged_frames([175, 174, 176], exercise=CHILDS_POSE)


def in_column(folder: DataFolder, number: int) -> str | None:
    with sqlite3.connect(folder.database) as connection:
        query = "SELECT looks_like FROM sessions WHERE id = ?"
        (value,) = connection.execute(query, (number,)).fetchone()
    return value


def count_looks(monkeypatch) -> list[str]:
    looked = []
    look = lookalikes.with_lookalike

    def counted(session: Session, *rest) -> Session:
        looked.append(session.exercise)
        return look(session, *rest)

    monkeypatch.setattr(lookalikes, "with_lookalike", counted)
    return looked


def test_it_is_not_looked_for_while_it_is_kept_or_merely_read(folder, other_exercise, monkeypatch):
    looked = count_looks(monkeypatch)
    number = keep(folder.path, other_exercise, AS_CHILDS_POSE)

    with Store(folder) as store:
        assert store.load(number).looks_like is None
    assert looked == []
    assert in_column(folder, number) is None


def test_the_report_names_it_in_its_first_line_and_it_is_looked_for_once(
    folder, other_exercise, monkeypatch
):
    looked = count_looks(monkeypatch)
    number = keep(folder.path, other_exercise, AS_CHILDS_POSE)

    with Store(folder) as store:
        for _ in range(2):
            material = material_of_kept(store, number)
            words = headline(material.session, Labels(CHILDS_POSE, material.book, "nl"))
            assert words == NAMED
        assert store.load(number).looks_like == "bridging"
    assert looked == ["childs-pose"]


def test_that_none_is_clear_is_kept_too(folder, monkeypatch):
    still = judged_frames([], exercise=CHILDS_POSE)
    looked = count_looks(monkeypatch)
    number = keep(folder.path, still, AS_CHILDS_POSE)

    with Store(folder) as store:
        assert [store.load(number, look=True).looks_like for _ in range(2)] == [None, None]
    assert in_column(folder, number) == NONE_CLEAR
    assert looked == ["childs-pose"]


def test_a_session_in_which_something_counted_is_not_looked_at(folder, bridges, monkeypatch):
    looked = count_looks(monkeypatch)
    number = keep(folder.path, bridges)

    with Store(folder) as store:
        assert store.load(number, look=True) == bridges.session
    assert looked == []


def test_landmarks_that_cannot_be_read_are_no_reason_to_refuse_the_session(folder, other_exercise):
    number = keep(folder.path, other_exercise, AS_CHILDS_POSE)
    with sqlite3.connect(folder.database) as connection:
        connection.execute("UPDATE landmarks SET points = x'00'")

    with Store(folder) as store:
        assert store.load(number, look=True) == other_exercise.session
    assert in_column(folder, number) is None


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(folder, other_exercise, monkeypatch):
    number = keep(folder.path, other_exercise, AS_CHILDS_POSE)

    def refuse(connection):
        raise OutputError("The disk is full.")

    monkeypatch.setattr(lookalikes, "transaction", refuse)
    with Store(folder) as store:
        assert store.load(number, look=True).looks_like == "bridging"
    assert in_column(folder, number) is None
