"""Measures how well the exercises in a recording are found. In: recorded landmarks. Out: tables.

`python -m benchmarks.find` joins the landmarks of the committed clips (those of
`benchmarks.accuracy`) to recordings of ten minutes: every exercise once, in random order, and
between them rest, a person who walks, an empty picture, and other movements. It prints F1 at an
overlap of 0.5, the overlap, wrong seconds per minute, the confusions, and how many counts are right
beside the same clips judged with the exercise given.

`--wide FOLDER` measures recordings of the clips of the wide set too, from their landmarks, which
`make accuracy-wide` leaves behind. `--crowd FOLDER` takes the *tune* set of `benchmarks.crowd`
there: its near misses come between, and recordings of its clips are measured too; `--set` takes
another set instead, with its own near misses, or those of *tune* if it has none. Only clips whose
landmarks are there are used. `--real FOLDER` counts for how many rows of the recordings of real
people the right exercise, or none, is found. Limits were tuned on all of these but the *test* set
and the wide set.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.clips import Clip, cached_landmarks, clips_in, landmarks_of, the_book
from benchmarks.find_joined import Joined, Piece, join, lengthened, piece_of
from benchmarks.find_scoring import NONE, FindScore, Labeled, find_score, matched
from benchmarks.real import REAL
from benchmarks.real_claims import Row, rows_of
from stabiel.pose.recording import Recorded, load_poses, load_recording
from stabiel.session.find import find_exercises
from stabiel.session.found import FoundExercises
from stabiel.session.replay import replay
from stabiel.session.session import Source
from stabiel.session.sightings import Lookout
from stabiel.system.resources import ModelName

ROOT = Path(__file__).resolve().parents[1]
# Somebody stands at the beginning of this clip: who walks between the exercises.
STANDS = "psoas-good"
NEAR_MISS = "near-miss"


@dataclass(frozen=True)
class ClipFolder:
    """A folder of clips, and the one of their landmarks."""

    name: str
    clips: Path
    landmarks: Path

    @property
    def has_near_misses(self) -> bool:
        """Whether some of its clips show a movement that is none of the exercises."""
        return any(NEAR_MISS in each.name for each in clips_in(self.clips))


@dataclass(frozen=True)
class Recipe:
    """A recording to join, for one process.

    Attributes:
        landmarks: the folder of those of the committed clips.
        near_misses: the clips of movements that come between, if there are any.
        exercises: the clips of its exercises.
    """

    seed: int
    model: ModelName
    landmarks: Path
    near_misses: ClipFolder | None
    exercises: ClipFolder | None


@dataclass
class Found:
    """What was found in one recording.

    Attributes:
        given, searched: how many counts are those of the truth, with the exercise given and with
            the exercise found; of `counted` clips that were found.
        wrong: what was found where it is not, with the clips there.
        missed: the clips that were not found.
    """

    name: str
    score: FindScore
    given: int = 0
    searched: int = 0
    counted: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def frames_of(clip: Clip, model: ModelName, folder: Path) -> list[Recorded]:
    """Return the recorded landmarks of a clip; a committed one's are found if need be."""
    return [Recorded(*each) for each in zip(*landmarks_of(clip, model, folder), strict=True)]


@cache
def committed(model: ModelName, folder: Path) -> list[Piece]:
    """Return the committed clips."""
    return [
        piece_of(clip.name, clip.truth, frames_of(clip, model, folder), list(the_book()))
        for clip in clips_in(ROOT / "samples")
    ]


@cache
def of_folder(folder: ClipFolder, model: ModelName) -> list[Piece]:
    """Return the clips of a folder whose landmarks are known."""
    pieces = []
    for clip in clips_in(folder.clips):
        path = cached_landmarks(clip, model, folder.landmarks)
        if path.exists():
            frames = [Recorded(*each) for each in zip(*load_poses(path), strict=True)]
            pieces.append(piece_of(clip.name, clip.truth, frames, list(the_book())))
    return pieces


