"""Measures what a model means by a visibility, beside `full`. In: clips. Out: scales and errors.

`python -m benchmarks.visibility [MODEL]` prints the line that puts the model's quantiles on those
of `full` in the same frames (`stabiel.pose.visibility.SCALES`), and for both models how far a
landmark of each visibility is from the true joint.
"""

import argparse
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.clips import Clip, clips_in, landmarks_of
from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.geometry import FloatArray
from stabiel.pose.visibility import ARMS, LEGS, Scale
from stabiel.system.resources import MODEL_NAMES, ModelName

ROOT = Path(__file__).resolve().parents[1]
LIMBS = {"arms": ARMS, "legs": LEGS}
PARTS = {
    "arms": (Part.ELBOW, Part.WRIST),
    "legs": (Part.KNEE, Part.ANKLE, Part.HEEL, Part.TOE),
}
EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
# Further off than this (10 cm) a landmark is wrong: it lies on another part of the body.
WRONG_TL = 0.2
_LOGIT_EDGE = 1e-4


def scale_of(model: FloatArray, full: FloatArray) -> Scale:
    """Return the line through the quantiles from 1 to 99 % of two sets of visibilities."""
    at = np.linspace(0.01, 0.99, 99)
    slope, shift = np.polyfit(np.quantile(_logit(model), at), np.quantile(_logit(full), at), 1)
    return Scale(float(slope), float(shift))


def _logit(visibility: FloatArray) -> FloatArray:
    inside = np.clip(visibility, _LOGIT_EDGE, 1 - _LOGIT_EDGE)
    return np.log(inside / (1 - inside))


def visibilities(clips: list[Clip], model: ModelName, cache: Path) -> FloatArray:
    """Return the visibilities of all frames with a person, (n, 33)."""
    poses = [pose for clip in clips for pose in landmarks_of(clip, model, cache)[1]]
    return np.array([pose.visibility for pose in poses if pose is not None])


def errors(clip: Clip, model: ModelName, limb: str, cache: Path) -> FloatArray:
    """Return (n, 2): visibility, and distance from the true joint in torso lengths."""
    joints = clip.truth["frames"]["joints_2d_px"]
    rows = []
    for row, pose in enumerate(landmarks_of(clip, model, cache)[1]):
        if pose is None:
            continue
        ends = [
            np.mean([joints[f"{side}_{end}"][row] for side in SIDES], axis=0)
            for end in ("shoulder", "hip")
        ]
        for part in PARTS[limb]:
            for side in SIDES:
                index = landmark_index(part, side)
                off_px = pose.points[index] - joints[f"{side}_{part.name.lower()}"][row]
                length_px = np.hypot(*(ends[0] - ends[1]))
                rows.append((pose.visibility[index], np.hypot(*off_px) / length_px))
    return np.array(rows)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", choices=MODEL_NAMES, default="heavy")
    parser.add_argument("--samples", type=Path, default=ROOT / "samples")
    parser.add_argument("--cache", type=Path, default=ROOT / "out" / "accuracy" / "landmarks")
    options = parser.parse_args(arguments)
    clips, console = clips_in(options.samples), Console(width=120)
    own = visibilities(clips, options.model, options.cache)
    full = visibilities(clips, "full", options.cache)
    for limb, rows in LIMBS.items():
        scale = scale_of(own[:, rows].ravel(), full[:, rows].ravel())
        console.print(f"{limb}: slope {scale.slope:.2f}, shift {scale.shift:.2f}")
        table = Table("visibility", title=f"{limb}: wrong by more than {WRONG_TL} torso lengths")
        columns = []
        for model in ("full", options.model):
            table.add_column(model)
            columns.append(np.concatenate([errors(c, model, limb, options.cache) for c in clips]))
        for low, high in pairwise(EDGES):
            table.add_row(f"{low} to {high}", *(_wrong(each, low, high) for each in columns))
        console.print(table)
    return 0


def _wrong(found: FloatArray, low: float, high: float) -> str:
    inside = found[(found[:, 0] >= low) & (found[:, 0] < high), 1]
    return f"{np.mean(inside > WRONG_TL):.1%} of {len(inside)}" if len(inside) else "–"


if __name__ == "__main__":
    sys.exit(main())
