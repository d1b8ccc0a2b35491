"""What a movement was like, once it is back at the start. In: its trace. Out: `CompletedMovement`.

It gives how long each part took, and which parts nobody saw or went faster than a limb can.
Values are turned so that the target is always upwards.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from stabiel.anatomy import Evidence
from stabiel.coach.crossings import crossing_s
from stabiel.coach.movement_trace import MovementTrace, is_jump, jump_times
from stabiel.coach.recent import Sample
from stabiel.coach.tolerances import FASTEST_WAY_S, NEARLY, ONSET_SHARE, SLIP_S

# The two ends of a movement are the hardest to see: it starts and stops slowly, and the count
# comes before the end. So the time between two levels is taken, and divided by the share of the
# whole way's time that people spend between them: a minimum-jerk movement, which is how people
# move freely (Flash and Hogan, 1985). Someone who lowers at an even speed and stops at once is
# read as up to 1.6 times slower than they were, which errs on the side of no false cue.
_TIME = np.linspace(0.0, 1.0, 201)
_MINIMUM_JERK = _TIME**3 * (10 - 15 * _TIME + 6 * _TIME**2)
_LEAST_SHARE = 0.05
# A part that is let down until it lies on the floor does so: it goes at an even speed, and the
# floor stops it. Read as above, the pelvis took 1.7 times as long as slit scans of the pictures
# show (39 lowerings of 7 people, both models; the middle 80 %: 1.2 to 3.6). At an even speed, and
# from where it is surely under way (at the top it sinks by a tenth of the way, and waits), it took
# 1.0 times as long (0.8 to 1.4).
_SURELY_UNDER_WAY = 0.8


@dataclass(frozen=True, slots=True)
class CompletedMovement:
    """A movement that came back to the start.

    Attributes:
        start_s, end_s: when it left the start, between two frames, and the frame in which it was
            back.
        target_s: when the target was first reached, None if it was missed.
        start_value, peak_value: of the signal, in the measure's own direction and unit. The peak
            is the best value of a frame; a slow camera may miss a higher one between two frames,
            and nothing is made up for that.
        out_s, hold_s, return_s: how long each part took; 0 if there was none.
        return_start_s: when the way back began.
        out_jumped, return_jumped: this way went faster than a limb can, or was not visible for a
            while or from its beginning, so its time says nothing.
        slipped: it was away for less time than a limb takes there and back; or it was away for a
            moment and nobody saw most of the way out, or back, or it was faster than a limb can.
        unmet: a target check that failed while the value itself was there.
        unseen: the target was not observed, but neither was all of the movement or all that the
            target asks, so nothing can be concluded.
    """

    start_s: float
    end_s: float
    target_s: float | None
    start_value: float
    peak_value: float
    peak_s: float
    out_s: float
    hold_s: float
    return_s: float
    return_start_s: float
    out_jumped: bool
    return_jumped: bool
    slipped: bool
    unmet: str | None
    unseen: bool


def describe(
    trace: MovementTrace,
    end_s: float,
    *,
    began_after_s: float,
    goal: float,
    released_after: float,
    back_within: float,
    sign: float,
    lands: bool = False,
) -> CompletedMovement:
    """Return what a movement was like.

    Args:
        trace: of the movement.
        end_s: when it was back at the start.
        began_after_s: when the movement before it was back.
        goal: the value that was to be reached.
        released_after: values this close to the goal are still at the target.
        back_within: a value this close to the start is back.
        sign: 1.0 if the measure itself rises to its target, else -1.0.
        lands: the floor ends the way back.
    """
    samples = trace.samples
    held = [value for _, value in samples if value >= goal - released_after]
    top = median(held) if held else trace.peak
    way = max(top - trace.start, 1e-6)
    nearly = trace.start + NEARLY * way
    above = [index for index, (_, value) in enumerate(samples) if value >= nearly]
    if not above:
        above = [max(range(len(samples)), key=lambda index: samples[index][1])]
    first, last = above[0], above[-1]
    start_s = _left_s(samples, trace.start + ONSET_SHARE * back_within)
    out_s = crossing_s(samples, first, nearly) - start_s
    last_s = _last_at_s(samples, last, nearly)
    seen_back_s, back_share = _back(trace, end_s, back_within, way)
    if lands:
        return_s = _landing_s(trace, last, way, seen_back_s, back_share)
        before_s = return_s * (1 - NEARLY)
    else:
        return_s = whole_way_s(max(0.0, seen_back_s - last_s), back_share, NEARLY)
        before_s = return_s * time_share(1 - NEARLY)
    jumps = jump_times(samples, way)
    return CompletedMovement(
        start_s=max(start_s, began_after_s),
        end_s=end_s,
        target_s=trace.target_s,
        start_value=sign * trace.start,
        peak_value=sign * trace.peak,
        peak_s=trace.peak_s,
        out_s=whole_way_s(max(0.0, out_s), ONSET_SHARE * back_within / way, NEARLY),
        hold_s=_hold_s(trace, last_s, goal),
        return_s=return_s,
        return_start_s=last_s - before_s,
        out_jumped=trace.left is not Evidence.SEEN
        or any(time_s <= samples[first][0] for time_s in jumps),
        return_jumped=any(time_s > samples[last][0] for time_s in jumps),
        slipped=_slipped(trace, min(end_s, samples[-1][0]) - trace.start_s, way),
        unmet=trace.unmet,
        unseen=trace.target_s is None and (trace.unseen or trace.gaps),
    )


def _left_s(samples: list[Sample], onset: float) -> float:
    """Return when the signal left its rest for good: the first sample is the last one there."""
    if len(samples) < 2 or samples[0][1] > onset:
        return samples[0][0]
    return crossing_s(samples, 1, onset)


def _back(
    trace: MovementTrace, end_s: float, back_within: float, way: float
) -> tuple[float, float]:
    """Return a time on the way back, and the share of the way that was left then.

    It is when the value came back to the start, or when the person came to rest somewhere else.
    """
    samples, level = trace.samples, trace.start + back_within
    if samples[-1][1] > level:
        return end_s, (samples[-1][1] - trace.start) / way
    index = len(samples) - 1
    while index > 0 and samples[index - 1][1] <= level:
        index -= 1
    return crossing_s(samples, index, level), back_within / way


def _last_at_s(samples: list[Sample], last: int, level: float) -> float:
    """Return when the value left a level for good: `last` is the last sample there."""
    return samples[last][0] if last + 1 == len(samples) else crossing_s(samples, last + 1, level)


def _landing_s(
    trace: MovementTrace, last: int, way: float, back_s: float, back_share: float
) -> float:
    """Return how long the way back took, at an even speed.

    Args:
        trace: of the movement.
        last: the last sample at the top.
        way: from the start to the top.
        back_s: a time on the way back.
        back_share: the share of the way that was left then.
    """
    level = trace.start + _SURELY_UNDER_WAY * way
    values = [value for _, value in trace.samples]
    under_way = max((i for i, value in enumerate(values) if value >= level), default=last)
    seen_s = max(0.0, back_s - _last_at_s(trace.samples, under_way, level))
    return seen_s / max(_SURELY_UNDER_WAY - back_share, _LEAST_SHARE)


def _hold_s(trace: MovementTrace, last_s: float, goal: float) -> float:
    """Return the time from the target to the way back, 0 if the target was missed."""
    if trace.target_s is None:
        return 0.0
    reached_s = crossing_s(trace.samples, trace.target_index, goal)
    return max(0.0, last_s - reached_s)


def _slipped(trace: MovementTrace, away_s: float, way: float) -> bool:
    leapt = away_s < SLIP_S and _leapt(trace.samples, trace.peak_s, way)
    return leapt or away_s < 2 * FASTEST_WAY_S


def _leapt(samples: list[Sample], peak_s: float, way: float) -> bool:
    """Return whether nobody saw most of the way out, or of the way back.

    It was faster than a limb can move, or lies between two frames of a slow camera.
    """
    out = back = 0.0
    for (s, v), (t, w) in pairwise(samples):
        if is_jump(t - s, w - v, way) or abs(w - v) > NEARLY * way:
            if t <= peak_s:
                out += w - v
            else:
                back += v - w
    return max(out, back) > way / 2


def time_share(fraction: float) -> float:
    """Return the share of a way's time after which a fraction of it is done, both 0 to 1."""
    return float(np.interp(fraction, _MINIMUM_JERK, _TIME))


def whole_way_s(seen_s: float, low: float, high: float) -> float:
    """Return the time of the whole way, given the time between two fractions of it (0 to 1)."""
    return seen_s / max(time_share(high) - time_share(low), _LEAST_SHARE)
