"""Cues: one at a time, the most urgent first, not too often, and praise once when mended."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from stabiel.coach.coach import START, Moment
from stabiel.coach.events import Attempt, Event, FaultBegan, Phase, Repetition, Stalled, StartSeen
from stabiel.coach.setup import BESIDE, LOWER, PERSON, VIEW, Item
from stabiel.exercises.model import Exercise
from stabiel.session.cues import (
    ANY_CUE_S,
    COUNT,
    MOST_OF_ONE_FAULT,
    NOT_COUNTED,
    SAME_CUE_S,
    SETUP_AGAIN_S,
    SETUP_WAIT_S,
    Cue,
    CueChooser,
    Priority,
)
from stabiel.wording import catalogue as texts
from tests.sessions import BOOK

BRIDGING = BOOK.get("bridging")
FORM, OTHER, DANGER, LOW = "overarched", "foot_moved", "arms_lifted", "pelvis_low"


def with_a_danger() -> Exercise:
    """Bridging, with one fault that is dangerous."""
    danger = BRIDGING.faults[DANGER].model_copy(update={"severity": "danger"})
    return BRIDGING.model_copy(update={"faults": BRIDGING.faults | {DANGER: danger}})


class Trainer:
    """A chooser with its frames: say what happens when, and hear what is said."""

    def __init__(self, exercise: Exercise = BRIDGING, language: str = "en") -> None:
        self._chooser = CueChooser(exercise, BOOK, language)
        self._number = 0

    def hears(
        self,
        time_s: float,
        *events: Event,
        faults: Iterable[str] = (),
        setup: Item | None = None,
    ) -> str | None:
        """Return the id of the cue of this frame."""
        cue = self.cue(time_s, *events, faults=faults, setup=setup)
        return None if cue is None else cue.id

    def cue(
        self,
        time_s: float,
        *events: Event,
        faults: Iterable[str] = (),
        setup: Item | None = None,
    ) -> Cue | None:
        moment: Moment = replace(START, time_s=time_s, phase=Phase.OUT, faults=tuple(faults))
        return self._chooser.choose(time_s, events, moment, setup)

    def repetition(self, time_s: float, *faults: str) -> Repetition:
        self._number += 1
        return Repetition(time_s, self._number, "both", time_s - 4, time_s - 2, time_s, faults)


def began(time_s: float, fault: str) -> FaultBegan:
    return FaultBegan(time_s, fault, time_s - 0.4)


def attempt(time_s: float, reason: str) -> Attempt:
    return Attempt(time_s, "both", time_s - 3, time_s, reason)


# What goes first


def test_the_order_is_danger_set_up_form_count_hint() -> None:
    assert list(Priority) == sorted(Priority)
    assert [each.name for each in Priority] == ["DANGER", "SETUP", "FORM", "COUNT", "HINT"]


def test_the_numbers_that_the_records_keep_stay_the_same() -> None:
    assert [int(each) for each in Priority] == [0, 1, 2, 3, 4]


def test_danger_goes_before_form_and_form_before_the_count() -> None:
    trainer = Trainer(with_a_danger())

    assert (
        trainer.hears(10.0, trainer.repetition(10.0), began(10.0, FORM), began(10.0, DANGER))
        == DANGER
    )
    assert Trainer().hears(10.0, trainer.repetition(10.0), began(10.0, FORM)) == FORM
    assert Trainer().hears(10.0, trainer.repetition(10.0)) == COUNT


def test_the_set_up_goes_before_form() -> None:
    trainer = Trainer()
    wrong = Item(PERSON, direction=PERSON)
    trainer.hears(0.0, setup=wrong)

    assert trainer.hears(2.0, began(2.0, FORM), setup=wrong) == PERSON


def test_one_cue_a_frame() -> None:
    trainer = Trainer()

    assert trainer.hears(10.0, began(10.0, FORM), began(10.0, OTHER)) == FORM
    assert trainer.hears(10.04) is None


# How often


@pytest.mark.parametrize(("later_s", "said"), [(ANY_CUE_S - 0.1, None), (ANY_CUE_S, OTHER)])
def test_a_cue_keeps_its_distance_from_any_other(later_s: float, said: str | None) -> None:
    trainer = Trainer()
    trainer.hears(10.0, began(10.0, FORM))

    assert trainer.hears(10.0 + later_s, began(10.0 + later_s, OTHER)) == said


@pytest.mark.parametrize(("later_s", "said"), [(SAME_CUE_S - 0.1, None), (SAME_CUE_S, FORM)])
def test_a_cue_keeps_a_longer_distance_from_itself(later_s: float, said: str | None) -> None:
    trainer = Trainer()
    trainer.hears(10.0, began(10.0, FORM))

    assert trainer.hears(10.0 + later_s, began(10.0 + later_s, FORM)) == said


def test_danger_does_not_wait_for_another_cue() -> None:
    trainer = Trainer(with_a_danger())
    trainer.hears(10.0, began(10.0, FORM))

    assert trainer.hears(10.2, began(10.2, DANGER)) == DANGER
    assert trainer.hears(11.0, began(11.0, DANGER)) is None  # but for itself it does


def test_every_repetition_is_counted_however_quick() -> None:
    trainer = Trainer()

    assert [trainer.hears(t, trainer.repetition(t)) for t in (10.0, 12.6, 15.2)] == [COUNT] * 3


def test_the_same_fault_is_said_three_times_at_most() -> None:
    trainer = Trainer()

    said = [trainer.hears(10.0 * n, began(10.0 * n, FORM)) for n in range(1, 7)]

    assert said == [FORM] * MOST_OF_ONE_FAULT + [None] * 3
    assert MOST_OF_ONE_FAULT == 3


def test_danger_is_said_as_often_as_it_takes() -> None:
    trainer = Trainer(with_a_danger())

    assert [trainer.hears(10.0 * n, began(10.0 * n, DANGER)) for n in range(1, 6)] == [DANGER] * 5


# Waiting its turn


def test_a_fault_that_lasts_gets_its_turn() -> None:
    trainer = Trainer()
    trainer.hears(10.0, began(10.0, FORM), faults=[FORM])
    trainer.hears(10.5, began(10.5, OTHER), faults=[FORM, OTHER])

    said = [trainer.hears(10.5 + 0.1 * n, faults=[OTHER]) for n in range(1, 40)]

    assert [each for each in said if each] == [OTHER]
    assert said.index(OTHER) == pytest.approx((ANY_CUE_S - 0.5) / 0.1, abs=1)


def test_a_fault_that_is_over_is_not_spoken_of() -> None:
    trainer = Trainer()
    trainer.hears(10.0, began(10.0, FORM), faults=[FORM])
    trainer.hears(10.5, began(10.5, OTHER), faults=[OTHER])

    assert [trainer.hears(10.5 + 0.1 * n) for n in range(1, 60)] == [None] * 59


def test_a_count_that_cannot_be_said_is_dropped() -> None:
    trainer = Trainer()
    trainer.hears(10.0, began(10.0, FORM))
    trainer.hears(10.5, trainer.repetition(10.5, FORM))

    assert [trainer.hears(10.5 + 0.1 * n) for n in range(1, 60)] == [None] * 59


# Praise


def test_what_was_mended_is_praised_once() -> None:
    trainer = Trainer()
    trainer.hears(8.0, began(8.0, FORM))
    trainer.hears(12.0, trainer.repetition(12.0, FORM))

    second = trainer.cue(18.0, trainer.repetition(18.0))
    third = trainer.cue(24.0, trainer.repetition(24.0))

    assert second is not None
    assert third is not None
    assert second.text == "Two. Yes, like that."
    assert third.text == "Three."


def test_a_fault_that_goes_on_is_not_praised() -> None:
    trainer = Trainer()
    trainer.hears(8.0, began(8.0, FORM))

    cue = trainer.cue(12.0, trainer.repetition(12.0, FORM))

    assert cue is not None
    assert cue.text == "One."


def test_a_fault_that_was_never_said_is_not_praised() -> None:
    trainer = Trainer()

    cue = trainer.cue(12.0, trainer.repetition(12.0))

    assert cue is not None
    assert cue.text == "One."


# Attempts


def test_an_attempt_says_that_it_does_not_count_and_why() -> None:
    cue = Trainer().cue(10.0, attempt(10.0, LOW))

    assert cue == Cue(10.0, NOT_COUNTED, "Not counted: lift higher.", Priority.FORM)


def test_an_attempt_for_a_broken_check_says_what_to_do() -> None:
    cue = Trainer().cue(10.0, attempt(10.0, "feet_on_floor"))

    assert cue is not None
    assert cue.text == BOOK.check("feet_on_floor").say.en


def test_a_movement_that_stalls_hears_how_to_mend_it_while_it_can() -> None:
    assert Trainer().hears(10.0, Stalled(10.0, LOW)) == LOW


def test_an_attempt_is_nothing_to_praise_later() -> None:
    trainer = Trainer()
    trainer.hears(10.0, attempt(10.0, LOW))

    cue = trainer.cue(20.0, trainer.repetition(20.0))

    assert cue is not None
    assert cue.text == "One."


# Doubt


def test_a_doubtful_fault_is_never_spoken_of() -> None:
    trainer = Trainer()
    doubtful = replace(began(10.0, FORM), doubtful=True)

    assert trainer.hears(10.0, doubtful) is None
    assert [trainer.hears(10.0 + 0.1 * n) for n in range(1, 60)] == [None] * 59
    assert trainer.hears(20.0, began(20.0, FORM)) == FORM  # the same fault, clearly seen


def test_a_doubtful_attempt_is_never_spoken_of() -> None:
    assert Trainer().hears(10.0, replace(attempt(10.0, LOW), doubtful=True)) is None


def test_a_doubtful_danger_is_not_spoken_of_either() -> None:
    doubtful = replace(began(10.0, DANGER), doubtful=True)

    assert Trainer(with_a_danger()).hears(10.0, doubtful) is None


def test_what_was_doubtful_is_nothing_to_praise_later() -> None:
    trainer = Trainer()
    trainer.hears(8.0, replace(began(8.0, FORM), doubtful=True))

    cue = trainer.cue(12.0, trainer.repetition(12.0))

    assert cue is not None
    assert cue.text == "One."


# The set-up


def said_of(
    trainer: Trainer, direction_at: Callable[[float], str | None], until_s: float
) -> list[tuple[float, str, str]]:
    """Return what is said of the view while its direction is this one: (time, id, words)."""
    said = []
    for time_s in (0.1 * n for n in range(round(until_s * 10))):
        direction = direction_at(time_s)
        item = None if direction is None else Item(VIEW, direction=direction)
        cue = trainer.cue(time_s, setup=item)
        if cue is not None:
            said.append((time_s, cue.id, cue.text))
    return said


def test_the_set_up_is_given_a_moment_then_said_again_now_and_then() -> None:
    said = said_of(Trainer(), lambda _: BESIDE, 15.0)

    assert [cue for _, *cue in said] == [[VIEW, "Put the camera beside you."]] * 3
    first, second, third = (time_s for time_s, *_ in said)
    assert first == pytest.approx(SETUP_WAIT_S, abs=0.11)
    assert second - first == pytest.approx(SETUP_AGAIN_S, abs=0.11)
    assert third - second == pytest.approx(SETUP_AGAIN_S, abs=0.11)


def test_a_check_of_the_posture_is_said_in_its_own_words() -> None:
    trainer = Trainer()
    item = Item("knees_up", direction="knees_up")
    trainer.cue(0.0, setup=item)

    cue = trainer.cue(1.5, setup=item)

    assert cue is not None
    assert cue.text == BOOK.check("knees_up").say.en


def test_a_set_up_that_is_right_says_nothing() -> None:
    trainer = Trainer()

    assert [trainer.hears(0.1 * n, setup=None) for n in range(100)] == [None] * 100


def test_another_direction_does_not_wait_for_the_first_one() -> None:
    said = said_of(Trainer(), lambda t: BESIDE if t < 3.0 else LOWER, 9.5)

    assert [(round(t), words) for t, _, words in said] == [
        (1, "Put the camera beside you."),
        (4, "Lower the camera."),
    ]


def test_what_was_mended_and_is_wrong_again_is_not_said_at_once() -> None:
    said = said_of(Trainer(), lambda t: None if 2.0 < t < 3.0 else BESIDE, 8.0)

    assert [round(t) for t, *_ in said] == [1, 7]


def test_what_changes_from_frame_to_frame_is_not_said() -> None:
    assert said_of(Trainer(), lambda t: BESIDE if round(10 * t) % 2 else None, 10.0) == []


def test_the_start_posture_is_welcomed() -> None:
    assert Trainer().hears(3.0, StartSeen(3.0, 125.0)) == "begin"


# Languages


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_cue_speaks_the_persons_language(language: str) -> None:
    trainer = Trainer(language=language)

    form = trainer.cue(10.0, began(10.0, FORM))
    count = trainer.cue(20.0, trainer.repetition(20.0, FORM))

    assert form is not None
    assert count is not None
    assert form.text == BRIDGING.faults[FORM].say.in_language(language)
    assert count.text == f"{texts.number_word(1, language)}."
