"""The surroundings of the person: camera, light, room.

In: plain numbers. Out: frozen values that `render` draws, and `Camera.project` for the truth.
Frame: the studio's world; pixels have their origin at the top left of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samples.studio.kinematics import Array, Z, rotation, unit
from samples.studio.wardrobe import Color

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Camera:
    """A pinhole camera. `view` is the catalogue's name for its direction."""

    position: Point = (0.0, -2.3, 0.60)
    target: Point = (0.0, 0.0, 0.32)
    field_of_view_deg: float = 50.0  # across the picture's width
    roll_deg: float = 0.0
    width_px: int = 640
    height_px: int = 480
    view: str = "side"

    @property
    def focal_px(self) -> float:
        """Focal length in pixels."""
        return self.width_px / 2 / float(np.tan(np.radians(self.field_of_view_deg) / 2))

    @property
    def axes(self) -> Array:
        """Rows (3, 3): the camera's right, up and backwards directions in the world."""
        backwards = unit(np.array(self.position) - np.array(self.target))
        right = unit(np.cross(Z, backwards))
        level = np.stack([right, np.cross(backwards, right), backwards])
        rolled: Array = level @ rotation(backwards, self.roll_deg).T
        return rolled

    def project(self, points: Array) -> Array:
        """Pixels (N, 2) of world points (N, 3)."""
        right, up, backwards = ((points - np.array(self.position)) @ self.axes.T).T
        depth = np.maximum(-backwards, 0.05)
        return np.stack(
            [
                self.width_px / 2 + self.focal_px * right / depth,
                self.height_px / 2 - self.focal_px * up / depth,
            ],
            axis=1,
        )


@dataclass(frozen=True)
class Light:
    """Two lamps and the light of the room. Directions point to the lamp."""

    key_from: Point = (0.45, -0.60, 0.75)
    key: Color = (0.75, 0.73, 0.69)
    fill_from: Point = (-0.60, -0.30, 0.60)
    fill: Color = (0.315, 0.333, 0.35)
    ambient: Color = (0.30, 0.31, 0.33)
    exposure: float = 1.0


@dataclass(frozen=True)
class Panel:
    """A flat colored rectangle on the back wall: a window, a door, a picture."""

    left_m: float
    right_m: float
    bottom_m: float
    top_m: float
    color: Color


@dataclass(frozen=True)
class Room:
    """Floor, walls, mat and the panels on the wall behind the person."""

    floor: Color = (0.42, 0.30, 0.20)
    wall: Color = (0.72, 0.70, 0.66)
    mat: Color = (0.10, 0.28, 0.33)
    panels: tuple[Panel, ...] = (Panel(0.95, 1.55, 1.25, 2.0, (0.25, 0.33, 0.30)),)


@dataclass(frozen=True)
class Sensor:
    """The effects of the camera on the picture."""

    noise: float = 2.0  # standard deviation, gray levels
    blur_px: float = 0.6
