"""`stabiel progress`: weeks of sessions, and the programme's suggestion, accepted or declined."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from stabiel.coach.events import Hold, Repetition
from stabiel.session.trends import past_of, weeks
from stabiel.store import DataFolder, Store
from tests.records import ABOUT, WHOLE
from tests.sessions import BOOK

# A Monday evening, in local time.
MONDAY = datetime(2026, 3, 2, 19, 30).astimezone()
GOOD = Repetition(9.1, 1, "both", 2.0, 4.0, 9.0, (), {
    "start_hip_extension_deg": 125.0, "peak_hip_extension_deg": 172.0,
    "out_s": 1.4, "hold_s": 1.0, "return_s": 2.2,
})  # fmt: skip


def keep_one(folder: Path, began_at: datetime, good: int, dose: int | None = 10) -> None:
    bad = replace(GOOD, faults=("sagging",))
    repetitions = (GOOD,) * good + (bad,) * (10 - good)
    session = replace(WHOLE, repetitions=repetitions, attempts=(), holds=(), faults=())
    about = replace(ABOUT, began_at=began_at, dose=dose)
    with Store(DataFolder(folder)) as store, store.begin(about) as keeper:
        keeper.finish(session)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two sessions in one week and two in the week after next; the last two went well."""
    folder = tmp_path / "data"
    for days, good in ((0, 6), (3, 8), (14, 9), (15, 10)):
        keep_one(folder, MONDAY + timedelta(days=days), good)
    return folder


def test_weeks_add_up_and_empty_ones_are_left_out(run, data):
    code, out, err = run("progress", "--data", data, "--lang", "en")

    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "The bridge"
    assert lines[2] == "2026-03-02 2 20 70 % 125° – 172° 1.4 s / 2.2 s pelvis held high 6×"
    assert lines[3] == "2026-03-16 2 20 95 % 125° – 172° 1.4 s / 2.2 s pelvis held high 1×"
    assert lines[4] == (
        "End of a set against its start: range 47° against 47°, time 3.6 s against 3.6 s."
    )
    assert lines[5] == (
        "Too little done yet to say anything about: range over the weeks, which points are gone or "
        "new."
    )
    assert lines[6] == (
        "Suggestion: 12 repetitions instead of 10, because the last 2 sessions went well."
    )


def test_for_programs(run, data):
    (bridging,) = json.loads(run("progress", "bridging", "--json", "--data", data)[1])

    assert bridging["exercise"] == "bridging"
    assert [week["good"] for week in bridging["weeks"]] == [14, 19]
    assert bridging["weeks"][0]["peak_hip_extension_deg"] == 172.0
    assert bridging["weeks"][0]["faults"] == {"sagging": 6}
    assert bridging["weeks"][0]["range"] == 47.0
    assert bridging["weeks"][0]["fatigue"]["sets"] == 2
    assert bridging["compared"]["unsaid"] == ["range", "faults"]
    assert bridging["suggested_repetitions"] == 12


def test_an_accepted_suggestion_is_the_new_dose(run, data):
    assert run("progress", "bridging", "--accept", "--lang", "en", "--data", data) == (
        0, "The bridge: 12 repetitions from now on.\n", "",
    )  # fmt: skip

    with Store(DataFolder(data)) as store:
        assert store.doses() == {"bridging": 12}
    assert "Suggestion" not in run("progress", "--lang", "en", "--data", data)[1]
    # Good sessions at the new dose lead to the next suggestion.
    for days in (1, 2):
        keep_one(data, datetime.now().astimezone() + timedelta(days=days), 10, dose=12)
    assert "Suggestion" not in run("progress", "--lang", "en", "--data", data)[1]  # 10 of 12


def test_a_declined_suggestion_comes_back_after_as_many_good_sessions(run, data):
    assert run("progress", "bridging", "--decline", "--data", data) == (
        0, "Bridging: het blijft 10 keer.\n", "",
    )  # fmt: skip
    assert "Voorstel" not in run("progress", "--data", data)[1]

    keep_one(data, datetime.now().astimezone() + timedelta(days=1), 10)
    assert "Voorstel" not in run("progress", "--data", data)[1]
    keep_one(data, datetime.now().astimezone() + timedelta(days=2), 10)
    assert "Voorstel: 12 keer in plaats van 10" in run("progress", "--data", data)[1]


def test_a_session_without_a_dose_suggests_nothing(run, tmp_path):
    for days in (0, 1, 2):
        keep_one(tmp_path / "data", MONDAY + timedelta(days=days), 10, dose=None)

    assert "Voorstel" not in run("progress", "--data", tmp_path / "data")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("squat",), "There is no exercise 'squat'"),
        (("--accept",), "Name the exercise"),
        (("leg-lift", "--accept"), "There is no suggestion for leg-lift"),
        (("bridging", "--programme", "hard"), "There is no plan 'hard'; choose one of: basis"),
    ],
)
def test_wrong_use_is_a_sentence(run, data, arguments, words):
    code, out, err = run("progress", *arguments, "--data", data)

    assert (code, out) == (2, "")
    assert words in err


def test_nothing_is_kept_yet(run, tmp_path):
    said = run("progress", "--lang", "en", "--data", tmp_path / "data")

    assert said == (0, "No sessions saved yet.\n", "")


def test_holds_have_their_seconds(run, tmp_path):
    chest = BOOK.get("knees-to-chest")
    held = Hold(40.0, 1, "both", 3.0, 33.0, 29.6, False, ("bouncing",))
    session = replace(
        WHOLE, exercise=chest.id, repetitions=(), attempts=(), faults=(), holds=(held, held)
    )
    about = replace(ABOUT, exercise=chest, began_at=MONDAY)
    with Store(DataFolder(tmp_path / "data")) as store, store.begin(about) as keeper:
        keeper.finish(session)

    out = run("progress", "--lang", "en", "--data", tmp_path / "data")[1]

    assert " ".join(out.splitlines()[2].split()) == "2026-03-02 1 59 s keeping still 2×"


def test_a_day_is_that_of_this_computer() -> None:
    late = MONDAY.replace(hour=23, minute=30) - timedelta(days=1)

    found = weeks([past_of(1, late, WHOLE, "hip_extension_deg")])

    assert found[0].monday == (MONDAY - timedelta(days=7)).date()
