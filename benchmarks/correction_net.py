"""A small network that learns how far landmarks are off. In: poses, true joints. Out: corrections.

It sees a pose in the trunk's own frame, in torso lengths, near side first, so that direction,
distance and mirroring are gone before it learns. Its training is numpy and repeatable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Part, Side, landmark_index, other_side
from stabiel.geometry import FloatArray
from stabiel.pose.pose import Pose

PARTS = tuple(Part)
# A landmark further off than this (15 cm) is another limb: nothing to learn from.
FURTHEST_TL = 0.3
# As in the earlier trial on 47 clips: larger ones did not do better.
HIDDEN = (128, 64)
EPOCHS, BATCH, RATE, DECAY, NOISE = 40, 256, 2e-3, 1e-4, 0.02
# Errors count by their square up to this, in torso lengths, and linearly beyond (Huber).
HUBER_TL = 0.05
_SINGLE = NDArray[np.float32]


@dataclass(frozen=True)
class TrunkFrame:
    """Where the trunk of a pose is: near hip (2,) px, directions to head and front (2, 2), length.

    `rows` are the 18 landmarks of both sides, those of the near side first.
    """

    rows: NDArray[np.int64]
    hip: FloatArray
    axes: FloatArray
    length: float

    def seen(self, points: FloatArray) -> FloatArray:
        """Return (n, 2) pixels of the picture in this frame, torso lengths from the near hip."""
        return (points - self.hip) @ self.axes.T / self.length


def trunk_frame(pose: Pose) -> TrunkFrame:
    """Return the frame of a pose; near is the side whose shoulder, hip and knee are more visible.

    A trunk without length gets a length of 1 px.
    """
    core = (Part.SHOULDER, Part.HIP, Part.KNEE)
    seen = {
        side: sum(pose.visibility[landmark_index(part, side)] for part in core) for side in SIDES
    }
    near: Side = "left" if seen["left"] >= seen["right"] else "right"
    rows = np.array([landmark_index(p, s) for s in (near, other_side(near)) for p in PARTS])
    hip = pose.points[landmark_index(Part.HIP, near)]
    trunk = pose.points[landmark_index(Part.SHOULDER, near)] - hip
    length = max(1.0, float(np.hypot(*trunk)))
    head = trunk / length
    # Somebody upright whose right side is near faces to the right in the picture.
    front = np.array([-head[1], head[0]]) * (1 if near == "right" else -1)
    return TrunkFrame(rows, hip, np.stack([head, front]), length)


def features(pose: Pose, frame: TrunkFrame) -> FloatArray:
    """Return (74,): places, visibilities and depths of the 18 landmarks, and which way is up."""
    places = np.clip(frame.seen(pose.points[frame.rows]), -4, 4)
    up = frame.axes @ np.array([0.0, -1.0])
    depths = pose.world[frame.rows, 2]
    return np.concatenate([places.ravel(), pose.visibility[frame.rows], depths, up])


def offsets(pose: Pose, frame: TrunkFrame, true: FloatArray) -> FloatArray:
    """Return (18, 2): from each landmark to its joint; `true` is (33, 2) pixels, NaN if unknown."""
    off = frame.seen(true[frame.rows]) - frame.seen(pose.points[frame.rows])
    return np.nan_to_num(off)


def moved(pose: Pose, frame: TrunkFrame, correction: FloatArray) -> Pose:
    """Return a pose whose landmarks are moved by (18, 2) torso lengths of its trunk's frame."""
    points = pose.points.copy()
    points[frame.rows] += correction @ frame.axes * frame.length
    return replace(pose, points=points)


