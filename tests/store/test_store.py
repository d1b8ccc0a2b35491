"""The records: what is read is what was written, others cannot read it, and gone is gone."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stabiel.errors import OutputError, StabielError, StoreError, UsageError
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded
from stabiel.session.replay import replay
from stabiel.session.session import Session
from stabiel.store import DataFolder, NotKept, Store, database, default_folder, schema, store
from tests.records import ABOUT, BEGAN, WHOLE, Frames, judged_frames, keep
from tests.sessions import BOOK


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 152, 175])


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def same_frames(left: list[Recorded], right: list[Recorded]) -> bool:
    def same(before: Pose | None, after: Pose | None) -> bool:
        if before is None or after is None:
            return before is after
        outlines = (before.outline, after.outline)
        drawn = None in [line if line is None else 0 for line in outlines]
        return (
            (outlines[0] is outlines[1] if drawn else np.array_equal(*outlines))
            and before.time_s == after.time_s
            and before.size_px == after.size_px
            and np.array_equal(before.points, after.points)
            and np.array_equal(before.visibility, after.visibility)
            and np.array_equal(before.world, after.world)
        )

    return len(left) == len(right) and all(
        one.time_s == other.time_s and one.light == other.light and same(one.pose, other.pose)
        for one, other in zip(left, right, strict=True)
    )


def finish_at_once(folder: DataFolder, session: Session = WHOLE) -> int:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        keeper.finish(session)
        return keeper.session_id


# What is read is what was written


def test_a_session_with_all_there_can_be_is_read_as_it_was_written(folder: DataFolder) -> None:
    number = finish_at_once(folder)

    with Store(folder) as records:
        assert records.load(number) == WHOLE


def test_a_session_is_kept_with_its_landmarks(folder: DataFolder, bridges: Frames) -> None:
    number = keep(folder.path, bridges)

    with Store(folder) as records:
        assert records.load(number) == bridges.session
        assert same_frames(records.frames(number), bridges.recorded)


def test_frames_without_a_person_and_with_a_line_of_the_back_come_back(
    folder: DataFolder, bridges: Frames
) -> None:
    line = np.arange(38, dtype=np.float64).reshape(19, 2) / 4
    _, pose, judgment, _ = bridges.frames[0]
    assert pose is not None
    frames = [
        (0.0, pose, judgment, 0.25),
        (0.1, None, judgment, 0.125),
        (0.2, replace(pose, time_s=0.2, outline=line), judgment, None),
        (0.3, replace(pose, time_s=0.3, size_px=(720, 1280)), judgment, 0.5),
    ]

    number = keep(folder.path, Frames(frames, WHOLE))

    with Store(folder) as records:
        assert same_frames(records.frames(number), Frames(frames, WHOLE).recorded)


def test_the_list_says_what_was_done(folder: DataFolder) -> None:
    first, second = finish_at_once(folder), finish_at_once(folder)

    with Store(folder) as records:
        listed = records.sessions()
        assert records.latest() == second

    assert [each.id for each in listed] == [first, second]
    (one, _) = listed
    assert (one.exercise, one.language, one.state) == ("bridging", "nl", "finished")
    assert (one.began_at, one.source_name, one.duration_s) == (BEGAN, "webcam", 61.2)
    assert (one.repetitions, one.good_repetitions, one.attempts) == (2, 1, 1)
    assert (one.holds, one.hold_s) == (1, 29.7)


def test_the_rule_is_kept_with_the_session(folder: DataFolder) -> None:
    number = finish_at_once(folder)

    with Store(folder) as records:
        rule = records.rule(number)

    assert rule.get("bridging") == BOOK.get("bridging")
    assert rule.shared == BOOK.shared


def test_a_rule_of_an_older_format_gives_way_to_that_of_today(folder: DataFolder) -> None:
    number = finish_at_once(folder)
    with sqlite3.connect(folder.database) as connection:
        connection.execute('UPDATE sessions SET rule = \'{"shared": {"knots": 3}}\'')
    connection.close()

    with Store(folder) as records:
        assert records.rule(number).get("bridging") == BOOK.get("bridging")


def test_an_unchanged_rule_gives_the_identical_session(folder: DataFolder, bridges: Frames) -> None:
    number = keep(folder.path, bridges)

    with Store(folder) as records:
        session, book = records.load(number), records.rule(number)
        again = replay(
            book.get("bridging"), book, session.language, records.frames(number),
            source=session.source, model=session.model,
        )  # fmt: skip

    assert again.session == session == bridges.session
    assert len(session.repetitions) == 2


@pytest.mark.parametrize("ask", ["load", "frames", "rule", "delete"])
def test_a_session_that_is_not_there(folder: DataFolder, ask: str) -> None:
    with Store(folder) as records, pytest.raises(UsageError, match="no session 7; see"):
        getattr(records, ask)(7)


def test_records_without_a_session(folder: DataFolder) -> None:
    with Store(folder) as records:
        assert records.sessions() == []
        with pytest.raises(UsageError, match="no session is kept here yet"):
            records.latest()


def test_the_keeper_that_keeps_nothing_takes_the_same_calls(bridges: Frames) -> None:
    keeper = NotKept()
    keeper.add(*bridges.frames[0])
    keeper.finish(WHOLE)


def test_what_was_spoken_is_kept_in_its_order(folder: DataFolder, bridges: Frames) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        keeper.said(0.2, "welcome", "Welkom.")
        keeper.add(*bridges.frames[0])
        keeper.said(4.5, "count", "Eén.")
        keeper.finish(WHOLE)
        assert keeper.video == folder.path / "videos" / f"{keeper.session_id}.mp4"
        assert keeper.video.parent.is_dir()

        assert records.spoken(keeper.session_id) == [(0.2, "Welkom."), (4.5, "Eén.")]


def test_a_programme_goes_on_where_it_was_left(folder: DataFolder) -> None:
    with Store(folder) as records:
        assert records.place("basis") == 0
        records.keep_place("basis", 4)
        records.keep_place("basis", 5)
        records.keep_place("other", 1)
    with Store(folder) as records:
        assert (records.place("basis"), records.place("other")) == (5, 1)


def test_the_last_answer_to_a_suggestion_stands(folder: DataFolder) -> None:
    with Store(folder) as records:
        assert records.doses() == {}
        records.answer("bridging", 10, 12, accepted=True)
        records.answer("bridging", 12, 14, accepted=False)
        records.answer("leg-lift", 10, 12, accepted=False)

        assert records.doses() == {"bridging": 12, "leg-lift": 10}
        assert records.answers()["bridging"].suggested == 14


# Broken off


def broken_off(folder: DataFolder, bridges: Frames, seconds: float) -> int:
    """Keep only the first seconds, and let them be from long ago."""
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
        until = time.monotonic() + 10
        while time.monotonic() < until:
            (kept,) = records.sessions()
            if kept.repetitions == 1 and len(records.frames(kept.id)) > 6.9 * 25:
                break
            time.sleep(0.02)
        assert (kept.state, kept.repetitions) == ("running", 1)
        assert records.frames(kept.id)[-1].time_s > 6.9


# Two programs at once


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
    """Whoever closes the file it made would free the locks of another that uses it already."""
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
        patch.setattr(database.time, "sleep", sleep)
        with Store(folder) as records:
            assert records.sessions() == []
    assert len(waited) == 3


def test_new_records_that_stay_in_use_are_named(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    folder.make()
    other = sqlite3.connect(folder.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OutputError, match="another program"):
        Store(folder)
    other.close()


def test_tables_made_while_records_are_opened_are_stabiels(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program makes them after the version was asked for and before they are counted."""
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
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    with Store(folder) as records:
        other = sqlite3.connect(folder.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match="another program"):
            records.begin(ABOUT)
        other.close()


