"""The examples of own exercises in every command: from the data folder by id, and as files."""

import csv
import json
import shutil
from bisect import bisect_right
from pathlib import Path

import pytest

from stabiel import cli
from stabiel.exercises.library import read_library
from stabiel.exercises.programme import Step
from stabiel.pose.recording import load_recording
from stabiel.store import DataFolder, Store
from tests.trainer.people import train

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "author" / "examples"
SAME = (0, "No difference: both judgments are identical to the last digit.\n", "")
CLIPS = ("bird-dog", "straight-leg-raise")
# Saying where the camera stands and what to do takes so long, before anything counts.
SET_UP_S = 20.0
# And the last words so long, after the clip.
AFTER_S = 20.0


def own_folder(folder: Path) -> Path:
    shutil.copytree(EXAMPLES, folder / "exercises")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return own_folder(tmp_path / "data")


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Path:
    """A data folder with a kept session of each clip: one analyzed by its id, one as a batch."""
    folder = tmp_path_factory.mktemp("own")
    data = own_folder(folder / "data")
    common = ("--model", "lite", "--no-video", "--keep", "--data", str(data), "--lang", "en")
    bird_dog, leg_raise = (EXAMPLES / f"{name}.mp4" for name in CLIPS)
    by_id = ("analyze", str(bird_dog), "--exercise", "bird-dog", "--out", str(folder / "one"))
    by_file = (
        "analyze", str(leg_raise), "--exercise", str(EXAMPLES / "straight-leg-raise.yaml"),
        "--out", str(folder / "many"), "--jobs", "1",
    )  # fmt: skip
    assert cli.main([*by_id, *common]) == 0
    assert cli.main([*by_file, *common]) == 0
    return folder


def summary_of(folder: Path) -> dict[str, object]:
    return json.loads((folder / "session.json").read_text(encoding="utf-8"))["summary"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "exercise"), [("one/bird-dog", CLIPS[0]), ("many/straight-leg-raise", CLIPS[1])]
)
def test_a_clip_of_an_own_exercise_is_analyzed(run, done, folder, exercise):
    results = done / folder

    assert (summary_of(results)["repetitions"], summary_of(results)["attempts"]) == (3, 0)
    # The whole exercise stands beside the results, and is the one that judged them.
    written = (results / "exercise.yaml").read_text(encoding="utf-8")
    assert f"id: {exercise}" in written
    assert run("replay", results, "--data", done / "nowhere") == SAME


@pytest.mark.slow
def test_a_batch_of_an_own_exercise_has_its_row_and_is_not_done_again(run, done):
    out = done / "many"
    (row,) = csv.DictReader((out / "summary.csv").read_text(encoding="utf-8").splitlines())
    assert (row["state"], row["repetitions"]) == ("judged", "3")

    before = (out / "straight-leg-raise" / "session.json").stat().st_mtime_ns
    code, _, _ = run(
        "analyze", EXAMPLES / "straight-leg-raise.mp4", "--exercise",
        EXAMPLES / "straight-leg-raise.yaml", "--out", out, "--jobs", "1", "--model", "lite",
        "--no-video", "--keep", "--data", done / "data", "--lang", "en",
    )  # fmt: skip

    assert code == 0
    assert (out / "straight-leg-raise" / "session.json").stat().st_mtime_ns == before


@pytest.mark.slow
def test_kept_sessions_are_replayed_by_id_and_by_file(run, done):
    data = ("--data", done / "data")

    assert run("replay", 1, *data) == SAME
    assert run("replay", 1, "--exercise", "bird-dog", *data) == SAME
    assert run("replay", 2, "--exercise", EXAMPLES / "straight-leg-raise.yaml", *data) == SAME


@pytest.mark.slow
def test_a_session_keeps_the_rule_that_it_was_judged_by(run, done, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(done / "data", data)
    path = data / "exercises" / "bird-dog.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("at_least: 145, f", "at_least: 179, f").replace("105, 145", "105, 179"),
        encoding="utf-8",
    )

    code, out, _ = run("replay", 1, "--data", data)
    assert code == 0
    assert ["repetitions", "3", "0"] in [line.split() for line in out.splitlines()]
    with Store(DataFolder(data)) as store:
        kept = store.rule(1).get("bird-dog")
        assert kept.movement.target.at_least == 145
        assert kept.checks["other_leg_out"].at_least == 145
    path.unlink()
    assert run("replay", 1, "--data", data) == SAME


