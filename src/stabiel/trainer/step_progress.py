"""One step of a session while it is done. In: judgments. Out: what to say, and how far it is.

There are two kinds with one interface: repetitions are counted, a hold is counted down.
"""

import math
from typing import Protocol

from stabiel.anatomy import Side, other_side
from stabiel.coach.events import MOVING, Attempt, Phase, Repetition
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Step
from stabiel.exercises.tempo import with_tempo
from stabiel.session.cues import COUNT, Priority
from stabiel.session.pipeline import Judgment
from stabiel.trainer.countdown import Countdown
from stabiel.trainer.scene import RepetitionMark, Ring
from stabiel.trainer.speech_queue import FLOW_WAITS_S, FORM_WAITS_S, Line
from stabiel.trainer.words import TrainerWords

# A second that is counted aloud later than this would be the wrong one.
SECOND_WAITS_S = 0.6
HOLD_WAITS_S = 3.0
LAST_ONES = 2
NAME_SIDE_EVERY = 3


class StepProgress(Protocol):
    """A step in progress.

    Attributes:
        begun: something of it has been done.
        on_other_side: what was done last was on the side that is not due.
    """

    begun: bool
    on_other_side: bool

    @property
    def takes_faults(self) -> bool:
        """Whether what goes wrong now belongs to this step, and not to what came before it."""

    @property
    def over(self) -> bool:
        """Whether the dose is reached."""

    @property
    def held_s(self) -> float:
        """Seconds held so far, 0 for repetitions."""

    def update(self, time_s: float, judgment: Judgment) -> list[Line]:
        """Take one frame and return what to say."""

    def first_line(self) -> Line:
        """Return what is said when it may begin."""

    def last_line(self) -> Line:
        """Return what is said when it is over."""

    def side_line(self) -> Line:
        """Return which side is due."""

    def number(self) -> tuple[str, str]:
        """Return the large number and the text beside it."""

    def marks(self) -> tuple[tuple[RepetitionMark, ...], int]:
        """Return the movements so far, and how many are still to be done; none for a hold."""

    def ring(self, time_s: float) -> Ring | None:
        """Return the ring of this moment."""


def side_of(step: Step) -> Side | None:
    """Return the side of a step; None if it has no single side."""
    return step.side if step.side in ("left", "right") else None


def with_dose(exercise: Exercise, step: Step) -> Exercise:
    """Return the exercise as the step asks for it: what it is judged by, and kept with.

    The seconds of the step make a hold complete, and its tempo is the one that ways are judged by.
    The repetitions, which a plan or the person may have changed, are those that later suggestions
    begin from.
    """
    asked: dict[str, object] = {"hold_s": step.hold_s}
    if exercise.hold is None:
        asked = {"repetitions": step.repetitions or exercise.dose.repetitions}
    dosed = exercise.model_copy(update={"dose": exercise.dose.model_copy(update=asked)})
    return dosed if dosed.hold is not None else with_tempo(dosed, step.out_s, step.return_s)


class RepetitionProgress:
    """Counts the repetitions of one side. Holds the count and the way to the target.

    Attributes:
        count: repetitions so far.
        begun: something has been done.
        on_other_side: the last repetition was on the side that is not due.
    """

    def __init__(self, step: Step, exercise: Exercise, words: TrainerWords) -> None:
        self._exercise = exercise
        self._marks: list[RepetitionMark] = []
        self._side = side_of(step)
        self._dose = step.repetitions or 0
        self._words = words
        self._good = 0
        self._other_side = 0
        self._start: float | None = None
        self._share = 0.0
        self.count = 0
        self.begun = False
        self.on_other_side = False

    @property
    def over(self) -> bool:
        """Whether the dose is reached."""
        return self.count >= self._dose

    @property
    def takes_faults(self) -> bool:
        """Whether the first movement has begun."""
        return self.begun

    @property
    def held_s(self) -> float:
        """Repetitions hold nothing."""
        return 0.0

    def update(self, time_s: float, judgment: Judgment) -> list[Line]:
        """Count what counts, and follow the way to the target."""
        moment = judgment.moment
        self.begun = self.begun or moment.phase in MOVING
        self._follow(judgment)
        lines: list[Line] = []
        for event in judgment.events:
            if isinstance(event, Repetition):
                lines += self._counted(event, judgment)
            elif isinstance(event, Attempt):
                self._marks.append(RepetitionMark("not_counted", self._why_not(event)))
        return lines

    def _why_not(self, attempt: Attempt) -> str:
        if attempt.doubtful:
            return self._words.perhaps()
        return self._words.why_not(self._exercise, attempt.reason)

    def _follow(self, judgment: Judgment) -> None:
        moment = judgment.moment
        if moment.phase is Phase.START and moment.value is not None:
            self._start = moment.value
        self._share = 0.0
        if None in (self._start, moment.value, moment.goal) or moment.phase not in MOVING:
            return
        way = moment.goal - self._start  # type: ignore[operator]
        self._share = min(1.0, max(0.0, (moment.value - self._start) / way)) if way else 0.0  # type: ignore[operator]

    def _counted(self, event: Repetition, judgment: Judgment) -> list[Line]:
        self.on_other_side = self._side is not None and event.side == other_side(self._side)
        if self.on_other_side:
            return self._name_side()
        self.count += 1
        self._good += event.good
        why = "" if event.good else self._words.fault(self._exercise, event.faults[0])
        self._marks.append(RepetitionMark("good" if event.good else "not_good", why))
        word = self._words.number(self.count)
        if self.count == self._dose - LAST_ONES and self._dose > 2 * LAST_ONES:
            return [self._words.line("two_more", count=word)]
        cue = judgment.cue
        if self.over or cue is None or cue.id != COUNT:
            return []
        # The session's cue counts the repetitions of all steps; the line counts those of this step.
        text = cue.text.replace(self._words.number(event.number), word, 1)
        return [Line(COUNT, text, Priority.COUNT, FORM_WAITS_S)]

    def _name_side(self) -> list[Line]:
        """Return which side it is: the first time, then only now and then."""
        self._other_side += 1
        return [self.side_line()] if self._other_side % NAME_SIDE_EVERY == 1 else []

    def side_line(self) -> Line:
        """Return which side is due."""
        return _side_line(self._side, self._words, waits_s=FORM_WAITS_S)

    def first_line(self) -> Line:
        """Return how many are to be done."""
        return self._words.line("begin", counted=self._dose, count=self._words.number(self._dose))

    def last_line(self) -> Line:
        """Return how many were good."""
        return self._words.done(self.count, self._good)

    def number(self) -> tuple[str, str]:
        """Return the count, and the dose beside it."""
        return str(self.count), self._words.shown("of", all=self._dose)

    def marks(self) -> tuple[tuple[RepetitionMark, ...], int]:
        """Return the movements so far, and how many are still to be done."""
        return tuple(self._marks), max(0, self._dose - self.count)

    def ring(self, time_s: float) -> Ring:
        """Return the share of the way to the target."""
        return Ring(self._share)


