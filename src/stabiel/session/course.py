"""The exercises that explain most of a recording, over time. In: sightings. Out: a course.

What counted is evidence, as much as it is sure. Each change to another exercise has a price, and so
has each second of an exercise in which nothing counts. So short pauses belong to an exercise, and
long ones end it. The path of most worth is found by dynamic programming (Viterbi), so the same
sightings always give the same course.
"""

from collections.abc import Mapping, Sequence

from stabiel.session.lookalike import LONGEST_S, SHORTEST_S
from stabiel.session.sightings import Interval, Sighting, SightingKind, Sightings

# Times are compared in steps of this length: a quarter of the shortest right repetition is 0.5 s.
BIN_S = 0.25
# A second of something that counted is worth this much. A hold is worth less than a movement: it is
# easier to be in a posture by accident.
WORTH = {SightingKind.REPETITION: 1.0, SightingKind.HOLD: 0.8}
# A repetition beyond the clear lengths of `lookalike` is worth half, and one beyond this nothing:
# what coaches of other exercises count by accident across a whole exercise takes 11 to 61 s.
SLOWEST_S = 10.0
UNCLEAR_WORTH = 0.5
# An exercise must explain this much to be entered: the worth of its shortest clear evidence, a
# single repetition of 3 s that is two thirds sure.
ENTRY = 2.5
# A pause within an exercise may last so long: the programme rests 30 s between the exercises, and
# repetitions of one set follow each other within 0.6 to 3 s.
PAUSE_S = 25.0
# The same movement counts for two exercises if one starts in a posture that the other's start is a
# part of: with one knee up, the other leg still lies as for a leg lift. The exercise whose start is
# there for less of the time is meant, and what the other one counts is worth less. So is one that
# asks for fewer things at once: a crossed leg that is pulled in brings both knees to the chest, and
# cycling lifts a leg. Of 25 random people none did the special one by accident.
SPECIAL_SHARE, GENERAL_WORTH = 0.8, 0.5


def best_course(sightings: Sightings) -> list[tuple[str, float, float]]:
    """Return the best course: (exercise, begin, end) in order, without what is none.

    It is the path of most worth through one state per exercise and one for none (Viterbi).
    """
    worth = _worth_by_bin(sightings)
    names = list(worth)
    count = int(sightings.duration_s / BIN_S) + 1
    pause = ENTRY * BIN_S / PAUSE_S
    none, best = len(names), [-ENTRY] * len(names) + [0.0]
    came_from: list[list[int]] = []
    for number in range(count):
        before = best
        leader = max(range(none + 1), key=lambda state: (before[state], state))
        step = []
        best = []
        for state in range(none + 1):
            price = 0.0 if state == none else ENTRY
            stays = before[state] >= before[leader] - price
            step.append(state if stays else leader)
            value = before[state] if stays else before[leader] - price
            if state != none:
                value += worth[names[state]].get(number, -pause)
            best.append(value)
        came_from.append(step)
    return _stretches(_traced(best, came_from), names)


def _traced(best: Sequence[float], came_from: Sequence[Sequence[int]]) -> list[int]:
    """Return the state of each bin on the best path, from its end back to its beginning."""
    state = max(range(len(best)), key=lambda each: (best[each], each))
    path = []
    for step in reversed(came_from):
        path.append(state)
        state = step[state]
    return path[::-1]


def _stretches(path: Sequence[int], names: Sequence[str]) -> list[tuple[str, float, float]]:
    """Return the stretches of a path whose state is an exercise."""
    found: list[tuple[str, float, float]] = []
    begin = 0
    for number in range(1, len(path) + 1):
        if number == len(path) or path[number] != path[begin]:
            if path[begin] < len(names):
                found.append((names[path[begin]], begin * BIN_S, number * BIN_S))
            begin = number
    return found


def _worth_by_bin(sightings: Sightings) -> dict[str, dict[int, float]]:
    """Return what each exercise explains, by the number of the bin; a bin without it is a pause.

    A moment of an attempt explains nothing, but it is no pause.
    """
    found: dict[str, dict[int, float]] = {}
    ready_s = ready_seconds(sightings)
    for each in sightings.listed:
        worth = worth_of(each) * BIN_S
        if worth > 0.0 and is_general(each, sightings, ready_s):
            worth *= GENERAL_WORTH
        if worth <= 0.0 and not is_attempt(each, each.exercise):
            continue
        bins = found.setdefault(each.exercise, {})
        for number in range(int(each.start_s / BIN_S), max(1, round(each.end_s / BIN_S))):
            bins[number] = max(bins.get(number, 0.0), worth)
    # In the order of the book, so that it never depends on the order of events.
    return {name: found[name] for name in sightings.exercises if name in found}


def ready_seconds(sightings: Sightings) -> dict[str, float]:
    """Return for how long each exercise could have begun or was going on, by its id."""
    return {name: sum(end - start for start, end in s) for name, s in sightings.ready.items()}


def is_general(sighting: Sighting, sightings: Sightings, ready_s: Mapping[str, float]) -> bool:
    """Return whether the same movement or hold counted for an exercise that is more special."""
    most_s, asks = SPECIAL_SHARE * ready_s[sighting.exercise], sightings.asks[sighting.exercise]
    length_s = sighting.end_s - sighting.start_s
    for each in sightings.listed:
        if each.exercise == sighting.exercise or each.kind is not sighting.kind:
            continue
        both_s, other_s = shared_s(span_of(each), span_of(sighting)), each.end_s - each.start_s
        rarer = ready_s[each.exercise] <= most_s and both_s > min(length_s, other_s) / 2
        fuller = (
            sightings.asks[each.exercise] > asks
            and both_s > max(length_s, other_s) / 2
            and each.held_s > sighting.held_s / 2
        )
        if (rarer or fuller) and worth_of(each) > 0.0:
            return True
    return False


def worth_of(sighting: Sighting) -> float:
    """Return what a second of a sighting is worth as evidence, 0 to 1.

    What counted counts, however unsure: it is worth at least half. Of a hold only the seconds in
    its zone do: knees that are pulled to the chest pass through the zone of another stretch.
    """
    worth = WORTH.get(sighting.kind, 0.0) * (1 + sighting.sure) / 2
    length_s = sighting.end_s - sighting.start_s
    if sighting.kind is not SightingKind.REPETITION:
        return worth * min(1.0, sighting.held_s / max(length_s, BIN_S))
    if length_s > SLOWEST_S:
        return 0.0
    return worth if SHORTEST_S <= length_s <= LONGEST_S else UNCLEAR_WORTH * worth


def is_attempt(sighting: Sighting, exercise: str) -> bool:
    """Return whether it is an attempt at an exercise that is not too long to be one."""
    return (
        sighting.exercise == exercise
        and sighting.kind is SightingKind.ATTEMPT
        and sighting.held_s <= SLOWEST_S
    )


def span_of(sighting: Sighting) -> Interval:
    """Return from when to when a sighting is."""
    return sighting.start_s, sighting.end_s


def shared_s(first: Interval, second: Interval) -> float:
    """Return for how many seconds two spans overlap."""
    return max(0.0, min(first[1], second[1]) - max(first[0], second[0]))
