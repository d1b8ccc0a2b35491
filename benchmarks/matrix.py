"""Judges the clips of each exercise as every other one. In: clips. Out: counts, which should be 0.

`python -m benchmarks.matrix [FOLDER]` prints the counts for each pair of exercises, and the
attempts, which do not count. Then, for each clip, how often an exercise was named for it because
nothing counted: right, not at all, and wrong, which should be 0. The landmarks are those of the
accuracy benchmark.
"""

import argparse
import multiprocessing
import os
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.clips import Clip, clips_in, judged, landmarks_of, the_book
from stabiel.pose.recording import Recorded
from stabiel.session.lookalike import clearest, done_as, frames_seen, likely

ROOT = Path(__file__).resolve().parents[1]
Counts = tuple[str, str, int, float, int]
# A clip and how often it was named: right, not at all, wrong.
Named = tuple[str, int, int, int]


def counted(task: tuple[Clip, Path]) -> list[Counts]:
    """Return (true exercise, judged as, repetitions, seconds held, attempts) of pairs with any."""
    clip, cache = task
    own = clip.truth["clip"]["exercise"]
    times, poses = landmarks_of(clip, "full", cache)
    found: list[Counts] = []
    for other in the_book().exercises:
        if other == own:
            continue
        session = judged(clip, times, poses, other, "full")
        counts = (len(session.repetitions), session.hold_s, len(session.attempts))
        if any(counts):
            found.append((own, other, *counts))
    return found


def named(task: tuple[Clip, Path]) -> Named:
    """Return how often a clip is named right, not at all, and wrong, if nothing in it counts."""
    clip, cache = task
    own = clip.truth["clip"]["exercise"]
    times, poses = landmarks_of(clip, "full", cache)
    frames = [Recorded(*each) for each in zip(times, poses, strict=True)]
    sessions = [judged(clip, times, poses, other, "full") for other in the_book()]
    seen, book = list(frames_seen(frames)), the_book()
    # What was done does not depend on the session: it is found once for all of them.
    done = [done_as(book.get(other), sessions[0], book, seen) for other in book]
    names = [
        clearest(
            likely(session, [each for each in done if each and each.exercise != session.exercise])
        )
        for session in sessions
        if session.exercise != own and not (session.repetitions or session.holds)
    ]
    right, none = names.count(own), names.count(None)
    return clip.name, right, none, len(names) - right - none


def main() -> int:
    """Judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "samples")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "accuracy")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    tasks = [(clip, arguments.out / "landmarks") for clip in clips_in(arguments.folder)]
    if not tasks:
        print(f"{arguments.folder}: there are no clips with truth in this folder.", file=sys.stderr)
        return 2
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0.0, 0])
    with multiprocessing.get_context("spawn").Pool(arguments.processes) as pool:
        for found in pool.imap(counted, tasks):
            for own, other, *counts in found:
                sums[own, other] = [a + b for a, b in zip(sums[own, other], counts, strict=True)]
        names = pool.map(named, tasks, chunksize=1)
    for (own, other), (repetitions, held_s, attempts) in sorted(sums.items()):
        print(
            f"{other} on clips of {own}: {repetitions:.0f} repetitions, {held_s:.1f} s held, "
            f"{attempts:.0f} attempts"
        )
    for name, right, none, wrong in names:
        print(f"{name} as another exercise: named right {right}, not named {none}, wrong {wrong}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
