"""The cards about pain and effort. In: what was said before. Out: cards, and answers to keep."""

from collections.abc import Callable
from dataclasses import replace

from stabiel.session.pain_rule import PainAdvice, PainZone, advice_after, advice_before
from stabiel.session.wellbeing import EFFORTS, MOST_PAIN, WellbeingAnswer, WorkoutWellbeing
from stabiel.trainer.interview import READS_S, Card
from stabiel.trainer.ports import WellbeingKeeper
from stabiel.trainer.scene import Choice, Question
from stabiel.trainer.words import TrainerWords
from stabiel.wording.catalogue import text

STOP, ANYWAY = 1, 2


class WellbeingCards:
    """Makes the cards of one workout. Holds what was said, and whether the person stops.

    Args:
        keeper: keeps the answers; knows those of the day before.
        words: the trainer's sentences, in one language.
        before: what was said before already; None if nothing was.

    Attributes:
        said: the answers so far.
        stops: the person does not begin today.
    """

    def __init__(
        self, keeper: WellbeingKeeper, words: TrainerWords, before: WellbeingAnswer | None = None
    ) -> None:
        self._keeper = keeper
        self._words = words
        self.said = WorkoutWellbeing(before=before)
        self.stops = False
        self._unkept: WellbeingAnswer | None = None

    def before(self) -> Card:
        """Return the question before the workout."""
        return self._pain_card("ask_pain", self._take_before)

    def after(self, *, hurt: bool) -> Card:
        """Return the first question after the workout.

        Args:
            hurt: the person ended it because it hurt. This is kept at once.
        """
        if hurt:
            return self._pain_card("ask_pain_during", self._take_during)
        return self._pain_card("ask_pain", self._take_after)

    def _take_before(self, pain: int | None) -> Card | None:
        answer = WellbeingAnswer("before", pain)
        self.said = replace(self.said, before=answer)
        self._keeper.keep(answer)
        advice = advice_before(pain, self._keeper.pain_before_yesterday())
        if advice is None or advice.zone is PainZone.GREEN:
            return None
        if advice.zone is PainZone.AMBER:
            return self._advice_card(advice)
        choices = (Choice(STOP, self._pain("stop")), Choice(ANYWAY, self._pain("anyway")))
        return Card(
            Question("stop", self._advice(advice), choices, self._pain("keys_stop"), zone="red"),
            self._take_decision,
            say=self._words.line("pain_red"),
            waits="waits_stop",
        )

    def _take_decision(self, choice: int | None) -> None:
        # No answer is no decision to exercise against the advice.
        self.stops = choice != ANYWAY

    def _take_during(self, pain: int | None) -> Card | None:
        answer = WellbeingAnswer("during", pain)
        self.said = replace(self.said, during=answer)
        self._keeper.keep(answer)
        return self._closing()

    def _take_after(self, pain: int | None) -> Card:
        self._unkept = WellbeingAnswer("after", pain)
        choices = tuple(
            Choice(number, self._pain(effort)) for number, effort in enumerate(EFFORTS, 1)
        )
        line = self._words.line("ask_effort")
        return Card(
            Question("effort", line.text, choices, self._pain("keys_choice")),
            self._take_effort,
            say=line,
        )

    def _take_effort(self, number: int | None) -> Card | None:
        effort = None if number is None else EFFORTS[number - 1]
        assert self._unkept is not None
        self._unkept = replace(self._unkept, effort=effort)
        self.keep_rest()
        return self._closing()

    def keep_rest(self) -> None:
        """Keep what was answered before the questions were broken off."""
        answer, self._unkept = self._unkept, None
        if answer is not None:
            self.said = replace(self.said, after=answer)
            self._keeper.keep(answer)

    def _closing(self) -> Card | None:
        advice = advice_after(self.said)
        return None if advice is None else self._advice_card(advice)

    def _pain_card(self, key: str, then: Callable[[int | None], Card | None]) -> Card:
        line = self._words.line(key)
        choices = tuple(Choice(number, str(number)) for number in range(MOST_PAIN + 1))
        return Card(Question("pain", line.text, choices, self._pain("keys_pain")), then, say=line)

    def _advice_card(self, advice: PainAdvice) -> Card:
        # To somebody who stopped, all that matters was said already.
        quiet = advice.zone is PainZone.GREEN or advice.key == "during_amber"
        return Card(
            Question(
                "advice",
                self._advice(advice),
                (),
                self._pain("keys_advice"),
                zone=advice.zone.value,
            ),
            lambda _: None,
            lasts_s=READS_S,
            say=None if quiet else self._words.line(f"pain_{advice.zone}"),
        )

    def _advice(self, advice: PainAdvice) -> str:
        return text("pain_advice", advice.key, self._words.language)

    def _pain(self, key: str) -> str:
        return text("pain", key, self._words.language)