# Nobody else's business


@pytest.mark.skipif(sys.platform == "win32", reason="the user's folder is private there already")
def test_only_the_owner_can_read_it(folder: DataFolder, bridges: Frames) -> None:
    before = os.umask(0)
    try:
        with Store(folder) as records, records.begin(ABOUT) as keeper:
            keeper.add(*bridges.frames[0])
            keeper.finish(WHOLE)
            folder.report(1).touch()
            modes = {
                path.relative_to(folder.path.parent).as_posix(): stat.S_IMODE(path.stat().st_mode)
                for path in (folder.path, *folder.path.iterdir())
            }
    finally:
        os.umask(before)

    assert modes == {
        "data": 0o700,
        "data/stabiel.sqlite3": 0o600,
        "data/stabiel.sqlite3-wal": 0o600,
        "data/stabiel.sqlite3-shm": 0o600,
        "data/reports": 0o700,
    }


def test_the_default_folder_is_the_users_own() -> None:
    assert default_folder().is_relative_to(Path.home())
    assert default_folder().name == "stabiel"


# Gone is gone


def secret_left(folder: DataFolder, secret: bytes) -> list[str]:
    return [
        path.name
        for path in folder.path.rglob("*")
        if path.is_file() and secret in path.read_bytes()
    ]


def test_a_deleted_session_leaves_nothing_behind(folder: DataFolder, bridges: Frames) -> None:
    secret = "Achterkamer-7731"
    kept = finish_at_once(folder)
    gone = keep(folder.path, bridges, replace(ABOUT, source_name=secret))
    with Store(folder) as records:
        points = records._connection.execute(
            "SELECT points FROM landmarks WHERE session = ? ORDER BY chunk", (gone,)
        ).fetchone()[0]
        assert secret_left(folder, secret.encode())
        assert secret_left(folder, points[:32])
        folder.report(gone).write_text("report")
        folder.room_for_video(gone).write_text("video")
        folder.report(kept).write_text("report")

        records.delete(gone)

        assert [each.id for each in records.sessions()] == [kept]
        assert secret_left(folder, secret.encode()) == []
        assert secret_left(folder, points[:32]) == []
        for table in ("landmarks", "repetitions", "attempts", "cues", "setup"):
            rows = f"SELECT count(*) FROM {table} WHERE session = ?"
            assert records._connection.execute(rows, (gone,)).fetchone() == (0,)
    assert [path.name for path in folder.files()[-1:]] == [f"{kept}.html"]
    assert not folder.video(gone).exists()


