"""Hair that moves: a bun, a tail, loose hair, and the peak of a cap.

In: a `Body`, an `Outfit` and, each frame, a `Pose`. Out: `Mesh`es that follow the head. A bun and a
peak are fixed to it; strands begin at it, fall, and lie on the skull and the mat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import SKIN, ZONES, Body
from samples.studio.figure import MAT_TOP_M, Pose
from samples.studio.kinematics import Array, Z
from samples.studio.props import ball
from samples.studio.render import Mesh
from samples.studio.wardrobe import Color, Outfit, hair_color

#: Where bun and tail sit: degrees up from straight back, seen from the middle of the skull.
BUN_DEG, TAIL_DEG = 48.0, 22.0
BUN_RADIUS_M, TAIL_RADIUS_M = 0.042, 0.017
#: Loose hair begins in an arc around the back of the head, this far to both sides.
ARC_DEG, STRANDS = 112.0, 22
STEPS = 8
#: How quickly a strand turns downwards from one step to the next.
WEIGHT = 0.9
#: Strands keep this far from the skull, as a share of its radii, and from the mat.
OFF_SKULL, OFF_MAT_M = 1.07, 0.006
PEAK_M, PEAK_DEG = 0.075, 62.0


@dataclass(frozen=True)
class Skull:
    """The upper half of the head as half an ellipsoid, in the rest posture, meters."""

    center: Array  # (3,) at the height of the eyes
    radii: Array  # (3,) across, along, up

    def at(self, from_back_deg: Array, up_deg: Array) -> Array:
        """Points (N, 3) of its surface, relative to the center."""
        turn, up = np.radians(from_back_deg), np.radians(up_deg)
        direction = np.stack(
            [np.sin(turn) * np.cos(up), np.cos(turn) * np.cos(up), np.sin(up)], axis=-1
        )
        points: Array = direction * self.radii
        return points


def skull_of(body: Body) -> Skull:
    """The skull of a body, from its skin above the eyes."""

    def vertices(*zones: str) -> NDArray[np.float32]:
        wanted = np.isin(body.zone, [ZONES.index(zone) for zone in zones])
        found: NDArray[np.float32] = body.rest[np.unique(body.faces[wanted & (body.layer == SKIN)])]
        return found

    eyes = np.unique(body.faces[body.zone == ZONES.index("eye")])
    eye_height = float(body.rest[eyes][:, 2].mean())
    head = vertices("head", "hair")
    low, high = (side(head[head[:, 2] > eye_height], axis=0) for side in (np.min, np.max))
    center = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, eye_height])
    return Skull(center, np.maximum(np.array(high, float) - center, 0.05))


class Hair:
    """The moving parts of a person's hair style."""

    def __init__(self, body: Body, outfit: Outfit) -> None:
        """Take a body and what it wears."""
        self._head = body.index["head"]
        self._head_at_rest = body.heads[self._head]
        self._skull = skull_of(body)
        self._outfit = outfit
        self._color = hair_color(outfit)

    def meshes(self, pose: Pose) -> list[Mesh]:
        """What is drawn besides the skin, for a posture."""
        turn, place = pose.rotations[self._head], pose.positions[self._head]
        center = place + turn @ (self._skull.center - self._head_at_rest)
        style = self._outfit.hair_style
        if style == "bun":
            return [self._bun(center, turn)]
        if style == "cap":
            return [self._peak(center, turn)]
        if style == "tail":
            return [self._tail(center, turn)]
        return [self._loose(center, turn)] if style == "loose" else []

    def _bun(self, center: Array, turn: Array) -> Mesh:
        at = self._skull.at(np.zeros(1), np.full(1, BUN_DEG))[0]
        middle = center + turn @ (at * (1 + 0.6 * BUN_RADIUS_M / float(np.linalg.norm(at))))
        x, y, z = (float(value) for value in middle)
        bun = ball((x, y, z), (BUN_RADIUS_M,) * 3, self._color)
        lying = bun.vertices.copy()
        lying[:, 2] = np.maximum(lying[:, 2], MAT_TOP_M)
        return Mesh(lying, bun.normals, bun.faces, bun.color)

    def _peak(self, center: Array, turn: Array) -> Mesh:
        around = 180.0 + np.linspace(-PEAK_DEG, PEAK_DEG, 9)
        brow = self._skull.at(around, np.full(9, 34.0)) * 1.08
        forward = np.cos(np.radians(around - 180.0)) * PEAK_M
        edge = brow + np.stack([np.zeros(9), -forward, -0.25 * forward], axis=1)
        rows = np.stack([brow, (brow + edge) / 2, edge]) @ turn.T + center
        return both_sides(rows, np.broadcast_to(turn @ Z, rows.shape), self._outfit.cap)

    def _tail(self, center: Array, turn: Array) -> Mesh:
        root = self._skull.at(np.zeros(1), np.full(1, TAIL_DEG))
        # A little to one side, so that it does not balance on the head of somebody who looks down.
        spine = self._fall(root, np.array([[0.25, 1.0, 0.15]]), center, turn)[:, 0]
        around = np.linspace(0, 2 * np.pi, 7)
        ring = np.stack([np.cos(around), np.zeros(7), np.sin(around)], axis=1)
        along = np.gradient(spine, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        # Flattened rings in the plane across the strand; the reference is the ear-to-ear line.
        one = np.cross(along, turn[:, 0] + 0.01)
        one /= np.linalg.norm(one, axis=1, keepdims=True)
        two = np.cross(along, one)
        radius = TAIL_RADIUS_M * np.array([0.7, 1.1, 1.2, 1.2, 1.1, 1.0, 0.8, 0.5, 0.15])
        out = ring[None, :, :1] * one[:, None] + ring[None, :, 2:] * two[:, None]
        rows = spine[:, None] + out * radius[:, None, None]
        rows[..., 2] = np.maximum(rows[..., 2], MAT_TOP_M + 0.002)
        return both_sides(rows, out, self._color)

    def _loose(self, center: Array, turn: Array) -> Mesh:
        around = np.linspace(-ARC_DEG, ARC_DEG, STRANDS)
        up = 30.0 + 16.0 * np.cos(np.radians(around))
        root = self._skull.at(around, up) * OFF_SKULL
        rows = self._fall(root, root / self._skull.radii, center, turn)
        out = rows - center
        return both_sides(rows, out / np.linalg.norm(out, axis=-1, keepdims=True), self._color)

    def _fall(self, roots: Array, outwards: Array, center: Array, turn: Array) -> Array:
        """Points (STEPS + 1, N, 3) of strands from roots (N, 3), given in the head's frame."""
        points = [roots @ turn.T + center]
        direction = outwards @ turn.T
        step_m = self._outfit.hair_m / STEPS
        for _ in range(STEPS):
            direction = direction - WEIGHT * Z
            direction /= np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-6)
            end = self._off_the_head(points[-1] + step_m * direction, center, turn)
            on_mat = end[:, 2] < MAT_TOP_M + OFF_MAT_M
            end[on_mat, 2] = MAT_TOP_M + OFF_MAT_M
            direction = end - points[-1]
            length = np.maximum(np.linalg.norm(direction, axis=1, keepdims=True), 1e-6)
            direction /= length
            points.append(points[-1] + direction * np.minimum(length, step_m))
        return np.stack(points)

    def _off_the_head(self, points: Array, center: Array, turn: Array) -> Array:
        """Points (N, 3), those inside the skull moved to its surface."""
        local = (points - center) @ turn / self._skull.radii
        away = np.maximum(np.linalg.norm(local, axis=1, keepdims=True), 1e-6)
        outside = local / away * np.maximum(away, OFF_SKULL) * self._skull.radii
        moved: Array = outside @ turn.T + center
        return moved


def both_sides(rows: Array, normals: Array, color: Color) -> Mesh:
    """A sheet through rows of points (R, C, 3) that is seen from both sides."""
    count, columns = rows.shape[:2]
    first = (np.arange(count - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    front = np.stack([first, first + 1, first + columns + 1, first + columns], axis=1)
    faces = np.concatenate([front, front[:, ::-1]]).astype(np.int32)
    return Mesh(
        rows.reshape(-1, 3).astype(np.float32),
        normals.reshape(-1, 3).astype(np.float32),
        faces,
        np.tile(np.array(color, np.float32), (len(faces), 1)),
    )
