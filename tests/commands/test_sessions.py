"""The commands on the records: their output, for people and for programs, and what they remove."""

import json
from pathlib import Path

import pytest

from stabiel.commands.wording import names_of
from stabiel.store import DataFolder
from stabiel.wording.catalogue import text
from tests.records import WHOLE, Frames, judged_frames, keep
from tests.sessions import BOOK


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 152])


@pytest.fixture
def data(tmp_path: Path, bridges: Frames) -> Path:
    """Records with two sessions."""
    folder = tmp_path / "data"
    keep(folder, bridges)
    keep(folder, Frames(bridges.frames[:40], WHOLE))
    return folder


def test_the_list_has_a_line_a_session(run, data):
    code, out, err = run("sessions", "list", "--data", data)

    assert (code, err) == (0, "")
    heads, *rows = [line.split() for line in out.splitlines()]
    assert heads[:3] == ["id", "began", "exercise"]
    assert [(row[0], row[3]) for row in rows] == [("1", "bridging"), ("2", "bridging")]
    assert [row[-2] for row in rows] == ["0:12", "1:01"]


def test_the_list_for_programs(run, data):
    code, out, _ = run("sessions", "list", "--json", "--data", data)

    first, second = json.loads(out)
    assert code == 0
    assert (first["id"], first["repetitions"], first["attempts"]) == (1, 1, 1)
    assert (second["holds"], second["hold_s"], second["state"]) == (1, 29.7, "finished")


@pytest.mark.parametrize("flag", [(), ("--json",)], ids=["", "json"])
def test_an_empty_list(run, tmp_path, flag):
    code, out, err = run("sessions", "list", *flag, "--data", tmp_path / "new")

    assert (code, err) == (0, "")
    assert out == ("[]\n" if flag else "No session is kept yet.\n")


def test_show_names_every_movement(run, data):
    code, out, _ = run("sessions", "show", 2, "--data", data)

    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "1 beide 0:02 0:09 goed" in lines
    # A fault that this exercise does not have keeps its id.
    assert "3 beide 0:25 0:55 29,7 s in de houding, bouncing" in lines
    names = names_of("bridging", BOOK, "nl")
    assert f"- rechts 0:17 0:20 telde niet: {names.fault('pelvis_low').lower()}" in lines
    reason = text("reason", "wrong_view", "nl")
    assert f"{names.what('knees_apart')}: {reason}, 55,1 s" in lines


def test_show_for_programs_is_the_session_by_its_contract(run, data):
    code, out, _ = run("sessions", "show", 2, "--json", "--data", data)

    assert code == 0
    assert json.loads(out)["session"] == WHOLE.to_json()


@pytest.mark.parametrize("action", ["show", "export", "delete"])
def test_a_session_that_is_not_there(run, data, action, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    code, out, err = run("sessions", action, 7, "--data", data)

    assert (code, out) == (2, "")
    assert err == f"stabiel: {data}: there is no session 7; see: stabiel sessions list.\n"
    assert not (tmp_path / "export").exists()


@pytest.mark.parametrize("kind", ["csv", "parquet", "trc", "json"])
def test_export_says_what_it_wrote(run, data, tmp_path, kind):
    out_folder = tmp_path / "out"

    code, out, err = run(
        "sessions", "export", 2, "--format", kind, "--out", out_folder, "--data", data
    )

    assert (code, err) == (0, "")
    assert sorted(map(Path, out.splitlines())) == sorted(out_folder.iterdir())
    assert all(path.suffix == f".{kind}" for path in out_folder.iterdir())


def test_data_export_takes_all_sessions(run, data, tmp_path):
    code, out, _ = run(
        "data", "export", "--format", "json", "--out", tmp_path / "out", "--json", "--data", data
    )

    assert code == 0
    assert [Path(path).name for path in json.loads(out)] == ["1-bridging.json", "2-bridging.json"]


def test_delete_removes_all_that_were_named_or_none(run, data):
    code, _, _ = run("sessions", "delete", 1, 7, "--data", data)
    assert code == 2
    assert len(json.loads(run("sessions", "list", "--json", "--data", data)[1])) == 2

    assert run("sessions", "delete", 1, 2, 1, "--data", data) == (
        0, "Session 1 is deleted.\nSession 2 is deleted.\n", "",
    )  # fmt: skip
    assert json.loads(run("sessions", "list", "--json", "--data", data)[1]) == []


def test_data_where(run, data):
    code, out, _ = run("data", "where", "--data", data)
    assert code == 0
    assert out.splitlines()[0] == str(data)
    assert out.splitlines()[1].startswith("2 sessions, 0.")

    found = json.loads(run("data", "where", "--json", "--data", data)[1])
    assert (found["folder"], found["sessions"]) == (str(data), 2)
    assert found["size_mb"] == pytest.approx(
        sum(path.stat().st_size for path in DataFolder(data).files()) / 1e6, abs=0.2
    )


def test_data_where_makes_nothing(run, tmp_path):
    code, out, _ = run("data", "where", "--data", tmp_path / "new")

    assert (code, out) == (0, f"{tmp_path / 'new'}\nnothing is kept yet\n")
    assert list(tmp_path.iterdir()) == []


def test_erase_leaves_nothing_behind(run, data):
    plan = data / "plans" / "anna.yaml"
    plan.parent.mkdir()
    plan.write_text("for: Anna", encoding="utf-8")

    code, out, err = run("data", "erase", "--yes", "--data", data)

    assert (code, err) == (0, "")
    assert out.endswith("nothing is left.\n")
    assert not data.exists()
    assert (
        run("data", "erase", "--yes", "--data", data)[1] == f"{data}: there was nothing to erase.\n"
    )


def test_erase_asks_first(run, data, monkeypatch):
    code, _, err = run("data", "erase", "--data", data)
    assert code == 2
    assert err.endswith("add --yes to erase everything without a question.\n")

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert run("data", "erase", "--data", data)[0] == 2
    assert data.exists()

    monkeypatch.setattr("builtins.input", lambda _: "yes")
    assert run("data", "erase", "--data", data)[0] == 0
    assert not data.exists()


def test_what_is_damaged_can_be_erased(run, data):
    DataFolder(data).database.write_bytes(b"no database" * 100)

    code, _, err = run("sessions", "list", "--data", data)
    assert code == 3
    assert "damaged or not a database" in err
    assert run("data", "erase", "--yes", "--data", data)[0] == 0
    assert not data.exists()
