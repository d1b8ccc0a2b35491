"""Records that cannot be read or written are named in one sentence."""

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from stabiel.errors import OutputError, StabielError, StoreError
from stabiel.store import DataFolder, Store, schema
from tests.records import Frames, keep
from tests.store.helpers import finish_at_once


def complaint(folder: DataFolder) -> StabielError:
    with pytest.raises(StabielError) as caught:
        Store(folder)
    message = str(caught.value)
    assert message.startswith(f"{folder.path}")
    assert message.endswith(".")
    assert "\n" not in message
    return caught.value


def test_a_file_that_is_no_database(folder: DataFolder) -> None:
    folder.make()
    folder.database.write_bytes(b"This is a letter to my aunt.\n" * 200)

    error = complaint(folder)

    assert isinstance(error, StoreError)
    assert "damaged or not a database" in str(error)
    assert folder.database.read_bytes().startswith(b"This is a letter")


def test_the_database_of_another_program(folder: DataFolder) -> None:
    folder.make()
    with sqlite3.connect(folder.database) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()

    assert "this database does not belong to stabiel" in str(complaint(folder))


def test_records_of_a_newer_version(folder: DataFolder) -> None:
    finish_at_once(folder)
    with sqlite3.connect(folder.database) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()

    assert "made by a newer version of stabiel" in str(complaint(folder))


def test_landmarks_that_are_damaged(folder: DataFolder, bridges: Frames) -> None:
    number = keep(folder.path, bridges)
    with sqlite3.connect(folder.database) as connection:
        connection.execute("UPDATE landmarks SET points = x'00' WHERE chunk = 2")
    connection.close()

    with Store(folder) as records, pytest.raises(StoreError, match="landmarks of session 1 are"):
        records.frames(number)


def test_a_file_in_the_place_of_the_folder(folder: DataFolder) -> None:
    folder.path.touch()

    assert isinstance(complaint(folder), OutputError)


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write anywhere"
)
def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    assert isinstance(complaint(DataFolder(tmp_path / "a" / "b")), OutputError)
