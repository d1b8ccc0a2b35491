"""Several people in the app: every route answers for the chosen person and for nobody else."""

import asyncio
import json
import time
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from stabiel.errors import UsageError
from stabiel.store import Persons, Store
from stabiel.web.api import ROUTERS
from stabiel.web.api.inputs import chosen_of
from stabiel.web.asgi_apps import Parts, _owner_app
from stabiel.web.door_app import phone_app
from stabiel.web.household import COOKIE, Household
from stabiel.web.phone import PhoneDoor
from tests.exercises.test_plan import PLAN
from tests.records import ABOUT, keep
from tests.web import targets
from tests.web.analyses import PATH, POSIX, VIDEO, until
from tests.web.app import refused

YAML = {"content-type": "text/yaml"}
# They answer before anybody is chosen, and say nothing of anybody's records.
FOR_ALL = {
    "/", "/pages/{name:path}", "/api/texts", "/api/start", "/api/persons",
    "/api/persons/{person_id}/choose", "/api/browsers", "/api/bundles/close",
}  # fmt: skip


@pytest.fixture
def persons(folder, bridges):
    """Anna with one session, Bert with two; Bert wants English."""
    keep(folder.path, bridges)
    made = Persons(folder.path)
    made.change("first", "Anna")
    made.add("Bert")
    for _ in range(2):
        keep(made.folder("bert").path, bridges)
    made.folder("bert").settings.write_text('{"language": "en", "name_on_reports": true}')
    return made


@pytest.fixture
def household(persons, folder):
    made = Household(folder)
    yield made
    made.close()


@pytest.fixture
def app(household):
    return _owner_app(Parts(household, PhoneDoor("192.168.1.20:8761", "AA:BB")))


@pytest.fixture
def client_of(app):
    """Make a browser of its own, for a person or for nobody yet."""

    def make(person_id=None):
        client = TestClient(app, raise_server_exceptions=False)
        if person_id is not None:
            assert client.post(f"/api/persons/{person_id}/choose").status_code == 204
        return client

    return make


def ids(client):
    return [each["id"] for each in client.get("/api/sessions").json()]


def dependencies(dependant):
    yield dependant.call
    for each in dependant.dependencies:
        yield from dependencies(each)


def routes_of(app):
    everywhere = [*app.routes, *(route for router in ROUTERS for route in router.routes)]
    return [route for route in everywhere if hasattr(route, "dependant")]


def test_no_route_can_forget_the_person(app):
    routes = [each for each in routes_of(app) if not each.path.startswith("/ws/")]
    free = {
        (route.path, *sorted(route.methods))
        for route in routes
        if chosen_of not in set(dependencies(route.dependant))
    }

    assert len(routes) > 30
    # One address may have several methods: listing is for all, adding is not.
    assert {path for path, *_ in free} == FOR_ALL
    assert {path for path, *methods in free if methods != ["GET"]} == {
        "/api/persons/{person_id}/choose", "/api/browsers", "/api/bundles/close",
    }  # fmt: skip


def test_nobody_chosen_gets_nothing(app, client_of):
    client = client_of()
    asked = 0
    for route in routes_of(app):
        for method in getattr(route, "methods", ()):
            if route.path in FOR_ALL and not (route.path == "/api/persons" and method == "POST"):
                continue
            path = route.path.replace("{number}", "1")
            answer = client.request(method, path, json={"sure": True, "name": "x"})
            assert answer.status_code in (400, 404, 409), (method, path, answer.text)
            assert answer.json()["error"]["id"] in ("no_person", "not_found", "bad_request")
            asked += answer.json()["error"]["id"] == "no_person"

    assert asked > 20
    start = client.get("/api/start").json()
    assert (start["person"], start["running"]) == (None, None)
    assert [each["name"] for each in start["persons"]] == ["Anna", "Bert"]


def test_two_browsers_see_each_their_own(client_of, persons):
    anna, bert = client_of("first"), client_of("bert")

    assert (ids(anna), ids(bert)) == ([1], [2, 1])
    assert anna.get("/api/settings").json()["language"] == "nl"
    assert bert.get("/api/settings").json()["language"] == "en"
    assert anna.get("/api/texts").json()["app"]["language"] == "nl"
    assert bert.get("/api/texts").json()["app"]["language"] == "en"
    assert anna.get("/api/data").json()["folder"] == str(persons.root)
    assert bert.get("/api/data").json()["folder"] == str(persons.root / "persons" / "bert")
    refused(anna.get("/api/sessions/2"), 404, "not_found")
    refused(anna.get("/api/sessions/2/report.html"), 404, "not_found")
    assert bert.get("/api/sessions/2").status_code == 200


