"""Measures how right claims are that are so sure. In: clips, recordings. Out: docs/sureness.md.

`python -m benchmarks.sureness [FOLDER...]` judges the clips of some folders (by default the
committed ones) and the recordings of real people (`../shared/real`) with both models, and compares
every count, attempt and fault with the truth. The page shows precision against recall for each
threshold of sureness. Landmarks that are at hand nowhere are found only with `--find`.
"""

import argparse
import os
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.biased import biased
from benchmarks.clips import Clip, cached_landmarks, clips_in, judged, landmarks_of, the_book
from benchmarks.pool import in_processes
from benchmarks.real import MODELS, REAL
from benchmarks.real_claims import Label, Row, labels_of, rows_of
from benchmarks.sureness_claims import Claimed, Found, There, of_clip, of_row
from benchmarks.sureness_page import BIASED, EARLIER, draw, page_of
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.pose.recording import load_poses, load_recording
from stabiel.session.replay import replay
from stabiel.session.session import Source
from stabiel.system.resources import ModelName

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "sureness.md"
FROZEN_MODEL = "full"


@dataclass(frozen=True)
class Places:
    """Where the landmarks of clips are.

    Attributes:
        frozen: the folder of `benchmarks.frozen`, with the landmarks of one model.
        cache: the folder of `benchmarks.accuracy`, with those of both.
        find: whether those that are in neither are found.
    """

    frozen: Path
    cache: Path
    find: bool


@dataclass(frozen=True)
class Task:
    """A clip or a row of the truth and one model, for one process.

    Attributes:
        earlier: the folder with the rules that judge a row; None for those of today.
        seed: of the bias that the landmarks of a clip get; None for none.
    """

    model: ModelName
    clip: Clip | None = None
    places: Places | None = None
    row: Row | None = None
    labels: tuple[Label, ...] = ()
    folder: Path = REAL
    earlier: Path | None = None
    seed: int | None = None


def measure(task: Task) -> Found:
    """Judge one clip or row and return its claims; none if there are no landmarks."""
    if task.row is not None:
        return _of_row(task, task.row)
    assert task.clip is not None and task.places is not None
    return _of_clip(task.clip, task.model, task.places, task.seed)


def _of_row(task: Task, row: Row) -> Found:
    frames = load_recording(task.folder / f"{row.recording}.{task.model}.npz")
    source = Source("file", row.recording, 0.0, 0.0, 0, 0)
    book = the_book() if task.earlier is None else _book_in(task.earlier)
    session = replay(
        book.get(row.exercise), book, "en", frames, source=source, model=task.model
    ).session
    name = f"real {task.model}" + ("" if task.earlier is None else f", {EARLIER}")
    return of_row(name, row, task.labels, session)


@cache
def _book_in(folder: Path) -> ExerciseBook:
    return load_book(folder)


def _of_clip(clip: Clip, model: ModelName, places: Places, seed: int | None) -> Found:
    name = clip.truth["clip"]["exercise"]
    path = landmarks_path(clip, model, places)
    if name not in the_book().exercises or not (path or places.find):
        return [], []
    times, poses = load_poses(path) if path else landmarks_of(clip, model, places.cache)
    source = f"rendered {model}"
    if seed is not None:
        # Both models get the same biases, each clip others.
        poses = biased(poses, zlib.crc32(f"{clip.name} {seed}".encode()))
        source = f"{source}, {BIASED}"
    session = judged(clip, times, poses, name, model)
    return of_clip(source, clip.name, clip.truth, session, the_book().get(name))


def landmarks_path(clip: Clip, model: ModelName, places: Places) -> Path | None:
    """Return the file with a clip's landmarks, None if they were not found yet."""
    beside = clip.video.with_name(f"{clip.name}.{model}.npz")
    frozen = places.frozen / clip.name / "landmarks.npz"
    candidates = [beside, cached_landmarks(clip, model, places.cache)]
    candidates += [frozen] if model == FROZEN_MODEL else []
    return next((path for path in candidates if path.exists()), None)


def tasks_of(
    clips: Sequence[Clip], places: Places, real: Path, earlier: Path | None, draws: int
) -> list[Task]:
    """Return what is judged: the clips, and the real people if their truth is there.

    Clips are judged with so many draws of a bias as well, and real people by earlier rules, if
    there is a folder with them.
    """
    seeds = [None, *range(draws)]
    tasks = [
        Task(model, clip=clip, places=places, seed=seed)
        for seed in seeds
        for model in MODELS
        for clip in clips
    ]
    if not (real / "truth.csv").exists():
        return tasks
    labels = tuple(labels_of(real / "faults.csv"))
    rows = rows_of(real / "truth.csv")
    return tasks + [
        Task(model, row=row, labels=labels, folder=real, earlier=rules)
        for rules in ([None] if earlier is None else [None, earlier])
        for model in MODELS
        for row in rows
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and write the page and the figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "samples"])
    parser.add_argument("--recordings", type=Path, default=REAL, help="of real people")
    parser.add_argument(
        "--earlier",
        type=Path,
        help="a folder with exercise files that were not tuned on these recordings",
    )
    parser.add_argument("--draws", type=int, default=4, help="of a bias for every clip")
    parser.add_argument("--frozen", type=Path, default=ROOT / "out" / "frozen")
    parser.add_argument("--cache", type=Path, default=ROOT / "out" / "accuracy" / "landmarks")
    parser.add_argument("--find", action="store_true", help="find landmarks that are not there")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    clips = [clip for folder in options.folders for clip in clips_in(folder)]
    if not clips:
        print("There are no clips with truth; render them: make samples", file=sys.stderr)
        return 2
    places = Places(options.frozen, options.cache, options.find)
    tasks = tasks_of(clips, places, options.recordings, options.earlier, options.draws)
    found = in_processes(measure, tasks, options.processes, words="recordings", chunk=4)
    claims: list[Claimed] = [claim for each, _ in found for claim in each]
    there: list[There] = [each for _, listed in found for each in listed]
    figure = options.out.with_suffix(".svg")
    figure.write_text(draw(claims, there), encoding="utf-8")
    options.out.write_text(page_of(claims, there, figure.name), encoding="utf-8")
    print(f"{len(claims)} claims: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