def recording_of(recipe: Recipe) -> Joined:
    """Return the joined recording of a recipe."""
    own = committed(recipe.model, recipe.landmarks)
    between = of_folder(recipe.near_misses, recipe.model) if recipe.near_misses else []
    near = [each for each in between if NEAR_MISS in each.name]
    others = [*(each for each in own if each.name == STANDS), *near]
    pool = of_folder(recipe.exercises, recipe.model) if recipe.exercises else own
    chance = random.Random(recipe.seed)
    by_exercise: dict[str, list[Piece]] = defaultdict(list)
    for each in pool:
        if each.exercise is not None and each.done_s[1] > each.done_s[0]:
            by_exercise[each.exercise].append(each)
    chosen = [
        lengthened(chance.choice(by_exercise[name]), exercise.dose.hold_s or 0.0)
        for name, exercise in the_book().exercises.items()
        if by_exercise[name]
    ]
    name = f"{recipe.exercises.name if recipe.exercises else 'committed'} {recipe.seed}"
    return join(name, chosen, others, recipe.seed)


def found_in(frames: Sequence[Recorded], model: str) -> FoundExercises:
    """Return what is found among all exercises of the program."""
    book = the_book()
    lookout = Lookout(book.exercises.values(), book, model)
    for each in frames:
        lookout.add(each)
    return find_exercises(lookout.finish())


def measure(recipe: Recipe) -> Found:
    """Join a recording, search it, and compare."""
    joined = recording_of(recipe)
    found = found_in(joined.frames, recipe.model)
    placed = [each for each in joined.placed if each.piece.exercise is not None]
    true = [Labeled(str(each.piece.exercise), each.start_s, each.end_s) for each in placed]
    labeled = [Labeled(each.exercise, each.start_s, each.end_s) for each in found.segments]
    pairs = matched(true, labeled)
    result = Found(joined.name, find_score(true, labeled, joined.end_s))
    for number, each in enumerate(placed):
        if number not in pairs:
            result.missed.append(each.piece.name)
            continue
        segment = found.segments[pairs[number]]
        inside = [f for f in joined.frames if segment.from_s <= f.time_s <= segment.until_s]
        result.counted += 1
        result.given += _count(each.piece.frames, segment.exercise, recipe) == each.piece.count
        result.searched += _count(inside, segment.exercise, recipe) == each.piece.count
    for index, segment in enumerate(found.segments):
        if index not in pairs.values():
            near = [
                each.piece.name
                for each in joined.placed
                if each.begin_s < segment.end_s
                and each.begin_s + each.piece.frames[-1].time_s > segment.start_s
            ]
            result.wrong.append(f"{segment.exercise} in {', '.join(near) or 'what is between'}")
    return result


def _count(frames: Sequence[Recorded], exercise: str, recipe: Recipe) -> int:
    source = Source("file", "", 0.0, 0.0, 0, 0, begins_s=frames[0].time_s)
    book = the_book()
    session = replay(
        book.get(exercise), book, "en", frames, source=source, model=recipe.model
    ).session
    return len(session.repetitions) + len(session.holds)


def real_rows(folder: Path, model: str) -> tuple[Counter[str], list[str]]:
    """Return how many rows of real people are right, and a line for each that is not.

    A row of a done exercise is `right`, `none` (nothing is found) or `other`; a row in which
    nothing may count is `not found` or `found`.
    """
    searched: dict[str, FoundExercises] = {}
    counts: Counter[str] = Counter()
    lines = []
    for row in rows_of(folder / "truth.csv"):
        if row.recording not in searched:
            frames = load_recording(folder / f"{row.recording}.{model}.npz")
            searched[row.recording] = found_in(frames, model)
        names = {each.exercise for each in searched[row.recording].segments}
        verdict = _verdict(row, names)
        counts[verdict] += 1
        if verdict not in ("right", "not found"):
            lines.append(f"{verdict}: {row.exercise} {row.recording}, found {sorted(names)}")
    return counts, lines


def _verdict(row: Row, names: set[str]) -> str:
    if not row.done:
        return "found" if row.exercise in names else "not found"
    if row.exercise in names:
        return "right"
    return "other" if names else "none"


