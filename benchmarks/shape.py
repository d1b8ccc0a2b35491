"""Checks that bodies are shaped like a person. In: joints over time. Out: `BoneShape`s.

A body should have bones of constant length, equal sides, and human proportions. The truth of the
rendered clips must have them; for detected landmarks they measure quality. `python -m
benchmarks.shape` prints both for all committed clips, and for real clips if `--real` names their
folder. The landmarks are those of the accuracy benchmark.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.clips import clips_in, landmarks_of
from stabiel.anatomy import SIDES, Part, Side, landmark_index
from stabiel.body.body import BodyReader
from stabiel.geometry import FloatArray
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.pose import Pose
from stabiel.video.reader import VideoFile

ROOT = Path(__file__).resolve().parents[1]
MODEL = "full"
BONES: dict[str, tuple[Part, Part]] = {
    "thigh": (Part.HIP, Part.KNEE),
    "shin": (Part.KNEE, Part.ANKLE),
    "upper arm": (Part.SHOULDER, Part.ELBOW),
    "forearm": (Part.ELBOW, Part.WRIST),
}
# Lengths as shares of stature after Drillis and Contini (1966), as in Winter, Biomechanics and
# Motor Control of Human Movement: thigh 0.245, shin 0.246, upper arm 0.186, forearm 0.146. The
# trunk goes from the hips (0.530 high) to the shoulders (0.818): 0.288.
PUBLISHED = {"thigh": 0.851, "shin": 0.854, "upper arm": 0.646, "forearm": 0.507}

# Joint positions over time, (frames, 2 or 3), by part and side; NaN if not visible.
Joints = Mapping[tuple[Part, Side], FloatArray]


@dataclass(frozen=True)
class BoneShape:
    """One bone of one clip.

    Attributes:
        bone: its name.
        varies: standard deviation of the near side's length over time, as a share of its mean.
        left_to_right: median length of the left bone divided by that of the right bone.
        to_trunk: median length of the near bone divided by that of the trunk.
    """

    bone: str
    varies: float
    left_to_right: float
    to_trunk: float

    @property
    def off_published(self) -> float:
        """How much longer it is than published, relative to the trunk; below 0 if shorter."""
        return self.to_trunk / PUBLISHED[self.bone] - 1


def shapes(joints: Joints, near: Side) -> list[BoneShape]:
    """Return the shape of each bone of a person."""
    shoulders, hips = (
        (joints[part, "left"] + joints[part, "right"]) / 2 for part in (Part.SHOULDER, Part.HIP)
    )
    trunk = np.nanmedian(np.linalg.norm(shoulders - hips, axis=1))
    found = []
    for bone, (upper, lower) in BONES.items():
        lengths = {
            side: np.linalg.norm(joints[upper, side] - joints[lower, side], axis=1)
            for side in SIDES
        }
        middle = {side: float(np.nanmedian(lengths[side])) for side in SIDES}
        varies = float(np.nanstd(lengths[near]) / np.nanmean(lengths[near]))
        shape = BoneShape(
            bone, varies, middle["left"] / middle["right"], float(middle[near] / trunk)
        )
        found.append(shape)
    return found


def true_joints(truth: Mapping[str, Any]) -> Joints:
    """Return the joints of a truth record, in meters in the room."""
    places = truth["frames"]["joints_3d_m"]
    return {
        (part, side): np.array(places[f"{side}_{part.name.lower()}"])
        for part in {part for bone in BONES.values() for part in bone}
        for side in SIDES
    }


def found_joints(poses: Sequence[Pose | None], *, in_picture: bool = False) -> tuple[Joints, Side]:
    """Return the detected joints, and the side that was near during most of the time.

    The joints are in meters, or with `in_picture` in torso lengths of the picture.
    """
    guard, reader = PoseGuard(), BodyReader()
    bodies = [reader.read(guard.check(pose)) for pose in poses if pose is not None]
    lefts = sum(body.near == "left" for body in bodies)
    near: Side = "left" if 2 * lefts > len(bodies) else "right"
    places = [
        body.pose.points / body.torso_px if in_picture else body.pose.world for body in bodies
    ]
    rows = np.stack(places)
    return {
        (part, side): rows[:, landmark_index(part, side)]
        for part in {part for bone in BONES.values() for part in bone}
        for side in SIDES
    }, near


def poses_of(video: Path) -> list[Pose | None]:
    """Return the detected poses of a video."""
    with VideoFile(video) as file, Landmarker(MODEL) as landmarker:
        return [landmarker.find(frame) for frame in file]


def table_of(title: str, clips: Sequence[Sequence[BoneShape]]) -> Table:
    """Return a table over all clips: the median and the extremes for each bone."""
    table = Table(
        "", "varies, %", "left/right", "relative to trunk", "off published, %", title=title
    )
    for index, bone in enumerate(BONES):
        own = [clip[index] for clip in clips]
        varies = [100 * shape.varies for shape in own]
        sides = [shape.left_to_right for shape in own]
        trunk = [shape.to_trunk for shape in own]
        off = [100 * shape.off_published for shape in own]
        table.add_row(
            bone,
            f"{np.median(varies):.1f}, at most {max(varies):.1f}",
            f"{min(sides):.2f} to {max(sides):.2f}",
            f"{min(trunk):.2f} to {max(trunk):.2f}",
            f"{min(off):+.0f} to {max(off):+.0f}",
        )
    return table


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "samples")
    parser.add_argument("--real", type=Path, help="folder of real clips (bridging/*.mp4)")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "accuracy")
    arguments = parser.parse_args()
    clips = clips_in(arguments.folder)
    if not clips:
        print(f"{arguments.folder}: there are no clips with truth in this folder.", file=sys.stderr)
        return 2
    true, found, pictures = [], [], []
    for clip in track(clips, "clips", console=Console(stderr=True)):
        truth = clip.truth
        _, poses = landmarks_of(clip, MODEL, arguments.out / "landmarks")
        joints, near = found_joints(poses)
        true.append(shapes(true_joints(truth), near))
        found.append(shapes(joints, near))
        if truth["clip"]["camera"]["view"] == "side":
            pictures.append(shapes(*found_joints(poses, in_picture=True)))
    console = Console(width=110)
    console.print(table_of("Truth of the rendered clips, in meters", true))
    console.print(table_of(f"Detected by {MODEL}, in meters", found))
    console.print(table_of(f"Detected by {MODEL}, in the picture, side views", pictures))
    if arguments.real is not None:
        videos = sorted((arguments.real / "bridging").glob("*.mp4"))
        real = [shapes(*found_joints(poses_of(video))) for video in videos]
        console.print(table_of(f"Real clips, detected by {MODEL}, in meters", real))
    return 0


if __name__ == "__main__":
    sys.exit(main())
