"""Compares measures as what a movement could be followed by. In: values. Out: `ComparedMeasure`s.

A measure tells a movement well if start and target are far apart against its noise, in every
repetition. Joint angles come first, because they are the same for short and long limbs. What
depends on how long somebody is, on the floor or on the own start comes after them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Side, View
from stabiel.body.measures import MEASURES
from stabiel.body.measures.measure import Unit
from stabiel.coach.noise import noise_of
from stabiel.exercises.values import Attitude
from stabiel.tuning.teaching.demonstration import Floats
from stabiel.tuning.teaching.excursions import Excursion
from stabiel.tuning.teaching.measured_sides import MeasuredSides
from stabiel.tuning.teaching.working_sides import Sides

# How far each measure can be trusted on somebody else: angles of a joint whatever the body; angles
# against the trunk or the floor, and turns, with a camera that stands as it did; distances, which
# differ with proportions by a fifth.
JOINT, LINE, TURN, LENGTH = 1.0, 0.6, 0.7, 0.5
TRUST: dict[str, float] = {
    "hip_angle_deg": JOINT,
    "hip_extension_deg": JOINT,
    "knee_angle_deg": JOINT,
    "shoulder_angle_deg": JOINT,
    "elbow_angle_deg": JOINT,
    "trunk_lean_deg": LINE,
    "leg_above_trunk_deg": LINE,
    "arm_above_trunk_deg": LINE,
    "neck_above_trunk_deg": LINE,
    "thigh_gap_deg": LINE,
    "fallout_deg": TURN,
    "thigh_turn_deg": TURN,
    "heel_up_tl": LENGTH,
    "hip_to_ankle_tl": LENGTH,
    "knee_over_ankle_tl": LENGTH,
    "ankle_behind_hip_tl": LENGTH,
    "stance_tl": LENGTH,
}
# Only told from the own start: they cannot be followed, but they tell repetitions apart.
ONLY_TELLS: dict[str, float] = {
    "pelvis_rise_tl": LENGTH,
    "heel_lift_tl": LENGTH,
    "hip_lift_tl": LENGTH,
    "head_lift_tl": LENGTH,
    "shoulder_lift_tl": LENGTH,
    "wrist_lift_tl": LENGTH,
    "knee_shift_tl": LENGTH,
    "heel_shift_tl": LENGTH,
    "feet_parted_tl": LENGTH,
    "knees_turn_deg": TURN,
    "hips_turn_deg": TURN,
    "shoulders_turn_deg": TURN,
}
# The measures of the leg in the air, whichever that is, for starts with one leg up.
FREE_LEG: dict[str, float] = {"free_hip_deg": JOINT, "free_knee_deg": JOINT, "free_heel_tl": LENGTH}
# Start and target must be this far apart: three times what a measure is off by (docs/author).
LEAST_WAY: dict[Unit, float] = {"deg": 21.0, "tl": 0.15}
# Seen from elsewhere than the side, a limb that turns outwards seems to bend or to stretch.
FROM_ELSEWHERE: dict[float, float] = {JOINT: 0.6, LINE: 0.4, TURN: 1.0, LENGTH: 0.5}
# Lying on one side, in a picture from in front, limbs move towards the camera: joints seem to bend,
# and turns are those of somebody on the back. How high a knee is shows whoever it is.
ON_SIDE: dict[float, float] = {JOINT: 0.5, LINE: 0.3, TURN: 0.2, LENGTH: 1.0}
# More noises than this between start and target make nothing surer.
SURE_APART = 20.0
# Measures within this share of the best tell the movement as well.
ALIKE = 0.9
# The order of measures that tell as well: what carries the rest of the limb comes first.
_FIRST = ("hip_angle_deg", "hip_extension_deg", "shoulder_angle_deg", "knee_angle_deg")


@dataclass(frozen=True)
class ComparedMeasure:
    """What one measure says of a movement.

    Attributes:
        measure: its name.
        start: its median in the start posture.
        targets: its value at the target of each repetition; NaN if it was not visible there.
        sides: the side of which each repetition was read.
        noise: how far it varies while nobody moves.
        trust: how far it can be trusted on somebody else.
    """

    measure: str
    start: float
    targets: tuple[float, ...]
    sides: tuple[Side, ...]
    noise: float
    trust: float = JOINT

    @property
    def seen(self) -> Floats:
        """The targets that were visible."""
        return _seen(np.array(self.targets))

    @property
    def upwards(self) -> bool:
        """Whether it rises to the target."""
        return float(np.median(self.seen)) > self.start

    @property
    def target(self) -> float:
        """The usual value at the target."""
        return float(np.median(self.seen))

    @property
    def way(self) -> float:
        """How far it goes in the repetition that goes least far; below 0 the other way."""
        sign = 1.0 if self.upwards else -1.0
        return float(np.min(sign * (self.seen - self.start)))

    @property
    def apart(self) -> float:
        """How far start and target are apart, in units of the noise."""
        return self.way / self.noise

    @property
    def score(self) -> float:
        """How well it tells the movement: how far apart, times how far it is to be trusted."""
        return min(SURE_APART, self.apart) * self.trust

    @property
    def is_clear(self) -> bool:
        """Whether start and target are far enough apart to be told from each other."""
        mostly_seen = len(self.seen) * 2 > len(self.targets)
        return mostly_seen and self.way >= LEAST_WAY[MEASURES[self.measure].unit]


def trusted_from(view: View, sides: Sides, attitude: Attitude) -> dict[str, float]:
    """Return the measures that a movement can be followed by, and how far each is to be trusted.

    Args:
        view: of most of the demonstration.
        sides: with one leg up from the start only measures will do that ask for no side.
        attitude: of the start.
    """
    measures = FREE_LEG if sides == "either" else TRUST
    if attitude == "on_side":
        return {name: ON_SIDE[trust] for name, trust in measures.items()}
    if view is View.SIDE:
        return dict(measures)
    return {name: FROM_ELSEWHERE[trust] for name, trust in measures.items()}


def compared(
    seen: MeasuredSides,
    still: NDArray[np.bool_],
    repetitions: Sequence[Excursion],
    sides: Sequence[Side],
    trusted: Mapping[str, float],
) -> list[ComparedMeasure]:
    """Return the measures that are visible at start and target, the best first.

    Args:
        seen: the values.
        still: (m,) whether each value is one of the start posture.
        repetitions: what counts.
        sides: the side of which each of them is read.
        trusted: the measures to compare, and how far each is to be trusted (`trusted_from`).
    """
    found = [
        each
        for name in trusted
        if (each := _compared(seen, still, repetitions, sides, name=name, trust=trusted[name]))
        is not None
    ]
    found = [each for each in found if not _bends_the_wrong_way(each)]
    return sorted(found, key=lambda each: (-_coarse(each.score), _order(each)))


def _order(each: ComparedMeasure) -> int:
    """Return the place among measures that tell a movement as well."""
    if each.measure == "hip_extension_deg" and each.upwards:
        return -1  # a hip that opens may go past straight, and only this says so
    return _FIRST.index(each.measure) if each.measure in _FIRST else len(_FIRST)


def _bends_the_wrong_way(each: ComparedMeasure) -> bool:
    """Return whether the hip's extension is read from the other side, as on hands and knees."""
    return each.measure == "hip_extension_deg" and max(each.start, *each.targets) > 225.0


