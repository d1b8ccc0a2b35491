"""What a movement was. In: a rule and how it went. Out: why it does not count, and its tempo."""

from dataclasses import dataclass

from stabiel.coach.movement_summary import CompletedMovement
from stabiel.exercises.model import AttemptFault, Exercise, TempoFault


def attempt_fault(exercise: Exercise, peak: float, *, hidden_at_rest: bool) -> str | None:
    """Return the fault that stands for a peak short of the target.

    Of a limb that is hidden at rest, what is asked of the near one says nothing.
    """
    for name, fault in exercise.faults.items():
        if isinstance(fault, AttemptFault) and fault.attempt.peak_between is not None:
            if fault.attempt.of == "near" and hidden_at_rest:
                continue
            low, high = fault.attempt.peak_between
            if low <= peak <= high:
                return name
    return None


def unmet_fault(exercise: Exercise, check: str | None) -> str | None:
    """Return the fault that stands for an unmet target check, else the check itself."""
    for name, fault in exercise.faults.items():
        if isinstance(fault, AttemptFault) and check and fault.attempt.unmet == check:
            return name
    return check


@dataclass(frozen=True, slots=True)
class Way:
    """A way out or back that was seen: how long the whole of it took, and from when to when."""

    took_s: float
    start_s: float
    end_s: float


def timed_ways(fault: TempoFault, finished: CompletedMovement) -> list[Way]:
    """Return the ways that a tempo fault is about, without those that were not seen to be gone."""
    ways = []
    if fault.phase != "return" and not finished.out_jumped:
        end_s = finished.target_s or finished.end_s
        ways.append(Way(finished.out_s, finished.start_s, end_s))
    if fault.phase != "out" and not finished.return_jumped:
        ways.append(Way(finished.return_s, finished.return_start_s, finished.end_s))
    return ways