def test_what_nobody_keeps_any_more_is_discarded_while_it_seems_to_run(folder: DataFolder) -> None:
    with Store(folder) as records:
        left = records.begin(ABOUT)
        left.close()
        kept = finish_at_once(folder)
        folder.room_for_video(left.session_id).write_text("video")

        records.discard(left.session_id)
        records.discard(99)

        assert [each.id for each in records.sessions()] == [kept]
        assert not folder.video(left.session_id).exists()


def test_a_number_is_never_given_twice(folder: DataFolder) -> None:
    gone = finish_at_once(folder)
    with Store(folder) as records:
        records.delete(gone)

    assert finish_at_once(folder) == gone + 1


def test_erasing_leaves_nothing_behind(folder: DataFolder) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        keeper.finish(WHOLE)
        folder.report(1).write_text("report")
        folder.report(1, "pdf").write_text("report")
        folder.room_for_video(1).write_text("video")

    removed = folder.erase()

    assert {path.name for path in removed} == {"stabiel.sqlite3", "1.html", "1.pdf", "1.mp4"}
    assert not folder.path.exists()


def test_erasing_takes_settings_and_uploads_too(folder: DataFolder) -> None:
    upload = folder.make_for_upload("0" * 32, "1" * 32)
    for path in (upload / "video", folder.settings, folder.damaged_settings()):
        path.write_text("{}")
    assert folder.damaged_settings().name == "settings.damaged-2.json"
    if sys.platform != "win32":
        assert {stat.S_IMODE(each.stat().st_mode) for each in (upload, folder.uploads)} == {0o700}

    removed = folder.erase()

    names = {path.name for path in removed}
    assert names == {"video", "settings.json", "settings.damaged-1.json"}
    assert not folder.path.exists()


def test_erasing_touches_only_what_stabiel_keeps(folder: DataFolder) -> None:
    finish_at_once(folder)
    names = (
        "letter.txt", "reports/letter.html", "videos/1.avi", "reports/1.html.txt",
        "settings.json.txt", "uploads/letter.txt", "uploads/letters/1.txt",
    )  # fmt: skip
    others = [folder.path / name for name in names]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")

    folder.erase()

    left = [path for path in folder.path.rglob("*") if path.is_file()]
    assert sorted(left) == sorted(others)


def test_erasing_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert DataFolder(tmp_path / "gone").erase() == []
    assert list(tmp_path.iterdir()) == []


# What cannot be read or written


def complaint(folder: DataFolder) -> StabielError:
    with pytest.raises(StabielError) as caught:
        Store(folder)
    message = str(caught.value)
    assert message.startswith(f"{folder.path}")
    assert message.endswith(".")
    assert "\n" not in message
    return caught.value


def test_a_file_that_is_no_database(folder: DataFolder) -> None:
    folder.make()
    folder.database.write_bytes(b"This is a letter to my aunt.\n" * 200)

    error = complaint(folder)

    assert isinstance(error, StoreError)
    assert "damaged or no database" in str(error)
    assert folder.database.read_bytes().startswith(b"This is a letter")


def test_the_database_of_another_program(folder: DataFolder) -> None:
    folder.make()
    with sqlite3.connect(folder.database) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()

    assert "this database is not stabiel's" in str(complaint(folder))


def test_records_of_a_newer_version(folder: DataFolder) -> None:
    finish_at_once(folder)
    with sqlite3.connect(folder.database) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()

    assert "made by a newer version of stabiel" in str(complaint(folder))


def test_landmarks_that_are_damaged(folder: DataFolder, bridges: Frames) -> None:
    number = keep(folder.path, bridges)
    with sqlite3.connect(folder.database) as connection:
        connection.execute("UPDATE landmarks SET points = x'00' WHERE chunk = 2")
    connection.close()

    with Store(folder) as records, pytest.raises(StoreError, match="landmarks of session 1 are"):
        records.frames(number)


def test_a_file_in_the_place_of_the_folder(folder: DataFolder) -> None:
    folder.path.touch()

    assert isinstance(complaint(folder), OutputError)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write anywhere"
)
def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    assert isinstance(complaint(DataFolder(tmp_path / "a" / "b")), OutputError)


def test_how_long_a_session_counts_as_running() -> None:
    # It writes every second, and may wait for another program.
    assert store.RUNNING_S > database.BUSY_S + 1.0


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
    """The last one to close the records tidies them up: it must know that it is not the last."""
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
