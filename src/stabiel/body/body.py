"""A body to measure. In: guarded poses in order. Out: `Body`, which gives points or why not.

`BodyReader` decides over frames which side is near the camera and which view this is. `Body` is
the plain value of one frame. No camera, no clock, no judgment.
"""

import math
from collections import deque
from dataclasses import dataclass, field, replace

import numpy as np

from stabiel.anatomy import (
    SIDES,
    Part,
    Reason,
    Side,
    View,
    landmark_index,
    other_side,
)
from stabiel.body.still_joints import StillJoints
from stabiel.geometry import FloatArray, distance, unit
from stabiel.pose.plausibility import trunk_ends
from stabiel.pose.pose import Pose

# Below this the landmarker itself does not claim to see the joint.
VISIBILITY_FLOOR = 0.5
# The side towards the camera needs less: it is rarely hidden, and 5 % of the near ankles of 14 real
# people are under 0.5 with `full`, found as well as others. What `heavy` reports is on this scale
# too (`stabiel.pose.visibility`): 0.4 is its own 0.1 for a leg. Above that both models put a near
# knee, ankle, heel, toe or wrist in one place (within 0.15 torso lengths) as often as where `full`
# reports 0.5 to 0.8; below it they agree in 45 % of the ankles. 0.2 to 0.4 judge all those
# recordings alike, and random rendered people too.
NEAR_FLOOR = 0.4
# A far knee whose ankle is visible is where the landmarker puts it, even with little confidence:
# 0.43 to 0.55 on legs that slide out or lift behind the near one, and the knee's angle is right.
BETWEEN_FLOOR = 0.35
# Near limbs in the picture have 0.95 and more, also in poor light. Limbs under a blanket have 0.7
# to 0.85, and the landmarker guesses where they lie.
SURE_VISIBILITY = 0.8
# A landmark may lie a little outside: the ankle of a foot at the edge of the picture.
PICTURE_MARGIN = 0.02
# The near side changes only if the other one is clearly more visible for a while.
NEAR_SIDE_TIME_S = 0.7
NEAR_SIDE_MARGIN = 0.08
VIEW_TIME_S = 0.7
# Width of shoulders and hips against torso length, the mean of the two: 0.04-0.22 in rendered and
# real side views (photos up to 0.30), 0.39-0.48 from high or oblique. From the feet or the head
# the torso is foreshortened and the ratio exceeds 1.
SIDE_VIEW_BELOW = 0.32
FRONT_VIEW_ABOVE = 0.95
# How much of the trunk's length in space points at the camera: 0.00-0.19 from high at the side,
# 0.44-0.63 from 40 degrees round towards the feet.
OBLIQUE_DEPTH = 0.30
# How much of it lies across the picture, for bodies that lie or are on hands and knees: 0.05-0.22
# from the feet or the head, even if the torso is hardly foreshortened; oblique 0.76-0.89.
FRONT_VIEW_ACROSS = 0.50
# An upright trunk points up in the picture by this share, or up and towards a camera that looks
# down on it: standing, sitting and in a lunge 0.93-1.00. A lying body points down if it points
# towards the camera (seen from the head), or up and away (seen from the feet).
UPRIGHT_ABOVE = 0.90
UPRIGHT_UP_ABOVE = 0.50
# Its widths are 0.56 torso lengths from the front, 0.36 from 40 degrees to the side and 0.06-0.25
# from the side; this limit is 57 degrees to the side.
UPRIGHT_FRONT_ABOVE = 0.47

# At rest no joint moves further than this in a second: 0.08 torso lengths is 4 cm.
REST_S = 1.0
REST_COVERED_S = 0.8 * REST_S
LOOK_AGAIN_S = 0.25
STILL_TL = 0.08

_ENDS = {Part.KNEE: Part.ANKLE, Part.ELBOW: Part.WRIST}
_NEAR_PARTS = (Part.SHOULDER, Part.ELBOW, Part.WRIST, Part.HIP, Part.KNEE, Part.ANKLE)