class HoldProgress:
    """Counts one hold down. Holds the countdown, and whether an earlier hold still goes on.

    Attributes:
        begun: something has been held.
        on_other_side: the other side is being held.
    """

    def __init__(self, step: Step, words: TrainerWords, *, spent_s: float) -> None:
        """Begin at zero.

        Args:
            step: the step.
            words: makes its lines.
            spent_s: the coach's seconds of a hold that belongs to an earlier step.
        """
        self._side = side_of(step)
        self._words = words
        self._spent_s = spent_s
        self._countdown = Countdown(step.hold_s or 0.0)
        self._side_named = False
        self.begun = False
        self.on_other_side = False

    @property
    def over(self) -> bool:
        """Whether the dose is reached."""
        return self._countdown.over

    @property
    def takes_faults(self) -> bool:
        """Whether no hold of an earlier step goes on; what keeps this one from beginning counts."""
        return not self._spent_s

    @property
    def held_s(self) -> float:
        """Seconds in the zone, at most the dose."""
        return self._countdown.held_s

    def update(self, time_s: float, judgment: Judgment) -> list[Line]:
        """Count the seconds, and return those that are counted aloud."""
        moment = judgment.moment
        if moment.hold_s < self._spent_s:
            self._spent_s = 0.0
        holding = moment.phase in (Phase.HOLD, Phase.RETURN) and not self._spent_s
        other = self._side is not None and moment.side == other_side(self._side)
        self.on_other_side = holding and other
        if self.on_other_side:
            return self._name_side()
        seconds = moment.hold_s if holding else 0.0
        lines = []
        if seconds > 0 and not self.begun:
            self.begun = True
            dose_s = round(self._countdown.dose_s)
            dose = self._words.number(dose_s)
            lines.append(self._words.line("hold", counted=dose_s, count=dose, waits_s=HOLD_WAITS_S))
        second = self._countdown.update(time_s, seconds)
        if second is not None:
            lines.append(self._second(second))
        return lines

    def _second(self, second: int) -> Line:
        word = self._words.number(second)
        if second >= 10:
            return self._words.line("to_go", count=word.lower(), waits_s=SECOND_WAITS_S)
        return Line("second", f"{word}.", waits_s=SECOND_WAITS_S)

    def _name_side(self) -> list[Line]:
        if self._side_named:
            return []
        self._side_named = True
        return [self.side_line()]

    def side_line(self) -> Line:
        """Return which side is due."""
        return _side_line(self._side, self._words)

    def first_line(self) -> Line:
        """Return that the hold may begin."""
        return self._words.line("begin_hold")

    def last_line(self) -> Line:
        """Return that the hold is over."""
        return self._words.line("let_go")

    def number(self) -> tuple[str, str]:
        """Return the seconds that are left."""
        return str(math.ceil(self._countdown.left_s)), self._words.shown("seconds")

    def marks(self) -> tuple[tuple[RepetitionMark, ...], int]:
        """Return nothing: a hold is one thing."""
        return (), 0

    def ring(self, time_s: float) -> Ring:
        """Return the share that was held, and whether the countdown waits."""
        share = self._countdown.held_s / self._countdown.dose_s
        return Ring(share, waits=self.begun and self._countdown.stands_still(time_s))


def _side_line(side: Side | None, words: TrainerWords, *, waits_s: float = FLOW_WAITS_S) -> Line:
    return words.line("wrong_side", side=words.side(side or "left"), waits_s=waits_s)


def progress_of(
    step: Step, exercise: Exercise, words: TrainerWords, *, spent_s: float
) -> StepProgress:
    """Return the progress of a step that begins."""
    if exercise.hold is not None:
        return HoldProgress(step, words, spent_s=spent_s)
    return RepetitionProgress(step, exercise, words)