def table_of(title: str, results: Sequence[Found]) -> Table:
    """Return the table of some recordings, with all of them at the end."""
    table = Table(title=title)
    for head in (
        "recording", "right", "wrong", "missed", "F1@0.5", "overlap", "wrong s/min",
        "counts right", "with exercise given",
    ):  # fmt: skip
        table.add_column(head)
    whole = Found("all", sum((each.score for each in results), FindScore()))
    for each in results:
        whole.given, whole.searched = whole.given + each.given, whole.searched + each.searched
        whole.counted += each.counted
    for each in (*results, whole):
        score = each.score
        table.add_row(
            each.name, str(score.right), str(score.wrong), str(score.missed), f"{score.f1:.3f}",
            f"{mean(score.overlaps):.2f}" if score.overlaps else "–",
            f"{score.wrong_s_per_minute:.1f}", f"{each.searched} of {each.counted}",
            f"{each.given} of {each.counted}",
        )  # fmt: skip
    return table


def lines_of(results: Sequence[Found]) -> list[str]:
    """Return the confusions of all recordings, then each wrong and each missed segment."""
    score = sum((each.score for each in results), FindScore())
    confused = [
        f"{true} found as {found}: {count}"
        for (true, found), count in score.confusion.most_common()
        if true != found and NONE not in (true, found)
    ]
    wrong = [f"{each.name}, wrong: {line}" for each in results for line in each.wrong]
    return [*confused, *wrong, *(f"{r.name}, missed: {line}" for r in results for line in r.missed)]


def sets_of(
    arguments: argparse.Namespace,
) -> tuple[list[ClipFolder | None], ClipFolder | None]:
    """Return whose exercises are joined, None for the committed clips; and what comes between."""
    sets: list[ClipFolder | None] = [None]
    near_misses = None
    if arguments.crowd:
        known = arguments.crowd / "landmarks"
        crowd = ClipFolder(arguments.set, arguments.crowd / arguments.set, known)
        tuned = ClipFolder("tune", arguments.crowd / "tune", known)
        near_misses = crowd if crowd.has_near_misses else tuned
        sets.append(crowd)
    if arguments.wide:
        sets.append(ClipFolder("the wide set", arguments.wide, arguments.wide_landmarks))
    return sets, near_misses


def main() -> int:
    """Join, search, compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=int, default=3, help="of each set")
    parser.add_argument("--seed", type=int, default=0, help="of the first recording")
    parser.add_argument("--model", choices=("lite", "full", "heavy"), default="full")
    parser.add_argument("--landmarks", type=Path, default=ROOT / "out" / "accuracy" / "landmarks")
    parser.add_argument("--wide", type=Path, help="folder of the wide set")
    parser.add_argument(
        "--wide-landmarks", type=Path, default=ROOT / "out" / "accuracy-wide" / "landmarks"
    )
    parser.add_argument("--crowd", type=Path, help="folder with tune/ and landmarks/")
    parser.add_argument("--set", choices=("tune", "validate", "test"), default="tune")
    parser.add_argument("--real", type=Path, nargs="?", const=REAL, help="folder of real people")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "find.json")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    sets, near_misses = sets_of(arguments)
    recipes = [
        Recipe(seed, arguments.model, arguments.landmarks, near_misses, each)
        for each in sets
        for seed in range(arguments.seed, arguments.seed + arguments.recordings)
    ]
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        results = pool.map(measure, recipes, chunksize=1)
    console, data = Console(width=160), dict[str, Any]()
    for each in sets:
        listed = [
            result
            for result, recipe in zip(results, recipes, strict=True)
            if recipe.exercises == each
        ]
        title = f"Clips of {each.name}" if each else "Committed clips"
        console.print(table_of(f"{title}, model {arguments.model}", listed))
        for line in lines_of(listed):
            console.print(line, highlight=False)
        data[title] = [
            {"name": e.name, "f1": e.score.f1, "wrong": e.wrong, "missed": e.missed} for e in listed
        ]
    if arguments.real:
        counts, lines = real_rows(arguments.real, arguments.model)
        console.print(f"Real people, model {arguments.model}: {dict(counts)}")
        for line in lines:
            console.print(line, highlight=False)
        data["real"] = {"rows": dict(counts), "lines": lines}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
