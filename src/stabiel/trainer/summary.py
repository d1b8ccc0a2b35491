"""What was done so far. In: events. Out: the three lines at the end of a session."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from stabiel.coach.events import Attempt, Event, FaultBegan, Repetition
from stabiel.exercises.model import Exercise
from stabiel.trainer.words import TrainerWords


@dataclass(slots=True)
class ExerciseSummary:
    """What was done of one exercise, all its steps together."""

    exercise: Exercise
    repetitions: int = 0
    good: int = 0
    held_s: float = 0.0
    points: Counter[str] = field(default_factory=Counter)

    def note(self, events: Iterable[Event]) -> None:
        """Count what happened."""
        for event in events:
            if isinstance(event, Repetition):
                self.repetitions += 1
                self.good += event.good
            elif isinstance(event, FaultBegan):
                self.points[event.id] += 1
            elif isinstance(event, Attempt) and event.reason in self.exercise.faults:
                self.points[event.reason] += 1

    @property
    def done(self) -> bool:
        """Whether anything was done."""
        return self.repetitions > 0 or self.held_s >= 1.0


def summary(
    tallies: Iterable[ExerciseSummary], next_time: str, words: TrainerWords
) -> tuple[str, ...]:
    """Return three lines: what went well, one thing to work on, what comes next time.

    Of a session in which nothing was done there is nothing to work on.

    What went well is the exercise with the largest share of good repetitions, the one with more
    of them where two are alike; held seconds are all good. What to work on is the fault that was
    seen most often, of any exercise.
    """
    done = [tally for tally in tallies if tally.done]
    points = {
        (tally.exercise.id, fault): (number, words.fault(tally.exercise, fault))
        for tally in done
        for fault, number in tally.points.items()
    }
    following = words.shown("next_time", what=next_time)
    if not done:
        return words.shown("nothing_done"), following
    best = max(done, key=_how_well)
    well = words.shown("did_well", what=_what_was_done(best, words))
    work = words.shown("work_on_none")
    if points:
        _, name = max(points.values(), key=lambda point: point[0])
        work = words.shown("work_on", what=name)
    return well, work, following


def _how_well(tally: ExerciseSummary) -> tuple[float, float]:
    if tally.repetitions:
        return tally.good / tally.repetitions, tally.good
    return 1.0, 0.0


def _what_was_done(tally: ExerciseSummary, words: TrainerWords) -> str:
    name = words.name(tally.exercise)
    if tally.repetitions:
        return words.shown("repetitions_of", exercise=name, good=tally.good, all=tally.repetitions)
    seconds = round(tally.held_s)
    return words.shown("seconds_of", counted=seconds, exercise=name, seconds=seconds)
