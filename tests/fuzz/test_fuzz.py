"""Damaged files for the real commands: a sample here, all of them with `make fuzz`."""

import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.fuzz.cases import KINDS, SECRET, Bench, Outcome
from tests.fuzz.material import FILMS, VIDEOS, make_material
from tests.fuzz.run import Worker, run_all
from tests.fuzz.structures import DAMAGES, restructured

COUNT = 100
UNIX = pytest.mark.skipif(
    sys.platform == "win32", reason="the limits of the workers exist on Unix only"
)


@UNIX
def test_every_damaged_file_gives_a_result_or_a_sentence():
    outcomes = list(run_all(range(COUNT), workers=2))

    assert [each for outcome in outcomes for each in outcome.wrong] == []
    assert len({outcome.seed for outcome in outcomes}) == COUNT
    codes = Counter((each.kind, code != 0) for each in outcomes for code in each.codes)
    # In every kind some files are still good and some are refused, so both endings are tested.
    assert {kind for kind, _ in codes} == {kind.__name__ for kind in KINDS}
    assert all(codes[kind.__name__, refused] > 1 for kind in KINDS for refused in (False, True))


@pytest.mark.parametrize("name", sorted(name for name in (*FILMS, *(each[0] for each in VIDEOS))))
def test_every_damage_changes_what_a_whole_file_says(name, material):
    data = (material / "videos" / name).read_bytes()

    for damage in dict.fromkeys(DAMAGES[name.rpartition(".")[2]]):
        made = {damage(data, random.Random(seed)) for seed in range(12)}

        assert made - {data}, damage.__name__


def test_the_same_dice_give_the_same_damage(material):
    for path in sorted((material / "videos").iterdir()):
        data = path.read_bytes()
        once, again = (restructured(path.name, data, random.Random(7)) for _ in range(2))

        assert once == again


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    folder = tmp_path_factory.mktemp("material") / "whole"
    make_material(folder)
    return folder


# The bench itself detects what it should


WORKER = """
import os, sys, time
print("ready", flush=True)
for line in sys.stdin:
    if line == "1\\n":
        os.abort()
    if line == "2\\n":
        time.sleep(600)
    print('{"kind": "video", "seed": 3}', flush=True)
"""


@UNIX
def test_a_process_that_crashes_or_hangs_is_reported_and_replaced():
    worker = Worker(["-c", WORKER], given_up_s=5.0)

    crashed, hung, fine = (worker.run(seed) for seed in (1, 2, 3))
    worker.close()

    assert crashed.wrong == ["seed 1: the process ended with -6"]
    assert hung.wrong == ["seed 2: the process gave no answer in 5 s"]
    assert fine.wrong == []


def ended(bench, command, allowed):
    outcome = Outcome("video", 0)
    bench._command(command, allowed, outcome)
    return outcome.wrong


@pytest.fixture
def bench(tmp_path, monkeypatch):
    # What a bench changes for good, the tests after this one shall not have.
    monkeypatch.setattr("stabiel.cli.silence_native_log", lambda: None)
    monkeypatch.setattr("stabiel.system.cores.usable_cores", lambda: 2)
    made = Bench(tmp_path / "material", tmp_path / "work")
    (tmp_path / "work" / "out").mkdir(parents=True)
    (tmp_path / "work" / "secret.txt").write_text(SECRET)
    yield made
    made.watching = False


def test_a_good_ending_is_not_a_complaint(bench):
    assert ended(bench, lambda: 0, {0, 3}) == []
    assert ended(bench, ("exercises", "list"), {0}) == []


def test_another_exit_code_and_a_silent_one_are_complaints(bench):
    silent, code = ended(bench, lambda: 4, {0, 3})[::-1]

    assert "exit code 4" in code
    assert "without a word" in silent


def test_a_traceback_is_a_complaint(bench):
    (wrong,) = ended(bench, lambda: 1 // 0, {0})

    assert "ZeroDivisionError" in wrong


def test_what_is_not_a_sentence_is_a_complaint(bench):
    def warns():
        print("Warning: something", file=sys.stderr)
        return 3

    assert any("no sentence" in each for each in ended(bench, warns, {3}))


@pytest.mark.parametrize("name", ["secret.txt", "new.txt"])
def test_a_file_outside_the_results_is_a_complaint(bench, name):
    path = bench.folder / name

    wrong = ended(bench, lambda: path.write_text("x") * 0, {0})

    assert any(f"changed: ('{path}'" in each for each in wrong)
    assert any("written: open" in each for each in wrong)


def test_a_file_beyond_the_folder_is_a_complaint(bench, tmp_path):
    wrong = ended(bench, lambda: (tmp_path / "elsewhere").write_text("x") * 0, {0})

    assert [each for each in wrong if "elsewhere" in each]


def test_a_file_among_the_results_is_not_a_complaint(bench):
    path = Path(bench.folder / "out" / "report.html")

    assert ended(bench, lambda: path.write_text("x") * 0, {0}) == []
    assert ended(bench, lambda: path.write_text("<script>alert(1)</script>") * 0, {0}) != []
