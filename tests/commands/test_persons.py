"""`stabiel persons`, and `--person` on every command that takes `--data`."""

import argparse
import json
from dataclasses import replace

import pytest

from stabiel.cli import build_parser, main
from stabiel.store import DataFolder, Persons, Store
from tests.exercises.test_plan import PLAN
from tests.records import ABOUT, judged_frames, keep


@pytest.fixture(scope="module")
def bridges():
    return judged_frames([175, 172])


@pytest.fixture
def data(tmp_path, bridges):
    keep(tmp_path / "data", bridges)
    return tmp_path / "data"


@pytest.fixture
def two(data, bridges):
    persons = Persons(data)
    persons.change("first", "Anna")
    persons.add("Bert")
    keep(persons.folder("bert").path, bridges)
    keep(persons.folder("bert").path, bridges)
    return persons


def said(capsys, *arguments, code=0):
    assert main([str(each) for each in arguments]) == code
    return capsys.readouterr()


def parsers(parser):
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsers(each)


def test_every_command_with_data_takes_a_person():
    with_data = [
        each
        for each in parsers(build_parser())
        if "--data" in each._option_string_actions and " persons " not in each.prog
    ]

    assert len(with_data) > 12
    assert [each.prog for each in with_data if "--person" not in each._option_string_actions] == []


# What each command is asked of Bert. A new command with --data has to be added here.
ASKED = {
    "analyze": ("none.mp4", "--exercise", "bridging", "--keep"),
    "sessions list": (),
    "sessions show": ("1",),
    "sessions export": ("1", "--format", "json"),
    "sessions delete": ("1",),
    "sessions note": ("bridging", "--repetitions", "3"),
    "sessions notes": (),
    "sessions mine": ("1",),
    "corrections list": (),
    "corrections export": (),
    "corrections undo": ("1",),
    "days": (),
    "report": ("--out", "period.pdf"),
    "doctor": ("--quick",),
    "data where": (),
    "data export": ("--format", "json"),
    "data erase": ("--yes",),
    "review": ("1", "--no-browser"),
    "replay": ("1",),
    "progress": (),
    "exercises list": (),
    "exercises show": ("bridging",),
    "exercises check": (),
    "exercises try": ("bridging", "none.mp4"),
    "exercises teach": ("none.mp4", "--name", "Zwaan"),
    "plan list": (),
    "plan new": ("new.yaml",),
    "plan check": ("anna.yaml",),
    "plan show": (),
    "plan import": ("anna.yaml", "--choose"),
    "plan export": ("--out", "out.yaml"),
    "plan print": ("anna.yaml", "--out", "out.pdf"),
    "plan choose": ("basis",),
    "plan calendar": ("plan.ics",),
}
# They need a server, a camera or a model, and open the records by the same `data_folder`; or they
# are about the persons themselves.
ELSEWHERE = {
    "app",
    "live",
    "demo",
    *(f"persons {each}" for each in ("list", "add", "rename", "remove")),
}
FAILS = {
    "analyze",
    "exercises try",
    "exercises teach",
    "sessions mine",
    "corrections undo",
    "report",
    "doctor",
}


def test_every_command_with_data_is_asked_of_one_person():
    with_data = {
        each.prog.removeprefix("stabiel ")
        for each in parsers(build_parser())
        if "--data" in each._option_string_actions
    }

    assert with_data == ASKED.keys() | ELSEWHERE


@pytest.fixture
def secret(two, bridges, tmp_path, monkeypatch):
    """A word that stands in Anna's records, settings, plan and the exercise inside it."""
    secret, data = "geheim-van-anna", two.root
    monkeypatch.chdir(tmp_path)
    (tmp_path / "anna.yaml").write_text(PLAN, encoding="utf-8")
    (data / "plans").mkdir()
    (data / "plans" / f"{secret}.yaml").write_text(
        PLAN.replace("id: anna", f"id: {secret}").replace("  lower:", f"  {secret}-brug:").replace(
            "exercise: lower", f"exercise: {secret}-brug"
        )
    )  # fmt: skip
    (data / "settings.json").write_text(json.dumps({"plan": secret}))
    keep(data, bridges, replace(ABOUT, source_name=secret))
    return secret


@pytest.mark.parametrize("command", ASKED)
def test_no_command_says_or_changes_anything_of_somebody_else(
    command, data, secret, capsys, tmp_path
):
    before = files_of(data)
    of_bert = ("--data", data, "--person", "bert")
    code = main([*command.split(), *map(str, (*ASKED[command], *of_bert))])

    said = capsys.readouterr()
    assert code == 0 or command in FAILS, said.err
    assert secret not in said.out + said.err
    for path in tmp_path.rglob("*"):
        if path.is_file() and not path.is_relative_to(data):
            assert secret.encode() not in path.read_bytes(), path
    assert files_of(data) == before


def files_of(root):
    """Return the files of the first person with their contents."""
    return {
        path: path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "persons" not in path.relative_to(root).parts
    }


