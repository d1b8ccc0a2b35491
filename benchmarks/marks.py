"""Asks whether a landmark is off, or the joint of the rendered body. In: marks. Out: tables.

`python -m benchmarks.marks` compares the landmarks of both models with joints that were marked by
hand on photos and video frames (`marks.csv`, pictures in ../shared/footage), and with the joints of
the rendered samples in side views. Both offsets are in the trunk's frame, in torso lengths: if the
landmarker is off, it is off by the same on photos. Then the offsets of the rendered bodies are
taken off the landmarks of the photos, and the other way round: do the angles get better?
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.angles import JOINTS
from benchmarks.clips import Clip, clips_in, landmarks_of
from stabiel.anatomy import Part, Side, landmark_index
from stabiel.geometry import FloatArray, angle_deg
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import Pose
from stabiel.system.resources import ModelName
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile

ROOT = Path(__file__).resolve().parents[1]
FOOTAGE = ROOT.parent / "shared" / "footage"
MARKS = Path(__file__).with_name("marks.csv")
MODELS: tuple[ModelName, ...] = ("full", "heavy")
PARTS = (Part.EAR, Part.SHOULDER, Part.ELBOW, Part.WRIST, Part.HIP, Part.KNEE, Part.ANKLE)
# A rendered clip gives one example per second: its frames are alike.
EVERY_S = 1.0

Points = Mapping[Part, FloatArray]


@dataclass(frozen=True)
class Marked:
    """The near side of one picture, marked by hand: `true` has (2,) pixels of each joint."""

    person: str
    file: str
    time_s: float
    side: Side
    true: Points


@dataclass(frozen=True)
class Example:
    """The near side of one picture: found beside true, (2,) pixels of each joint.

    The examples of one person or body (`group`) are alike, so a group counts once.
    """

    group: str
    side: Side
    found: Points
    true: Points


def marks_of(path: Path) -> list[Marked]:
    """Read marks: person, file, time_s, side, part, x_px, y_px, uncertainty_px."""
    rows: dict[tuple[str, str], list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault((row["file"], row["time_s"]), []).append(row)
    return [
        Marked(
            of_one[0]["person"],
            name,
            float(time_s),
            cast("Side", of_one[0]["side"]),
            {
                Part[row["part"].upper()]: np.array([float(row["x_px"]), float(row["y_px"])])
                for row in of_one
            },
        )
        for (name, time_s), of_one in rows.items()
    ]


def _trunk(points: Points, side: Side) -> tuple[FloatArray, float]:
    """Return the (2, 2) directions to the head and to the front, and the torso's length."""
    trunk = points[Part.SHOULDER] - points[Part.HIP]
    length = float(np.hypot(*trunk))
    headward = trunk / length
    # Somebody upright whose right side is near faces to the right in the picture.
    front = np.array([-headward[1], headward[0]]) * (1 if side == "right" else -1)
    return np.stack([headward, front]), length


def offsets_tl(example: Example) -> Points:
    """Return how far each joint was found from the true one: (2,) headward and frontward.

    In torso lengths of the true shoulder and hip.
    """
    axes, length = _trunk(example.true, example.side)
    return {
        part: axes @ (example.found[part] - true) / length for part, true in example.true.items()
    }


def without(example: Example, offsets: Points) -> Example:
    """Return the example with offsets (as `offsets_tl`) taken off what was found."""
    axes, length = _trunk(example.found, example.side)
    found = {part: at - length * offsets[part] @ axes for part, at in example.found.items()}
    return replace(example, found=found)


def angle_errors_deg(example: Example) -> dict[str, float]:
    """Return how much too wide each angle was found; angles with an unmarked joint are left out."""
    return {
        joint: _angle(example.found, parts) - _angle(example.true, parts)
        for joint, parts in JOINTS.items()
        if all(part in example.true for part in parts)
    }


def _angle(points: Points, parts: tuple[Part, Part, Part]) -> float:
    return angle_deg(*(points[part] for part in parts))


def mean_offsets(examples: Iterable[Example]) -> dict[Part, FloatArray]:
    """Return the mean over groups of the median offset of each joint, (2,) torso lengths."""
    by_group = _by_group(examples)
    return {part: _means(by_group, part).mean(axis=0) for part in PARTS}


def _by_group(examples: Iterable[Example]) -> dict[str, list[Example]]:
    by_group: dict[str, list[Example]] = {}
    for each in examples:
        by_group.setdefault(each.group, []).append(each)
    return by_group


def _means(by_group: Mapping[str, Sequence[Example]], part: Part) -> FloatArray:
    """Return the median offset of a joint in each group that has it, (groups, 2)."""
    offsets = [[offsets_tl(each) for each in group] for group in by_group.values()]
    return np.array(
        [
            np.median([each[part] for each in group if part in each], axis=0)
            for group in offsets
            if any(part in each for each in group)
        ]
    )


def on_marks(marks: Sequence[Marked], model: ModelName, folder: Path) -> list[Example]:
    """Return what a model finds in the marked pictures; pictures without anybody are left out."""
    found = [found_in(folder / each.file, each.time_s, model) for each in marks]
    pairs = zip(marks, found, strict=True)
    return [example_of(each, pose) for each, pose in pairs if pose is not None]


