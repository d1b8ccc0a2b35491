"""`stabiel replay`: on a kept session, on an analyzed folder, by today's rule and by another."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.exercises.files import load_book
from stabiel.pose.pose_log import PoseLog
from stabiel.session.corrections import CountChange, RepetitionChange
from stabiel.store import DataFolder, Store
from stabiel.store.corrections import add_correction
from stabiel.system.resources import exercises_folder
from tests.records import ABOUT, BEGAN, Frames, judged_frames, keep

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 154])


@pytest.fixture
def data(tmp_path: Path, bridges: Frames) -> Path:
    keep(tmp_path / "data", bridges)
    return tmp_path / "data"


@pytest.fixture
def analyzed(tmp_path: Path, bridges: Frames) -> Path:
    folder = tmp_path / "clip"
    folder.mkdir()
    bridges.session.save(folder / "session.json")
    log = PoseLog()
    for frame in bridges.recorded:
        log.add(*frame)
    log.save(folder / "landmarks.npz")
    return folder


@pytest.fixture
def lenient(tmp_path: Path) -> Path:
    text = (exercises_folder() / "bridging.yaml").read_text(encoding="utf-8")
    path = tmp_path / "lenient.yaml"
    text = text.replace("id: bridging", "id: lenient").replace("at_least: 166.5", "at_least: 150")
    path.write_text(text.replace("[145, 166.5]", "[130, 150]"), encoding="utf-8")
    return path


def test_an_unchanged_rule_makes_no_difference(run, data, analyzed):
    same = (0, "No difference: both judgments are identical to the last digit.\n", "")

    assert run("replay", 1, "--data", data) == same
    assert run("replay", analyzed) == same


def test_what_was_corrected_stands_beside_the_new_judgment(run, data, bridges, lenient):
    low = bridges.session.attempts[0]
    said = CountChange(
        what="attempt", side=low.side, start_s=low.start_s, end_s=low.end_s, counts=True
    )
    with Store(DataFolder(data)) as store:
        add_correction(store, 1, said, BEGAN)
        add_correction(store, 1, RepetitionChange(change=-1, side="both"), BEGAN)

    _, today, _ = run("replay", 1, "--data", data)
    _, other, _ = run("replay", 1, "--exercise", lenient, "--data", data)
    _, programs, _ = run("replay", 1, "--exercise", lenient, "--json", "--data", data)

    counted, fewer = today.splitlines()[-2:]
    assert counted.endswith(" did count")
    assert fewer == "  1 repetition taken off"
    assert "did count (stabiel now agrees)" in other
    assert [each["state"] for each in json.loads(programs)["corrections"]] == ["agrees", "applies"]


def test_a_session_that_looks_like_another_exercise_is_identical_too(run, tmp_path):
    exercise = load_book().get("childs-pose")
    about = replace(ABOUT, exercise=exercise)
    keep(tmp_path / "data", judged_frames([175, 174, 176], exercise=exercise), about)

    for _ in range(2):
        assert run("replay", 1, "--data", tmp_path / "data") == (
            0,
            "No difference: both judgments are identical to the last digit.\n"
            'Nothing counted: this looks like "The bridge", so choose that exercise.\n',
            "",
        )


def test_another_rule_says_what_it_sees_differently(run, data, lenient):
    code, out, err = run("replay", 1, "--exercise", lenient, "--data", data)

    assert (code, err) == (0, "")
    lines = [line.split() for line in out.splitlines()]
    assert ["repetitions", "1", "2"] in lines
    assert ["attempts", "1", "0"] in lines
    assert lines[-1][1:] == ["not", "counted,", "pelvis_low", "->", "good"]


def test_for_programs(run, data, lenient):
    same = json.loads(run("replay", 1, "--json", "--data", data)[1])
    other = json.loads(run("replay", 1, "--json", "--exercise", lenient, "--data", data)[1])

    assert same["identical"] is True
    assert same["before"] == same["after"]
    assert other["identical"] is False
    assert [(each["before"], each["after"]) for each in other["changes"]] == [
        ("not counted, pelvis_low", "good")
    ]


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        ("session.json", 2, "neither the number of a session nor a folder"),
        ("landmarks.npz", 3, "landmarks.npz: this is not a recording"),
        ("text", 3, "session.json: this is not a session that can be read"),
        ("exercise", 2, "There is no exercise 'squat'"),
    ],
)
def test_a_folder_that_cannot_be_read(run, analyzed, spoil, code, words):
    path = analyzed / "session.json"
    if spoil == "text":
        path.write_text("[]")
    elif spoil == "exercise":
        path.write_text(path.read_text().replace('"bridging"', '"squat"'))
    else:
        (analyzed / spoil).unlink()

    got, out, err = run("replay", analyzed)

    assert (got, out) == (code, "")
    assert words in err
    assert len(err.splitlines()) == 1


def test_a_number_that_is_not_there(run, data):
    assert run("replay", 9, "--data", data)[0] == 2


def test_a_sample_clip_is_kept_and_judged_again_the_same(run, tmp_path):
    data, out = tmp_path / "data", tmp_path / "out"

    code, said, _ = run(
        "analyze", SAMPLES / "bridging-oblique-faults.mp4", "--exercise", "bridging",
        "--model", "lite", "--out", out, "--keep-video", "--data", data,
    )  # fmt: skip

    assert code == 0
    assert said.splitlines()[-1].startswith("Bewaard als sessie 1. ")
    same = "No difference: both judgments are identical to the last digit.\n"
    assert run("replay", 1, "--data", data)[1] == same
    assert run("replay", out / "bridging-oblique-faults")[1] == same
    kept = json.loads(run("sessions", "show", 1, "--json", "--data", data)[1])
    written = json.loads((out / "bridging-oblique-faults" / "session.json").read_text())
    assert kept["session"] == written
    assert written["exercise"] in load_book().exercises
    video = (data / "videos" / "1.mp4").read_bytes()
    assert video == (out / "bridging-oblique-faults" / "annotated.mp4").read_bytes()


def test_nobody_in_the_picture_is_not_kept(run, tmp_path, make_video):
    video = make_video("nobody.mp4")

    code, _, _ = run(
        "analyze", video, "--exercise", "bridging", "--model", "lite", "--out", tmp_path / "out",
        "--keep", "--data", tmp_path / "data",
    )  # fmt: skip

    assert code == 4
    assert json.loads(run("sessions", "list", "--json", "--data", tmp_path / "data")[1]) == []