@dataclass(frozen=True)
class Net:
    """A trained network: scales of its inputs, the mean correction, and its layers."""

    mean: FloatArray
    spread: FloatArray
    mean_correction: FloatArray
    layers: tuple[tuple[_SINGLE, _SINGLE], ...]

    def corrections(self, inputs: FloatArray) -> FloatArray:
        """Return (n, 18, 2) torso lengths for (n, 74) features."""
        # Nothing is learned beyond five spreads, so nothing is extrapolated.
        values = np.clip((inputs - self.mean) / self.spread, -5, 5).astype(np.float32)
        out = _forward(self.layers, values)[-1].astype(np.float64) + self.mean_correction
        return np.clip(out, -FURTHEST_TL, FURTHEST_TL).reshape(len(inputs), len(PARTS) * 2, 2)

    def correct(self, pose: Pose) -> Pose:
        """Return a pose with corrected landmarks."""
        frame = trunk_frame(pose)
        return moved(pose, frame, self.corrections(features(pose, frame)[None])[0])


def _forward(layers: Sequence[tuple[_SINGLE, _SINGLE]], values: _SINGLE) -> list[_SINGLE]:
    """Return the values of all layers, the input first; all but the last are rectified."""
    all_values = [values]
    for number, (weights, bias) in enumerate(layers):
        out = all_values[-1] @ weights + bias
        all_values.append(np.maximum(out, 0) if number < len(layers) - 1 else out)
    return all_values


def train(inputs: FloatArray, wanted: FloatArray, *, seed: int = 0, epochs: int = EPOCHS) -> Net:
    """Return a network trained on (n, 74) features and (n, 18, 2) offsets (Adam, cosine rate)."""
    draw = np.random.default_rng(seed)
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-3
    values = ((inputs - mean) / spread).astype(np.float32)
    goals = np.clip(wanted, -FURTHEST_TL, FURTHEST_TL).reshape(len(wanted), -1)
    mean_correction = goals.mean(axis=0)
    goals = (goals - mean_correction).astype(np.float32)
    sizes = (values.shape[1], *HIDDEN, goals.shape[1])
    layers = [
        (
            draw.normal(0, np.sqrt(2 / before), (before, after)).astype(np.float32),
            np.zeros(after, np.float32),
        )
        for before, after in pairwise(sizes)
    ]
    layers[-1][0][:] *= 0.1
    adam = _Adam([array for layer in layers for array in layer])
    for epoch in range(epochs):
        rate = RATE * 0.5 * (1 + np.cos(np.pi * epoch / epochs))
        order = draw.permutation(len(values))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            noise = draw.normal(0, NOISE, (len(batch), values.shape[1]))
            adam.step(_slopes(layers, values[batch] + noise.astype(np.float32), goals[batch]), rate)
    return Net(mean, spread, mean_correction, tuple(layers))


def _slopes(
    layers: Sequence[tuple[_SINGLE, _SINGLE]], values: _SINGLE, goals: _SINGLE
) -> list[_SINGLE]:
    """Return the slope of the error for each weight and bias, in the order of the layers."""
    passed = _forward(layers, values)
    slope = np.clip(passed[-1] - goals, -HUBER_TL, HUBER_TL) / len(values)
    found: list[_SINGLE] = []
    for number in range(len(layers) - 1, -1, -1):
        found = [passed[number].T @ slope, slope.sum(axis=0), *found]
        slope = (slope @ layers[number][0].T) * (passed[number] > 0)
    return found


class _Adam:
    """Changes arrays in place, each by the mean of its slopes over their spread."""

    def __init__(self, arrays: list[_SINGLE]) -> None:
        self._arrays = arrays
        self._means = [np.zeros_like(each) for each in arrays]
        self._squares = [np.zeros_like(each) for each in arrays]
        self._steps = 0

    def step(self, slopes: Sequence[_SINGLE], rate: float) -> None:
        """Make one step down the slopes; weights decay on the way."""
        self._steps += 1
        to_mean, to_square = 1 - 0.9**self._steps, 1 - 0.999**self._steps
        for array, slope, mean, square in zip(
            self._arrays, slopes, self._means, self._squares, strict=True
        ):
            mean[...] = 0.9 * mean + 0.1 * slope
            square[...] = 0.999 * square + 0.001 * slope**2
            change = rate * (mean / to_mean) / (np.sqrt(square / to_square) + 1e-8)
            array[...] = (1 - rate * DECAY) * (array - change)
