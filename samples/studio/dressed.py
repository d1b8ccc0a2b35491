"""Everything that is drawn of one person: skin and clothes, hair, and a blanket.

In: a `Body`, an `Outfit`, perhaps a `Blanket` and, each frame, a `Pose`. Out: `Mesh`es.
"""

from __future__ import annotations

import numpy as np

from samples.studio.blanket import Blanket, Cover
from samples.studio.bodies import SKIN, Body
from samples.studio.figure import MAT_TOP_M, Pose
from samples.studio.hair import Hair
from samples.studio.render import Floats, Mesh, VertexNormals
from samples.studio.wardrobe import Dressed, Outfit, dress, worn_at

#: A hand flattens loose cloth as far as this around it.
HAND_PRESSES_M = 0.12


class Clothed:
    """Turns the skin of a dressed body into the visible mesh, with cloth at a distance."""

    def __init__(self, dressed: Dressed) -> None:
        """Take a dressed body."""
        self._dressed = dressed
        self._normals = VertexNormals(dressed.faces, len(dressed.body.rest))
        hands = worn_at(dressed.body, "hand", layer=SKIN)
        is_left = dressed.body.rest[hands][:, 0] > 0
        self._hands = (hands[is_left], hands[~is_left])

    def mesh(self, skin: Floats) -> Mesh:
        """The mesh for skin vertices (V, 3)."""
        normals = self._normals(skin)
        worn = skin + normals * self._dressed.stand_off_m[:, None]
        if self._dressed.hang_m is not None:
            worn += normals * self._hang(self._dressed.hang_m, skin, normals)[:, None]
            worn[:, 2] = np.maximum(worn[:, 2], MAT_TOP_M)
        return Mesh(worn, normals, self._dressed.faces, self._dressed.color)

    def _hang(self, most_m: Floats, skin: Floats, normals: Floats) -> Floats:
        """Distance (V,) of loose cloth: it lies on what is below it, and a hand presses it down."""
        away = most_m * (1.0 - 0.6 * normals[:, 2])
        for hand in self._hands:
            distance = np.linalg.norm(skin - skin[hand].mean(axis=0), axis=1)
            away = away * np.clip((distance - 0.04) / HAND_PRESSES_M, 0.1, 1.0)
        return away


class DressedPerson:
    """A person with clothes, hair and perhaps a blanket, ready to be drawn."""

    def __init__(self, body: Body, outfit: Outfit, blanket: Blanket | None = None) -> None:
        """Dress a body."""
        self._body, self._blanket = body, blanket
        self._clothed = Clothed(dress(body, outfit))
        self._hair = Hair(body, outfit)
        self._cover: Cover | None = None

    def meshes(self, pose: Pose) -> list[Mesh]:
        """The person in a posture; the blanket is laid over the first one."""
        person = self._clothed.mesh(pose.skin())
        if self._blanket is None:
            return [person, *self._hair.meshes(pose)]
        if self._cover is None:
            self._cover = Cover(self._blanket, self._body, pose)
        return [*self._cover.over(person), *self._hair.meshes(pose)]
