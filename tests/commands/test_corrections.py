"""The commands on corrections and on notes by hand: what they print, write and refuse."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stabiel.session.corrections import RepetitionChange, WrongFault
from stabiel.store import DataFolder, Store
from stabiel.store.by_hand import notes
from stabiel.store.corrections import add_correction
from tests.commands.helpers import one_sentence
from tests.store.helpers import finish_at_once

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Records with two sessions, the first of which is corrected."""
    folder = DataFolder(tmp_path / "data")
    finish_at_once(folder)
    finish_at_once(folder)
    with Store(folder) as store:
        for said in (
            RepetitionChange(change=1, side="left", time_s=12.0),
            WrongFault(fault="lowering_fast", side="left", start_s=13.0, end_s=14.5),
        ):
            add_correction(store, 1, said, AT)
    return folder.path


def test_corrections_are_listed_in_words(run, data):
    code, out, err = run("corrections", "list", "--data", data)

    assert (code, err) == (0, "")
    head, first, second = [" ".join(line.split()) for line in out.splitlines()]
    assert head == "session exercise judged corrected id correction"
    # The session has a hold too, so its totals are in seconds.
    assert first == "1 bridging 30 s 30 s 1 1 keer erbij (links, 0:12)"
    assert second.endswith("(0:13) klopte niet")


def test_a_correction_is_undone(run, data):
    assert run("corrections", "undo", 1, "--data", data) == (0, "Correction 1 is undone.\n", "")

    code, _, err = run("corrections", "undo", 1, "--data", data)
    assert code == 2
    assert one_sentence(err, "no correction 1", "corrections list")


def test_corrections_for_programs(run, data):
    _, out, _ = run("corrections", "list", "--json", "--data", data)

    assert [(each["session"], each["says"]) for each in json.loads(out)] == [
        (1, "one more"),
        (1, "no fault"),
    ]


@pytest.mark.parametrize("name", ["said.csv", "said.jsonl"])
def test_corrections_are_exported(run, data, tmp_path, name):
    out = tmp_path / name
    code, said, err = run("corrections", "export", "--out", out, "--data", data)

    assert (code, err) == (0, "")
    assert said == f"{out}: 2 corrections\n"
    assert "one more" in out.read_text(encoding="utf-8")


def test_an_ending_that_is_no_format_is_refused(run, data, tmp_path):
    out = tmp_path / "said.xlsx"
    code, _, err = run("corrections", "export", "--out", out, "--data", data)

    assert code == 2
    assert one_sentence(err, out, ".csv")
    assert not out.exists()


@pytest.mark.parametrize("action", ["list", "export"])
def test_without_corrections_it_says_so(run, tmp_path, monkeypatch, action):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("corrections", action, "--data", tmp_path / "new")

    assert (code, err) == (0, "")
    assert "o session is corrected" in out
    assert not (tmp_path / "corrections.csv").exists()


def test_show_says_the_correction_beside_the_judgment(run, data):
    _, out, _ = run("sessions", "show", 1, "--data", data)

    assert "waarvan 1 door jou erbij gezet" in out
    assert "1 aandachtspunt klopte niet" in out
    _, untouched, _ = run("sessions", "show", 2, "--data", data)
    assert "jouw verbetering" not in untouched


def test_the_list_marks_corrected_sessions_and_has_the_notes_below(run, data):
    run("sessions", "note", "bridging", "--repetitions", 10, "--day", "2026-03-01", "--data", data)
    _, out, _ = run("sessions", "list", "--data", data)

    rows = [line.split() for line in out.splitlines()]
    assert [row[4] for row in rows[1:3]] == ["1*", "1"]
    assert [row[5] for row in rows[1:3]] == ["1", "1"]
    assert "as you corrected it" in out
    assert rows[-1][:3] == ["1", "2026-03-01", "bridging"]
    _, programs, _ = run("sessions", "list", "--json", "--data", data)
    first, second = json.loads(programs)
    assert (first["repetitions"], first["corrected"]["repetitions"]) == (2, 3)
    assert second["corrected"] is None


def test_a_note_is_kept_changed_listed_and_removed(run, data):
    note = ("sessions", "note")
    code, out, err = run(
        *note, "bridging", "--sets", 3, "--repetitions", 10, "--minutes", 5, "--remark", "buiten",
        "--day", "2026-03-01", "--data", data,
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert out == "Note 1: bridging on 2026-03-01, 3 × 10 repetitions, 5 minutes.\n"

    run(*note, "--change", 1, "--seconds", 30, "--data", data)
    (kept,) = notes(DataFolder(data))
    assert (kept.note.sets, kept.note.repetitions, kept.note.seconds) == (3, None, 30)
    assert kept.note.remark == "buiten"

    _, out, _ = run("sessions", "notes", "--data", data)
    assert "hold for 30 s" in out
    code, out, _ = run(*note, "--remove", 1, "--data", data)
    assert (code, out) == (0, "Note 1 is removed.\n")
    _, out, _ = run("sessions", "notes", "--data", data)
    assert out == "Nothing is noted by hand yet.\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "EXERCISE"),
        (("zzz", "--repetitions", 10), "zzz"),
        (("bridging",), "repetitions, seconds or minutes"),
        (("bridging", "--repetitions", 0), "repetitions"),
        (("bridging", "--repetitions", 10, "--seconds", 10), "not both"),
        (("bridging", "--repetitions", 10, "--day", "2999-01-01"), "still to come"),
        (("--change", 7, "--repetitions", 10), "no note 7"),
        (("--remove", 7), "no note 7"),
    ],
)
def test_a_note_that_cannot_be_is_one_sentence(run, data, arguments, named):
    code, out, err = run("sessions", "note", *arguments, "--data", data)

    assert (code, out) == (2, "")
    assert one_sentence(err, named)
    assert notes(DataFolder(data)) == []


def test_a_whole_export_has_the_notes(run, data, tmp_path):
    run("sessions", "note", "bridging", "--repetitions", 10, "--data", data)
    out = tmp_path / "out"

    run("data", "export", "--format", "json", "--out", out, "--data", data)
    (note,) = json.loads((out / "by_hand.json").read_text(encoding="utf-8"))
    assert note["repetitions"] == 10
