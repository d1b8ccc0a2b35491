"""The benchmark of real people can fail: on a folder with a person whose bridges are known."""

import json
from pathlib import Path

import pytest

from benchmarks import peers, real
from benchmarks.real import Outcome, Task, by_exercise, figures, judge, report, told_to_go_higher
from benchmarks.real_claims import Claim, Label, Row, labels_of, missed, rows_of, verdict_on
from stabiel.pose.pose_log import PoseLog
from tests.bodies import Bridge, path, pose_of

# A good bridge, one that is too low, and one that comes down in half a second.
HIP = path(
    *[(0.0, 125.0), (1.0, 125.0), (2.0, 175.0), (3.0, 175.0), (5.2, 125.0), (6.2, 125.0)],
    *[(7.5, 152.0), (8.5, 152.0), (11.0, 125.0), (12.0, 125.0), (13.0, 175.0), (14.0, 175.0)],
    *[(14.8, 125.0), (16.0, 125.0)],
)
TRUTH = """exercise,recording,expected,kind,tolerance,remark
bridging,person-01-a,2,reps,0,
leg-lift,person-01-a,0,zero,0,
childs-pose,person-01-a,6,holds_s,1.5,wrong on purpose
"""
FAULTS = """exercise,recording,kind,id,start_s,end_s,verdict,remark
bridging,person-01-a,fault,lowering_fast,14.1,14.8,true,
bridging,person-01-a,attempt,pelvis_low,6.5,10.5,false,straight
bridging,person-01-a,missed,arms_lifted,1.0,5.0,true,
bridging,person-01-a,missed,knees_apart,1.0,5.0,unsure,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("real")
    (there / "truth.csv").write_text(TRUTH, encoding="utf-8")
    (there / "faults.csv").write_text(FAULTS, encoding="utf-8")
    log, person = PoseLog(), Bridge()
    for row in range(400):
        log.add(row / 25, pose_of(person.at(HIP(row / 25)), row / 25))
    for model in real.MODELS:
        log.save(there / f"person-01-a.{model}.npz")
    return there


@pytest.fixture(scope="module")
def outcomes(folder: Path) -> list[Outcome]:
    return [judge(Task(row, "full", folder)) for row in rows_of(folder / "truth.csv")]


def label(verdict: str = "true", start_s: float | None = 1.0, end_s: float | None = 2.0) -> Label:
    return Label("bridging", "a", "fault", "foot_moved", start_s, end_s, verdict, "")  # type: ignore[arg-type]


def claim(start_s: float, end_s: float, recording: str = "a") -> Claim:
    return Claim("bridging", recording, "fault", "foot_moved", start_s, end_s, False)


def test_rows_are_judged_within_their_tolerance(outcomes: list[Outcome]) -> None:
    assert [each.right for each in outcomes] == [True, True, False]
    assert [each.result for each in outcomes] == [2, 0, 0]


def test_claims_are_compared_with_the_labels(folder: Path, outcomes: list[Outcome]) -> None:
    found = figures(outcomes, labels_of(folder / "faults.csv"))

    assert (found.done, found.zero) == ((1, 2), (1, 1))
    assert (found.verdicts["true"], found.verdicts["false"]) == (1, 1)
    assert found.precision == 0.5
    assert (found.there, found.missed, found.recall) == (2, 1, 0.5)


def test_two_fixed_angles_count_on_the_same_landmarks(outcomes: list[Outcome]) -> None:
    bridge, lift, hold = outcomes

    assert bridge.peers == [2, 2]
    assert len(lift.peers) == len(real.PEER_DOWN_DEG)
    assert hold.peers == []


def test_the_lower_angle_matters(folder: Path) -> None:
    person = Bridge()
    hip = path((0.0, 135.0), (1.0, 135.0), (2.0, 175.0), (3.0, 135.0), (4.0, 135.0))
    poses = [pose_of(person.at(hip(row / 25)), row / 25) for row in range(100)]

    assert [peers.count("bridging", poses, down) for down in (140.0, 130.0)] == [1, 0]


def test_a_straight_bridge_that_is_told_to_go_higher_is_named(
    folder: Path, outcomes: list[Outcome]
) -> None:
    labels = labels_of(folder / "faults.csv")
    low = [Label(**vars(each) | {"verdict": "true"}) for each in labels]

    assert [each.id for each in told_to_go_higher(outcomes, labels)] == ["pelvis_low"]
    assert told_to_go_higher(outcomes, low) == []


def test_the_worst_exercise_is_first_and_all_is_last(folder: Path, outcomes: list[Outcome]) -> None:
    names = list(by_exercise(outcomes, labels_of(folder / "faults.csv")))

    assert names == ["childs-pose", "bridging", "leg-lift", "all"]


def test_the_label_with_most_shared_time_decides() -> None:
    labels = [label("true", 0.0, 2.0), label("false", 1.5, 9.0)]

    assert verdict_on(claim(1.0, 4.0), labels) == "false"
    assert verdict_on(claim(0.0, 1.6), labels) == "true"
    assert verdict_on(claim(10.0, 11.0), labels) == "unlabeled"
    assert verdict_on(claim(1.0, 4.0, "b"), labels) == "unlabeled"
    assert verdict_on(claim(1.0, 4.0), []) == "unlabeled"


def test_labels_without_times_need_as_many_claims() -> None:
    labels = [label(start_s=None, end_s=None), label(start_s=None, end_s=None)]

    assert len(missed(labels, [])) == 2
    assert len(missed(labels, [claim(1.0, 2.0)])) == 1
    assert missed(labels, [claim(1.0, 2.0), claim(5.0, 6.0)]) == []
    assert missed([label("unsure"), label("false")], []) == []


def test_unlabeled_claims_are_never_right(outcomes: list[Outcome]) -> None:
    found = figures(outcomes, [])

    assert found.precision is None
    assert found.verdicts.get("unlabeled", 0) >= 2
    _, lines, data = report("full", outcomes, [])
    assert any("unlabeled" in line for line in lines)
    assert data["summaries"]["all"]["precision"] is None


def test_a_verdict_that_is_not_known_is_refused(tmp_path: Path) -> None:
    (tmp_path / "faults.csv").write_text(FAULTS.replace("unsure", "maybe"), encoding="utf-8")

    with pytest.raises(ValueError, match="maybe"):
        labels_of(tmp_path / "faults.csv")


def test_a_row_that_expects_nothing_counts_holds_too(outcomes: list[Outcome]) -> None:
    row = Row("childs-pose", "a", 0, "zero", 0, "")

    assert row.allows(0)
    assert not row.allows(1)
    assert not row.done


def test_the_command_writes_its_figures(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert real.main([str(folder), "--out", str(tmp_path), "--processes", "1"]) == 0

    written = json.loads((tmp_path / "real.json").read_text(encoding="utf-8"))
    assert set(written) == set(real.MODELS)
    assert written["heavy"]["summaries"]["bridging"]["done"] == [1, 1]
    assert "told to go higher" in capsys.readouterr().out


def test_without_the_recordings_it_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert real.main([str(tmp_path / "none")]) == 0
    assert capsys.readouterr().out.startswith("Skipped: ")
