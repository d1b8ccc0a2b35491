"""Spreadsheets: a Dutch Excel opens the tables, and nothing in them becomes a formula."""

import csv
import io
import re
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import pytest

from stabiel.errors import UsageError
from stabiel.export import CsvForm, Record, csv_form, export_sessions, spreadsheet
from stabiel.export.spreadsheet import as_csv, write_xlsx
from stabiel.export.tables import tables_of
from tests.records import BEGAN, WHOLE, judged_frames
from tests.sessions import BOOK

DUTCH = csv_form("semicolon", None)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TABLE = {
    "video": ["=HYPERLINK(1)", "één;twee.mp4"],
    "range_deg": [152.25, None],
    "good": [True, False],
    "number": [1, -2],
}


def value_of(cell):
    kind, text = cell.get("t"), "".join(cell.itertext())
    if kind == "inlineStr":
        return text
    if kind == "b":
        return text == "1"
    return float(text) if text else None


def sheets_of(path):
    """Return the sheets of a workbook as {name: rows of {column number: value}}."""
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = [each.get("name") for each in book.iter(f"{MAIN}sheet")]
        sheets = {}
        for number, name in enumerate(names, start=1):
            sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            sheets[name] = [
                {column_of(cell.get("r")): value_of(cell) for cell in row.iter(f"{MAIN}c")}
                for row in sheet.iter(f"{MAIN}row")
            ]
            assert list(sheet.iter(f"{MAIN}f")) == []
        return sheets


def column_of(place):
    number = 0
    for letter in re.match("[A-Z]+", place)[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def test_a_csv_file_for_a_dutch_excel():
    content = as_csv(TABLE, DUTCH)

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["video", "range_deg", "good", "number"],
        ["'=HYPERLINK(1)", "152,25", "True", "1"],
        ["één;twee.mp4", "", "False", "-2"],
    ]


def test_a_plain_csv_file_stays_as_programs_expect_it():
    rows = list(csv.reader(io.StringIO(as_csv(TABLE).decode("utf-8"))))

    assert rows[1] == ["=HYPERLINK(1)", "152.25", "True", "1"]


@pytest.mark.parametrize(
    ("separator", "decimal", "form"),
    [
        ("comma", None, CsvForm(",", ".")),
        ("semicolon", None, CsvForm(";", ",")),
        ("semicolon", "point", CsvForm(";", ".")),
        ("tab", "comma", CsvForm("\t", ",")),
    ],
)
def test_the_decimal_sign_goes_with_the_separator(separator, decimal, form):
    assert csv_form(separator, decimal) == form


def test_a_separator_that_is_also_the_decimal_sign_is_refused():
    with pytest.raises(UsageError, match="--separator semicolon"):
        csv_form("comma", "comma")


def test_a_workbook_has_texts_numbers_and_no_formula(tmp_path):
    write_xlsx([("één", TABLE)], tmp_path / "t.xlsx")

    assert sheets_of(tmp_path / "t.xlsx") == {
        "één": [
            dict(enumerate(TABLE)),
            {0: "=HYPERLINK(1)", 1: 152.25, 2: True, 3: 1.0},
            {0: "één;twee.mp4", 2: False, 3: -2.0},
        ]
    }
    assert [each.name for each in tmp_path.iterdir()] == ["t.xlsx"]


def test_the_workbook_of_sessions_has_all_tables_but_the_landmarks(tmp_path):
    bridges = judged_frames([175])
    records = [
        Record(3, BEGAN, bridges.session, BOOK, lambda: bridges.recorded[:40]),
        Record(8, BEGAN, WHOLE, BOOK, lambda: bridges.recorded[:20]),
    ]
    tables = dict(tables_of(records))

    (path,) = export_sessions(records, "xlsx", tmp_path / "een map")

    sheets = sheets_of(path)
    assert set(sheets) == {name for name in tables if not name.startswith("landmarks-")}
    for name, rows in sheets.items():
        assert list(rows[0].values()) == list(tables[name])
        assert len(rows) - 1 == max(map(len, tables[name].values()), default=0)
    began = sheets["sessions"][1][list(tables["sessions"]).index("began_at")]
    assert began == pytest.approx(days_since_1900(BEGAN))


def days_since_1900(moment):
    since = moment.replace(tzinfo=None) - datetime(1899, 12, 30)
    return since.total_seconds() / 86_400


def test_a_table_that_is_too_long_for_a_sheet_names_the_other_format(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)

    with pytest.raises(UsageError, match=r"measures-3 has 2 rows.*--format csv"):
        write_xlsx([("measures-3", TABLE)], tmp_path / "t.xlsx")


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError, match=r"t\.xlsx"):
        write_xlsx([("t", TABLE)], tmp_path / "missing" / "t.xlsx")