class UnseenError(Exception):
    """A landmark that a measure needs is not visible; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Body:
    """One frame's body, ready to be measured.

    Attributes:
        pose: the guarded pose.
        near: the side of the body towards the camera.
        view: from where the camera looks.
        torso_px: mid-shoulder to mid-hip, pixels; the unit of every distance (tl).
        upright: the trunk is upright, as when somebody stands or sits.
        start: the same body in its own start posture, None before that was seen.
        still: landmarks that are where they were when last visible.
    """

    pose: Pose
    near: Side
    view: View
    torso_px: float
    upright: bool = False
    start: "Body | None" = None
    still: frozenset[int] = frozenset()
    # Points that are known to be visible; empty in every copy, which may have another pose.
    _seen: dict[tuple[Part, Side], FloatArray] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def point(self, part: Part, side: Side, *, whichever: bool = False) -> FloatArray:
        """Return a (2,) landmark in pixels.

        With `whichever` the side does not matter: a mix-up of left and right is no reason to
        doubt the point.

        Raises:
            UnseenError: it is hidden, in doubt or outside the picture.
        """
        known = self._seen.get((part, side))
        if known is not None:
            return known
        index = landmark_index(part, side)
        doubt = self.pose.doubts.get(index)
        if doubt is not None and not (whichever and doubt is Reason.SUDDEN_JUMP):
            raise UnseenError(doubt)
        point: FloatArray = self.pose.points[index]
        width, height = self.pose.size_px
        margin = PICTURE_MARGIN * max(width, height)
        x, y = point.tolist()
        if not (-margin <= x <= width + margin and -margin <= y <= height + margin):
            raise UnseenError(Reason.OUT_OF_PICTURE)
        if index not in self.still and self.pose.visibility[index] < self._floor(part, side):
            raise UnseenError(Reason.HIDDEN)
        if doubt is None:
            self._seen[part, side] = point
        return point

    def _floor(self, part: Part, side: Side) -> float:
        """Return the visibility that a landmark needs.

        It is less for the near side, and for a far joint if the end of its limb is visible.
        """
        if side == self.near:
            return NEAR_FLOOR
        if part not in _ENDS:
            return VISIBILITY_FLOOR
        try:
            self.point(_ENDS[part], side)
        except UnseenError:
            return VISIBILITY_FLOOR
        return BETWEEN_FLOOR

    @property
    def is_other(self) -> bool:
        """Whether this is somebody else than who exercises (`stabiel.pose.followed_person`)."""
        return self.pose.doubts.get(landmark_index(Part.HIP, self.near)) is Reason.OTHER_BODY

    def surely_sees(self, parts: tuple[Part, ...]) -> bool:
        """Return whether the near side's landmarks of some parts are visible, not only guessed.

        Those of the far side are never that sure, so this does not ask for them.
        """
        rows = [landmark_index(part, self.near) for part in parts]
        return all(self.pose.visibility[row] >= SURE_VISIBILITY for row in rows)

    def at_start(self) -> "Body":
        """Return the body in its own start posture.

        Raises:
            UnseenError: it was not seen yet.
        """
        if self.start is None:
            raise UnseenError(Reason.NO_START)
        return self.start

    def with_start(self, start: "Body | None") -> "Body":
        """Return this body with another start posture to compare with."""
        return self if start is self.start else replace(self, start=start)


class BodyReader:
    """Turns poses into bodies. Holds how visible each side is and how the trunk lies, over time."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._seen = dict.fromkeys(SIDES, 0.0)
        self._near: Side = "left"
        self._width_ratio = 0.0
        self._trunk = np.zeros(3)
        self._joints = StillJoints()

    def read(self, pose: Pose) -> Body:
        """Return the body of this pose."""
        shoulders, hips = trunk_ends(pose.points)
        torso = max(distance(shoulders, hips), 1e-6)
        seen = {side: _mean_visibility(pose, side) for side in SIDES}
        ratio, trunk = _width_ratio(pose, torso), _trunk_direction(pose)
        if self._last_s is None or pose.cut:
            self._seen, self._width_ratio, self._trunk = seen, ratio, trunk
            self._near = max(SIDES, key=lambda side: seen[side])
        else:
            step_s = pose.time_s - self._last_s
            self._follow(seen, ratio, trunk, step_s)
        self._last_s = pose.time_s
        upright = _is_upright(self._trunk)
        view = _view_of(self._width_ratio, self._trunk, upright)
        still = self._joints.update(pose, self._near, torso, NEAR_FLOOR, SURE_VISIBILITY)
        return Body(pose, self._near, view, torso, upright, still=still)

    def _follow(
        self, seen: dict[Side, float], ratio: float, trunk: FloatArray, step_s: float
    ) -> None:
        keep = math.exp(-step_s / NEAR_SIDE_TIME_S)
        self._seen = {side: keep * self._seen[side] + (1 - keep) * seen[side] for side in SIDES}
        keep = math.exp(-step_s / VIEW_TIME_S)
        self._width_ratio = keep * self._width_ratio + (1 - keep) * ratio
        self._trunk = keep * self._trunk + (1 - keep) * trunk
        other = other_side(self._near)
        if self._seen[other] > self._seen[self._near] + NEAR_SIDE_MARGIN:
            self._near = other


