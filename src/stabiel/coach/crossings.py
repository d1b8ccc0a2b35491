"""When a signal crossed a level between two frames. In: samples in order of time. Out: a time.

At 4 frames per second a frame is a fifth of a movement, so the frame after the crossing is too
late. The curve between two samples is the cubic of Fritsch and Carlson (1980), with the slopes of
Fritsch and Butland (1984): it never leaves the range of its two ends, and takes any times.
"""

from collections.abc import Sequence

from stabiel.coach.recent import Sample

# Each halves what is left of a frame's time.
_HALVINGS = 20


def crossing_s(samples: Sequence[Sample], index: int, level: float) -> float:
    """Return when the signal crossed a level on its way to a sample.

    Args:
        samples: (time_s, value) in order of time.
        index: of the first sample at or beyond the level.
        level: in the unit of the values.

    Returns:
        A time between the sample before and the sample itself, seconds; the sample's own time if
        there is none before, or if that is beyond the level as well.
    """
    end_s, end = samples[index]
    if index == 0:
        return end_s
    start_s, start = samples[index - 1]
    if (start < level) == (end < level):
        return end_s
    step_s = end_s - start_s
    leaves, arrives = _slope(samples, index - 1) * step_s, _slope(samples, index) * step_s
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        share = (low + high) / 2
        if (_cubic(share, start, end, leaves, arrives) < level) == (start < level):
            low = share
        else:
            high = share
    return start_s + high * step_s


def _cubic(share: float, start: float, end: float, leaves: float, arrives: float) -> float:
    """Return the value after a share of a step, 0 to 1, with the slopes at its ends per step."""
    rest = 1.0 - share
    ends = (1.0 + 2.0 * share) * rest**2 * start + share**2 * (3.0 - 2.0 * share) * end
    return ends + share * rest**2 * leaves - share**2 * rest * arrives


def _slope(samples: Sequence[Sample], index: int) -> float:
    """Return the slope at a sample per second: 0 at either end and where the signal turns."""
    if not 0 < index < len(samples) - 1:
        return 0.0
    (r, u), (s, v), (t, w) = samples[index - 1 : index + 2]
    before, after = (v - u) / (s - r), (w - v) / (t - s)
    if before * after <= 0.0:
        return 0.0
    whole = 3.0 * (t - r)
    return whole / ((t - r + t - s) / before + (t - r + s - r) / after)
