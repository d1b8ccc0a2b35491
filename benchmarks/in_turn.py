"""What two landmarkers in turn find, against one at every frame. In: clips. Out: a table, JSON.

`python -m benchmarks.in_turn samples` lets two landmarkers look at the frames of each clip in turn,
and judges what they find as a live session does (`stabiel.pose.in_turn`). It prints, for one at
every frame, for two as they found it and for two as a session takes it:

- zigzag: how far a joint lies from the middle between where it was in the frame before and is in
  the one after, in percent of the trunk, at rest and in movement (median, 95 %);
- what was counted and found of the truth, as `python -m benchmarks.accuracy` has it.

Each of the two sees half of the frames: at 20 frames per second, ten.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.clips import Clip, cached_landmarks, clips_in, landmarks_of, the_book
from benchmarks.pool import in_processes
from benchmarks.scoring import Score, score, summarize
from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.geometry import FloatArray
from stabiel.pose.in_turn import LANDMARKERS
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.plausibility import trunk_ends
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded, load_recording
from stabiel.pose.visibility_smoothing import RawVisibility, SmoothedVisibility
from stabiel.pose.zigzag import Zigzag
from stabiel.session.replay import replay
from stabiel.session.session import Source
from stabiel.system.resources import ModelName
from stabiel.video.brightness import brightness
from stabiel.video.reader import VideoFile

ROOT = Path(__file__).resolve().parents[1]
MODELS: tuple[ModelName, ...] = ("full", "heavy")
WAYS = ("one", "two, as found", "two")
JOINTS = [
    landmark_index(part, side)
    for part in (Part.SHOULDER, Part.ELBOW, Part.WRIST, Part.HIP, Part.KNEE, Part.ANKLE)
    for side in SIDES
]
# A frame is in movement if a joint moves faster than this, in torso lengths per second.
MOVES_TL_S = 0.15


@dataclass(frozen=True)
class Task:
    """One clip and one model; where the landmarks of every frame and of two in turn are kept."""

    clip: Clip
    model: ModelName
    every: Path
    in_turn: Path


@dataclass
class Compared:
    """The ways of one clip: zigzags in percent of the trunk, at rest and in movement; scores."""

    model: ModelName
    rest: dict[str, list[float]] = field(default_factory=dict)
    moving: dict[str, list[float]] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)


def found_in_turn(task: Task) -> list[Recorded]:
    """Return what two landmarkers find in turn, as they found it; kept in a file."""
    if not task.in_turn.exists():
        log, clip = PoseLog(), task.clip
        both = [Landmarker(task.model, outline=clip.needs_outline) for _ in range(LANDMARKERS)]
        with VideoFile(clip.video) as video:
            for number, frame in enumerate(video):
                pose = both[number % LANDMARKERS].find(frame)
                log.add(frame.time_s, pose, brightness(frame.image))
        for each in both:
            each.close()
        task.in_turn.parent.mkdir(parents=True, exist_ok=True)
        part = task.in_turn.with_suffix(".part.npz")
        log.save(part)
        part.replace(task.in_turn)
    return load_recording(task.in_turn)


def as_in_a_session(found: Sequence[Recorded]) -> list[Recorded]:
    """Return what a session takes: smoothed visibilities, and no zigzag."""
    raw = [RawVisibility() for _ in range(LANDMARKERS)]
    smoothed, zigzag = SmoothedVisibility(), Zigzag()
    taken = []
    for number, each in enumerate(found):
        turn = number % LANDMARKERS
        pose = zigzag.out_of(smoothed.of(raw[turn].of(each.pose)), turn)
        taken.append(each._replace(pose=pose))
    return taken


def compare(task: Task) -> Compared:
    """Measure and judge the three ways of one clip."""
    landmarks_of(task.clip, task.model, task.every.parent)
    found = found_in_turn(task)
    ways = dict(zip(WAYS, (load_recording(task.every), found, as_in_a_session(found)), strict=True))
    result = Compared(task.model)
    moving = _moving(ways["one"])
    truth, book = task.clip.truth, the_book()
    rule = book.get(truth["clip"]["exercise"])
    source = Source("file", task.clip.name, 0.0, 0.0, 0, 0)
    for way, frames in ways.items():
        zigzags = _zigzags(frames)
        for where, chosen in ((result.rest, ~moving), (result.moving, moving)):
            values = zigzags[chosen[1:-1]]
            where[way] = [float(each) for each in values[np.isfinite(values)]]
        session = replay(rule, book, "en", frames, source=source, model=task.model).session
        result.scores[way] = score(task.clip.name, truth, session, rule, 0)
    return result


def _joints(frames: Sequence[Recorded]) -> FloatArray:
    """Return (n, 12, 2) joints in torso lengths of the clip; NaN without anybody."""
    nobody = np.full((33, 2), np.nan)
    points = np.array([nobody if each.pose is None else each.pose.points for each in frames])
    trunks = [trunk_ends(each.pose.points) for each in frames if each.pose is not None]
    torso_px = float(np.median([np.linalg.norm(first - last) for first, last in trunks]))
    joints: FloatArray = points[:, JOINTS] / torso_px
    return joints


def _zigzags(frames: Sequence[Recorded]) -> FloatArray:
    """Return (n - 2, 12) distances to the middle of the neighbors, in percent of the trunk."""
    joints = _joints(frames)
    apart: FloatArray = joints[1:-1] - (joints[:-2] + joints[2:]) / 2
    return 100 * np.linalg.norm(apart, axis=2)


def _moving(frames: Sequence[Recorded]) -> np.ndarray:
    """Return (n,) whether any joint moves, as one landmarker found it."""
    times_s = [each.time_s for each in frames]
    speeds = np.linalg.norm(np.gradient(_joints(frames), times_s, axis=0), axis=2)
    found: np.ndarray = np.nan_to_num(speeds).max(axis=1) > MOVES_TL_S
    return found


def figures(results: Sequence[Compared]) -> dict[str, dict[str, Any]]:
    """Return the figures of each way over the clips of one model."""
    return {
        way: {
            "rest_percent": _percentiles([v for each in results for v in each.rest[way]]),
            "moving_percent": _percentiles([v for each in results for v in each.moving[way]]),
            **asdict(summarize([each.scores[way] for each in results])),
        }
        for way in WAYS
    }


def _percentiles(values: Sequence[float]) -> list[float]:
    return [round(float(each), 3) for each in np.percentile(values or [0.0], (50, 95))]


def table_of(name: str, found: dict[str, dict[str, dict[str, Any]]]) -> Table:
    """Return the table of one set."""
    table = Table("model", "way", "zigzag at rest, %", "moving, %", *SHOWN, title=name)
    for model, ways in found.items():
        for way, each in ways.items():
            zigzags = [
                "/".join(map(str, each[what])) for what in ("rest_percent", "moving_percent")
            ]
            shown = ("–" if each[what] is None else f"{each[what]:.3f}" for what in SHOWN)
            table.add_row(model, way, *zigzags, *shown)
    return table


SHOWN = ("exact", "attempts", "precision", "recall", "false_cues_per_100", "hold_error_s")


def main(arguments: list[str] | None = None) -> int:
    """Compare, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", choices=("samples", "tune", "validate"))
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--clips", type=Path, help="the folder of the clips")
    parser.add_argument("--landmarks", type=Path, help="the folder of those of every frame")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "in-turn")
    parser.add_argument("--every", type=int, default=1, help="only each so many clips (1)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    samples = options.set == "samples"
    clips = options.clips or ROOT / ("samples" if samples else f"samples/crowd/{options.set}")
    cache = options.landmarks or ROOT / "out" / ("accuracy" if samples else "crowd") / "landmarks"
    tasks = []
    for model in options.models:
        for clip in clips_in(clips)[:: options.every]:
            if clip.truth["clip"].get("negative_for"):
                continue  # it shows no exercise
            every = cached_landmarks(clip, model, cache)
            tasks.append(Task(clip, model, every, options.out / "landmarks" / every.name))
    results = in_processes(compare, tasks, options.processes)
    found = {
        model: figures([each for each in results if each.model == model])
        for model in options.models
    }
    Console(width=160).print(table_of(options.set, found))
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / f"{options.set}.json"
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"Figures: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
