"""A blanket over the lower body: cloth that lies on whatever is under it.

In: the mesh of a person, and each frame its vertices. Out: the mesh without what the blanket
hides, and the blanket. The cloth is a height for each cell of a grid on the mat: the highest thing
in the cell, bridged over gaps, falling off no steeper than cloth hangs. Arms lie on top of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import Body
from samples.studio.figure import MAT_TOP_M, Pose
from samples.studio.render import Floats, Mesh, VertexNormals
from samples.studio.wardrobe import Color

CELL_M = 0.03
#: How far the cloth is off the skin, and how steeply it hangs down at most (rise over run).
THICKNESS_M, STEEPEST = 0.012, 2.2
#: Gaps up to this width, in cells, are bridged: two legs carry one tent.
BRIDGED_CELLS = 9
ARMS = ("shoulder", "clavicle", "upperarm", "lowerarm", "wrist")


@dataclass(frozen=True)
class Blanket:
    """A blanket. It begins `above_hips_m` from the hips towards the head and ends past the feet."""

    color: Color = (0.16, 0.20, 0.30)
    above_hips_m: float = 0.05
    width_m: float = 1.3


class Cover:
    """A blanket that stays where it was laid while the person under it moves."""

    def __init__(self, blanket: Blanket, body: Body, pose: Pose) -> None:
        """Lay it over a posture."""
        self._color = blanket.color
        joints = pose.joints()
        hip, shoulder, ankle = (
            (joints[f"left_{name}"] + joints[f"right_{name}"]) / 2
            for name in ("hip", "shoulder", "ankle")
        )
        to_feet = 1.0 if hip[0] >= shoulder[0] else -1.0
        begins = hip[0] - to_feet * blanket.above_hips_m
        leg_m = body.thigh_m + body.shin_m + 0.25
        ends = hip[0] + to_feet * max(leg_m, to_feet * (ankle[0] - hip[0]) + 0.2)
        self._low = np.array([min(begins, ends), hip[1] - blanket.width_m / 2])
        size = np.array([abs(ends - begins), blanket.width_m])
        self._cells = np.ceil(size / CELL_M).astype(int)  # (2,) along X, along Y
        self._free = np.zeros(len(body.rest), bool)
        main = body.weights.argmax(axis=1)
        self._free[:] = np.isin(main, [i for i, b in enumerate(body.bones) if b.startswith(ARMS)])
        columns, rows = self._cells
        first = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
        self._faces = np.stack(
            [first, first + 1, first + columns + 1, first + columns], axis=1
        ).astype(np.int32)
        self._normals = VertexNormals(self._faces, int(columns * rows))

    def over(self, person: Mesh) -> list[Mesh]:
        """What is visible of the person, and the blanket."""
        place = (person.vertices[:, :2] - self._low) / CELL_M
        under = np.all((place > 0.5) & (place < self._cells - 1.5), axis=1) & ~self._free
        near = np.all((place > -0.5) & (place < self._cells - 0.5), axis=1) & ~self._free
        height = self._height(np.round(place[near]).astype(int), person.vertices[near, 2])
        seen = ~under[person.faces].all(axis=1)
        left = Mesh(person.vertices, person.normals, person.faces[seen], person.color[seen])
        return [left, self._cloth(height)]

    def _height(self, cells: NDArray[np.int64], tops: Floats) -> Floats:
        """Height of the cloth (rows, columns), from the cells (N, 2) and heights (N,) below it."""
        columns, rows = self._cells
        body = np.full((rows, columns), MAT_TOP_M, np.float32)
        np.maximum.at(body, (cells[:, 1], cells[:, 0]), tops)
        cross = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (BRIDGED_CELLS, BRIDGED_CELLS))
        cloth = cv2.morphologyEx(body, cv2.MORPH_CLOSE, cross).astype(np.float32)
        small = np.ones((3, 3), np.uint8)
        for _ in range(int(0.7 / STEEPEST / CELL_M)):
            cloth = np.maximum(cloth, cv2.dilate(cloth, small) - STEEPEST * CELL_M)
        soft = cv2.GaussianBlur(cloth, (0, 0), 1.6)
        worn: Floats = np.maximum(soft, body).astype(np.float32) + THICKNESS_M
        return worn

    def _cloth(self, height: Floats) -> Mesh:
        rows, columns = height.shape
        x, y = np.meshgrid(np.arange(columns), np.arange(rows))
        folds = 0.003 * np.sin(1.1 * x + 0.4 * y) + 0.003 * np.sin(0.9 * y - 0.3 * x)
        vertices = np.stack(
            [self._low[0] + x * CELL_M, self._low[1] + y * CELL_M, height + folds], axis=-1
        ).reshape(-1, 3)
        worn = vertices.astype(np.float32)
        color = np.tile(np.array(self._color, np.float32), (len(self._faces), 1))
        return Mesh(worn, self._normals(worn), self._faces, color)
