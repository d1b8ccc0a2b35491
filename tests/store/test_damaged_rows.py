"""Records with values that stabiel never wrote: one sentence, and bounded memory."""

import sqlite3
import zlib
from pathlib import Path

import pytest

from stabiel.errors import StoreError
from stabiel.store import DataFolder, Store
from stabiel.store.landmarks import MOST_IN_A_ROW
from tests.records import Frames, judged_frames, keep
from tests.store.helpers import EVERYTHING


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175])


@pytest.fixture
def folder(tmp_path: Path, bridges: Frames) -> DataFolder:
    keep(tmp_path, Frames(bridges.frames, EVERYTHING))
    return DataFolder(tmp_path)


def spoil(folder: DataFolder, statement: str, *values: object) -> None:
    connection = sqlite3.connect(folder.database)
    with connection:
        connection.execute(statement, values)
    connection.close()


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("sessions", "language", "fr"),
        ("sessions", "began_at", "yesterday"),
        ("sessions", "view", "\0\0\0\0"),
        ("sessions", "judged_share", 1e300),
        ("sessions", "duration_s", float("inf")),
        ("repetitions", "faults", "[1"),
        ("repetitions", "faults", "{}"),
        ("repetitions", "metrics", "[" * 100_000),
        ("repetitions", "metrics", '{"peak_deg": "high"}'),
        ("repetitions", "metrics", '{"peak_deg": NaN}'),
        ("repetitions", "side", "upper"),
        ("cues", "priority", 77),
        ("not_judged", "reason", "x" * 5000),
        ("time_spent", "kind", "asleep"),
        ("time_spent", "seconds", float("inf")),
        ("time_spent", "off_by", 1e300),
        ("attempts", "doubtful", 7),
        ("faults", "doubtful", -1),
    ],
)
def test_a_value_that_cannot_be_is_a_sentence(
    folder: DataFolder, table: str, column: str, value: object
) -> None:
    spoil(folder, f"UPDATE {table} SET {column} = ?", value)

    with Store(folder) as records, pytest.raises(StoreError) as caught:
        records.load(1)

    message = str(caught.value)
    assert "damaged" in message
    assert message.endswith(".")
    assert len(message) < 600


@pytest.mark.parametrize(
    ("column", "blob"),
    [
        ("times", b""),
        ("times", b"x"),
        ("times", zlib.compress(bytes(7))),
        ("times", zlib.compress(bytes(16))),  # 0.0 twice
        ("times", zlib.compress(b"\xff" * 16)),
        ("points", zlib.compress(bytes(100))),
        ("light", zlib.compress(bytes(100))),
        ("outlines", b"\x78"),
        ("times", zlib.compress(bytes(8 * MOST_IN_A_ROW + 8))),
    ],
)
def test_landmarks_that_cannot_be_are_a_sentence(
    folder: DataFolder, column: str, blob: bytes
) -> None:
    spoil(folder, f"UPDATE landmarks SET {column} = ?", blob)

    with Store(folder) as records, pytest.raises(StoreError, match="of session 1 are damaged"):
        records.frames(1)


@pytest.mark.parametrize("column", ["times", "points", "outlines", "light"])
def test_a_row_that_unpacks_to_gigabytes_is_not_unpacked(
    folder: DataFolder, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    packing = zlib.compressobj(9)
    bomb = b"".join(packing.compress(bytes(1 << 20)) for _ in range(64)) + packing.flush()
    spoil(folder, f"UPDATE landmarks SET {column} = ?", bomb)
    largest = 0
    unpacking = zlib.decompressobj

    class Watched:
        def __init__(self) -> None:
            self._inner = unpacking()

        def decompress(self, data: bytes, most: int) -> bytes:
            nonlocal largest
            found = self._inner.decompress(data, most)
            largest = max(largest, len(found))
            return found

        @property
        def eof(self) -> bool:
            return self._inner.eof

    monkeypatch.setattr("stabiel.store.landmarks.zlib.decompressobj", Watched)

    with Store(folder) as records, pytest.raises(StoreError, match="damaged"):
        records.frames(1)

    assert 0 < largest < 1_000_000


@pytest.mark.parametrize("size", [(0, 0), (-1, 5), (1 << 40, 480)])
def test_a_picture_of_a_size_that_cannot_be(folder: DataFolder, size: tuple[int, int]) -> None:
    spoil(folder, "UPDATE landmarks SET width_px = ?, height_px = ?", *size)

    with Store(folder) as records:
        if size == (0, 0):  # the size in a recording of nobody
            assert {frame.pose for frame in records.frames(1)} == {None}
            return
        with pytest.raises(StoreError, match="its pictures are"):
            records.frames(1)


@pytest.mark.parametrize("language", ["[1]", 7])
def test_a_session_that_was_broken_off_with_a_language_that_is_none(
    folder: DataFolder, language: object
) -> None:
    spoil(folder, "UPDATE sessions SET language = ?, finished_s = NULL, written_s = 0", language)

    with Store(folder) as records, pytest.raises(StoreError, match=r"damaged \(the language"):
        records.sessions()


def test_a_message_of_the_database_that_quotes_damage(folder: DataFolder) -> None:
    data = folder.database.read_bytes()
    at = data.index(b"CREATE TABLE sessions")
    folder.database.write_bytes(data[: at + 2] + b"\x89\xff" + data[at + 4 :])

    with pytest.raises(StoreError, match="damaged"), Store(folder):
        pass
