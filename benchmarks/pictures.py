"""Draws the worst clips. In: scores. Out: a PNG for each, with the truth and the estimate.

Each shows six frames of the clip, with the true phase and repetition in words. The true skeleton is
thin and blue, the one of the landmarker bold and amber.
"""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import Clip, landmarks_of
from benchmarks.scoring import Score
from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.drawing.overlay import MIND, TARGET, TEXT
from stabiel.pose.pose import Pose
from stabiel.system.resources import ModelName
from stabiel.video.reader import VideoFile

FRAMES = 6
_BONES = (
    ("shoulder", "hip"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
)


def draw_worst(scores: list[Score], clips: list[Clip], model: ModelName, out: Path) -> list[Path]:
    """Draw one picture per score and return their paths."""
    named = {clip.name: clip for clip in clips}
    paths = []
    for rank, score in enumerate(scores, 1):
        clip = named[score.clip]
        times, poses = landmarks_of(clip, model, out / "landmarks")
        path = out / f"worst-{rank:02d}-{clip.name}.png"
        cv2.imwrite(str(path), cv2.cvtColor(_sheet(clip, len(times), poses), cv2.COLOR_RGB2BGR))
        paths.append(path)
    return paths


def _sheet(clip: Clip, count: int, poses: list[Pose | None]) -> NDArray[np.uint8]:
    wanted = set(np.linspace(0, count - 1, FRAMES).astype(int))
    truth = clip.truth["frames"]
    with VideoFile(clip.video) as video:
        drawn = [
            _drawn(frame.image, poses[row], truth, row)
            for row, frame in enumerate(video)
            if row in wanted
        ]
    rows = [np.hstack(drawn[at : at + 3]) for at in range(0, len(drawn) - len(drawn) % 3, 3)]
    sheet: NDArray[np.uint8] = np.vstack(rows)
    return sheet


def _drawn(
    image: NDArray[np.uint8], pose: Pose | None, truth: dict[str, Any], row: int
) -> NDArray[np.uint8]:
    canvas = image.copy()
    for side in SIDES:
        for upper, lower in _BONES:
            ends = [truth["joints_2d_px"][f"{side}_{name}"][row] for name in (upper, lower)]
            _line(canvas, ends[0], ends[1], TARGET, 1)
            if pose is not None:
                parts = [pose.points[landmark_index(Part[n.upper()], side)] for n in (upper, lower)]
                _line(canvas, list(parts[0]), list(parts[1]), MIND, 2)
    words = f"{truth['time_s'][row]:.1f} s  {truth['phase'][row]}  {truth['repetition'][row] or ''}"
    cv2.putText(canvas, words, (10, 28), TEXT, cv2.FontFace("sans"), 24, 600)
    return canvas


def _line(
    canvas: NDArray[np.uint8],
    start: list[float],
    end: list[float],
    color: tuple[int, int, int],
    width: int,
) -> None:
    ends = [(round(float(x)), round(float(y))) for x, y in (start, end)]
    cv2.line(canvas, ends[0], ends[1], color, width, cv2.LINE_AA)
