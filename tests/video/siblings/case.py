"""One difficult file and its right answer. In: a way to make it. Out: what is wrong, if anything.

A right answer is a list of frames (which picture, which way up, at what time) or a refusal that
names the true cause. Where the issue is open, a case has several answers, of which one must be met.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stabiel.errors import VideoError
from stabiel.video.reader import VideoFile
from tests.video.siblings.film import FRAMES, RATE_HZ
from tests.video.siblings.pattern import UPRIGHT, Seen, seen

# Ticks of milliseconds, rounded twice.
EXACT_S = 0.0021
# No gap that a broken clock made may be longer than this: it must be capped.
LONGEST_GAP_S = 60.0


@dataclass(frozen=True)
class Frames:
    """These frames come out.

    Attributes:
        numbers: of the pictures, in order.
        times_s: of each, since the first; None if only their order is known.
        within_s: how far a time may be from the right one.
        leap_at: the index of the frame before which the clock leaped: only the times before it
            and the distances after it are known, and the gap must be capped.
        even: the time between frames is the same everywhere, whatever it is.
        shape: width over height of the picture as shown; None if that is not at stake.
        repaired: whether the reader must say of some frame that its time was repaired, or must not
            say it of any; None if either is right.
        low_bits: how many bits of a number are not known, because two pictures are woven.
    """

    numbers: tuple[int, ...] = tuple(range(FRAMES))
    times_s: tuple[float, ...] | None = tuple(index / RATE_HZ for index in range(FRAMES))
    within_s: float = EXACT_S
    leap_at: int | None = None
    even: bool = False
    shape: float | None = None
    repaired: bool | None = None
    low_bits: int = 0


@dataclass(frozen=True)
class Refused:
    """One sentence, which has a word of each group and none of those that mislead."""

    words: tuple[tuple[str, ...], ...]
    never: tuple[str, ...] = ("record or copy it again", "copy the file again")


Answer = Frames | Refused


@dataclass(frozen=True)
class Case:
    """A file by its name, how it is made, and the answers that are right."""

    name: str
    make: Callable[[Path], object]
    right: tuple[Answer, ...]


@dataclass(frozen=True)
class Reading:
    """What the reader gave: what each frame shows, its time, its shape, whether any time was
    repaired; or its sentence.
    """

    seen: tuple[Seen, ...] = ()
    times_s: tuple[float, ...] = ()
    shapes: tuple[float, ...] = ()
    repaired: bool = False
    sentence: str | None = None


def read(path: Path) -> Reading:
    """Read a file as the analysis does."""
    pictures, times, shapes, repaired = [], [], [], False
    try:
        with VideoFile(path) as video:
            for frame in video:
                pictures.append(seen(frame.image))
                times.append(frame.time_s)
                shapes.append(frame.image.shape[1] / frame.image.shape[0])
                repaired |= frame.repair is not None
    except VideoError as error:
        return Reading(sentence=str(error))
    return Reading(tuple(pictures), tuple(times), tuple(shapes), repaired)


def wrong(case: Case, path: Path, reading: Reading) -> list[str]:
    """Return what is wrong with a reading: a line for each answer, one of which it must meet."""
    found = [
        _refusal_faults(answer, reading, path)
        if isinstance(answer, Refused)
        else frame_faults(answer, reading)
        for answer in case.right
    ]
    return [] if "" in found else found


def _refusal_faults(answer: Refused, reading: Reading, path: Path) -> str:
    if reading.sentence is None:
        return f"{len(reading.seen)} frames were read instead of a refusal"
    said = reading.sentence.removeprefix(f"{path}: ").casefold()
    missing = [
        group for group in answer.words if not any(word.casefold() in said for word in group)
    ]
    misleading = [word for word in answer.never if word.casefold() in said]
    plain = said.endswith(".") and "\n" not in said and said != reading.sentence.casefold()
    if missing or misleading or not plain:
        return f"refused, but not with its cause: {reading.sentence!r}, expected {answer.words}"
    return ""


def frame_faults(answer: Frames, reading: Reading) -> str:
    """Return what is wrong with the frames, their order, orientation, shape or times; or ""."""
    if reading.sentence is not None:
        return f"refused: {reading.sentence!r}"
    numbers = [
        None if each.number is None else each.number >> answer.low_bits for each in reading.seen
    ]
    right = [number >> answer.low_bits for number in answer.numbers]
    if numbers != right:
        return f"{len(numbers)} frames {numbers} instead of {len(right)} {right}"
    if not answer.low_bits and any(each.woven for each in reading.seen):
        return "frames that are woven of two pictures"
    turned = {each.matrix for each in reading.seen} - {UPRIGHT}
    if turned:
        return f"shown by {sorted(map(str, turned))} instead of upright"
    if answer.repaired is not None and answer.repaired is not reading.repaired:
        return "times were repaired" if reading.repaired else "no frame says that it was repaired"
    return _shape_faults(answer, reading) or _time_faults(answer, reading.times_s)


def _shape_faults(answer: Frames, reading: Reading) -> str:
    if answer.shape is None:
        return ""
    wrong = [shape for shape in reading.shapes if abs(shape / answer.shape - 1) > 0.04]
    return f"shapes {wrong[:3]} instead of {answer.shape:.2f}" if wrong else ""


def _time_faults(answer: Frames, times_s: tuple[float, ...]) -> str:
    steps = [later - earlier for earlier, later in itertools.pairwise(times_s)]
    if times_s and (times_s[0] != 0 or min(steps, default=1.0) <= 0):
        return f"times that do not begin at 0 or do not rise: {_shown(times_s)}"
    if answer.even and steps and max(steps) - min(steps) > 2 * EXACT_S:
        return f"times that are not even: {_shown(times_s)}"
    if answer.times_s is None:
        return ""
    right, found = list(answer.times_s), list(times_s)
    leap = answer.leap_at
    if leap is not None:
        gap_s = found[leap] - found[leap - 1]
        if gap_s > LONGEST_GAP_S:
            return f"a gap of {gap_s:.1f} s that is not capped"
        moved_s = found[leap] - right[leap]
        found[leap:] = [time_s - moved_s for time_s in found[leap:]]
    off = max(abs(one - other) for one, other in zip(found, right, strict=True))
    if off > answer.within_s:
        return f"times off by up to {off:.3f} s: {_shown(times_s)}"
    return ""


def _shown(times_s: tuple[float, ...]) -> str:
    return " ".join(f"{time_s:.3f}" for time_s in times_s)
