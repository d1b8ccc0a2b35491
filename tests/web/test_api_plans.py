"""Plans over the API: kept only if they are right, chosen, followed, handed over, printed."""

import json
from dataclasses import replace

import pytest

from stabiel.exercises.files import load_book, parse_yaml
from stabiel.exercises.library import read_library
from stabiel.system.resources import exercises_folder
from tests.exercises.test_plan import PLAN
from tests.records import ABOUT, judged_frames, keep
from tests.web.app import refused

DATA = parse_yaml(PLAN.encode(), "plan.yaml", dates=True).data
STRANGE = ["%2e%2e%2fsettings.json", "..%5c..%5cwin.ini", "%00", "settings.json", "a" * 5000]


def put(client, data=DATA, name="anna"):
    return client.put(f"/api/plans/{name}", json=data)


def take(client, text, *, keep=False, kind="text/yaml"):
    return client.post(
        "/api/plans/import", params={"keep": keep}, content=text, headers={"content-type": kind}
    )


def test_at_first_the_leaflets_programme_is_followed(client):
    listed = client.get("/api/plans?lang=en").json()
    assert set(listed[0].pop("pictured")) == set(load_book().exercises)
    assert listed == [
        {
            "id": "basis", "title": "Basics", "chosen": True, "own": False, "minutes": 28,
            "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "steps": 14, "errors": [],
        }
    ]  # fmt: skip


def test_a_plan_is_kept_chosen_and_followed_everywhere(client, folder):
    kept = put(client)
    assert kept.status_code == 200
    assert client.get("/api/plans/anna").json() == kept.json()
    assert {**kept.json(), "days": DATA["days"]} == {
        **DATA, "minutes": 6, "rest_s": 20,
    }  # fmt: skip
    assert client.get("/api/today").json()["programme"]["id"] == "basis"

    assert client.post("/api/plans/anna/choose").status_code == 204

    assert [each["chosen"] for each in client.get("/api/plans").json()] == [True, False]
    assert client.get("/api/settings").json()["plan"] == "anna"
    today = client.get("/api/today?lang=en").json()
    assert today["programme"] == {"id": "anna", "name": "Plan van Anna"}
    assert [(each["id"], each["dose"], each["remark"]) for each in today["exercises"]] == [
        ("bridging", "2 × 8 times", "Rustig."), ("leg-lift", "6 times, left", ""),
        ("lower", "5 times", ""), ("bridging", "4 times", ""),
        ("childs-pose", "2 × 20 seconds", ""),
    ]  # fmt: skip
    assert [each["first_step"] for each in today["exercises"]] == [0, 2, 3, 4, 5]
    assert [each["state"] for each in today["exercises"]] == ["next", *["later"] * 4]
    assert [each["way"] for each in today["exercises"]] == [
        "", "many cues", "out 3 seconds, back 4 seconds", "", "",
    ]  # fmt: skip
    assert [each["minutes"] for each in today["exercises"]] == [2, 1, 1, 1, 1]
    assert (today["minutes"], today["stop"]) == (6, "Stop bij pijn en bel mij.")
    assert client.get("/api/exercises/lower").status_code == 200


def test_what_the_api_gives_can_be_kept_as_it_is(client):
    answer = put(client).json()

    assert put(client, answer).json() == answer


def test_a_wrong_plan_is_not_kept_and_every_mistake_has_its_place(client, folder):
    steps = [dict(step) for step in DATA["steps"]]
    steps[1]["exercise"] = "flying"
    answer = put(client, DATA | {"steps": steps, "days": ["monday"]})

    assert answer.status_code == 422
    places = [each["place"] for each in answer.json()]
    assert places == ["days.0"]
    answer = put(client, DATA | {"steps": steps})
    assert [each["place"] for each in answer.json()] == ["steps.1.exercise"]
    assert not (folder.path / "plans").exists()


@pytest.mark.parametrize("name", ["other", "bridging", "basis"])
def test_the_id_is_that_of_the_address(client, folder, name):
    assert put(client, name=name).status_code == 422
    assert put(client, DATA | {"id": "bridging"}, "bridging").status_code == 422
    assert put(client, DATA | {"id": "basis"}, "basis").status_code == 422
    assert not (folder.path / "plans").exists()


def test_a_file_is_shown_before_it_is_taken(client, folder):
    shown = take(client, PLAN).json()
    assert (shown["plan"]["title"], shown["kept"], shown["errors"]) == ("Plan van Anna", False, [])
    assert not (folder.path / "plans").exists()

    assert take(client, PLAN, keep=True).json()["kept"] is True
    assert take(client, PLAN).json()["exists"] is True
    assert client.get("/api/plans/anna").json() == shown["plan"]


def test_a_file_with_mistakes_gives_their_lines(client):
    answer = take(client, PLAN.replace("sets: 2", "sets: 99"), keep=True).json()

    assert answer["plan"] is None
    (error,) = answer["errors"]
    assert (error["line"], error["column"]) == (11, 50)
    assert error["message"] == "steps.0.sets: verwacht: hoogstens 10"


