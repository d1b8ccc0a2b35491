"""Older records open in this version with everything in them; no step ever changes."""

import json
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.report.rebuild import material_of_kept
from stabiel.session.corrections import CountChange
from stabiel.store import DataFolder, Store, schema
from stabiel.store.by_hand import HandNote, add_note, notes
from stabiel.store.corrections import add_correction, corrected_sessions
from stabiel.store.database import connect
from tests.records import BEGAN, Frames, judged_frames
from tests.sessions import BOOK
from tests.store import version_1, version_2, version_3, version_4, version_5, version_6, version_7

# What each version added to the one before.
ADDED = tuple(
    each.ADDED for each in (version_2, version_3, version_4, version_5, version_6, version_7)
)
# Postures that the shared file of version 0.1.0 did not have.
NEWER_POSTURES = ("mid-position", "hook-lying-from-high")


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 172])


@pytest.fixture(params=[1, 2, 3, 4, 5, 6, 7])
def old(tmp_path: Path, bridges: Frames, request: pytest.FixtureRequest) -> DataFolder:
    """Records of an older version."""
    folder = DataFolder(tmp_path / "data")
    version_1.make(folder.database, bridges)
    connection = sqlite3.connect(folder.database)
    for added in ADDED[: request.param - 1]:
        connection.executescript(added)
    connection.close()
    return folder


def shape(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every table with its columns."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: sorted(row[1:4] for row in connection.execute(f"PRAGMA table_info({name})"))
        for (name,) in sorted(names)
    }


def test_older_records_are_read_whole(old: DataFolder, bridges: Frames) -> None:
    with Store(old) as records:
        (kept,) = records.sessions()
        session = records.load(1)
        frames = records.frames(1)

    assert (kept.began_at, kept.dose) == (BEGAN, None)
    # How sure a repetition is was not kept.
    assert session.repetitions == tuple(
        replace(each, sure=None) for each in bridges.session.repetitions
    )
    assert (session.time, session.looks_like, session.doubtful_attempts) == ((), None, 0)
    assert session.setup == tuple(replace(item, direction=None) for item in bridges.session.setup)
    assert [frame.time_s for frame in frames] == [each.time_s for each in bridges.recorded]
    assert {frame.light for frame in frames} == {None}  # it was not kept in version 1
    before, after = bridges.recorded[40].pose, frames[40].pose
    assert before is not None and after is not None
    assert (before.points == after.points).all()


def test_older_records_take_corrections_and_notes(old: DataFolder, bridges: Frames) -> None:
    first = bridges.session.repetitions[0]
    said = CountChange(
        what="repetition", side=first.side, start_s=first.start_s, end_s=first.end_s, counts=False
    )
    note = HandNote(day=BEGAN.date(), exercise="bridging", repetitions=10)
    with Store(old) as records:
        assert corrected_sessions(records) == {}
        assert notes(old) == []
        add_correction(records, 1, said, BEGAN)
        add_note(old, note, BEGAN)

        found = corrected_sessions(records)[1]

    assert (found.judged.repetitions, found.totals.repetitions) == (2, 1)
    assert [each.note for each in notes(old)] == [note]


def test_an_upgraded_database_is_as_a_new_one(old: DataFolder, tmp_path: Path) -> None:
    upgraded, new = connect(old), connect(DataFolder(tmp_path / "new"))

    assert shape(upgraded) == shape(new)
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    assert upgraded.execute(indexes).fetchall() == new.execute(indexes).fetchall()
    for connection in (upgraded, new):
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def test_the_earlier_steps_are_as_they_were(tmp_path: Path) -> None:
    now, then = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    earlier = (version_1.TABLES, *ADDED)
    for step, tables in zip(schema.STEPS, earlier, strict=False):
        for statement in step:
            now.execute(statement)
        then.executescript(tables)

        assert shape(now) == shape(then)
    now.close()
    then.close()


def test_an_upgrade_that_fails_leaves_the_records_as_they_were(
    old: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(old.database)
    before = connection.execute("PRAGMA user_version").fetchone(), shape(connection)
    connection.close()
    broken = (*schema.STEPS, ("CREATE TABLE extra (id INTEGER)", "no SQL"))
    monkeypatch.setattr(schema, "STEPS", broken)
    monkeypatch.setattr(schema, "VERSION", len(broken))
    with pytest.raises(Exception, match="cannot be read or written"):
        connect(old)
    monkeypatch.undo()

    connection = sqlite3.connect(old.database)
    assert (connection.execute("PRAGMA user_version").fetchone(), shape(connection)) == before
    assert "extra" not in shape(connection)
    connection.close()
    with Store(old) as records:
        assert len(records.sessions()) == 1


def test_a_session_without_a_trace_is_judged_again(old: DataFolder, bridges: Frames) -> None:
    with Store(old) as records:
        session = records.load(1)
        assert records.trace(1, session) is None
        shown = material_of_kept(records, 1)

    assert list(shown.trace.values) == list(bridges.trace.values)
    assert shown.stills


def test_two_programs_may_upgrade_at_once(old: DataFolder) -> None:
    failed: list[BaseException] = []

    def open_it() -> None:
        try:
            Store(old).close()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is a failure
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []


def test_a_rule_that_version_0_1_0_kept_is_still_the_rule(old: DataFolder) -> None:
    connection = sqlite3.connect(old.database)
    (text,) = connection.execute("SELECT rule FROM sessions").fetchone()
    rule = json.loads(text)
    postures = rule["shared"]["postures"]
    for name in NEWER_POSTURES:
        del postures[name]
    for posture in postures.values():
        del posture["attitude"]
    rule["shared"]["checks"]["trunk_low"]["at_least"] = 41.5  # not today's
    connection.execute("UPDATE sessions SET rule = ?", (json.dumps(rule),))
    connection.commit()
    connection.close()

    with Store(old) as records:
        book = records.rule(1)

    assert book.check("trunk_low").at_least == 41.5
    assert book.shared.postures == {name: BOOK.shared.postures[name] for name in postures}


@pytest.mark.parametrize("shared", [{}, [], {"postures": []}, {"postures": {"lying": 3}}, None])
def test_a_kept_rule_that_cannot_be_read_gives_todays(old: DataFolder, shared: object) -> None:
    connection = sqlite3.connect(old.database)
    (text,) = connection.execute("SELECT rule FROM sessions").fetchone()
    rule = json.loads(text) | {"shared": shared}
    connection.execute("UPDATE sessions SET rule = ?", (json.dumps(rule),))
    connection.commit()
    connection.close()

    with Store(old) as records:
        assert records.rule(1).shared == BOOK.shared
