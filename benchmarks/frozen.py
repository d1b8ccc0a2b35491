"""Records everything that stabiel reports about the committed clips, and compares it later.

`python -m benchmarks.frozen record` writes the files of every clip (`benchmarks.frozen_clip`) to
`out/frozen`; `compare` makes them again with the present code and lists every difference. It guards
changes that should change nothing.

`compare --quick` judges the recorded landmarks instead of finding them again. It takes seconds
instead of minutes and checks everything but the landmarks themselves. `--recordings FOLDER` adds
the sessions of every exercise for every recording (`*.npz`) in a folder. `--only NAME` takes just
these clips.
"""

import argparse
import difflib
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from benchmarks.clips import clips_in
from benchmarks.frozen_clip import LANDMARKS, RecordingTask, Task, freeze, freeze_recording

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES_SHOWN = 12


def freeze_all(
    out: Path,
    landmarks: Path | None,
    recordings: Path | None,
    processes: int,
    only: Sequence[str] = (),
) -> None:
    """Write the files of all committed clips.

    Args:
        out: the folder to write to; it must not exist yet.
        landmarks: an earlier record whose landmarks are judged; None to find them.
        recordings: a folder of recordings that are judged too.
        processes: how many clips are processed at the same time.
        only: the names of the clips; by default all.
    """
    out.mkdir(parents=True)
    tasks = [
        Task(clip, out / clip.name, landmarks and landmarks / clip.name / LANDMARKS)
        for clip in clips_in(ROOT / "samples")
        if not only or clip.name in only
    ]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        done = pool.imap_unordered(freeze, tasks)
        for _ in track(done, "clips", len(tasks), console=Console(stderr=True)):
            pass
        if recordings is not None:
            (out / "recordings").mkdir()
            more = [
                RecordingTask(path, out / "recordings" / f"{path.stem}.json")
                for path in sorted(recordings.glob("*.npz"))
            ]
            done = pool.imap_unordered(freeze_recording, more)
            for _ in track(done, "recordings", len(more), console=Console(stderr=True)):
                pass


def differences(before: Path, after: Path) -> list[tuple[str, str]]:
    """Return the name of each file that differs between two records, with the difference."""
    old, new = _files(before), _files(after)
    found = [(name, "gone") for name in sorted(old - new)]
    found += [(name, "new") for name in sorted(new - old)]
    for name in sorted(old & new):
        first, second = (before / name).read_bytes(), (after / name).read_bytes()
        if first != second:
            found.append((name, _what_differs(name, first, second)))
    return found


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def _what_differs(name: str, before: bytes, after: bytes) -> str:
    if not name.endswith((".json", ".txt", ".csv", ".trc")):
        return f"{len(before)} bytes before, {len(after)} now"
    lines = difflib.unified_diff(
        before.decode().splitlines(), after.decode().splitlines(), lineterm="", n=0
    )
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    shown = [f"    {line[:160]}" for line in changed[:MOST_LINES_SHOWN]]
    if len(changed) > MOST_LINES_SHOWN:
        shown.append(f"    ... {len(changed) - MOST_LINES_SHOWN} more lines")
    return "\n" + "\n".join(shown)


def record(folder: Path, recordings: Path | None, processes: int) -> int:
    """Record everything; replace an earlier record."""
    shutil.rmtree(folder, ignore_errors=True)
    freeze_all(folder, None, recordings, processes)
    print(f"{len(_files(folder))} files in {folder}")
    return 0


def compare(
    folder: Path, recordings: Path | None, processes: int, *, quick: bool, only: Sequence[str] = ()
) -> int:
    """Make all files again and print the differences from the record."""
    if not folder.is_dir():
        print(f"{folder}: there is no record; make one with: python -m benchmarks.frozen record")
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        after = Path(temporary) / "frozen"
        freeze_all(after, folder if quick else None, recordings, processes, only)
        found = differences(folder, after)
        if only or recordings is None:  # the other files were not made again
            made = {*only} or {each.name for each in after.iterdir()}
            found = [each for each in found if each[0].split("/")[0] in made]
    for name, what in found:
        print(f"{name}: {what}")
    print(f"{len(found)} of {len(_files(folder))} files differ." if found else "Nothing changed.")
    return 1 if found else 0


def main() -> int:
    """Record or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("record", "compare"))
    parser.add_argument("--folder", type=Path, default=ROOT / "out" / "frozen")
    parser.add_argument(
        "--recordings", type=Path, metavar="FOLDER", help="judge these recordings too"
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="compare only these clips")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="judge the recorded landmarks instead of finding them again",
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    folder, recordings = arguments.folder, arguments.recordings
    if arguments.what == "record":
        return record(folder, recordings, arguments.processes)
    return compare(
        folder, recordings, arguments.processes, quick=arguments.quick, only=arguments.only or ()
    )


if __name__ == "__main__":
    sys.exit(main())
