"""Measures how much room every limit of the exercises has. In: recordings. Out: docs/margins.md.

`python -m benchmarks.margins` judges the committed clips from the landmarks of `make frozen-record`
or `make accuracy`, the set *tune* of the random people if it is there (`benchmarks.crowd`), and the
recordings of real people (`../shared/real`). It compares every limit with right and wrong examples:
by the truth of a clip, and by what the eye saw of real people.
"""

import argparse
import os
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.clips import Clip, clips_in, landmarks_of, the_book
from benchmarks.margin_bounds import SHARED, Bound, all_bounds, bounds_of
from benchmarks.margin_examples import Example, examples, known_of_clip, known_of_row
from benchmarks.noise import LEAST_SECONDS, noise_of
from benchmarks.pool import in_processes
from benchmarks.real import MODELS, REAL
from benchmarks.real_claims import Row, labels_of, rows_of
from stabiel.pose.recording import load_poses
from stabiel.session.session import Source
from stabiel.tuning.signals import Trial, try_exercise

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "margins.md"
# Where `benchmarks.crowd` puts clips and landmarks.
CROWD, CROWD_OUT = ROOT / "samples" / "crowd", ROOT / "out" / "crowd" / "landmarks"
TUNE = "tune"
SOURCES = ("rendered full", "tune full", "tune heavy", "real full", "real heavy")
EXPLAINED = """# Margins

`python -m benchmarks.margins` makes this page from the committed clips, from the random people of
the set *tune* and from recordings of real people. It shows how much room every limit in
`exercises/` leaves between right and wrong examples.

- **Limit**: what is right, in the words of the exercise file. In brackets, what it is asked of:
  *rest* the start posture, *keep* all of a movement or hold, *zone* the seconds of a hold that
  count, *reach* the highest point of a movement, *try* a movement that is an attempt, *fault*,
  *tempo* a way of a movement. *Own* is what no single value shows (sag, bounce, leave): it has no
  examples here.
- **Right, wrong**: how many examples, and 5, 50 and 95 % of them. An example is the furthest value
  that lasted as long as the limit asks; at rest it is the median.
- **Off**: how many right examples are on the wrong side of the limit, and how many wrong ones on
  the right side.
- **Room**: from the limit to the nearer of the worst right and the worst wrong example, in units of
  the noise of its measure: how far it varies within a still second, peak to peak (median; of a
  time, 0.1 s). Below 0 the limit is wrong for somebody. **Band**: the dead band in the same unit.
- **Least room**: the body with the least room, from which view, and the room without it.

A movement that misses its target need not pass all of its *reach* limits on the wrong side: a wrong
example on the right side of one of them is a mistake only if no other one catches it.

A repetition with one fault is a right example of all other limits. Of real people, the right
examples are the repetitions and holds that were counted. What was not counted is missing among
them, so for *reach*, *keep* and *zone* their room looks larger than it is. Only a hold that fills
its recording by eye is an example in any case. The wrong examples are what somebody saw in the
pictures; a fault that was claimed and that nobody looked at is no example.
"""


@dataclass(frozen=True)
class Room:
    """How much room a limit has in one group of examples.

    Attributes:
        right, wrong: sorted values, in the unit of the measure.
        off: how many of each are on the wrong side of the limit.
        units: from the limit to the nearest worst example, in units of the noise; None without
            examples, or if the noise is not known.
        body: the one with the least room.
        view: the one of its example with the least room.
        without: the room without this body; None if nobody else is left.
        overlaps: whether the worst right example is beyond the worst wrong one, so that no limit
            separates them.
    """

    right: list[float]
    wrong: list[float]
    off: tuple[int, int]
    units: float | None
    body: str
    view: str
    without: float | None
    overlaps: bool


def room_of(bound: Bound, found: Sequence[Example], noise: float | None) -> Room:
    """Return the room that some examples of one limit leave."""
    sides = {right: _beyond(bound, found, right) for right in (True, False)}
    rooms = {body: _room(bound, [e for e in found if e.body == body]) for body in _bodies(found)}
    worst = min(rooms, key=lambda body: rooms[body], default="")
    others = [each for each in found if each.body != worst]
    own = [each for each in found if each.body == worst]
    nearest = min(own, key=lambda each: _room(bound, [each]), default=None)
    return Room(
        right=sorted(each.value for each in found if each.right),
        wrong=sorted(each.value for each in found if not each.right),
        off=(sum(by > 0 for by in sides[True]), sum(by <= 0 for by in sides[False])),
        units=_in_noise(_room(bound, found), noise) if found else None,
        body=worst,
        view="" if nearest is None else nearest.view,
        without=_in_noise(_room(bound, others), noise) if others else None,
        overlaps=bool(all(sides.values())) and max(sides[True]) > min(sides[False]),
    )


