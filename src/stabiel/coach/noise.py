"""How far a measure is from the truth by chance. In: a measure's name. Out: a number in its unit.

The unit of sureness (`stabiel.coach.sureness`): a value that is beyond a limit by one noise may
still be within it, one that is beyond it by five is not.
"""

from stabiel.body.measures import MEASURES
from stabiel.body.measures.measure import Unit
from stabiel.exercises.model import Check

# Peak to peak within a second in which nobody moves: the medians over the measures that movements
# follow (62 recordings of real people, `python -m benchmarks.noise`). No measure is taken to be
# better than that, even if it varies less while nobody moves: most of the landmarker's error stays
# the same for the whole second, and differs from person to person.
NOISE_OF_UNIT: dict[Unit, float] = {"deg": 3.0, "tl": 0.027}
# The measures that vary by more, from the same recordings: those of the limb that is hidden, of
# both sides together, and of feet, heels and face.
NOISIER: dict[str, float] = {
    "face_forward_deg": 4.7,
    "face_to_floor_deg": 4.7,
    "fallout_deg": 4.0,
    "free_hip_deg": 4.1,
    "free_knee_deg": 4.7,
    "head_hang_deg": 3.4,
    "hip_stretch_deg": 3.6,
    "knees_turn_deg": 6.7,
    "neck_above_trunk_deg": 3.4,
    "thigh_gap_deg": 3.8,
    "thighs_fallen_deg": 3.5,
    "twist_deg": 3.5,
    "ankle_off_knee_tl": 0.057,
    "behind_tl": 0.038,
    "feet_parted_tl": 0.037,
    "free_heel_tl": 0.059,
    "heel_over_trunk_tl": 0.043,
    "hip_to_ankle_tl": 0.046,
    "knee_below_trunk_tl": 0.030,
    "knee_gap_tl": 0.053,
    "knee_over_trunk_tl": 0.030,
    "knee_past_toes_tl": 0.047,
    "stance_tl": 0.037,
    "wrist_to_knee_tl": 0.036,
}
# Of the time that a way takes, seconds. A lowering is read 0.8 to 1.4 times as long as slit scans
# of the pictures show, in the middle 80 % (`stabiel.coach.movement_summary`). One in ten is read
# shorter than 0.8 times: with half as many errors for each noise more, that is 0.09 s of 1 s.
TIME_NOISE_S = 0.1


def noise_of(measure: str) -> float:
    """Return the noise of a measure, in its unit."""
    return NOISIER.get(measure, NOISE_OF_UNIT[MEASURES[measure].unit])


def room_within(check: Check, value: float) -> float:
    """Return how far within its limits a value is, in units of its noise; below 0 outside."""
    rooms = []
    if check.at_least is not None:
        rooms.append(value - check.at_least)
    if check.at_most is not None:
        rooms.append(check.at_most - value)
    return min(rooms) / noise_of(check.measure)
