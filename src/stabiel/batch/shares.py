"""How many cores each video of a batch may use. In: videos, largest first. Out: cores for each.

A video that is begun near the end is left alone on the computer when the others are done. A long
one then uses what they leave free: it is searched in segments, with the same results.
"""

from collections.abc import Sequence
from itertools import accumulate


def cores_by_size(sizes: Sequence[float], cores: int) -> list[int]:
    """Return the cores for each video: its share of what is left to do when it begins.

    Args:
        sizes: of the videos, in the order in which they begin.
        cores: of this computer.
    """
    left = [*accumulate(reversed(sizes))][::-1]
    return [
        max(1, round(cores * size / rest)) if rest else 1
        for size, rest in zip(sizes, left, strict=True)
    ]