def test_what_one_does_stays_with_that_one(client_of, persons):
    anna, bert = client_of("first"), client_of("bert")

    anna.put("/api/settings", json={"theme": "dark"})
    bert.delete("/api/sessions/1")
    assert bert.get("/api/settings").json()["theme"] == "system"
    assert (ids(anna), ids(bert)) == ([1], [2])


def test_the_name_stands_on_a_report_if_it_is_wanted(client_of):
    anna, bert = client_of("first"), client_of("bert")

    assert "Anna" not in anna.get("/api/sessions/1/report.html").text
    assert "Bert" in bert.get("/api/sessions/1/report.html").text
    assert bert.get("/api/sessions/1/report.pdf").content.startswith(b"%PDF")


def test_a_page_of_somebody_else_is_refused(client_of):
    client = client_of("bert")
    of_anna = {"X-Stabiel-Person": "first"}

    refused(client.get("/api/sessions", headers=of_anna), 409, "other_person")
    refused(client.get("/api/data/export.zip?person=first"), 409, "other_person")
    refused(client.request("DELETE", "/api/data", json={"sure": True}, headers=of_anna),
            409, "other_person")  # fmt: skip
    assert client.get("/api/data/export.zip?person=bert").status_code == 200


@pytest.mark.parametrize("cookie", ["nobody", "../first", "", "a" * 5000, "first/../bert"])
def test_a_cookie_is_never_a_path(cookie, client_of, folder):
    client = client_of()
    client.cookies.set(COOKIE, cookie)

    refused(client.get("/api/sessions"), 409, "no_person")
    assert sorted(path.name for path in (folder.path / "persons").iterdir()) == ["bert"]


@pytest.mark.parametrize("name", ["nobody", "..", "..%2f..", "%00"])
def test_an_unknown_person_cannot_be_chosen(name, client_of):
    answer = client_of().post(f"/api/persons/{name}/choose")

    assert answer.status_code in (400, 404, 405)
    assert "set-cookie" not in answer.headers


def test_the_cookie_ends_with_the_browser(client_of):
    answer = client_of().post("/api/persons/bert/choose")

    assert answer.headers["set-cookie"] == f"{COOKIE}=bert; HttpOnly; Path=/; SameSite=strict"


def test_own_exercises_are_shared_and_sessions_are_not(client_of, folder):
    anna, bert = client_of("first"), client_of("bert")
    text = "id: low-bridge\nbased_on: bridging\nname: {nl: Lage brug, en: Low bridge}\n"

    kept = bert.post("/api/author", content=text, headers={"Content-Type": "text/yaml"}).json()

    assert kept["kept"], kept
    assert (folder.path / "exercises" / "low-bridge.yaml").is_file()
    assert anna.get("/api/exercises/low-bridge").status_code == 200


def test_erasing_one_leaves_the_other_whole(client_of, persons):
    anna, bert = client_of("first"), client_of("bert")
    assert bert.get("/api/today").status_code == anna.get("/api/today").status_code == 200

    assert bert.request("DELETE", "/api/data", json={"sure": True}).status_code == 204

    assert not (persons.root / "persons").exists()
    assert ids(anna) == [1]
    # Bert's browser is not taken for Anna's.
    refused(bert.get("/api/sessions", headers={"X-Stabiel-Person": "bert"}), 409, "other_person")


def test_erasing_the_first_leaves_the_other_whole(client_of, persons):
    anna, bert = client_of("first"), client_of("bert")
    assert anna.get("/api/today").status_code == 200

    assert anna.request("DELETE", "/api/data", json={"sure": True}).status_code == 204

    assert ids(bert) == [2, 1]
    assert bert.get("/api/start").json()["persons"] == [
        {"id": "bert", "name": "Bert", "color": "blue"}
    ]


@POSIX
def test_a_person_whose_video_is_analyzed_is_removed_by_the_app_alone(
    client_of, persons, household
):
    household.resident("bert").context.analyses._target = targets.looks
    anna, bert = client_of("first"), client_of("bert")
    number = bert.post(PATH, content=b"video", headers=VIDEO).json()["id"]
    until(bert, number, "running")

    with pytest.raises(UsageError, match="the app is analyzing a video"):
        persons.remove("bert")
    assert ids(bert) == [2, 1]
    assert bert.request("DELETE", "/api/data", json={"sure": True}).status_code == 204

    time.sleep(0.2)  # what is cancelled writes nothing any more
    assert not (persons.root / "persons").exists()
    assert ids(anna) == [1]


