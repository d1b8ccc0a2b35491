"""What was done so far. In: events. Out: the lines at the end of a session."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from stabiel.coach.events import Attempt, Event, FaultBegan, Repetition
from stabiel.exercises.model import Exercise
from stabiel.trainer.words import TrainerWords


@dataclass(slots=True)
class ExerciseSummary:
    """What was done of one exercise in all its steps.

    Attributes:
        repetitions: that counted.
        good: repetitions without a fault.
        held_s: seconds of all holds.
        faults: how many times each fault was observed, failed attempts included.
    """

    exercise: Exercise
    repetitions: int = 0
    good: int = 0
    held_s: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)

    def note(self, events: Iterable[Event]) -> None:
        """Count what happened."""
        for event in events:
            if isinstance(event, Repetition):
                self.repetitions += 1
                self.good += event.good
            elif isinstance(event, FaultBegan):
                self.faults[event.id] += 1
            elif isinstance(event, Attempt) and event.reason in self.exercise.faults:
                self.faults[event.reason] += 1

    @property
    def done(self) -> bool:
        """Whether anything was done."""
        return self.repetitions > 0 or self.held_s >= 1.0


def summary(
    exercises: Iterable[ExerciseSummary], next_time: str, words: TrainerWords
) -> tuple[str, ...]:
    """Return three lines: what went well, one thing to work on, what comes next time.

    A session in which nothing was done has two lines: that, and what comes next time.

    The exercise that went well is the one with the largest share of good repetitions; if two are
    equal, the one with more good repetitions. All held seconds are good. The thing to work on is
    the fault that was observed most often, in any exercise.
    """
    done = [each for each in exercises if each.done]
    faults = {
        (each.exercise.id, fault): (number, words.fault(each.exercise, fault))
        for each in done
        for fault, number in each.faults.items()
    }
    following = words.shown("next_time", what=next_time)
    if not done:
        return words.shown("nothing_done"), following
    best = max(done, key=_goodness)
    well = words.shown("did_well", what=_what_was_done(best, words))
    work = words.shown("work_on_none")
    if faults:
        _, name = max(faults.values(), key=lambda fault: fault[0])
        work = words.shown("work_on", what=name)
    return well, work, following


def _goodness(done: ExerciseSummary) -> tuple[float, float]:
    if done.repetitions:
        return done.good / done.repetitions, done.good
    return 1.0, 0.0


def _what_was_done(done: ExerciseSummary, words: TrainerWords) -> str:
    name = words.name(done.exercise)
    if done.repetitions:
        return words.shown("repetitions_of", exercise=name, good=done.good, all=done.repetitions)
    seconds = round(done.held_s)
    return words.shown("seconds_of", counted=seconds, exercise=name, seconds=seconds)
