"""Visibilities of both models mean the same afterwards, and nothing else of a pose changes."""

import numpy as np
import pytest

from benchmarks.visibility import scale_of
from stabiel.pose.pose import Pose
from stabiel.pose.visibility import SCALES, Scale, on_one_scale


def pose(visibility: float) -> Pose:
    points = np.arange(66.0).reshape(33, 2)
    return Pose(1.0, points, np.full(33, visibility), np.zeros((33, 3)), (640, 480))


@pytest.mark.parametrize("model", ["full", "lite", "full, then lite", "recorded elsewhere", ""])
def test_a_model_without_a_scale_of_its_own_is_left_alone(model: str) -> None:
    before = pose(0.3)

    assert on_one_scale(before, model) is before


def test_a_far_leg_that_heavy_sees_is_over_the_floor_and_one_that_it_does_not_is_under() -> None:
    # Half of what lies behind the near leg is under 0.17 with heavy, where full has 0.5.
    for seen, visible in ((0.2, True), (0.1, False)):
        legs = on_one_scale(pose(seen), "heavy").visibility[25:33]
        assert ((legs >= 0.5) == visible).all()


def test_the_order_of_visibilities_stays_and_so_do_certain_ones() -> None:
    steps = [on_one_scale(pose(v), "heavy").visibility for v in (0.0, 0.01, 0.5, 0.99, 1.0)]

    rising = np.diff(np.array(steps), axis=0)
    assert (rising > 0).all()
    assert (steps[0] < 0.01).all()
    assert (steps[-1] > 0.99).all()


def test_head_trunk_and_points_stay() -> None:
    before = pose(0.4)

    after = on_one_scale(before, "heavy")

    assert (after.visibility[[*range(13), 23, 24]] == 0.4).all()
    assert (after.points == before.points).all()
    assert (before.visibility == 0.4).all()


def test_a_session_that_went_on_with_a_lighter_model_keeps_its_first_scale() -> None:
    mixed = on_one_scale(pose(0.3), "heavy, then full").visibility

    assert (mixed == on_one_scale(pose(0.3), "heavy").visibility).all()


def test_the_scale_is_the_line_between_the_quantiles_of_two_models() -> None:
    logits = np.random.default_rng(1).normal(0.0, 2.0, 5000)

    def visibility(values):
        return 1 / (1 + np.exp(-values))

    found = scale_of(visibility(logits), visibility(0.7 * logits + 1.2))

    assert found == pytest.approx(Scale(0.7, 1.2), abs=0.02)
    assert all(scale.slope > 0 for _, scale in SCALES["heavy"])
