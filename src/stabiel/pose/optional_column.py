"""A column of a recording that not every frame has. In: values by frame. Out: one array.

An array object for each value would take ten times the memory of the value.
"""

import math
from array import array

import numpy as np
from numpy.typing import ArrayLike, NDArray


class OptionalColumn:
    """Numbers of some frames, and NaN in the others. It takes nothing until the first value.

    Args:
        shape: of the value of one frame.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self._size = math.prod(shape)
        self._values = array("f")

    def put(self, frame: int, value: ArrayLike) -> None:
        """Keep the value of a frame; frames must come in order."""
        self._fill(frame)
        self._values.frombytes(np.asarray(value, np.float32).tobytes())

    def of(self, frames: int) -> NDArray[np.float32]:
        """Return (frames, *shape) float32: the values of all frames so far, NaN without one."""
        if not self._values:
            return np.full((frames, *self._shape), np.nan, np.float32)
        self._fill(frames)
        return np.frombuffer(self._values, np.float32).reshape(frames, *self._shape)

    def _fill(self, frames: int) -> None:
        missing = frames * self._size - len(self._values)
        if missing:
            self._values.frombytes(np.full(missing, np.nan, np.float32).tobytes())
