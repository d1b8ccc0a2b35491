"""All that stays the same while one person exercises: the body, and where hands and feet rest.

In: a `Body` and how the person prefers to lie. Out: a `Stage`, on which the postures are built.
Everything that must be solved once per body (how the back lies on the mat, how far the feet are
from the hips, at which height a bridge is straight) is solved here or in the postures, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from samples.studio.bodies import Body

T = TypeVar("T")


@dataclass
class Stage:
    """A person on the mat. `remembered` keeps the solutions for this body and its habits."""

    body: Body
    rest_hip_deg: float = 128.0  # hip angle in hook-lying, which sets how far away the feet are
    feet_apart_m: float = 0.16
    arms_deg: float = 24.0  # how far the arms lie from the trunk
    remembered: dict[Hashable, object] = field(default_factory=dict)

    def once(self, key: Hashable, solve: Callable[[], T]) -> T:
        """The value of that key, solved only at the first call."""
        if key not in self.remembered:
            self.remembered[key] = solve()
        return self.remembered[key]  # type: ignore[return-value]

    def vertices(self, *bones: str) -> NDArray[np.int64]:
        """Skin vertices of the bones with these name prefixes."""
        return self.once(("vertices", bones), lambda: self.body.vertices_of(*bones))
