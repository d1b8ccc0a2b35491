"""The limit of a session's movement: what would have counted with another one."""

import pytest
import yaml

from stabiel.exercises.files import load_book
from stabiel.store import DataFolder
from stabiel.tuning.limits import limit_changes, limit_file, with_limit
from tests.records import Frames, keep
from tests.web.app import refused

BOOK = load_book()


@pytest.fixture
def kept(folder: DataFolder, bridges: Frames) -> int:
    """Two good bridges around one of 152 degrees."""
    return keep(folder.path, bridges)


def ask(client, number, **query):
    answer = client.get(f"/api/sessions/{number}/limit", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_own_limit_gives_what_was_counted(client, kept):
    found = ask(client, kept)

    assert (found["limit"], found["at"]) == (166.5, 166.5)
    assert [each["counted"] for each in found["movements"]] == [True, False, True]
    again = ask(client, kept, at=166.5)
    assert again == found


def test_a_lower_limit_counts_the_low_bridge_and_a_higher_one_none(client, kept):
    counts = {at: ask(client, kept, at=at)["counted"] for at in (150, 166.5, 178)}

    print(counts)
    assert counts == {150: 3, 166.5: 2, 178: 0}


def test_the_file_has_the_limit_and_can_be_kept(client, kept):
    found = ask(client, kept, at=150)

    headers = {"content-type": "text/yaml"}
    answer = client.post("/api/author", content=found["file"].encode(), headers=headers).json()
    assert (answer["kept"], answer["mistakes"]) == (True, [])
    shown = client.get(f"/api/exercises/{answer['id']}?lang=en").json()
    assert (answer["id"], shown["name"]) == ("bridging-150", "The bridge (150)")


@pytest.mark.parametrize("at", ["nan", "inf", "1e9", "high"])
def test_a_strange_limit_is_refused(client, kept, at):
    refused(client.get(f"/api/sessions/{kept}/limit?at={at}"), 400, "bad_request")


def test_a_session_that_does_not_exist_has_no_limit(client):
    refused(client.get("/api/sessions/9/limit"), 404, "not_found")


MOVED = [each for each in BOOK.exercises.values() if each.movement is not None]


@pytest.mark.parametrize("exercise", MOVED, ids=lambda each: each.id)
def test_what_is_tied_to_the_limit_moves_with_it(exercise):
    limit = exercise.movement.target.limit - 7.0

    changed = with_limit(exercise, limit)

    assert changed.movement.target.limit == limit
    for name, fault in changed.faults.items():
        before = exercise.faults[name]
        if getattr(fault, "peak_range", None) is None:
            assert fault == before
        else:
            ends = zip(fault.peak_range, before.peak_range, strict=True)
            moved = [one - other for one, other in ends]
            assert moved == pytest.approx([-7.0, -7.0])
    for view, value in exercise.movement.target.in_view.items():
        assert changed.movement.target.in_view[view] == pytest.approx(value - 7.0)
    assert yaml.safe_load(limit_file(exercise, limit))["based_on"] == exercise.id


def test_a_hold_has_no_limit_to_move():
    with pytest.raises(ValueError, match="is held"):
        limit_changes(BOOK["psoas"], 10.0)
