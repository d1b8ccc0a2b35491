"""All kept data: its place, its export and its removal."""

import csv
import io
import json
import zipfile

import pytest

from stabiel.store import Store
from stabiel.web.context import Context
from tests.export.test_spreadsheet import sheets_of
from tests.records import ABOUT, keep
from tests.web.app import DONE, client_of, refused


@pytest.fixture
def kept(folder, bridges):
    return [keep(folder.path, bridges), keep(folder.path, bridges)]


def zipped(answer) -> dict[str, str]:
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="stabiel-export.zip"'
    assert int(answer.headers["content-length"]) == len(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_an_empty_data_folder(client, folder):
    where = client.get("/api/data").json()

    assert where == {"folder": str(folder.path), "bytes": 0, "sessions": 0}
    assert not folder.path.exists()


def test_the_place_and_size_of_the_data(client, folder, kept):
    where = client.get("/api/data").json()

    assert where["sessions"] == 2
    assert where["bytes"] >= folder.database.stat().st_size > 0


def test_an_export_as_tables(client, kept, folder):
    files = zipped(client.get("/api/data/export.zip"))

    rows = list(csv.DictReader(io.StringIO(files["sessions.csv"])))
    assert [int(row["session"]) for row in rows] == kept
    assert {f"landmarks-{number}.csv" for number in kept} <= set(files)
    assert all("/" not in name for name in files)
    # Only the folder of this run is left, which closing removes.
    assert [path.name for path in folder.uploads.rglob("*") if path.is_file()] == ["lock"]


def test_an_export_for_excel(client, kept, tmp_path):
    answer = client.get("/api/data/export.zip?format=xlsx")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        (name,) = archive.namelist()
        archive.extract(name, tmp_path)
    heads, *rows = sheets_of(tmp_path / name)["sessions"]
    assert name == "stabiel.xlsx"
    assert heads[0] == "session"
    assert [row[0] for row in rows] == kept


def test_an_export_as_json(client, kept, bridges):
    files = zipped(client.get("/api/data/export.zip?format=json"))

    assert set(files) == {f"{number}-bridging.json" for number in kept}
    assert json.loads(files["1-bridging.json"])["session"] == bridges.session.to_json()


def test_an_empty_export(client):
    assert zipped(client.get("/api/data/export.zip?format=json")) == {}


def test_plans_are_erased_and_own_exercises_stay(client, kept, folder):
    for name in ("plans", "exercises"):
        (folder.make_own(name) / "mine.yaml").write_text("id: mine\n")

    erase(client, {"sure": True})

    assert [path.name for path in folder.path.iterdir()] == ["exercises"]
    assert (folder.path / "exercises" / "mine.yaml").exists()


@pytest.mark.parametrize("format", ["trc", "parquet", "../csv", "<script>"])
def test_other_formats_are_refused(client, format):
    answer = client.get("/api/data/export.zip", params={"format": format})
    refused(answer, 400, "bad_request")


def erase(client, body):
    return client.request("DELETE", "/api/data", json=body)


def test_erasing_leaves_nothing(client, kept, folder):
    client.put("/api/settings", json={"language": "en"})
    client.get("/api/data/export.zip")
    client.get(f"/api/sessions/{kept[0]}")

    answer = erase(client, {"sure": True})

    assert (answer.status_code, answer.content) == (204, b"")
    assert not folder.path.exists()
    assert client.get("/api/data").json()["sessions"] == 0
    assert client.get("/api/settings").json()["language"] == "nl"


def test_after_erasing_numbers_start_again_and_nothing_is_cached(client, kept, folder, bridges):
    client.get("/api/sessions/1")
    erase(client, {"sure": True})
    with Store(folder) as store, store.begin(ABOUT) as keeper:
        keeper.finish(DONE)

    assert client.get("/api/sessions/1").json()["curve"]["times_s"] == []


def test_other_files_stay(client, kept, folder):
    (folder.path / "letter.txt").write_text("mine")

    erase(client, {"sure": True})

    assert [path.name for path in folder.path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("body", [{}, {"sure": False}, {"sure": 1}, {"sure": True, "x": 1}])
def test_erasing_needs_a_confirmation(client, kept, body):
    refused(erase(client, body), 400, "bad_request")
    assert client.get("/api/data").json()["sessions"] == 2


def test_without_a_body_nothing_is_erased(client, kept):
    refused(client.delete("/api/data"), 415, "wrong_type")
    assert client.get("/api/data").json()["sessions"] == 2


def test_nothing_is_erased_while_a_session_is_kept(client, kept, folder):
    with Store(folder) as store, store.begin(ABOUT):
        refused(erase(client, {"sure": True}), 409, "running")

    assert folder.database.exists()


def test_nothing_is_erased_during_a_session(client, kept, context):
    context.is_training = lambda: True
    refused(erase(client, {"sure": True}), 409, "running")

    context.is_training = lambda: False
    assert erase(client, {"sure": True}).status_code == 204


def test_what_is_damaged_can_be_erased(folder):
    folder.make()
    folder.database.write_bytes(b"no database at all" * 100)
    context = Context(folder)
    with client_of(context) as client:
        where = client.get("/api/data").json()
        assert (where["sessions"], where["bytes"]) == (None, 1800)
        assert erase(client, {"sure": True}).status_code == 204
    context.close()
    assert not folder.path.exists()


def test_heavy_work_is_done_by_two_at_a_time(context, monkeypatch):
    monkeypatch.setattr("stabiel.web.context.HEAVY_WAIT_S", 0.01)
    with context.heavy_work(), context.heavy_work(), client_of(context) as client:
        refused(client.get("/api/data/export.zip"), 503, "busy")
        assert client.get("/api/data").status_code == 200
