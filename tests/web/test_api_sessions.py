"""Kept sessions: the list, one with its curve and landmarks, its video, its reports, deleting."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from stabiel.anatomy import Reason
from stabiel.body.body import BodyReader
from stabiel.coach.time_spent import TimeKind, TimeSpent
from stabiel.pose.recording import Recorded
from stabiel.report.labels import scale_of
from stabiel.store import DataFolder, Store, repair
from stabiel.web.api.sessions import _curve
from stabiel.web.curves import SessionCurve
from stabiel.web.landmark_frames import landmarks_of
from tests.records import ABOUT, BEGAN, Frames, judged_frames, keep
from tests.web.app import DONE, refused

NASTY = "../../<script>alert(1)</script>👩‍⚕️.mp4"
PATHS = ("", "/frames", "/video", "/report.html", "/report.pdf")


@pytest.fixture
def kept(folder: DataFolder, bridges: Frames) -> int:
    return keep(folder.path, bridges)


def keep_whole(folder: DataFolder, about=ABOUT, session=DONE) -> int:
    with Store(folder) as store, store.begin(about) as keeper:
        keeper.finish(session)
        return keeper.session_id


def test_nothing_yet(client):
    assert client.get("/api/sessions").json() == []


def test_the_list_has_the_newest_first(client, folder):
    older = keep_whole(folder)
    newer = keep_whole(folder, replace(ABOUT, began_at=BEGAN + timedelta(days=1)))
    oldest = keep_whole(folder, replace(ABOUT, began_at=BEGAN - timedelta(days=1)))
    folder.room_for_video(newer).write_bytes(b"video")

    listed = client.get("/api/sessions?lang=en").json()

    assert [each["id"] for each in listed] == [newer, older, oldest]
    assert [each["has_video"] for each in listed] == [True, False, False]
    assert listed[1] == {
        "id": older, "exercise": "bridging", "name": "The bridge", "pictured": True,
        "began_at": "2026-03-02T19:30:00Z",
        "duration_s": 61.2, "state": "finished", "repetitions": 2, "good": 1, "attempts": 1,
        "holds": 1, "hold_s": 29.7, "why_nothing": None, "has_video": False,
        "source_name": "webcam", "corrected": None, "ending": None, "is_video": False,
        "of_person": None, "workout": f"session-{older}", "plan": None,
    }  # fmt: skip


def test_one_that_runs_is_in_the_list_and_nowhere_else(client, folder, bridges):
    with Store(folder) as store, store.begin(ABOUT) as keeper:
        keeper.add(*bridges.frames[0])
        number = keeper.session_id

        (listed,) = client.get("/api/sessions").json()

        assert (listed["state"], listed["duration_s"]) == ("running", None)
        for path in PATHS:
            refused(client.get(f"/api/sessions/{number}{path}"), 409, "running")
        refused(client.delete(f"/api/sessions/{number}"), 409, "running")


def test_one(client, kept, bridges):
    found = client.get(f"/api/sessions/{kept}?lang=en").json()

    assert found["id"] == kept
    assert found["began_at"] == "2026-03-02T19:30:00Z"
    assert found["exercise"] == {
        "id": "bridging", "name": "The bridge", "kind": "repetitions", "measure": "hip angle",
        "unit": "degrees",
    }  # fmt: skip
    assert found["headline"] == "2 of 2 good. 1 did not count: pelvis higher."
    (point,) = found["points"]
    assert point["text"].startswith("Pelvis higher: Lift your pelvis higher. (movement after")
    assert point["time_s"] == round(bridges.session.attempts[0].start_s, 3)
    assert found["session"] == bridges.session.to_json()
    assert found["names"]["faults"]["pelvis_low"] == "Pelvis higher"
    assert found["names"]["reasons"]["pelvis_low"] == "Pelvis higher"
    assert found["names"]["reasons"]["hidden"] == "not visible"
    assert found["has_video"] is False
    assert found["spoken"] == [[cue.time_s, cue.text] for cue in bridges.session.cues] != []


def test_the_curve_is_the_measure_over_time(client, kept, bridges):
    curve = client.get(f"/api/sessions/{kept}").json()["curve"]

    steps = np.diff(curve["times_s"])
    assert (steps > 1 / 15 - 1e-3).all() and (steps < 0.1).all()
    (series,) = curve["series"]
    assert (series["name"], series["side"], curve["unit"]) == ("heuphoek", None, "graden")
    values = np.array(series["values"], np.float64)
    assert len(values) == len(curve["times_s"])
    assert 172 < np.nanmax(values) < 178
    assert curve["zone"]["low"] == curve["target"] >= 160
    assert curve["zone"]["high"] is None
    reached = values > curve["target"]
    assert (reached[1:] & ~reached[:-1]).sum() == len(bridges.session.repetitions)


def test_the_words_follow_the_language_that_is_asked_for(client, kept):
    dutch, english = (
        client.get(f"/api/sessions/{kept}?lang={each}").json() for each in ("nl", "en")
    )

    assert dutch["headline"] == "2 van 2 goed. 1 telde niet: bekken hoger."
    assert dutch["names"] != english["names"]
    assert dutch["session"] == english["session"]
    assert dutch["curve"]["times_s"] == english["curve"]["times_s"]


def test_what_was_not_judged_has_its_seconds(client, folder):
    number = keep_whole(folder)

    found = client.get(f"/api/sessions/{number}?lang=en").json()

    assert found["not_judged"] == [
        {"text": "Knees together: not visible from this camera angle", "seconds": 55.1,
         "start_s": None, "end_s": None}
    ]  # fmt: skip


def test_a_fault_removed_from_an_exercise_keeps_its_id(client, folder):
    fault = replace(DONE.faults[0], id="gone_fault")
    number = keep_whole(
        folder,
        session=replace(
            DONE,
            faults=(fault,),
            repetitions=(replace(DONE.repetitions[0], faults=("gone_fault",)),),
            not_judged=(("gone_fault", Reason.HIDDEN, 1.0),),
        ),
    )

    found = client.get(f"/api/sessions/{number}").json()

    assert found["names"]["faults"]["gone_fault"] == "gone_fault"
    assert client.get(f"/api/sessions/{number}/report.html").status_code == 200


def test_the_landmarks(client, kept, bridges):
    found = client.get(f"/api/sessions/{kept}/frames").json()

    assert found["size_px"] == list(bridges.session.source and bridges.frames[0][1].size_px)
    assert len(found["times_s"]) == len(found["points"])
    assert (np.diff(found["times_s"]) >= 1 / 15 - 1e-3).all()
    of = {frame.time_s: frame.pose for frame in bridges.recorded}
    for time_s, row in zip(found["times_s"], found["points"], strict=True):
        assert len(row) == 66
        pose = of[time_s]
        places = np.array(row).reshape(33, 2)
        shares = pose.points / pose.size_px
        near = BodyReader().read(pose).near
        floors = np.where(np.arange(33) % 2 == (near == "left"), 0.4, 0.5)
        floors[:7] = 0.5
        seen = (pose.visibility >= floors) & (shares >= 0).all(axis=1) & (shares <= 1).all(axis=1)
        assert seen.any()
        assert np.abs(places[seen] / 10_000 - shares[seen]).max() <= 0.5e-4 + 1e-9
        assert (places[~seen] == -1).all()


def test_landmarks_that_are_hidden_or_outside_are_not_seen(bridges):
    pose = bridges.frames[0][1]
    points, visibility = pose.points.copy(), pose.visibility.copy()
    points[0], points[1], points[2] = (-1, 5), (5, pose.size_px[1] + 1), (np.nan, 5)
    visibility[3], visibility[4] = 0.49, np.nan
    near, far = (25, 26) if BodyReader().read(pose).near == "left" else (26, 25)
    visibility[near], visibility[far] = 0.41, 0.41
    points[5], visibility[5] = pose.size_px, 0.5
    hidden = replace(pose, points=points, visibility=visibility)

    found = landmarks_of([Recorded(0.0, None), Recorded(0.1, hidden)])

    assert found["times_s"] == [0.0, 0.1]
    assert found["points"][0] is None
    row = found["points"][1]
    assert row[:12] == [-1] * 10 + [10_000, 10_000]
    assert (row[2 * near] >= 0, row[2 * far]) == (True, -1)
    assert landmarks_of([]) == {"size_px": None, "times_s": [], "points": []}
    assert landmarks_of([Recorded(0.0, None)])["points"] == [None]


def test_the_video_in_parts(client, kept, folder):
    refused(client.get(f"/api/sessions/{kept}/video"), 404, "not_found")
    data = bytes(range(256)) * 40
    folder.room_for_video(kept).write_bytes(data)

    whole = client.get(f"/api/sessions/{kept}/video")
    assert (whole.content, whole.headers["content-type"]) == (data, "video/mp4")
    assert whole.headers["accept-ranges"] == "bytes"
    for asked, first, last in (("0-0", 0, 0), ("100-199", 100, 199), ("10000-", 10_000, 10_239),
                               ("-40", 10_200, 10_239)):  # fmt: skip
        part = client.get(f"/api/sessions/{kept}/video", headers={"range": f"bytes={asked}"})
        assert part.status_code == 206
        assert part.content == data[first : last + 1]
        assert part.headers["content-range"] == f"bytes {first}-{last}/10240"
    for asked in ("bytes=20000-", "bytes=9-3", "bytes=a-b", "bytes=" + "0-0," * 2000 + "0-0"):
        odd = client.get(f"/api/sessions/{kept}/video", headers={"range": asked})
        assert odd.status_code in (200, 206, 400, 416)
        assert len(odd.content) <= 3 * len(data)


@pytest.mark.parametrize(("ending", "kind"), [("html", "text/html"), ("pdf", "application/pdf")])
def test_the_report_is_a_file_to_keep(client, kept, folder, ending, kind):
    answer = client.get(f"/api/sessions/{kept}/report.{ending}?lang=en")

    assert answer.headers["content-type"].split(";")[0] == kind
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="stabiel-{kept}.{ending}"'
    )
    if ending == "html":
        assert "2 of 2 good. 1 did not count: pelvis higher." in answer.text
        assert answer.text.count('src="data:image/jpeg') >= 3
        assert "<video" not in answer.text
    else:
        assert answer.content.startswith(b"%PDF-")
    assert not (folder.path / "reports").exists()


def test_a_name_from_outside_is_data_wherever_it_is_shown(client, folder):
    number = keep_whole(folder, replace(ABOUT, source_kind="file", source_name=NASTY))

    assert client.get("/api/sessions").json()[0]["source_name"] == NASTY
    session = client.get(f"/api/sessions/{number}").json()["session"]
    assert session["source"]["name"] == NASTY
    page = client.get(f"/api/sessions/{number}/report.html")
    assert "<script>alert" not in page.text and "alert(1)" in page.text
    assert client.get(f"/api/sessions/{number}/report.pdf").content.startswith(b"%PDF-")


def test_reports_at_the_same_time(client, kept):
    def ask(ending: str) -> bytes:
        return client.get(f"/api/sessions/{kept}/report.{ending}").content

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, ["pdf", "html"] * 3))

    assert len(set(found)) == 2


def test_a_deleted_session_is_gone(client, kept, folder):
    folder.room_for_video(kept).write_bytes(b"video")

    answer = client.delete(f"/api/sessions/{kept}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get("/api/sessions").json() == []
    assert not folder.video(kept).exists()
    for path in PATHS:
        refused(client.get(f"/api/sessions/{kept}{path}"), 404, "not_found")
    refused(client.delete(f"/api/sessions/{kept}"), 404, "not_found")


@pytest.fixture
def strange() -> Iterator[str]:
    return iter(("0", "-1", "1.5", "one", "..", "%2e%2e%2f1", "1%00", "9" * 4000, "🧘", str(2**63)))


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_number_is_not_found(client, kept, strange, path):
    for number in strange:
        refused(client.get(f"/api/sessions/{number}{path}"), 404, "not_found")
        refused(client.delete(f"/api/sessions/{number}"), 404, "not_found")
    assert len(client.get("/api/sessions").json()) == 1


def test_damaged_landmarks_are_reported_and_can_be_deleted(client, kept, folder):
    with sqlite3.connect(folder.database) as connection:
        connection.execute("UPDATE landmarks SET points = x'00ff'")
    connection.close()

    for path in ("/frames", "/report.html", "/report.pdf"):
        refused(client.get(f"/api/sessions/{kept}{path}"), 500, "damaged")
    assert client.get(f"/api/sessions/{kept}").status_code == 200  # its curve is in its trace
    assert len(client.get("/api/sessions").json()) == 1
    assert client.delete(f"/api/sessions/{kept}").status_code == 204


def test_damaged_landmarks_without_a_trace_are_reported(client, kept, folder):
    with sqlite3.connect(folder.database) as connection:
        connection.execute("UPDATE landmarks SET points = x'00ff' WHERE chunk = 3")
        connection.execute("DELETE FROM traces")
    connection.close()

    for path in ("", "/frames", "/report.html", "/report.pdf"):
        refused(client.get(f"/api/sessions/{kept}{path}"), 500, "damaged")


def test_a_trace_shows_what_a_second_judgment_shows(client, kept, folder, context):
    paths = [f"/api/sessions/{kept}{path}" for path in ("?lang=en", "/report.html?lang=en")]
    traced = [client.get(path).content for path in paths]
    with sqlite3.connect(folder.database) as connection:
        assert connection.execute("DELETE FROM traces").rowcount == 1
    connection.close()
    context.curves.forget()

    assert [client.get(path).content for path in paths] == traced


def test_a_session_with_its_trace_is_not_judged_again(client, kept, monkeypatch):
    def judged(*_, **__):
        raise AssertionError("the landmarks were judged again")

    monkeypatch.setattr("stabiel.session.pipeline.Judge.update", judged)

    for path in ("", "/report.html", "/report.pdf"):
        assert client.get(f"/api/sessions/{kept}{path}").status_code == 200


def test_the_first_look_reads_few_landmarks(client, kept, monkeypatch):
    read = []
    unpack_row = repair.unpack_row
    monkeypatch.setattr(
        repair, "unpack_row", lambda chunk, wanted: read.append(chunk) or unpack_row(chunk, wanted)
    )

    client.get(f"/api/sessions/{kept}")
    assert read == []
    assert client.get(f"/api/sessions/{kept}/report.html").text.count('src="data:image/jpeg') >= 3
    assert 0 < len(read) < 10  # of 18 rows


def test_another_exercise_is_not_looked_for_while_someone_exercises(client, context, folder):
    exercise = context.exercise("childs-pose")
    frames = judged_frames([175, 174, 176], exercise=exercise)
    number = keep(folder.path, frames, replace(ABOUT, exercise=exercise))

    def first_line() -> str:
        return client.get(f"/api/sessions/{number}?lang=en").json()["headline"]

    context.is_training = lambda: True
    assert "looks like" not in first_line()
    context.is_training = lambda: False
    assert first_line() == (
        'Nothing counted: this looks like "The bridge", so choose that exercise.'
    )
    context.is_training = lambda: True
    assert "looks like" in first_line()


CHIN = replace(
    DONE, exercise="all-fours", repetitions=(), attempts=(), holds=(), faults=(),
    time=(
        TimeSpent(TimeKind.SET_UP, "view", 4.0),
        TimeSpent(TimeKind.NEAR_ZONE, "face_not_up", 18.04, 3.1),
        TimeSpent(TimeKind.NOBODY, None, 39.16),
    ),
)  # fmt: skip


def test_a_session_in_which_nothing_counted_says_why_first_and_where_the_time_went(
    client, context, folder
):
    about = replace(ABOUT, exercise=context.exercise("all-fours"))
    number = keep_whole(folder, about, CHIN)
    why = "18 s niet geteld: trek je kin licht in (3 graden te veel)."

    (listed,) = client.get("/api/sessions?lang=nl").json()
    shown = client.get(f"/api/sessions/{number}?lang=nl").json()

    assert listed["why_nothing"] == why
    assert (shown["headline"], shown["counted"], shown["points"]) == (why, False, [])
    assert shown["time"] == [
        {"seconds": "39,2", "text": "niemand in beeld"},
        {"seconds": "18,0", "text": "niet geteld: trek je kin licht in (3 graden te veel)"},
        {
            "seconds": "4,0",
            "text": "nog niet klaar voor de start: zet de camera op de goede plaats",
        },
    ]


def test_a_damaged_session_does_not_hide_the_others_in_the_list(client, context, folder):
    keep_whole(folder, replace(ABOUT, exercise=context.exercise("all-fours")), CHIN)
    keep_whole(folder)
    with sqlite3.connect(folder.database) as connection:
        connection.execute("UPDATE time_spent SET kind = 'dreaming'")

    listed = client.get("/api/sessions").json()

    assert [each["why_nothing"] for each in listed] == [None, None]


def test_a_curve_of_lengths_is_in_centimeters():
    curve = SessionCurve([0.0, 0.1], [0.2, None], goal=0.46, zone=(None, 0.3))

    shown = _curve(curve, "afstand", "centimeters", scale_of("hip_to_ankle_tl"))

    assert shown["series"][0]["values"] == [10.0, None]
    assert (shown["target"], shown["zone"]) == (23.0, {"low": None, "high": 15.0})
    angle = _curve(curve, "hoek", "graden", scale_of("hip_angle_deg"))
    assert angle["series"][0]["values"] == [0.2, None]


def test_the_paper_has_what_was_said_only_if_asked(client, kept):
    said = client.get(f"/api/sessions/{kept}/report.pdf?spoken=true")
    plain = client.get(f"/api/sessions/{kept}/report.pdf")

    assert said.status_code == plain.status_code == 200
    assert said.content.count(b"/Type /Page\n") == plain.content.count(b"/Type /Page\n") + 1
