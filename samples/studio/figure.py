"""Builds a posture, limb by limb.

In: a `Body` and goals in everyday terms: where a foot stands, where an elbow points, how far the
back bends. Out: a `Pose` (bone rotations and positions) with joints and skin. The order of calls
is trunk, then `put`, then head and limbs: each goal depends on the ones before it.

Frame: the studio's world (meters, Z up). The `hinge` of a knee or elbow is the axis of its bend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import (
    JOINT_BONES,
    LETTER,
    SEGMENTS,
    SIDES,
    SKIN_LANDMARKS,
    Body,
)
from samples.studio.kinematics import (
    Array,
    X,
    Y,
    Z,
    axes_along,
    between,
    rotation,
    rotation_between,
    trunk_axes,
    two_link,
)

#: Height of the top of the mat.
MAT_TOP_M = 0.012
#: How far soft tissue sinks into the mat.
SOFT_TISSUE_M = 0.008

#: Joints of the spine from the pelvis to the chest. Those of MIDDLE lie well between hips and
#: shoulders, so bending them rounds the back; those of UPPER curl the shoulders and the neck.
SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
MIDDLE = ("spine04", "spine03", "spine02")
UPPER = ("spine02", "spine01")
#: Share of the turn from the chest to the head that each bone of the neck has made.
NECK_SHARES = {"neck01": 0.3, "neck02": 0.6, "neck03": 0.85, "head": 1.0}
#: Share of a segment's own twist that its upper bone takes. The lower bone takes the rest, so that
#: the skin is not wrung at the joint.
UPPER_TWIST = {"upper_arm": 0.4, "thigh": 0.5, "forearm": 1.0, "shin": 1.0}
#: Share of the hand's turn that the lower half of the forearm follows.
FOREARM_FOLLOWS_HAND = 0.55


@dataclass(frozen=True)
class Pose:
    """A posed body: world rotations (B, 3, 3) for the skin and positions (B, 3) of the bones."""

    body: Body
    rotations: Array
    positions: Array

    def skin(self) -> NDArray[np.float32]:
        """Skin vertices (V, 3)."""
        return self.body.skin(self.rotations, self.positions)

    def joints(self) -> dict[str, Array]:
        """Every joint of `bodies.JOINTS` by name, (3,) each."""
        joints = {}
        for side in SIDES:
            for name, bone in JOINT_BONES.items():
                bone_index = self.body.index[f"{bone}.{LETTER[side]}"]
                joints[f"{side}_{name}"] = self.positions[bone_index]
        names = [f"{side}_{name}" for side in SIDES for name in SKIN_LANDMARKS]
        vertices = np.array([self.body.landmarks[name] for name in names])
        skin = self.body.skin(self.rotations, self.positions, vertices).astype(float)
        return joints | dict(zip(names, skin, strict=True))

    def lowest(self, vertices: NDArray[np.int64]) -> float:
        """Height of the lowest of some skin vertices."""
        return float(self.body.skin(self.rotations, self.positions, vertices)[:, 2].min())


class Figure:
    """A posture under construction. It starts standing upright at the origin, facing -Y."""

    def __init__(self, body: Body) -> None:
        """Stand the body in its rest posture."""
        self.body = body
        self.rotations = np.tile(np.eye(3), (len(body.bones), 1, 1))
        self.root = body.heads[0].copy()
        self._positions: Array | None = None

    # --- reading -------------------------------------------------------------------------------

    @property
    def positions(self) -> Array:
        """Bone heads (B, 3)."""
        if self._positions is None:
            self._positions = self.body.bone_positions(self.rotations, self.root)
        return self._positions

    def at(self, bone: str, side: str = "") -> Array:
        """Where a bone begins (3,); `bone` may be the name of a joint, such as 'knee'."""
        name = JOINT_BONES.get(bone, bone)
        position: Array = self.positions[
            self.body.index[f"{name}.{LETTER[side]}" if side else name]
        ]
        return position

    def middle(self, joint: str) -> Array:
        """The point (3,) halfway between the left and the right joint."""
        return (self.at(joint, "left") + self.at(joint, "right")) / 2

    def turned(self, bone: str, side: str = "") -> Array:
        """World rotation (3, 3) of a bone."""
        rotation_: Array = self.rotations[
            self.body.index[f"{bone}.{LETTER[side]}" if side else bone]
        ]
        return rotation_

    def lowest(self, vertices: NDArray[np.int64]) -> float:
        """Height of the lowest of some skin vertices."""
        return float(self.body.skin(self.rotations, self.positions, vertices)[:, 2].min())

    # --- trunk ---------------------------------------------------------------------------------

    def trunk(
        self,
        towards_head: Array,
        back: Array,
        *,
        rounding_deg: float = 0.0,
        curl_deg: float = 0.0,
        roll_deg: float = 0.0,
        twist_deg: float = 0.0,
    ) -> None:
        """Turn the pelvis, round the back, curl the upper back and twist (+ chest to the left).

        `roll_deg` turns the pelvis about the trunk's own line (+ its front to the left). The neck,
        head and limbs follow the chest rigidly until they get goals of their own.
        """
        self._turn("root", trunk_axes(towards_head, back) @ rotation(Z, roll_deg))
        for bone in SPINE:
            bend = rounding_deg / len(MIDDLE) if bone in MIDDLE else 0.0
            bend += curl_deg / len(UPPER) if bone in UPPER else 0.0
            local = rotation(X, bend) @ rotation(Z, twist_deg / len(SPINE))
            parent = self.body.bones[self.body.parents[self.body.index[bone]]]
            self._turn(bone, self.turned(parent) @ local)

    def head(self, world: Array) -> None:
        """Turn the head to a world rotation (3, 3); the neck shares the turn."""
        chest = self.turned("spine01")
        for bone, share in NECK_SHARES.items():
            self._turn(bone, between(chest, world, share))

    def nod(self, flexion_deg: float, turn_deg: float = 0.0) -> None:
        """Bend the head to the chest (+) or back (-) and turn it (+ to the left)."""
        self.head(self.turned("spine01") @ rotation(Z, turn_deg) @ rotation(X, flexion_deg))

    def shrug(self, side: str, *, up_deg: float = 0.0, forward_deg: float = 0.0) -> None:
        """Raise the shoulder girdle towards the ear, or bring it forward."""
        sign = 1.0 if side == "left" else -1.0
        local = rotation(Y, -sign * up_deg) @ rotation(Z, -sign * forward_deg)
        self._turn(f"clavicle.{LETTER[side]}", self.turned("spine01") @ local)

    # --- place ---------------------------------------------------------------------------------

    def move(self, offset: Array) -> None:
        """Shift the whole body by an offset (3,)."""
        self.root = self.root + offset
        self._positions = None

    def take(self, rotations: Array, root: Array) -> None:
        """Take over all bone rotations (B, 3, 3) and the place of the root (3,)."""
        self.rotations, self.root = rotations, root
        self._positions = None

    def put(self, point: Array, at: Sequence[float | None] | Array) -> None:
        """Shift the body so that one of its points moves to `at`; None keeps a coordinate."""
        self.move(
            np.array([0.0 if to is None else to - here for here, to in zip(point, at, strict=True)])
        )

    def settle(self, vertices: NDArray[np.int64], sink_m: float = SOFT_TISSUE_M) -> None:
        """Shift the body up or down until the lowest of these vertices lies on the mat."""
        self.move(np.array([0.0, 0.0, MAT_TOP_M - sink_m - self.lowest(vertices)]))

    # --- limbs ---------------------------------------------------------------------------------

    def leg(self, side: str, thigh: Array, shin: Array, knee_towards: Array) -> None:
        """Point thigh and shin; `knee_towards` is the direction of the kneecap."""
        self._segment("thigh", side, thigh, np.cross(knee_towards, thigh))
        self._segment("shin", side, shin, np.cross(knee_towards, shin))
        self._segment_follow("foot", side)

    def ankle_at(self, side: str, ankle: Array, knee_towards: Array) -> None:
        """Bring an ankle to a point (3,), the knee bent towards a direction (3,)."""
        hip = self.at("hip", side)
        knee, end = two_link(hip, ankle, self.body.thigh_m, self.body.shin_m, knee_towards)
        hinge = np.cross(knee_towards, end - hip)
        self._segment("thigh", side, knee - hip, hinge)
        self._segment("shin", side, end - knee, hinge)
        self._segment_follow("foot", side)

    def sole(self, side: str, along: Array, up: Array, toes_deg: float = 0.0) -> None:
        """Point a foot from heel to toes, its instep towards `up`; bend the toes up (+)."""
        self._segment("foot", side, along, np.cross(up, along))
        foot = self.turned("foot", side)
        self._turn(f"toes.{LETTER[side]}", foot @ rotation(X, -toes_deg))

    def arm(self, side: str, upper: Array, fore: Array, elbow_towards: Array) -> None:
        """Point upper arm and forearm; `elbow_towards` is the direction of the elbow."""
        self._segment("upper_arm", side, upper, np.cross(elbow_towards, upper))
        self._segment("forearm", side, fore, np.cross(elbow_towards, fore))
        self._segment_follow("hand", side)

    def wrist_at(self, side: str, wrist: Array, elbow_towards: Array) -> None:
        """Bring a wrist to a point (3,), the elbow bent towards a direction (3,)."""
        shoulder = self.at("shoulder", side)
        body = self.body
        elbow, end = two_link(shoulder, wrist, body.upper_arm_m, body.forearm_m, elbow_towards)
        hinge = np.cross(elbow_towards, end - shoulder)
        self._segment("upper_arm", side, elbow - shoulder, hinge)
        self._segment("forearm", side, end - elbow, hinge)
        self._segment_follow("hand", side)

    def hand(self, side: str, along: Array, thumb_towards: Array) -> None:
        """Point a hand from wrist to fingers, the thumb to a side."""
        self._segment("hand", side, along, thumb_towards)

    # --- result --------------------------------------------------------------------------------

    def pose(self) -> Pose:
        """The finished posture, with the twist of the limbs spread along the bones."""
        rotations = self.rotations.copy()
        index = self.body.index
        for side in SIDES:
            letter = LETTER[side]
            for segment in ("upper_arm", "thigh"):
                upper = index[f"{SEGMENTS[segment][0]}.{letter}"]
                parent = self.rotations[self.body.parents[upper]]
                axis = self.body.rest_axes[segment, side][:, 0]
                swing = rotation_between(parent @ axis, rotations[upper] @ axis) @ parent
                rotations[upper] = between(swing, rotations[upper], UPPER_TWIST[segment])
            lower = index[f"lowerarm02.{letter}"]
            hand = self.rotations[index[f"wrist.{letter}"]]
            axis = self.body.rest_axes["forearm", side][:, 0]
            untwisted = rotation_between(hand @ axis, rotations[lower] @ axis) @ hand
            rotations[lower] = between(rotations[lower], untwisted, FOREARM_FOLLOWS_HAND)
        return Pose(self.body, rotations, self.positions.copy())

    def _turn(self, bone: str, world: Array) -> None:
        """Set a bone's world rotation; bones that depend on it keep their place relative to it."""
        index = self.body.index[bone]
        change = world @ self.rotations[index].T
        below = self.body.below[index]
        self.rotations[below] = change @ self.rotations[below]
        self.rotations[index] = world
        self._positions = None

    def _segment(self, segment: str, side: str, direction: Array, hinge: Array) -> None:
        world = axes_along(direction, hinge) @ self.body.rest_axes[segment, side].T
        for bone in SEGMENTS[segment]:
            self._turn(f"{bone}.{LETTER[side]}", world)

    def _segment_follow(self, segment: str, side: str) -> None:
        """Align a hand or foot with its forearm or shin, as in the rest posture."""
        bone = f"{SEGMENTS[segment][0]}.{LETTER[side]}"
        parent = self.body.bones[self.body.parents[self.body.index[bone]]]
        self._turn(bone, self.turned(parent[:-2], side))
