"""Sessions that run, and sessions that were broken off."""

import sqlite3
import time

import pytest

from stabiel.errors import UsageError
from stabiel.store import DataFolder, Store, journal, listing
from tests.records import ABOUT, Frames


def broken_off(folder: DataFolder, bridges: Frames, seconds: float) -> int:
    """Keep only the first seconds, as if they were from long ago."""
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        for frame in bridges.frames:
            if frame[0] <= seconds:
                keeper.add(*frame)
    with sqlite3.connect(folder.database) as connection:
        connection.execute("UPDATE sessions SET written_s = written_s - 60")
    connection.close()
    return keeper.session_id


def test_a_session_that_runs_is_not_read(folder: DataFolder, bridges: Frames) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        for frame in bridges.frames[:60]:
            keeper.add(*frame)
        assert [each.state for each in records.sessions()] == ["running"]
        assert records.running
        with pytest.raises(UsageError, match="is running"):
            records.load(keeper.session_id)
        with pytest.raises(UsageError, match="is running; stop it first"):
            records.delete(keeper.session_id)


def test_a_session_that_was_broken_off_is_judged_from_its_landmarks(
    folder: DataFolder, bridges: Frames
) -> None:
    number = broken_off(folder, bridges, 8.0)

    with Store(folder) as records:
        (kept,) = records.sessions()
        session = records.load(number)
        assert not records.running

    assert kept.state == "finished"
    assert session.repetitions == bridges.session.repetitions[:1]
    assert session.source.duration_s == pytest.approx(8.04)
    assert session.source.frame_rate_hz == pytest.approx(25.0)
    assert session.setup


def test_a_session_that_was_broken_off_at_once_goes(folder: DataFolder, bridges: Frames) -> None:
    broken_off(folder, bridges, -1.0)

    with Store(folder) as records:
        assert records.sessions() == []


def test_events_are_in_the_records_while_the_session_runs(
    folder: DataFolder, bridges: Frames
) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        for frame in bridges.frames:
            if frame[0] <= 8.0:
                keeper.add(*frame)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            (kept,) = records.sessions()
            if kept.repetitions == 1 and len(records.frames(kept.id)) > 6.9 * 25:
                break
            time.sleep(0.02)
        assert (kept.state, kept.repetitions) == ("running", 1)
        assert records.frames(kept.id)[-1].time_s > 6.9


def test_how_long_a_session_counts_as_running() -> None:
    # It writes every second, and may wait for another program.
    assert listing.RUNNING_S > journal.BUSY_S + 1.0
