"""Private and removable: others cannot read the records, and deleted data is gone."""

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.store import DataFolder, Store, default_folder
from tests.records import ABOUT, WHOLE, Frames, keep
from tests.store.helpers import finish_at_once


@pytest.mark.skipif(sys.platform == "win32", reason="the user's folder is private there already")
def test_only_the_owner_can_read_it(folder: DataFolder, bridges: Frames) -> None:
    before = os.umask(0)
    try:
        with Store(folder) as records, records.begin(ABOUT) as keeper:
            keeper.add(*bridges.frames[0])
            keeper.finish(WHOLE)
            folder.report(1).touch()
            modes = {
                path.relative_to(folder.path.parent).as_posix(): stat.S_IMODE(path.stat().st_mode)
                for path in (folder.path, *folder.path.iterdir())
            }
    finally:
        os.umask(before)

    assert modes == {
        "data": 0o700,
        "data/stabiel.sqlite3": 0o600,
        "data/stabiel.sqlite3-wal": 0o600,
        "data/stabiel.sqlite3-shm": 0o600,
        "data/reports": 0o700,
    }


def test_the_default_folder_is_the_users_own() -> None:
    assert default_folder().is_relative_to(Path.home())
    assert default_folder().name == "stabiel"


def secret_left(folder: DataFolder, secret: bytes) -> list[str]:
    return [
        path.name
        for path in folder.path.rglob("*")
        if path.is_file() and secret in path.read_bytes()
    ]


def test_a_deleted_session_leaves_nothing_behind(folder: DataFolder, bridges: Frames) -> None:
    secret = "Achterkamer-7731"
    kept = finish_at_once(folder)
    gone = keep(folder.path, bridges, replace(ABOUT, source_name=secret))
    with Store(folder) as records:
        points = records._connection.execute(
            "SELECT points FROM landmarks WHERE session = ? ORDER BY chunk", (gone,)
        ).fetchone()[0]
        assert secret_left(folder, secret.encode())
        assert secret_left(folder, points[:32])
        folder.report(gone).write_text("report")
        folder.room_for_video(gone).write_text("video")
        folder.report(kept).write_text("report")

        records.delete(gone)

        assert [each.id for each in records.sessions()] == [kept]
        assert secret_left(folder, secret.encode()) == []
        assert secret_left(folder, points[:32]) == []
        for table in ("landmarks", "repetitions", "attempts", "cues", "setup"):
            rows = f"SELECT count(*) FROM {table} WHERE session = ?"
            assert records._connection.execute(rows, (gone,)).fetchone() == (0,)
    assert [path.name for path in folder.files()[-1:]] == [f"{kept}.html"]
    assert not folder.video(gone).exists()


def test_what_nobody_keeps_any_more_is_discarded_while_it_seems_to_run(folder: DataFolder) -> None:
    with Store(folder) as records:
        left = records.begin(ABOUT)
        left.close()
        kept = finish_at_once(folder)
        folder.room_for_video(left.session_id).write_text("video")

        records.discard(left.session_id)
        records.discard(99)

        assert [each.id for each in records.sessions()] == [kept]
        assert not folder.video(left.session_id).exists()


def test_a_number_is_never_given_twice(folder: DataFolder) -> None:
    gone = finish_at_once(folder)
    with Store(folder) as records:
        records.delete(gone)

    assert finish_at_once(folder) == gone + 1


def test_erasing_leaves_nothing_behind(folder: DataFolder) -> None:
    with Store(folder) as records, records.begin(ABOUT) as keeper:
        keeper.finish(WHOLE)
        folder.report(1).write_text("report")
        folder.report(1, "pdf").write_text("report")
        folder.room_for_video(1).write_text("video")

    removed = folder.erase()

    assert {path.name for path in removed} == {"stabiel.sqlite3", "1.html", "1.pdf", "1.mp4"}
    assert not folder.path.exists()


def test_erasing_takes_settings_and_uploads_too(folder: DataFolder) -> None:
    upload = folder.make_for_upload("0" * 32, "1" * 32)
    for path in (upload / "video", folder.settings, folder.damaged_settings()):
        path.write_text("{}")
    assert folder.damaged_settings().name == "settings.damaged-2.json"
    if sys.platform != "win32":
        assert {stat.S_IMODE(each.stat().st_mode) for each in (upload, folder.uploads)} == {0o700}

    removed = folder.erase()

    names = {path.name for path in removed}
    assert names == {"video", "settings.json", "settings.damaged-1.json"}
    assert not folder.path.exists()


def test_erasing_touches_only_what_stabiel_keeps(folder: DataFolder) -> None:
    finish_at_once(folder)
    names = (
        "letter.txt", "reports/letter.html", "videos/1.avi", "reports/1.html.txt",
        "settings.json.txt", "uploads/letter.txt", "uploads/letters/1.txt",
    )  # fmt: skip
    others = [folder.path / name for name in names]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")

    folder.erase()

    left = [path for path in folder.path.rglob("*") if path.is_file()]
    assert sorted(left) == sorted(others)


def test_erasing_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert DataFolder(tmp_path / "gone").erase() == []
    assert list(tmp_path.iterdir()) == []
