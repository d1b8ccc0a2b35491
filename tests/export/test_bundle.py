"""A bundle opens elsewhere with the same sums; a hostile one is refused in one sentence."""

import json
import random
import stat
import zipfile
from pathlib import Path

import pytest

from stabiel.errors import StabielError, UsageError
from stabiel.exercises.library import read_library
from stabiel.export import opened_bundle
from stabiel.export.bundle import packed_bundle
from stabiel.export.opened_bundle import open_bundle, page_of
from stabiel.store import DataFolder, Store
from stabiel.store.by_hand import notes
from stabiel.store.corrections import kept_corrections
from stabiel.store.days import days_in
from stabiel.store.weeks import progress_in
from stabiel.store.wellbeing import WellbeingRecords
from tests.four_weeks import FIRST, LAST, NOW, PLAN, write_four_weeks

PDF = b"%PDF-1.4 a page"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> DataFolder:
    return write_four_weeks(tmp_path_factory.mktemp("bundle") / "data")


def written(folder: DataFolder, path: Path) -> Path:
    with Store(folder) as store:
        data = packed_bundle(
            store, PDF, period=(FIRST, LAST), plan=PLAN, language="nl",
            person="Mevrouw Jansen", made_at=NOW,
        )  # fmt: skip
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def bundle(folder, tmp_path_factory) -> Path:
    return written(folder, tmp_path_factory.mktemp("written") / "four-weeks.zip")


def sums(folder: DataFolder) -> object:
    """Return what the calendar, progress, answers, notes and corrections come to."""
    library = read_library(folder.shared, folder.path)
    with Store(folder) as store, WellbeingRecords(folder) as wellbeing:
        days = days_in(store, library.followed, FIRST, LAST, LAST)
        progress = progress_in(store, library.book, library.followed)
        return (
            library.followed.id,
            [(each.day, each.state, round(each.minutes, 1)) for each in days.days],
            [
                (one.exercise.id, week.monday, week.good, week.repetitions, round(week.hold_s, 2))
                for one in progress
                for week in one.weeks
            ],
            [(each.at, each.answer) for each in wellbeing.all()],
            [each.note for each in notes(folder)],
            [each.said for all_of_one in kept_corrections(folder).values() for each in all_of_one],
        )


def test_it_opens_elsewhere_with_the_same_sums(folder, bundle, tmp_path):
    head, data = open_bundle(bundle, tmp_path)

    assert (head.person, head.first, head.last) == ("Mevrouw Jansen", FIRST, LAST)
    before, after = sums(folder), sums(data)
    # Times in a session.json are rounded to the millisecond; these corrections name them.
    assert after[:5] == before[:5]
    assert [each.kind for each in after[5]] == [each.kind for each in before[5]]
    assert page_of(tmp_path).read_bytes() == PDF
    assert data.path.is_relative_to(tmp_path)


def test_it_has_no_video_and_nothing_of_anybody_else(bundle, folder):
    names = zipfile.ZipFile(bundle).namelist()
    records = json.loads(zipfile.ZipFile(bundle).read("records.json"))

    assert not [each for each in names if each.endswith((".mp4", ".sqlite3"))]
    with Store(folder) as store:
        (other,) = [each.id for each in store.sessions() if each.is_video]
    assert other not in [each["id"] for each in records["sessions"]]
    assert "buurman.mp4" not in json.dumps(records)
    assert {"tables/sessions.csv", "tables/wellbeing.csv", "tables/by_hand.csv"} <= set(names)


def test_the_same_records_give_the_same_bundle(folder, bundle, tmp_path):
    assert written(folder, tmp_path / "again.zip").read_bytes() == bundle.read_bytes()


def changed(bundle: Path, path: Path, change=lambda name, data: data, more=()) -> Path:
    """Write a bundle with other content: `change` returns the data of a name, None to drop it."""
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in more:
            new.writestr(name, data)
    return path


def link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("sessions/1/trace.npz")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize(
    "more",
    [
        ("../evil.txt", b"x"),
        ("/etc/evil", b"x"),
        ("sessions/1/../../evil", b"x"),
        ("sessions\\1\\evil", b"x"),
        ("sessions/0/session.json", b"{}"),
        ("setup.exe", b"MZ"),
    ],
)
def test_a_name_that_no_bundle_has(bundle, tmp_path, more):
    path = changed(bundle, tmp_path / "b.zip", more=[more])

    with pytest.raises(UsageError, match="it is not a bundle of stabiel"):
        open_bundle(path, tmp_path / "open")
    assert not (tmp_path / "open").exists()


