"""Draws people and things into a room: a painter's renderer in numpy and OpenCV.

In: a camera, light, room and, each frame, meshes (vertices, faces, colors). Out: pictures
(H, W, 3) uint8, BGR. The empty room is drawn once and kept; shadows are a map on the floor that
is warped into the picture; the meshes are drawn back to front at twice the size of the picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.studio.figure import MAT_TOP_M
from samples.studio.kinematics import Array, unit
from samples.studio.scene import Camera, Light, Room, Sensor

Floats = NDArray[np.float32]
Picture = NDArray[np.uint8]

#: Meshes are drawn this many times larger, then averaged down: smooth edges.
OVERSAMPLING = 2
#: Fractional bits of OpenCV's polygon corners.
SHIFT = 4

#: Walls behind the person, behind the camera, to both sides.
BACK_WALL_M, FRONT_WALL_M, SIDE_WALL_M = 2.6, -6.0, 3.4
MAT_HALF_LENGTH_M, MAT_HALF_WIDTH_M = 0.98, 0.40

#: The corner and the cells of the shadow map on the floor.
SHADOW_CORNER_M = (-2.2, -1.8)
SHADOW_CELL_M = 0.016
SHADOW_CELLS = (280, 270)
#: Darkness and softness of the shadows of key light, fill light and of nearness to the floor.
KEY_SHADOW, FILL_SHADOW, CONTACT_SHADOW = (0.42, 2.2), (0.22, 3.2), (0.40, 3.0)
CONTACT_HEIGHT_M = 0.12


@dataclass(frozen=True)
class Mesh:
    """Something to draw. `color` is linear RGB."""

    vertices: Floats  # (V, 3) meters
    normals: Floats  # (V, 3) unit
    faces: NDArray[np.int32]  # (F, 4)
    color: Floats  # (F, 3)


class VertexNormals:
    """Vertex normals of a mesh whose faces stay the same from frame to frame."""

    def __init__(self, faces: NDArray[np.int32], vertex_count: int) -> None:
        """Find once which faces touch which vertex."""
        self._faces = faces
        corners = faces.ravel()
        self._order = np.argsort(corners, kind="stable") // faces.shape[1]
        self._used, self._starts = np.unique(np.sort(corners), return_index=True)
        self._count = vertex_count

    def __call__(self, vertices: Floats) -> Floats:
        """Unit normals (V, 3); zero where no face touches a vertex."""
        first, second, third, fourth = (vertices[self._faces[:, k]] for k in range(4))
        face_normals = np.cross(third - first, fourth - second)
        normals = np.zeros((self._count, 3), np.float32)
        normals[self._used] = np.add.reduceat(face_normals[self._order], self._starts)
        unit_normals: Floats = normals / np.maximum(
            np.linalg.norm(normals, axis=1, keepdims=True), 1e-9
        )
        return unit_normals


class Renderer:
    """Draws frames of one scene. Keeps the empty room between frames."""

    def __init__(
        self,
        camera: Camera,
        light: Light,
        room: Room,
        sensor: Sensor,
        seed: int,
        *,
        backdrop: Picture | None = None,
    ) -> None:
        """Draw the empty room; the seed sets the noise of the sensor.

        A backdrop (H, W, 3), BGR, takes the place of the room, and shadows fall on all of it.
        """
        self._light, self._room, self._sensor = light, room, sensor
        self._backdrop = backdrop
        self._random = np.random.default_rng(seed)
        self._grain = self._random.normal(size=(1024, 1024)).astype(np.float32)
        self._grain = cv2.GaussianBlur(self._grain, (0, 0), 2.0) * 7.0
        height, width = camera.height_px + 64, camera.width_px + 64
        self._noise = self._random.normal(0.0, sensor.noise, (height, width, 3)).astype(np.int16)
        self.look_through(camera)

    def look_through(self, camera: Camera) -> None:
        """Move the camera, and draw the empty room again."""
        self.camera = camera
        if self._backdrop is None:
            room, floor = empty_room(camera, self._room, self._light, self._grain)
        else:
            room, floor = self._backdrop, np.ones(self._backdrop.shape[:2], np.bool_)
        self._empty, self._floor = room, floor[..., None]
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * SHADOW_CELLS
        ground = np.array([[*(c * SHADOW_CELL_M + SHADOW_CORNER_M), MAT_TOP_M] for c in corners])
        self._ground_to_picture = ground_homography(camera, corners, ground)

    def frame(self, meshes: list[Mesh]) -> Picture:
        """The picture (H, W, 3) of these meshes in the room."""
        picture = self._with_shadows(np.concatenate([mesh.vertices for mesh in meshes]))
        self._draw(picture, meshes)
        if self._sensor.blur_px:
            picture = cv2.GaussianBlur(picture, (0, 0), self._sensor.blur_px).astype(np.uint8)
        return self._with_noise(picture)

    def _with_shadows(self, vertices: Floats) -> Picture:
        shade = 1.0 - floor_shadow(vertices, self._light)
        width, height = self.camera.width_px, self.camera.height_px
        # Linear light to screen values: the factor takes the screen's power of 1 / 2.2.
        factor = cv2.warpPerspective(
            np.power(shade, 1 / 2.2, dtype=np.float32),
            self._ground_to_picture,
            (width, height),
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(1.0,),
        )
        factor = np.where(self._floor[..., 0], factor, np.float32(1.0))
        shaded: Picture = cv2.multiply(
            self._empty, cv2.merge([factor, factor, factor]), dtype=cv2.CV_8U
        ).astype(np.uint8)
        return shaded

    def _draw(self, picture: Picture, meshes: list[Mesh]) -> None:
        """Draw the meshes' front faces back to front into the part of the picture they cover."""
        corners, colors, depths = [], [], []
        eye = np.array(self.camera.position, np.float32)
        for mesh in meshes:
            seen, color, depth = front_faces(mesh, eye, self._light)
            pixels = self.camera.project(mesh.vertices.astype(float))
            corners.append(pixels[mesh.faces[seen]])
            colors.append(color)
            depths.append(depth)
        polygons, order = np.concatenate(corners), np.argsort(-np.concatenate(depths))
        # One row a coordinate: numpy is fifty times as fast along a row as across short ones.
        rows = np.ascontiguousarray(polygons.reshape(-1, 2).T)
        low = np.clip(np.floor(rows.min(axis=1)).astype(int) - 2, 0, None)
        high = np.ceil(rows.max(axis=1)).astype(int) + 3
        part = picture[low[1] : high[1], low[0] : high[0]]
        if part.size == 0:
            return
        height, width = part.shape[:2]
        canvas = cv2.resize(part, None, fx=OVERSAMPLING, fy=OVERSAMPLING)
        scaled = (polygons[order] - low) * OVERSAMPLING - 0.5
        points = np.round(scaled * (1 << SHIFT)).astype(np.int32)
        paint = screen_values(np.concatenate(colors)[order]).tolist()
        fill = cv2.fillConvexPoly
        for polygon, color in zip(points, paint, strict=True):
            fill(canvas, polygon, color, shift=SHIFT)
        part[:] = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)

    def _with_noise(self, picture: Picture) -> Picture:
        if not self._sensor.noise:
            return picture
        down, right = self._random.integers(0, 64, 2)
        height, width = picture.shape[:2]
        noise = self._noise[down : down + height, right : right + width]
        noisy: Picture = cv2.add(picture, noise, dtype=cv2.CV_8U).astype(np.uint8)
        return noisy


