"""Exports: another program reads what was kept, to the last digit, with units in the names."""

import csv
import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from stabiel.anatomy import Part, landmark_index
from stabiel.errors import OutputError, UsageError
from stabiel.export import FORMATS, Format, Record, export_sessions
from stabiel.export.tables import LANDMARKS, Table, tables_of
from stabiel.pose.recording import Recorded
from tests.records import BEGAN, WHOLE, Frames, judged_frames
from tests.sessions import BOOK

UNITS = ("_s", "_deg", "_tl", "_px", "_m", "_hz", "_share")
WITHOUT = {
    "session", "began_at", "exercise", "language", "model", "view", "source_kind", "source_name",
    "repetitions", "good_repetitions", "attempts", "holds", "number", "side", "counted", "good",
    "faults", "reason", "complete", "fault", "severity", "repetition", "cue", "text", "what",
    "seconds", "phase", "landmark", "visibility", "doubtful", "doubtful_attempts", "looks_like",
    "kind", "why", "off_by", "sure", "ending", "workout", "of_person", "search", "corrections",
    "corrected_exercise", "corrected_repetitions",
    "corrected_good_repetitions", "corrected_unrated_repetitions", "corrected_attempts",
    "corrected_holds", "correction", "state", "says", "judged", "exercise_said", "said_at",
}  # fmt: skip


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 152])


@pytest.fixture(scope="module")
def records(bridges: Frames) -> list[Record]:
    with_a_gap = [*bridges.recorded[:30], Recorded(1.2, None), *bridges.recorded[31:]]
    return [
        Record(3, BEGAN, bridges.session, BOOK, lambda: with_a_gap),
        Record(8, BEGAN, WHOLE, BOOK, lambda: bridges.recorded[:50]),
    ]


@pytest.fixture(scope="module")
def tables(records: list[Record]) -> dict[str, Table]:
    return dict(tables_of(records))


def read_csv(path: Path, like: Table) -> Table:
    """Read a CSV file; each column gets its original type."""

    def typed(column: str, texts: list[str]) -> list[object]:
        (kind,) = {type(each) for each in like[column] if each is not None} or {str}
        empty = "" if "" in like[column] else None
        return [
            (empty if not text else text == "True" if kind is bool else kind(text))
            for text in texts
        ]

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: typed(column, [row[column] for row in rows]) for column in like}


def without_empty_words(table: Table) -> Table:
    """CSV does not distinguish an empty text from no value."""
    return {name: [None if each == "" else each for each in cells] for name, cells in table.items()}


def test_csv_reads_back_equal(
    records: list[Record], tables: dict[str, Table], tmp_path: Path
) -> None:
    written = export_sessions(records, "csv", tmp_path)

    assert {path.stem for path in written} == set(tables)
    for path in written:
        found = read_csv(path, tables[path.stem])
        assert without_empty_words(found) == without_empty_words(tables[path.stem]), path.name


def test_parquet_reads_back_equal(
    records: list[Record], tables: dict[str, Table], tmp_path: Path
) -> None:
    written = export_sessions(records, "parquet", tmp_path)

    assert {path.stem for path in written} == set(tables)
    for path in written:
        assert parquet.read_table(path).to_pydict() == tables[path.stem], path.name


def test_json_is_the_session_by_its_contract(records: list[Record], tmp_path: Path) -> None:
    first, second = export_sessions(records, "json", tmp_path)

    assert [first.name, second.name] == ["3-bridging.json", "8-bridging.json"]
    assert json.loads(second.read_text(encoding="utf-8")) == {
        "id": 8,
        "began_at": BEGAN.isoformat(),
        "ending": None,
        "workout": None,
        "of_person": None,
        "search": None,
        "session": WHOLE.to_json(),
        "corrections": [],
        "corrected": {
            "exercise": "bridging", "repetitions": 2, "good_repetitions": 1,
            "unrated_repetitions": 0, "attempts": 1, "holds": 1, "hold_s": 29.7,
        },
    }  # fmt: skip


