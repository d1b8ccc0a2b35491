"""`stabiel plan`: a plan is made, checked, handed over, chosen, shown and printed."""

import json
from pathlib import Path

import pytest

from stabiel import cli
from tests.commands.helpers import one_sentence
from tests.exercises.test_plan import PLAN


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("anna.yaml").write_text(PLAN, encoding="utf-8")

    def go(*arguments, data=True):
        code = cli.main([*map(str, arguments), *(["--data", "data"] if data else [])])
        return code, *capsys.readouterr()

    return go


def test_a_new_plan_is_right_and_begins_from_a_preset(run):
    assert run("plan", "new", "bep.yaml", "--preset", "twelve-minutes")[0] == 0
    assert run("plan", "check", "bep.yaml")[:2] == (0, "bep.yaml: fine.\n")

    code, _, err = run("plan", "new", "bep.yaml")
    assert (code, one_sentence(err, "bep.yaml", "exists")) == (2, True)
    code, _, err = run("plan", "new", "cor.yaml", "--preset", "twelve")
    assert (code, "did you mean 'twelve-minutes'?" in err) == (2, True)
    for name in ("Cor.yaml", "cor.txt", "../c c.yaml"):
        assert run("plan", "new", name)[0] == 2


def test_check_names_every_mistake_with_its_place(run):
    wrong = PLAN.replace("sets: 2", "sets: 0").replace("times_a_day: 2", "times_a_day: 9")
    Path("anna.yaml").write_text(wrong, encoding="utf-8")

    code, out, err = run("plan", "check", "anna.yaml", "none.yaml")

    assert (code, out) == (2, "")
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        "anna.yaml:9:1", "anna.yaml:11:50", "none.yaml",
    ]  # fmt: skip


def test_a_plan_is_imported_once_chosen_and_followed(run):
    assert run("plan", "import", "anna.yaml", "--choose")[0] == 0

    code, _, err = run("plan", "import", "anna.yaml")
    assert (code, "--replace" in err) == (2, True)
    assert run("plan", "import", "anna.yaml", "--replace")[0] == 0
    listed = json.loads(run("plan", "list", "--json")[1])
    assert [(each["id"], each["minutes"], each["chosen"]) for each in listed] == [
        ("anna", 6, True), ("basis", 28, False),
    ]  # fmt: skip
    shown = run("plan", "show", "--lang", "en")[1]
    assert "  1. The bridge: 2 × 8 times\n     Rustig.\n" in shown
    assert json.loads(run("plan", "show", "--json")[1])["id"] == "anna"
    assert run("exercises", "show", "lower")[0] == 0
    assert run("progress")[0] == 0

    assert run("plan", "choose", "basis")[0] == 0
    assert run("exercises", "show", "lower")[0] == 2
    code, _, err = run("plan", "choose", "ana")
    assert (code, "did you mean 'anna'?" in err) == (2, True)


def test_the_exported_file_travels(run):
    run("plan", "import", "anna.yaml", "--choose")

    assert run("plan", "export", "--out", "out.yaml")[0] == 0
    Path("other").mkdir()
    Path("out.yaml").rename("other/anna.yaml")
    assert cli.main(["plan", "import", "other/anna.yaml", "--data", "elsewhere", "--choose"]) == 0
    assert "lower" in Path("elsewhere/plans/anna.yaml").read_text(encoding="utf-8")


def test_the_print_is_written(run):
    assert run("plan", "print", "anna.yaml")[0] == 0
    assert Path("anna.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("command", [("plan", "import"), ("plan", "show"), ("plan", "print")])
def test_a_link_is_refused_in_one_sentence(run, command):
    Path("link.yaml").symlink_to("anna.yaml")

    code, out, err = run(*command, "link.yaml")

    assert (code, out) == (2, "")
    assert one_sentence(err, "link.yaml", "link")


def test_a_chosen_plan_that_is_damaged_is_reported(run):
    run("plan", "import", "anna.yaml", "--choose")
    Path("data/plans/anna.yaml").write_text("plan: 1\n", encoding="utf-8")

    code, out, err = run("plan", "list")

    assert (code, out.split()[:2]) == (0, ["*", "basis"])
    assert "The chosen plan is not used: data/plans/anna.yaml:1:1" in err


def test_a_video_is_judged_by_the_exercise_of_the_plan_that_its_name_begins_with():
    from stabiel.commands.analyze import _exercise_of
    from stabiel.exercises.library import read_library

    plan = read_library().followed
    assert _exercise_of(Path("x/Leg-Lift 2.mp4"), plan) == "leg-lift"
    assert _exercise_of(Path("bridging.mp4"), plan) == "bridging"
    assert _exercise_of(Path("bridgingly.mp4"), plan) is None