def _coarse(score: float) -> int:
    """Return a score in steps of a tenth of the best possible: within a step they are alike."""
    return int(score / (SURE_APART * (1.0 - ALIKE)))


def _compared(
    seen: MeasuredSides,
    still: NDArray[np.bool_],
    repetitions: Sequence[Excursion],
    sides: Sequence[Side],
    *,
    name: str,
    trust: float,
) -> ComparedMeasure | None:
    near = seen.rest.near
    at_rest = {side: _seen(seen.values[name, side][still]) for side in SIDES}
    home = at_rest[near] if len(at_rest[near]) >= 2 else at_rest[_other(near)]
    if len(home) < 2:
        return None
    start = float(np.median(home))
    low, high = np.quantile(home, (0.25, 0.75))
    targets = tuple(
        _target(seen, name, side, each) for side, each in zip(sides, repetitions, strict=True)
    )
    if np.isnan(targets).all():
        return None
    noise = max(noise_of(name), 2 * float(high - low))
    return ComparedMeasure(name, start, targets, tuple(sides), noise, trust)


def _target(seen: MeasuredSides, name: str, side: Side, each: Excursion) -> float:
    """Return the value at the target, NaN if it is not visible there."""
    values = seen.within(name, side, each.target_from_s, each.target_until_s)
    return float(np.median(values)) if len(values) else float("nan")


def _seen(values: Floats) -> Floats:
    found: Floats = values[~np.isnan(values)]
    return found


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"


def tell_as_well(
    measures: Sequence[ComparedMeasure], followed: ComparedMeasure
) -> ComparedMeasure | None:
    """Return another measure that tells a movement as well as the one followed; None if none."""
    for each in measures:
        if each.measure != followed.measure and each.is_clear:
            return each if _coarse(each.score) == _coarse(followed.score) else None
    return None
