"""Learns a correction of landmarks and asks whether it helps. In: tune, validate. Out: tables.

`python -m benchmarks.correction` trains a small network (`benchmarks.correction_net`) per model on
the rendered people of *tune*. It measures angles and places on those of *validate*, by view: as
found, less the mean offset of *tune*, and corrected by the network. Without folders of these sets
the committed clips take their place, each body corrected by what was learned from the others. Then
it corrects the joints that were marked by hand (`benchmarks.marks`) and judges the recordings of
real people again: a correction is worth having only if these get better too.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks import marks, real
from benchmarks.angles import JOINTS
from benchmarks.clips import Clip, clips_in, landmarks_of
from benchmarks.correction_net import (
    Net,
    features,
    moved,
    offsets,
    train,
    trunk_frame,
)
from benchmarks.real_claims import labels_of, rows_of
from benchmarks.variants import MODELS, outcome_of
from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.body.body import SIDE_VIEW_BELOW
from stabiel.geometry import FloatArray, angle_deg
from stabiel.pose.pose import LANDMARK_COUNT, Pose
from stabiel.pose.recording import load_recording
from stabiel.system.resources import ModelName

ROOT = Path(__file__).resolve().parents[1]
# Frames nearer than this are alike.
EVERY_S = 0.25

Correct = Callable[[Pose], Pose]


@dataclass(frozen=True)
class Sample:
    """One frame: its pose, the true joints (33, 2) in pixels (NaN if unknown), body and view."""

    pose: Pose
    true: FloatArray
    body: str
    view: str


def samples_of(clips: Iterable[Clip], model: ModelName, cache: Path) -> list[Sample]:
    """Return the frames of clips in which a body was found, one every quarter of a second."""
    samples = []
    for clip in clips:
        truth = clip.truth
        body, view = str(truth["clip"]["body"]), str(truth["clip"]["camera"]["view"])
        joints = truth["frames"]["joints_2d_px"]
        true = np.full((len(truth["frames"]["time_s"]), LANDMARK_COUNT, 2), np.nan)
        for part in Part:
            for side in SIDES:
                true[:, landmark_index(part, side)] = joints[f"{side}_{part.name.lower()}"]
        times, poses = landmarks_of(clip, model, cache)
        step = max(1, round(EVERY_S * (len(times) - 1) / times[-1]))
        samples += [
            Sample(pose, of_frame, body, view)
            for pose, of_frame in list(zip(poses, true, strict=True))[::step]
            if pose is not None
        ]
    return samples


def learned(samples: Sequence[Sample]) -> Net:
    """Return the network trained on samples."""
    frames = [trunk_frame(each.pose) for each in samples]
    pairs = list(zip(samples, frames, strict=True))
    return train(
        np.array([features(each.pose, frame) for each, frame in pairs]),
        np.array([offsets(each.pose, frame, each.true) for each, frame in pairs]),
    )


def ways_of(net: Net) -> dict[str, Correct]:
    """Return the ways to correct a pose, by name."""

    def offset(pose: Pose) -> Pose:
        return moved(pose, trunk_frame(pose), net.mean_correction.reshape(-1, 2))

    def off_the_side(pose: Pose) -> Pose:
        return pose if width(pose) < SIDE_VIEW_BELOW else net.correct(pose)

    return {
        "as found": lambda pose: pose,
        "offset": offset,
        "network": net.correct,
        "network, off the side": off_the_side,
    }


def width(pose: Pose) -> float:
    """Return the width of shoulders and hips in torso lengths, as `SIDE_VIEW_BELOW` has it."""
    left, right = (
        [pose.points[landmark_index(part, side)] for part in (Part.SHOULDER, Part.HIP)]
        for side in SIDES
    )
    across = np.mean([np.hypot(*(a - b)) for a, b in zip(left, right, strict=True)])
    trunk = np.hypot(*(left[0] + right[0] - left[1] - right[1])) / 2
    return float(across / max(1.0, trunk))


def corrected(
    samples: Sequence[Sample], nets: Mapping[str, Net], way: str
) -> dict[str, list[tuple[Pose, FloatArray]]]:
    """Return the poses, corrected in one way, and the true joints, by view."""
    ways = {body: ways_of(net)[way] for body, net in nets.items()}
    by_view: dict[str, list[tuple[Pose, FloatArray]]] = defaultdict(list)
    for each in samples:
        by_view[each.view].append((ways[each.body](each.pose), each.true))
    return by_view


def errors(pairs: Sequence[tuple[Pose, FloatArray]]) -> dict[str, float]:
    """Return mean size and 95th percentile of the near side's angle errors, and the distances.

    Angles are in degrees. Distances are those of the near and far joints from the true ones, in %
    of the torso.
    """
    angles: dict[str, list[float]] = {joint: [] for joint in JOINTS}
    places: dict[str, list[float]] = {"near": [], "far": []}
    for pose, true in pairs:
        frame = trunk_frame(pose)
        near_rows = dict(zip(Part, frame.rows, strict=False))
        for joint, parts in JOINTS.items():
            rows = [near_rows[part] for part in parts]
            found, wanted = (angle_deg(*points[rows]) for points in (pose.points, true))
            angles[joint].append(abs(found - wanted))
        off_tl = np.hypot(*(pose.points - true)[frame.rows].T) / frame.length
        places["near"].append(float(off_tl[: len(Part)].mean()))
        places["far"].append(float(off_tl[len(Part) :].mean()))
    found_errors = {f"{joint} °": float(np.mean(sizes)) for joint, sizes in angles.items()}
    found_errors |= {
        f"{joint} 95 %": float(np.percentile(sizes, 95)) for joint, sizes in angles.items()
    }
    return found_errors | {f"{side} %": 100 * float(np.mean(off)) for side, off in places.items()}


def errors_table(title: str, samples: Sequence[Sample], nets: Mapping[str, Net]) -> Table:
    """Return the errors by view and way; `nets` has what corrects each body."""
    table = Table(title=title)
    ways = list(ways_of(next(iter(nets.values()))))
    for name in ("view", "frames", "way"):
        table.add_column(name)
    for head in errors([(samples[0].pose, samples[0].true)]):
        table.add_column(head, justify="right")
    for view in sorted({each.view for each in samples}):
        for way in ways:
            pairs = corrected(samples, nets, way)[view]
            figures = (f"{value:.1f}" for value in errors(pairs).values())
            table.add_row(view, str(len(pairs)), way, *figures)
    return table


def of_other_bodies(samples: Sequence[Sample]) -> dict[str, Net]:
    """Return for each body what was learned from all others."""
    bodies = sorted({each.body for each in samples})
    return {body: learned([each for each in samples if each.body != body]) for body in bodies}


def by_hand(model: ModelName, net: Net, folder: Path) -> Table:
    """Return the angle errors on the pictures whose joints were marked by hand."""
    marked = marks.marks_of(marks.MARKS)
    found = [marks.found_in(folder / each.file, each.time_s, model) for each in marked]
    sources = {
        way: [
            marks.example_of(each, correct(pose))
            for each, pose in zip(marked, found, strict=True)
            if pose is not None
        ]
        for way, correct in ways_of(net).items()
    }
    return marks.angles_table(f"{model}, marked by hand", sources)


def on_real(model: ModelName, net: Net, folder: Path) -> Table:
    """Return how many rows of the real recordings are right, and what is claimed."""
    table = Table("way", "done", "not done", "true", "false", "unlabeled", "missed")
    table.title = f"{model}, real recordings"
    labels = labels_of(folder / "faults.csv")
    for way, correct in ways_of(net).items():
        outcomes = []
        for row in rows_of(folder / "truth.csv"):
            frames = [
                frame._replace(pose=None if frame.pose is None else correct(frame.pose))
                for frame in load_recording(folder / f"{row.recording}.{model}.npz")
            ]
            outcomes.append(outcome_of(row, model, frames))
        sums = real.figures(outcomes, labels)
        table.add_row(
            way, *(f"{right} of {rows}" for right, rows in (sums.done, sums.zero)),
            *(str(sums.verdicts.get(verdict, 0)) for verdict in ("true", "false", "unlabeled")),
            f"{sums.missed} of {sums.there}",
        )  # fmt: skip
    return table


def main(arguments: list[str] | None = None) -> int:
    """Train, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tune", type=Path, default=ROOT / "samples" / "crowd" / "tune")
    parser.add_argument("--validate", type=Path, default=ROOT / "samples" / "crowd" / "validate")
    parser.add_argument("--cache", type=Path, default=ROOT / "out" / "crowd" / "landmarks")
    parser.add_argument("--samples", type=Path, default=ROOT / "samples")
    parser.add_argument("--samples-cache", type=Path, default=ROOT / "out/accuracy/landmarks")
    options = parser.parse_args(arguments)
    console = Console(width=170)
    for model in MODELS:
        tune = samples_of(clips_in(options.tune), model, options.cache)
        validate = samples_of(clips_in(options.validate), model, options.cache)
        if tune and validate:
            net = learned(tune)
            nets = {each.body: net for each in validate}
            console.print(errors_table(f"{model}, validate", validate, nets))
        else:
            tune = samples_of(clips_in(options.samples), model, options.samples_cache)
            net = learned(tune)
            title = f"{model}, committed clips, each body by the others"
            console.print(errors_table(title, tune, of_other_bodies(tune)))
        if marks.FOOTAGE.exists():
            console.print(by_hand(model, net, marks.FOOTAGE))
        if (real.REAL / "truth.csv").exists():
            console.print(on_real(model, net, real.REAL))
    return 0


if __name__ == "__main__":
    sys.exit(main())
