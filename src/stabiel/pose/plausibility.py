"""Marks implausible landmarks. In: poses in order. Out: the same poses, with `doubts` and `cut`.

The landmarker reports full confidence for joints that it cannot see (mediapipe#5197), so its
visibility alone is not enough. Three checks mark what is impossible for a body. No landmark is
moved or guessed: a doubtful landmark is simply not judged.
"""

import math
from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass, replace

from stabiel.anatomy import PARTS_OF, SIDES, LimbPair, Part, Reason, landmark_index
from stabiel.geometry import FloatArray
from stabiel.pose.pose import Pose

# The longest that a bone may appear, in torso lengths (mid-shoulder to mid-hip, about 0.30 of
# stature). Segment lengths after Winter, Biomechanics and Motor Control of Human Movement: thigh
# 0.245, shin 0.246, upper arm 0.186 and forearm 0.146 of stature, so 0.82, 0.82, 0.62 and 0.49
# torso lengths. They are multiplied by 1.8, for a limb nearer to the camera than the trunk and for
# a bent trunk.
_BONES: tuple[tuple[Part, Part, float], ...] = (
    (Part.HIP, Part.KNEE, 1.5),
    (Part.KNEE, Part.ANKLE, 1.5),
    (Part.SHOULDER, Part.ELBOW, 1.15),
    (Part.ELBOW, Part.WRIST, 1.0),
)
# Shoulders are 0.26 of stature wide (Winter), so 0.87 torso lengths.
SHOULDERS_TL = 0.87
_LEG = PARTS_OF[LimbPair.LEGS]
_ARM = PARTS_OF[LimbPair.ARMS]

# A far limb within this distance of the near one, in torso lengths, with less than this visibility,
# is a copy of it: in real side views far knees have a visibility of 0.5 to 0.7 and lie on the near
# knee.
COPY_DISTANCE_TL = 0.15
COPY_VISIBILITY = 0.7
# Ankles this far apart, in torso lengths, each with this visibility, belong to two legs.
APART_DISTANCE_TL = 0.3
APART_VISIBILITY = 0.5
# A joint that moves this far between two frames, to where the joint of the other side was, has
# changed sides. No limb is that fast in these exercises: 0.35 torso lengths is 17 cm.
SWAP_DISTANCE_TL = 0.35
# A swap that lasts longer than this was a correction, not an error.
SWAP_ACCEPTED_S = 0.6
# The trunk of one person cannot move or change size this much between two frames. In these
# exercises it cannot do so out of sight either: a landmarker that lost one person may find another.
# After an absence longer than a hold waits, everything starts from the beginning for any person.
CUT_DISTANCE_TL = 1.0
CUT_SCALE = 1.6
CUT_WITHIN_S = 4.0
# The torso length is the median of so long.
_TORSO_MEMORY_S = 1.5

# The landmarks as plain numbers, [x, y] in pixels, because `math` is much faster on them than on
# arrays.
_Points = list[list[float]]
_ROWS = {part: [landmark_index(part, side) for side in SIDES] for part in Part}


class PoseGuard:
    """Marks implausible landmarks. Holds the last trunk, recent torso lengths and open swaps."""

    def __init__(self) -> None:
        self._last: _Trunk | None = None
        self._torsos = _RecentMedian(_TORSO_MEMORY_S)
        self._swapped_since: dict[LimbPair, float] = {}
        self._trusted: dict[LimbPair, _Points] = {}
        # The pairs that have the names of each other since the first frame, as far as accepted.
        self._exchanged: frozenset[LimbPair] = frozenset()

    def check(self, pose: Pose) -> Pose:
        """Return the pose with `doubts` and `cut` set."""
        points: _Points = pose.points.tolist()
        trunk = _trunk(pose.time_s, points)
        cut = self._last is not None and _is_cut(self._last, trunk)
        if cut:
            self._torsos.clear()
            self._swapped_since.clear()
            self._trusted.clear()
            self._exchanged = frozenset()
        self._last = trunk
        torso = self._torsos.add(pose.time_s, _scale_px(trunk, points))
        doubts: dict[int, Reason] = {}
        doubts.update(_too_long(points, torso))
        doubts.update(_copies(points, pose.visibility.tolist(), torso))
        for pair in LimbPair:
            doubts.update(self._swap(pose.time_s, points, pair, torso))
        exchanged = self._exchanged ^ self._swapped_since.keys()
        return replace(pose, doubts=doubts, cut=cut, exchanged=exchanged)

    def _swap(
        self, time_s: float, points: _Points, pair: LimbPair, torso: float
    ) -> dict[int, Reason]:
        """Doubt both limbs from a sudden exchange of sides until it ends or is accepted."""
        trusted, parts = self._trusted.get(pair), PARTS_OF[pair]
        if trusted is None or not _exchanged(trusted, points, parts, torso):
            self._swapped_since.pop(pair, None)
            self._trusted[pair] = points
            return {}
        since = self._swapped_since.setdefault(pair, time_s)
        if time_s - since >= SWAP_ACCEPTED_S:
            self._swapped_since.pop(pair, None)
            self._trusted[pair] = points
            self._exchanged ^= {pair}
            return {}
        return {row: Reason.SUDDEN_JUMP for part in parts for row in _ROWS[part]}