def example_of(marked: Marked, pose: Pose) -> Example:
    """Return the marked joints of a picture beside its pose."""
    found = {part: pose.points[landmark_index(part, marked.side)] for part in marked.true}
    return Example(marked.person, marked.side, found, marked.true)


def found_in(path: Path, time_s: float, model: ModelName) -> Pose | None:
    """Return the pose in a photo, or in a video's frame after all frames before it."""
    pose = None
    with Landmarker(model) as landmarker:
        for frame in _frames(path):
            pose = landmarker.find(frame)
            if frame.time_s >= time_s:
                break
    return pose


def _frames(path: Path) -> Iterator[Frame]:
    if path.suffix == ".mp4":
        with VideoFile(path) as video:
            yield from video
        return
    image = cv2.imread(str(path))
    if image is None:
        raise FileNotFoundError(path)
    yield Frame(np.ascontiguousarray(image[..., ::-1]).astype(np.uint8), 0.0)


def on_clip(clip: Clip, model: ModelName, cache: Path) -> list[Example]:
    """Return what a model finds in a side view beside its joints, one frame per second."""
    truth = clip.truth
    if truth["clip"]["camera"]["view"] != "side":
        return []
    times, poses = landmarks_of(clip, model, cache)
    step = max(1, round(EVERY_S * (len(times) - 1) / times[-1]))
    side = _near(truth)
    return [
        Example(
            truth["clip"]["body"],
            side,
            {part: pose.points[landmark_index(part, side)] for part in PARTS},
            {part: _joint(truth, part, side, row) for part in PARTS},
        )
        for row, pose in list(enumerate(poses))[::step]
        if pose is not None
    ]


def _near(truth: Mapping[str, Any]) -> Side:
    """Return the side whose hip is nearer to the camera in the first frame."""
    eye = np.array(truth["clip"]["camera"]["position_m"])
    joints = truth["frames"]["joints_3d_m"]
    left, right = (np.linalg.norm(joints[f"{s}_hip"][0] - eye) for s in ("left", "right"))
    return "left" if left < right else "right"


def _joint(truth: Mapping[str, Any], part: Part, side: Side, row: int) -> FloatArray:
    return np.array(truth["frames"]["joints_2d_px"][f"{side}_{part.name.lower()}"][row])


def offsets_table(title: str, sources: Mapping[str, Sequence[Example]]) -> Table:
    """Return a row per joint: its mean offset over groups, with its standard error."""
    table = Table(title=title)
    table.add_column("offset, torso lengths")
    for source in sources:
        table.add_column(f"{source}: headward")
        table.add_column("frontward")
    for part in PARTS:
        cells = []
        for examples in sources.values():
            means = _means(_by_group(examples), part)
            error = means.std(axis=0, ddof=1) / np.sqrt(len(means))
            cells += [f"{means[:, axis].mean():+.3f} ± {error[axis]:.3f}" for axis in (0, 1)]
        table.add_row(part.name.lower(), *cells)
    return table


def angles_table(title: str, sources: Mapping[str, Sequence[Example]]) -> Table:
    """Return a row per angle: mean error and mean size of the error, over groups."""
    table = Table(title=title)
    table.add_column("angle, degrees")
    for source in sources:
        table.add_column(f"{source}: mean")
        table.add_column("mean size")
    for joint in JOINTS:
        cells = []
        for examples in sources.values():
            errors = [
                [e[joint] for e in map(angle_errors_deg, group) if joint in e]
                for group in _by_group(examples).values()
            ]
            seen = [each for each in errors if each]
            cells.append(f"{np.mean([np.mean(each) for each in seen]):+.1f}")
            cells.append(f"{np.mean([np.mean(np.abs(each)) for each in seen]):.1f}")
        table.add_row(joint, *cells)
    return table


def leave_one_out(examples: Sequence[Example]) -> list[Example]:
    """Return each example without the mean offsets of all other groups."""
    return [
        without(each, mean_offsets(other for other in examples if other.group != group))
        for group, of_group in _by_group(examples).items()
        for each in of_group
    ]


def main(arguments: list[str] | None = None) -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--footage", type=Path, default=FOOTAGE)
    parser.add_argument("--samples", type=Path, default=ROOT / "samples")
    parser.add_argument("--cache", type=Path, default=ROOT / "out" / "accuracy" / "landmarks")
    options = parser.parse_args(arguments)
    if not options.footage.exists():
        print(f"Skipped: the marked pictures ({options.footage}) are not here.")
        return 0
    marks, console = marks_of(MARKS), Console(width=150)
    for model in MODELS:
        clips = clips_in(options.samples)
        rendered = [each for clip in clips for each in on_clip(clip, model, options.cache)]
        photos = on_marks(marks, model, options.footage)
        title = f"{model}: {len(photos)} pictures, {len(rendered)} rendered frames"
        console.print(offsets_table(title, {"by hand": photos, "rendered": rendered}))
        tried = {
            "by hand": photos,
            "less the rendered offsets": [without(e, mean_offsets(rendered)) for e in photos],
            "less the others' offsets": leave_one_out(photos),
            "rendered": rendered,
            "less the hand's offsets": [without(e, mean_offsets(photos)) for e in rendered],
            "less the other bodies'": leave_one_out(rendered),
        }
        console.print(angles_table(model, tried))
    return 0


if __name__ == "__main__":
    sys.exit(main())
