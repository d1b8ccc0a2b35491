"""Corrections for whoever improves the rules: what was judged, what is said, and the measure."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stabiel.export import export_sessions, note_tables, record_of
from stabiel.export.corrections import (
    AROUND_S,
    IMPROVEMENT_COLUMNS,
    as_csv,
    as_json_lines,
    improvement_rows,
)
from stabiel.session.corrections import CountChange, OtherExercise, RepetitionChange
from stabiel.store import DataFolder, Store
from stabiel.store.by_hand import add_note, hand_note, notes
from stabiel.store.corrections import add_correction
from tests.records import judged_frames, keep

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A good bridge and one that is too low, of which the person says that it counted."""
    frames = judged_frames([175, 152])
    folder = DataFolder(tmp_path_factory.mktemp("records") / "data")
    number = keep(folder.path, frames)
    low = frames.session.attempts[0]
    counted = CountChange(
        what="attempt", side=low.side, start_s=low.start_s, end_s=low.end_s, counts=True
    )
    with Store(folder) as store:
        for said in (
            counted,
            RepetitionChange(change=1, side="both", time_s=3.0),
            OtherExercise(exercise="leg-lift"),
        ):
            add_correction(store, number, said, AT)
    return folder


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_a_row_has_the_judgment_the_statement_and_the_measure(folder: DataFolder) -> None:
    with Store(folder) as store:
        counted, more, other = improvement_rows(store)
        (attempt,) = store.load(1).attempts

    assert (counted["judged"], counted["says"], counted["state"]) == (
        "attempt pelvis_low", "counted", "applies",
    )  # fmt: skip
    assert (counted["exercise"], counted["model"], counted["view"]) == ("bridging", "full", "side")
    assert counted["sure"] == attempt.sure
    assert (counted["start_s"], counted["end_s"]) == (attempt.start_s, attempt.end_s)
    times, values = counted["times_s"], counted["values"]
    assert isinstance(times, list) and isinstance(values, list)
    assert len(times) == len(values)
    assert times[0] == pytest.approx(attempt.start_s - AROUND_S, abs=0.05)
    assert times[-1] == pytest.approx(attempt.end_s + AROUND_S, abs=0.05)
    # The bridge rose to 152 degrees, and the limit that it missed is above that.
    assert counted["measure"] == "hip_extension_deg"
    assert counted["highest"] == max(values) == pytest.approx(152, abs=3)
    assert isinstance(counted["goal"], float) and counted["goal"] > counted["highest"]
    assert (more["says"], more["judged"], more["start_s"]) == ("one more", None, 3.0)
    assert more["highest"] == pytest.approx(175, abs=3)
    assert (other["exercise_said"], other["values"]) == ("leg-lift", [])


def test_both_formats_say_the_same(folder: DataFolder) -> None:
    with Store(folder) as store:
        rows = improvement_rows(store)

    lines = [json.loads(line) for line in as_json_lines(rows).splitlines()]
    table = list(csv.DictReader(io.StringIO(as_csv(rows))))

    assert lines == rows
    assert tuple(table[0]) == IMPROVEMENT_COLUMNS
    assert [each["says"] for each in table] == [each["says"] for each in rows]
    values = [float(each) for each in table[0]["values"].split()]
    assert values == pytest.approx(rows[0]["values"], rel=1e-4)


def test_an_export_has_both_the_judged_and_the_corrected(
    folder: DataFolder, tmp_path: Path
) -> None:
    with Store(folder) as store:
        records = [record_of(store, 1)]
        export_sessions(records, "csv", tmp_path)
        (path,) = export_sessions(records, "json", tmp_path)

    (session,) = read(tmp_path / "sessions.csv")
    assert (session["repetitions"], session["corrected_repetitions"]) == ("1", "3")
    assert (session["exercise"], session["corrected_exercise"]) == ("bridging", "leg-lift")
    rows = read(tmp_path / "corrections.csv")
    assert [each["says"] for each in rows] == ["counted", "one more", "other exercise"]
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["session"]["summary"]["repetitions"] == 1
    assert data["corrected"]["repetitions"] == 3
    assert [each["says"] for each in data["corrections"]] == [each["says"] for each in rows]


def test_notes_are_a_table_or_a_json_file(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    assert note_tables(notes(folder)) == []
    note = hand_note(day=AT.date(), exercise="bridging", sets=3, repetitions=10, remark="buiten")
    add_note(folder, note, AT)

    more = note_tables(notes(folder))
    export_sessions([], "csv", tmp_path, more=more)
    (plain,) = export_sessions([], "json", tmp_path, more=more)

    (row,) = read(tmp_path / "by_hand.csv")
    assert (row["day"], row["exercise"], row["sets"], row["repetitions"], row["remark"]) == (
        "2026-03-02", "bridging", "3", "10", "buiten",
    )  # fmt: skip
    (again,) = json.loads(plain.read_text(encoding="utf-8"))
    assert (again["day"], again["repetitions"], again["seconds"]) == ("2026-03-02", 10, None)
