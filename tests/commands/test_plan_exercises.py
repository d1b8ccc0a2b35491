"""Own exercises inside a plan, in every command: while it is followed, and when it is gone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from stabiel.batch import parts
from stabiel.exercises.library import read_library
from stabiel.store import DataFolder, Persons, Store
from tests.fuzz.cases import Stick
from tests.fuzz.material import _video
from tests.records import ABOUT, judged_frames, keep

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "author" / "examples"
SAME = (0, "No difference: both judgments are identical to the last digit.\n", "")
LOWER = {
    "based_on": "bridging",
    "name": {"nl": "Lage brug", "en": "Low bridge"},
    "movement": {"target": {"at_least": 150, "in_view": {"oblique": 145}}},
    "faults": {"pelvis_low": {"attempt": {"peak_between": [130, 150]}}},
}


def whole(name):
    """Return an example as it stands inside a plan."""
    data = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    return {key: value for key, value in data.items() if key not in ("id", "clip", "picture")}


def write_plan(path, **changes):
    plan = {
        "plan": 1,
        "id": path.stem,
        "title": "Anna",
        "rest_s": 20,
        "steps": [
            {"exercise": "lower", "dose": {"repetitions": 3}},
            {"exercise": "bird-dog", "dose": {"repetitions": 3}},
        ],
        "exercises": {"lower": LOWER, "bird-dog": whole("bird-dog")},
    }
    text = yaml.safe_dump(plan | changes, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def plan(tmp_path):
    return write_plan(tmp_path / "anna.yaml")


@pytest.fixture
def data(run, plan, tmp_path):
    """A data folder that follows the plan, with a kept session of an exercise inside it."""
    folder = tmp_path / "data"
    assert run("plan", "import", plan, "--choose", "--data", folder)[0] == 0
    keep_session(folder)
    return folder


def keep_session(folder):
    library = read_library(folder)
    lower = library.get("lower")
    about = replace(ABOUT, exercise=lower, book=library.book_for(lower), dose=3)
    keep(folder, judged_frames([175, 155], exercise=lower), about)


def without_plan(run, data):
    """Follow the leaflet again, and delete the plan."""
    assert run("plan", "choose", "basis", "--data", data)[0] == 0
    (data / "plans" / "anna.yaml").unlink()


def test_they_are_listed_and_shown_while_the_plan_is_followed(run, data):
    code, out, err = run("exercises", "list", "--data", data, "--lang", "en")
    assert (code, err) == (0, "")
    assert "Low bridge" in out
    code, out, _ = run("exercises", "show", "lower", "--data", data)
    assert code == 0
    assert "at_least: 150" in out
    assert run("exercises", "show", "bird-dog", "--data", data)[0] == 0


def test_a_session_is_judged_again_by_them(run, data):
    assert run("replay", 1, "--data", data) == SAME
    assert run("replay", 1, "--exercise", "lower", "--data", data) == SAME
    code, out, _ = run("replay", 1, "--exercise", "bridging", "--data", data)
    assert code == 0
    assert ["repetitions", "2", "1"] in [line.split() for line in out.splitlines()]


def test_nothing_of_a_session_is_lost_with_the_plan(run, data, tmp_path):
    without_plan(run, data)
    of = ("--data", data)

    assert run("replay", 1, *of) == SAME
    assert "Lage brug" in run("sessions", "show", 1, *of)[1]
    assert run("review", 1, "--no-browser", *of)[0] == 0
    assert "Lage brug" in (data / "reports" / "1.html").read_text(encoding="utf-8")
    assert run("review", 1, "--no-browser", "--pdf", *of)[0] == 0
    assert run("sessions", "export", 1, "--format", "json", "--out", tmp_path / "x", *of)[0] == 0
    for command in (("progress",), ("progress", "lower")):
        code, out, _ = run(*command, "--lang", "en", *of)
        assert (code, out.splitlines()[0]) == (0, "Low bridge")
    code, out, err = run("progress", "bird-dog", *of)
    assert (code, out) == (2, "")
    assert "There is no exercise 'bird-dog'" in err


@pytest.mark.parametrize(
    "command",
    [
        ("exercises", "show", "lower"),
        ("exercises", "try", "lower", "clip.mp4"),
        ("analyze", "clip.mp4", "--exercise", "lower"),
        ("replay", 1, "--exercise", "lower"),
        ("progress", "bird-dog"),
    ],
)
def test_a_plan_that_is_not_followed_is_named(run, data, command):
    run("plan", "choose", "basis", "--data", data)
    name = "bird-dog" if "bird-dog" in command else "lower"

    code, out, err = run(*command, "--data", data)

    assert (code, out) == (2, "")
    assert err == (
        f"stabiel: The exercise '{name}' is inside the plan 'anna', which is not followed now; to "
        "use it: stabiel plan choose anna.\n"
    )


@pytest.mark.parametrize("by", ["plan", "exercise", "chosen"])
def test_a_video_is_analyzed_by_them(run, data, by, tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "Landmarker", Stick)
    clip, plan = tmp_path / "lower-monday.mp4", tmp_path / "anna.yaml"
    _video(clip, "libx264", "yuv420p", {})
    named = {
        "plan": ("--plan", plan, "--data", tmp_path / "elsewhere"),
        "exercise": ("--plan", plan, "--exercise", "lower", "--data", tmp_path / "elsewhere"),
        "chosen": ("--exercise", "lower", "--data", data),
    }[by]

    code, _, err = run("analyze", clip, *named, "--out", tmp_path / "out", "--no-video", "--keep")

    assert code == 0, err
    results = tmp_path / "out" / "lower-monday"
    assert json.loads((results / "session.json").read_text())["exercise"] == "lower"
    assert "at_least: 150" in (results / "exercise.yaml").read_text(encoding="utf-8")
    # The results and the records are read without the plan.
    where = DataFolder(data if by == "chosen" else tmp_path / "elsewhere")
    with Store(where) as store:
        assert store.rule(store.latest()).get("lower").movement.target.at_least == 150
    assert run("review", results, "--no-browser", "--lang", "en", "--data", tmp_path / "no")[0] == 0


def test_each_person_uses_the_exercises_of_the_own_plan(run, data, tmp_path):
    Persons(data).change("first", "Anna")
    Persons(data).add("Bert")
    higher = LOWER | {
        "movement": {"target": {"at_least": 155}},
        "faults": {"pelvis_low": {"attempt": {"peak_between": [130, 155]}}},
    }
    bert = write_plan(tmp_path / "bert.yaml", exercises={"lower": higher}, steps=[
        {"exercise": "lower", "dose": {"repetitions": 3}}])  # fmt: skip
    assert run("plan", "import", bert, "--choose", "--data", data, "--person", "bert")[0] == 0

    def shown(*person):
        return run("exercises", "show", "lower", "--json", "--data", data, *person)[1]

    assert json.loads(shown())["movement"]["target"]["at_least"] == 150
    assert json.loads(shown("--person", "anna"))["movement"]["target"]["at_least"] == 150
    assert json.loads(shown("--person", "bert"))["movement"]["target"]["at_least"] == 155
    code, _, err = run("exercises", "show", "bird-dog", "--data", data, "--person", "bert")
    assert (code, "There is no exercise or programme 'bird-dog'" in err) == (2, True)
    assert "bird-dog" not in run("exercises", "list", "--data", data, "--person", "bert")[1]


def test_another_exercise_of_the_same_name_is_not_taken_in_silence(run, data, tmp_path):
    other = write_plan(tmp_path / "other.yaml", exercises={
        "lower": LOWER | {"without": ["knees_apart"]}, "bird-dog": whole("bird-dog")})  # fmt: skip
    copy = write_plan(tmp_path / "copy.yaml")

    code, _, err = run("plan", "import", other, "--data", data)
    assert code == 0
    assert err.startswith("The plan 'anna' has another exercise 'lower' inside.")
    assert err.count("\n") == 1
    code, _, err = run("plan", "import", copy, "--data", data)
    assert (code, err.count("The plan 'other'"), err.count("The plan 'anna'")) == (0, 1, 0)
    for name, faults in (("anna", True), ("other", False)):
        run("plan", "choose", name, "--data", data)
        assert ("knees_apart" in read_library(data).get("lower").faults) == faults


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bridging", "exercises.bridging"),
        ("basis", "exercises.basis: expected a name of its own: the programme 'basis'"),
        ("anna", "id: expected a name that no exercise has"),
    ],
)
def test_what_comes_with_stabiel_is_never_replaced(run, tmp_path, name, words):
    steps = [{"exercise": name, "dose": {"repetitions": 3}}]
    based = LOWER | {"based_on": "leg-lift" if name == "bridging" else "bridging"}
    based = {key: based[key] for key in ("based_on", "name")}
    path = write_plan(tmp_path / "anna.yaml", steps=steps, exercises={name: based})

    for command in (("plan", "check", path), ("plan", "import", path, "--data", tmp_path / "d")):
        code, _, err = run(*command)
        assert (code, words in err) == (2, True), err
    assert not (tmp_path / "d" / "plans").exists()


def test_a_file_with_the_name_of_one_inside_the_plan_names_the_plan(run, data, tmp_path):
    path = tmp_path / "lower.yaml"
    path.write_text("id: lower\nbased_on: bridging\nname: {nl: Q, en: Q}\n", encoding="utf-8")

    code, _, err = run("analyze", "x.mp4", "--exercise", path, "--data", data)

    assert code == 2
    assert "the plan 'anna' has an exercise 'lower' inside; rename this one" in err


def test_an_exported_plan_takes_along_what_its_exercises_are_based_on(run, tmp_path):
    data, sent = tmp_path / "data", tmp_path / "anna.yaml"
    (data / "exercises").mkdir(parents=True)
    base = "id: base\nbased_on: bridging\nname: {nl: B, en: B}\n"
    (data / "exercises" / "base.yaml").write_text(base, encoding="utf-8")
    steps = [{"exercise": "low", "dose": {"repetitions": 3}}]
    write_plan(sent, steps=steps, exercises={"low": {"based_on": "base", "without": ["sagging"]}})
    assert run("plan", "import", sent, "--choose", "--data", data)[0] == 0
    before = read_library(data).get("low")

    assert run("plan", "export", "--out", sent, "--data", data)[0] == 0
    assert run("plan", "import", sent, "--choose", "--data", tmp_path / "other")[0] == 0

    assert read_library(tmp_path / "other").get("low") == before
