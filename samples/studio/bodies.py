"""Skinned human bodies: rest shape, bones, forward kinematics and linear blend skinning.

In: the reduced .npz files in `bodies/` (see the README there). Out: a `Body`, which turns bone
rotations into joints (meters) and skin vertices. A body has a shape, never a posture.

Rest frame: meters, Z up, the person faces -Y, the person's left is +X.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samples.studio.kinematics import Array, X, axes_along

BODIES_FOLDER = Path(__file__).parent / "bodies"

#: Zones of the skin, each covered by a garment or not.
ZONES = (
    "none", "head", "hair", "eye", "torso", "sleeve", "forearm", "hand",
    "hips", "lower_thigh", "shin", "ankle", "foot",
)  # fmt: skip

#: The layers that a mesh face can belong to.
SKIN, CLOTH, HAIR, EYE = range(4)

SIDES = ("left", "right")
LETTER = {"left": "L", "right": "R"}


def other(side: str) -> str:
    """The other side."""
    return "right" if side == "left" else "left"


#: Joints that are the head of a bone; heel, toe and ear are skin vertices.
JOINT_BONES = {
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
}
SKIN_LANDMARKS = ("heel", "toe", "ear")
JOINTS = tuple(f"{side}_{name}" for side in SIDES for name in (*JOINT_BONES, *SKIN_LANDMARKS))

#: Limb segments and the bones that make them up, from the trunk outwards.
SEGMENTS = {
    "upper_arm": ("upperarm01", "upperarm02"),
    "forearm": ("lowerarm01", "lowerarm02"),
    "hand": ("wrist",),
    "thigh": ("upperleg01", "upperleg02"),
    "shin": ("lowerleg01", "lowerleg02"),
    "foot": ("foot",),
}


@dataclass(frozen=True)
class Body:
    """One person's shape and skeleton in the rest posture."""

    name: str
    rest: NDArray[np.float32]  # (V, 3) skin vertices
    faces: NDArray[np.int32]  # (F, 4) corners; a triangle repeats its last one
    zone: NDArray[np.uint8]  # (F,) index into ZONES
    layer: NDArray[np.uint8]  # (F,) SKIN, CLOTH, HAIR or EYE
    weights: NDArray[np.float32]  # (V, B) rows sum to one
    bones: tuple[str, ...]
    parents: tuple[int, ...]  # -1 for the root; parents come before children
    below: tuple[NDArray[np.int64], ...]  # for each bone, all bones that depend on it
    heads: Array  # (B, 3) where each bone begins
    landmarks: dict[str, int]  # vertex of left_heel, right_toe, ...
    finger_roots: Array  # (2, 3, 3): left/right; index, middle, little finger
    index: dict[str, int] = field(repr=False)
    rest_axes: dict[tuple[str, str], Array] = field(repr=False)  # (segment, side) -> (3, 3)

    def head(self, bone: str, side: str = "") -> Array:
        """Where a bone begins in the rest posture (3,)."""
        head: Array = self.heads[self.index[f"{bone}.{LETTER[side]}" if side else bone]]
        return head

    def length(self, first: str, second: str) -> float:
        """Distance between the heads of two left-side bones, meters."""
        return float(np.linalg.norm(self.head(first, "left") - self.head(second, "left")))

    @property
    def thigh_m(self) -> float:
        """Hip to knee."""
        return self.length("upperleg01", "lowerleg01")

    @property
    def shin_m(self) -> float:
        """Knee to ankle."""
        return self.length("lowerleg01", "foot")

    @property
    def upper_arm_m(self) -> float:
        """Shoulder to elbow."""
        return self.length("upperarm01", "lowerarm01")

    @property
    def forearm_m(self) -> float:
        """Elbow to wrist."""
        return self.length("lowerarm01", "wrist")

    @property
    def torso_m(self) -> float:
        """Mid-shoulder to mid-hip, the catalogue's torso length (tl)."""
        return float(
            np.linalg.norm(
                sum(self.head("upperarm01", s) - self.head("upperleg01", s) for s in SIDES) / 2
            )
        )

    def bone_positions(self, rotations: Array, root: Array) -> Array:
        """Where each bone begins (B, 3) for world rotations (B, 3, 3) and a root position (3,)."""
        positions = np.empty_like(self.heads)
        for bone, parent in enumerate(self.parents):
            if parent < 0:
                positions[bone] = root
            else:
                offset = self.heads[bone] - self.heads[parent]
                positions[bone] = positions[parent] + rotations[parent] @ offset
        return positions

    def skin(
        self, rotations: Array, positions: Array, vertices: NDArray[np.int64] | slice = slice(None)
    ) -> NDArray[np.float32]:
        """Skinned vertices (V, 3), or only the requested ones."""
        shift = positions - np.einsum("bij,bj->bi", rotations, self.heads)
        transform = np.concatenate([rotations.reshape(-1, 9), shift], axis=1).astype(np.float32)
        blended = self.weights[vertices] @ transform
        turned = np.einsum("vij,vj->vi", blended[:, :9].reshape(-1, 3, 3), self.rest[vertices])
        skinned: NDArray[np.float32] = turned + blended[:, 9:]
        return skinned

    def vertices_of(self, *bones: str) -> NDArray[np.int64]:
        """Skin vertices that follow one of these bones (name prefixes) more than any other."""
        main = self.weights.argmax(axis=1)
        wanted = [i for i, bone in enumerate(self.bones) if bone.startswith(bones)]
        skin = np.unique(self.faces[self.layer == SKIN])
        return skin[np.isin(main[skin], wanted)]


