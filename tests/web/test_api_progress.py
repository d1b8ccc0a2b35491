"""Progress: the weeks of each exercise, and the answer to a suggestion."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from stabiel.coach.events import Hold, Repetition
from stabiel.store import DataFolder, Store
from tests.records import ABOUT, WHOLE
from tests.sessions import BOOK
from tests.web.app import refused

MONDAY = datetime(2026, 3, 2, 19, 30).astimezone()
GOOD = Repetition(9.1, 1, "both", 2.0, 4.0, 9.0, (), {
    "start_hip_extension_deg": 125.0, "peak_hip_extension_deg": 172.0,
    "out_s": 1.4, "hold_s": 1.0, "return_s": 2.2,
})  # fmt: skip


def keep(folder: DataFolder, days: int, good: int) -> None:
    bad = replace(GOOD, faults=("sagging",))
    session = replace(
        WHOLE, repetitions=(GOOD,) * good + (bad,) * (10 - good), attempts=(), holds=(), faults=()
    )
    about = replace(ABOUT, began_at=MONDAY + timedelta(days=days), dose=10)
    with Store(folder) as store, store.begin(about) as keeper:
        keeper.finish(session)


@pytest.fixture
def weeks(folder):
    for days, good in ((0, 6), (3, 8), (14, 9), (15, 10)):
        keep(folder, days, good)


def test_nothing_yet(client):
    assert client.get("/api/progress").json() == []


def test_weeks(client, weeks):
    (bridge,) = client.get("/api/progress?lang=en").json()

    assert bridge["weeks"][0] == {
        "monday": "2026-03-02", "sessions": 2, "repetitions": 20, "good": 14, "good_share": 0.7,
        "hold_s": 0.0, "start": 125.0, "peak": 172.0, "out_s": 1.4, "return_s": 2.2,
        "faults": [{"name": "Pelvis held high", "count": 6}], "range": 47.0, "sides": {},
        "fatigue": {"sets": 2, "range_first": 47.0, "range_last": 47.0, "tempo_first_s": 3.6,
                    "tempo_last_s": 3.6},
    }  # fmt: skip
    assert [week["good_share"] for week in bridge["weeks"]] == [0.7, 0.95]
    assert bridge["suggestion"] == {"before": 10, "suggested": 12, "sessions": 2}
    del bridge["weeks"], bridge["this_week"]
    assert bridge == {
        "exercise": "bridging", "name": "The bridge", "kind": "repetitions", "measure": "hip angle",
        "unit": "degrees", "exists": True, "compared": {
            "range_at_first": None, "range_now": None, "gone": [], "new": [],
            "unsaid": ["range", "faults"],
        }, "suggestion": {"before": 10, "suggested": 12, "sessions": 2},
    }  # fmt: skip


def test_holds_have_their_seconds(client, folder):
    chest = BOOK.get("knees-to-chest")
    held = Hold(40.0, 1, "both", 3.0, 33.0, 29.6, False, ("bouncing",))
    session = replace(
        WHOLE, exercise=chest.id, repetitions=(), attempts=(), faults=(), holds=(held,)
    )
    about = replace(ABOUT, exercise=chest, began_at=MONDAY)
    with Store(folder) as store, store.begin(about) as keeper:
        keeper.finish(session)

    (found,) = client.get("/api/progress?lang=nl").json()

    assert (found["kind"], found["suggestion"]) == ("hold", None)
    assert found["weeks"][0]["hold_s"] == 29.6
    assert found["weeks"][0]["good_share"] is None
    assert found["weeks"][0]["faults"] == [{"name": "Rustig blijven", "count": 1}]


@pytest.mark.parametrize(("accept", "dose"), [(True, 12), (False, 10)])
def test_an_answer(client, weeks, folder, accept, dose):
    answer = client.post("/api/progress/bridging", json={"accept": accept})

    assert answer.json() == {"exercise": "bridging", "repetitions": dose}
    with Store(folder) as store:
        assert store.doses() == {"bridging": dose}
    again = client.post("/api/progress/bridging", json={"accept": accept})
    refused(again, 409, "no_suggestion")


def test_nothing_is_suggested(client, weeks):
    refused(client.post("/api/progress/leg-lift", json={"accept": True}), 409, "no_suggestion")


@pytest.mark.parametrize("name", ["squat", "..", "🧘", "%3Cscript%3E"])
def test_an_unknown_exercise(client, name):
    refused(client.post(f"/api/progress/{name}", json={"accept": True}), 404, "not_found")


@pytest.mark.parametrize("body", [{}, {"accept": "yes"}, {"accept": 1}, {"accept": True, "x": 1}])
def test_an_invalid_answer(client, weeks, body):
    refused(client.post("/api/progress/bridging", json=body), 400, "bad_request")
