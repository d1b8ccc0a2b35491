"""What a body cannot do. In: poses in order. Out: the same poses, with doubtful landmarks named.

The landmarker answers with full confidence for joints it cannot see (mediapipe#5197), so its
visibility alone is not enough. Three guards mark what is impossible; nothing is moved or
guessed: a landmark in doubt is simply not judged.
"""

from collections import deque
from dataclasses import replace

import numpy as np

from stabiel.geometry import FloatArray, distance
from stabiel.pose import SIDES, Part, Pose, Reason, landmark_index, other_side

# Longest a bone may look, in torso lengths (mid-shoulder to mid-hip, about 0.30 of stature).
# Segment lengths after Winter, Biomechanics and Motor Control of Human Movement: thigh 0.245,
# shin 0.246, upper arm 0.186, forearm 0.146 of stature, so 0.82, 0.82, 0.62 and 0.49 torso
# lengths; times 1.8, for a limb nearer to the camera than the trunk and a trunk that bends.
_BONES: tuple[tuple[Part, Part, float], ...] = (
    (Part.HIP, Part.KNEE, 1.5),
    (Part.KNEE, Part.ANKLE, 1.5),
    (Part.SHOULDER, Part.ELBOW, 1.15),
    (Part.ELBOW, Part.WRIST, 1.0),
)
_LEG = (Part.KNEE, Part.ANKLE, Part.HEEL, Part.TOE)
_ARM = (Part.ELBOW, Part.WRIST)

# A far limb within this of the near one, in torso lengths, and this little seen, is a copy of
# it: on real side views far knees have visibility 0.5-0.7 and lie on the near knee.
COPY_DISTANCE_TL = 0.15
COPY_VISIBILITY = 0.7
# Ankles this far apart, both this well seen, are two legs.
APART_DISTANCE_TL = 0.3
APART_VISIBILITY = 0.5
# A joint that moves this far between two frames while the other side's joint was there before
# has changed sides. Faster than any limb in these exercises: 0.35 torso lengths is 17 cm.
SWAP_DISTANCE_TL = 0.35
# A swap that lasts longer than this was a correction, not a slip.
SWAP_ACCEPTED_S = 0.6
# The trunk of one person cannot move or change size like this between two frames.
CUT_DISTANCE_TL = 1.0
CUT_SCALE = 1.6
CUT_WITHIN_S = 0.5
_TORSO_MEMORY = 45


class PoseGuard:
    """Marks impossible landmarks. Holds the last pose, recent torso lengths and open swaps."""

    def __init__(self) -> None:
        self._last: Pose | None = None
        self._torsos: deque[float] = deque(maxlen=_TORSO_MEMORY)
        self._swapped_since: dict[tuple[Part, ...], float] = {}
        self._trusted: dict[tuple[Part, ...], Pose] = {}

    def check(self, pose: Pose) -> Pose:
        """Return the pose with its `doubts` and `cut` filled in."""
        cut = self._last is not None and is_cut(self._last, pose)
        if cut:
            self._torsos.clear()
            self._swapped_since.clear()
            self._trusted.clear()
        self._last = pose
        self._torsos.append(body_scale_px(pose.points))
        torso = float(np.median(self._torsos))
        doubts: dict[int, Reason] = {}
        doubts.update(_too_long(pose, torso))
        doubts.update(_copies(pose, torso))
        for limb in (_LEG, _ARM):
            doubts.update(self._swap(pose, limb, torso))
        return replace(pose, doubts=doubts, cut=cut)

    def _swap(self, pose: Pose, limb: tuple[Part, ...], torso: float) -> dict[int, Reason]:
        """Doubt both limbs from a sudden exchange of sides until it ends or has settled."""
        trusted = self._trusted.get(limb)
        if trusted is None or not _exchanged(trusted, pose, limb, torso):
            self._swapped_since.pop(limb, None)
            self._trusted[limb] = pose
            return {}
        since = self._swapped_since.setdefault(limb, pose.time_s)
        if pose.time_s - since >= SWAP_ACCEPTED_S:
            self._swapped_since.pop(limb, None)
            self._trusted[limb] = pose
            return {}
        return {landmark_index(part, side): Reason.SUDDEN_JUMP for part in limb for side in SIDES}