class _RecentMedian:
    """The median of the values of the last seconds. Holds them by time, and by size.

    At 240 frames per second they are too many to sort for every frame.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._by_time: deque[tuple[float, float]] = deque()
        self._by_size: list[float] = []

    def add(self, time_s: float, value: float) -> float:
        """Take one value and return the median."""
        self._by_time.append((time_s, value))
        insort(self._by_size, value)
        # Frame times are floats: 45 frames at 30 per second are 1.5 s only to within rounding.
        while time_s - self._by_time[0][0] >= self._seconds - 1e-6:
            _, old = self._by_time.popleft()
            del self._by_size[bisect_left(self._by_size, old)]
        middle, odd = divmod(len(self._by_size), 2)
        if odd:
            return self._by_size[middle]
        return (self._by_size[middle - 1] + self._by_size[middle]) / 2

    def clear(self) -> None:
        """Forget all values."""
        self._by_time.clear()
        self._by_size.clear()


@dataclass(frozen=True, slots=True)
class _Trunk:
    """The middle of the trunk and its length in the picture at one time."""

    time_s: float
    middle: tuple[float, float]
    length_px: float


def _trunk(time_s: float, points: _Points) -> _Trunk:
    shoulders, hips = (_between(points, part) for part in (Part.SHOULDER, Part.HIP))
    middle = (shoulders[0] + hips[0]) / 2, (shoulders[1] + hips[1]) / 2
    return _Trunk(time_s, middle, math.dist(shoulders, hips))


def _between(points: _Points, part: Part) -> tuple[float, float]:
    left, right = (points[row] for row in _ROWS[part])
    return (left[0] + right[0]) / 2, (left[1] + right[1]) / 2


def _is_cut(before: _Trunk, after: _Trunk) -> bool:
    """Return whether the trunk moved or changed size more than that of one person can."""
    if after.time_s - before.time_s > CUT_WITHIN_S:
        return False
    short, long = sorted((before.length_px, after.length_px))
    if short <= 0:
        return False
    moved = math.dist(before.middle, after.middle)
    return moved > CUT_DISTANCE_TL * long or long > CUT_SCALE * short


def _exchanged(before: _Points, after: _Points, limb: tuple[Part, ...], torso: float) -> bool:
    """Return whether the left limb is where the right one was, and vice versa."""
    kept = crossed = 0.0
    for part in limb:
        left, right = _ROWS[part]
        kept += math.dist(after[left], before[left]) + math.dist(after[right], before[right])
        crossed += math.dist(after[left], before[right]) + math.dist(after[right], before[left])
    count = 2 * len(limb)
    return kept / count > SWAP_DISTANCE_TL * torso and crossed < 0.5 * kept


def _too_long(points: _Points, torso: float) -> dict[int, Reason]:
    doubts: dict[int, Reason] = {}
    for upper, lower, longest in _BONES:
        for number, low in enumerate(_ROWS[lower]):
            if math.dist(points[_ROWS[upper][number]], points[low]) > longest * torso:
                doubts[low] = Reason.IMPLAUSIBLE_LENGTH
                if lower is Part.ANKLE:
                    doubts[_ROWS[Part.HEEL][number]] = Reason.IMPLAUSIBLE_LENGTH
                    doubts[_ROWS[Part.TOE][number]] = Reason.IMPLAUSIBLE_LENGTH
    return doubts


def _copies(points: _Points, visibility: list[float], torso: float) -> dict[int, Reason]:
    """Doubt the far joint of each pair if it lies on the near one and is hardly visible."""
    doubts: dict[int, Reason] = {}
    for part in (*_LEG, *_ARM):
        left, right = _ROWS[part]
        far = left if visibility[left] < visibility[right] else right
        close = math.dist(points[left], points[right]) < COPY_DISTANCE_TL * torso
        if close and visibility[far] < COPY_VISIBILITY:
            doubts[far] = Reason.COPIES_NEAR_LIMB
    for middle, end in ((Part.KNEE, Part.ANKLE), (Part.ELBOW, Part.WRIST)):
        if _apart(points, visibility, end, torso):
            for row in _ROWS[middle]:
                doubts.pop(row, None)
    return doubts


def _apart(points: _Points, visibility: list[float], end: Part, torso: float) -> bool:
    """Return whether both ends of a pair of limbs are visible and apart from each other.

    Then neither limb is a copy, and knees that lie on each other are simply held together.
    """
    left, right = _ROWS[end]
    seen = min(visibility[left], visibility[right]) >= APART_VISIBILITY
    return seen and math.dist(points[left], points[right]) > APART_DISTANCE_TL * torso


def trunk_ends(points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the middle of the shoulders and of the hips, (2,) each, from (33, 2) landmarks."""
    shoulders, hips = (_middle(points, part) for part in (Part.SHOULDER, Part.HIP))
    return shoulders, hips


def _middle(points: FloatArray, part: Part) -> FloatArray:
    left, right = (points[landmark_index(part, side)] for side in SIDES)
    middle: FloatArray = (left + right) / 2
    return middle


def body_scale_px(points: FloatArray) -> float:
    """Return the torso length in pixels, or its estimate from the shoulder width if longer.

    Seen from the feet or from the head, the torso is foreshortened and the shoulders are not.

    Args:
        points: (33, 2) landmarks in pixels.
    """
    plain: _Points = points.tolist()
    return _scale_px(_trunk(0.0, plain), plain)


def _scale_px(trunk: _Trunk, points: _Points) -> float:
    left, right = (points[row] for row in _ROWS[Part.SHOULDER])
    return max(trunk.length_px, math.dist(left, right) / SHOULDERS_TL)
