"""One page and a bundle over the app; a bundle that is opened can only be read."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from fastapi.testclient import TestClient

from stabiel.store import Store
from stabiel.web.context import Context
from tests.four_weeks import LAST, NOW, write_four_weeks
from tests.report.test_pdf import pages_of
from tests.web.app import app_of, refused


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    made = Context(write_four_weeks(tmp_path_factory.mktemp("api") / "data"), now=lambda: NOW)
    yield made
    made.close()


@pytest.fixture(scope="module")
def app(context):
    made = app_of(context)
    yield made
    made.state.household.close()


@pytest.fixture
def client(app):
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="module")
def bundle(app) -> bytes:
    answer = TestClient(app).get("/api/report/bundle.zip?weeks=4")
    assert answer.status_code == 200, answer.text
    return answer.content


def test_the_page_is_one_page_named_by_its_last_day(client):
    answer = client.get("/api/report/period.pdf?weeks=4&lang=en")

    assert len(pages_of(answer.content)) == 1
    assert answer.headers["content-type"] == "application/pdf"
    assert f"stabiel-{LAST}.pdf" in answer.headers["content-disposition"]


@pytest.mark.parametrize("weeks", ["0", "53", "four", "-1"])
def test_weeks_that_cannot_be(client, weeks):
    refused(client.get(f"/api/report/period.pdf?weeks={weeks}"), 400, "bad_request")


def test_nothing_done_is_said(folder):
    context = Context(folder)
    for kind in ("period.pdf", "bundle.zip"):
        answer = TestClient(app_of(context)).get(f"/api/report/{kind}")
        assert "Nothing is kept" in refused(answer, 404, "nothing_kept")
    context.close()


def test_the_calendar_progress_and_the_page_agree(client):
    """The same sums as in `tests/report/test_four_weeks.py`, which were made by hand."""
    month = client.get("/api/days?month=2026-11").json()
    progress = {each["exercise"]: each["weeks"] for each in client.get("/api/progress").json()}

    # The 30th is planned too, and still to come.
    assert (month["planned_until_today"], month["done"], month["partly"], month["extra"]) == (
        12, 8, 2, 1,
    )  # fmt: skip
    states = {each["day"][8:]: each["state"] for each in month["days"]}
    assert [day for day, state in states.items() if state == "empty"] == ["13", "18"]
    assert [(each["good"], each["repetitions"]) for each in progress["bridging"]] == [
        (7, 12), (6, 8), (6, 8), (12, 12),
    ]  # fmt: skip
    assert [(each["good"], each["repetitions"]) for each in progress["leg-lift"]] == [
        (3, 9), (1, 3), (4, 6), (6, 9),
    ]  # fmt: skip
    (page,) = pages_of(client.get("/api/report/period.pdf?weeks=4&lang=en").content)
    assert page.count(" Do") == 2


def test_a_bundle_is_read_and_nothing_of_it_changes_or_mixes(client, bundle, context):
    with Store(context.folder) as store:
        before = [each.id for each in store.sessions()]
    own = client.get("/api/sessions").json()

    answer = client.post("/api/bundles?name=jansen.zip", content=bundle)
    assert answer.status_code == 204, answer.text

    read = client.get("/api/sessions").json()
    assert len(read) == len(own) - 1  # without the video of somebody else
    assert client.get("/api/days?month=2026-11").json()["done"] == 8
    assert client.get("/api/bundles/page.pdf").content.startswith(b"%PDF")
    number = read[0]["id"]
    for method, path, body in (
        ("DELETE", f"/api/sessions/{number}", None),
        ("DELETE", "/api/data", {"sure": True}),
        ("PUT", "/api/settings", {}),
        ("POST", "/api/by-hand", {"note": {}}),
        ("POST", "/api/persons", {"name": "Jo"}),
        ("POST", f"/api/sessions/{number}/corrections", {}),
        ("POST", "/api/bundles", None),
    ):
        refused(client.request(method, path, json=body), 403, "read_only")

    assert client.post("/api/bundles/close").status_code == 204
    assert client.get("/api/sessions").json() == own
    refused(client.get("/api/bundles/page.pdf"), 404, "not_found")
    with Store(context.folder) as store:
        assert [each.id for each in store.sessions()] == before
    assert not list(context.folder.uploads.rglob("*.sqlite3"))


def test_another_browser_still_sees_its_own(app, client, bundle):
    client.post("/api/bundles", content=bundle)
    own = TestClient(app).get("/api/sessions").json()

    assert len(own) == len(client.get("/api/sessions").json()) + 1
    client.post("/api/bundles/close")


@pytest.mark.parametrize("data", [b"", b"PK", b"hello" * 1000])
def test_what_is_no_bundle_is_refused_and_leaves_nothing(client, context, data):
    answer = client.post("/api/bundles?name=../../x.zip", content=data)

    said = refused(answer, 422, "no_bundle")
    assert "it is not a bundle of stabiel, or it is damaged" in said
    assert not list(context.folder.uploads.rglob("*.zip"))
    assert client.get("/api/days/week").status_code == 200


def test_a_bundle_of_a_newer_version(client):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("bundle.json", '{"bundle": 99}')
    refused(client.post("/api/bundles", content=packed.getvalue()), 422, "newer_bundle")


def test_the_day_of_the_bundle_is_its_own(client, bundle):
    client.post("/api/bundles", content=bundle)
    assert client.get("/api/days/week").json()["today"] == LAST.isoformat()
    assert date.fromisoformat(client.get("/api/days/week").json()["since"]) < LAST
    client.post("/api/bundles/close")
