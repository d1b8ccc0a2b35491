"""The commands `exercises`: lists, texts, drawings, checks, schemas, and trials on a video."""

import json
import re

import pytest

from stabiel.exercises.files import load_book
from stabiel.exercises.programme_files import load_programmes
from stabiel.system.resources import exercises_folder, sample_path
from tests.commands.helpers import noise, one_sentence

SMALL_PROGRAMME = """\
id: small
name: {nl: Klein, en: Small}
exercises:
  - {exercise: bridging, dose: {repetitions: 8}}
  - {exercise: leg-lift, dose: {repetitions: 12}}
  - {exercise: childs-pose, dose: {hold_s: 30, times: 2}}
rest_s: 20
progression: {good_share: 0.8, sessions: 3, add: 2, up_to: 16}
"""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_exercises_list(run, language):
    code, out, err = run("exercises", "list", "--lang", language)

    assert (code, err) == (0, "")
    book = load_book()
    rows = dict(line.split(maxsplit=1) for line in out.splitlines())
    listed = [*book.exercises.values(), *load_programmes(book).values()]
    assert list(rows) == [each.id for each in listed]
    assert all(rows[each.id].startswith(each.name.in_language(language)) for each in listed)


def test_exercises_list_for_programs(run):
    code, out, _ = run("exercises", "list", "--json")

    assert code == 0
    listed = json.loads(out)
    assert {"id": "bridging", "name": {"nl": "Bridging", "en": "The bridge"}} in listed
    programmes = {each["id"]: each["exercises"] for each in listed if "exercises" in each}
    assert programmes == {
        each.id: [prescribed.exercise for prescribed in each.exercises]
        for each in load_programmes(load_book()).values()
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Hef je bekken", "Op je rug, voeten plat", "Trek je navel in", "Bekken hoger")),
        ("en", ("Lift your pelvis", "Lie on your back", "Draw in your navel", "Pelvis higher")),
    ],
)
def test_exercises_show(run, language, words):
    code, out, err = run("exercises", "show", "bridging", "--lang", language)

    assert (code, err) == (0, "")
    assert all(each in out for each in words)


def test_exercises_show_draws_the_place_of_the_camera(run, tmp_path):
    picture = tmp_path / "place.svg"

    code, out, err = run("exercises", "show", "torsion", "--lang", "en", "--drawing", picture)

    words = "Camera beside you, at table height or higher, tilted down."
    assert (code, err) == (0, "")
    assert words in out
    assert words in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("id_", "name", "words"),
    [
        ("torsion", "place.gif", "must end in .svg or .png"),
        ("torsion", "nowhere/place.svg", "cannot be written"),
        ("basis", "place.svg", "'basis' is a programme"),
    ],
)
def test_a_drawing_that_cannot_be_made_is_one_sentence(run, tmp_path, id_, name, words):
    code, out, err = run("exercises", "show", id_, "--drawing", tmp_path / name)

    assert (code, out) == (2, "")
    assert one_sentence(err, words)
    assert list(tmp_path.iterdir()) == []


def test_exercises_show_for_programs(run):
    code, out, _ = run("exercises", "show", "bridging", "--json")

    shown = json.loads(out)
    assert code == 0
    assert shown["id"] == "bridging"
    assert shown["movement"]["target"]["at_least"] == 166.5
    assert "Knieën" in out  # letters stay letters


@pytest.mark.parametrize("json_flag", [(), ("--json",)], ids=["", "json"])
def test_a_wrong_exercise_lists_the_right_ones(run, json_flag):
    code, out, err = run("exercises", "show", "squat", *json_flag)

    assert (code, out) == (2, "")
    assert one_sentence(err, "squat", *load_book().exercises)


def test_exercises_check_of_what_ships(run, tmp_path):
    book = load_book()
    count = len(book.exercises) + len(load_programmes(book))

    _, out, err = run("exercises", "check", "--json", "--data", tmp_path)

    report = json.loads(out)
    assert (len(report["files"]), err) == (count, "")
    assert report["mistakes"] == []


def test_exercises_check_names_every_mistake(run, tmp_path):
    good = exercises_folder() / "bridging.yaml"
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        good.read_text(encoding="utf-8").replace("view: side", "view: top").replace("160", "high")
    )

    code, out, err = run("exercises", "check", good, bad)

    assert (code, out) == (2, "")
    assert len(err.splitlines()) >= 2
    assert all(line.startswith(f"{bad}:") and ": expected " in line for line in err.splitlines())


