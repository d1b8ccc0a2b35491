"""Compares looking at the right frames with looking at every frame. In: a set. Out: a table, JSON.

`python -m benchmarks.right_frames SET` takes the landmarks that were found in every frame of the
clips of a set, lets the sampler (`stabiel.analysis.sampler`) ask for those that it wants to see,
fills in the others, and judges both. So it measures what the sampler misses, and nothing else. With
`--look` the landmarker itself looks at the right frames of the clips. That adds what the landmarker
finds differently because it looked at other frames, which is chance: it also does so in every frame
if the first one is missing (`benchmarks.agreement --control`).

The sets are those of `benchmarks.accuracy` (samples), `benchmarks.crowd` and `benchmarks.real`.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.clips import cached_landmarks, clips_in
from benchmarks.pool import in_processes
from benchmarks.real import REAL
from benchmarks.real_claims import Row, rows_of
from benchmarks.right_frames_compared import Compared, Recording, compare
from benchmarks.scoring import summarize
from stabiel.system.resources import ModelName

ROOT = Path(__file__).resolve().parents[1]
SETS = ("samples", "tune", "validate", "test", "real")
MODELS: tuple[ModelName, ...] = ("full", "heavy")


def joined(results: Sequence[Compared]) -> Compared:
    """Return the sums over the recordings of one model."""
    total = Compared(results[0].model)
    for each in results:
        for name, value in vars(each).items():
            if name == "model":
                continue
            if isinstance(value, Counter):
                getattr(total, name).update(value)
            else:
                setattr(total, name, getattr(total, name) + value)
    return total


def figures(total: Compared) -> dict[str, Any]:
    """Return the figures of one model as plain data."""
    found: dict[str, Any] = {
        "share": total.looks / total.frames,
        "looks_per_s": total.looks / total.seconds,
        **{
            name: getattr(total, name)
            for name in ("judgments", "same_counts", "same_attempts", "same_faults")
        },
        "time_error_s": _percentiles(total.times_s),
        "peak_error_deg": _percentiles(total.peaks_deg),
    }
    if total.every:
        found |= {"every": asdict(summarize(total.every)), "right": asdict(summarize(total.right))}
    if total.rows:
        found |= {
            "rows": [total.rows_every, total.rows_right, total.rows],
            "claims": {"every": total.claims_every, "right": total.claims_right},
        }
    return found


def _percentiles(values: Sequence[float]) -> list[float]:
    return [round(float(each), 3) for each in np.percentile(values or [0.0], (50, 95, 99))]


def table_of(name: str, totals: dict[str, dict[str, Any]]) -> Table:
    """Return the table of one set."""
    table = Table(
        "model", "share", "looks/s", "same counts", "attempts", "faults", "time error, s",
        "peak error, °", "every frame", "right frames",
        title=f"{name}: median, 95 and 99 % of the errors; exact, precision, recall of the truth",
    )  # fmt: skip
    for model, each in totals.items():
        same = [
            f"{each[what]} of {each['judgments']}"
            for what in ("same_counts", "same_attempts", "same_faults")
        ]
        errors = ["/".join(map(str, each[what])) for what in ("time_error_s", "peak_error_deg")]
        table.add_row(
            model, f"{each['share']:.2f}", f"{each['looks_per_s']:.1f}", *same, *errors,
            *_truths(each),
        )  # fmt: skip
    return table


def _truths(each: dict[str, Any]) -> list[str]:
    if "rows" in each:
        every, right, rows = each["rows"]
        return [
            f"{count} of {rows}, {dict(each['claims'][name])}"
            for count, name in ((every, "every"), (right, "right"))
        ]
    if "every" not in each:
        return ["–", "–"]
    shown = ("exact", "precision", "recall", "false_cues_per_100", "hold_error_s")
    return [
        ", ".join("–" if each[name][what] is None else f"{each[name][what]:.3f}" for what in shown)
        for name in ("every", "right")
    ]


def recordings(
    name: str, models: Sequence[ModelName], clips: Path, cache: Path, looks: Path | None
) -> list[Recording]:
    """Return what to compare.

    Args:
        name: of the set.
        models: whose landmarks.
        clips: the folder of the clips; not for real people.
        cache: the folder of the landmarks of every frame; not for real people.
        looks: the folder for those of the right frames, if the landmarker itself is to look.
    """
    if name == "real":
        by_name: dict[str, list[Row]] = {}
        for row in rows_of(REAL / "truth.csv"):
            by_name.setdefault(row.recording, []).append(row)
        return [
            Recording(each, model, REAL / f"{each}.{model}.npz", tuple(by_name[each]))
            for model in models
            for each in sorted(by_name)
        ]
    found = []
    for model in models:
        for clip in clips_in(clips):
            path = cached_landmarks(clip, model, cache)
            again = None if looks is None else looks / path.name
            found.append(Recording(clip.name, model, path, clip=clip, looks=again))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Compare, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", choices=SETS)
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    parser.add_argument("--clips", type=Path, help="the folder of the clips")
    parser.add_argument("--landmarks", type=Path, help="the folder of the landmarks")
    parser.add_argument("--look", action="store_true", help="let the landmarker look again")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "right-frames")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    if options.set == "real" and not (REAL / "truth.csv").exists():
        print(f"Skipped: the recordings of real people ({REAL}) are not here.")
        return 0
    samples = options.set == "samples"
    clips = options.clips or ROOT / ("samples" if samples else f"samples/crowd/{options.set}")
    cache = options.landmarks or ROOT / "out" / ("accuracy" if samples else "crowd") / "landmarks"
    looks = options.out / "landmarks" if options.look and options.set != "real" else None
    tasks = recordings(options.set, options.models, clips, cache, looks)
    results = in_processes(compare, tasks, options.processes)
    totals = {
        model: figures(joined([each for each in results if each.model == model]))
        for model in options.models
    }
    Console(width=200).print(table_of(options.set, totals))
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / f"{options.set}{'-look' if looks else ''}.json"
    path.write_text(json.dumps(totals, indent=1) + "\n", encoding="utf-8")
    print(f"Figures: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
