"""Compares videos in segments with videos in one pass. In: clips. Out: differences of the results.

`python -m benchmarks.agreement [FOLDER]` analyzes each clip with truth in one pass and in segments.
Counts, times and angles should be the same. `--control` adds a comparison without any cut, of one
pass with a pass that misses the first frame: the landmarker follows the body from frame to frame,
so a difference at the beginning never disappears.
"""

import argparse
import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.angles import JOINTS
from benchmarks.clips import Clip, clips_in, judged, landmarks_of
from stabiel.analysis.segments import SegmentWork, cut_into
from stabiel.body.body import BodyReader, UnseenError
from stabiel.geometry import FloatArray, angle_deg
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.pose import Pose
from stabiel.session.session import Session
from stabiel.system.cores import usable_cores
from stabiel.system.resources import MODEL_NAMES, ModelName
from stabiel.video.reader import VideoFile

ROOT = Path(__file__).resolve().parents[1]
Found = tuple[list[float], list[Pose | None]]


@dataclass(frozen=True)
class Difference:
    """How the results of another method differ from one pass.

    Attributes:
        clip: the name of the clip.
        counts: which of repetitions, attempts, holds and faults differ.
        frames: the largest difference of their times, in frames.
        angles_deg: differences of the near side's joint angles, for all frames in which both
            methods show the joint.
    """

    clip: str
    counts: list[str]
    frames: float
    angles_deg: FloatArray = field(repr=False)


def in_segments(clip: Clip, model: ModelName, segments: int) -> Found:
    """Find the poses of a clip in this many segments."""
    with VideoFile(clip.video) as video:
        next(iter(video))
        zero_s, duration_s = video.zero_s, video.duration_s
    work = SegmentWork(
        clip.video,
        zero_s,
        cut_into(duration_s or 0.0, segments),
        lambda: Landmarker(model, outline=clip.needs_outline),
        cores=usable_cores(),
        every_frame=True,
    )
    with work:
        found = [each for _, results in work for each in results]
    return [each.time_s for each in found], [each.pose for each in found]


def without_first(clip: Clip, model: ModelName, _: int) -> Found:
    """Find the poses of all frames of a clip except the first, in one pass."""
    times: list[float] = []
    poses: list[Pose | None] = []
    with VideoFile(clip.video) as video, Landmarker(model, outline=clip.needs_outline) as estimator:
        for frame in video:
            poses.append(estimator.find(frame) if times else None)
            times.append(frame.time_s)
    return times, poses


def difference(clip: Clip, model: ModelName, once: Found, other: Found) -> Difference:
    """Return how the results from other poses of a clip differ from those of one pass."""
    exercise = clip.truth["clip"]["exercise"]
    first, second = (judged(clip, *found, exercise, model) for found in (once, other))
    missing = [] if once[0] == other[0] else ["frames"]
    angles = np.abs(angles_of(once[1]) - angles_of(other[1]))
    return Difference(
        clip.name,
        missing + [name for name in _COUNTED if _COUNTED[name](first) != _COUNTED[name](second)],
        largest_step(first, second) * first.source.frame_rate_hz,
        angles[~np.isnan(angles)],
    )


_COUNTED: dict[str, Callable[[Session], object]] = {
    "repetitions": lambda done: [(each.side, each.faults) for each in done.repetitions],
    "attempts": lambda done: [(each.side, each.reason) for each in done.attempts],
    "holds": lambda done: [(each.side, each.complete, each.faults) for each in done.holds],
    "faults": lambda done: sorted((each.id, each.side or "") for each in done.faults),
}


def largest_step(first: Session, second: Session) -> float:
    """Return the largest difference in seconds between the times of both sessions."""
    steps = [0.0]
    for name in ("repetitions", "attempts", "holds"):
        both = zip(getattr(first, name), getattr(second, name), strict=False)
        for one, two in both:
            steps += [abs(one.start_s - two.start_s), abs(one.end_s - two.end_s)]
    return max(steps)


def angles_of(poses: list[Pose | None]) -> FloatArray:
    """Return the near side's angles in degrees, (frames, joints), NaN if not visible."""
    guard, reader = PoseGuard(), BodyReader()
    rows = np.full((len(poses), len(JOINTS)), math.nan)
    for row, pose in zip(rows, poses, strict=True):
        if pose is None:
            continue
        body = reader.read(guard.check(pose))
        for column, parts in enumerate(JOINTS.values()):
            try:
                points = [body.point(part, body.near) for part in parts]
            except UnseenError:
                continue
            row[column] = angle_deg(points[0], points[1], points[2])
    return rows


def summary(differences: list[Difference]) -> dict[str, object]:
    """Return the figures over all clips."""
    angles = np.concatenate([each.angles_deg for each in differences])
    return {
        "clips": len(differences),
        "same": sum(not each.counts for each in differences),
        "frames": round(max(each.frames for each in differences), 2),
        "times_within_a_frame": sum(each.frames <= 1.001 for each in differences),
        "angle_p50_deg": round(float(np.percentile(angles, 50)), 3),
        "angle_p99_deg": round(float(np.percentile(angles, 99)), 3),
        "not_the_same": {each.clip: each.counts for each in differences if each.counts},
    }


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "samples")
    parser.add_argument("--model", choices=MODEL_NAMES, default="full")
    parser.add_argument("--segments", nargs="+", type=int, default=[2])
    parser.add_argument(
        "--control",
        action="store_true",
        help="also compare with one pass that misses the first frame",
    )
    parser.add_argument("--cache", type=Path, default=ROOT / "out" / "accuracy" / "landmarks")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    arguments = parser.parse_args()
    ways = {f"{number} segments": (in_segments, number) for number in arguments.segments}
    if arguments.control:
        ways["one pass without its first frame"] = (without_first, 0)
    found: dict[str, list[Difference]] = {name: [] for name in ways}
    for clip in clips_in(arguments.folder):
        once = landmarks_of(clip, arguments.model, arguments.cache)
        for name, (way, number) in ways.items():
            other = way(clip, arguments.model, number)
            each = difference(clip, arguments.model, once, other)
            found[name].append(each)
            print(
                f"{clip.name}, {name}: {', '.join(each.counts) or 'the same'}; times "
                f"{each.frames:.1f} frames, angles {np.percentile(each.angles_deg, 99):.2f} deg",
                flush=True,
            )
    figures = {name: summary(differences) for name, differences in found.items()}
    print(json.dumps(figures, indent=1))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
