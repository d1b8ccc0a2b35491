"""Judges clips and real recordings with each model on fewer frames. In: landmarks. Out: figures.

`python -m benchmarks.variants` takes the landmarks of both models, keeps one frame in 1, 2 and 3,
and judges the rendered samples and the recordings of real people with each. The landmarker has seen
the frames that are left out; finding the body in fewer frames from the start differs slightly.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import real
from benchmarks.clips import Clip, clips_in, judged, landmarks_of, the_book
from benchmarks.pool import in_processes
from benchmarks.real_claims import Row, claims_of, labels_of, rows_of
from benchmarks.scoring import Score, score, summarize
from stabiel.pose.recording import Recorded, load_recording
from stabiel.session.replay import replay
from stabiel.session.session import Source
from stabiel.system.resources import ModelName

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Variant:
    """A model on one frame in `every`."""

    model: ModelName
    every: int = 1

    @property
    def name(self) -> str:
        """Its name in a table."""
        return self.model if self.every == 1 else f"{self.model}, one frame in {self.every}"


MODELS: tuple[ModelName, ...] = ("full", "heavy")
VARIANTS = tuple(Variant(model, every) for model in MODELS for every in (1, 2, 3))


@dataclass(frozen=True)
class Task:
    """One variant on one clip or one row of the real recordings, for one process."""

    variant: Variant
    what: Clip | Row
    folder: Path


def judge(task: Task) -> Score | real.Outcome:
    """Judge one clip or one row."""
    what = task.what
    return clip_score(task, what) if isinstance(what, Clip) else real_outcome(task, what)


def clip_score(task: Task, clip: Clip) -> Score:
    """Judge one rendered clip; the folder is the cache of its landmarks."""
    truth, every = clip.truth, task.variant.every
    exercise = truth["clip"]["exercise"]
    times, poses = landmarks_of(clip, task.variant.model, task.folder)
    session = judged(clip, times[::every], poses[::every], exercise, task.variant.model)
    return score(clip.name, truth, session, the_book().get(exercise), 0)


def real_outcome(task: Task, row: Row) -> real.Outcome:
    """Judge one row of the real recordings."""
    recording = load_recording(task.folder / f"{row.recording}.{task.variant.model}.npz")
    return outcome_of(row, task.variant.model, recording[:: task.variant.every])


def outcome_of(row: Row, model: str, frames: list[Recorded]) -> real.Outcome:
    """Judge the frames of one row as they are judged on replay."""
    book, source = the_book(), Source("file", row.recording, 0.0, 0.0, 0, 0)
    session = replay(book.get(row.exercise), book, "en", frames, source=source, model=model).session
    claims = claims_of(row.exercise, row.recording, session)
    return real.Outcome(row, model, row.result(session), claims, [])


def table_of(title: str, rows: Iterable[tuple[str, Sequence[Score], real.RealFigures]]) -> Table:
    """Return a row of figures for each variant."""
    table = Table(title=title)
    for head in (
        *("landmarks", "clips exact", "fault precision", "recall", "false cues", "hold error, s"),
        *("real: done", "not done", "true", "false", "unlabeled", "missed"),
    ):
        table.add_column(head)
    for name, scores, figures in rows:
        rendered = summarize(list(scores))
        exact = sum(each.count == each.true_count for each in scores)
        table.add_row(
            name, f"{exact} of {len(scores)}",
            f"{rendered.precision or 0:.2f}", f"{rendered.recall or 0:.2f}",
            str(sum(each.false_cues for each in scores)), f"{rendered.hold_error_s or 0:.2f}",
            f"{figures.done[0]} of {figures.done[1]}", f"{figures.zero[0]} of {figures.zero[1]}",
            *(str(figures.verdicts.get(v, 0)) for v in ("true", "false", "unlabeled")),
            f"{figures.missed} of {figures.there}",
        )  # fmt: skip
    return table


def main(arguments: list[str] | None = None) -> int:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=Path, default=ROOT / "samples")
    parser.add_argument("--real", type=Path, default=real.REAL)
    parser.add_argument("--cache", type=Path, default=ROOT / "out" / "accuracy" / "landmarks")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    if not (options.real / "truth.csv").exists():
        print(f"Skipped: the recordings of real people ({options.real}) are not here.")
        return 0
    clips: list[Clip | Row] = [*clips_in(options.samples)]
    rows = rows_of(options.real / "truth.csv")
    tasks = [
        Task(variant, what, options.cache if isinstance(what, Clip) else options.real)
        for variant in VARIANTS
        for what in (*clips, *rows)
    ]
    results = in_processes(judge, tasks, options.processes, words="judging", chunk=4)
    labels = labels_of(options.real / "faults.csv")
    shown = []
    for variant in VARIANTS:
        own = [r for task, r in zip(tasks, results, strict=True) if task.variant == variant]
        scores = [each for each in own if isinstance(each, Score)]
        outcomes = [each for each in own if isinstance(each, real.Outcome)]
        shown.append((variant.name, scores, real.figures(outcomes, labels)))
    Console(width=170).print(table_of("Models on fewer frames", shown))
    return 0


if __name__ == "__main__":
    sys.exit(main())
