"""The trainer's sentences. In: what they are about. Out: lines, in one language.

The texts themselves are in `wording/catalogue.yaml` and in the exercise files.
"""

from collections.abc import Mapping

from stabiel.anatomy import Side
from stabiel.coach.setup import set_up_item
from stabiel.drawing.placement import placement_words
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Check, Exercise, Posture
from stabiel.exercises.plan_steps import tempo_in_words, way_in_words
from stabiel.exercises.programme import Step
from stabiel.exercises.tempo import fault_words
from stabiel.session.cues import Priority
from stabiel.session.nothing_counted import Cause, NothingCounted
from stabiel.trainer.speech_queue import FLOW_WAITS_S, Line
from stabiel.wording import catalogue as texts
from stabiel.wording.formatting import plural
from stabiel.wording.language import Language

# Only the first sentences of an instruction are spoken; the list of exercises shows all.
SENTENCES = 2
# What to do if nothing counted and no check, set-up item or reason says more: texts of `remedy`.
_REMEDIES = {
    Cause.SHORT_HOLD: "hold_longer",
    Cause.NOT_FAR_ENOUGH: "further",
    Cause.NOT_BACK: "come_back",
    Cause.OUT_OF_ZONE: "into_zone",
    Cause.NOT_READY: "no_start",
    Cause.NOT_JUDGED: "hidden",
    Cause.DOUBTFUL: "hidden",
}


