"""Which exercises a recording shows, from when to when. In: sightings. Out: `FoundExercises`.

The best course through the recording (`course`) is cut to what counted, what is too little is left
out, and start postures that were held long enough are added. What is left is none, and has a
reason.

The limits were chosen on joined recordings of the sample clips and of the *tune* set
(`python -m benchmarks.find`); those of one clear movement are the ones of `lookalike`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stabiel.session.course import (
    BIN_S,
    PAUSE_S,
    SLOWEST_S,
    best_course,
    is_attempt,
    shared_s,
    span_of,
    worth_of,
)
from stabiel.session.found import EmptyReason, EmptyStretch, ExerciseSegment, FoundExercises
from stabiel.session.lookalike import HELD_S, SHORTEST_S, SINGLE_S
from stabiel.session.sightings import Interval, Sighting, SightingKind, Sightings

# So many repetitions in a row are no accident, however fast they are: a real one does bridges in
# 1.3 to 1.5 s each.
FAST_COUNT = 3
# Getting up and lying down passes through single movements of other exercises. One is believed if
# it is this share of the time in which somebody is seen: a clip of one movement.
SINGLE_SHARE = 0.2
# So is a clear one of any length if it is most of that time: nobody films an accident.
MOST_SHARE = 0.5
# By accident a hold takes 3.0 to 3.6 s (`lookalike`); the shortest right ones here 4.1.
LEAST_HELD_S = 4.0
# An attempt before the first or after the last movement that counted belongs to them if it is no
# farther away; those within a set are 0.6 to 2.5 s apart. If nobody left the exercise in between,
# one movement may be missed there, which takes as long as the slowest does.
ATTEMPT_WITHIN_S = 4.0
# What is shorter is the way into an exercise or out of it: the start posture before the first
# movement of a clip takes 1.5 to 2.9 s.
LEAST_EMPTY_S = 3.0
# A start posture is beside an exercise if it takes no longer to get from one to the other.
BESIDE_S = 4.0
# Someone who holds a posture for as long as was asked is in its zone for most of that time only.
REACHED = 0.8
# A start posture is held still for 0.64 of the time and more (two real people, nine rendered ones).
# Crunches, cat and cow, an arm to the ceiling, a leg to the side or marching on the spot, which are
# done in it, leave 0.29 to 0.55 (`stabiel.session.sightings` says what still is).
STILL_SHARE = 0.6
# Its knee is steady for 0.60 of the time and more (2 real people, 9 rendered ones; the first
# `STEADY_S` never are), and for 0.06 to 0.18 as hips sway, knees hover or in crunches.
STEADY_SHARE = 0.4
# Another exercise that explains so much of a segment might be meant as well.
RIVAL_SHARE = 1 / 1.5

_COUNTED = frozenset({SightingKind.REPETITION, SightingKind.HOLD})


@dataclass(slots=True)
class _Run:
    """A stretch that one exercise explains best, with what was seen of it."""

    exercise: str
    start_s: float
    end_s: float
    counted: list[Sighting] = field(default_factory=list)


def find_exercises(sightings: Sightings) -> FoundExercises:
    """Return the exercises of a recording, and why the rest of it is none."""
    runs = [run for run in _without_strays(_runs(sightings)) if _is_clear(run, sightings)]
    for run in runs:
        _take_attempts(run, sightings, runs)
    runs = sorted([*runs, *_rests(sightings, runs)], key=lambda run: run.start_s)
    segments = tuple(
        _segment(run, runs[number - 1 : number], runs[number + 1 : number + 2], sightings)
        for number, run in enumerate(runs)
    )
    empty = tuple(_why_empty(span, sightings) for span in _between(segments, sightings))
    return FoundExercises(sightings.duration_s, segments, empty)


def _runs(sightings: Sightings) -> list[_Run]:
    """Return the stretches of the best course, each cut to what counted in it."""
    runs: list[_Run] = []
    for exercise, begin_s, end_s in best_course(sightings):
        counted = [
            each
            for each in sightings.listed
            if each.exercise == exercise
            and worth_of(each) > 0.0
            and begin_s <= (each.start_s + each.end_s) / 2 < end_s
        ]
        if counted:
            last_s = max(each.end_s for each in counted)
            runs.append(_Run(exercise, counted[0].start_s, last_s, counted))
    for before, after in pairwise(runs):
        # Where two overlap, neither is surer to own the moment.
        if before.end_s > after.start_s:
            middle_s = (before.end_s + after.start_s) / 2
            before.end_s = after.start_s = min(middle_s, (after.start_s + after.end_s) / 2)
    return runs


def _without_strays(runs: Iterable[_Run]) -> list[_Run]:
    """Join the runs of one exercise that a single movement of another one parts.

    Nobody does one movement of another exercise in the middle of a set. But a heel slide in which
    the pelvis is lifted counts as a bridge.
    """
    kept: list[_Run] = []
    for run in runs:
        if len(kept) > 1 and _is_stray(kept[-1], kept[-2], run):
            kept.pop()
            kept[-1].end_s = run.end_s
            kept[-1].counted += run.counted
        else:
            kept.append(run)
    return kept


def _is_stray(run: _Run, before: _Run, after: _Run) -> bool:
    """Return whether it is one movement within a set of another exercise."""
    return (
        before.exercise == after.exercise
        and [each.kind for each in run.counted] == [SightingKind.REPETITION]
        and run.start_s - before.end_s <= ATTEMPT_WITHIN_S
        and after.start_s - run.end_s <= ATTEMPT_WITHIN_S
    )


def _is_clear(run: _Run, sightings: Sightings) -> bool:
    """Return whether it is enough to be an exercise.

    An exercise is done more than once. A single repetition needs an attempt beside it, or it is
    much of what the recording shows.
    """
    if any(e.kind is SightingKind.HOLD and e.held_s >= LEAST_HELD_S for e in run.counted):
        return True
    lengths = [
        each.held_s
        for each in run.counted
        if each.kind is SightingKind.REPETITION and SHORTEST_S <= each.held_s <= SLOWEST_S
    ]
    if len(lengths) > 1 or len(run.counted) >= FAST_COUNT:
        return True
    seen_s = sum(end_s - start_s for start_s, end_s in sightings.seen)
    if sum(lengths) < SINGLE_S:
        return sum(lengths) > MOST_SHARE * seen_s
    near = (run.start_s - ATTEMPT_WITHIN_S, run.end_s + ATTEMPT_WITHIN_S)
    return sum(lengths) >= SINGLE_SHARE * seen_s or any(
        is_attempt(each, run.exercise) and shared_s(near, span_of(each)) > 0.0
        for each in sightings.listed
    )


def _take_attempts(run: _Run, sightings: Sightings, runs: Iterable[_Run]) -> None:
    """Extend a run by the attempts right before and after it."""
    own = [each for each in sightings.listed if is_attempt(each, run.exercise)]
    others = [each for each in runs if each is not run]
    earliest_s = max((o.end_s for o in others if o.end_s <= run.start_s), default=0.0)
    latest_s = min((o.start_s for o in others if o.start_s >= run.end_s), default=float("inf"))
    ready = sightings.ready[run.exercise]
    for each in sorted(own, key=lambda e: e.end_s, reverse=True):
        if each.start_s >= earliest_s and _is_near((each.end_s, run.start_s), ready):
            run.start_s = each.start_s
    for each in sorted(own, key=lambda e: e.start_s):
        if each.end_s <= latest_s and _is_near((run.end_s, each.start_s), ready):
            run.end_s = each.end_s


def _is_near(gap: Interval, ready: Iterable[Interval]) -> bool:
    """Return whether what is before and after a gap belong together."""
    start_s, end_s = gap
    stayed = any(since_s <= start_s and end_s <= until_s for since_s, until_s in ready)
    return 0.0 <= end_s - start_s <= (SLOWEST_S if stayed else ATTEMPT_WITHIN_S)


def _rests(sightings: Sightings, runs: Sequence[_Run]) -> list[_Run]:
    """Return the start postures that were held between the runs for as long as they are asked.

    Someone who moves as in an exercise does not lie still, even if it is too little to be one. If
    too much of the time in a posture is not still, its part without a break may be.
    """
    found: list[_Run] = []
    moved = [
        span_of(each)
        for each in sightings.listed
        if each.kind is SightingKind.REPETITION and worth_of(each) > 0.0
    ]
    for each in sightings.listed:
        if each.kind is not SightingKind.REST:
            continue
        taken = [*moved, *((run.start_s, run.end_s) for run in [*runs, *found])]
        for span in _free(span_of(each), taken):
            parts = [span]
            if not _is_still(span, sightings):
                parts = [zone for zone in sightings.in_zone[each.exercise] if _holds(span, zone)]
            found += [
                _Run(each.exercise, *part, [each])
                for part in parts
                if _is_still(part, sightings) and _is_held(part, each.exercise, sightings, runs)
            ]
    return found


def _is_still(span: Interval, sightings: Sightings) -> bool:
    length_s = span[1] - span[0]
    return all(
        sum(shared_s(span, each) for each in spans) >= share * length_s
        for spans, share in ((sightings.still, STILL_SHARE), (sightings.steady, STEADY_SHARE))
    )


def _is_held(span: Interval, exercise: str, sightings: Sightings, runs: Sequence[_Run]) -> bool:
    """Return whether a start posture is held for as long as it is an exercise.

    Lying still is an exercise if it takes as long as the exercise asks for. Right before or after
    another exercise that is done lying it is a pause, unless it is longer than pauses are; between
    two it always is.
    """
    held_s = sum(shared_s(span, zone) for zone in sightings.in_zone[exercise])
    near = (span[0] - BESIDE_S, span[1] + BESIDE_S)
    beside = sum(
        shared_s(near, (run.start_s, run.end_s)) > 0.0
        and sightings.attitudes[run.exercise] == sightings.attitudes[exercise]
        for run in runs
    )
    asked_s = sightings.asked_s.get(exercise, HELD_S)
    return beside < 2 and held_s >= (PAUSE_S if beside else REACHED * asked_s)


def _holds(span: Interval, part: Interval) -> bool:
    return span[0] <= part[0] and part[1] <= span[1]


def _free(span: Interval, taken: Iterable[Interval]) -> list[Interval]:
    """Return the parts of a span that are not taken."""
    free, begin_s = [], span[0]
    for start_s, end_s in sorted(taken):
        if start_s >= span[1] or end_s <= begin_s:
            continue
        if start_s > begin_s:
            free.append((begin_s, start_s))
        begin_s = max(begin_s, end_s)
    if begin_s < span[1]:
        free.append((begin_s, span[1]))
    return free


# A session is judged from so long before its first movement, for the start posture, until so long
# after its last: a return that the chooser did not see to its end may still be one.
LEAD_S, TAIL_S = 6.0, 3.0


def _segment(
    run: _Run, before: Sequence[_Run], after: Sequence[_Run], sightings: Sightings
) -> ExerciseSegment:
    # Somebody who is away prepares nothing, and nor does the person before.
    changed_s = [each for each in sightings.changes if each <= run.start_s]
    came_s = [end for _, end in _away(sightings) if end <= run.start_s]
    left_s = [start for start, _ in _away(sightings) if start >= run.end_s]
    floor_s = max([*(each.end_s for each in before), *came_s, *changed_s, 0.0])
    ceiling_s = min([*(each.start_s for each in after), *left_s, sightings.duration_s])
    seconds = dict.fromkeys(sightings.exercises, 0.0)
    for each in sightings.listed:
        if each.kind in _COUNTED:
            both_s = shared_s(span_of(each), (run.start_s, run.end_s))
            seconds[each.exercise] += both_s * worth_of(each)
    own = seconds.pop(run.exercise)
    rivals = [name for name in seconds if own > 0.0 and seconds[name] >= RIVAL_SHARE * own]
    length_s = sum(each.held_s for each in run.counted)
    sure = sum(each.sure * each.held_s for each in run.counted) / max(length_s, BIN_S)
    return ExerciseSegment(
        exercise=run.exercise,
        start_s=run.start_s,
        end_s=run.end_s,
        from_s=max(floor_s, run.start_s - LEAD_S),
        until_s=min(ceiling_s, run.end_s + TAIL_S),
        sure=min(1.0, sure),
        rivals=tuple(sorted(rivals, key=lambda name: -seconds[name])),
    )


def _between(segments: Sequence[ExerciseSegment], sightings: Sightings) -> list[Interval]:
    """Return what is no exercise, cut where somebody leaves the picture or comes into it."""
    whole, away = (0.0, sightings.duration_s), _away(sightings)
    taken = [(each.start_s, each.end_s) for each in segments]
    empty = [part for each in away for part in _free(each, taken)]
    empty += _free(whole, [*taken, *away])
    return sorted(each for each in empty if each[1] - each[0] >= LEAST_EMPTY_S)


def _away(sightings: Sightings) -> list[Interval]:
    """Return when nobody was in the picture, for more than a moment."""
    away = _free((0.0, sightings.duration_s), sightings.seen)
    return [each for each in away if each[1] - each[0] >= LEAST_EMPTY_S]


def _why_empty(span: Interval, sightings: Sightings) -> EmptyStretch:
    """Return a stretch with the first reason that fits, the most telling one first."""
    seen_s = sum(shared_s(span, each) for each in sightings.seen)
    if seen_s < (span[1] - span[0]) / 2:
        return EmptyStretch(*span, EmptyReason.NOBODY)
    inside = [
        each
        for each in sightings.listed
        if span[0] <= (each.start_s + each.end_s) / 2 < span[1]
        and each.kind is not SightingKind.REST
        and each.held_s <= SLOWEST_S
    ]
    for reason, kinds in (
        (EmptyReason.TOO_LITTLE, _COUNTED),
        (EmptyReason.NOT_COUNTED, {SightingKind.ATTEMPT}),
    ):
        tried = [each.exercise for each in inside if each.kind in kinds and not each.doubtful]
        if tried:
            name = max(sightings.exercises, key=tried.count)
            return EmptyStretch(*span, reason, name, tried.count(name))
    ready_s = [sum(shared_s(span, each) for each in spans) for spans in sightings.ready.values()]
    begun = max(ready_s, default=0.0) < seen_s / 2
    return EmptyStretch(*span, EmptyReason.OTHER if begun else EmptyReason.NOT_BEGUN)
