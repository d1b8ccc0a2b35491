"""Measures counts and faults on many random people, and near misses. In: a set. Out: tables, JSON.

`python -m benchmarks.crowd SET` renders the clips of a set of `samples.studio.crowd` that are not
there yet, finds their landmarks with both models, and judges them; each step goes on where it
stopped. Clips of *tune* may be looked at, so the worst are listed. Of *validate* and *test* only
the figures are printed. `--only-make` renders and finds the landmarks, and judges nothing.
"""

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks import peers
from benchmarks.accuracy import by_exercise, counts_table
from benchmarks.clips import Clip, judged, landmarks_of, the_book
from benchmarks.scoring import Score, score
from samples.studio.clip import Clip as RandomClip
from samples.studio.crowd.clips import SETS, crowd
from samples.studio.shoot import shoot, video_path
from stabiel.system.resources import ModelName

ROOT = Path(__file__).resolve().parents[1]
MODELS: tuple[ModelName, ...] = ("full", "heavy")
LOOKED_AT = ("tune",)


@dataclass(frozen=True)
class Task:
    """One clip of a set, for one process."""

    clip: RandomClip
    folder: Path
    cache: Path
    judge: bool
    models: tuple[ModelName, ...] = MODELS


@dataclass(frozen=True)
class NearMiss:
    """What was counted in a near miss that was judged as one exercise."""

    clip: str
    exercise: str
    count: int


@dataclass(frozen=True)
class Outcome:
    """What one model made of one clip: a score of an exercise, or what a near miss counted."""

    model: ModelName
    body: str
    score: Score | None
    near_misses: tuple[NearMiss, ...] = ()


def measure(task: Task) -> list[Outcome]:
    """Render a clip if need be, find its landmarks with each model, and judge them."""
    wanted = task.clip
    video = video_path(wanted, task.folder)
    if not video.exists():
        shoot(wanted, task.folder)
    clip = Clip(video)
    found = [(model, *landmarks_of(clip, model, task.cache)) for model in task.models]
    if not task.judge:
        return []
    truth = clip.truth
    outcomes = []
    for model, times, poses in found:
        negative_for = truth["clip"].get("negative_for", ())
        if negative_for:
            counted = tuple(
                NearMiss(clip.name, exercise, len(session.repetitions) + len(session.holds))
                for exercise in negative_for
                for session in (judged(clip, times, poses, exercise, model),)
            )
            outcomes.append(Outcome(model, wanted.body, None, counted))
            continue
        exercise = truth["clip"]["exercise"]
        session = judged(clip, times, poses, exercise, model)
        peer = peers.count(exercise, poses)
        scored = score(clip.name, truth, session, the_book().get(exercise), peer)
        outcomes.append(Outcome(model, wanted.body, scored))
    return outcomes


def run(tasks: Sequence[Task], processes: int) -> list[Outcome]:
    """Measure all clips on several processes, in a fixed order."""
    # Numerical libraries read these when the new processes load them.
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    with multiprocessing.get_context("spawn").Pool(processes, _quiet) as pool:
        found = pool.imap(measure, tasks)
        bar = track(found, "clips", len(tasks), console=Console(stderr=True))
        return [outcome for outcomes in bar for outcome in outcomes]


def _quiet() -> None:
    """Keep the landmarker's native log off the terminal, and OpenCV on one thread."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    cv2.setNumThreads(1)


def main() -> int:
    """Make, judge, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", choices=tuple(SETS))
    parser.add_argument("--folder", type=Path, default=ROOT / "samples" / "crowd")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "crowd")
    parser.add_argument("--only-make", action="store_true", help="judge nothing")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    tasks = [
        Task(
            clip,
            options.folder / options.set,
            options.out / "landmarks",
            not options.only_make,
            tuple(options.models),
        )
        for clip in crowd(options.set)
    ]
    outcomes = run(tasks, options.processes)
    if options.only_make:
        return 0
    console = Console(width=160)
    figures = {}
    for model in options.models:
        own = [outcome for outcome in outcomes if outcome.model == model]
        figures[model] = report(console, options.set, model, own)
    path = options.out / f"{options.set}.json"
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    console.print(f"Figures: {path}")
    return 0


def report(
    console: Console, set_name: str, model: ModelName, outcomes: Sequence[Outcome]
) -> dict[str, object]:
    """Print the tables of one model, and return its figures."""
    scores = [outcome.score for outcome in outcomes if outcome.score is not None]
    summaries = by_exercise(scores)
    table = counts_table(summaries, [])
    table.title = f"{set_name}, {model}"
    console.print(table)
    near = [miss for outcome in outcomes for miss in outcome.near_misses]
    console.print(near_miss_table(near, looked_at=set_name in LOOKED_AT))
    if set_name in LOOKED_AT:
        for each in sorted(scores, key=lambda one: (-one.badness, one.clip)):
            if each.badness > 1:
                console.print(worst_line(each))
    return {
        "summaries": {name: asdict(summary) for name, summary in summaries.items()},
        "clips": [asdict(o.score) | {"body": o.body} for o in outcomes if o.score is not None],
        "near_misses": [asdict(miss) for miss in near],
    }


def near_miss_table(near: Sequence[NearMiss], *, looked_at: bool) -> Table:
    """Return how many near misses counted something, by exercise; which ones if they are seen."""
    table = Table("judged as", "near misses", "counted", *(["which"] if looked_at else []))
    for exercise in sorted({miss.exercise for miss in near}):
        own = [miss for miss in near if miss.exercise == exercise]
        wrong = [f"{miss.clip} ({miss.count})" for miss in own if miss.count]
        row = [exercise, str(len(own)), str(len(wrong))]
        table.add_row(*row, *([", ".join(wrong)] if looked_at else []))
    clips = {miss.clip for miss in near}
    wrong_clips = {miss.clip for miss in near if miss.count}
    table.add_row("clips", str(len(clips)), str(len(wrong_clips)), *([""] if looked_at else []))
    return table


def worst_line(each: Score) -> str:
    """What was wrong in one clip."""
    parts = [f"{each.clip}: counted {each.count} of {each.true_count}"]
    if not each.judged:
        parts.append(f"unjudged {each.not_judged_share:.2f}")
    if each.misses:
        parts.append(f"missed {each.misses}")
    if each.false_alarms:
        parts.append(f"false {each.false_alarms}")
    if not each.attempts_right:
        parts.append("attempts wrong")
    if each.hold_error_s and each.hold_error_s > 0.8:
        parts.append(f"hold {each.hold_error_s:.1f} s off")
    if each.false_cues:
        parts.append(f"{each.false_cues} false cues")
    return ", ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
