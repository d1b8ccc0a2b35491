"""The pictures of the exercises: the start and the target of each, in one plain style.

In: nothing. Out: `exercises/pictures/ID-start.webp` and `ID-target.webp`. One person in the colors
of the program's own look stands before a plain ground, so that nothing but the posture differs.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from samples.studio.clips import good
from samples.studio.dressed import DressedPerson
from samples.studio.exercises import EXERCISES
from samples.studio.figure import MAT_TOP_M
from samples.studio.kinematics import Array
from samples.studio.render import (
    MAT_HALF_LENGTH_M,
    MAT_HALF_WIDTH_M,
    OVERSAMPLING,
    Picture,
    Renderer,
)
from samples.studio.scene import Camera, Light, Room, Sensor
from samples.studio.shoot import Take
from samples.studio.timeline import Moment
from samples.studio.wardrobe import Outfit
from stabiel.drawing.tokens import PICTURE_MAT, as_rgb

#: Width to height as in a leaflet: someone who lies is wide.
SIZE_PX = (640, 400)
#: What is drawn before it is cut.
SHOT_PX = (1200, 750)
WEBP_QUALITY = 82
#: Screen RGB: sand above, a little darker below, and a mat.
SKY, GROUND, MAT = (0xF3, 0xEC, 0xE0), (0xE6, 0xDB, 0xC8), as_rgb(PICTURE_MAT)
#: Shirt in the green of the program, trousers in its ink; linear RGB, as the studio paints.
OUTFIT = Outfit(
    "light",
    "gray",
    (0.035, 0.21, 0.135),
    (0.028, 0.040, 0.055),
    (0.72, 0.70, 0.66),
    "short",
    "long",
    0.25,
)
BODY = "woman-older"
LIGHT = Light(exposure=1.22)
#: Free at each side of the person, as a share of what the person takes.
MARGIN = 0.09
START, TARGET = "start", "target"


def write_stills(folder: Path) -> None:
    """Write the two pictures of every exercise."""
    folder.mkdir(parents=True, exist_ok=True)
    for exercise_id in EXERCISES:
        for phase, bgr in stills(exercise_id).items():
            done, coded = cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY])
            assert done, (exercise_id, phase)
            (folder / f"{exercise_id}-{phase}.webp").write_bytes(bytes(coded))


def stills(exercise_id: str) -> dict[str, Picture]:
    """The pictures (H, W, 3), BGR, of an exercise by phase, cut so that both show the same part."""
    clip = replace(good(exercise_id), body=BODY, outfit=OUTFIT, before_s=0.0, after_s=0.0)
    take = Take(clip)
    camera = replace(clip.camera, width_px=SHOT_PX[0], height_px=SHOT_PX[1])
    renderer = Renderer(
        camera, LIGHT, Room(), Sensor(0.0, 0.0), clip.seed, backdrop=backdrop(camera)
    )
    person = DressedPerson(take.stage.body, clip.outfit)
    meshes = {phase: person.meshes(take.pose(moment_of(take, phase))) for phase in (START, TARGET)}
    points = np.concatenate([mesh.vertices for each in meshes.values() for mesh in each])
    rows, columns = cut(camera.project(points.astype(float)))
    return {
        phase: cv2.resize(
            renderer.frame(each)[rows, columns], SIZE_PX, interpolation=cv2.INTER_AREA
        ).astype(np.uint8)
        for phase, each in meshes.items()
    }


def cut(pixels: Array) -> tuple[slice, slice]:
    """The rows and columns that show points (N, 2) in pixels, in the shape of a picture."""
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    shape = np.array(SIZE_PX) / SIZE_PX[0]
    width = min(float(max((high - low) / shape)) * (1 + 2 * MARGIN), float(SHOT_PX[0]))
    size = np.rint(width * shape).astype(int)
    # Someone who lies is low in the picture, with air above.
    middle = (low + high) / 2 - np.array([0.0, 0.06 * size[1]])
    corner = np.clip(np.rint(middle - size / 2).astype(int), 0, np.array(SHOT_PX) - size)
    (left, top), (right, bottom) = corner, corner + size
    return slice(int(top), int(bottom)), slice(int(left), int(right))


def moment_of(take: Take, phase: str) -> Moment:
    """The first moment, or the one that is furthest from it."""
    moments = [take.timeline.at(time_s) for time_s in take.times_s]
    return moments[0] if phase == START else max(moments, key=lambda each: each.excursion)


def backdrop(camera: Camera) -> Picture:
    """A plain ground (H, W, 3), BGR, with the mat on it."""
    width, height = (OVERSAMPLING * side for side in SHOT_PX)
    share = np.linspace(0.0, 1.0, height)[:, None, None] ** 2
    plain = (1.0 - share) * np.array(SKY[::-1]) + share * np.array(GROUND[::-1])
    picture = np.ascontiguousarray(np.broadcast_to(plain, (height, width, 3)).astype(np.uint8))
    corners = np.array(
        [
            (x * MAT_HALF_LENGTH_M, y * MAT_HALF_WIDTH_M, MAT_TOP_M)
            for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
    )
    mat = np.rint(OVERSAMPLING * camera.project(corners)).astype(np.int32)
    cv2.fillPoly(picture, [mat], MAT[::-1], cv2.LINE_AA)
    small: Picture = cv2.resize(picture, SHOT_PX, interpolation=cv2.INTER_AREA).astype(np.uint8)
    return small
