"""What was done so far. In: events. Out: the lines at the end of a session."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from stabiel.coach.events import Attempt, Event, FaultBegan, Repetition
from stabiel.coach.time_spent import TimeAccount, TimeUse
from stabiel.exercises.model import Exercise
from stabiel.session.nothing_counted import NothingCounted, main_reason
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.words import TrainerWords

# What somebody spends less time on is passed through, and explains nothing.
EXPLAINS_S = 5.0


@dataclass(slots=True)
class ExerciseSummary:
    """What was done of one exercise in all its steps.

    Attributes:
        repetitions: that counted.
        good: repetitions without a fault.
        held_s: seconds of all holds.
        faults: how many times each fault was observed, failed attempts included. What is doubtful
            counts against nobody.
        reasons: how many attempts did not count for each reason.
        doubtful: how many attempts were not sure.
        time: what the time was spent on.
    """

    exercise: Exercise
    repetitions: int = 0
    good: int = 0
    held_s: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    doubtful: int = 0
    time: TimeAccount = field(default_factory=TimeAccount)

    def note(self, events: Iterable[Event]) -> None:
        """Count what happened."""
        for event in events:
            if isinstance(event, Repetition):
                self.repetitions += 1
                self.good += event.good
            elif isinstance(event, FaultBegan) and not event.doubtful:
                self.faults[event.id] += 1
            elif isinstance(event, Attempt) and event.doubtful:
                self.doubtful += 1
            elif isinstance(event, Attempt):
                self.reasons[event.reason] += 1
                if event.reason in self.exercise.faults:
                    self.faults[event.reason] += 1

    def spend(self, use: TimeUse, seconds: float) -> None:
        """Add what a frame was spent on."""
        self.time.add(use, seconds)

    @property
    def done(self) -> bool:
        """Whether anything was done."""
        return self.repetitions > 0 or self.held_s >= 1.0

    @property
    def why_nothing(self) -> NothingCounted | None:
        """Why nothing counted. None if something was done, or if it was over too soon to tell."""
        if self.done:
            return None
        found = main_reason(self.reasons, self.doubtful, self.time.spent(0.0))
        passed = found is not None and found.count == 0 and found.seconds < EXPLAINS_S
        return None if passed else found


def summary(
    exercises: Iterable[ExerciseSummary], following: str | None, words: TrainerWords
) -> tuple[str, ...]:
    """Return what went well, one thing to do next time, and which exercise follows, if any does.

    An exercise that was tried and of which nothing counted is the thing to work on: its line says
    why. A session in which nothing was done has no first line but that.

    The exercise that went well is the one with the largest share of good repetitions; if two are
    equal, the one with more good repetitions. All held seconds are good. The thing to work on is
    the fault that was observed most often, in any exercise.
    """
    exercises = list(exercises)
    done = [each for each in exercises if each.done]
    missed = [
        line
        for each in exercises
        if (line := words.why_nothing(each.exercise, each.why_nothing)) is not None
    ]
    faults = {
        (each.exercise.id, fault): (number, words.fault(each.exercise, fault))
        for each in done
        for fault, number in each.faults.items()
    }
    then = () if following is None else (words.shown("goes_on_with", what=following),)
    if not done:
        return words.shown("nothing_done"), *missed[:1], *then
    best = max(done, key=_goodness)
    what = _what_was_done(best, words)
    all_good = _goodness(best)[0] == 1.0
    well = words.shown("did_well", what=what) if all_good else words.shown("did", what=what)
    work = words.shown("work_on_none")
    if missed:
        work = missed[0]
    elif faults:
        _, name = max(faults.values(), key=lambda fault: fault[0])
        work = words.shown("work_on", what=name)
    return well, work, *then


def farewell(
    exercises: Iterable[ExerciseSummary], words: TrainerWords, *, early: bool, whole: bool
) -> Line:
    """Return the last line of a session: praise only for what was done.

    Args:
        exercises: what was done.
        words: makes the line.
        early: the person stopped before the end.
        whole: there was more than one exercise, so that this is all for today.
    """
    if early:
        return words.line("end_early")
    if not any(each.done for each in exercises):
        return words.line("end_nothing")
    return words.line("end") if whole else words.line("end_one")


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
