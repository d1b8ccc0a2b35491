"""`stabiel exercises teach`: a file from a demonstration, and sentences if there is none."""

import pytest

from stabiel.pose.pose_log import PoseLog
from tests.commands.helpers import one_sentence
from tests.tuning.teaching.shown import shown

GOOD = (1.0, 1.0, 1.0)


@pytest.fixture
def recorded(tmp_path):
    """Write the landmarks of a demonstration, as an analysis does."""

    def write(reaches):
        log = PoseLog()
        for frame in shown(reaches):
            log.add(frame.time_s, frame.pose)
        path = tmp_path / f"shown-{len(reaches)}.npz"
        log.save(path)
        return path

    return write


def test_a_demonstration_becomes_an_own_exercise(run, recorded, tmp_path):
    data = tmp_path / "data"
    where = ("--data", data, "--lang", "en")

    code, out, err = run(
        "exercises", "teach", recorded(GOOD), "--name", "Hiel weg", "--english", "Heel out",
        "--repetitions", "3", *where,
    )  # fmt: skip

    assert (code, err) == (0, "")
    assert "Repetition 3: " in out
    assert "measures compared" in out
    file = data / "exercises" / "heel-out.yaml"
    assert str(file) in out
    assert (data / "exercises" / "heel-out-signals.png").read_bytes().startswith(b"\x89PNG")
    assert run("exercises", "check", file, "--data", data)[0] == 0
    code, out, _ = run("exercises", "list", *where)
    assert code == 0
    assert "Heel out" in out


REFUSED = [
    ((1.0,), (), "Only one repetition was found"),
    (GOOD, ("--repetitions", "5"), "3 repetitions were found, not 5"),
    (GOOD, ("--faults", "sing"), "'sing' is not offered here"),
    (GOOD, ("--from", "9", "--until", "3"), "--from must be before --until"),
    (GOOD, ("--from", "900"), "no pictures between"),
    (GOOD, ("--output", "nowhere/heel-out.yaml"), "does not exist"),
    (GOOD, ("--output", "heel-out.txt"), "ends in .yaml"),
    (GOOD, ("--output", "bridging.yaml"), "comes with stabiel"),
]


@pytest.mark.parametrize("asked", REFUSED)
def test_what_cannot_be_taught_is_one_sentence(run, recorded, tmp_path, asked):
    reaches, arguments, words = asked
    code, out, err = run(
        "exercises", "teach", recorded(reaches), "--name", "Heel out", "--data", tmp_path / "data",
        *arguments,
    )  # fmt: skip

    assert (code, out) == (2, "")
    assert one_sentence(err, words)
    assert not [*tmp_path.rglob("*.yaml")]


def test_a_file_that_is_there_is_not_replaced_unasked(run, recorded, tmp_path):
    file = tmp_path / "heel-out.yaml"
    file.write_text("mine", encoding="utf-8")
    taught = ("exercises", "teach", recorded(GOOD), "--name", "Heel out", "--output", file)

    code, _, err = run(*taught)

    assert code == 2
    assert one_sentence(err, file, "--replace")
    assert file.read_text(encoding="utf-8") == "mine"
    assert run(*taught, "--replace")[0] == 0
    assert "follows: knee_angle_deg" in file.read_text(encoding="utf-8")
