"""Tables for a spreadsheet from every command that writes tables."""

import csv
from datetime import datetime, timedelta

import pytest

from stabiel.batch.clips import Clip
from stabiel.batch.summary import write_summary
from stabiel.batch.task import failed
from stabiel.cli import main
from stabiel.export import csv_form
from tests.commands.test_progress import MONDAY, keep_one
from tests.export.test_spreadsheet import sheets_of

EXCEL = ("--separator", "semicolon")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Two sessions in one week."""
    folder = tmp_path_factory.mktemp("records") / "data"
    for days, good in ((0, 6), (3, 8)):
        keep_one(folder, MONDAY + timedelta(days=days), good)
    return folder


def run(*arguments):
    return main([str(each) for each in arguments])


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_sessions_are_exported_for_a_dutch_excel(data, tmp_path):
    assert run("data", "export", "--data", data, "--out", tmp_path, *EXCEL) == 0

    rows = rows_of(tmp_path / "movements.csv")
    assert rows[0]["peak_hip_extension_deg"] == "172,0"
    assert len(rows) == 20


def test_sessions_are_exported_as_a_workbook(data, tmp_path, capsys):
    assert run("sessions", "export", 1, "--format", "xlsx", "--data", data, "--out", tmp_path) == 0

    assert capsys.readouterr().out.strip() == str((tmp_path / "stabiel.xlsx").resolve())
    assert len(sheets_of(tmp_path / "stabiel.xlsx")["movements"]) == 11


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_progress_is_written_as_a_table(data, tmp_path, ending):
    path = tmp_path / f"voortgang één.{ending}"

    assert run("progress", "bridging", "--table", path, "--data", data, *EXCEL) == 0

    if ending == "csv":
        (row,) = rows_of(path)
        assert (row["monday"], row["good_share"], row["sessions"]) == ("2026-03-02", "0,7", "2")
        return
    heads, week = sheets_of(path)["progress"]
    named = {name: week.get(column) for column, name in heads.items()}
    assert (named["exercise"], named["repetitions"]) == ("bridging", 20)
    assert named["monday"] == (datetime(2026, 3, 2) - datetime(1899, 12, 30)).days


def test_a_table_of_another_kind_is_refused_in_one_sentence(data, tmp_path, capsys):
    assert run("progress", "--table", tmp_path / "t.pdf", "--data", data) == 2

    assert "ends in .csv or .xlsx." in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_summary_of_many_videos_is_written_as_a_table(tmp_path, ending):
    clip = Clip(tmp_path / "=één.mp4", tmp_path / "out")
    done = [(clip, failed(3, "één.mp4: this is not a video."))]
    path = tmp_path / f"summary.{ending}"

    write_summary(done, path, csv_form("semicolon", None))

    if ending == "csv":
        (row,) = rows_of(path)
        assert row["why"] == "één.mp4: this is not a video."
        return
    heads, values = sheets_of(path)["summary"]
    named = {name: values.get(column) for column, name in heads.items()}
    assert (named["path"], named["why"]) == (str(clip.video), "één.mp4: this is not a video.")
