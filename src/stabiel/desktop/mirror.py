"""A body in a mirrored picture. In: a body. Out: the same body at its mirrored position."""

from dataclasses import replace

from stabiel.body.body import Body
from stabiel.geometry import FloatArray


def mirrored(body: Body) -> Body:
    """Return a body at its position in the mirrored picture; its sides stay the person's own."""
    pose = body.pose
    outline = None if pose.outline is None else _flipped(pose.outline, pose.size_px[0])
    points, world = _flipped(pose.points, pose.size_px[0]), pose.world * (-1.0, 1.0, 1.0)
    start = None if body.start is None else mirrored(body.start)
    mirrored_pose = replace(pose, points=points, world=world, outline=outline)
    return replace(body, pose=mirrored_pose, start=start)


def _flipped(points: FloatArray, width: int) -> FloatArray:
    flipped = points.copy()
    flipped[:, 0] = width - 1 - points[:, 0]
    return flipped
