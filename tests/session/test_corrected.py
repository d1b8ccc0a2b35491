"""Corrections beside a judgment: totals follow them, and they find their event again."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.session.corrected import TOLERANCE_S, CorrectionState, corrected, judged_totals
from stabiel.session.corrections import (
    CountChange,
    KeptCorrection,
    OtherExercise,
    RepetitionChange,
    WrongFault,
)
from stabiel.session.session import with_movements
from tests.records import WHOLE

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
REPETITIONS = (
    Repetition(9.0, 1, "left", 2.0, 4.0, 9.0, ()),
    Repetition(15.0, 2, "right", 10.0, 12.0, 14.9, ("sagging",)),
    Repetition(21.0, 3, "left", 16.0, 18.0, 20.9, ("sagging", "bouncing")),
)
SESSION = with_movements(
    replace(
        WHOLE,
        repetitions=REPETITIONS,
        attempts=(
            Attempt(26.0, "left", 22.0, 25.5, "pelvis_low"),
            Attempt(30.0, "left", 27.0, 29.5, "pelvis_low", doubtful=True),
        ),
        holds=(),
        faults=(
            FaultEnded(14.5, "sagging", "right", 13.0, "form", 2),
            FaultEnded(17.0, "sagging", "left", 16.2, "form", 3),
            FaultEnded(19.9, "sagging", "left", 18.1, "form", 3),
            FaultEnded(20.5, "bouncing", "left", 19.0, "form", 3),
        ),
    )
)
MORE, FEWER = RepetitionChange(change=1, side="both"), RepetitionChange(change=-1, side="both")


def kept(*said):
    return [KeptCorrection(number, each, AT) for number, each in enumerate(said, 1)]


def counts(event, value, shift_s=0.0, side=None):
    what = type(event).__name__.lower()
    start_s, end_s = event.start_s + shift_s, event.end_s + shift_s
    side = side or event.side
    return CountChange(what=what, side=side, start_s=start_s, end_s=end_s, counts=value)


def wrong(fault):
    return WrongFault(fault=fault.id, side=fault.side, start_s=fault.start_s, end_s=fault.time_s)


def totals(*said, session=SESSION):
    found = corrected(session, kept(*said)).totals
    return found.repetitions, found.good_repetitions, found.unrated_repetitions, found.attempts


def test_without_corrections_both_totals_are_equal():
    found = corrected(SESSION, [])

    assert found.totals == found.judged == judged_totals(SESSION)
    assert totals() == (3, 1, 0, 1)
    assert not found.changed


def test_what_is_added_counts_and_is_not_rated():
    found = corrected(SESSION, kept(MORE, MORE))

    assert totals(MORE, MORE) == (5, 1, 2, 1)
    assert (found.added, found.removed, found.judged.repetitions) == (2, 0, 3)


def test_more_and_fewer_cancel_and_never_go_below_nothing():
    assert totals(MORE, FEWER) == totals()
    assert totals(FEWER, FEWER) == (1, 1, 0, 1)
    assert totals(*[FEWER] * 5) == (0, 0, 0, 1)


def test_an_attempt_that_counted_is_a_repetition_that_was_not_rated():
    first, doubtful = SESSION.attempts

    assert totals(counts(first, True)) == (4, 1, 1, 0)
    assert totals(counts(doubtful, True)) == (4, 1, 1, 1)


def test_a_repetition_that_did_not_count_is_an_attempt():
    good, faulty, _ = SESSION.repetitions

    assert totals(counts(good, False)) == (2, 0, 0, 2)
    assert totals(counts(faulty, False)) == (2, 1, 0, 2)
    assert corrected(SESSION, kept(counts(good, False))).removed == 1


def test_a_hold_that_did_not_count_takes_its_seconds_along():
    hold = Hold(60.0, 1, "both", 25.0, 55.0, 29.7, True, ())
    session = with_movements(replace(SESSION, repetitions=(), attempts=(), holds=(hold,)))

    found = corrected(session, kept(counts(hold, False)))

    assert (found.judged.holds, found.judged.hold_s) == (1, 29.7)
    assert (found.totals.holds, found.totals.hold_s, found.removed) == (0, 0, 1)


def test_a_repetition_is_good_once_none_of_its_faults_was_right():
    second, *third = SESSION.faults

    assert totals(wrong(second))[:2] == (3, 2)
    # Of the third one sagging and the bouncing still stand, then the one sagging, then nothing.
    assert totals(wrong(third[0]))[1] == 1
    assert totals(wrong(third[0]), wrong(third[2]))[1] == 1
    assert totals(*map(wrong, third))[1] == 2
    assert corrected(SESSION, kept(*map(wrong, third))).wrong_faults == 3


def test_of_another_exercise_nothing_is_rated():
    found = corrected(SESSION, kept(OtherExercise(exercise="leg-lift")))

    assert (found.exercise, found.session.exercise) == ("leg-lift", "bridging")
    assert totals(OtherExercise(exercise="leg-lift")) == (3, 0, 3, 1)
    (same,) = corrected(SESSION, kept(OtherExercise(exercise="bridging"))).placed
    assert same.state is CorrectionState.AGREES


@pytest.mark.parametrize("shift_s", [-0.9 * TOLERANCE_S, 0.9 * TOLERANCE_S])
@pytest.mark.parametrize("side", ["left", "both", "unknown"])
def test_a_correction_finds_its_event_a_little_earlier_or_later(shift_s, side):
    attempt = SESSION.attempts[0]
    (placed,) = corrected(SESSION, kept(counts(attempt, True, shift_s, side))).placed

    assert (placed.state, placed.event) == (CorrectionState.APPLIES, attempt)


def test_a_short_event_is_not_found_beyond_the_tolerance():
    short = Attempt(50.2, "left", 49.8, 50.2, "pelvis_low")
    session = with_movements(replace(SESSION, attempts=(short,)))
    for shift_s, state in ((TOLERANCE_S - 0.01, "applies"), (TOLERANCE_S + 0.01, "lost")):
        (placed,) = corrected(session, kept(counts(short, True, shift_s))).placed
        assert placed.state == state


def test_a_correction_whose_event_is_gone_changes_nothing_and_is_not_lost():
    other_side = counts(SESSION.attempts[0], True, side="right")
    elsewhere = counts(SESSION.repetitions[0], False, shift_s=-2.0 + 60.0)
    no_fault = WrongFault(fault="no_more", side="left", start_s=16.2, end_s=17.0)

    found = corrected(SESSION, kept(other_side, elsewhere, no_fault))

    assert found.totals == found.judged
    assert [each.state for each in found.placed] == [CorrectionState.LOST] * 3
    assert found.lost == 3
    assert not found.changed


def test_a_judgment_that_now_says_the_same_agrees():
    said = counts(SESSION.attempts[0], True)
    again = replace(
        SESSION,
        repetitions=(*REPETITIONS, Repetition(26.1, 4, "left", 22.1, 24.0, 25.6, ())),
        attempts=(),
    )

    found = corrected(with_movements(again), kept(said))

    assert [each.state for each in found.placed] == [CorrectionState.AGREES]
    assert found.totals.repetitions == 4


def test_of_two_about_one_event_the_last_holds():
    attempt = SESSION.attempts[0]
    found = corrected(SESSION, kept(counts(attempt, True), counts(attempt, False)))

    assert [each.state for each in found.placed] == ["replaced", "agrees"]
    assert found.totals == found.judged
