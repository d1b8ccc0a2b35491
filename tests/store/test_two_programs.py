"""Two programs that use the records at once do not disturb each other."""

import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from stabiel.errors import OutputError
from stabiel.store import DataFolder, Store, database, journal, schema
from tests.records import ABOUT, WHOLE, Frames, keep
from tests.store.helpers import same_frames


def test_two_sessions_at_once_do_each_other_no_harm(folder: DataFolder, bridges: Frames) -> None:
    numbers: list[int] = []

    def train() -> None:
        numbers.append(keep(folder.path, bridges))

    threads = [threading.Thread(target=train) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Store(folder) as records:
        assert sorted(numbers) == [each.id for each in records.sessions()]
        for number in numbers:
            assert records.load(number) == bridges.session
            assert same_frames(records.frames(number), bridges.recorded)


def test_new_records_can_be_opened_by_many_at_once(folder: DataFolder) -> None:
    for _ in range(20):
        at_once = threading.Barrier(4)

        def opened(at_once: threading.Barrier = at_once) -> int:
            at_once.wait()
            with Store(folder) as records:
                return len(records.sessions())

        with ThreadPoolExecutor(4) as pool:
            waiting = [pool.submit(opened) for _ in range(4)]
        assert [each.result() for each in waiting] == [0] * 4
        folder.erase()


def test_new_records_are_made_by_one_at_a_time(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing the new file would release the locks of a thread that already uses it."""
    close = os.close
    others: list[threading.Thread] = []
    opened_before: list[bool] = []
    opened = threading.Event()

    def open_it() -> None:
        with Store(folder):
            opened.set()

    def made(descriptor: int) -> None:
        if not others:
            others.append(threading.Thread(target=open_it))
            others[0].start()
            opened_before.append(opened.wait(0.3))
        close(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "close", made)
        Store(folder).close()
        others[0].join()

    assert opened_before == [False]
    assert opened.is_set()


def test_new_records_that_are_in_use_are_waited_for(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.make()
    other = sqlite3.connect(folder.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            other.close()

    with monkeypatch.context() as patch:
        patch.setattr(journal.time, "sleep", sleep)
        with Store(folder) as records:
            assert records.sessions() == []
    assert len(waited) == 3


def test_new_records_that_stay_in_use_are_named(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "BUSY_S", 0.05)
    folder.make()
    other = sqlite3.connect(folder.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OutputError, match="another program"):
        Store(folder)
    other.close()


def test_tables_made_while_records_are_opened_are_stabiels(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program creates them after the version was read and before they are counted."""
    folder.make()
    real = sqlite3.connect
    made: list[str] = []

    def make(statement: str) -> None:
        if statement.startswith("SELECT count(*)") and not made:
            other = real(folder.database, isolation_level=None)
            with database.transaction(other):
                schema.upgrade(other, "the other program's")
            other.close()
            made.append(statement)

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = real(*arguments, **named)
        connection.set_trace_callback(make)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        with Store(folder) as records:
            assert records.sessions() == []
    assert made


def test_who_never_lets_go_is_named(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "BUSY_S", 0.05)
    with Store(folder) as records:
        other = sqlite3.connect(folder.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match="another program"):
            records.begin(ABOUT)
        other.close()


OTHER_PROGRAM = """\
import sys
from pathlib import Path
from stabiel.store import DataFolder, Store
with Store(DataFolder(Path(sys.argv[1]))) as records:
    print([kept.state for kept in records.sessions()])
"""


def test_another_program_that_looks_in_does_not_end_what_is_being_kept(
    folder: DataFolder,
) -> None:
    """The last program to close the records cleans up, so it must know whether it is the last."""
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        seen = subprocess.run(
            [sys.executable, "-c", OTHER_PROGRAM, str(folder.path)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert folder.database.with_name(f"{folder.database.name}-wal").exists()
        keeper.finish(WHOLE)

    assert seen.stdout == "['running']\n"
    with Store(folder) as records:
        assert records.load(keeper.session_id) == WHOLE
