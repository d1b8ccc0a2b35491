"""Hints: after five seconds near the zone, once for each check, and never what was just said."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stabiel.coach.coach import START
from stabiel.coach.events import Event, FaultBegan, Phase
from stabiel.coach.setup import BESIDE, VIEW, Item
from stabiel.coach.time_spent import TimeKind, TimeUse
from stabiel.session.cues import ANY_CUE_S, SAME_CUE_S, Cue, CueChooser, Priority
from stabiel.session.hints import HINT_AFTER_S, SAME_THING_S, WOBBLE_S
from tests.sessions import BOOK

ALL_FOURS = BOOK.get("all-fours")
# `chin_up` has the measure and the words of the first; `elbows_bent` those of the second.
CHIN, ELBOW = "face_not_up", "elbow_straight"
# No fault of the exercise is about this one's measure.
FREE = "trunk_level"
IN_ZONE = TimeUse(TimeKind.IN_ZONE)
FRAME_S = 0.1


def near(check: str) -> TimeUse:
    return TimeUse(TimeKind.NEAR_ZONE, check, 3.0)


class Voice:
    """A chooser over frames. Holds what was said: time, id, text, priority."""

    def __init__(self, language: str = "en") -> None:
        self._chooser = CueChooser(ALL_FOURS, BOOK, language)
        self.said: list[Cue] = []

    def frame(
        self,
        time_s: float,
        use: TimeUse,
        *events: Event,
        faults: tuple[str, ...] = (),
        setup: Item | None = None,
    ) -> Cue | None:
        moment = replace(START, time_s=time_s, phase=Phase.START, use=use, faults=faults)
        cue = self._chooser.choose(time_s, events, moment, setup)
        if cue is not None:
            self.said.append(cue)
        return cue

    def spend(
        self, until_s: float, use_at: Callable[[float], TimeUse], *, rate_hz: float = 10.0
    ) -> list[tuple[float, str]]:
        """Return the hints of this time and when they were said."""
        for index in range(round(until_s * rate_hz) + 1):
            self.frame(index / rate_hz, use_at(index / rate_hz))
        return [(cue.time_s, cue.id) for cue in self.said if cue.priority is Priority.HINT]


@pytest.mark.parametrize("rate_hz", [4.0, 15.0, 29.97, 240.0])
def test_a_hint_comes_after_five_seconds_and_once(rate_hz: float) -> None:
    ((said_s, check),) = Voice().spend(30.0, lambda _: near(CHIN), rate_hz=rate_hz)

    assert check == CHIN
    assert HINT_AFTER_S - 1e-6 <= said_s <= HINT_AFTER_S + 1.0 / rate_hz


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_hint_has_the_id_and_the_words_of_its_check(language: str) -> None:
    voice = Voice(language)
    voice.spend(6.0, lambda _: near(CHIN))

    (cue,) = voice.said
    words = BOOK.check(CHIN).say.in_language(language)
    assert (cue.id, cue.text, cue.priority) == (CHIN, words, Priority.HINT)


def test_less_than_five_seconds_are_not_spoken_of() -> None:
    assert Voice().spend(20.0, lambda t: near(CHIN) if t < 4.8 else IN_ZONE) == []


@pytest.mark.parametrize(("out_s", "said"), [(WOBBLE_S - 0.2, 5.0), (WOBBLE_S + 0.2, 8.2)])
def test_a_wobble_does_not_start_the_time_again_but_a_break_does(out_s: float, said: float) -> None:
    def use_at(time_s: float) -> TimeUse:
        return IN_ZONE if 2.05 < time_s < 2.0 + out_s else near(CHIN)

    ((said_s, _),) = Voice().spend(15.0, use_at)

    assert said_s == pytest.approx(said, abs=0.15)


def test_a_gap_between_frames_is_a_break_too() -> None:
    voice = Voice()
    for time_s in (0.0, 0.5, 1.0, 4.5, 5.0, 5.5):
        voice.frame(time_s, near(CHIN))

    assert voice.said == []


def test_a_wobble_into_another_check_does_not_start_the_time_again() -> None:
    hints = Voice().spend(12.0, lambda t: near(ELBOW) if 2.05 < t < 2.8 else near(CHIN))

    assert [check for _, check in hints] == [CHIN]
    assert hints[0][0] == pytest.approx(5.0, abs=0.11)


def test_each_check_has_its_own_hint() -> None:
    hints = Voice().spend(30.0, lambda t: near(CHIN) if t < 10 else near(ELBOW))

    assert [check for _, check in hints] == [CHIN, ELBOW]
    assert hints[1][0] == pytest.approx(15.0, abs=0.15)


def test_a_hint_is_said_in_the_zone_of_nobody_else() -> None:
    assert Voice().spend(20.0, lambda _: TimeUse(TimeKind.SET_UP, CHIN)) == []
    assert Voice().spend(20.0, lambda _: TimeUse(TimeKind.NOT_JUDGED, "hidden")) == []
    assert Voice().spend(20.0, lambda _: IN_ZONE) == []


# Faults about the same thing


def fault(time_s: float, name: str) -> FaultBegan:
    return FaultBegan(time_s, name, time_s - 0.5)


def test_there_is_no_hint_while_a_fault_about_the_same_is_said_and_lasts() -> None:
    voice = Voice()
    voice.frame(0.0, near(CHIN), fault(0.0, "chin_up"), faults=("chin_up",))
    for index in range(1, 400):
        voice.frame(index * FRAME_S, near(CHIN), faults=("chin_up",))

    assert [cue.id for cue in voice.said] == ["chin_up"]


def test_there_is_no_hint_within_ten_seconds_of_such_a_fault() -> None:
    voice = Voice()
    voice.frame(0.0, near(CHIN), fault(0.0, "chin_up"))
    hints = voice.spend(30.0, lambda _: near(CHIN))

    assert [check for _, check in hints] == [CHIN]
    assert hints[0][0] == pytest.approx(SAME_THING_S, abs=0.11)


def test_a_fault_about_another_measure_does_not_keep_a_hint_back() -> None:
    voice = Voice()
    voice.frame(0.0, near(CHIN), fault(0.0, "elbows_bent"), faults=("elbows_bent",))
    for index in range(1, 100):
        voice.frame(index * FRAME_S, near(CHIN), faults=("elbows_bent",))

    assert [cue.id for cue in voice.said] == ["elbows_bent", CHIN]


def test_a_fault_with_the_same_words_but_another_measure_is_about_the_same() -> None:
    exercise = ALL_FOURS.model_copy(
        update={
            "faults": ALL_FOURS.faults
            | {
                "back_rounded": ALL_FOURS.faults["back_rounded"].model_copy(
                    update={"say": BOOK.check(FREE).say}
                )
            }
        }
    )
    voice = Voice()
    voice._chooser = CueChooser(exercise, BOOK, "en")
    voice.frame(0.0, near(FREE), fault(0.0, "back_rounded"))
    hints = voice.spend(9.0, lambda _: near(FREE))

    assert hints == []


def test_after_a_hint_a_fault_in_the_same_words_waits_as_the_same_cue_would() -> None:
    voice = Voice()
    voice.spend(5.0, lambda _: near(CHIN))
    assert [cue.id for cue in voice.said] == [CHIN]

    for index in range(1, 100):
        time_s = 5.0 + index * FRAME_S
        events = [fault(time_s, "chin_up")] if index == 1 else []
        voice.frame(time_s, near(CHIN), *events, faults=("chin_up",))

    assert [cue.id for cue in voice.said] == [CHIN, "chin_up"]
    assert voice.said[1].time_s - voice.said[0].time_s == pytest.approx(SAME_CUE_S, abs=0.11)


def test_after_a_hint_a_fault_in_other_words_waits_only_its_turn() -> None:
    voice = Voice()
    voice.spend(5.0, lambda _: near(CHIN))
    for index in range(1, 100):
        time_s = 5.0 + index * FRAME_S
        events = [fault(time_s, "elbows_bent")] if index == 1 else []
        voice.frame(time_s, near(CHIN), *events, faults=("elbows_bent",))

    assert voice.said[1].id == "elbows_bent"
    assert voice.said[1].time_s - voice.said[0].time_s == pytest.approx(ANY_CUE_S, abs=0.11)


# What goes first


def test_a_fault_goes_before_a_hint_and_the_hint_is_not_lost() -> None:
    voice = Voice()
    for index in range(120):
        time_s = index * FRAME_S
        events = [fault(time_s, "elbows_bent")] if index == 50 else []
        voice.frame(time_s, near(CHIN), *events)

    assert [cue.id for cue in voice.said] == ["elbows_bent", CHIN]
    assert voice.said[1].time_s == pytest.approx(5.0 + ANY_CUE_S, abs=0.11)


def test_the_set_up_asks_for_one_thing_at_a_time() -> None:
    voice = Voice()
    beside = Item(VIEW, direction=BESIDE)
    for index in range(100):
        voice.frame(index * FRAME_S, near(CHIN), setup=beside if index < 80 else None)

    assert {cue.id for cue in voice.said[:-1]} == {VIEW}
    assert voice.said[-1].id == CHIN
    assert voice.said[-1].time_s >= 8.0
