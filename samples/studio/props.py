"""Things that get in the way: a chair, a cat, somebody who walks past.

In: where they are. Out: `Mesh`es and, for the passer-by, a `Figure`. Frame: the studio's world.
"""

from __future__ import annotations

import numpy as np

from samples.studio.bodies import SIDES
from samples.studio.figure import Figure
from samples.studio.kinematics import X, Y, Z
from samples.studio.postures.standing import OUTWARD, ankle_over_sole
from samples.studio.render import Floats, Mesh
from samples.studio.scene import Point
from samples.studio.stage import Stage
from samples.studio.wardrobe import Color

#: Large faces are cut into cells of about this size, so that painting back to front works.
CELL_M = 0.07

WOOD: Color = (0.24, 0.13, 0.06)
FUR: Color = (0.30, 0.20, 0.11)

WALK_M_PER_S, STEP_HZ = 1.0, 0.9


def merged(meshes: list[Mesh]) -> Mesh:
    """One mesh made of several."""
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    return Mesh(
        np.concatenate([mesh.vertices for mesh in meshes]),
        np.concatenate([mesh.normals for mesh in meshes]),
        np.concatenate([m.faces + start for m, start in zip(meshes, starts, strict=True)]),
        np.concatenate([mesh.color for mesh in meshes]),
    )


def sheet(corner: Floats, along: Floats, across: Floats, color: Color) -> Mesh:
    """A flat rectangle, cut into cells; its visible side is that of along x across."""
    columns, rows = (max(1, int(np.ceil(np.linalg.norm(e) / CELL_M))) for e in (along, across))
    u, v = np.meshgrid(np.linspace(0, 1, columns + 1), np.linspace(0, 1, rows + 1))
    vertices = corner + u.reshape(-1, 1) * along + v.reshape(-1, 1) * across
    first = (np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)).ravel()
    faces = np.stack([first, first + 1, first + columns + 2, first + columns + 1], axis=1)
    normal = np.cross(along, across)
    normals = np.tile(normal / np.linalg.norm(normal), (len(vertices), 1))
    return Mesh(
        vertices.astype(np.float32),
        normals.astype(np.float32),
        faces.astype(np.int32),
        np.tile(np.array(color, np.float32), (len(faces), 1)),
    )


def box(low: Point, high: Point, color: Color) -> Mesh:
    """An upright box between two corners."""
    start, size = np.array(low), np.array(high) - np.array(low)
    sides = []
    for axis in range(3):
        one, two = np.eye(3)[(axis + 1) % 3] * size, np.eye(3)[(axis + 2) % 3] * size
        sides.append(sheet(start, two, one, color))
        sides.append(sheet(start + np.eye(3)[axis] * size, one, two, color))
    return merged(sides)


def ball(center: Point, radii: Point, color: Color) -> Mesh:
    """An ellipsoid."""
    rows, columns = 9, 14
    polar = np.linspace(0.05, np.pi - 0.05, rows)
    around = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    p, a = np.meshgrid(polar, around, indexing="ij")
    sphere = np.stack([np.sin(p) * np.cos(a), np.sin(p) * np.sin(a), np.cos(p)], axis=-1)
    sphere = sphere.reshape(-1, 3)
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    right = (column + 1) % columns
    faces = np.stack(
        [
            row * columns + column,
            (row + 1) * columns + column,
            (row + 1) * columns + right,
            row * columns + right,
        ],
        axis=-1,
    ).reshape(-1, 4)
    normals = sphere / np.array(radii)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return Mesh(
        (np.array(center) + sphere * np.array(radii)).astype(np.float32),
        normals.astype(np.float32),
        faces.astype(np.int32),
        np.tile(np.array(color, np.float32), (len(faces), 1)),
    )


def chair(x_m: float, y_m: float) -> Mesh:
    """A kitchen chair with the middle of its seat at that place."""
    legs = [
        box((x_m + dx - 0.02, y_m + dy - 0.02, 0.0), (x_m + dx + 0.02, y_m + dy + 0.02, 0.43), WOOD)
        for dx in (-0.18, 0.18)
        for dy in (-0.18, 0.18)
    ]
    seat = box((x_m - 0.21, y_m - 0.21, 0.43), (x_m + 0.21, y_m + 0.21, 0.47), WOOD)
    rest = box((x_m + 0.17, y_m - 0.21, 0.47), (x_m + 0.21, y_m + 0.21, 0.92), WOOD)
    return merged([*legs, seat, rest])


def cat(x_m: float, y_m: float, time_s: float) -> Mesh:
    """A sitting cat that breathes and moves its tail."""
    breath = 0.004 * float(np.sin(2 * np.pi * 0.5 * time_s))
    tail = 0.05 * float(np.sin(2 * np.pi * 0.3 * time_s))
    return merged(
        [
            ball((x_m, y_m, 0.13), (0.13, 0.085 + breath, 0.13), FUR),
            ball((x_m - 0.10, y_m, 0.27), (0.06, 0.055, 0.055), FUR),
            ball((x_m - 0.10, y_m - 0.03, 0.325), (0.015, 0.015, 0.03), FUR),
            ball((x_m - 0.10, y_m + 0.03, 0.325), (0.015, 0.015, 0.03), FUR),
            ball((x_m + 0.16, y_m + tail, 0.03), (0.10, 0.02, 0.02), FUR),
        ]
    )


def walking(stage: Stage, x_m: float, y_m: float, time_s: float) -> Figure:
    """Somebody who walks towards -X."""
    swing = float(np.sin(2 * np.pi * STEP_HZ * time_s))
    figure = Figure(stage.body)
    figure.trunk(Z - 0.03 * X, X)
    figure.put(figure.middle("hip"), (x_m, y_m, None))
    for side, sign in zip(SIDES, (1.0, -1.0), strict=True):
        ahead = -0.42 * sign * swing
        bent = max(0.0, sign * float(np.cos(2 * np.pi * STEP_HZ * time_s)))
        figure.leg(side, -Z + ahead * X, -Z + (ahead + 0.1 + 0.5 * bent) * X, -X)
        figure.sole(side, -X - 0.3 * bent * Z, Z)
        arm = -Z - 0.6 * ahead * X + 0.12 * OUTWARD[side]
        figure.arm(side, arm, arm - 0.25 * X, X)
        figure.hand(side, arm - 0.25 * X, -X + 0.1 * Y)
    lowest = min(figure.at("ankle", side)[2] for side in SIDES)
    figure.move(Z * (ankle_over_sole(stage) - lowest))
    return figure


def passer_by_x(time_s: float, begins_s: float, from_m: float = 2.4) -> float:
    """The place of somebody who entered the room at a time."""
    return from_m - WALK_M_PER_S * (time_s - begins_s)
