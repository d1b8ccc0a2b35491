"""The truth of a clip: what a counter should find, and where every joint is in every frame.

In: the timeline, the moments, the 3D joints and pixels of each frame. Out: one JSON object, gzipped
without a time stamp, so that the same seed gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from samples.studio.bodies import JOINTS, SIDES
from samples.studio.kinematics import Array, angle_at

SCHEMA = 1

#: Angle name -> the joints first, middle, last; measured at the middle one.
ANGLES = {
    "hip": ("shoulder", "hip", "knee"),
    "knee": ("hip", "knee", "ankle"),
    "shoulder": ("hip", "shoulder", "wrist"),
    "elbow": ("shoulder", "elbow", "wrist"),
}


def joint_angles(joints: dict[str, Array]) -> dict[str, Array]:
    """Angles in degrees (...) by name, from joint positions (..., 3).

    The angle of the neck is measured in the midline of the body, as in a side view.
    """
    angles = {}
    for side in SIDES:
        for name, (first, middle, last) in ANGLES.items():
            points = (joints[f"{side}_{joint}"] for joint in (middle, first, last))
            angles[f"{side}_{name}"] = angle_at(*points)
        angles[f"{side}_thigh_turn"] = thigh_turn(joints, side)
    ear, shoulder, hip = (midpoint(joints, joint) for joint in ("ear", "shoulder", "hip"))
    angles["neck"] = angle_at(shoulder, ear, hip)
    return angles


def midpoint(joints: dict[str, Array], joint: str) -> Array:
    """The point (..., 3) halfway between a left and a right joint."""
    middle: Array = (joints[f"left_{joint}"] + joints[f"right_{joint}"]) / 2
    return middle


def thigh_turn(joints: dict[str, Array], side: str) -> Array:
    """How far a thigh points out of the body's midplane, degrees (N,); outwards is positive."""
    hips = joints["left_hip"] - joints["right_hip"]
    outward = hips if side == "left" else -hips
    thigh = joints[f"{side}_knee"] - joints[f"{side}_hip"]
    sine = np.sum(outward * thigh, axis=-1) / (
        np.linalg.norm(outward, axis=-1) * np.linalg.norm(thigh, axis=-1)
    )
    turn: Array = np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))
    return turn


def frames_record(
    times_s: Sequence[float],
    labels: dict[str, list[Any]],
    joints: dict[str, Array],
    pixels: dict[str, Array],
) -> dict[str, Any]:
    """The per-frame part: labels, joints (N, 3) in meters and pixels (N, 2), angles."""
    return {
        "time_s": [round(time_s, 4) for time_s in times_s],
        **labels,
        "joints_3d_m": {joint: rounded(joints[joint], 3) for joint in JOINTS},
        "joints_2d_px": {joint: rounded(pixels[joint], 1) for joint in JOINTS},
        "angles_deg": {name: rounded(a, 1) for name, a in joint_angles(joints).items()},
    }


def rounded(values: Array, decimals: int) -> list[Any]:
    """Nested lists of numbers, rounded, never -0.0."""
    return (np.round(values, decimals) + 0.0).tolist()  # type: ignore[no-any-return]


def write_truth(path: Path, truth: dict[str, Any]) -> None:
    """Write a truth record."""
    text = json.dumps(truth, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def read_truth(path: Path) -> dict[str, Any]:
    """Read a truth record."""
    truth: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return truth
