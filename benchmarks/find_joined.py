"""Joins the recorded landmarks of clips to long recordings. In: clips, a seed. Out: recordings.

A joined recording shows every exercise once, in random order. Between them somebody rests, walks,
leaves the picture, or does something that is no exercise of the program. What is joined moves from
one pose to the next as a person would, unless the picture is another one: that is a cut.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.scoring import movements
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded

# Ten minutes, as a session at home takes.
LENGTH_S = 600.0
# How long what is between two exercises lasts, each drawn from these.
REST_S, AWAY_S, WALK_S, MOVE_S = (3.0, 12.0), (3.0, 10.0), (5.0, 10.0), 2.0
# A resting body is not still: the landmarks of one vary by this much of the picture's width.
JITTER = 0.001
# A step of someone who walks takes so long, and the foot goes so far, in torso lengths.
STEP_TIME_S, STEP_TL = 0.55, 0.5


@dataclass(frozen=True)
class Piece:
    """The landmarks of one clip.

    Attributes:
        exercise: what is done in it; None if it is none of the program.
        done_s: from the start of the first movement or hold to the end of the last.
        count: how many repetitions and holds that count are in it.
        zone_s: how much of a hold is in its zone.
        calm_s: the longest part of a hold in which nothing is wrong.
    """

    name: str
    exercise: str | None
    frames: Sequence[Recorded]
    done_s: tuple[float, float]
    count: int
    zone_s: float = 0.0
    calm_s: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Placed:
    """A piece in a joined recording, which begins at `begin_s` seconds."""

    piece: Piece
    begin_s: float

    @property
    def start_s(self) -> float:
        """When its exercise begins, seconds since the start of the recording."""
        return self.begin_s + self.piece.done_s[0]

    @property
    def end_s(self) -> float:
        """When its exercise ends."""
        return self.begin_s + self.piece.done_s[1]


@dataclass
class Joined:
    """A joined recording, and what is where in it.

    Attributes:
        rests: from when to when somebody stays in the posture in which they were.
    """

    name: str
    frames: list[Recorded] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    rests: list[tuple[float, float]] = field(default_factory=list)

    @property
    def end_s(self) -> float:
        """The time of the last frame."""
        return self.frames[-1].time_s if self.frames else 0.0


def piece_of(
    name: str, truth: dict[str, Any], frames: Sequence[Recorded], known: Sequence[str]
) -> Piece:
    """Return a clip's landmarks as a piece.

    Args:
        name: of the clip.
        truth: its truth record.
        frames: its landmarks.
        known: the ids of the exercises that can be found.
    """
    exercise = truth["clip"]["exercise"]
    times = [(each["start_s"], each["end_s"]) for each in [*movements(truth), *truth["attempts"]]]
    done_s = (min(t[0] for t in times), max(t[1] for t in times)) if times else (0.0, 0.0)
    count = len(movements(truth))
    known_one = exercise if exercise in known else None
    zone_s = sum(each["in_zone_s"] for each in truth["holds"])
    return Piece(name, known_one, frames, done_s, count, zone_s, _calm(truth))


def _calm(truth: dict[str, Any]) -> tuple[float, float]:
    """Return the longest part of a hold that no fault is in."""
    ends = [
        (begin_s, end_s)
        for hold in truth["holds"]
        for begin_s, end_s in pairwise(
            [
                hold["start_s"],
                *sorted(s for each in truth["faults"] for s in (each["start_s"], each["end_s"])),
                hold["end_s"],
            ]
        )
        if not any(
            each["start_s"] < (begin_s + end_s) / 2 < each["end_s"] for each in truth["faults"]
        )
    ]
    return max(ends, key=lambda each: each[1] - each[0], default=(0.0, 0.0))


def lengthened(piece: Piece, asked_s: float) -> Piece:
    """Return a piece of a hold that is in its zone for as long as its exercise asks, to and fro.

    A clip shows a few seconds of a hold; in a session it lasts as long as it should.
    """
    quarter_s = (piece.calm_s[1] - piece.calm_s[0]) / 4
    # Before and after a fault somebody moves.
    begin_s, end_s = piece.calm_s[0] + quarter_s, piece.calm_s[1] - quarter_s
    inside = [each for each in piece.frames if begin_s <= each.time_s <= end_s]
    missing_s = asked_s - piece.zone_s
    if missing_s <= 0.0 or len(inside) < 2:
        return piece
    frames = [each for each in piece.frames if each.time_s <= end_s]
    step_s, backwards = _step_s(frames), True
    while missing_s > 0.0:
        for each in inside[-2::-1] if backwards else inside[1:]:
            frames.append(_moved(each, frames[-1].time_s + step_s - each.time_s))
        missing_s -= inside[-1].time_s - inside[0].time_s
        backwards = not backwards
    later_s = frames[-1].time_s - end_s
    after = (_moved(each, later_s) for each in piece.frames if each.time_s > end_s)
    done_s = (piece.done_s[0], piece.done_s[1] + later_s)
    return replace(piece, frames=[*frames, *after], done_s=done_s)


def join(name: str, pieces: Sequence[Piece], others: Sequence[Piece], seed: int) -> Joined:
    """Return a recording with every piece once, in random order, of at least `LENGTH_S`.

    Args:
        name: of the recording.
        pieces: one of each exercise.
        others: other movements, of which some come between; the first is somebody who stands.
        seed: of the order and of what is between.
    """
    chance = random.Random(seed)
    joined, order = Joined(name), [*pieces]
    chance.shuffle(order)
    for number, piece in enumerate(order):
        _place(joined, piece)
        # What is left of the ten minutes is shared among what comes between.
        left_s = LENGTH_S - joined.end_s - sum(_length_s(each) for each in order[number + 1 :])
        until_s = joined.end_s + max(REST_S[0], left_s / (len(order) - number))
        while joined.end_s < until_s:
            _between(joined, others, chance)
    return joined


def _between(joined: Joined, others: Sequence[Piece], chance: random.Random) -> None:
    """Append one thing that is no exercise."""
    kind = chance.choice(("rest", "away", "walk", "other"))
    if kind == "rest" and joined.frames[-1].pose is None:
        kind = "walk"  # nobody who was away is suddenly back on the floor
    step_s, begin_s = _step_s(joined.frames), joined.end_s
    last = next((each.pose for each in reversed(joined.frames) if each.pose is not None), None)
    if kind == "rest" and last is not None:
        _append(joined, _rest(last, begin_s, step_s, chance))
        joined.rests.append((begin_s, joined.end_s))
    elif kind == "walk":
        standing = next(each.pose for each in others[0].frames if each.pose is not None)
        _append(joined, _walk(standing, begin_s, step_s, chance))
    elif kind == "other" and len(others) > 1:
        _place(joined, chance.choice(others[1:]))
    else:
        seconds = chance.uniform(*AWAY_S)
        _append(joined, (Recorded(t, None) for t in _times(begin_s, seconds, step_s)))


def _place(joined: Joined, piece: Piece) -> None:
    """Append a piece, after the way from the last pose to its first one."""
    step_s = _step_s(piece.frames)
    last, first = joined.frames[-1].pose if joined.frames else None, piece.frames[0].pose
    if last is not None and first is not None and last.size_px == first.size_px:
        _append(joined, _way(last, first, joined.end_s, step_s))
    begin_s = joined.end_s + step_s if joined.frames else 0.0
    joined.placed.append(Placed(piece, begin_s))
    _append(joined, (_moved(each, begin_s) for each in piece.frames))


def _append(joined: Joined, frames: Iterator[Recorded]) -> None:
    joined.frames.extend(frames)


def _moved(frame: Recorded, by_s: float) -> Recorded:
    time_s = round(frame.time_s + by_s, 6)
    pose = None if frame.pose is None else replace(frame.pose, time_s=time_s)
    return Recorded(time_s, pose, frame.light)


def _way(first: Pose, last: Pose, begin_s: float, step_s: float) -> Iterator[Recorded]:
    """Yield the way from one pose to another, which begins and ends softly."""
    for time_s in _times(begin_s, MOVE_S, step_s):
        share = (time_s - begin_s) / MOVE_S
        share = share * share * (3 - 2 * share)
        arrays = {
            name: (1 - share) * getattr(first, name) + share * getattr(last, name)
            for name in ("points", "visibility", "world")
        }
        pose = replace(first, time_s=time_s, outline=None, other_at=None, **arrays)
        yield Recorded(time_s, pose)


def _rest(pose: Pose, begin_s: float, step_s: float, chance: random.Random) -> Iterator[Recorded]:
    noise = np.random.default_rng(chance.randrange(2**32))
    for time_s in _times(begin_s, chance.uniform(*REST_S), step_s):
        moved = pose.points + noise.normal(0.0, JITTER * pose.size_px[0], pose.points.shape)
        yield Recorded(time_s, replace(pose, time_s=time_s, points=moved, other_at=None))


def _walk(pose: Pose, begin_s: float, step_s: float, chance: random.Random) -> Iterator[Recorded]:
    """Yield somebody who walks through the picture, to and fro, from a pose of them standing."""
    torso_px = float(np.linalg.norm(pose.points[11:13].mean(0) - pose.points[23:25].mean(0)))
    torso_m = float(np.linalg.norm(pose.world[11:13].mean(0) - pose.world[23:25].mean(0)))
    reach_px = 0.3 * pose.size_px[0]
    for time_s in _times(begin_s, chance.uniform(*WALK_S), step_s):
        phase = np.pi * (time_s - begin_s) / STEP_TIME_S
        points, world = pose.points.copy(), pose.world.copy()
        # Knees go half as far as feet; the left ones are against the right ones.
        for left, share in ((25, 0.5), (27, 1.0), (29, 1.0), (31, 1.0), (15, -0.6), (13, -0.3)):
            swing = STEP_TL * share * np.sin(phase) / 2
            for index, sign in ((left, 1.0), (left + 1, -1.0)):
                points[index, 0] += sign * swing * torso_px
                world[index, 0] += sign * swing * torso_m
        points[:, 0] += reach_px * np.sin(0.7 * (time_s - begin_s))
        yield Recorded(
            time_s, replace(pose, time_s=time_s, points=points, world=world, other_at=None)
        )


def _times(begin_s: float, seconds: float, step_s: float) -> list[float]:
    return [round(begin_s + n * step_s, 6) for n in range(1, max(1, round(seconds / step_s)) + 1)]


def _step_s(frames: Sequence[Recorded]) -> float:
    """Return the median time between the last frames."""
    steps = [after.time_s - before.time_s for before, after in pairwise(frames[-40:])]
    return float(np.median(steps)) if steps else 0.05


def _length_s(piece: Piece) -> float:
    return piece.frames[-1].time_s + MOVE_S