def screen_values(linear: Floats) -> Floats:
    """Convert linear RGB (..., 3), 0..1, to screen values, BGR 0..255."""
    clipped = np.clip(linear, 0.0, 1.0)
    curved = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return np.asarray(curved[..., ::-1] * 255.0, np.float32)


def front_faces(mesh: Mesh, eye: Floats, light: Light) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Indices of the faces that face the camera, with their lit colors and distances."""
    corners = mesh.vertices[mesh.faces]
    centers = corners.mean(axis=1)
    normals = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    to_eye = eye - centers
    seen = np.flatnonzero(np.einsum("ij,ij->i", normals, to_eye) > 0)
    smooth = mesh.normals[mesh.faces[seen]].sum(axis=1)
    smooth /= np.maximum(np.linalg.norm(smooth, axis=1, keepdims=True), 1e-9)
    color = mesh.color[seen] * illumination(smooth, centers[seen], light)
    return seen, color, np.linalg.norm(to_eye[seen], axis=1).astype(np.float32)


def illumination(normals: Floats, centers: Floats, light: Light) -> Floats:
    """Light (N, 3) on surfaces; near the floor the room's light is dimmer."""
    lit = np.array(light.ambient) * (0.65 + 0.35 * normals[:, 2:3])
    for direction, strength in ((light.key_from, light.key), (light.fill_from, light.fill)):
        facing = np.maximum(normals @ unit(np.array(direction)), 0.0)
        lit = lit + facing[:, None] * np.array(strength)
    near_floor = np.clip(0.55 + (centers[:, 2:3] - MAT_TOP_M) / 0.25, 0.55, 1.0)
    shaded: Floats = (lit * near_floor * light.exposure).astype(np.float32)
    return shaded