def median_body(bodies: list[Body]) -> Body:
    """Return one body whose landmarks are the medians of several (the person's own start).

    The near side, the view and the doubts are those of the newest body.
    """
    newest = bodies[-1]
    pose = replace(
        newest.pose,
        points=np.median([body.pose.points for body in bodies], axis=0),
        world=np.median([body.pose.world for body in bodies], axis=0),
        visibility=np.median([body.pose.visibility for body in bodies], axis=0),
    )
    torso = float(np.median([body.torso_px for body in bodies]))
    return replace(newest, pose=pose, torso_px=torso, start=None)


def is_due(found: Body, now: Body) -> bool:
    """Return whether a body found at rest is so old that it is time to look again."""
    return not 0.0 <= now.pose.time_s - found.pose.time_s < LOOK_AGAIN_S


class StillBody:
    """Finds the body at rest: its near side did not move for a second. Holds that second."""

    def __init__(self) -> None:
        self._bodies: deque[Body] = deque()
        self._found: Body | None = None

    def update(self, body: Body) -> Body | None:
        """Take one frame and return the median of the last second, None if the body moved in it."""
        self._bodies.append(body.with_start(None))
        bodies, now_s = self._bodies, body.pose.time_s
        # With few frames per second one that is a little older may be needed to cover it.
        while (
            now_s - bodies[0].pose.time_s > REST_S
            and now_s - bodies[1].pose.time_s >= REST_COVERED_S
        ):
            bodies.popleft()
        first = bodies[0]
        if now_s - first.pose.time_s < REST_COVERED_S or first.near != body.near:
            return None
        rows = [landmark_index(part, body.near) for part in _NEAR_PARTS]
        moved = np.linalg.norm(body.pose.points[rows] - first.pose.points[rows], axis=1)
        if moved.max() >= STILL_TL * body.torso_px:
            return None
        if self._found is None or is_due(self._found, body):
            self._found = median_body([*self._bodies])
        return self._found

    def interrupt(self) -> None:
        """Forget the last second: the body does not rest in this frame."""
        self._bodies.clear()


def _mean_visibility(pose: Pose, side: Side) -> float:
    visibility = pose.visibility.tolist()
    seen = [visibility[landmark_index(part, side)] for part in _NEAR_PARTS]
    return float(sum(seen)) / len(seen)


def _width_ratio(pose: Pose, torso: float) -> float:
    widths = [
        distance(*(pose.points[landmark_index(part, side)] for side in SIDES))
        for part in (Part.SHOULDER, Part.HIP)
    ]
    return sum(widths) / 2 / torso


def _trunk_direction(pose: Pose) -> FloatArray:
    """Return the direction from hips to shoulders, (3,) at length 1: right, down and away."""
    shoulders, hips = (
        pose.world[landmark_index(part, "left")] + pose.world[landmark_index(part, "right")]
        for part in (Part.SHOULDER, Part.HIP)
    )
    return unit(shoulders - hips)


def _is_upright(trunk: FloatArray) -> bool:
    up, towards = -float(trunk[1]), -float(trunk[2])
    return up > UPRIGHT_UP_ABOVE and math.hypot(up, max(0.0, towards)) > UPRIGHT_ABOVE


def _view_of(ratio: float, trunk: FloatArray, upright: bool) -> View:
    across, depth = abs(trunk[0]), abs(trunk[2])
    if ratio < SIDE_VIEW_BELOW:
        return View.SIDE
    if upright:
        if depth > OBLIQUE_DEPTH:
            return View.HIGH
        return View.FRONT if ratio > UPRIGHT_FRONT_ABOVE else View.OBLIQUE
    if ratio > FRONT_VIEW_ABOVE or across < FRONT_VIEW_ACROSS:
        return View.FRONT
    return View.OBLIQUE if depth > OBLIQUE_DEPTH else View.HIGH
