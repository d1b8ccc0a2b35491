"""Bodies of the sample clips, from their rendered truth. In: a clip's name. Out: judged frames.

No video is read: the truth has every joint in the picture and in space.
"""

from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from samples.studio.truth import read_truth
from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.geometry import FloatArray
from stabiel.pose.pose import Pose
from stabiel.session.pipeline import Judge, Judgment
from tests.sessions import BOOK

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
# Every other frame of 20 a second: as a slow camera.
EVERY = 2
NOSE, FACE_TL = 0, 0.14


@cache
def judged_clip(name: str) -> list[Judgment]:
    """Return the judged frames of a sample clip; its file is read once."""
    truth = read_truth(SAMPLES / f"{name}.truth.json.gz")
    judge = Judge(BOOK.get(truth["clip"]["exercise"]), BOOK, "en")
    return [judge.update(pose.time_s, pose) for pose in _poses(truth)]


def _poses(truth: dict[str, Any]) -> list[Pose]:
    frames, clip = truth["frames"], truth["clip"]
    in_picture = {name: np.array(each)[::EVERY] for name, each in frames["joints_2d_px"].items()}
    in_space = {name: np.array(each)[::EVERY] for name, each in frames["joints_3d_m"].items()}
    axes = _camera_axes(clip["camera"])
    hips = (in_space["left_hip"] + in_space["right_hip"]) / 2
    place = np.array(clip["camera"]["position_m"])
    near = min(SIDES, key=lambda side: float(np.abs(in_space[f"{side}_hip"][0] - place)[1]))
    times_s = frames["time_s"][::EVERY]
    points, world = np.zeros((len(times_s), 33, 2)), np.zeros((len(times_s), 33, 3))
    visibility = np.full(33, 0.95)
    for side, part in product(SIDES, Part):
        row, name = landmark_index(part, side), f"{side}_{part.name.lower()}"
        points[:, row] = in_picture[name]
        world[:, row] = (in_space[name] - hips) @ axes.T
        visibility[row] = 0.99 if side == near else 0.8
    points[:, NOSE] = _nose(points)
    size_px = clip["width_px"], clip["height_px"]
    return [
        Pose(time_s, points[each], visibility, world[each], size_px)
        for each, time_s in enumerate(times_s)
    ]


def _camera_axes(camera: dict[str, Any]) -> FloatArray:
    """Return the (3, 3) directions right, down and away of the picture."""
    away = np.subtract(camera["target_m"], camera["position_m"])
    away = away / np.linalg.norm(away)
    right = np.cross(away, (0.0, 0.0, 1.0))
    right = right / np.linalg.norm(right)
    return np.array([right, np.cross(away, right), away])


def _nose(points: FloatArray) -> FloatArray:
    """Return a nose below the ears of a face that looks down, (n, 2): the truth has none."""
    ears = points[:, [7, 8]].mean(axis=1)
    trunk = points[:, 23] - points[:, 11]
    return ears + FACE_TL * np.linalg.norm(trunk, axis=1)[:, None] * np.array([0.0, 1.0])