def _bodies(found: Iterable[Example]) -> list[str]:
    return sorted({each.body for each in found})


def _beyond(bound: Bound, found: Iterable[Example], right: bool) -> list[float]:
    """Return by how much examples are beyond the limit; below 0 within it."""
    sign = 1 if bound.wrong_above else -1
    return [sign * (each.value - bound.value) for each in found if each.right == right]


def _room(bound: Bound, found: Sequence[Example]) -> float:
    right, wrong = _beyond(bound, found, right=True), _beyond(bound, found, right=False)
    return min([-by for by in right] + wrong)


def _in_noise(room: float, noise: float | None) -> float | None:
    return room / noise if noise else None


@dataclass(frozen=True)
class Task:
    """One recording to be judged; a row of real people, or else a clip with its landmarks."""

    source: str
    landmarks: Path
    clip: Clip | None = None
    row: Row | None = None


def examples_in(task: Task) -> list[Example]:
    """Judge one recording and return its examples."""
    book = the_book()
    name = task.row.exercise if task.row else _exercise_of(task.clip)
    model = task.source.split()[-1]
    times, poses = load_poses(task.landmarks)
    source = Source("file", task.landmarks.name, 0.0, 0.0, 0, 0)
    frames = zip(times, poses, strict=True)
    trial = try_exercise(book.get(name), book, frames, source=source, model=model)
    if task.row is None:
        assert task.clip is not None
        known = known_of_clip(task.clip.truth, task.source)
    else:
        labels = labels_of(task.landmarks.parent / "faults.csv")
        known = known_of_row(task.row, labels, trial.session, _end_s(trial), task.source)
    return examples(bounds_of(book.get(name), book), trial, known, book)


def _exercise_of(clip: Clip | None) -> str:
    assert clip is not None
    return str(clip.truth["clip"]["exercise"])


def _end_s(trial: Trial) -> float:
    return trial.times_s[-1] if trial.times_s else 0.0


def random_people(clips: Path, landmarks: Path) -> list[Task]:
    """Return the exercises of a set of random people, of which both models' landmarks are there."""
    return [
        Task(f"{TUNE} {model}", found, clip=clip)
        for clip in clips_in(clips)
        if _exercise_of(clip) in the_book().exercises
        for model in MODELS
        for found in sorted(landmarks.glob(f"{clip.name}-{model}-*.npz"))
    ]


def tasks_of(samples: Path, frozen: Path, real: Path) -> list[Task]:
    """Return the committed clips and the recordings of real people.

    Args:
        samples: the folder of the clips with truth.
        frozen: the folder of `benchmarks.frozen`; the landmarks of a clip that is not in it are
            found again.
        real: the folder of the real people; it may be missing.
    """
    tasks = []
    for clip in clips_in(samples):
        landmarks = frozen / clip.name / "landmarks.npz"
        if not landmarks.exists():
            landmarks_of(clip, "full", ROOT / "out" / "accuracy" / "landmarks")
            (landmarks,) = (ROOT / "out" / "accuracy" / "landmarks").glob(f"{clip.name}-full-*.npz")
        tasks.append(Task("rendered full", landmarks, clip=clip))
    rows = rows_of(real / "truth.csv") if (real / "truth.csv").exists() else []
    return tasks + [
        Task(f"real {model}", real / f"{row.recording}.{model}.npz", row=row)
        for model in MODELS
        for row in rows
    ]


