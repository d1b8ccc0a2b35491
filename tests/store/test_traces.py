"""A trace is kept with its session, and is only used if it fits: otherwise it is not there."""

import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.report.rebuild import material_of_kept
from stabiel.session.trace import ValueTrace
from stabiel.store import DataFolder, Store
from tests.records import ABOUT, Frames, keep
from tests.session.test_trace import same_traces
from tests.store.test_broken_off import broken_off


def change(folder: DataFolder, statement: str, *values: object) -> None:
    connection = sqlite3.connect(folder.database)
    with connection:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


def kept_trace(folder: DataFolder, number: int = 1) -> ValueTrace | None:
    with Store(folder) as records:
        return records.trace(number, records.load(number))


def test_a_session_is_kept_with_its_trace(folder: DataFolder, bridges: Frames) -> None:
    keep(folder.path, bridges)

    kept = kept_trace(folder)

    assert kept is not None
    assert same_traces(kept, bridges.trace)


def test_a_minute_of_trace_is_small(folder: DataFolder, bridges: Frames) -> None:
    keep(folder.path, bridges)
    connection = sqlite3.connect(folder.database)
    (size,) = connection.execute("SELECT length(trace) FROM traces").fetchone()
    connection.close()

    minutes = bridges.session.source.duration_s / 60
    assert size < 20_000 * minutes


def test_a_session_that_was_broken_off_gets_its_trace(folder: DataFolder, bridges: Frames) -> None:
    number = broken_off(folder, bridges, 8.0)

    kept = kept_trace(folder, number)

    assert kept is not None
    assert kept.times_s[-1] == pytest.approx(8.0)
    assert list(kept.values) == list(bridges.trace.values[: len(kept)])
    assert [each.movement for each in kept.key_moments if each.role == "best"] == [1]


def test_a_session_that_runs_has_no_trace_yet(folder: DataFolder, bridges: Frames) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        keeper.add(*bridges.frames[0])
        assert records.trace(keeper.session_id, bridges.session) is None


def test_a_session_that_was_judged_before_brings_its_trace(
    folder: DataFolder, bridges: Frames
) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        for frame in bridges.recorded:
            keeper.add_recorded(frame)
        keeper.finish(bridges.session, bridges.trace)

    kept = kept_trace(folder)

    assert kept is not None
    assert same_traces(kept, bridges.trace)


@pytest.mark.parametrize(
    "blob",
    [b"", b"x", b"PK", bytes(100), zlib.compress(bytes(1000))],
    ids=["empty", "a letter", "a beginning", "zeros", "another format"],
)
def test_a_damaged_trace_is_not_there(folder: DataFolder, bridges: Frames, blob: bytes) -> None:
    keep(folder.path, bridges)
    change(folder, "UPDATE traces SET trace = ?", blob)

    assert kept_trace(folder) is None
    with Store(folder) as records:
        assert same_traces(material_of_kept(records, 1).trace, bridges.trace)


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("DELETE FROM landmarks WHERE chunk = ?", 3),
        ("UPDATE landmarks SET times = ? WHERE chunk = 3", zlib.compress(bytes(8))),
        ("UPDATE landmarks SET times = ? WHERE chunk = 3", b"x"),
        ("UPDATE repetitions SET start_s = start_s + ? WHERE number = 1", 0.5),
        ("DELETE FROM attempts WHERE session = ?", 1),
    ],
)
def test_a_trace_of_other_landmarks_or_another_judgment_is_not_there(
    folder: DataFolder, bridges: Frames, statement: str, value: object
) -> None:
    keep(folder.path, bridges)
    change(folder, statement, value)

    assert kept_trace(folder) is None


def test_a_deleted_session_has_no_trace(folder: DataFolder, bridges: Frames) -> None:
    number = keep(folder.path, bridges)
    with Store(folder) as records:
        records.delete(number)

    connection = sqlite3.connect(folder.database)
    assert connection.execute("SELECT count(*) FROM traces").fetchone() == (0,)
    connection.close()


def test_a_report_in_another_language_needs_no_second_judgment(
    folder: DataFolder, bridges: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(folder.path, bridges)
    monkeypatch.setattr("stabiel.session.pipeline.Judge.update", None)

    with Store(folder) as records:
        english = material_of_kept(records, 1, "en")

    assert english.session == replace(bridges.session, language="en")
    assert all(still.jpeg for roles in english.stills.values() for still in roles.values())
    assert len(english.stills) == 2


def test_some_frames_are_those_of_the_whole_recording(folder: DataFolder, bridges: Frames) -> None:
    number = keep(folder.path, bridges)
    wanted = [0, 24, 25, 26, 200, len(bridges.frames) - 1]

    with Store(folder) as records:
        some = records.frames(number, lambda times_s: wanted)
        everything = records.frames(number)
        assert records.frames(number, lambda times_s: []) == []

    assert [frame.time_s for frame in some] == [everything[index].time_s for index in wanted]
    for frame, index in zip(some, wanted, strict=True):
        other = everything[index].pose
        assert frame.pose is not None
        assert other is not None
        assert (frame.pose.points == other.points).all()
        assert frame.light == everything[index].light


def test_the_folder_of_the_records_has_no_file_for_traces(tmp_path: Path, bridges: Frames) -> None:
    keep(tmp_path, bridges)  # erasing removes the database, and so all traces

    assert list(tmp_path.rglob("*trace*")) == []
