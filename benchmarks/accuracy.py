"""Measures counts, faults and angles on rendered people. In: clips with truth. Out: tables, JSON.

`python -m benchmarks.accuracy [FOLDER]` judges every clip of a folder (by default the committed
samples), prints tables for each exercise and for all of them, and writes the figures and pictures
of the worst clips. Exercises without a file are shown as missing.
"""

import argparse
import json
import multiprocessing
import os
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks import peers
from benchmarks.angles import JOINTS, errors_deg
from benchmarks.clips import Clip, clips_in, judged, landmarks_of, the_book
from benchmarks.pictures import draw_worst
from benchmarks.scoring import Score, Summary, score, summarize
from stabiel.geometry import FloatArray
from stabiel.system.resources import MODEL_NAMES, ModelName

ROOT = Path(__file__).resolve().parents[1]
EXERCISES = (
    "supine-start", "leg-lift", "heel-slide", "bridging", "knee-fallout", "single-leg-cycle",
    "all-fours", "arm-reach", "leg-reach",
    "childs-pose", "piriformis", "knees-to-chest", "torsion", "psoas",
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One clip for one process; with `angles_only` only the angle errors are measured."""

    clip: Clip
    model: ModelName
    cache: Path
    angles_only: bool = False


@dataclass(frozen=True)
class Outcome:
    """The result of one clip; it has no score if the exercise has no file."""

    exercise: str
    model: ModelName
    score: Score | None
    errors: dict[str, FloatArray]
    found_share: float


def measure(task: Task) -> Outcome:
    """Find, judge and score one clip."""
    truth = task.clip.truth
    exercise = truth["clip"]["exercise"]
    times, poses = landmarks_of(task.clip, task.model, task.cache)
    # Angles are measured in the plane of the picture. Only in a side view is this the body's plane.
    flat = truth["clip"]["camera"]["view"] == "side"
    errors = errors_deg(poses, truth) if flat else {}
    found = sum(pose is not None for pose in poses) / len(poses)
    if task.angles_only or exercise not in the_book().exercises:
        return Outcome(exercise, task.model, None, errors, found)
    session = judged(task.clip, times, poses, exercise, task.model)
    peer = peers.count(exercise, poses)
    scored = score(task.clip.name, truth, session, the_book().get(exercise), peer)
    return Outcome(exercise, task.model, scored, errors, found)


def run(tasks: list[Task], processes: int) -> list[Outcome]:
    """Measure all clips on several processes, in a fixed order."""
    with multiprocessing.get_context("spawn").Pool(processes, _quiet) as pool:
        outcomes = pool.imap(measure, tasks)
        return list(track(outcomes, "clips", len(tasks), console=Console(stderr=True)))


def _quiet() -> None:
    """Keep the landmarker's native log off the terminal."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "samples")
    parser.add_argument(
        "--model", choices=MODEL_NAMES, default="full", help="the model that judges (default: full)"
    )
    parser.add_argument(
        "--angles",
        nargs="*",
        choices=MODEL_NAMES,
        default=["lite", "heavy"],
        help="further models whose angles are measured on some of the clips",
    )
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "accuracy")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    clips = clips_in(arguments.folder)
    if not clips:
        print(
            f"{arguments.folder}: there are no clips with truth; render them: make samples",
            file=sys.stderr,
        )
        return 2
    cache = arguments.out / "landmarks"
    tasks = [Task(clip, arguments.model, cache) for clip in clips]
    tasks += [
        Task(clip, model, cache, angles_only=True)
        for model in arguments.angles
        if model != arguments.model
        for clip in for_angles(clips)
    ]
    outcomes = run(tasks, arguments.processes)
    scores = [outcome.score for outcome in outcomes if outcome.score is not None]
    summaries = by_exercise(scores)
    console = Console(width=160)
    console.print(counts_table(summaries, clips))
    console.print(angles_table(outcomes))
    worst = sorted(scores, key=lambda each: (-each.badness, each.clip))[:10]
    for each in worst:
        if each.badness > 0:
            console.print(
                f"{each.clip}: counted {each.count} of {each.true_count}, missed {each.misses}, "
                f"false {each.false_alarms}, attempts right: {each.attempts_right}"
            )
    pictures = draw_worst(
        [s for s in worst if s.badness > 0], clips, arguments.model, arguments.out
    )
    figures = arguments.out / "accuracy.json"
    figures.write_text(
        json.dumps(
            {
                "model": arguments.model,
                "summaries": {name: asdict(summary) for name, summary in summaries.items()},
                "angles": angle_figures(outcomes),
                "clips": [asdict(each) for each in scores],
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    console.print(f"Figures: {figures}; pictures of the worst: {len(pictures)} in {arguments.out}")
    return 0


def for_angles(clips: list[Clip]) -> list[Clip]:
    """Return one side-view clip of every other exercise, enough to compare the models."""
    last: dict[str, Clip] = {}
    for clip in clips:
        facts = clip.truth["clip"]
        if facts["camera"]["view"] == "side":
            last[facts["exercise"]] = clip
    return list(last.values())[::2]


def by_exercise(scores: list[Score]) -> dict[str, Summary]:
    """Return the summary of each scored exercise, and of all of them."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for each in scores:
        groups[each.exercise].append(each)
    named = {name: summarize(groups[name]) for name in EXERCISES if groups.get(name)}
    return named | ({"all": summarize(scores)} if scores else {})


def counts_table(summaries: dict[str, Summary], clips: list[Clip]) -> Table:
    """Return the table of counts and faults; exercises without a file are marked as missing."""
    heads = (
        *(
            "exercise",
            "clips",
            "exact",
            "judged",
            "OBO",
            "MAE",
            "peers",
            "attempts",
            "precis.",
            "recall",
        ),
        *("false/100", "hold s", "delay s", "view", "unjudged"),
    )
    table = Table(*heads, title="Counts and faults")
    present = {clip.truth["clip"]["exercise"] for clip in clips}
    for name in (*EXERCISES, "all"):
        if name in summaries:
            s = summaries[name]
            table.add_row(
                name, str(s.clips), _share(s.exact), _share(s.exact_judged), _share(s.obo),
                f"{s.mae:.3f}",
                _share(s.peer_exact), _share(s.attempts), _share(s.precision), _share(s.recall),
                _number(s.false_cues_per_100), _number(s.hold_error_s), _number(s.cue_delay_s),
                _share(s.view), _share(s.not_judged),
            )  # fmt: skip
        elif name in present:
            table.add_row(name, *["missing", *[""] * (len(heads) - 2)])
    return table


def angle_figures(outcomes: list[Outcome]) -> dict[str, dict[str, dict[str, float]]]:
    """Return mean, bias and 95th percentile of the angle error by model and joint, degrees."""
    figures: dict[str, dict[str, dict[str, float]]] = {}
    for model in MODEL_NAMES:
        chosen = [outcome for outcome in outcomes if outcome.model == model]
        for joint in JOINTS if chosen else ():
            errors = np.concatenate([o.errors[joint] for o in chosen if o.errors] or [np.empty(0)])
            if errors.size == 0:
                continue
            figures.setdefault(model, {})[joint] = {
                "mean_deg": float(np.mean(np.abs(errors))),
                "bias_deg": float(np.mean(errors)),
                "p95_deg": float(np.percentile(np.abs(errors), 95)),
                "frames": int(errors.size),
            }
    return figures


def angles_table(outcomes: list[Outcome]) -> Table:
    """Return the table of angle errors, with the share of frames in which the body was found."""
    table = Table(
        "model",
        "joint",
        "mean °",
        "bias °",
        "95 % °",
        "frames",
        "body found",
        title="Near-side angles against the truth, side views",
    )
    for model, joints in angle_figures(outcomes).items():
        shares = [outcome.found_share for outcome in outcomes if outcome.model == model]
        found = _share(sum(shares) / len(shares))
        for joint, figure in joints.items():
            degrees = [f"{figure[name]:+.1f}" for name in ("mean_deg", "bias_deg", "p95_deg")]
            table.add_row(model, joint, *degrees, str(figure["frames"]), found)
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
