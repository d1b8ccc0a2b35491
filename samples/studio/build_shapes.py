"""Reduces MakeHuman's shape targets to `bodies/shapes.npz`, from which any body is made.

In: the `Source` and which of its vertices are kept. Out: one file with the base and, for each
target, how far every kept vertex, bone head and finger root moves. Called by `build_bodies`.

Storage: the targets come in tenths of a millimeter and are kept exactly, as int16. Neighbors move
alike, so the file holds the step from each vertex to the next, low bytes and high bytes apart:
half the size of the plain numbers once compressed.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samples.studio.body_source import Source, bone_heads, finger_roots, in_studio, target
from samples.studio.kinematics import Array
from samples.studio.shapes import AGES, DETAILS, ETHNICITIES, LEVELS, SEXES

TENTH_MM = 10_000


def target_names() -> list[str]:
    """All targets of the file: the paths in the source folder, without the ending."""
    people = list(product(SEXES, AGES))
    bases = [f"macrodetails/{e}-{s}-{a}" for e in ETHNICITIES for s, a in people]
    builds = [
        f"macrodetails/universal-{s}-{a}-{muscle}muscle-{weight}weight"
        for s, a in people
        for muscle, weight in product(LEVELS, LEVELS)
    ]
    proportions = [
        f"macrodetails/proportions/{s}-{a}-averagemuscle-averageweight-{kind}proportions"
        for s, a in people
        for kind in ("uncommon", "ideal")
    ]
    details = [
        f"{name}-{way}" for parts in DETAILS.values() for name in parts for way in ("decr", "incr")
    ]
    return bases + builds + proportions + details


def packed(offsets: Array) -> NDArray[np.uint8]:
    """Offsets (V, 3) in meters as bytes (2, 3 V): steps from vertex to vertex, tenths of a mm.

    Raises:
        ValueError: if an offset does not fit sixteen bits.
    """
    whole = np.round(offsets.T * TENTH_MM).astype(np.int64)
    if np.abs(whole).max() > np.iinfo(np.int16).max:
        raise ValueError("an offset is larger than three meters")
    # A step may overflow; so does the sum that undoes it, and the result is right again.
    steps = np.ascontiguousarray(np.diff(whole, axis=1, prepend=0).astype("<i2"))
    return np.ascontiguousarray(steps.view(np.uint8).reshape(-1, 2).T)


def write_shapes(source: Source, kept: NDArray[np.int64], order: list[str], path: Path) -> None:
    """Write the base and all targets; `order` has the kept bones."""
    base = in_studio(source.vertices)
    names = target_names()
    offsets = [in_studio(target(source, name)) for name in names]
    np.savez_compressed(
        path,
        names=np.array(names),
        base_m=base[kept].astype(np.float32),
        base_heads_m=bone_heads(source, base, order).astype(np.float32),
        base_fingers_m=finger_roots(source, base).astype(np.float32),
        # Heads and roots are means of vertices, so they move in proportion, as the vertices do.
        vertices=np.stack([packed(moved[kept]) for moved in offsets]),
        heads_m=np.array([bone_heads(source, moved, order) for moved in offsets], np.float32),
        fingers_m=np.array([finger_roots(source, moved) for moved in offsets], np.float32),
    )
