"""Records of years: what a page asks of them does not grow with them, or only as it must."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.many_records import fill
from stabiel.store import DataFolder, Store, journal
from stabiel.store.database import connect
from stabiel.store.weeks import progress_in
from stabiel.store.workouts import forget_empty_workouts
from stabiel.web.context import Context
from tests.records import ABOUT
from tests.sessions import BOOK
from tests.store.helpers import EVERYTHING
from tests.web.app import client_of

NOW = datetime(2026, 3, 4, 12, 0).astimezone()
FEW, MANY = 20, 45
PAGES = (
    "/api/sessions?most=10", "/api/sessions?ids=12,13", "/api/sessions/17/corrections", "/api/days",
    "/api/days/week", "/api/days/videos", "/api/today", "/api/progress", "/api/welcome",
)  # fmt: skip
LONG_TABLES = ("sessions", "repetitions", "attempts", "holds", "faults", "cues", "time_spent")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, DataFolder]:
    """Records of a few days and of more, without corrections: those cost by their number."""
    made = {}
    for count in (FEW, MANY):
        made[count] = DataFolder(tmp_path_factory.mktemp("records") / "data")
        fill(made[count], BOOK, count, NOW)
        run(made[count], "DELETE FROM corrections")
    return made


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that any connection runs."""
    ran: list[str] = []
    connected = journal._connected

    def traced(path: Path, *, locks: bool) -> sqlite3.Connection:
        connection = connected(path, locks=locks)
        connection.set_trace_callback(ran.append)
        return connection

    monkeypatch.setattr(journal, "_connected", traced)
    return ran


@pytest.fixture
def ask(statements: list[str]) -> Callable[[DataFolder, str], list[str]]:
    """Return the statements of a request that was made once before."""

    def asked(folder: DataFolder, path: str) -> list[str]:
        context = Context(folder, now=lambda: NOW)
        with client_of(context) as client:
            client.get(path)
            statements.clear()
            assert client.get(path).status_code == 200
        context.close()
        return [*statements]

    return asked


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_as_often_of_many_sessions_as_of_few(ask, folders, path):
    few, many = (ask(folders[count], path) for count in (FEW, MANY))

    assert len(few) == len(many)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_reads_the_rules_of_all_sessions_or_all_movements(ask, folders, path):
    selects = {each for each in ask(folders[MANY], path) if each.startswith("SELECT")}
    with sqlite3.connect(folders[MANY].database) as connection:
        for select in selects:
            steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {select}")]
            assert not {f"SCAN {table}" for table in LONG_TABLES} & {*steps}, select
    connection.close()


def test_workouts_without_sessions_are_found_by_an_index(folders, statements):
    connection = connect(folders[MANY])
    statements.clear()
    forget_empty_workouts(connection)
    steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statements[0]}")]
    connection.close()

    assert any("sessions USING COVERING INDEX sessions_of_workout" in step for step in steps)


def test_the_list_goes_on_day_by_day_until_its_end(tmp_path):
    folder = DataFolder(tmp_path / "data")
    fill(folder, BOOK, 23, NOW)
    context = Context(folder, now=lambda: NOW)
    client = client_of(context)

    pages, before = [], ""
    while page := client.get(f"/api/sessions?most=7{before}").json():
        pages.append([each["id"] for each in page])
        before = f"&before={page[-1]['began_at'][:10]}"

    # Whole days of five; the newest has three.
    assert [len(each) for each in pages] == [8, 10, 5]
    everything = [each["id"] for each in client.get("/api/sessions").json()]
    assert [number for page in pages for number in page] == everything == [*range(23, 0, -1)]
    picked = client.get("/api/sessions?ids=4,17,999").json()
    assert [each["id"] for each in picked] == [17, 4]
    for query in ("most=0", "most=x", "before=yesterday", "ids=1;2", "ids="):
        assert client.get(f"/api/sessions?{query}").status_code == 400, query
    context.close()


def test_what_was_skipped_at_once_does_not_shorten_a_page(tmp_path):
    folder = DataFolder(tmp_path / "data")
    empty = replace(EVERYTHING, repetitions=(), attempts=(), holds=(), faults=())
    with Store(folder) as store:
        for day, session in enumerate((EVERYTHING, EVERYTHING, empty, empty)):
            about = replace(ABOUT, began_at=NOW - timedelta(days=9 - day))
            with store.begin(about) as keeper:
                keeper.finish(session, ending="skipped" if session is empty else "done")

        assert [each.id for each in store.newest(1)] == [2]
        assert [each.id for each in store.newest(5)] == [2, 1]
        assert [each.id for each in store.newest(5, date(2026, 2, 24))] == [1]


@pytest.fixture
def records(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    with Store(folder) as store, store.begin(ABOUT) as keeper:
        keeper.finish(EVERYTHING)
    return folder


def progress_of(folder: DataFolder) -> object:
    with Store(folder) as store:
        return progress_in(store, BOOK, Context(folder).plan)


def run(folder: DataFolder, statement: str, *values: object) -> list[tuple[object, ...]]:
    connection = connect(folder)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize("change", ["'{'", "'[]'", "replace(summary, 'made\":1', 'made\":0')",
                                    "replace(summary, 'hip', 'knee')"])  # fmt: skip
def test_a_summary_that_cannot_be_used_is_made_again(records, statements, change):
    made = progress_of(records)
    (kept,) = run(records, "SELECT summary FROM summaries")
    run(records, f"UPDATE summaries SET summary = {change}")
    assert run(records, "SELECT summary FROM summaries") != [kept]

    assert progress_of(records) == made
    assert run(records, "SELECT summary FROM summaries") == [kept]

    statements.clear()
    assert progress_of(records) == made
    assert not [each for each in statements if "metrics" in each]  # no movement was read


def test_summaries_go_with_their_session(records):
    progress_of(records)
    with Store(records) as store:
        store.delete(1)

    assert run(records, "SELECT * FROM summaries") == []


def test_progress_is_shown_even_if_no_summary_can_be_kept(records):
    made = progress_of(records)
    run(records, "DELETE FROM summaries")
    run(
        records, "CREATE TRIGGER full BEFORE INSERT ON summaries BEGIN SELECT RAISE(FAIL, 'x'); END"
    )

    assert progress_of(records) == made
    assert run(records, "SELECT * FROM summaries") == []
