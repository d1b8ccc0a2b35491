"""The benchmark of sureness: what is right, what is found, and which threshold is chosen."""

from dataclasses import replace

import numpy as np

from benchmarks.biased import SPREAD_TL, biased
from benchmarks.real_claims import Label, Row
from benchmarks.sureness_claims import NEVER, Claimed, There, of_clip, of_row
from benchmarks.sureness_page import ALL, chosen, curves, draw, page_of, point
from stabiel.coach.events import Attempt, FaultEnded, Repetition
from stabiel.session.session import with_movements
from tests.bodies import Camera, all_fours, pose_of
from tests.records import BRIDGING, WHOLE

SESSION = with_movements(
    replace(
        WHOLE,
        repetitions=(Repetition(5.0, 1, "both", 2.0, 3.0, 5.0, (), sure=0.9),),
        holds=(),
        attempts=(Attempt(21.0, "both", 17.0, 20.5, "pelvis_low", sure=0.7, doubtful=True),),
        faults=(
            FaultEnded(4.0, "lowering_fast", "both", 3.5, "form", 1, sure=0.95),
            FaultEnded(9.0, "arms_lifted", "both", 8.0, "form", None, sure=0.9, doubtful=True),
        ),
    )
)


def truth(view: str = "side") -> dict:
    return {
        "clip": {"camera": {"view": view}},
        "repetitions": [{"number": 1, "start_s": 2.1, "end_s": 5.2}],
        "holds": [],
        "attempts": [{"reason": "pelvis_low", "start_s": 16.0, "end_s": 21.0}],
        "faults": [
            {"id": "arms_lifted", "start_s": 7.9, "end_s": 9.1},
            {"id": "pelvis_tilted", "start_s": 2.0, "end_s": 4.0},
        ],
    }


def test_claims_about_a_clip_are_right_if_the_truth_has_them_at_that_time() -> None:
    claims, _ = of_clip("rendered", "clip", truth(), SESSION, BRIDGING)

    assert {each.id: each.right for each in claims} == {
        "lowering_fast": False, "arms_lifted": True, "pelvis_low": True, "bridging": True,
    }  # fmt: skip


def test_what_was_seen_unsurely_is_never_spoken() -> None:
    claims, there = of_clip("rendered", "clip", truth(), SESSION, BRIDGING)

    assert {each.id: each.sure for each in claims}["arms_lifted"] == NEVER
    assert {each.id: each.sure for each in there} == {"arms_lifted": NEVER, "pelvis_low": 0.7}


def test_what_a_view_does_not_show_is_not_missed() -> None:
    _, there = of_clip("rendered", "clip", truth("front"), SESSION, BRIDGING)

    assert "pelvis_tilted" in {each.id for each in there}


def test_counts_of_a_recording_without_the_exercise_are_wrong() -> None:
    label = Label("bridging", "person", "fault", "lowering_fast", 3.0, 4.0, "false", "")
    row = Row("bridging", "person", 0, "zero", 0, "")

    claims, there = of_row("real", row, [label], SESSION)

    assert [each.right for each in claims] == [False, None, None, False]
    assert there == []


def claim(sure: float, right: bool | None) -> Claimed:
    return Claimed("real", "fault", "x", "clip", sure, right)


CLAIMS = [claim(0.99, True), claim(0.92, True), claim(0.82, False), claim(0.7, None)]
THERE = [There("real", "x", "clip", sure) for sure in (0.99, 0.92, NEVER)]


def test_a_threshold_speaks_of_what_is_at_least_so_sure() -> None:
    low, high = point(CLAIMS, THERE, 0.5), point(CLAIMS, THERE, 0.9)

    assert (low.true, low.false, low.unknown, low.found) == (2, 1, 1, 2)
    assert (high.precision, high.recall) == (1.0, 2 / 3)


def test_the_choice_is_the_highest_recall_that_is_precise_enough() -> None:
    best = chosen(curves(CLAIMS, THERE)[ALL])

    assert best is not None
    assert best.threshold == 0.9
    assert chosen(curves([claim(0.99, False)], THERE)[ALL]) is None


def test_the_page_and_the_figure_name_every_source() -> None:
    page, figure = page_of(CLAIMS, THERE, "sureness.svg"), draw(CLAIMS, THERE)

    assert "## Faults and attempts, real" in page
    assert "0.82 real: x, clip" in page
    assert figure.count("<polyline") == 2


def test_a_bias_is_the_same_in_all_frames_and_another_for_each_seed() -> None:
    camera = Camera(tl_px=200.0, center_px=(500.0, 800.0))
    poses = [pose_of(all_fours(), time_s, camera) for time_s in (0.0, 1.0)]

    shifts = [
        other.points - pose.points
        for pose, other in zip(poses, biased(poses, 1), strict=True)
        if other is not None
    ]

    np.testing.assert_allclose(shifts[0], shifts[1])
    assert 0.5 * SPREAD_TL < shifts[0].std() / 200.0 < 2 * SPREAD_TL
    (one, _), (other, _) = biased(poses, 1), biased(poses, 2)
    assert one is not None and other is not None
    assert not np.allclose(one.points, other.points)
