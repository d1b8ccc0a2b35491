"""Left and right that change names. In: bodies in order of time. Out: the same, named as at rest.

In a side view the landmarker may take one leg or arm for the other, for a moment or for good. At
rest its names are taken as they are. In a movement or hold a limb keeps the name that it had
before, so that it stays one movement of one limb, whatever it is called on the way.
"""

from dataclasses import replace

import numpy as np

from stabiel.anatomy import PARTS_OF, SIDES, LimbPair, Reason, Side, landmark_index
from stabiel.body.body import Body
from stabiel.pose.pose import LANDMARK_COUNT, Pose


class SideNames:
    """Keeps the names of limbs while something is in progress. Holds those at rest."""

    def __init__(self) -> None:
        self._at_rest: frozenset[LimbPair] = frozenset()
        self._near: Side = "left"

    def keep(self, body: Body, *, in_progress: bool) -> Body:
        """Return the body with the names that its limbs had before this movement or hold."""
        pose = body.pose
        if not in_progress or pose.cut:
            self._at_rest, self._near = pose.exchanged, body.near
            return body
        changed = pose.exchanged ^ self._at_rest
        if not changed and Reason.SUDDEN_JUMP not in pose.doubts.values():
            return body
        # Nobody turns round in a movement: what seems nearer now is the same side renamed.
        return replace(body, pose=_renamed(pose, changed), near=self._near)


def _renamed(pose: Pose, pairs: frozenset[LimbPair]) -> Pose:
    """Return a pose in which the left and the right of some pairs of limbs have changed places."""
    order = np.arange(LANDMARK_COUNT)
    for pair in pairs:
        for part in PARTS_OF[pair]:
            left, right = (landmark_index(part, side) for side in SIDES)
            order[[left, right]] = right, left
    # The leap from one limb's place to the other's is explained, so nothing is in doubt.
    doubts = {
        int(order[row]): reason
        for row, reason in pose.doubts.items()
        if reason is not Reason.SUDDEN_JUMP
    }
    return replace(
        pose,
        points=pose.points[order],
        visibility=pose.visibility[order],
        world=pose.world[order],
        doubts=doubts,
    )
