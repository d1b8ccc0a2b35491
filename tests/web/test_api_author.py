"""The author's corner: own files are kept only if they are right, listed, opened and deleted."""

import pytest

from stabiel.exercises.own_files import MOST_FILES
from stabiel.system.resources import exercises_folder
from tests.web.analyses import VIDEO, left_in, until
from tests.web.app import refused

EXAMPLES = exercises_folder().parent / "docs" / "author" / "examples"
LOWER = (EXAMPLES / "bridging-lower.yaml").read_text(encoding="utf-8")
SCRIPT = "<script>alert(1)</script>"
STRANGE = ["%2e%2e%2fsettings.json", "..%5c..%5cwin.ini", "%00", "settings.json", "a" * 5000]


def keep(client, text, *, replace=False, kind="text/yaml"):
    return client.post(
        "/api/author", params={"replace": replace}, content=text, headers={"content-type": kind}
    )


def files(client):
    return {each["file"]: each for each in client.get("/api/author?lang=en").json()["files"]}


def test_nothing_of_ones_own_yet(client, folder):
    found = client.get("/api/author").json()

    assert found == {"folder": str(folder.path / "exercises"), "files": []}


def test_a_right_file_is_kept_and_used_at_once(client, folder):
    answer = keep(client, LOWER).json()

    assert (answer["ok"], answer["kept"], answer["id"]) == (True, True, "bridging-lower")
    assert (folder.path / "exercises" / "bridging-lower.yaml").read_text("utf-8") == LOWER
    assert files(client)["bridging-lower.yaml"]["mistakes"] == []
    assert client.get("/api/exercises/bridging-lower").status_code == 200
    text = client.get("/api/author/exercise/bridging-lower.yaml").json()["text"]
    assert text == LOWER


def test_a_wrong_file_is_not_kept(client, folder):
    answer = keep(client, LOWER.replace("without: [", "without: [flying, ")).json()

    assert (answer["ok"], answer["kept"]) == (False, False)
    assert answer["mistakes"][0]["line"] == LOWER[: LOWER.index("without: [")].count("\n") + 1
    assert not (folder.path / "exercises").exists()


def test_an_own_file_is_replaced_only_if_asked(client):
    keep(client, LOWER)
    changed = LOWER.replace("without: [pelvis_tilted, knees_apart]", "without: [sagging]")

    assert keep(client, changed).json()["exists"] is True
    assert client.get("/api/author/exercise/bridging-lower.yaml").json()["text"] == LOWER
    assert keep(client, changed, replace=True).json()["kept"] is True
    shown = client.get("/api/exercises/bridging-lower").json()
    assert "sagging" not in [each["id"] for each in shown["faults"]]


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("name", ["bridging", "basis"])
def test_what_comes_with_stabiel_is_never_replaced(client, folder, name, replace):
    answer = keep(client, f"id: {name}\nbased_on: leg-lift\n", replace=replace).json()

    assert (answer["ok"], answer["kept"]) == (False, False)
    assert "hoort bij stabiel" in answer["mistakes"][0]["text"]
    assert answer["mistakes"][0]["line"] == 1
    assert not (folder.path / "exercises").exists()


def test_advice_does_not_keep_a_file_from_being_kept(client):
    long = "say: {nl: een twee drie vier vijf zes zeven acht negen tien}"
    text = LOWER.replace("[130, 150]}}", f"[130, 150]}}, {long}}}")

    answer = keep(client, text).json()

    assert answer["kept"] is True
    assert "hoogstens 9 woorden" in answer["advice"][0]["text"]
    assert files(client)["bridging-lower.yaml"]["advice"]


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
@pytest.mark.parametrize("kind", ["exercise", "programme", "other"])
def test_a_name_is_never_a_path(client, folder, method, kind, name):
    keep(client, LOWER)
    (folder.path / "settings.json").write_text("{}")

    answer = client.request(method, f"/api/author/{kind}/{name}")

    assert answer.status_code in (404, 405)
    assert (folder.path / "settings.json").exists()
    assert (folder.path / "exercises" / "bridging-lower.yaml").exists()


