"""The limit of a session's movement: what would have counted with another one."""

from dataclasses import replace

import pytest
import yaml

from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.exercises.library import read_library, with_file
from stabiel.session.pipeline import Judge
from stabiel.session.session import Source
from stabiel.store import DataFolder
from stabiel.tuning.limits import limit_file, limit_named, movable_limits, with_limit
from tests.bodies import childs_pose, path, pose_of
from tests.records import ABOUT, Frames, keep
from tests.web.app import refused

BOOK = load_book()


@pytest.fixture
def kept(folder: DataFolder, bridges: Frames) -> int:
    """Two good bridges around one of 152 degrees."""
    return keep(folder.path, bridges)


def ask(client, number, **query):
    answer = client.get(f"/api/sessions/{number}/limit", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_own_limit_gives_what_was_counted(client, kept):
    found = ask(client, kept)

    assert (found["limit"], found["at"]) == (166.5, 166.5)
    assert [each["counted"] for each in found["spans"]] == [True, False, True]
    again = ask(client, kept, at=166.5)
    assert again | {"curve": found["curve"]} == found
    (series,) = found["curve"]["series"]
    assert max(filter(None, series["values"])) > 166.5
    assert [each["id"] for each in found["lines"]][:3] == [
        "target", "fault.overarched", "fault.foot_moved",
    ]  # fmt: skip


def test_a_lower_limit_counts_the_low_bridge_and_a_higher_one_none(client, kept):
    counts = {at: ask(client, kept, at=at)["counted"] for at in (150, 166.5, 178)}

    print(counts)
    assert counts == {150: 3, 166.5: 2, 178: 0}


def test_the_file_has_the_limit_and_can_be_kept(client, kept):
    found = ask(client, kept, at=150)

    headers = {"content-type": "text/yaml"}
    answer = client.post("/api/author", content=found["file"].encode(), headers=headers).json()
    assert (answer["kept"], answer["mistakes"]) == (True, [])
    shown = client.get(f"/api/exercises/{answer['id']}?lang=en").json()
    assert (answer["id"], shown["name"]) == ("bridging-150", "The bridge (150)")


@pytest.mark.parametrize("at", ["nan", "inf", "1e9", "high"])
def test_a_strange_limit_is_refused(client, kept, at):
    refused(client.get(f"/api/sessions/{kept}/limit?at={at}"), 400, "bad_request")


def test_a_session_that_does_not_exist_has_no_limit(client):
    refused(client.get("/api/sessions/9/limit"), 404, "not_found")


MOVED = [each for each in BOOK.exercises.values() if each.movement is not None]


@pytest.mark.parametrize("exercise", MOVED, ids=lambda each: each.id)
def test_what_is_tied_to_the_limit_moves_with_it(exercise):
    limit = exercise.movement.target.limit - 7.0

    target = limit_named(exercise, BOOK, None)
    changed = with_limit(exercise, BOOK, target, limit)

    assert changed.movement.target.limit == limit
    for name, fault in changed.faults.items():
        before = exercise.faults[name]
        if getattr(fault, "peak_range", None) is None:
            assert fault == before
        else:
            ends = zip(fault.peak_range, before.peak_range, strict=True)
            moved = [one - other for one, other in ends]
            assert moved == pytest.approx([-7.0, -7.0])
    for view, value in exercise.movement.target.in_view.items():
        assert changed.movement.target.in_view[view] == pytest.approx(value - 7.0)
    assert yaml.safe_load(limit_file(exercise, BOOK, target, limit))["based_on"] == exercise.id


def test_the_limit_of_a_fault_is_moved_with_its_dead_band(client, kept):
    own = ask(client, kept, line="fault.arms_lifted")
    strict = ask(client, kept, line="fault.arms_lifted", at=-25)  # cm

    assert (own["kind"], own["limit"], own["good_above"]) == ("fault", 12.5, False)
    assert own["spans"] == []
    assert len(strict["spans"]) >= 1
    assert strict["good"] == 0
    faults = yaml.safe_load(strict["file"])["faults"]
    assert faults == {"arms_lifted": {"above": -0.5, "clears_below": -0.55}}


@pytest.fixture
def stretch(folder: DataFolder) -> int:
    """A child's pose of eleven seconds."""
    exercise, figure = BOOK["childs-pose"], childs_pose
    judge = Judge(exercise, BOOK, "nl")
    hip = path((0, 90), (2, 90), (5, 36), (16, 36), (19, 90), (22, 90))
    frames = []
    for index in range(22 * 15):
        time_s = index / 15
        pose = pose_of(figure(hip(time_s)), time_s)
        frames.append((time_s, pose, judge.update(time_s, pose), None))
    session = judge.finish(Source("camera", "webcam", 22.0, 15.0, 1280, 720), "full")
    about = replace(ABOUT, exercise=exercise)
    return keep(folder.path, Frames(frames, session, judge.trace), about)


def test_the_zone_of_a_hold_is_moved_and_can_be_kept(client, stretch):
    own = ask(client, stretch, line="zone.trunk_down.at_most")
    stricter = ask(client, stretch, line="zone.trunk_down.at_most", at=20)

    assert (own["kind"], own["limit"], own["good_above"]) == ("zone", 50.0, False)
    assert own["held_s"] > 8.0
    (span,) = own["spans"]
    assert span["held_s"] == pytest.approx(own["held_s"], abs=0.1)
    assert stricter["held_s"] == 0.0
    headers = {"content-type": "text/yaml"}
    answer = client.post("/api/author", content=stricter["file"].encode(), headers=headers).json()
    assert (answer["kept"], answer["mistakes"]) == (True, [])


HELD = [each for each in BOOK.exercises.values() if each.hold is not None]


@pytest.mark.parametrize("exercise", [*MOVED, *HELD], ids=lambda each: each.id)
def test_every_limit_can_be_moved_and_its_file_is_right(exercise, tmp_path):
    limits = movable_limits(exercise, BOOK)

    assert len({each.id for each in limits}) == len(limits)
    for each in limits:
        by = 0.01 if each.measure.endswith("_tl") else 1.0
        value = each.value - by if each.good_above else each.value + by
        changed = with_limit(exercise, BOOK, each, value)
        book = ExerciseBook(BOOK.shared, BOOK.exercises | {exercise.id: changed})
        moved = [other for other in movable_limits(changed, book) if other.name == each.name]
        assert any(other.value == pytest.approx(value) for other in moved), each.id
        data = yaml.safe_load(limit_file(exercise, BOOK, each, value))
        path = tmp_path / f"{data['id']}.yaml"
        path.write_text(yaml.safe_dump(data), encoding="utf-8")
        _, read = with_file(read_library(), path)
        assert (read.movement, read.hold) == (changed.movement, changed.hold)
        assert read.faults == changed.faults


def test_a_zone_takes_the_fault_that_says_the_same_with_it():
    psoas = BOOK["psoas"]
    stance = limit_named(psoas, BOOK, "zone.long_stance.at_least")

    changed = with_limit(psoas, BOOK, stance, 0.7)

    assert changed.faults["stance_short"].dead_band[:2] == pytest.approx((0.65, 0.75))
    assert changed.faults["trunk_bent"] == psoas.faults["trunk_bent"]


def test_a_limit_that_does_not_exist_is_refused(client, kept):
    for line in ("fault.none", "zone.x.at_least", "../etc"):
        refused(client.get(f"/api/sessions/{kept}/limit", params={"line": line}), 404, "not_found")
