"""Signals over time, and the words that every fault rule needs."""

from collections.abc import Callable, Iterator

from stabiel.anatomy import Reason
from stabiel.body.measures import NotVisible

WORDS = {"name": {"nl": "x", "en": "x"}, "say": {"nl": "x", "en": "x"}}
HIDDEN = NotVisible(Reason.HIDDEN)
STEP_S = 0.04

Signal = Callable[[float], float]


def times(seconds: float, rate_hz: float = 25.0) -> Iterator[float]:
    return (index / rate_hz for index in range(round(seconds * rate_hz) + 1))