@cache
def load_body(name: str) -> Body:
    """The body of that name from `bodies/`."""
    shape = np.load(BODIES_FOLDER / f"{name}.npz")
    return body_from(
        name,
        shape["vertices_tenth_mm"].astype(np.float32) / 10_000,
        shape["bone_heads_m"].astype(float),
        shape["finger_roots_m"].astype(float),
    )


class SharedMesh(NamedTuple):
    """What all bodies have in common; the fields are those of `Body`."""

    faces: NDArray[np.int32]
    zone: NDArray[np.uint8]
    layer: NDArray[np.uint8]
    weights: NDArray[np.float32]
    bones: tuple[str, ...]
    parents: tuple[int, ...]
    below: tuple[NDArray[np.int64], ...]
    landmarks: dict[str, int]


@cache
def shared_mesh() -> SharedMesh:
    """The contents of `mesh.npz`."""
    mesh = np.load(BODIES_FOLDER / "mesh.npz")
    bones = tuple(str(bone) for bone in mesh["bones"])
    strength = mesh["weight"] / mesh["weight"].sum(axis=1, keepdims=True, dtype=np.float32)
    weights = np.zeros((len(strength), len(bones)), np.float32)
    np.put_along_axis(weights, mesh["weight_bone"].astype(np.int64), strength, axis=1)
    landmarks = {
        f"{side}_{name}": int(mesh[f"{name}_vertex"][i])
        for name in SKIN_LANDMARKS
        for i, side in enumerate(SIDES)
    }
    parents = tuple(int(parent) for parent in mesh["parents"])
    faces = mesh["faces"].astype(np.int32)
    below = bones_below(parents)
    zone, layer = mesh["zone"], mesh["layer"]
    return SharedMesh(faces, zone, layer, weights, bones, parents, below, landmarks)


def body_from(name: str, vertices: NDArray[Any], heads: Array, fingers: Array) -> Body:
    """The body with these rest vertices (V, 3), bone heads (B, 3), finger roots (2, 3, 3)."""
    mesh = shared_mesh()
    index = {bone: i for i, bone in enumerate(mesh.bones)}
    return Body(
        name=name,
        rest=vertices.astype(np.float32),
        heads=heads,
        finger_roots=fingers,
        index=index,
        rest_axes=rest_limb_axes(heads, index, fingers),
        **mesh._asdict(),
    )


def bones_below(parents: tuple[int, ...]) -> tuple[NDArray[np.int64], ...]:
    """For each bone the indices of all bones that depend on it, directly or not."""
    below: list[list[int]] = [[] for _ in parents]
    for bone, parent in enumerate(parents):
        above = parent
        while above >= 0:
            below[above].append(bone)
            above = parents[above]
    return tuple(np.array(bones, np.int64) for bones in below)


def rest_limb_axes(
    heads: Array, index: dict[str, int], fingers: Array
) -> dict[tuple[str, str], Array]:
    """Axes (3, 3) of every limb segment in the rest posture: direction, hinge, their cross.

    The hinge of a knee or elbow is the axis about which it bends. A foot's direction is that of
    its sole; a hand's hinge points to its thumb side.
    """
    axes = {}
    for number, side in enumerate(SIDES):
        at = {bone[:-2]: heads[i] for bone, i in index.items() if bone.endswith("." + LETTER[side])}
        upper_arm = at["lowerarm01"] - at["upperarm01"]
        forearm = at["wrist"] - at["lowerarm01"]
        elbow_hinge = np.cross(upper_arm, forearm)
        first_finger, middle_finger, little_finger = fingers[number]
        axes["upper_arm", side] = axes_along(upper_arm, elbow_hinge)
        axes["forearm", side] = axes_along(forearm, elbow_hinge)
        axes["hand", side] = axes_along(middle_finger - at["wrist"], first_finger - little_finger)
        axes["thigh", side] = axes_along(at["lowerleg01"] - at["upperleg01"], X)
        axes["shin", side] = axes_along(at["foot"] - at["lowerleg01"], X)
        axes["foot", side] = axes_along(np.array([0.0, -1.0, 0.0]), X)
    return axes
