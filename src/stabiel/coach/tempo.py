"""How long a way took, from the part of it that is seen. In: times, fractions. Out: seconds.

The two ends of a movement are the hardest to see: it starts and stops slowly, and the count
comes before the end. So the time between two levels is taken, and divided by the share of the
whole way's time that people spend between them: a minimum-jerk movement, which is how people
move freely (Flash and Hogan, 1985). Somebody who lowers at an even speed and stops at once is
read as up to 1.6 times slower than they were, which errs on the side of no false cue.
"""

import numpy as np

_TIME = np.linspace(0.0, 1.0, 201)
_MINIMUM_JERK = _TIME**3 * (10 - 15 * _TIME + 6 * _TIME**2)
_LEAST_SHARE = 0.05


def time_share(fraction: float) -> float:
    """Return after which share of a way's time a fraction of it is done, both 0 to 1."""
    return float(np.interp(fraction, _MINIMUM_JERK, _TIME))


def whole_way_s(seen_s: float, low: float, high: float) -> float:
    """Return the time of the whole way, from that seen between two fractions of it (0 to 1)."""
    return seen_s / max(time_share(high) - time_share(low), _LEAST_SHARE)
