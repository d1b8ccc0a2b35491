"""Records that cannot be written for a while, or until the end: what waits, and the messages."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stabiel.errors import OutputError
from stabiel.store import DataFolder, SessionKeeper, Store, journal
from stabiel.store import keeper as keeper_module
from tests.records import ABOUT, WHOLE, Frames, judged_frames


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175])


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


class Disk:
    """The disk under the records: while it is full, no page of 4 KB can be added to them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room_pages: int | None = None
        self._most_pages = 0
        self._write = keeper_module._write_batch
        monkeypatch.setattr(keeper_module, "_write_batch", self._written)

    def _written(self, connection: sqlite3.Connection, *arguments: Any) -> None:
        # Before each write, as the thread that writes may have connected at any time.
        most_pages = 1 << 30
        if self.room_pages is not None:
            (used,) = connection.execute("PRAGMA page_count").fetchone()
            self._most_pages = self._most_pages or used + self.room_pages
            most_pages = self._most_pages
        connection.execute(f"PRAGMA max_page_count = {most_pages}")
        self._write(connection, *arguments)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def locked(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Another program that has locked the records; waiting for it ends soon."""
    monkeypatch.setattr(journal, "BUSY_S", 0.05)
    Store(folder).close()
    other = sqlite3.connect(folder.database, isolation_level=None)
    yield other
    other.close()


def give(keeper: SessionKeeper, frames: Frames, seconds: float = 1e9, after: float = -1.0) -> None:
    for frame in frames.frames:
        if after < frame[0] <= seconds:
            keeper.add(*frame)


def until_in_trouble(keeper: SessionKeeper) -> str:
    for _ in range(6000):
        if keeper.trouble is not None:
            return str(keeper.trouble)
        time.sleep(0.01)
    raise AssertionError("it is not in trouble")


def times(folder: DataFolder, number: int) -> list[float]:
    with Store(folder) as records:
        return [frame.time_s for frame in records.frames(number)]


def test_a_full_disk_is_a_sentence_and_what_was_before_is_safe(
    folder: DataFolder, bridges: Frames, disk: Disk
) -> None:
    with Store(folder) as records:
        disk.room_pages = 8  # a second or two
        keeper = records.begin(ABOUT)
        for frame in bridges.frames:
            keeper.add(*frame)
            time.sleep(0.002)
        message = until_in_trouble(keeper)
        keeper.close()
        kept_s = records.frames(keeper.session_id)[-1].time_s

    assert message.startswith(f"{folder.database}: the disk is full")
    assert message.endswith(".")
    assert kept_s >= 0.9
    with sqlite3.connect(folder.database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_what_waited_for_room_is_written_when_there_is_some(
    folder: DataFolder, bridges: Frames, disk: Disk
) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        give(keeper, bridges, 1.5)
        disk.room_pages = 0
        many = [replace(cue, text="x" * 4096) for cue in WHOLE.cues]
        keeper._batch.cues.extend(many)  # more than fits into a page
        give(keeper, bridges, 4.0, after=1.5)
        until_in_trouble(keeper)
        disk.room_pages = None
        give(keeper, bridges, after=4.0)
        keeper.finish(bridges.session)

        assert keeper.trouble is None
        assert records.load(keeper.session_id) == bridges.session
    assert times(folder, keeper.session_id) == [frame[0] for frame in bridges.frames]


def test_finishing_on_a_full_disk_says_so_and_can_be_tried_again(
    folder: DataFolder, disk: Disk
) -> None:
    many = replace(WHOLE, cues=WHOLE.cues * 500)
    with Store(folder) as records:
        disk.room_pages = 0
        keeper = records.begin(ABOUT)
        with pytest.raises(OutputError, match="the disk is full"):
            keeper.finish(many)
        with pytest.raises(OutputError, match="the disk is full"):
            keeper.write_again()

        disk.room_pages = None
        keeper.write_again()

        assert records.load(keeper.session_id) == many


def test_another_program_that_holds_the_records_for_a_moment_is_waited_for(
    folder: DataFolder, bridges: Frames
) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        other = sqlite3.connect(folder.database, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(1.0, other.execute, ("COMMIT",)).start()
        give(keeper, bridges)
        keeper.finish(bridges.session)

        assert keeper.trouble is None
        assert records.load(keeper.session_id) == bridges.session
    other.close()


def test_another_program_that_does_not_let_go_is_named_and_nothing_is_lost(
    folder: DataFolder, bridges: Frames, locked: sqlite3.Connection
) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        locked.execute("BEGIN IMMEDIATE")
        give(keeper, bridges)
        assert "another program has locked these records" in until_in_trouble(keeper)
        with pytest.raises(OutputError, match="close it"):
            keeper.finish(bridges.session)
        locked.execute("COMMIT")
        keeper.write_again()

        assert records.load(keeper.session_id) == bridges.session
    assert times(folder, keeper.session_id) == [frame[0] for frame in bridges.frames]


def test_a_session_can_begin_when_the_records_can_be_written(
    folder: DataFolder, bridges: Frames, locked: sqlite3.Connection
) -> None:
    locked.execute("BEGIN IMMEDIATE")
    with SessionKeeper(folder, ABOUT) as keeper:
        give(keeper, bridges, 3.0)
        until_in_trouble(keeper)
        assert not keeper.begun
        locked.execute("COMMIT")
        give(keeper, bridges, after=3.0)
        keeper.finish(bridges.session)

    assert times(folder, keeper.session_id) == [frame[0] for frame in bridges.frames]


def test_reading_what_another_program_holds_is_a_sentence(
    folder: DataFolder, locked: sqlite3.Connection
) -> None:
    locked.execute("PRAGMA locking_mode = EXCLUSIVE")
    locked.execute("BEGIN EXCLUSIVE")

    with pytest.raises(OutputError, match="another program has locked these records"):
        Store(folder).begin(ABOUT)