def test_exercises_check_of_a_programme(run, tmp_path):
    good, bad = tmp_path / "small.yaml", tmp_path / "bad.yaml"
    good.write_text(SMALL_PROGRAMME, encoding="utf-8")
    bad.write_text(SMALL_PROGRAMME.replace("bridging", "squat"), encoding="utf-8")

    assert run("exercises", "check", good) == (0, "1 file checked, no mistakes\n", "")
    code, out, err = run("exercises", "check", good, bad)
    assert (code, out) == (2, "")
    assert f"{bad}:4:6: exercises.0.exercise: expected one of all-fours, " in err


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            ("Klein (small)", "  1. Bridging (bridging): 8 keer", "12 keer, elke kant",
             "2 × 30 seconden", "Rust telkens 20 seconden", "3 sessies", "80 %", "tot 16"),
        ),
        (
            "en",
            ("Small (small)", "  1. The bridge (bridging): 8 times", "12 times, each side",
             "2 × 30 seconds", "Rest for 20 seconds", "3 sessions", "80 %", "up to 16"),
        ),
    ],
)  # fmt: skip
def test_exercises_show_of_a_programme(run, tmp_path, language, words):
    (tmp_path / "programmes").mkdir()
    path = tmp_path / "programmes" / "small.yaml"
    path.write_text(SMALL_PROGRAMME, encoding="utf-8")

    code, out, err = run("exercises", "show", "small", "--lang", language, "--data", tmp_path)
    assert run("exercises", "show", path, "--lang", language) == (code, out, err)

    assert (code, err) == (0, "")
    assert [each for each in words if each not in out] == []
    code, out, _ = run("exercises", "show", "small", "--json", "--data", tmp_path)
    assert code == 0
    assert json.loads(out)["exercises"][0]["dose"] == {
        "repetitions": 8, "hold_s": None, "times": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("which", "flags"),
    [
        ("schema.json", ()),
        ("shared/schema.json", ("--shared",)),
        ("programmes/schema.json", ("--programme",)),
        ("plans/schema.json", ("--plan",)),
    ],
)
def test_exercises_schema_prints_the_committed_one(run, which, flags):
    code, out, err = run("exercises", "schema", *flags)

    assert (code, err) == (0, "")
    assert out == (exercises_folder() / which).read_text(encoding="utf-8")


def test_exercises_try_draws_a_draft_on_a_video(run, tmp_path):
    draft = tmp_path / "draft.yaml"
    text = (exercises_folder() / "bridging.yaml").read_text(encoding="utf-8")
    draft.write_text(text.replace("id: bridging", "id: draft"), encoding="utf-8")
    picture = tmp_path / "picture.png"

    code, out, _ = run(
        "exercises", "try", draft, sample_path(), "--model", "lite", "--out", picture
    )

    assert code == 0
    assert re.match(r"bridging\.mp4: \d+ repetitions, ", out)
    assert out.splitlines()[-1] == f"Picture: {picture.resolve()}"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_exercises_try_says_why_nothing_counted(run, tmp_path):
    other = exercises_folder() / "all-fours.yaml"
    out = tmp_path / "picture.png"

    code, said, _ = run("exercises", "try", other, sample_path(), "--model", "lite", "--out", out)

    assert code == 0
    assert said.splitlines()[0] == (
        "bridging.mp4: Nothing counted, because the starting position was not there yet: "
        "get on hands and knees."
    )


def test_exercises_try_names_the_picture_after_both(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    good = exercises_folder() / "bridging.yaml"

    assert run("exercises", "try", good, sample_path(), "--model", "lite")[0] == 0

    assert [path.name for path in tmp_path.iterdir()] == ["bridging-bridging.png"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("bad.yaml", "nobody.mp4", "a.png"), (2, "bad.yaml:1:1: ")),
        (("gone.yaml", "nobody.mp4", "a.png"), (2, "gone.yaml: the file cannot be read")),
        (("bridging.yaml", "gone.mp4", "a.png"), (3, "gone.mp4")),
        (("bridging.yaml", "bridging.yaml", "a.png"), (3, "bridging.yaml")),
        (("bridging.yaml", "nobody.mp4", "a.png"), (4, "nobody was found")),
        (("bridging.yaml", "nobody.mp4", "gone/a.png"), (2, "choose another with --out")),
    ],
)
def test_exercises_try_fails_in_a_sentence(run, tmp_path, make_video, names, expected):
    code, words = expected
    make_video("nobody.mp4", picture=noise)
    (tmp_path / "bad.yaml").write_text("id: bad\n")
    shipped = exercises_folder() / "bridging.yaml"
    (tmp_path / "bridging.yaml").write_bytes(shipped.read_bytes())

    file, video, out = (tmp_path / name for name in names)
    got, shown, err = run("exercises", "try", file, video, "--model", "lite", "--out", out)

    assert (got, shown) == (code, "")
    assert words in err
    assert "Traceback" not in err
    assert not list(tmp_path.rglob("*.png"))


def test_exercises_check_for_programs(run, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: bad\n")

    code, out, err = run("exercises", "check", bad, "--json")

    assert (code, err) == (2, "")
    found = json.loads(out)
    assert found["files"] == [str(bad)]
    assert f"{bad}:1:1: start: expected a value, this key is required" in found["mistakes"]


def test_exercises_check_of_a_file_that_is_not_there(run, tmp_path):
    code, _, err = run("exercises", "check", tmp_path / "gone.yaml")

    assert code == 2
    assert "gone.yaml: the file cannot be read" in err