def test_a_link_and_a_file_twice(tmp_path, bundle):
    def without_traces(name: str, data: bytes) -> bytes | None:
        return None if name.endswith("trace.npz") else data

    dropped = changed(bundle, tmp_path / "a.zip", without_traces, [(link(), "/etc/passwd")])
    with pytest.raises(UsageError, match="holds a link"):
        open_bundle(dropped, tmp_path / "open")
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = changed(bundle, tmp_path / "b.zip", more=[("page.pdf", b"x")])
    with pytest.raises(UsageError, match="holds a file twice"):
        open_bundle(twice, tmp_path / "open")


def test_a_newer_version_says_what_to_do(bundle, tmp_path):
    newer = changed(
        bundle,
        tmp_path / "b.zip",
        lambda name, data: b'{"bundle": 2, "new": 1}' if name == "bundle.json" else data,
    )

    with pytest.raises(UsageError, match="a newer version of stabiel made this; update stabiel"):
        open_bundle(newer, tmp_path / "open")


def test_too_many_files_and_too_much_of_them(bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(opened_bundle, "MOST_FILES", 5)
    with pytest.raises(UsageError, match="more than 5 files"):
        open_bundle(bundle, tmp_path / "open")
    monkeypatch.setattr(opened_bundle, "MOST_FILES", 20_000)
    monkeypatch.setattr(opened_bundle, "MOST_UNPACKED", 1000)
    with pytest.raises(UsageError, match="larger than 1,000 bytes"):
        open_bundle(bundle, tmp_path / "open")
    monkeypatch.setattr(opened_bundle, "MOST_PACKED", 1000)
    with pytest.raises(UsageError, match="larger than a bundle can be"):
        open_bundle(bundle, tmp_path / "open")


def test_a_bomb_whose_directory_lies_about_its_size(tmp_path, monkeypatch):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", b" " * 5_000_000)
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02") + 24  # the unpacked size, in the central directory
    data[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    monkeypatch.setattr(opened_bundle, "MOST_UNPACKED", 1_000_000)

    with pytest.raises(UsageError, match="bomb"):
        open_bundle(path, tmp_path / "open")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bundle.json", b"{}"),
        ("bundle.json", b"[" * 100_000),
        ("records.json", b'{"workouts": 1}'),
        ("records.json", b"\xff"),
        ("sessions/1/session.json", b"{}"),
        ("sessions/1/session.json", None),
        ("sessions/1/rule.json", None),
        ("sessions/1/landmarks.npz", b"PK"),
        ("records.json", None),
    ],
)
def test_a_damaged_part_is_one_sentence(bundle, tmp_path, name, data):
    path = changed(bundle, tmp_path / "b.zip", lambda each, old: data if each == name else old)

    with pytest.raises(UsageError) as raised:
        open_bundle(path, tmp_path / "open")
    assert str(raised.value).startswith(f"{path}: it ") or name in str(raised.value)
    assert "\n" not in str(raised.value)


def test_no_file_and_another_file(tmp_path):
    with pytest.raises(UsageError, match="there is no such file"):
        open_bundle(tmp_path / "none.zip", tmp_path / "open")
    (tmp_path / "text.zip").write_text("hello")
    with pytest.raises(UsageError, match="it is not a bundle of stabiel, or it is damaged"):
        open_bundle(tmp_path / "text.zip", tmp_path / "open")


def test_flipped_and_cut_bytes_never_get_further_than_a_sentence(bundle, tmp_path):
    whole, rng = bundle.read_bytes(), random.Random(5)
    path = tmp_path / "fuzz.zip"
    refused = 0
    for case in range(30):
        data = bytearray(whole)
        if case % 3 == 0:
            del data[rng.randrange(len(data)) :]
        else:
            # Half of them in the directory at the end, whose bytes say where everything is.
            low = 0 if case % 2 else len(data) - 6000
            for _ in range(2 + case % 7):
                data[rng.randrange(low, len(data))] ^= 1 + rng.randrange(255)
        path.write_bytes(data)
        try:
            open_bundle(path, tmp_path / str(case))
        except StabielError as error:  # anything else fails the test
            refused += 1
            assert "\n" not in str(error)
    assert refused >= 20  # some bytes, as of dates, say nothing that is used