def is_cut(before: Pose, after: Pose) -> bool:
    """Say whether the trunk moved or changed size as one person's cannot."""
    if after.time_s - before.time_s > CUT_WITHIN_S:
        return False
    old, new = _torso_px(before.points), _torso_px(after.points)
    if min(old, new) <= 0:
        return False
    moved = distance(_trunk_middle(before.points), _trunk_middle(after.points))
    return moved > CUT_DISTANCE_TL * max(old, new) or max(old, new) > CUT_SCALE * min(old, new)


def _exchanged(before: Pose, after: Pose, limb: tuple[Part, ...], torso: float) -> bool:
    """Say whether the left limb is where the right one was, and the other way round."""
    kept = crossed = 0.0
    for part in limb:
        for side in SIDES:
            now = after.points[landmark_index(part, side)]
            kept += distance(now, before.points[landmark_index(part, side)])
            crossed += distance(now, before.points[landmark_index(part, other_side(side))])
    count = 2 * len(limb)
    return kept / count > SWAP_DISTANCE_TL * torso and crossed < 0.5 * kept


def _too_long(pose: Pose, torso: float) -> dict[int, Reason]:
    doubts: dict[int, Reason] = {}
    for side in SIDES:
        for upper, lower, longest in _BONES:
            low = landmark_index(lower, side)
            length = distance(pose.points[landmark_index(upper, side)], pose.points[low])
            if length > longest * torso:
                doubts[low] = Reason.IMPLAUSIBLE_LENGTH
                if lower is Part.ANKLE:
                    doubts[landmark_index(Part.HEEL, side)] = Reason.IMPLAUSIBLE_LENGTH
                    doubts[landmark_index(Part.TOE, side)] = Reason.IMPLAUSIBLE_LENGTH
    return doubts


def _copies(pose: Pose, torso: float) -> dict[int, Reason]:
    """Doubt the far joint of each pair that lies on the near one and is hardly seen."""
    doubts: dict[int, Reason] = {}
    for part in (*_LEG, *_ARM):
        left, right = (landmark_index(part, side) for side in SIDES)
        far = left if pose.visibility[left] < pose.visibility[right] else right
        close = distance(pose.points[left], pose.points[right]) < COPY_DISTANCE_TL * torso
        if close and pose.visibility[far] < COPY_VISIBILITY:
            doubts[far] = Reason.COPIES_NEAR_LIMB
    for middle, end in ((Part.KNEE, Part.ANKLE), (Part.ELBOW, Part.WRIST)):
        if _apart(pose, end, torso):
            for side in SIDES:
                doubts.pop(landmark_index(middle, side), None)
    return doubts


def _apart(pose: Pose, end: Part, torso: float) -> bool:
    """Say whether both ends of a pair of limbs are seen, away from each other.

    Then neither limb copies the other, and knees that lie on each other are knees held together.
    """
    left, right = (landmark_index(end, side) for side in SIDES)
    seen = min(pose.visibility[left], pose.visibility[right]) >= APART_VISIBILITY
    away = distance(pose.points[left], pose.points[right]) > APART_DISTANCE_TL * torso
    return bool(seen and away)


def trunk_ends(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the middle of the shoulders and of the hips, (2,) each, of (33, 2) landmarks."""
    shoulders, hips = (_middle(points, part) for part in (Part.SHOULDER, Part.HIP))
    return shoulders, hips


def _middle(points: FloatArray, part: Part) -> FloatArray:
    left, right = (points[landmark_index(part, side)] for side in SIDES)
    middle: FloatArray = (left + right) / 2
    return middle


def _torso_px(points: FloatArray) -> float:
    return distance(*trunk_ends(points))


def body_scale_px(points: FloatArray) -> float:
    """Return the torso length, or what the shoulders' width says of it where that is more.

    Seen from the feet or the head the torso is foreshortened and the shoulders are not; they
    are 0.26 of stature wide (Winter), so 0.87 torso lengths.
    """
    left, right = (points[landmark_index(Part.SHOULDER, side)] for side in SIDES)
    return max(_torso_px(points), distance(left, right) / 0.87)


def _trunk_middle(points: FloatArray) -> FloatArray:
    shoulders, hips = trunk_ends(points)
    middle: FloatArray = (shoulders + hips) / 2
    return middle
