"""The words for ids, in one language. In: an exercise and ids. Out: names, units and dates."""

from datetime import datetime

from stabiel.body.measures import MEASURES
from stabiel.coach.events import Attempt, Hold, Repetition
from stabiel.coach.sureness import SURE
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.exercises.model import Check, Exercise
from stabiel.exercises.tempo import fault_words
from stabiel.session.session import Session
from stabiel.wording.catalogue import group, month_name, text
from stabiel.wording.formatting import TORSO_CM
from stabiel.wording.language import Language

MovementOrHold = Repetition | Attempt | Hold


class Labels:
    """The words for ids, in one language."""

    def __init__(self, exercise: Exercise, book: ExerciseBook, language: Language) -> None:
        self.exercise = exercise
        self._book = book
        self.language = language
        self.is_hold = exercise.hold is not None

    def fault(self, fault_id: str) -> str:
        """Return the short name of a fault, or of the check that failed in an attempt."""
        words = fault_words(self.exercise, fault_id)
        if words is not None:
            return words[0].in_language(self.language)
        return self.correction(fault_id).rstrip(".")

    def correction(self, fault_id: str) -> str:
        """Return what to do about a fault, or about the check that failed in an attempt."""
        words = fault_words(self.exercise, fault_id)
        if words is not None:
            return words[1].in_language(self.language)
        found = self.check(fault_id)
        # An old session may name a fault that its exercise no longer has.
        return fault_id if found is None else found.say.in_language(self.language)

    def check(self, name: str) -> Check | None:
        """Return a check by its name, None if no check has it."""
        return self._book.checks_of(self.exercise).get(name)

    def exercise_name(self, exercise_id: str) -> str:
        """Return the name of an exercise; of one that is not in the book, the program's own."""
        exercises = self._book.exercises
        if exercise_id not in exercises:  # the book of a kept session has only its own exercise
            exercises = load_book().exercises
        found = exercises.get(exercise_id)
        return exercise_id if found is None else found.name.in_language(self.language)

    def measure(self, name: str) -> str:
        """Return what a measure is called."""
        return group("measure", self.language).get(name, name)

    @property
    def peak(self) -> str:
        """What the followed measure reaches: its highest point, or its lowest if it falls."""
        movement = self.exercise.movement
        falls = movement is not None and movement.target.at_most is not None
        if falls:
            return text("report", "lowest_value", self.language)
        return text("report", "peak_value", self.language)

    def side(self, name: str) -> str:
        """Return a side in words."""
        return text("side", name, self.language)

    def what(self, name: str) -> str:
        """Return what an entry of `not_judged` is called."""
        if name in self.exercise.faults:
            return self.fault(name)
        return group("what", self.language).get(name, name)

    def day(self, when: datetime) -> str:
        """Return a date in words, in the local time of this computer."""
        return day_in_words(when, self.language)


def day_in_words(when: datetime, language: Language) -> str:
    """Return a date in words, in the local time of this computer."""
    local = when.astimezone()
    return f"{local.day} {month_name(local.month, language)} {local.year}"


def in_time_order(session: Session) -> list[MovementOrHold]:
    """Return repetitions, attempts and holds in the order of time."""
    done: list[MovementOrHold] = [*session.repetitions, *session.attempts, *session.holds]
    return sorted(done, key=lambda each: each.start_s)


def is_doubtful(done: MovementOrHold) -> bool:
    """Return whether it is an attempt that is not sure enough: it is shown as "perhaps"."""
    return isinstance(done, Attempt) and done.doubtful


def is_close_call(done: MovementOrHold) -> bool:
    """Return whether it counts, but only just: it stays counted, and is shown with "perhaps"."""
    if isinstance(done, Attempt) or done.faults:
        return False
    return done.sure is not None and done.sure < SURE


def faults_of(done: MovementOrHold) -> tuple[str, ...]:
    """Return the faults of a movement or hold; for an attempt, the reason it did not count."""
    return (done.reason,) if isinstance(done, Attempt) else done.faults


def movement_label(done: MovementOrHold, session: Session, language: Language) -> str:
    """Return which movement or hold this is. An attempt is named after the repetition before it."""
    if isinstance(done, Hold):
        return text("report", "which_hold", language, number=done.number)
    if isinstance(done, Repetition):
        return text("report", "which_repetition", language, number=done.number)
    before = [each.number for each in session.repetitions if each.start_s < done.start_s]
    if not before:
        return text("report", "which_first_attempt", language)
    return text("report", "which_attempt", language, number=max(before))


def unit_in_words(measure: str, language: Language) -> str:
    """Return the unit in which the values of a measure are shown."""
    return text("report", f"unit_{MEASURES[measure].unit}", language)


def scale_of(measure: str) -> float:
    """Return by what to multiply a value of a measure to show it: lengths are shown in cm."""
    return TORSO_CM if MEASURES[measure].unit == "tl" else 1.0


def shown_value(measure: str, value: float | None) -> float | None:
    """Return a value of a measure in the unit in which it is shown."""
    return None if value is None else scale_of(measure) * value
