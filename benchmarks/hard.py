"""Measures how far counts hold while clips get worse. In: clips. Out: answers, a table, a figure.

`python -m benchmarks.hard` degrades clips step by step (`benchmarks.degrade`), finds the landmarks
again and judges them. The answer for each clip and level is exact, not judged (the missing parts
were reported as not judged) or wrong. Real clips are used too if `--real` names their folder.
Landmarks are cached, so that a changed rule is measured in a minute.
"""

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.clips import Clip, the_book
from benchmarks.degrade import DEGRADATIONS, SWAPPED, Degradation, swapped
from benchmarks.hard_figure import AnswerCurve, draw
from benchmarks.scoring import movements
from benchmarks.taken import Taken, take
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import Recorded, load_recording
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.video.brightness import brightness

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ("bridging-good", "heel-slide-good", "leg-reach-good", "childs-pose-good")
MODEL = "full"
# This many repetitions of a sample clip are enough; more only take time.
REPETITIONS = 2
# An error of fewer seconds in the zone counts as right: the committed holds are off by up to 1.5.
HOLD_WITHIN_S = 1.5
# A missing repetition counts as reported if this share of its time is listed as not judged.
REPORTED_SHARE = 0.5
_SIDES = ("repetitions", "left_side", "right_side", "both_side", "unknown_side")


@dataclass(frozen=True)
class Subject:
    """A clip to degrade, with its truth.

    Attributes:
        name: the clip.
        video: its file.
        exercise: the id of its exercise.
        repetitions: (start_s, end_s) of each.
        hold_s: seconds in the zone, None if the exercise is not a hold.
        until_s: the end of the part that is used.
    """

    name: str
    video: Path
    exercise: str
    repetitions: tuple[tuple[float, float], ...]
    hold_s: float | None = None
    until_s: float = math.inf

    @property
    def outline(self) -> bool:
        """Whether judging its exercise needs the silhouette too."""
        return the_book().needs_outline(the_book().get(self.exercise))


# The truth of the real clips in seconds, read from the pictures.
REAL = (
    ("bridging/home-webcam.mp4", ((0.4, 2.9),)),
    ("bridging/starts-at-top.mp4", ((1.6, 4.4),)),
)


@dataclass(frozen=True)
class Outcome:
    """The result of one clip at one level; `answer` is exact, not judged or wrong."""

    clip: str
    degradation: str
    level: float
    answer: str
    count: int
    true_count: int
    held_s: float
    true_s: float
    reported_s: float
    judged_share: float


def subjects(real: Path | None) -> list[Subject]:
    """Return the committed clips, and the real ones if a folder is given."""
    found = []
    for path, spans in REAL if real is not None else ():
        assert real is not None
        found.append(Subject(Path(path).stem, real / path, "bridging", spans))
    for name in SAMPLES:
        video = ROOT / "samples" / f"{name}.mp4"
        truth = Clip(video).truth
        spans = [(each["start_s"], each["end_s"]) for each in movements(truth)]
        hold_s = sum(hold["in_zone_s"] for hold in truth["holds"]) if truth["holds"] else None
        until_s = math.inf
        if len(spans) > REPETITIONS:
            until_s = (spans[REPETITIONS - 1][1] + spans[REPETITIONS][0]) / 2
            spans = spans[:REPETITIONS]
        found.append(Subject(name, video, truth["clip"]["exercise"], tuple(spans), hold_s, until_s))
    return found


def answer(subject: Subject, session: Session) -> tuple[str, float]:
    """Return the kind of answer, and the seconds that were reported as not judged."""
    reported_s = sum(seconds for what, _, seconds in session.not_judged if what in _SIDES)
    if subject.hold_s is not None:
        missing_s = subject.hold_s - session.hold_s
        right = len(session.holds) == len(subject.repetitions)
        if right and abs(missing_s) <= HOLD_WITHIN_S:
            return "exact", reported_s
        reported = 0 <= missing_s <= reported_s + HOLD_WITHIN_S and reported_s > 0
        return ("not judged" if reported else "wrong"), reported_s
    if len(session.repetitions) == len(subject.repetitions):
        return "exact", reported_s
    found = [(each.start_s, each.end_s) for each in session.repetitions]
    missing = [span for span in subject.repetitions if not any(_share(span, f) for f in found)]
    fewer = len(found) + len(missing) == len(subject.repetitions)
    missing_s = sum(end_s - start_s for start_s, end_s in missing)
    return (
        "not judged" if fewer and reported_s >= REPORTED_SHARE * missing_s else "wrong"
    ), reported_s


