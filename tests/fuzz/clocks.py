"""Clocks that are wrong. In: dice. Out: the time that each frame gets."""

import random
from collections.abc import Callable

# Numbers at the limits of binary formats.
EDGES = (0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
RATE_HZ = 25
Damage = Callable[[bytes, random.Random], bytes]


def wrong_time(dice: random.Random) -> Callable[[int], float | None]:
    """Return a clock: what it shows for the number of each frame, seconds."""
    at, length = dice.randrange(30), dice.choice((1, 3, 10, 1000))
    off_s = dice.choice((0.0, 0.001, -0.3, 5.0, 3600.0, 1e5, 4e6, -1e5))
    kind = dice.randrange(6)

    def time_s(number: int) -> float | None:
        right = number / RATE_HZ
        if not at <= number < at + length:
            return right
        return (None, 0.0, at / RATE_HZ, right + off_s, (number - at) / RATE_HZ, off_s)[kind]

    return time_s


def known(clock: Callable[[int], float | None]) -> Callable[[int], float]:
    """Return the same clock for containers in which every frame has a time that is not negative."""
    return lambda number: max(0.0, clock(number) or 0.0)