def test_trc_reads_back_equal(records: list[Record], tmp_path: Path) -> None:
    path, _ = export_sessions(records, "trc", tmp_path)

    lines = path.read_text(encoding="utf-8").split("\n")
    head = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True))
    names = [name for name in lines[3].split("\t")[2:] if name]
    rows = [line.split("\t") for line in lines[6:] if line]
    frames = records[0].read_frames()

    assert lines[0].split("\t") == ["PathFileType", "4", "(X/Y/Z)", "3-bridging.trc"]
    assert (head["NumFrames"], head["NumMarkers"], head["Units"]) == (str(len(frames)), "33", "m")
    assert float(head["DataRate"]) == pytest.approx(25.0)
    assert names == list(LANDMARKS)
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(frames) + 1)]
    for row, (time_s, pose, _) in zip(rows, frames, strict=True):
        assert float(row[1]) == pytest.approx(time_s)
        assert len(row) == 2 + 99
        if pose is None:
            assert set(row[2:]) == {""}
            continue
        # y is up in TRC, and z towards the camera.
        marks = np.array([float(cell) for cell in row[2:]]).reshape(33, 3) * (1, -1, -1)
        assert np.array_equal(marks.astype(np.float32), pose.world.astype(np.float32))


def test_every_table_is_there_even_if_empty(records: list[Record]) -> None:
    nothing = Record(9, BEGAN, replace(WHOLE, holds=(), faults=()), BOOK, lambda: [])
    tables = dict(tables_of([nothing]))

    assert list(tables) == [
        "sessions", "movements", "holds", "faults", "cues", "not_judged", "time", "corrections",
        "measures-9", "landmarks-9",
    ]  # fmt: skip
    assert tables["holds"]["in_zone_s"] == tables["landmarks-9"]["x_px"] == []


def test_units_stand_in_the_names(tables: dict[str, Table]) -> None:
    names = {column for table in tables.values() for column in table}

    assert {name for name in names - WITHOUT if not name.endswith(UNITS)} == set()


def test_rows_of_all_tables_say_whose_they_are(tables: dict[str, Table]) -> None:
    assert tables["sessions"]["session"] == [3, 8]
    assert set(tables["movements"]["session"]) == {3, 8}
    assert set(tables["measures-3"]["session"]) == {3}


def test_movements_are_those_of_the_session(tables: dict[str, Table], bridges: Frames) -> None:
    movements = tables["movements"]

    assert movements["counted"][:2] == [True, False]
    assert movements["reason"][:2] == [None, "pelvis_low"]
    peaks = [each.metrics["peak_hip_extension_deg"] for each in bridges.session.repetitions]
    assert movements["peak_hip_extension_deg"][:1] == peaks


def test_measures_are_those_that_were_judged(
    tables: dict[str, Table], records: list[Record], bridges: Frames
) -> None:
    measures = tables["measures-3"]
    hips = measures["near_hip_extension_deg"]

    assert len(hips) == len(records[0].read_frames())
    assert hips[30] is None  # nobody was found
    assert max(hip for hip in hips if hip is not None) == pytest.approx(175, abs=2.5)
    assert not any(isinstance(cell, float) and math.isnan(cell) for cell in hips)


def test_the_landmarks_have_the_names_of_the_model() -> None:
    for part in Part:
        name = part.name.lower().replace("toe", "foot_index")
        assert LANDMARKS[landmark_index(part, "left")] == f"left_{name}"
        assert LANDMARKS[landmark_index(part, "right")] == f"right_{name}"
    assert len(set(LANDMARKS)) == 33


@pytest.mark.parametrize("kind", FORMATS)
def test_a_folder_that_cannot_be_written(
    records: list[Record], tmp_path: Path, kind: Format
) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(OutputError, match=r"cannot be written .*; choose another with --out\.$"):
        export_sessions(records, kind, tmp_path / "taken")


def test_parquet_without_its_package(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match=r"pip install 'stabiel\[parquet\]'"):
        export_sessions(records, "parquet", tmp_path)
