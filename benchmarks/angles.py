"""Measures angle errors. In: poses and a truth record. Out: errors in degrees by joint.

The truth is the angle between the 3D joints. The measured angle is that of the near side in the
picture.
"""

from typing import Any

import numpy as np

from stabiel.anatomy import Part
from stabiel.body.body import BodyReader, UnseenError
from stabiel.geometry import FloatArray, angle_deg
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.pose import Pose

JOINTS: dict[str, tuple[Part, Part, Part]] = {
    "hip": (Part.SHOULDER, Part.HIP, Part.KNEE),
    "knee": (Part.HIP, Part.KNEE, Part.ANKLE),
    "shoulder": (Part.HIP, Part.SHOULDER, Part.WRIST),
    "elbow": (Part.SHOULDER, Part.ELBOW, Part.WRIST),
}


def errors_deg(poses: list[Pose | None], truth: dict[str, Any]) -> dict[str, FloatArray]:
    """Return measured minus true angles of the near side by joint, for all visible joints."""
    guard, reader = PoseGuard(), BodyReader()
    found: dict[str, list[float]] = {joint: [] for joint in JOINTS}
    for row, pose in enumerate(poses):
        if pose is None:
            continue
        body = reader.read(guard.check(pose))
        for joint, parts in JOINTS.items():
            try:
                points = [body.point(part, body.near) for part in parts]
            except UnseenError:
                continue
            true = truth["frames"]["angles_deg"][f"{body.near}_{joint}"][row]
            found[joint].append(angle_deg(points[0], points[1], points[2]) - true)
    return {joint: np.array(errors) for joint, errors in found.items()}