def test_no_route_says_or_changes_anything_of_somebody_else(app, client_of, persons, bridges):
    """Every route there is, asked by Bert for what Anna has."""
    secret = "geheim-van-anna"
    plan = PLAN.replace("id: anna", f"id: {secret}").replace("title: Plan", f"title: {secret}")
    anna, bert = client_of("first"), client_of("bert")
    assert anna.post("/api/plans/import?keep=true", content=plan, headers=YAML).json()["kept"]
    assert anna.post(f"/api/plans/{secret}/choose").status_code == 204
    keep(persons.root, bridges, replace(ABOUT, source_name=secret))
    assert secret in anna.get("/api/today").text + anna.get("/api/sessions").text
    before = files_of(persons.root)
    values = {"{number}": "2", "{name}": secret, "{exercise_id}": "lower"}
    asked = []
    for route in routes_of(app):
        for method in sorted(getattr(route, "methods", ())):
            path = route.path
            for key, value in values.items():
                path = path.replace(key, value)
            # Bert himself stays, and stays Bert.
            if (method, path) == ("DELETE", "/api/data") or path.endswith("/choose"):
                continue
            answer = bert.request(method, path, json={"sure": True, "name": "Bert", "accept": True})
            # A sentence may repeat the name that was asked for.
            known = answer.text.replace(f"'{secret}'", "") if answer.is_error else answer.text
            assert secret not in known, (method, path)
            asked.append(path)

    assert len(asked) > 40
    assert files_of(persons.root) == before
    assert (len(ids(anna)), secret in anna.get("/api/today").text) == (2, True)


def files_of(root):
    """Return the files of the first person with their contents."""
    return {
        path: path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "persons" not in path.parts and path.suffix != ".sqlite3-shm"
    }


def test_a_running_session_of_one_does_not_hold_up_the_other(client_of, household, persons):
    from tests.records import ABOUT

    anna, bert = client_of("first"), client_of("bert")
    with Store(persons.folder("first")) as store, store.begin(ABOUT):
        answer = anna.request("DELETE", "/api/data", json={"sure": True})
        refused(answer, 409, "running")
        assert bert.request("DELETE", "/api/data", json={"sure": True}).status_code == 204
    assert household.resident("first").context.folder.database.is_file()


def test_the_analyses_of_one_are_not_listed_for_the_other(client_of, household):
    anna, bert = household.resident("first"), household.resident("bert")

    assert anna.context.analyses is not bert.context.analyses
    assert anna.context.curves is not bert.context.curves
    assert anna.context.uploads.new().parent.parent.parent == anna.context.folder.path
    assert bert.context.uploads.new().parent.parent.parent == bert.context.folder.path
    assert anna.host is not bert.host
    assert anna.context.heavy is bert.context.heavy


def first_message(client, query=""):
    try:
        with client.websocket_connect(f"/ws/train?role=trainer{query}") as socket:
            socket.send_text(json.dumps({"type": "join"}))
            return socket.receive_json()
    except WebSocketDisconnect:
        return None


def test_the_socket_is_for_the_chosen_person(client_of):
    assert first_message(client_of())["reason"] == "no_person"
    assert first_message(client_of("bert"), "&person=first")["reason"] == "other_person"
    assert first_message(client_of("bert"), "&person=bert")["reason"] == "no_session"


def test_a_session_of_one_is_not_joined_or_seen_by_the_other(client_of, household):
    running = type("Running", (), {"source": None, "exercise": "bridging", "lines": ["Hoi"]})()
    household.resident("first").host._running = running
    anna, bert = client_of("first"), client_of("bert")

    assert anna.get("/api/start").json()["running"]["exercise"] == "bridging"
    assert bert.get("/api/start").json()["running"] is None
    refused(bert.get("/api/speech/1.wav"), 404, "not_found")
    assert first_message(bert)["reason"] == "no_session"
    household.resident("first").host._running = None