def test_with_one_person_nothing_is_said(data, capsys):
    out = said(capsys, "sessions", "list", "--data", data, "--json")

    assert [each["id"] for each in json.loads(out.out)] == [1]
    assert out.err == ""
    assert not (data / "persons").exists()


@pytest.mark.parametrize("name", ["Bert", "bert", "BERT"])
def test_each_command_answers_for_one_person(name, two, data, capsys, tmp_path):
    def of(*arguments):
        return said(capsys, *arguments, "--data", data, "--person", name, "--json").out

    assert [each["id"] for each in json.loads(of("sessions", "list"))] == [1, 2]
    assert json.loads(of("data", "where"))["folder"] == str(data / "persons" / "bert")
    assert json.loads(of("progress"))[0]["weeks"][0]["sessions"] == 2
    of("sessions", "delete", "1")
    of("data", "export", "--format", "json", "--out", tmp_path / "out")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["2-bridging.json"]
    with Store(DataFolder(data)) as records:
        assert [each.id for each in records.sessions()] == [1]


def test_without_a_name_it_is_the_first_person_and_says_so(two, data, capsys):
    out = said(capsys, "sessions", "list", "--data", data, "--json")

    assert len(json.loads(out.out)) == 1
    assert out.err == "These are the records of Anna (--person: Anna, Bert).\n"


def test_own_exercises_are_shared(two, data, capsys):
    folder = data / "exercises"
    folder.mkdir()
    (folder / "low-bridge.yaml").write_text(
        "id: low-bridge\nbased_on: bridging\nname: {nl: Lage brug, en: Low bridge}\n"
    )
    out = said(capsys, "exercises", "list", "--data", data, "--person", "Bert")

    assert "low-bridge" in out.out
    assert out.err == ""


@pytest.mark.parametrize("name", ["Brt", "../first", "", "x\x1b[2J", "y" * 9999])
def test_an_unknown_name_is_one_sentence(name, two, data, capsys):
    out = said(capsys, "sessions", "list", "--data", data, "--person", name, code=2)

    assert out.err.startswith("stabiel: There is no person '")
    assert out.err.count("\n") == 1
    assert len(out.err) < 250
    assert out.err[:-1].isprintable()


def test_erasing_needs_a_name_and_leaves_the_other_whole(two, data, capsys):
    out = said(capsys, "data", "erase", "--yes", "--data", data, code=2)
    assert "say whose records to erase with --person: Anna, Bert." in out.err

    out = said(capsys, "data", "erase", "--yes", "--data", data, "--person", "anna")
    assert "the records of Bert are untouched" in out.out
    with Store(DataFolder(data / "persons" / "bert")) as records:
        assert len(records.sessions()) == 2
    # The only one who is left needs no name any more.
    assert len(json.loads(said(capsys, "sessions", "list", "--data", data, "--json").out)) == 2


def test_list_add_rename_and_remove(data, capsys):
    of = ("--data", data)
    assert "(no name yet)" in said(capsys, "persons", "list", *of).out
    assert "--person bert" in said(capsys, "persons", "add", "Bert", *of).out
    assert "Bert" in said(capsys, "persons", "add", "bert", *of, code=2).err
    said(capsys, "persons", "rename", "first", "Anna", "--color", "red", *of)
    said(capsys, "persons", "rename", "Bert", "Bart", *of)
    listed = json.loads(said(capsys, "persons", "list", "--json", *of).out)
    assert listed == [
        {"id": "first", "name": "Anna", "color": "red"},
        {"id": "bert", "name": "Bart", "color": "blue"},
    ]

    assert "add --yes" in said(capsys, "persons", "remove", "Bart", *of, code=2).err
    out = said(capsys, "persons", "remove", "Bart", "--yes", *of)
    assert out.out == "Bart is removed, with all records. The records of Anna are untouched.\n"
    assert not (data / "persons").exists()
    assert len(json.loads(said(capsys, "sessions", "list", *of, "--json").out)) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "<b>"),
        ("add", "x" * 10_000),
        ("add", "Bert", "--color", "mauve"),
        ("rename", "nobody", "Bert"),
        ("rename", "first"),
        ("remove", "../..", "--yes"),
    ],
)
def test_what_cannot_be_is_refused(arguments, data, capsys):
    out = said(capsys, "persons", *arguments, "--data", data, code=2)

    assert out.err.startswith("stabiel: ")
    assert out.err.count("\n") == 1
    assert not (data / "persons").exists()


@pytest.mark.parametrize("wanted", [True, False])
def test_the_name_stands_on_the_report_if_wanted(wanted, two, data, capsys):
    folder = two.folder("bert")
    two.change("bert", "Bert & Co")
    folder.settings.write_text(json.dumps({"name_on_reports": wanted}))

    said(capsys, "review", "1", "--no-browser", "--data", data, "--person", "bert & co")
    page = folder.report(1).read_text(encoding="utf-8")

    assert ("Bert &amp; Co" in page) == wanted
    assert not (data / "reports").exists()