def page_of(
    found: Iterable[Example], noise: Mapping[str, float], bounds: Mapping[str, Sequence[Bound]]
) -> str:
    """Return the page: the limits that right and wrong examples overlap at, then all of them."""
    by_key: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for each in found:
        by_key[each.bound.key].append(each)
    pooled = {
        bound: room_of(bound, by_key[bound.key], noise.get(bound.measure))
        for listed in bounds.values()
        for bound in listed
    }
    overlapping = sorted(
        (bound for bound, room in pooled.items() if room.overlaps or any(room.off)),
        key=lambda bound: pooled[bound].units or 0.0,
    )
    parts = [EXPLAINED, "## Wrong for somebody\n", _overlap_words(overlapping, pooled)]
    if overlapping:
        rows = [(f"{bound.owner}, {bound.title}", bound, "all") for bound in overlapping]
        parts.append(_table([(*row, pooled[row[1]]) for row in rows], noise))
    for owner, listed in bounds.items():
        rows_of_owner = []
        for bound in listed:
            groups = {
                source: [each for each in by_key[bound.key] if each.source == source]
                for source in SOURCES
            }
            shown = {source: group for source, group in groups.items() if group} or {"–": []}
            for source, group in shown.items():
                room = room_of(bound, group, noise.get(bound.measure))
                rows_of_owner.append((bound.title, bound, source, room))
        title = "Shared checks" if owner == SHARED else owner
        parts += [f"## {title}\n", _table(rows_of_owner, noise)]
    return "\n".join(parts).rstrip() + "\n"


def _overlap_words(listed: Sequence[Bound], rooms: Mapping[Bound, Room]) -> str:
    overlaps = sum(rooms[bound].overlaps for bound in listed)
    words = (
        f"Of {len(rooms)} limits, {sum(bool(r.right or r.wrong) for r in rooms.values())} have "
        f"examples and {sum(bool(r.right and r.wrong) for r in rooms.values())} have right and "
        f"wrong ones. At {len(listed)} some example is on the wrong side, all sources together. At "
        f"{overlaps} (**overlap**) no limit would separate right from wrong: there the measure has "
        "to change, not the limit."
    )
    return textwrap.fill(words, 100) + "\n"


HEADS = ("limit", "source", "right", "wrong", "off", "room", "band", "least room")


def _table(rows: Iterable[tuple[str, Bound, str, Room]], noise: Mapping[str, float]) -> str:
    lines = [f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
    for title, bound, source, room in rows:
        band = None if bound.clears is None else abs(bound.value - bound.clears)
        scale = noise.get(bound.measure)
        cells = (
            title,
            source,
            _spread(room.right),
            _spread(room.wrong),
            "{}, {}".format(*room.off) if room.right or room.wrong else "–",
            _units(room.units) + (" **overlap**" if room.overlaps else ""),
            _units(band / scale if band is not None and scale else None),
            f"{room.body}, {room.view} ({_units(room.without)})" if room.body else "–",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "–"
    low, middle, high = np.percentile(values, (5, 50, 95))
    return f"{len(values)}: {low:.3g}, {middle:.3g}, {high:.3g}"


def _units(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def noise_in(recordings: Iterable[Path]) -> dict[str, float]:
    """Return the median of how far each measure varies in a still second, peak to peak.

    The times of a movement have none: their unit is a tenth of a second, which the eye reads.
    """
    noise = {
        name: float(np.median(values))
        for name, values in noise_of(recordings).items()
        if len(values) >= LEAST_SECONDS
    }
    return noise | {"out_s": 0.1, "return_s": 0.1}


def main(arguments: list[str] | None = None) -> int:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frozen", type=Path, default=ROOT / "out" / "frozen")
    parser.add_argument("--recordings", type=Path, default=REAL, help="of real people")
    parser.add_argument("--clips", type=Path, default=CROWD / TUNE, help="of random people")
    parser.add_argument("--landmarks", type=Path, default=CROWD_OUT, help="of random people")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    if not (options.recordings / "truth.csv").exists():
        print(f"The recordings of real people ({options.recordings}) are not here: only clips.")
    if not options.clips.is_dir():
        print(f"The set of random people ({options.clips}) is not here: python -m benchmarks.crowd")
    tasks = tasks_of(ROOT / "samples", options.frozen, options.recordings)
    tasks += random_people(options.clips, options.landmarks)
    judged = in_processes(examples_in, tasks, options.processes, words="recordings", chunk=4)
    found = [example for listed in judged for example in listed]
    noise = noise_in(sorted({task.landmarks for task in tasks}))
    options.out.write_text(page_of(found, noise, all_bounds(the_book())), encoding="utf-8")
    print(f"{len(found)} examples: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
