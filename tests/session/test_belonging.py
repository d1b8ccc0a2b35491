"""An event knows the movement it belongs to, whether it was judged now or read from a file."""

import json
from dataclasses import replace

import pytest

from stabiel.coach.events import Attempt, FaultEnded, Hold, Repetition
from stabiel.session.session import Session, with_movements
from tests import records
from tests.records import judged_frames

WHOLE = with_movements(records.WHOLE)


def identities(session: Session) -> list[tuple[int | None, ...]]:
    kinds = (session.repetitions, session.attempts, session.holds, session.faults)
    return [tuple(each.movement for each in events) for events in kinds]


def test_movements_are_numbered_in_the_order_in_which_they_ended() -> None:
    assert identities(WHOLE) == [(1, 2), (3,), (4,), (2, 3)]


def test_a_fault_is_found_with_its_movement() -> None:
    lowering_fast, arms_lifted = WHOLE.faults
    first, second = WHOLE.repetitions

    assert WHOLE.faults_of(first) == []
    assert WHOLE.faults_of(second) == [lowering_fast]
    assert WHOLE.faults_of(WHOLE.attempts[0]) == [arms_lifted]
    assert WHOLE.faults_of(WHOLE.holds[0]) == []


def test_a_fault_of_nothing_that_was_done_belongs_to_nothing() -> None:
    lost = FaultEnded(23.0, "arms_lifted", "right", 22.0, "danger", None)
    unknown = FaultEnded(23.0, "arms_lifted", "right", 22.0, "danger", 9)
    session = replace(WHOLE, repetitions=(), attempts=(), holds=WHOLE.holds, faults=())
    session = replace(
        session,
        repetitions=(Repetition(9.1, 1, "both", 2.0, 4.0, 9.0, ()),),
        faults=(lost, unknown),
    )

    assert identities(with_movements(session)) == [(1,), (), (2,), (None, None)]


@pytest.mark.parametrize("tops", [[170.0, 150.0, 170.0]])
def test_a_session_that_is_read_has_the_identities_that_the_coach_gave(tops: list[float]) -> None:
    session = judged_frames(tops).session

    read = Session.from_json(json.loads(json.dumps(session.to_json())))

    assert len(session.attempts) == 1
    assert len(session.repetitions) == 2
    assert identities(read) == identities(session)
    assert "movement" not in json.dumps(session.to_json())


def test_an_identity_is_no_part_of_the_value() -> None:
    for each in (
        Repetition(9.1, 1, "both", 2.0, 4.0, 9.0, ()),
        Attempt(21.0, "right", 17.0, 20.5, "pelvis_low"),
        Hold(60.0, 3, "both", 25.0, 55.0, 29.7, False, ()),
        FaultEnded(14.5, "lowering_fast", "left", 13.0, "form", 2),
    ):
        assert replace(each, movement=5) == each
