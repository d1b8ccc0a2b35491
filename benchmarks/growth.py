"""Measures what grows with what. In: a sample, made-up records. Out: a table, and curves.

`python -m benchmarks.growth` measures cost and memory against the length of a recording, its frame
rate, the size of its pictures, the number of exercises that are looked for, and the rows in the
records. Every point is a new process (`benchmarks.growth_runs`); the median of `--rounds` counts.
The figures stay in `out/growth.json`; `--only` measures some curves and leaves the others as they
are. `--quick` leaves out what takes more than a minute.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.growth_figure import Curve, Panel, draw

ROOT = Path(__file__).resolve().parents[1]
# A page of the app should take no longer than this, whatever is kept.
PAGE_S = 0.3
POINTS = {
    "judge": (10, 60, 600, 3600, 7200),
    "rate": (5, 10, 25, 50, 100),
    "exercises": (1, 2, 4, 8, 14),
    "video": (10, 60, 600, 3600, 7200),
    "size": (240, 480, 720, 1080, 1440),
    "records": (1, 100, 1_000, 10_000, 100_000),
}
LONG = {("judge", 3600), ("judge", 7200), ("video", 600), ("video", 3600), ("video", 7200)}
AXES = {
    "judge": "seconds of landmarks", "rate": "frames per second", "exercises": "exercises at once",
    "video": "seconds of video", "size": "lines of the picture", "records": "rows in the records",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What is shown of a way: the title, the figures by their keys, and their unit."""

    title: str
    keys: tuple[str, ...]
    unit: str
    limit: float | None = None


SHOWN = (
    ("judge", Shown("Judging, by length", ("ms_a_frame",), "ms a frame")),
    ("judge", Shown("Memory of judging, by length", ("peak_mb",), "MB")),
    ("rate", Shown("Judging, by frame rate", ("ms_a_frame",), "ms a frame")),
    ("exercises", Shown("Looking for exercises", ("ms_a_frame",), "ms a frame")),
    ("video", Shown("A whole analysis, by length", ("ms_a_frame",), "ms a frame")),
    ("video", Shown("Memory of an analysis, by length", ("peak_mb",), "MB")),
    ("size", Shown("A whole analysis, by size", ("ms_a_frame",), "ms a frame")),
    ("records", Shown(
        "Pages, by rows in the records",
        ("list of sessions, again", "progress, again", "month, again", "today, again"), "s", PAGE_S,
    )),
)  # fmt: skip


def measured(way: str, at: float, rounds: int) -> dict[str, float]:
    """Run one point a few times, each in a process of its own; return the median of each figure."""
    command = [sys.executable, "-m", "benchmarks.growth_runs", way, str(at)]
    runs: list[dict[str, float]] = []
    for _ in range(rounds):
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
            check=True,
        )  # fmt: skip
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return {name: median(run[name] for run in runs) for name in runs[0]}


def table_of(way: str, points: list[dict[str, float]]) -> Table:
    """Return the figures of one way."""
    names = [name for name in points[0] if name != "at"]
    table = Table(AXES[way], *names, title=way)
    for each in points:
        table.add_row(f"{each['at']:,.0f}", *(f"{each[name]:,.4g}" for name in names))
    return table


def panels_of(figures: dict[str, list[dict[str, float]]]) -> list[Panel]:
    """Return the panels of the figure, of what was measured."""
    found = []
    for way, shown in SHOWN:
        points = figures.get(way)
        if points:
            curves = tuple(
                Curve(key.split(",")[0], tuple((each["at"], each[key]) for each in points))
                for key in shown.keys
            )
            found.append(Panel(shown.title, AXES[way], shown.unit, curves, shown.limit))
    return found


def main() -> int:
    """Measure, print, write and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=POINTS, default=list(POINTS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="leave out what takes long")
    parser.add_argument("--json", type=Path, default=ROOT / "out" / "growth.json")
    parser.add_argument("--figure", type=Path, metavar="PNG", help="draw the curves")
    arguments = parser.parse_args()
    path: Path = arguments.json
    figures: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    console = Console(width=110)
    for way in arguments.only:
        wanted = [at for at in POINTS[way] if not (arguments.quick and (way, at) in LONG)]
        figures[way] = []
        for at in wanted:
            rounds = 1 if (way, at) in LONG else arguments.rounds
            figures[way].append(measured(way, at, rounds))
            path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        console.print(table_of(way, figures[way]))
    print(f"Figures: {path}")
    if arguments.figure is not None:
        draw(panels_of(figures), arguments.figure)
    return 0


if __name__ == "__main__":
    sys.exit(main())
