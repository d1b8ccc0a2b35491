"""What is doubtful counts against nobody in the weeks."""

from dataclasses import replace
from datetime import UTC, datetime

from stabiel.coach.events import Attempt
from stabiel.session.trends import past_of, weeks
from tests.records import WHOLE

DAY = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
CLEAR = Attempt(21.0, "right", 17.0, 20.5, "pelvis_low")


def past(*attempts: Attempt):
    session = replace(WHOLE, attempts=attempts)
    return past_of(1, DAY, session, "hip_extension_deg")


def test_a_doubtful_attempt_is_neither_an_attempt_nor_a_fault_of_a_week():
    assert past(replace(CLEAR, doubtful=True)) == past()
    (week,) = weeks([past(CLEAR, replace(CLEAR, doubtful=True))])
    assert week.faults["pelvis_low"] == 1


def test_an_attempt_that_was_seen_well_counts():
    assert past(CLEAR).attempts == 1
    assert past(CLEAR).faults["pelvis_low"] == 1
