"""Near joints that keep still after they were seen. In: poses in order. Out: their landmarks.

A model may lose confidence in a limb that is in plain sight and does not move: in a deep fold the
visibility of the near knee, ankle and wrist sinks within seconds, with their landmarks in place.
"""

from stabiel.anatomy import Part, Side, landmark_index
from stabiel.geometry import FloatArray, distance
from stabiel.pose.pose import Pose

# In two folded people of whom `heavy` loses sight (visibility under 0.2 for 3 to 7 s), knee, ankle
# and wrist are 0.06 to 0.12 torso lengths from the true joint; `full`, which sees them all along,
# is 0.02 to 0.17 off. This is also how far a joint at rest moves.
STAYS_TL = 0.08
_PARTS = (Part.ELBOW, Part.WRIST, Part.KNEE, Part.ANKLE)


class StillJoints:
    """Holds where each near joint was when it was visible last, until its landmark moves away.

    It must have been plainly visible once: a limb under a blanket, of which a landmark is only
    guessed, may be hardly visible for moments.
    """

    def __init__(self) -> None:
        self._places: dict[int, FloatArray] = {}

    def update(
        self, pose: Pose, near: Side, torso_px: float, floor: float, plain: float
    ) -> frozenset[int]:
        """Take one frame and return the landmarks that are where they were when last visible.

        Args:
            pose: the guarded pose.
            near: the side towards the camera; the other one is often hidden, and not followed.
            torso_px: the torso length in pixels.
            floor: the visibility from which a near joint is visible.
            plain: the visibility from which it is plainly visible.
        """
        if pose.cut:
            self._places.clear()
        rows = {landmark_index(part, near) for part in _PARTS}
        kept = set()
        for row in rows:
            point = pose.points[row]
            if row in pose.doubts:
                self._places.pop(row, None)
            elif pose.visibility[row] >= (floor if row in self._places else plain):
                self._places[row] = point
            elif row in self._places and distance(point, self._places[row]) <= STAYS_TL * torso_px:
                kept.add(row)
            else:
                self._places.pop(row, None)
        self._places = {row: place for row, place in self._places.items() if row in rows}
        return frozenset(kept)