def test_a_person_is_added_and_nobody_else_changes(client, folder, bridges):
    keep(folder.path, bridges)
    client.put("/api/settings", json={"language": "en"})

    assert client.get("/api/persons").json() == {
        "chosen": "first",
        "persons": [{"id": "first", "name": "", "color": "green"}],
    }
    assert client.put("/api/persons/me", json={"name": "Anna"}).status_code == 200
    added = client.post("/api/persons", json={"name": "<Bert>"})
    refused(added, 400, "bad_name")
    refused(client.post("/api/persons", json={"name": "ANNA"}), 409, "name_taken")
    refused(client.post("/api/persons", json={"name": "x" * 10_000}), 400, "bad_name")
    assert client.post("/api/persons", json={"name": "Bert"}).json()["color"] == "blue"

    refused(client.get("/api/sessions"), 409, "no_person")
    client.post("/api/persons/bert/choose")
    assert (ids(client), client.get("/api/settings").json()["language"]) == ([], "en")
    client.post("/api/persons/first/choose")
    assert ids(client) == [1]


def test_one_person_is_never_asked(client, folder, bridges):
    keep(folder.path, bridges)

    assert ids(client) == [1]
    assert "set-cookie" not in client.get("/api/sessions").headers
    assert not (folder.path / "persons").exists()


def test_a_phone_is_for_the_person_that_invited_it():
    door = PhoneDoor("192.168.1.20:8761", "AA:BB")
    token = door.invite("bert").url.partition("token=")[2]

    assert door.person == ""
    assert door.may_enter(token)
    assert door.person == "bert"
    door.invite("first")
    assert door.person == "bert"


def test_each_phone_keeps_its_person():
    from stabiel.web.guard import Guard
    from stabiel.web.passes import RunPasses

    seen = []

    async def app(scope, receive, send):
        seen.append(scope["stabiel.person"])

    who = ["first"]
    guard = Guard(app, names=frozenset({"x:1"}), secure=True, kind="phone", cookie="c",
                  may_enter=lambda token: True, passes=RunPasses(lambda: who[0]))  # fmt: skip

    def ask(query=b"", cookie=""):
        sent = []

        async def send(message):
            sent.append(message)

        headers = [(b"host", b"x:1"), (b"cookie", cookie.encode())]
        scope = {"type": "http", "method": "GET", "path": "/phone", "query_string": query,
                 "headers": headers}  # fmt: skip
        asyncio.run(guard(scope, None, send))
        return dict(sent[0]["headers"]).get(b"set-cookie", b"").decode() if sent else ""

    anna = ask(b"token=1").partition(";")[0]
    who[0] = "bert"
    bert = ask(b"token=2").partition(";")[0]
    ask(cookie=anna)
    ask(cookie=bert)

    assert anna != bert
    assert seen == ["first", "bert"]


def test_the_phone_gets_the_texts_and_session_of_the_person_that_invited_it(household):
    door = PhoneDoor("192.168.1.20:8761", "AA:BB")
    app = phone_app(Parts(household, door), door, "phone")
    running = type("Running", (), {"source": None, "exercise": "bridging", "lines": ["Hoi"]})()
    household.resident("first").host._running = running
    origin = {"Origin": "https://192.168.1.20:8761"}

    def phone_of(person_id):
        client = TestClient(app, base_url="https://192.168.1.20:8761", headers=origin)
        entered = client.get(f"/phone?token={door.invite(person_id).url.partition('token=')[2]}")
        assert entered.status_code == 200
        return client

    anna, bert = phone_of("first"), phone_of("bert")

    assert anna.get("/api/texts").json()["app"]["language"] == "nl"
    assert bert.get("/api/texts").json()["app"]["language"] == "en"
    with bert.websocket_connect("wss://192.168.1.20:8761/ws/train") as socket:
        socket.send_text(json.dumps({"type": "join"}))
        assert socket.receive_json()["reason"] == "no_session"
    household.resident("first").host._running = None


def test_the_app_can_be_started_for_one_person(persons, folder):
    household = Household(folder, default="bert")

    assert household.chosen(None).id == "bert"
    assert household.chosen("first").id == "first"  # a choice in the page counts more
    assert household.known("nobody") is None
    household.close()


def test_what_an_earlier_run_left_is_removed_for_everybody(persons, folder):
    left = persons.folder("bert").make_for_upload("a" * 32, "b" * 32)
    (left / "video").write_bytes(b"x")
    (left.parent / "lock").touch()

    Household(folder).close()

    assert not left.exists()


def test_a_person_removed_by_a_command_is_gone_from_the_app(client_of, persons):
    bert = client_of("bert")
    assert ids(bert) == [2, 1]

    persons.remove("bert")

    refused(bert.get("/api/sessions", headers={"X-Stabiel-Person": "bert"}), 409, "other_person")
    assert not (persons.root / "persons").exists()  # and no request brings the folder back