def floor_shadow(vertices: Floats, light: Light) -> Floats:
    """Darkness 0..1 on the floor map: every vertex casts a spot, spots are closed and blurred."""
    height = np.maximum(vertices[:, 2:3] - MAT_TOP_M, 0.0)
    bright: Floats = np.ones(SHADOW_CELLS[::-1], np.float32)
    for direction, (darkness, softness) in (
        (light.key_from, KEY_SHADOW),
        (light.fill_from, FILL_SHADOW),
    ):
        towards = unit(np.array(direction)).astype(np.float32)
        spots = vertices[:, :2] - towards[:2] * (height / towards[2])
        bright *= 1.0 - darkness * soft_map(spots, np.ones(len(spots), np.float32), softness)
    nearness = np.exp(-height[:, 0] / CONTACT_HEIGHT_M)
    darkness, softness = CONTACT_SHADOW
    bright *= 1.0 - darkness * soft_map(vertices[:, :2], nearness, softness)
    return np.asarray(1.0 - bright, np.float32)


def soft_map(spots: Floats, strength: Floats, softness: float) -> Floats:
    """A map of spots (N, 2) in meters: the strongest in each cell, gaps closed, blurred."""
    cells = ((spots - np.array(SHADOW_CORNER_M)) / SHADOW_CELL_M).astype(int)
    inside = np.all((cells >= 0) & (cells < np.array(SHADOW_CELLS)), axis=1)
    shadow = np.zeros(SHADOW_CELLS[::-1], np.float32)
    column, row = cells[inside].T
    np.maximum.at(shadow, (row, column), strength[inside])
    closed = cv2.morphologyEx(shadow, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.GaussianBlur(closed, (0, 0), softness), np.float32)


def ground_homography(camera: Camera, cells: Floats, ground: Array) -> Array:
    """Homography (3, 3) from floor map cells to pixels; exact also for ground behind the camera."""
    position, axes = np.array(camera.position), camera.axes
    turn = np.array(
        [
            [camera.focal_px, 0.0, -camera.width_px / 2],
            [0.0, -camera.focal_px, -camera.height_px / 2],
            [0.0, 0.0, -1.0],
        ]
    )
    step = (ground[1] - ground[0]) / (cells[1, 0] - cells[0, 0])
    side = (ground[3] - ground[0]) / (cells[3, 1] - cells[0, 1])
    to_world = np.stack([step, side, ground[0] - position], axis=1)
    homography: Array = turn @ axes @ to_world
    return homography


