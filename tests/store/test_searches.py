"""A search is kept with its sessions, and goes away with them."""

import pytest

from stabiel.export import record_of
from stabiel.export.files import as_json
from stabiel.export.tables import tables_of
from stabiel.session.found import EmptyReason, EmptyStretch, ExerciseSegment, FoundExercises
from stabiel.store import Store
from stabiel.store.searches import file_of, found_of, keep_search, searched_sessions
from tests.records import keep

FOUND = FoundExercises(
    90.0,
    (
        ExerciseSegment("bridging", 4.0, 24.0, 0.0, 27.0, 0.98, ("heel-slide",)),
        ExerciseSegment("childs-pose", 50.0, 80.0, 44.0, 83.0, 1.0),
    ),
    (EmptyStretch(24.0, 50.0, EmptyReason.NOT_COUNTED, "leg-lift", 2),),
)


@pytest.fixture
def numbers(folder, bridges) -> list[int]:
    """The sessions of a search, and one that comes from none."""
    numbers = [keep(folder.path, bridges) for _ in range(3)]
    keep_search(folder, "video.mp4", FOUND, numbers[:2])
    return numbers


def test_what_was_found_is_read_again_from_each_of_its_sessions(folder, numbers):
    first, second, other = numbers

    for number in (first, second):
        kept = searched_sessions(folder, number)
        assert [each.session for each in kept] == [first, second]
        assert kept[0].video_name == "video.mp4"
        assert found_of(kept) == FOUND
    assert searched_sessions(folder, other) == []


def test_an_export_says_where_a_session_was_found(folder, numbers):
    with Store(folder) as store:
        found, other = (record_of(store, number) for number in numbers[1:])
    rows = dict(tables_of([found, other], series=False))["sessions"]

    assert rows["search"] == [numbers[0], None]
    assert (rows["search_start_s"][0], rows["search_duration_s"][0]) == (50.0, 90.0)
    assert as_json(found)["search"]["segment"]["exercise"] == "childs-pose"
    assert as_json(other)["search"] is None


def test_a_removed_session_takes_its_part_along_and_the_last_one_all_of_it(folder, numbers):
    first, second, _ = numbers
    with Store(folder) as store:
        store.delete(first)
        (left,) = searched_sessions(folder, second)
        assert found_of([left]).segments == FOUND.segments[1:]
        assert searched_sessions(folder, first) == []
        store.delete(second)

    assert list((folder.path / "searches").iterdir()) == []


def test_everything_is_erased_with_the_records(folder, numbers):
    folder.erase()

    assert not (folder.path / "searches").exists()


def test_a_damaged_file_hides_only_its_own_part(folder, numbers):
    first, second, _ = numbers
    file_of(folder, first).write_text("{")

    assert searched_sessions(folder, first) == []
    assert [each.session for each in searched_sessions(folder, second)] == [second]
