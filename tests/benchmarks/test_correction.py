"""A correction is learned from what landmarks are off by, and its benchmark measures it."""

import numpy as np
import pytest

from benchmarks.correction import (
    Sample,
    errors,
    errors_table,
    learned,
    of_other_bodies,
    ways_of,
    width,
)
from benchmarks.correction_net import features, moved, offsets, train, trunk_frame
from stabiel.anatomy import Part, landmark_index
from stabiel.geometry import FloatArray
from stabiel.pose.pose import Pose

# The knee is found this far from the joint in the trunk's frame: towards the head, to the front.
OFF_TL = np.array([0.10, -0.05])


def pose_at(draw: np.random.Generator, near: str = "right") -> Pose:
    """Somebody with random joints, of any size, anywhere and turned anyhow."""
    places = draw.normal(0, 1.0, (33, 2))
    places[[11, 12]], places[[23, 24]] = (1.0, 0.0), (0.0, 0.0)
    turn = draw.uniform(0, 2 * np.pi)
    turned = places @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    visibility = np.full(33, 0.9)
    visibility[[landmark_index(part, "left") for part in Part]] = 0.95 if near == "left" else 0.5
    points = turned * draw.uniform(80, 200) + draw.uniform(200, 400, 2)
    return Pose(0.0, points, visibility, draw.normal(0, 0.1, (33, 3)), (640, 480))


def sample(seed: int, body: str = "a") -> Sample:
    """A pose whose near knee is off by a constant."""
    draw = np.random.default_rng(seed)
    pose = pose_at(draw, "left" if seed % 2 else "right")
    return Sample(pose, true_joints(pose), body, "side")


def true_joints(pose: Pose) -> FloatArray:
    frame = trunk_frame(pose)
    correction = np.zeros((18, 2))
    correction[list(Part).index(Part.KNEE)] = -OFF_TL
    return moved(pose, frame, correction).points


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return [sample(seed, "ab"[seed % 3 == 0]) for seed in range(600)]


def test_features_know_neither_place_nor_size_nor_direction() -> None:
    pose = pose_at(np.random.default_rng(1))
    turn = np.array([[0.0, 1.0], [-1.0, 0.0]])
    other = Pose(0.0, 2 * pose.points @ turn + 30, pose.visibility, pose.world, pose.size_px)

    one, two = (features(each, trunk_frame(each)) for each in (pose, other))

    assert one.shape == (74,)
    assert one[:-2] == pytest.approx(two[:-2])
    assert one[-2:] != pytest.approx(two[-2:])  # which way is up is known


def test_a_mirrored_body_has_the_same_features() -> None:
    pose = pose_at(np.random.default_rng(2))
    pairs = np.arange(33)
    for part in Part:
        left, right = landmark_index(part, "left"), landmark_index(part, "right")
        pairs[[left, right]] = right, left
    points = (pose.points * [-1, 1] + [640, 0])[pairs]
    mirrored = Pose(0.0, points, pose.visibility[pairs], pose.world[pairs], pose.size_px)

    assert features(mirrored, trunk_frame(mirrored)) == pytest.approx(
        features(pose, trunk_frame(pose))
    )


def test_offsets_are_what_moving_puts_right() -> None:
    one = sample(3)
    frame = trunk_frame(one.pose)

    there = moved(one.pose, frame, offsets(one.pose, frame, one.true))

    assert there.points[frame.rows] == pytest.approx(one.true[frame.rows])
    assert np.abs(there.points - one.pose.points).max() > 5


def test_a_constant_offset_is_learned_by_both_ways(samples: list[Sample]) -> None:
    ways = ways_of(learned(samples))
    unknown = [sample(seed) for seed in range(1000, 1050)]

    found = {
        way: errors([(correct(each.pose), each.true) for each in unknown])
        for way, correct in ways.items()
    }

    assert found["as found"]["near %"] == pytest.approx(100 * np.hypot(*OFF_TL) / 9, rel=0.01)
    assert found["offset"]["near %"] < 0.02
    assert found["network"]["near %"] < found["as found"]["near %"] / 2
    assert found["offset"]["elbow °"] == pytest.approx(0, abs=1e-4)


def test_training_is_repeatable(samples: list[Sample]) -> None:
    frames = [trunk_frame(each.pose) for each in samples]
    inputs = np.array([features(s.pose, f) for s, f in zip(samples, frames, strict=True)])
    wanted = np.array([offsets(s.pose, f, s.true) for s, f in zip(samples, frames, strict=True)])

    one, two = (train(inputs, wanted, epochs=2).corrections(inputs) for _ in range(2))

    assert (one == two).all()


def test_each_body_is_corrected_by_the_others(samples: list[Sample]) -> None:
    nets = of_other_bodies(samples[:60])

    assert set(nets) == {"a", "b"}
    assert (nets["a"].mean != nets["b"].mean).any()
    table = errors_table("", samples[:60], nets)
    assert table.row_count == 4


def test_the_side_view_can_be_left_as_found(samples: list[Sample]) -> None:
    ways = ways_of(learned(samples[:60]))
    # Both shoulders and both hips lie on each other: this is from the side.
    flat = samples[0].pose
    points = flat.points.copy()
    points[12] += 0.5 * (flat.points[11] - flat.points[23]) @ np.array([[0.0, 1.0], [-1.0, 0.0]])
    points[24] += points[12] - flat.points[12]
    wide = Pose(0.0, points, flat.visibility, flat.world, flat.size_px)

    assert width(flat) == pytest.approx(0.0, abs=1e-9)
    assert width(wide) == pytest.approx(0.5)
    assert ways["network, off the side"](flat) is flat
    assert (ways["network, off the side"](wide).points == ways["network"](wide).points).all()