def empty_room(
    camera: Camera, room: Room, light: Light, grain: Floats
) -> tuple[Picture, NDArray[np.bool_]]:
    """Picture (H, W, 3) of the empty room, and where it shows floor or mat (H, W)."""
    width, height = camera.width_px * OVERSAMPLING, camera.height_px * OVERSAMPLING
    focal = camera.focal_px * OVERSAMPLING
    across, down = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    rays = (
        np.stack(
            [(across - width / 2) / focal, -(down - height / 2) / focal, -np.ones_like(across)],
            axis=-1,
        )
        @ camera.axes
    )
    eye = np.array(camera.position)
    # The room turns with the camera: the wall with the pictures is always behind the person.
    facing = 1.0 if eye[1] < 0 else -1.0
    nearest = np.full((height, width), 1e9)
    color = np.zeros((height, width, 3), np.float32)
    floor = np.zeros((height, width), np.uint8)

    def plane(
        axis: int,
        at_m: float,
        paint: Callable[[Array], Array],
        *,
        is_floor: bool = False,
        within: Callable[[Array], NDArray[np.bool_]] | None = None,
    ) -> None:
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = (at_m - eye[axis]) / rays[..., axis]
        hit = np.isfinite(distance) & (distance > 1e-3) & (distance < nearest)
        points = eye + rays[hit] * distance[hit][:, None]
        if within is not None:
            inside = within(points)
            hit[hit] = inside
            points = points[inside]
        nearest[hit] = distance[hit]
        color[hit] = paint(points)
        floor[hit] = is_floor

    def floor_paint(points: Array) -> Array:
        cells = (np.abs(points[:, :2] * 150.0) % 1024).astype(int)
        wood = 0.97 + 0.03 * grain[cells[:, 1] % 1024, cells[:, 0] % 1024]
        falls_off = 0.55 + 0.45 * np.exp(-((np.hypot(points[:, 0], points[:, 1]) / 2.5) ** 2))
        lit: Array = np.array(room.floor) * (wood * falls_off)[:, None]
        return lit

    def wall_paint(points: Array) -> Array:
        glow = np.exp(-((points[:, 0] / 2.5) ** 2) - ((points[:, 2] - 1.2) / 1.5) ** 2)
        lit: Array = np.array(room.wall) * (0.62 + 0.10 * glow)[:, None]
        return lit

    def plain(tone: tuple[float, float, float]) -> Callable[[Array], Array]:
        return lambda points: np.tile(np.array(tone), (len(points), 1))

    plane(2, 0.0, floor_paint, is_floor=True)
    for at_m in (BACK_WALL_M, FRONT_WALL_M):
        plane(1, facing * at_m, wall_paint)
    for at_m in (SIDE_WALL_M, -SIDE_WALL_M):
        plane(0, at_m, wall_paint)
    plane(2, 2.6, plain((0.8, 0.8, 0.8)))
    skirting = facing * (BACK_WALL_M - 0.03)
    plane(1, skirting, plain((0.6, 0.6, 0.58)), within=lambda points: points[:, 2] < 0.1)
    for panel in room.panels:
        plane(
            1,
            facing * (BACK_WALL_M - 0.02),
            plain(panel.color),
            within=lambda points, panel=panel: (  # type: ignore[misc]
                (points[:, 0] > panel.left_m)
                & (points[:, 0] < panel.right_m)
                & (points[:, 2] > panel.bottom_m)
                & (points[:, 2] < panel.top_m)
            ),
        )
    plane(
        2,
        MAT_TOP_M,
        plain(room.mat),
        is_floor=True,
        within=lambda points: (
            (np.abs(points[:, 0]) < MAT_HALF_LENGTH_M) & (np.abs(points[:, 1]) < MAT_HALF_WIDTH_M)
        ),
    )
    size = (camera.width_px, camera.height_px)
    picture = cv2.resize(screen_values(color * light.exposure), size, interpolation=cv2.INTER_AREA)
    ground = cv2.resize(floor, size, interpolation=cv2.INTER_NEAREST) > 0
    return picture.astype(np.uint8), ground