def _share(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


class Bench:
    """Degrades clips and judges them. Holds the current clip, and the folder of the cache."""

    def __init__(self, cache_folder: Path) -> None:
        self._cache = cache_folder
        self._cache.mkdir(parents=True, exist_ok=True)
        self._taken: tuple[str, Taken] | None = None

    def outcome(self, subject: Subject, way: Degradation, level: float) -> Outcome:
        """Return the result of a clip at a level."""
        session = judged(subject, self._found(subject, way, level))
        what, reported_s = answer(subject, session)
        return Outcome(
            subject.name,
            way.id,
            level,
            what,
            len(session.repetitions) + len(session.holds),
            len(subject.repetitions),
            round(session.hold_s, 2),
            subject.hold_s or 0.0,
            round(reported_s, 2),
            round(session.judged_share, 3),
        )

    def _found(self, subject: Subject, way: Degradation, level: float) -> list[Recorded]:
        """Return the landmarks of a clip at a level, frame by frame, from the cache if possible."""
        if way is SWAPPED:
            return swapped(self._found(subject, NONE, 0.0), level)
        name = subject.name if subject.until_s == math.inf else f"{subject.name}-{REPETITIONS}"
        path = self._cache / f"{name}-{way.id}-{level:g}-{way.content}.npz"
        if not path.exists():
            log = PoseLog()
            with Landmarker(MODEL, outline=subject.outline) as landmarker:
                for frame in way.change(self._clip(subject), level):
                    log.add(frame.time_s, landmarker.find(frame), brightness(frame.image))
            part = path.with_suffix(".part.npz")
            log.save(part)
            part.replace(path)
        return load_recording(path)

    def _clip(self, subject: Subject) -> Taken:
        if self._taken is None or self._taken[0] != subject.name:
            taken = take(subject.video, MODEL, outline=subject.outline, until_s=subject.until_s)
            self._taken = subject.name, taken
        return self._taken[1]


NONE = Degradation("none", "unchanged", "", (0,), lambda taken, level: iter(taken.frames))


def judged(subject: Subject, frames: list[Recorded]) -> Session:
    """Judge landmarks as the command line does."""
    book = the_book()
    judge = Judge(book.get(subject.exercise), book, "en")
    for frame in frames:
        judge.update(frame.time_s, frame.pose, frame.light)
    size = next((frame.pose.size_px for frame in frames if frame.pose is not None), (0, 0))
    source = Source("file", subject.video.name, 0.0, 0.0, *size)
    return judge.finish(source.counted(len(frames), frames[-1].time_s), MODEL)


def curves(ways: Sequence[Degradation], outcomes: Iterable[Outcome]) -> list[AnswerCurve]:
    """Return the answers of all clips for each degradation."""
    counts: Counter[tuple[str, float, str]] = Counter()
    for each in outcomes:
        counts[each.degradation, each.level, each.answer] += 1
    return [
        AnswerCurve(
            way.name,
            way.unit,
            way.levels,
            *(
                tuple(counts[way.id, level, kind] for level in way.levels)
                for kind in ("exact", "not judged", "wrong")
            ),
        )
        for way in ways
    ]


def table_of(found: list[AnswerCurve]) -> Table:
    """Return the table for a terminal."""
    table = Table(
        "", "counts hold until", *("exact", "not judged", "wrong"), title="Degraded clips"
    )
    for curve in found:
        until = curve.holds_until
        words = "–" if until is None else curve.unit.format(f"{until:g}") or "yes"
        counts = (curve.exact, curve.not_judged, curve.wrong)
        table.add_row(curve.name, words, *(" ".join(map(str, each)) for each in counts))
    return table


@cache
def all_ways() -> tuple[Degradation, ...]:
    """Return the unchanged clip, and all degradations."""
    return (NONE, *DEGRADATIONS, SWAPPED)


def main() -> int:
    """Degrade, judge, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--real", type=Path, help="folder of real clips (bridging/*.mp4)")
    parser.add_argument("--only", nargs="*", help="ids of degradations")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "hard")
    parser.add_argument("--figure", type=Path, help="draw the curves into this PNG")
    arguments = parser.parse_args()
    ways = [way for way in all_ways() if not arguments.only or way.id in arguments.only]
    bench = Bench(arguments.out / "landmarks")
    work = [
        (s, way, level) for s in subjects(arguments.real) for way in ways for level in way.levels
    ]
    console = Console(stderr=True)
    outcomes = [bench.outcome(*each) for each in track(work, "levels", console=console)]
    found = curves(ways, outcomes)
    Console(width=120).print(table_of(found))
    for each in outcomes:
        if each.answer == "wrong":
            print(f"wrong: {each}")
    (arguments.out / "hard.json").write_text(
        json.dumps([asdict(each) for each in outcomes], indent=1) + "\n", encoding="utf-8"
    )
    if arguments.figure is not None:
        draw(found, arguments.figure)
    return 0


if __name__ == "__main__":
    sys.exit(main())
