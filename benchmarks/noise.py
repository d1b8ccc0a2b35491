"""Measures how much each measure varies while nobody moves. In: recordings. Out: a table.

`python -m benchmarks.noise FOLDER...` looks for seconds in which a body lies, kneels or stands
still (`StillBody`), and gives for every measure how far it varied within such a second, peak to
peak, after the median that the judgment uses too. The tolerances of `stabiel.coach.tolerances` for
torso lengths stand to this noise as those for degrees do.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.clips import the_book
from stabiel.body.body import Body, BodyReader, StillBody
from stabiel.body.measures import MEASURES, Value, read
from stabiel.body.measures.measure import Unit
from stabiel.coach.recent import SmoothedSignal
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.pose import Pose
from stabiel.pose.recording import load_poses

# A measure that is visible in fewer frames of a still second says nothing about it.
LEAST_SEEN = 0.8
# Fewer still seconds than this are too few for a 95th percentile.
LEAST_SECONDS = 20

# The distances that a movement can follow as it stands: of one limb, with a place to start from
# and one to reach. Not listed are faults of a few centimeters and what needs the own start.
FOLLOWABLE_TL = (
    "pelvis_lift_tl",
    "knee_height_tl",
    "head_height_tl",
    "wrist_height_tl",
    "knee_over_trunk_tl",
    "heel_over_trunk_tl",
    "head_over_trunk_tl",
    "hip_to_ankle_tl",
    "wrist_ahead_tl",
    "wrist_to_knee_tl",
    "stance_tl",
)

Noise = Mapping[str, Sequence[float]]


def still_seconds(poses: Iterable[Pose | None]) -> Iterator[list[Body]]:
    """Return the seconds in which the body was still, without overlap, each as its bodies.

    Each body has the median of its second as its own start.
    """
    guard, reader, still = PoseGuard(), BodyReader(), StillBody()
    second: list[Body] = []
    for pose in poses:
        if pose is None:
            still.interrupt()
            second = []
            continue
        body = reader.read(guard.check(pose))
        second.append(body)
        found = still.update(body)
        if found is not None:
            yield [each.with_start(found) for each in second if _is_recent(each, body)]
            still.interrupt()
            second = []


def _is_recent(body: Body, last: Body) -> bool:
    return last.pose.time_s - body.pose.time_s <= 1.0


def varied(name: str, second: Sequence[Body]) -> float | None:
    """Return how far a measure of the near side varied in a second, peak to peak, in its unit.

    None if it was not visible in most of the frames.
    """
    smoothed = SmoothedSignal()
    values = []
    for body in second:
        reading = read(name, body, body.near, the_book().checks.measures)
        if isinstance(reading, Value):
            values.append(smoothed.add(body.pose.time_s, reading.value))
    if len(values) < LEAST_SEEN * len(second):
        return None
    return max(values) - min(values)


def noise_of(recordings: Iterable[Path]) -> Noise:
    """Return how far each measure varied in each still second of some recordings."""
    found: dict[str, list[float]] = defaultdict(list)
    for path in recordings:
        _, poses = load_poses(path)
        for second in still_seconds(poses):
            for name in MEASURES:
                by = varied(name, second)
                if by is not None:
                    found[name].append(by)
    return found


def followed() -> dict[Unit, list[str]]:
    """Return the measures that movements follow, or can follow, by unit."""
    movements = [
        each.movement for each in the_book().exercises.values() if each.movement is not None
    ]
    angles = sorted({movement.follows for movement in movements})
    return {
        "deg": [name for name in angles if MEASURES[name].unit == "deg"],
        "tl": list(FOLLOWABLE_TL),
    }


def typical(noise: Noise, names: Iterable[str]) -> tuple[float, float]:
    """Return the median over some measures of their median noise, and of their 95th percentile."""
    known = [noise[name] for name in names if len(noise.get(name, ())) >= LEAST_SECONDS]
    halves = median(float(np.median(values)) for values in known)
    highs = median(float(np.percentile(values, 95)) for values in known)
    return halves, highs


def table_of(noise: Noise) -> Table:
    """Return a table with the noise of each measure."""
    table = Table(title="Peak to peak within a still second")
    for heading in ("measure", "unit", "seconds", "median", "95 %"):
        table.add_column(heading)
    for name, values in sorted(noise.items(), key=lambda each: (MEASURES[each[0]].unit, each[0])):
        middle, high = np.median(values), np.percentile(values, 95)
        unit = MEASURES[name].unit
        table.add_row(name, unit, str(len(values)), f"{middle:.3f}", f"{high:.3f}")
    return table


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, help="folders with recordings (*.npz)")
    folders = parser.parse_args().folders
    paths = [path for folder in folders for path in sorted(folder.rglob("*.npz"))]
    noise = noise_of(track(paths, "recordings", console=Console(stderr=True)))
    console = Console(width=100)
    console.print(table_of(noise))
    by_unit = {unit: typical(noise, names) for unit, names in followed().items()}
    for unit, (middle, high) in by_unit.items():
        console.print(f"{unit}, what movements follow: median {middle:.3f}, 95 % {high:.3f}")
    for index, what in enumerate(("medians", "95th percentiles")):
        ratio = by_unit["tl"][index] / by_unit["deg"][index]
        console.print(f"a torso length to a degree, by the {what}: {ratio:.5f}")


if __name__ == "__main__":
    main()
