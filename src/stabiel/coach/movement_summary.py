"""What a movement was like, once it is back at the start. In: its trace. Out: `CompletedMovement`.

It gives how long each part took, and which parts nobody saw or went faster than a limb can.
Values are turned so that the target is always upwards.
"""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from stabiel.coach.movement_trace import MovementTrace, is_jump, jump_times
from stabiel.coach.tolerances import FASTEST_WAY_S, NEARLY, ONSET_SHARE, SLIP_S

# The two ends of a movement are the hardest to see: it starts and stops slowly, and the count
# comes before the end. So the time between two levels is taken, and divided by the share of the
# whole way's time that people spend between them: a minimum-jerk movement, which is how people
# move freely (Flash and Hogan, 1985). Someone who lowers at an even speed and stops at once is
# read as up to 1.6 times slower than they were, which errs on the side of no false cue.
_TIME = np.linspace(0.0, 1.0, 201)
_MINIMUM_JERK = _TIME**3 * (10 - 15 * _TIME + 6 * _TIME**2)
_LEAST_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class CompletedMovement:
    """A movement that came back to the start.

    Attributes:
        start_s, end_s: when it left the start and when it was back.
        target_s: when the target was first reached, None if it was missed.
        start_value, peak_value: of the signal, in the measure's own direction and unit.
        out_s, hold_s, return_s: how long each part took; 0 if there was none.
        return_start_s: when the way back began.
        out_jumped, return_jumped: this way went faster than a limb can, or was not visible for a
            while or from its beginning, so its time says nothing.
        slipped: it was away for less time than a limb takes there and back; or it was away for a
            moment and went most of the way out, or back, faster than a limb can. Nobody moved.
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
    trace: MovementTrace, end_s: float, *, at_target: float, back_within: float, sign: float
) -> CompletedMovement:
    """Return what a movement was like.

    Args:
        trace: of the movement.
        end_s: when it was back at the start.
        at_target: values from here on are at the target.
        back_within: a value this close to the start is back.
        sign: 1.0 if the measure itself rises to its target, else -1.0.
    """
    held = [value for _, value in trace.samples if value >= at_target]
    top = median(held) if held else trace.peak
    way = max(top - trace.start, 1e-6)
    nearly = trace.start + NEARLY * way
    above = [time_s for time_s, value in trace.samples if value >= nearly]
    first_s, last_s = (above[0], above[-1]) if above else (trace.peak_s, trace.peak_s)
    left = ONSET_SHARE * back_within / way
    end_share = max(0.0, (trace.samples[-1][1] - trace.start) / way)
    return_s = whole_way_s(max(0.0, end_s - last_s), end_share, NEARLY)
    jumps = jump_times(trace.samples, way)
    return CompletedMovement(
        start_s=trace.start_s,
        end_s=end_s,
        target_s=trace.target_s,
        start_value=sign * trace.start,
        peak_value=sign * trace.peak,
        peak_s=trace.peak_s,
        out_s=whole_way_s(first_s - trace.start_s, left, NEARLY),
        hold_s=0.0 if trace.target_s is None else max(0.0, last_s - trace.target_s),
        return_s=return_s,
        return_start_s=last_s - return_s * time_share(1 - NEARLY),
        out_jumped=trace.came_into_sight or any(time_s <= first_s for time_s in jumps),
        return_jumped=any(time_s > last_s for time_s in jumps),
        slipped=_slipped(trace, end_s - trace.start_s, way),
        unmet=trace.unmet,
        unseen=trace.target_s is None and (trace.unseen or trace.gaps),
    )


def _slipped(trace: MovementTrace, away_s: float, way: float) -> bool:
    leapt = away_s < SLIP_S and _leapt(trace.samples, trace.peak_s, way)
    return leapt or away_s < 2 * FASTEST_WAY_S


def _leapt(samples: list[tuple[float, float]], peak_s: float, way: float) -> bool:
    """Return whether most of the way out, or of the way back, was faster than a limb can move."""
    out = back = 0.0
    for (s, v), (t, w) in pairwise(samples):
        if is_jump(t - s, w - v, way):
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
