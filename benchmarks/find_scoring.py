"""Compares found exercises with where they are. In: true and found segments. Out: figures.

The measures are those of temporal action segmentation (Lea et al. 2017): F1 at an overlap of 0.5,
where a found segment is right if it has the label of a true one that no other found segment took,
and their intersection over union is at least 0.5. Added are the seconds with a wrong label.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

OVERLAP = 0.5
NONE = "none"


class Labeled(NamedTuple):
    """A stretch of a recording with the id of its exercise."""

    exercise: str
    start_s: float
    end_s: float


@dataclass
class FindScore:
    """The figures of one or more recordings; they can be added up.

    Attributes:
        right, wrong, missed: segments that are found as they are, that are not there, and that are
            there and not found.
        overlaps: intersection over union of the right ones.
        confusion: (true, found) exercises of all pairs that overlap for half of the shorter one,
            with `NONE` for what has no counterpart.
        wrong_s, length_s: seconds with a wrong label, and in all.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0
    overlaps: list[float] = field(default_factory=list)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong_s: float = 0.0
    length_s: float = 0.0

    def __add__(self, other: "FindScore") -> "FindScore":
        return FindScore(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.overlaps + other.overlaps,
            self.confusion + other.confusion,
            self.wrong_s + other.wrong_s,
            self.length_s + other.length_s,
        )

    @property
    def f1(self) -> float:
        """F1 at an overlap of 0.5; 1 if nothing is there and nothing is found."""
        all_of_them = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / all_of_them if all_of_them else 1.0

    @property
    def wrong_s_per_minute(self) -> float:
        """Seconds with a wrong label in each minute."""
        return 60.0 * self.wrong_s / self.length_s if self.length_s else 0.0


def overlap(first: Labeled, second: Labeled) -> float:
    """Return the intersection over union of two stretches, 0 to 1."""
    both_s = _both_s(first, second)
    union_s = first.end_s - first.start_s + second.end_s - second.start_s - both_s
    return both_s / union_s if union_s > 0.0 else 0.0


def matched(true: Sequence[Labeled], found: Sequence[Labeled]) -> dict[int, int]:
    """Return the index of the found segment of each true one that is found, by its index."""
    taken: dict[int, int] = {}
    for number, each in enumerate(true):
        fitting = [
            (overlap(each, other), -index)
            for index, other in enumerate(found)
            if other.exercise == each.exercise and index not in taken.values()
        ]
        best, index = max(fitting, default=(0.0, 0))
        if best >= OVERLAP:
            taken[number] = -index
    return taken


def find_score(true: Sequence[Labeled], found: Sequence[Labeled], length_s: float) -> FindScore:
    """Return the figures of one recording of `length_s` seconds."""
    pairs = matched(true, found)
    return FindScore(
        right=len(pairs),
        wrong=len(found) - len(pairs),
        missed=len(true) - len(pairs),
        overlaps=[overlap(true[one], found[other]) for one, other in pairs.items()],
        confusion=_confusion(true, found),
        wrong_s=_wrong_s(true, found),
        length_s=length_s,
    )


def _confusion(true: Sequence[Labeled], found: Sequence[Labeled]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    met_true: set[int] = set()
    for other in found:
        met = [number for number, each in enumerate(true) if _meets(each, other)]
        met_true.update(met)
        counts.update((true[number].exercise, other.exercise) for number in met)
        if not met:
            counts[NONE, other.exercise] += 1
    counts.update((e.exercise, NONE) for number, e in enumerate(true) if number not in met_true)
    return counts


def _meets(first: Labeled, second: Labeled) -> bool:
    shorter_s = min(first.end_s - first.start_s, second.end_s - second.start_s)
    return _both_s(first, second) > shorter_s / 2


def _wrong_s(true: Sequence[Labeled], found: Sequence[Labeled]) -> float:
    """Return how long the labels differ; between two ends of segments they stay the same."""
    ends = sorted({end for each in (*true, *found) for end in each[1:]})
    return sum(
        end_s - start_s
        for start_s, end_s in pairwise(ends)
        if _label(true, start_s, end_s) != _label(found, start_s, end_s)
    )


def _label(segments: Iterable[Labeled], start_s: float, end_s: float) -> str:
    middle_s = (start_s + end_s) / 2
    inside = (each.exercise for each in segments if each.start_s <= middle_s < each.end_s)
    return next(inside, NONE)


def _both_s(first: Labeled, second: Labeled) -> float:
    return max(0.0, min(first.end_s, second.end_s) - max(first.start_s, second.start_s))