@pytest.mark.parametrize(
    "name", ["../escaped", "a/b", "..", "/tmp/x", "c:x", "A", "x" * 61, "con.txt", ""]
)
def test_an_id_with_a_part_of_a_path_is_a_mistake(client, folder, name):
    answer = keep(client, f'id: "{name}"\nbased_on: bridging\n').json()

    assert (answer["ok"], answer["kept"]) == (False, False)
    assert not (folder.path / "exercises").exists()


def test_markup_stays_text(client):
    text = LOWER.replace("Bruggetje, minder hoog", SCRIPT)

    assert keep(client, text).json()["name"] in (SCRIPT, "The bridge, less high")
    drawing = client.get("/api/exercises/bridging-lower/placement.svg?lang=nl").text
    assert "<script" not in drawing


def test_files_are_deleted_and_damaged_ones_too(client, folder):
    keep(client, LOWER)
    damaged = folder.path / "exercises" / "damaged.yaml"
    damaged.write_text("[" * 9000)

    assert files(client)["damaged.yaml"]["name"] is None
    assert files(client)["damaged.yaml"]["mistakes"]
    for name in ("damaged.yaml", "bridging-lower.yaml"):
        assert client.delete(f"/api/author/exercise/{name}").status_code == 204
    assert files(client) == {}
    refused(client.delete("/api/author/exercise/damaged.yaml"), 404, "not_found")
    assert client.get("/api/exercises/bridging-lower").status_code == 404


def test_a_linked_file_is_not_shown(client, folder, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("nobody's business")
    (folder.path / "exercises").mkdir(parents=True)
    (folder.path / "exercises" / "link.yaml").symlink_to(secret)

    refused(client.get("/api/author/exercise/link.yaml"), 404, "not_found")
    assert "link" in files(client)["link.yaml"]["mistakes"][0]["text"]
    assert client.delete("/api/author/exercise/link.yaml").status_code == 204
    assert secret.exists()


def test_too_many_files_and_too_large_ones(client, folder):
    refused(keep(client, LOWER + "#" * 100_000), 413, "too_large")
    refused(keep(client, LOWER, kind="text/html"), 415, "wrong_type")
    own = folder.path / "exercises"
    own.mkdir(parents=True)
    for number in range(MOST_FILES):
        (own / f"e{number}.yaml").write_text("")
    refused(keep(client, LOWER), 429, "limit")


def test_an_exercise_that_others_are_based_on(client):
    keep(client, LOWER)
    keep(client, "id: second\nbased_on: bridging-lower\nname: {nl: Twee}\n")

    client.delete("/api/author/exercise/bridging-lower.yaml")

    ((sentence,),) = [[each["text"] for each in files(client)["second.yaml"]["mistakes"]]]
    assert "based_on: expected the id of an exercise" in sentence


@pytest.mark.slow
def test_an_own_exercise_is_tried_on_a_video_and_nothing_is_kept(client, folder):
    client.put("/api/settings", json={"model": "lite"})
    own = (EXAMPLES / "bird-dog.yaml").read_text("utf-8").replace("clip: bird-dog.mp4\n", "")
    keep(client, own)
    video = (EXAMPLES / "bird-dog.mp4").read_bytes()
    path = "/api/analyses?exercise=bird-dog&trial=true&name=dog.mp4"

    number = client.post(path, content=video, headers=VIDEO).json()["id"]
    refused(client.get(f"/api/analyses/{number + 1}/signals.png"), 404, "not_found")
    found = until(client, number, "done", "failed")

    assert (found["state"], found["trial"], found["session"]) == ("done", True, None)
    picture = client.get(f"/api/analyses/{number}/signals.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert client.get("/api/sessions").json() == []
    assert left_in(folder) == []
