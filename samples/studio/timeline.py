"""The course of a clip in time: repetitions with minimum-jerk movement, tempo, pauses, faults.

In: an `Exercise` and a list of `Movement`s. Out: a `Timeline`, which gives the `Moment` at any
time and lists what a counter should find: repetitions, attempts, faults. It contains no bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import numpy as np

from samples.studio.figure import Figure
from samples.studio.stage import Stage

#: The time in which a fault appears, and disappears again.
FAULT_RAMP_S = 0.5
BOUNCE_HZ = 1.2


class Kind(Enum):
    """How a fault appears in time."""

    ATTEMPT = "the movement misses its target and does not count"
    AT_TARGET = "grows with the movement until the target"
    THROUGHOUT = "comes after the start and goes before the end"
    IN_HOLD = "comes and goes while the target is held"
    FAST_OUT = "the way out is too fast"
    FAST_BACK = "the way back is too fast"
    FAST = "both ways are too fast"
    BOUNCE = "the held posture swings"
    LEAVE = "the held posture is left for a while"


@dataclass(frozen=True)
class Fault:
    """A fault of the catalogue, and how it appears in time."""

    id: str
    kind: Kind = Kind.THROUGHOUT


@dataclass(frozen=True)
class Moment:
    """One instant: how far the movement has gone, with which side, with which faults."""

    time_s: float
    phase: str  # before, rest, out, hold, back, after
    movement: int | None  # index into the movements, None between them
    side: str  # left, right or both
    excursion: float  # 0 at the start, 1 at the target
    returning: bool
    progress: float  # share of the present phase that is over, 0..1
    faults: Mapping[str, float]  # id -> 0..1

    def fault(self, fault_id: str) -> float:
        """The amount of a fault now, 0..1."""
        return self.faults.get(fault_id, 0.0)


@dataclass(frozen=True)
class Exercise:
    """An exercise of the catalogue: a posture for every moment, its faults, its usual tempo."""

    id: str
    posture: Callable[[Stage, Moment], Figure]
    faults: tuple[Fault, ...]
    out_s: float = 1.5
    hold_s: float = 0.6
    back_s: float = 1.8
    rest_s: float = 0.6
    fast_s: float = 0.6  # duration of a way that is too fast
    has_sides: bool = False
    is_hold: bool = False  # the posture is held, seconds count instead of repetitions
    view: str = "side"
    begins_with: str = "supine"  # supine, leg-up, kneeling or standing
    counts: bool = True  # False for another exercise, in which nothing may be counted

    def kind_of(self, fault_id: str) -> Kind:
        """How that fault appears. A fault of another exercise raises a ValueError."""
        for fault in self.faults:
            if fault.id == fault_id:
                return fault.kind
        raise ValueError(f"{self.id} has no fault {fault_id!r}")


@dataclass(frozen=True)
class Movement:
    """One movement: out to the target, hold, back, rest. Seconds, or None for the usual time."""

    side: str = "both"
    faults: tuple[str, ...] = ()
    reach: float = 1.0  # share of the full range; well below 1 is a half repetition
    out_s: float | None = None
    hold_s: float | None = None
    back_s: float | None = None
    rest_s: float | None = None
    hesitation_s: float = 0.0  # a stop halfway out


@dataclass(frozen=True)
class Span:
    """A time span in which the excursion goes from one value to another."""

    start_s: float
    end_s: float
    phase: str
    begin: float
    end: float
    movement: int | None = None
    side: str = "both"


@dataclass(frozen=True)
class FaultSpan:
    """A fault of one movement: in force from start to end, visible from `seen_s` on."""

    id: str
    kind: Kind
    movement: int
    start_s: float
    end_s: float

    def amount(self, time_s: float) -> float:
        """The amount of the fault at a time, 0..1."""
        if self.kind in (Kind.ATTEMPT, Kind.AT_TARGET):
            return float(self.start_s <= time_s <= self.end_s)
        rising = ease((time_s - self.start_s) / FAULT_RAMP_S)
        falling = ease((self.end_s - time_s) / FAULT_RAMP_S)
        return min(rising, falling)


@dataclass(frozen=True)
class Timeline:
    """The spans of a whole clip, and what a counter should find in it."""

    exercise: Exercise
    movements: tuple[Movement, ...]
    spans: tuple[Span, ...]
    fault_spans: tuple[FaultSpan, ...]
    repetitions: tuple[dict[str, Any], ...] = field(default=())
    attempts: tuple[dict[str, Any], ...] = field(default=())
    faults: tuple[dict[str, Any], ...] = field(default=())

    @property
    def duration_s(self) -> float:
        """Length of the clip."""
        return self.spans[-1].end_s

    def at(self, time_s: float) -> Moment:
        """The moment at a time within the clip."""
        span = next((s for s in self.spans if time_s < s.end_s), self.spans[-1])
        share = ease((time_s - span.start_s) / (span.end_s - span.start_s))
        excursion = span.begin + (span.end - span.begin) * share
        amounts = {}
        for fault in self.fault_spans:
            amount = fault.amount(time_s)
            if amount == 0.0:
                continue
            amounts[fault.id] = amount
            if fault.kind is Kind.BOUNCE:
                swing = np.sin(2 * np.pi * BOUNCE_HZ * (time_s - fault.start_s))
                excursion -= amount * 0.11 * (1.0 + float(swing))
            elif fault.kind is Kind.LEAVE:
                excursion -= amount * 0.65
        return Moment(
            time_s=time_s,
            phase=span.phase,
            movement=span.movement,
            side=span.side,
            excursion=excursion,
            returning=span.phase == "back",
            progress=share,
            faults=amounts,
        )

    def fault_ids_at(self, time_s: float) -> list[str]:
        """Faults that can be seen at a time."""
        return [f["id"] for f in self.faults if f["start_s"] <= time_s <= f["end_s"]]


def ease(share: float) -> float:
    """Minimum-jerk progress 0..1 of a movement of which a share of the time has passed."""
    u = min(max(share, 0.0), 1.0)
    return u * u * u * (10.0 - 15.0 * u + 6.0 * u * u)


def plan(
    exercise: Exercise,
    movements: tuple[Movement, ...],
    *,
    lead_in_s: float = 1.5,
    lead_out_s: float = 1.0,
    before_s: float = 0.0,
    after_s: float = 0.0,
) -> Timeline:
    """Put movements in sequence; `before_s` and `after_s` are for getting down and up."""
    spans: list[Span] = []
    fault_spans: list[FaultSpan] = []

    def add(length_s: float, phase: str, end: float, movement: int | None, side: str) -> None:
        if length_s > 0:
            start, begin = (spans[-1].end_s, spans[-1].end) if spans else (0.0, 0.0)
            spans.append(Span(start, start + length_s, phase, begin, end, movement, side))

    first_side = movements[0].side
    add(before_s, "before", 0.0, None, first_side)
    add(lead_in_s, "rest", 0.0, None, first_side)
    for number, movement in enumerate(movements):
        ways = ways_of(exercise, movement)
        began = spans[-1].end_s
        if movement.hesitation_s:
            add(ways["out"] * 0.6, "out", movement.reach * 0.5, number, movement.side)
            add(movement.hesitation_s, "out", movement.reach * 0.5, number, movement.side)
            add(ways["out"] * 0.6, "out", movement.reach, number, movement.side)
        else:
            add(ways["out"], "out", movement.reach, number, movement.side)
        at_target = spans[-1].end_s
        add(ways["hold"], "hold", movement.reach, number, movement.side)
        left_target = spans[-1].end_s
        add(ways["back"], "back", 0.0, number, movement.side)
        ended = spans[-1].end_s
        fault_spans += spans_of_faults(
            exercise, movement, number, (began, at_target, left_target, ended)
        )
        add(ways["rest"], "rest", 0.0, None, movement.side)
    add(lead_out_s, "rest", 0.0, None, movements[-1].side)
    add(after_s, "after", 0.0, None, movements[-1].side)
    timeline = Timeline(exercise, movements, tuple(spans), tuple(fault_spans))
    return with_records(timeline)


def ways_of(exercise: Exercise, movement: Movement) -> dict[str, float]:
    """Seconds of each part of a movement; a tempo fault shortens its way."""
    kinds = {exercise.kind_of(fault_id) for fault_id in movement.faults}
    usual = {name: getattr(exercise, f"{name}_s") for name in ("out", "hold", "back", "rest")}
    asked = {name: getattr(movement, f"{name}_s") for name in usual}
    ways = {name: usual[name] if asked[name] is None else asked[name] for name in usual}
    if kinds & {Kind.FAST_OUT, Kind.FAST}:
        ways["out"] = exercise.fast_s
    if kinds & {Kind.FAST_BACK, Kind.FAST}:
        ways["back"] = exercise.fast_s
    return ways


def spans_of_faults(
    exercise: Exercise, movement: Movement, number: int, times: tuple[float, float, float, float]
) -> list[FaultSpan]:
    """When each fault of a movement is in force. The faults of a hold follow each other."""
    began, at_target, left_target, ended = times
    spans = []
    share = (left_target - at_target) / max(len(movement.faults), 1)
    for order, fault_id in enumerate(movement.faults):
        kind = exercise.kind_of(fault_id)
        start, end = began, ended
        if exercise.is_hold:
            start = at_target + share * (order + 0.3)
            end = at_target + share * (order + 0.95)
        elif kind is Kind.IN_HOLD:
            start, end = at_target, left_target
        elif kind is Kind.FAST_BACK:
            start = left_target
        elif kind is Kind.FAST_OUT:
            end = at_target
        spans.append(FaultSpan(fault_id, kind, number, start, end))
    return spans


def visible(fault: FaultSpan, spans: list[Span], is_hold: bool) -> tuple[float, float]:
    """The time span in which a fault is visible, seconds."""
    hold = next((s for s in spans if s.phase == "hold"), spans[-1])
    if fault.kind is Kind.AT_TARGET and not is_hold:
        return hold.start_s, hold.end_s
    if fault.kind in (Kind.FAST, Kind.FAST_OUT, Kind.FAST_BACK):
        return fault.start_s, fault.end_s
    return fault.start_s + FAULT_RAMP_S / 2, fault.end_s - FAULT_RAMP_S / 2


def with_records(timeline: Timeline) -> Timeline:
    """The timeline with its repetitions, attempts and faults, in the terms of the catalogue."""
    repetitions: list[dict[str, Any]] = []
    attempts: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []
    if not timeline.exercise.counts:
        return timeline
    for index, movement in enumerate(timeline.movements):
        spans = [span for span in timeline.spans if span.movement == index]
        own = [fault for fault in timeline.fault_spans if fault.movement == index]
        missed = [fault.id for fault in own if fault.kind is Kind.ATTEMPT]
        start, end = spans[0].start_s, spans[-1].end_s
        number: int | None = None
        times = {"start_s": round(start, 3), "end_s": round(end, 3)}
        if timeline.exercise.is_hold:
            number = index + 1
        elif missed or movement.reach < 0.9:
            reason = missed[0] if missed else half_way_reason(timeline.exercise)
            attempts.append({"side": movement.side, **times, "reason": reason})
        else:
            number = len(repetitions) + 1
            target = next(s.end_s for s in reversed(spans) if s.phase == "out")
            shown = [fault.id for fault in own]
            repetitions.append(
                {"number": number, "side": movement.side, "start_s": times["start_s"],
                 "target_s": round(target, 3), "end_s": times["end_s"], "faults": shown}
            )  # fmt: skip
        for fault in own:
            if fault.kind is not Kind.ATTEMPT:
                seen_start, seen_end = visible(fault, spans, timeline.exercise.is_hold)
                faults.append(
                    {"id": fault.id, "side": movement.side, "start_s": round(seen_start, 3),
                     "end_s": round(seen_end, 3), "repetition": number}
                )  # fmt: skip
    return Timeline(
        timeline.exercise,
        timeline.movements,
        timeline.spans,
        timeline.fault_spans,
        tuple(repetitions),
        tuple(attempts),
        tuple(faults),
    )


def half_way_reason(exercise: Exercise) -> str:
    """Why a half repetition does not count: the exercise's own reason, or a general one."""
    own = (fault.id for fault in exercise.faults if fault.kind is Kind.ATTEMPT)
    return next(own, "target_missed")
