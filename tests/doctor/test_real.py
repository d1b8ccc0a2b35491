"""The ports for this computer: they find what is planted on its disk, and change nothing."""

import errno

import pytest

from stabiel.doctor.real import fits, nearest, needed_packages, newest_session, write_in
from stabiel.errors import StoreError
from stabiel.store import DataFolder, Store
from tests.records import ABOUT, WHOLE


@pytest.mark.parametrize(
    ("version", "wanted", "answer"),
    [
        ("0.10.33", "==0.10.33", True),
        ("0.10.35", "==0.10.33", False),
        ("18.1.0", "<19,>=17", True),
        ("19.0.0", "<19,>=17", False),
        ("16.9", "<19,>=17", False),
        ("2.9.1", ">=2.10", False),
        ("2.10", ">=2.9.1", True),
        ("5.1.0.95", ">=5", True),
        ("4.11", ">=5", False),
        ("1.2", "", True),
        ("2.0", "!=2.0", False),
        ("2.1", ">2", False),
        ("3.0", ">2,<=3", True),
    ],
)
def test_versions_are_compared_by_their_numbers(version, wanted, answer):
    assert fits(version, wanted) is answer


def test_the_packages_are_those_of_the_requirements():
    packages = {each.name: each for each in needed_packages()}

    assert packages["mediapipe"].wanted == "==0.10.33"
    assert all(each.fits for each in packages.values())
    assert "pytest" not in packages


def test_writing_is_tried_where_the_folder_will_be(tmp_path):
    write_in(tmp_path / "not" / "there")

    assert nearest(tmp_path / "not" / "there") == tmp_path
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_says_so(monkeypatch, tmp_path):
    def refuse(**_):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)

    with pytest.raises(OSError, match="Read-only"):
        write_in(tmp_path)


def test_records_that_do_not_exist_are_not_made(tmp_path):
    folder = DataFolder(tmp_path / "data")

    assert newest_session(folder) is None
    assert not folder.path.exists()


def test_the_newest_session_is_found(tmp_path):
    folder = DataFolder(tmp_path)
    with Store(folder) as store, store.begin(ABOUT) as keeper:
        keeper.finish(WHOLE)

    assert newest_session(folder) == ABOUT.began_at


def test_damaged_records_are_found_and_left_alone(tmp_path):
    folder = DataFolder(tmp_path)
    with Store(folder) as store, store.begin(ABOUT) as keeper:
        keeper.finish(WHOLE)
    whole = folder.database.read_bytes()
    folder.database.write_bytes(whole[:100] + bytes(len(whole) - 100))
    before = folder.database.read_bytes()

    with pytest.raises(StoreError, match="damaged"):
        newest_session(folder)

    assert folder.database.read_bytes() == before