class TrainerWords:
    """Makes lines in one language."""

    def __init__(self, book: ExerciseBook, language: Language) -> None:
        self._book = book
        self.language: Language = language

    def line(
        self,
        key: str,
        *,
        waits_s: float = FLOW_WAITS_S,
        priority: Priority = Priority.SETUP,
        counted: float | None = None,
        **values: str,
    ) -> Line:
        """Return one of the trainer's own lines, with its placeholders filled in.

        With `counted`, the line is in the singular for 1 and in the plural for all else.
        """
        text = self._text("trainer", key, counted, values)
        return Line(key, text[0].upper() + text[1:], priority, waits_s)

    def shown(self, key: str, *, counted: float | None = None, **values: object) -> str:
        """Return one of the screen's texts, singular or plural if `counted` is given."""
        return self._text("screen", key, counted, values)

    def _text(
        self, group: str, key: str, counted: float | None, values: Mapping[str, object]
    ) -> str:
        if counted is None:
            return texts.text(group, key, self.language, **values)
        return plural(group, key, counted, self.language, **values)

    def number(self, number: int) -> str:
        """Return a number as a capitalized word; in digits if there is no word for it."""
        return texts.number_word(number, self.language)

    def name(self, exercise: Exercise) -> str:
        """Return the name of an exercise, for a title."""
        return exercise.name.in_language(self.language)

    def inline(self, exercise: Exercise) -> str:
        """Return the name of an exercise, for use within a sentence."""
        name = self.name(exercise)
        return name[0].lower() + name[1:]

    def instruction(self, exercise: Exercise) -> str:
        """Return the whole instruction."""
        return exercise.instruction.in_language(self.language)

    def side(self, side: Side) -> str:
        """Return the person's own side, for use within a sentence."""
        return texts.text("side", side, self.language)

    def side_shown(self, side: Side | None) -> str:
        """Return the side as it is shown large; empty if there is none."""
        return "" if side is None else self.shown(side)

    def what_to_do(self, exercise: Exercise) -> list[Line]:
        """Return the first sentences of the instruction; a person lying down cannot read it."""
        sentences = self.instruction(exercise).rstrip(".").split(". ")[:SENTENCES]
        return [Line(f"instruction_{n}", f"{words}.") for n, words in enumerate(sentences, 1)]

    def beginning(self, exercise: Exercise, step: Step, *, place: bool) -> list[Line]:
        """Return what is said before an exercise: where the camera stands, if asked for, and what
        the plan says of this step: its remark and its tempo.
        """
        lines = [Line("place", placement_words(exercise, self.language))] if place else []
        lines += [Line("of_plan", step.say)] if step.say else []
        tempo = self._as_shown(tempo_in_words(step, self.language))
        return [*lines, Line("tempo", f"{tempo}.")] if tempo else lines

    def way(self, step: Step) -> str:
        """Return the tempo and the strictness of a step as they are shown; empty for the usual."""
        return self._as_shown(way_in_words(step, self.language))

    def _as_shown(self, parts: list[str]) -> str:
        words = ", ".join(parts)
        return words[:1].upper() + words[1:]

    def posture(self, posture: Posture) -> Line:
        """Return how to get into the start posture."""
        return self.line("posture", posture=posture.say.in_language(self.language))

    def wanted(self, item: str, check: Check | None) -> str:
        """Return what a set-up item asks for."""
        if check is None:
            return texts.text("what", item, self.language)
        return check.say.in_language(self.language).rstrip(".")

    def ready(self, exercise: Exercise, *, brief: bool = False) -> list[Line]:
        """Return the praise for the start posture, and the reminders of what no camera can see.

        Each is a line of its own, so that a person who begins need not hear them all. In brief
        there are no reminders.
        """
        if brief:
            return [self.line("ready")]
        reminders = [
            Line(f"reminder_{name}", self._book.shared.reminders[name].in_language(self.language))
            for name in exercise.reminders
        ]
        return [self.line("ready"), *reminders]

    def done(self, repetitions: int, good: int) -> Line:
        """Return what is said after the last repetition."""
        count = self.number(repetitions)
        few = {0: "none_good", 1: "one_good"}
        key = "all_good" if good == repetitions else few.get(good, "some_good")
        line = self.line(key, count=count, good=self.number(good), all=count.lower())
        return Line("done", line.text)

    def fault(self, exercise: Exercise, fault: str) -> str:
        """Return the short name of a fault, for use within a sentence."""
        words = fault_words(exercise, fault)
        name = fault if words is None else words[0].in_language(self.language)
        return name[0].lower() + name[1:]

    def why_not(self, exercise: Exercise, reason: str) -> str:
        """Return why a movement did not count, as a remark."""
        if reason in exercise.faults:
            return self.shown("not_counted", why=self.fault(exercise, reason))
        say = self._book.checks_of(exercise)[reason].say.in_language(self.language)
        return self.shown("not_counted", why=say[0].lower() + say[1:].rstrip("."))

    def perhaps(self) -> str:
        """Return the remark on a movement that did not count, and that was not seen well."""
        return self.shown("not_counted_perhaps")

    def nothing_counted(self, exercise: Exercise, found: NothingCounted | None) -> Line | None:
        """Return what is said of an exercise of which nothing counted; None if it needs no words.

        Args:
            exercise: the exercise.
            found: why nothing counted; None if something did, or nothing explains it.
        """
        say = self._what_to_change(exercise, found)
        return None if say is None else self.line("nothing_counted", say=say)

    def why_nothing(self, exercise: Exercise, found: NothingCounted | None) -> str | None:
        """Return the same for the screen, where other exercises are mentioned too."""
        say = self._what_to_change(exercise, found)
        if say is None:
            return None
        return self.shown("nothing_counted", exercise=self.name(exercise), say=say)

    def _what_to_change(self, exercise: Exercise, found: NothingCounted | None) -> str | None:
        """Return what to do about it as a sentence, None if there is nothing to change.

        Someone who did not begin, or was not there, knows that.
        """
        if found is None:
            return None
        why = found.why or ""
        broken = exercise.faults.get(why) or self._book.checks_of(exercise).get(why)
        if broken is not None:
            return broken.say.in_language(self.language)
        remedies = texts.group("remedy", self.language)
        remedy = set_up_item(why) or why
        if remedy not in remedies:
            remedy = _REMEDIES.get(found.cause, "")
        words = remedies.get(remedy)
        return None if words is None else f"{words[0].upper()}{words[1:]}."

    def way_back(self, exercise: Exercise) -> Line:
        """Return the start posture, for a person who has lost it."""
        return Line("posture", self._book.posture(exercise).say.in_language(self.language))


def line_about(words: TrainerWords, key: str, *about: Exercise) -> Line:
    """Return one of the trainer's own lines: about what is done, and what is to be done."""
    if not about:
        return words.line(key)
    done, exercise = (words.inline(each) for each in about)
    return words.line(key, done=done, exercise=exercise)