@pytest.mark.slow
def test_progress_of_own_exercises(run, done):
    assert run("sessions", "mine", 1, 2, "--data", done / "data")[0] == 0
    code, out, _ = run("progress", "--data", done / "data", "--lang", "en")
    by_file = run("progress", EXAMPLES / "bird-dog.yaml", "--data", done / "data", "--lang", "en")

    assert code == 0
    assert "Bird-dog" in out
    assert "Straight leg raise" in out
    assert (by_file[0], "Straight leg raise" in by_file[1]) == (0, False)
    assert "Bird-dog" in by_file[1]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "results"), [(CLIPS[0], "one"), (CLIPS[1], "many")])
def test_a_live_session_of_an_own_exercise_counts_the_same_person(done, name, results):
    frames = load_recording(done / results / name / "landmarks.npz")
    times_s = [frame.time_s for frame in frames]

    def pose_at(time_s: float):
        at_s = max(0.0, time_s - SET_UP_S)
        return frames[max(0, bisect_right(times_s, at_s) - 1)].pose

    book = read_library(done / "data").book
    near = Step(name, "right", 1, 1, 2, None, 0.0)
    heard = train([near], pose_at, SET_UP_S + times_s[-1] + AFTER_S, book=book, rate_hz=25.0)

    assert heard.kinds()[-1] == "SessionEnded"
    # The clip begins on the right, goes on with the left, and ends on the right.
    assert heard.ids[-5:] == ["begin", "count", "wrong_side", "done", "end_one"]


@pytest.mark.parametrize("name", ["bird-dog", "straight-leg-raise", "bridging-lower"])
def test_own_exercises_are_listed_and_shown_by_id_and_by_file(run, data, name):
    listed = run("exercises", "list", "--data", data, "--lang", "en")
    by_id = run("exercises", "show", name, "--data", data, "--lang", "en")
    by_file = run("exercises", "show", EXAMPLES / f"{name}.yaml", "--lang", "en")

    assert (listed[0], listed[2]) == (0, "")
    assert name in listed[1]
    assert by_id == by_file
    assert by_id[0] == 0


def test_a_damaged_own_file_is_listed_and_the_others_work(run, data):
    path = data / "exercises" / "bird-dog.yaml"
    path.write_text("id: bird-dog\nbased_on: nothing-like-it\n", encoding="utf-8")
    place = f"{path}:2:1: based_on: expected the id of an exercise"

    code, out, err = run("exercises", "list", "--data", data)
    assert (code, err.startswith(place)) == (0, True)
    assert "straight-leg-raise" in out
    code, out, err = run("exercises", "check", "--data", data)
    assert (code, place in err) == (2, True)
    code, out, err = run("exercises", "show", "bird-dog", "--data", data)
    assert (code, out, place in err) == (2, "", True)


@pytest.mark.parametrize(
    "command",
    [
        ("exercises", "show"),
        ("analyze", "clip.mp4", "--exercise"),
        ("progress",),
        ("exercises", "check"),
    ],
)
def test_a_file_that_is_wrong_is_a_sentence_with_its_place(run, tmp_path, command):
    path = tmp_path / "circle.yaml"
    path.write_text("id: circle\nbased_on: circle\n", encoding="utf-8")

    code, out, err = run(*command, path, *(() if "check" in command else ("--data", tmp_path)))

    assert (code, out) == (2, "")
    assert f"{path}:2:1: based_on: expected" in err
    assert "circle -> circle" in err
    assert "Traceback" not in err


def test_an_own_programme_is_followed_by_id_and_by_file(run, data, tmp_path):
    (data / "programmes").mkdir()
    text = (
        "id: mine\nname: {nl: Van mij, en: Mine}\n"
        "exercises: [{exercise: bird-dog, dose: {repetitions: 3}}]\nrest_s: 10\n"
        "progression: {good_share: 0.9, sessions: 3, add: 2, up_to: 12}\n"
    )
    for path in (data / "programmes" / "mine.yaml", tmp_path / "mine.yaml"):
        path.write_text(text, encoding="utf-8")

    for name in ("mine", tmp_path / "mine.yaml"):
        assert run("progress", "--programme", name, "--data", data)[0] == 0
        code, out, _ = run("exercises", "show", name, "--data", data, "--lang", "en")
        assert code == 0
        assert "Bird-dog (bird-dog): 3 times, each side" in out
