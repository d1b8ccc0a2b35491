"""Records that cannot be written for a while, or at all."""

import sqlite3
import time

import pytest

from stabiel.devices.recorder import VideoRecorder
from stabiel.errors import OutputError
from stabiel.store import DataFolder, Store, database, keeper
from tests.trainer.live import BRIDGING, Live, kept
from tests.trainer.people import bridge_step, hold_step


class Gone:
    """The records of a session, which can become unwritable and writable again.

    Holds how many seconds were written, and how often that was refused.
    """

    def __init__(self, monkeypatch):
        self.gone = False
        self.written = self.refused = 0
        self._connect = database.connect
        for module in ("keeper", "store"):
            monkeypatch.setattr(f"stabiel.store.{module}.connect", self._connected)
        write = keeper._write_batch

        def written(connection, session_id, number, batch):
            if self.gone:
                self.refused += 1
                raise sqlite3.OperationalError("disk I/O error")
            write(connection, session_id, number, batch)
            self.written += bool(batch.frames)

        monkeypatch.setattr("stabiel.store.keeper._write_batch", written)

    def _connected(self, folder):
        if self.gone:
            self.refused += 1
            raise OutputError(f"{folder.database}: the records cannot be written.")
        return self._connect(folder)


@pytest.fixture
def records(monkeypatch):
    return Gone(monkeypatch)


def wait_until(condition):
    until_s = time.monotonic() + 60.0
    while not condition():
        assert time.monotonic() < until_s
        time.sleep(0.005)


def with_records_gone(live, records, gone_s, back_s):
    """Run a session whose records cannot be written for a while; the writer keeps up with it."""
    newest = live.camera.newest

    def taken(timeout_s):
        frame = newest(timeout_s)
        if frame is not None:
            gone = gone_s <= frame.time_s < back_s
            if gone and not records.gone:
                wait_until(lambda: records.written >= int(gone_s) - 1)
            if gone and frame.time_s > gone_s + 2.0:
                wait_until(lambda: records.refused)
            records.gone = gone
        return frame

    live.camera.newest = taken
    return live.run()


def test_records_that_return_hold_the_whole_session(tmp_path, records):
    live = Live([bridge_step()], BRIDGING, tmp_path)
    (session,) = with_records_gone(live, records, 5.0, 20.0)

    assert len(session.repetitions) == 4
    assert "cannot save right now, carry on" in [scene.note for _, scene in live.scenes]
    assert not [line for line in live.voice.lines if "save" in line.text]
    with Store(DataFolder(tmp_path)) as store:
        (listed,) = store.sessions()
        assert store.load(listed.id) == session
        kept_s = [frame.time_s for frame in store.frames(listed.id)]
    assert kept_s == [pose.time_s for pose in BRIDGING]
    assert live.session.kept == [(listed.id, "bridging")]


def test_records_missing_when_an_exercise_begins_hold_it_in_the_end(tmp_path, records):
    live = Live([bridge_step()], BRIDGING, tmp_path, programme="mine")
    (session,) = with_records_gone(live, records, 0.0, 9.0)

    assert [each.repetitions for each in kept(tmp_path)] == [session.repetitions]


def test_records_that_stay_away_do_not_stop_a_session_and_raise_in_the_end(tmp_path, records):
    live = Live([bridge_step(2, rest_s=2.0), hold_step()], BRIDGING, tmp_path, programme="mine")

    with pytest.raises(OutputError, match=r"cannot be (read or )?written"):
        with_records_gone(live, records, 5.0, 1e9)

    assert live.session.sessions[0].repetitions
    assert "cannot save right now, carry on" in [scene.note for _, scene in live.scenes]
    assert not [line for line in live.voice.lines if "save" in line.text]
    records.gone = False
    with Store(DataFolder(tmp_path)) as store:
        (kept_s,) = {store.frames(each.id)[-1].time_s for each in store._listed()}
    assert kept_s > 3.0


def test_a_video_that_cannot_be_written_costs_only_the_video(tmp_path, monkeypatch):
    def full(film, image, time_s):
        raise OutputError("clip.mp4: writing stopped (No space left on device).")

    monkeypatch.setattr("stabiel.video.writer.VideoWriter.write", full)
    live = Live([bridge_step()], BRIDGING, tmp_path, recorder=VideoRecorder)

    with pytest.raises(OutputError, match="writing stopped"):
        live.run()

    assert [len(each.repetitions) for each in kept(tmp_path)] == [4]


def test_a_live_session_ends_without_looking_for_another_exercise(tmp_path, monkeypatch):
    """Looking takes a whole core for seconds; it is done when the session is first looked at."""

    def look(*arguments):
        pytest.fail("looked for another exercise")

    live = Live([hold_step()], BRIDGING, tmp_path)
    with monkeypatch.context() as patched:
        for module in ("session.lookalike", "store.lookalikes"):
            patched.setattr(f"stabiel.{module}.with_lookalike", look)
        patched.setattr("stabiel.session.lookalike.looks_like", look)
        live.run()

    ((number, exercise),) = live.session.kept
    assert exercise == "childs-pose"
    with Store(DataFolder(tmp_path)) as store:
        assert store.load(number, look=True).looks_like == "bridging"
