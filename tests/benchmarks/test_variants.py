"""Fewer frames are judged for each variant, and the table can show what is wrong."""

from pathlib import Path

import pytest
from rich.console import Console

from benchmarks import real
from benchmarks.real_claims import Row
from benchmarks.scoring import Score
from benchmarks.variants import VARIANTS, Task, Variant, judge, table_of
from stabiel.pose.pose_log import PoseLog
from tests.bodies import Bridge, path, pose_of

HIP = path((0.0, 125.0), (1.0, 125.0), (2.0, 175.0), (3.0, 175.0), (5.2, 125.0), (6.5, 125.0))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    log, person = PoseLog(), Bridge()
    for row in range(160):
        log.add(row / 25, pose_of(person.at(HIP(row / 25)), row / 25))
    log.save(tmp_path / "a.full.npz")
    return tmp_path


def row(expected: float) -> Row:
    return Row("bridging", "a", expected, "reps", 0.0, "")


@pytest.mark.parametrize("every", [1, 2, 3])
def test_a_bridge_is_counted_on_fewer_frames(folder: Path, every: int) -> None:
    outcome = judge(Task(Variant("full", every), row(1), folder))

    assert isinstance(outcome, real.Outcome)
    assert outcome.result == 1


def test_too_few_frames_are_too_few(folder: Path) -> None:
    outcome = judge(Task(Variant("full", 60), row(1), folder))

    assert isinstance(outcome, real.Outcome)
    assert not outcome.right


def test_each_model_is_judged_on_all_frames_and_on_fewer() -> None:
    assert [each.name for each in VARIANTS] == [
        "full", "full, one frame in 2", "full, one frame in 3",
        "heavy", "heavy, one frame in 2", "heavy, one frame in 3",
    ]  # fmt: skip


def test_the_table_shows_a_wrong_clip_and_a_wrong_row(folder: Path) -> None:
    outcome = judge(Task(Variant("full"), row(2), folder))
    assert isinstance(outcome, real.Outcome)
    scores = [Score("clip", "bridging", count - 1, count, 0, True) for count in (3, 4)]
    scores[0].true_count = 3
    console = Console(width=200, record=True)

    console.print(table_of("All", [("full", scores, real.figures([outcome], []))]))

    text = console.export_text()
    assert "1 of 2" in text
    assert "0 of 1" in text
