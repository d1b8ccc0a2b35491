"""The accuracy benchmark can fail: a broken counter or a deaf fault lowers its figures."""

from typing import Any

import pytest

from benchmarks import peers
from benchmarks.scoring import Score, score, summarize
from stabiel.exercises.files import load_book
from stabiel.exercises.model import Exercise
from stabiel.session.pipeline import Judge
from stabiel.session.session import Source
from tests.bodies import Bridge, path, pose_of

BOOK = load_book()
BRIDGING = BOOK.get("bridging")
TRUTH: dict[str, Any] = {
    "clip": {"exercise": "bridging", "camera": {"view": "side"}},
    "repetitions": [
        {"number": 1, "side": "both", "start_s": 1.0, "target_s": 2.0, "end_s": 5.2, "faults": []},
        {
            "number": 2,
            "side": "both",
            "start_s": 12.0,
            "target_s": 13.0,
            "end_s": 14.8,
            "faults": ["lowering_fast"],
        },
    ],
    "attempts": [{"side": "both", "start_s": 6.2, "end_s": 11.0, "reason": "pelvis_low"}],
    "holds": [],
    "faults": [
        {"id": "lowering_fast", "side": "both", "start_s": 14.0, "end_s": 14.8, "repetition": 2}
    ],
}
HIP = path(
    *[(0.0, 125.0), (1.0, 125.0), (2.0, 175.0), (3.0, 175.0), (5.2, 125.0), (6.2, 125.0)],
    *[(7.5, 152.0), (8.5, 152.0), (11.0, 125.0), (12.0, 125.0), (13.0, 175.0), (14.0, 175.0)],
    *[(14.8, 125.0), (16.0, 125.0)],
)


def scored(exercise: Exercise) -> Score:
    judge, person = Judge(exercise, BOOK, "en"), Bridge()
    poses = [pose_of(person.at(HIP(row / 25)), row / 25) for row in range(400)]
    for pose in poses:
        judge.update(pose.time_s, pose)
    session = judge.finish(Source("array", "test", 16.0, 25.0, 1280, 960), "none")
    return score("test", TRUTH, session, exercise, peers.count("bridging", poses))


def broken(**target: object) -> Exercise:
    """Return bridging with another target, as a changed rule would have it."""
    movement = BRIDGING.movement
    changed = movement.target.model_copy(update=target)
    return BRIDGING.model_copy(update={"movement": movement.model_copy(update={"target": changed})})


def test_the_right_rule_gets_full_marks() -> None:
    summary = summarize([scored(BRIDGING)])

    assert (summary.exact, summary.obo, summary.mae, summary.attempts) == (1.0, 1.0, 0.0, 1.0)
    assert (summary.precision, summary.recall) == (1.0, 1.0)
    assert summary.false_cues_per_100 == 0.0
    assert summary.view == 1.0
    assert summary.not_judged == pytest.approx(0.0, abs=0.01)
    assert summary.peer_exact == 1.0


def test_a_counter_that_counts_low_lifts_too_loses_marks() -> None:
    summary = summarize([scored(broken(at_least=149.0, released_after=3.0, checks=[]))])

    assert (summary.exact, summary.obo, summary.mae) == (0.0, 1.0, 0.5)
    assert summary.attempts == 0.0


def test_a_counter_that_misses_all_loses_more() -> None:
    summary = summarize([scored(broken(at_least=210.0))])

    assert (summary.exact, summary.obo, summary.mae) == (0.0, 0.0, 1.0)
    assert summary.recall == 0.0


def test_a_fault_that_is_never_found_lowers_recall_and_a_nervous_one_precision() -> None:
    fault = BRIDGING.faults["lowering_fast"]

    def with_limit(seconds: float) -> Exercise:
        changed = fault.model_copy(update={"shorter_than_s": seconds})
        return BRIDGING.model_copy(update={"faults": BRIDGING.faults | {"lowering_fast": changed}})

    deaf, nervous = (summarize([scored(with_limit(limit))]) for limit in (0.1, 5.0))

    assert (deaf.recall, deaf.precision) == (0.0, None)
    assert (nervous.recall, nervous.precision) == (1.0, 0.5)
    assert nervous.false_cues_per_100 == 100.0


def test_what_the_view_cannot_show_is_not_asked_of_the_rule() -> None:
    hidden = TRUTH["faults"][0] | {"id": "knees_apart", "repetition": 1}
    truth = TRUTH | {"faults": [hidden]}
    judge = Judge(BRIDGING, BOOK, "en")
    session = judge.finish(Source("array", "test", 1.0, 25.0, 640, 480), "none")

    assert score("test", truth, session, BRIDGING, 0).misses == []
