"""Which fault matters most to somebody with back trouble. In: faults, an exercise. Out: an order.

1. What the author of the exercise calls a danger (`severity` in its file).
2. What happens to the back or the pelvis. These exercises ask for a trunk that stays as it is while
   arms and legs move: another fault makes the training less, this one is asked of the back itself.
3. What happened most often.
4. The order in the file of the exercise, so that equals never change places by chance.
"""

from collections.abc import Mapping

from stabiel.exercises.model import Exercise

# The measures of the back's shape, of the trunk's place, and of the pelvis on it.
OF_THE_TRUNK = frozenset({
    "back_curve_tl", "hip_above_shoulder_knee_deg", "hip_lift_tl", "hips_turn_deg",
    "pelvis_rise_tl", "pelvis_tilt_tl", "trunk_lean_deg", "trunk_slope_deg",
})  # fmt: skip


def most_important_first(counts: Mapping[str, int], exercise: Exercise) -> list[str]:
    """Return the ids of faults, and of what kept movements from counting, in that order.

    Args:
        counts: how often each occurred.
        exercise: their rules. An id without a rule there comes last among those of its count.
    """
    places = {fault: place for place, fault in enumerate(exercise.faults)}

    def key(fault: str) -> tuple[bool, bool, int, int, str]:
        rule = exercise.faults.get(fault)
        signal = None if rule is None else rule.signal(exercise.follows)
        return (
            rule is None or rule.severity != "danger",
            signal is None or signal[0] not in OF_THE_TRUNK,
            -counts[fault],
            places.get(fault, len(places)),
            fault,
        )

    return sorted(counts, key=key)
