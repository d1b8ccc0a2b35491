"""The computer's clock jumps, or a session pauses: a running session keeps running."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stabiel.store import DataFolder, Store
from tests.records import ABOUT, Frames, judged_frames

HOUR_S = 3600.0


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 152, 175])


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Move the computer's clock forward by this many seconds; a negative number moves it back."""
    true_time = time.time

    def by(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: true_time() + seconds)

    return by


def state_of(records: Store) -> str:
    (kept,) = records.sessions()
    return kept.state


def wait_until(what: Callable[[], bool]) -> None:
    until_s = time.monotonic() + 60.0
    while not what():
        assert time.monotonic() < until_s, "it took too long"
        time.sleep(0.05)


@pytest.mark.parametrize("jump_s", [-HOUR_S, HOUR_S])
def test_a_clock_that_is_set_breaks_no_session_off(
    folder: DataFolder,
    bridges: Frames,
    set_clock: Callable[[float], None],
    jump_s: float,
) -> None:
    frames = bridges.frames
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        for frame in frames[: len(frames) // 2]:
            keeper.add(*frame)
        wait_until(lambda: len(records.frames(keeper.session_id)) > 100)
        set_clock(jump_s)
        # A program that looks now may treat it as broken off; a second later it is running again.
        records.sessions()
        wait_until(lambda: state_of(records) == "running")

        for frame in frames[len(frames) // 2 :]:
            keeper.add(*frame)
        keeper.finish(bridges.session)

        assert records.load(keeper.session_id) == bridges.session
        assert len(records.frames(keeper.session_id)) == len(frames)
        (kept,) = records.sessions()
        assert kept.duration_s == bridges.session.source.duration_s


def test_what_was_broken_off_before_the_clock_was_set_back_is_judged(
    folder: DataFolder, bridges: Frames, set_clock: Callable[[float], None]
) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        for frame in bridges.frames:
            keeper.add(*frame)
    set_clock(-HOUR_S)

    with Store(folder) as records:
        assert state_of(records) == "finished"
        assert records.load(keeper.session_id).repetitions == bridges.session.repetitions


def test_a_session_that_pauses_says_that_it_runs(folder: DataFolder, bridges: Frames) -> None:
    def written_s() -> float:
        with sqlite3.connect(folder.database) as connection:
            (found,) = connection.execute("SELECT written_s FROM sessions").fetchone()
        connection.close()
        return float(found)

    with Store(folder) as records, records.begin(ABOUT) as keeper:
        keeper.add(*bridges.frames[0])
        began_s = written_s()

        wait_until(lambda: written_s() > began_s + 1.5)

        assert state_of(records) == "running"
