"""Several people in one data folder: names, ids, and that one never touches another."""

import os
import sqlite3
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from stabiel.errors import OutputError, UsageError
from stabiel.store import DataFolder, Person, Persons, Store
from stabiel.store.person_names import ID
from stabiel.store.uploads_in_use import LOCK, lock_on
from tests.records import ABOUT, Frames, judged_frames, keep
from tests.store import version_1, version_2, version_3, version_4


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 172])


@pytest.fixture
def persons(tmp_path: Path, bridges: Frames) -> Persons:
    """Today's data folder: the records of somebody without a name."""
    keep(tmp_path / "data", bridges)
    (tmp_path / "data" / "settings.json").write_text('{"language": "en"}')
    return Persons(tmp_path / "data")


def names(persons: Persons) -> list[str]:
    return [each.label for each in persons.all()]


def sums(folder: Path) -> dict[str, str]:
    """Every file of the first person with its contents."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "persons" not in path.parts
    }


def test_a_folder_of_today_is_that_of_the_first_person(persons: Persons) -> None:
    before = sums(persons.root)

    assert persons.all() == [Person("first", "", "green")]
    assert persons.folder("first").path == persons.root
    assert sums(persons.root) == before
    assert not (persons.root / "persons").exists()


def test_an_empty_folder_has_one_person_and_nothing_is_made(tmp_path: Path) -> None:
    persons = Persons(tmp_path / "none")

    assert names(persons) == ["first"]
    assert not persons.root.exists()


def test_the_first_to_be_added_to_an_empty_folder_is_the_first(tmp_path: Path) -> None:
    persons = Persons(tmp_path / "data")

    assert persons.add("Anna").id == "first"
    assert persons.add("Bert").id == "bert"
    assert names(persons) == ["Anna", "Bert"]


def test_a_second_person_moves_nothing_of_the_first(persons: Persons, bridges: Frames) -> None:
    before = sums(persons.root)

    bert = persons.add("Bert")
    keep(persons.folder(bert.id).path, bridges)
    keep(persons.folder(bert.id).path, bridges)

    assert sums(persons.root) == before
    assert bert == Person("bert", "Bert", "blue")
    folder = persons.folder("bert")
    assert folder.path == persons.root / "persons" / "bert"
    assert folder.shared == persons.root
    with Store(persons.folder("first")) as first, Store(folder) as second:
        assert (len(first.sessions()), len(second.sessions())) == (1, 2)


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_older_records_become_those_of_the_first_person(
    version: int, tmp_path: Path, bridges: Frames
) -> None:
    folder = DataFolder(tmp_path / "data")
    version_1.make(folder.database, bridges)
    connection = sqlite3.connect(folder.database)
    for added in (version_2.ADDED, version_3.ADDED, version_4.ADDED)[: version - 1]:
        connection.executescript(added)
    connection.close()
    persons = Persons(folder.path)
    before = sums(folder.path)

    persons.add("Bert")
    assert sums(folder.path) == before
    persons.change("first", "Anna")
    with Store(persons.folder("first")) as records:
        (kept,) = records.sessions()
        frames = len(records.frames(kept.id))

    assert names(persons) == ["Anna", "Bert"]
    assert frames == len(bridges.recorded)
    with Store(persons.folder("bert")) as records:
        assert records.sessions() == []


@pytest.mark.parametrize("who", ["first", "bert"])
def test_removing_one_leaves_the_other_whole(
    who: str, persons: Persons, bridges: Frames, tmp_path: Path
) -> None:
    persons.add("Bert")
    keep(persons.folder("bert").path, bridges)
    (persons.root / "exercises").mkdir()
    (persons.root / "exercises" / "mine.yaml").write_text("id: mine")
    (persons.folder("bert").path / "plans").mkdir()
    other = persons.folder("bert" if who == "first" else "first")

    persons.remove(who)

    assert [each.id for each in persons.all()] == ["bert" if who == "first" else "first"]
    assert (persons.root / "exercises" / "mine.yaml").is_file()
    assert (persons.root / "persons" / "bert").exists() == (who == "first")
    assert (persons.root / "persons").exists() == (who == "first")
    assert (persons.root / "stabiel.sqlite3").exists() == (who == "bert")
    with Store(other) as records:
        assert len(records.sessions()) == 1
        assert len(records.frames(1)) == len(bridges.recorded)


def test_erasing_the_data_of_one_leaves_the_other_whole(persons: Persons, bridges: Frames) -> None:
    persons.add("Bert")
    keep(persons.folder("bert").path, bridges)

    persons.folder("bert").erase()

    assert names(persons) == ["first"]
    with Store(persons.folder("first")) as records:
        assert len(records.sessions()) == 1


def test_a_person_in_the_middle_of_a_session_is_not_removed(persons: Persons) -> None:
    persons.add("Bert")
    with Store(persons.folder("bert")) as store, store.begin(ABOUT):
        with pytest.raises(UsageError, match="a session is running"):
            persons.remove("bert")
        persons.add("Cleo")  # and nobody else is held up
        persons.remove("cleo")

    assert names(persons) == ["first", "Bert"]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Bert", "bert"),
        ("  Jan   Peter ", "jan-peter"),
        ("Zoë-Maé", "zoe-mae"),
        ("Ωμέγα", "person"),
        ("李雷", "person"),
        ("محمد", "person"),
        ("CON", "person-con"),
        ("O'Brien & co.", "o-brien-co"),
        ("first", "first-2"),
        ("7", "7"),
        ("🙂", "person"),
        ("x" * 60, "x" * 30),
        ("%2e%2e%2fetc", "2e-2e-2fetc"),
        ("$(rm -rf ~); '--", "rm-rf"),
    ],
)
def test_any_letters_make_a_name_and_a_safe_id(name: str, made: str, persons: Persons) -> None:
    persons.change("first", "Anna")
    if name == "first":  # it is an id that somebody has
        with pytest.raises(UsageError, match="'first' is the id of Anna"):
            persons.add(name)
        return
    added = persons.add(name)

    assert (added.id, added.name) == (made, " ".join(name.split()))
    assert ID.fullmatch(added.id)
    assert persons.folder(added.id).path.parent == persons.root / "persons"
    assert persons.find(name) == persons.find(added.id) == added


@pytest.mark.parametrize(
    "name",
    [
        "", "   ", ".", "..", "---", "../x", "a/b", "a\\b", "C:", "a\nb", "a\x00b", "a\x1b[31mb",
        "a\u202eb", "a\u2028b", "\u200b", "<b>Jan</b>", "Jan|sh", "x" * 61, "x" * 10_000,
        "-rf", "\ud800",
    ],
)  # fmt: skip
def test_hostile_names_are_refused_in_one_sentence(name: str, persons: Persons) -> None:
    before = sorted(persons.root.rglob("*"))

    with pytest.raises(UsageError, match="name") as refused:
        persons.add(name)

    assert len(str(refused.value)) < 250
    assert str(refused.value).isprintable()
    assert sorted(persons.root.rglob("*")) == before


@pytest.mark.parametrize("name", ["Bert", "bert", " BERT ", "\uff22\uff45\uff52\uff54"])
def test_equal_names_are_refused_with_a_remedy(name: str, persons: Persons) -> None:
    persons.add("Bert")

    with pytest.raises(UsageError, match="'Bert' already; choose another name"):
        persons.add(name)
    with pytest.raises(UsageError, match="'Bert' already; choose another name"):
        persons.change("first", name)

    assert names(persons) == ["first", "Bert"]


def test_names_that_give_the_same_id_are_two_persons(persons: Persons) -> None:
    assert [persons.add(name).id for name in ("李雷", "محمد", "Zoe", "Zoë")] == [
        "person", "person-2", "zoe", "zoe-2",
    ]  # fmt: skip
    assert len({each.color for each in persons.all()}) == 5


@pytest.mark.parametrize("word", ["../..", "", ".", "persons", "nobody", "x" * 9999, "a\x1b[2Jb"])
def test_an_unknown_person_is_refused_and_is_no_path(word: str, persons: Persons) -> None:
    for ask in (persons.find, persons.folder, persons.remove):
        with pytest.raises(UsageError, match="There is no person") as refused:
            ask(word)
        assert str(refused.value).isprintable()
        assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"name": 3}', b"\xff" * 9999, b'{"name": "../x", "color": "red"}'],
)
def test_a_damaged_name_loses_nobody(damage: bytes, persons: Persons, bridges: Frames) -> None:
    persons.add("Bert")
    keep(persons.folder("bert").path, bridges)
    persons.folder("bert").person.write_bytes(damage)

    assert persons.all()[1] == Person("bert", "bert", "green", readable=False)
    persons.change("bert", "Bert")
    assert names(persons) == ["first", "Bert"]
    with Store(persons.folder("bert")) as records:
        assert len(records.sessions()) == 1


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_a_link_is_no_person(persons: Persons, tmp_path: Path, bridges: Frames) -> None:
    keep(tmp_path / "elsewhere", bridges)
    (persons.root / "persons").mkdir()
    (persons.root / "persons" / "eve").symlink_to(tmp_path / "elsewhere")

    assert names(persons) == ["first"]
    assert persons.add("Eve").id == "eve-2"


def test_many_at_once_get_one_folder_each(persons: Persons) -> None:
    failed: list[str] = []

    def add(name: str) -> None:
        try:
            Persons(persons.root).add(name)
        except UsageError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=add, args=(f"P{number % 6}",)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert names(persons) == ["first", "P0", "P1", "P2", "P3", "P4", "P5"]
    assert len(failed) == 6


def test_a_file_in_the_place_of_the_folder_is_named(persons: Persons) -> None:
    (persons.root / "persons").write_text("a file")

    with pytest.raises(OutputError, match="persons: this is a file"):
        persons.add("Bert")
    assert names(persons) == ["first"]


def test_at_most_fifty(persons: Persons) -> None:
    for number in range(49):
        persons.add(f"P{number}")

    with pytest.raises(UsageError, match="50 persons are kept here already"):
        persons.add("one more")


@pytest.mark.parametrize("who", ["first", "bert"])
def test_a_person_whose_video_is_analyzed_is_not_removed(who: str, persons: Persons) -> None:
    persons.add("Bert")
    folder = persons.folder(who)
    run = folder.make_for_upload("a" * 32)
    waiting = folder.make_for_upload("a" * 32, "b" * 32)
    (waiting / "video").write_bytes(b"x")

    with lock_on(run / LOCK):
        with pytest.raises(UsageError, match="the app is analyzing a video; wait until it is done"):
            persons.remove(who)
        assert (waiting / "video").is_file()
        assert len(persons.all()) == 2
        # An app that has nothing to do holds up nobody.
        (waiting / "video").unlink()
        waiting.rmdir()
        persons.remove(who)
    assert len(persons.all()) == 1


def test_an_upload_of_an_app_that_was_killed_holds_up_nobody(persons: Persons) -> None:
    persons.add("Bert")
    waiting = persons.folder("bert").make_for_upload("a" * 32, "b" * 32)
    lock_on(waiting.parent / LOCK).close()

    persons.remove("bert")

    assert names(persons) == ["first"]


def test_nobody_brings_back_a_person_who_was_removed(persons: Persons, bridges: Frames) -> None:
    persons.add("Bert")
    folder = persons.folder("bert")
    persons.remove("bert")

    for late in (folder, DataFolder(folder.path)):
        with pytest.raises(OutputError, match="this person was removed meanwhile"):
            keep_in(late, bridges)
    assert names(persons) == ["first"]
    assert not folder.path.exists()


def keep_in(folder: DataFolder, frames: Frames) -> None:
    with Store(folder) as store, store.begin(ABOUT) as keeper:
        keeper.finish(frames.session)
