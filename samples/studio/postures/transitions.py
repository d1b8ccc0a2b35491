"""Getting into a posture and out of it: from sitting to lying, from standing to hands and knees.

In: a `Stage` and the figures on the way. Out: the `Figure` at a share of the way. Limbs keep
their lengths, and the body stays on the mat.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from samples.studio.figure import Figure
from samples.studio.kinematics import Z, between
from samples.studio.postures import all_fours, kneeling, standing, supine
from samples.studio.stage import Stage

#: The postures before a start posture, by the name of the start posture.
BEFORE: dict[str, tuple[Callable[[Stage], Figure], ...]] = {
    "supine": (supine.sitting,),
    "leg-up": (supine.hook_lying,),
    "kneeling": (standing.upright, kneeling.kneeling_upright),
    "standing": (standing.upright,),
    "prone": (kneeling.kneeling_upright, all_fours.on_all_fours),
    "side-lying": (supine.sitting,),
    "sitting": (supine.sitting,),
}


def on_the_way(stage: Stage, begins_with: str, start: Figure, share: float) -> Figure:
    """The figure at a share of the way from standing or sitting (0) to the start posture (1)."""
    stations = [*(stage.once(f, lambda f=f: f(stage)) for f in BEFORE[begins_with]), start]  # type: ignore[misc]
    place = min(max(share, 0.0), 1.0) * (len(stations) - 1)
    first = min(int(place), len(stations) - 2)
    return blend(stations[first], stations[first + 1], place - first, stage)


def blend(first: Figure, second: Figure, share: float, stage: Stage) -> Figure:
    """A figure between two others: every bone turns by a share, relative to its parent."""
    body = first.body
    figure = Figure(body)
    rotations = np.empty_like(first.rotations)
    for bone, parent in enumerate(body.parents):
        if parent < 0:
            rotations[bone] = between(first.rotations[bone], second.rotations[bone], share)
        else:
            local = [f.rotations[parent].T @ f.rotations[bone] for f in (first, second)]
            rotations[bone] = rotations[parent] @ between(local[0], local[1], share)
    figure.take(rotations, first.root + (second.root - first.root) * share)
    skin = stage.vertices("")
    wanted = first.lowest(skin) + (second.lowest(skin) - first.lowest(skin)) * share
    figure.move(Z * (wanted - figure.lowest(skin)))
    return figure