@pytest.mark.parametrize(
    "text", ["", "[", "<html>", "\x00", "a: &a [*a]", "[" * 500, "id: x\nmovement: 1\n"]
)
def test_a_file_that_is_no_plan_is_refused(client, folder, text):
    answer = take(client, text, keep=True)

    assert answer.status_code == 200
    assert answer.json()["errors"]
    assert not (folder.path / "plans").exists()


def test_a_programme_is_taken_as_a_plan(client):
    text = (exercises_folder() / "programmes" / "basis.yaml").read_text(encoding="utf-8")

    answer = take(client, text.replace("id: basis", "id: mine"), keep=True).json()

    assert answer["kept"]
    assert len(client.get("/api/plans/mine").json()["steps"]) == 14


def test_the_file_travels_to_another_folder(client, client_with, tmp_path):
    put(client)
    answer = client.get("/api/plans/anna/file")

    assert answer.headers["content-disposition"] == 'attachment; filename="anna.yaml"'
    client.delete("/api/plans/anna")
    assert take(client, answer.text, keep=True).json()["kept"]
    assert client.get("/api/plans/anna/file").text == answer.text


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_print_is_a_pdf(client, lang):
    put(client)
    answer = client.get(f"/api/plans/anna/print?lang={lang}")

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_presets_are_plans(client):
    presets = client.get("/api/plans/presets").json()

    assert [each["id"] for each in presets] == [
        "leaflet", "twelve-minutes", "only-stretches", "after-a-bad-day",
    ]  # fmt: skip
    mine = presets[1] | {"id": "mine"}
    assert put(client, mine, "mine").json()["minutes"] == 12


def test_a_deleted_plan_is_followed_no_more(client):
    put(client)
    client.post("/api/plans/anna/choose")

    assert client.delete("/api/plans/anna").status_code == 204

    assert client.get("/api/settings").json()["plan"] == ""
    assert client.get("/api/today").json()["programme"]["id"] == "basis"
    refused(client.delete("/api/plans/anna"), 404, "not_found")
    refused(client.delete("/api/plans/basis"), 404, "not_found")


def test_a_chosen_plan_that_is_damaged_is_listed_and_basis_is_followed(client, folder):
    put(client)
    client.post("/api/plans/anna/choose")
    (folder.path / "plans" / "anna.yaml").write_text("plan: 1\n", encoding="utf-8")

    first, second = client.get("/api/plans").json()
    assert (first["id"], first["errors"][0]["line"]) == ("anna", 1)
    assert (second["id"], second["chosen"]) == ("basis", True)
    today = client.get("/api/today").json()
    assert today["programme"]["id"] == "basis"
    assert today["trouble"].startswith("anna.yaml, regel 1: id: verwacht: een waarde")
    refused(client.get("/api/plans/anna"), 400, "bad_request")
    assert put(client).status_code == 200
    assert client.get("/api/today").json()["trouble"] is None


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("what", ["", "/file", "/print"])
def test_strange_names_are_not_found(client, folder, name, what):
    assert client.get(f"/api/plans/{name}{what}").status_code in (400, 404)
    assert client.delete(f"/api/plans/{name}").status_code in (400, 404, 405)
    assert client.post(f"/api/plans/{name}/choose").status_code in (400, 404)


def test_bodies_have_limits_and_kinds(client):
    refused(put(client, [1]), 400, "bad_request")
    refused(take(client, PLAN, kind="text/html"), 415, "wrong_type")
    refused(take(client, "#" * 300_000), 413, "too_large")
    deep = "[" * 900 + "]" * 900
    answer = client.put(
        "/api/plans/anna",
        content=f'{{"plan": {deep}}}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code in (400, 422)
    assert "Traceback" not in answer.text
    refused(put(client, {"for": "x" * 100_000}), 413, "too_large")
    assert "<script>" not in put(client, DATA | {"for": "<script>"}).text
    json.dumps(client.get("/api/plans").json())


def test_another_exercise_of_the_same_name_is_pointed_out_before_it_is_taken(client):
    assert put(client).status_code == 200
    other = PLAN.replace("id: anna", "id: other")

    assert take(client, other).json()["same_names"] == []
    changed = other.replace("without: [knees_apart]", "without: [sagging]")
    assert changed != other
    assert take(client, changed).json()["same_names"] == [{"exercise": "lower", "plan": "anna"}]


def test_what_was_done_keeps_its_name_when_the_plan_is_gone(client, folder):
    put(client)
    client.post("/api/plans/anna/choose")
    library = read_library(folder.path)
    lower = library.get("lower")
    keep(
        folder.path,
        judged_frames([175], exercise=lower),
        replace(ABOUT, exercise=lower, book=library.book_for(lower)),
    )
    before = [client.get(f"/api/{each}?lang=en").json() for each in ("sessions", "progress")]
    assert [each[0]["name"] for each in before] == [lower.name.en] * 2
    assert before[1][0]["exists"]

    client.delete("/api/plans/anna")

    sessions, progress = (
        client.get(f"/api/{each}?lang=en").json() for each in ("sessions", "progress")
    )
    assert sessions == [{**before[0][0], "pictured": False}]
    assert progress == [{**before[1][0], "exists": False}]
    assert client.get("/api/sessions/1/report.html").status_code == 200
