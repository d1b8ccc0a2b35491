"""The page of margins names every limit, and its figures are those of the examples."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from yaml import safe_load

from benchmarks.margin_bounds import SHARED, Bound, all_bounds, bounds_of, roles_of, same_fault
from benchmarks.margin_examples import (
    Example,
    Known,
    examples,
    known_of_clip,
    known_of_row,
    lasting,
)
from benchmarks.margins import PAGE, Room, page_of, room_of
from benchmarks.real_claims import Label, Row
from stabiel.coach.events import FaultEnded
from stabiel.exercises.files import load_book
from stabiel.session.session import Source
from stabiel.tuning.signals import Trial, try_exercise
from tests.bodies import Bridge, path, pose_of

ROOT = Path(__file__).resolve().parents[2]
BOOK = load_book()
BRIDGING = BOOK.get("bridging")
HIP = path(
    *[(0.0, 125.0), (1.5, 125.0), (2.5, 175.0), (3.5, 175.0), (5.7, 125.0), (6.7, 125.0)],
    *[(8.0, 152.0), (9.0, 152.0), (11.5, 125.0), (12.5, 125.0), (13.5, 175.0), (14.5, 175.0)],
    *[(15.3, 125.0), (17.0, 125.0)],
)


def done(number: int, start_s: float, end_s: float) -> dict[str, Any]:
    return {"number": number, "side": "both", "start_s": start_s, "end_s": end_s}


TRUTH: dict[str, Any] = {
    "clip": {"body": "woman"},
    "repetitions": [done(1, 1.5, 5.7), done(2, 12.5, 15.3)],
    "attempts": [{"side": "both", "start_s": 6.7, "end_s": 11.5, "reason": "pelvis_low"}],
    "holds": [],
    "faults": [{"id": "lowering_fast", "start_s": 14.5, "end_s": 15.3, "repetition": 2}],
}


@pytest.fixture(scope="module")
def trial() -> Trial:
    person = Bridge()
    poses = [(row / 25, pose_of(person.at(HIP(row / 25)), row / 25)) for row in range(425)]
    source = Source("array", "test", 0.0, 0.0, 1280, 960)
    return try_exercise(BRIDGING, BOOK, poses, source=source, model="none")


def named(name: str, role: str) -> Bound:
    return next(b for b in bounds_of(BRIDGING, BOOK) if (b.name, b.role) == (name, role))


def values(found: list[Example], right: bool) -> list[float]:
    return [each.value for each in found if each.right == right]


# --- the page ---


@pytest.mark.parametrize("owner", [SHARED, *BOOK.exercises])
def test_the_page_names_every_limit(owner: str) -> None:
    heading = "Shared checks" if owner == SHARED else owner
    (section,) = re.findall(
        rf"^## {heading}\n(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S
    )
    rows = {line.split(" | ")[0].removeprefix("| ") for line in section.splitlines()}
    missing = {bound.title for bound in all_bounds(BOOK).get(owner, [])} - rows

    assert not missing, "make the page again: python -m benchmarks.margins"


def test_every_fault_and_every_check_in_use_has_a_limit() -> None:
    bounds = all_bounds(BOOK)
    for file in (ROOT / "exercises").glob("*.yaml"):
        exercise = safe_load(file.read_text(encoding="utf-8"))
        limits = {bound.name for bound in bounds.get(exercise["id"], [])}
        # An attempt that an unmet check alone makes has the limit of that check.
        own = {
            name
            for name, fault in exercise["faults"].items()
            if "peak_between" in fault.get("attempt", ["peak_between"])
        }
        assert own <= limits
        used = set(BOOK.get(exercise["id"]).checks)
        asked = {name for name in used if roles_of(name, BOOK.get(exercise["id"]), BOOK)}
        assert asked <= {bound.name for bound in bounds[SHARED]}


def test_a_limit_has_its_number_its_dead_band_and_its_direction() -> None:
    overarched, pelvis_up = named("overarched", "fault"), named("pelvis_up", "reach")

    assert (overarched.value, overarched.clears, overarched.wrong_above) == (16, 12, True)
    assert (pelvis_up.owner, pelvis_up.wrong_above) == (SHARED, False)
    assert same_fault(pelvis_up, BRIDGING) == {"pelvis_low"}


def test_a_target_that_depends_on_the_view_is_a_limit_for_each() -> None:
    targets = [each for each in bounds_of(BRIDGING, BOOK) if each.name == "target"]

    assert [each.title for each in targets] == [
        "`target` (reach, high, side): `hip_extension_deg` ≥ 166.5",
        "`target` (reach, oblique): `hip_extension_deg` ≥ 160",
    ]


def test_the_page_shows_an_overlap_first() -> None:
    bound = named("overarched", "fault")
    found = [
        Example(bound, True, 20.0, "a", "real full", "side"),
        Example(bound, False, 18.0, "b", "real full", "high"),
    ]
    page = page_of(found, {bound.measure: 2.0}, {"bridging": [bound]})

    first, _, rest = page.partition("## bridging")
    assert "| bridging, `overarched`" in first
    assert "| -2.0 **overlap** | 2.0 | a, side (1.0) |" in first
    assert "| real full | 1: 20, 20, 20 | 1: 18, 18, 18 | 1, 0 |" in rest


# --- examples ---


def test_a_clip_gives_right_and_wrong_examples(trial: Trial) -> None:
    known = known_of_clip(TRUTH, "rendered full")
    low = named("target", "reach")
    found = examples([low], trial, known, BOOK)

    assert values(found, right=True) == pytest.approx([175, 175], abs=3)
    assert values(found, right=False) == pytest.approx([152], abs=3)
    assert {each.body for each in found} == {"woman"}


def test_a_repetition_is_fast_or_not(trial: Trial) -> None:
    found = examples([named("lowering_fast", "tempo")], trial, known_of_clip(TRUTH, "s"), BOOK)

    (right,), (wrong,) = values(found, right=True), values(found, right=False)
    limit_s = BOOK.get("bridging").faults["lowering_fast"].shorter_than_s
    assert wrong < limit_s < right


def test_a_way_that_the_judge_does_not_call_fast_is_no_example_of_it(trial: Trial) -> None:
    strict = Bound("bridging", "foot_moved", "return_s", "working", 99.0, False, "tempo", 0.0)

    assert examples([strict], trial, known_of_clip(TRUTH, "s"), BOOK) == []


def test_the_rest_is_before_a_movement(trial: Trial) -> None:
    low, high = [b for b in bounds_of(BRIDGING, BOOK) if b.name == "start"]
    found = examples([low, high], trial, known_of_clip(TRUTH, "s"), BOOK)

    assert values(found, right=True) == pytest.approx([125] * 4, abs=3)


def test_another_fault_of_a_repetition_makes_no_wrong_example(trial: Trial) -> None:
    found = examples([named("overarched", "fault")], trial, known_of_clip(TRUTH, "s"), BOOK)

    assert len(values(found, right=True)) == 2
    assert values(found, right=False) == []


def known(trial: Trial, row: Row, *labels: Label) -> Known:
    return known_of_row(row, labels, trial.session, 17.0, "real full")


ROW = Row("bridging", "person-01-a", 2, "reps", 0, "")


def test_of_real_people_the_eye_decides(trial: Trial) -> None:
    fast = Label("bridging", "person-01-a", "fault", "lowering_fast", 14.5, 15.3, "true", "")
    tempo = named("lowering_fast", "tempo")

    assert known(trial, ROW).body == "person-01"
    # Nobody looked at the claim that the second came down too fast.
    assert len(examples([tempo], trial, known(trial, ROW), BOOK)) == 1
    assert len(values(examples([tempo], trial, known(trial, ROW, fast), BOOK), right=False)) == 1


def test_a_straight_bridge_that_is_no_attempt_is_a_right_example(trial: Trial) -> None:
    straight = Label("bridging", "person-01-a", "attempt", "pelvis_low", 6.7, 11.5, "false", "")
    found = examples([named("pelvis_up", "reach")], trial, known(trial, ROW, straight), BOOK)

    assert len(values(found, right=True)) == 3
    assert values(found, right=False) == []


def test_what_is_not_done_gives_no_right_example(trial: Trial) -> None:
    other = Row("bridging", "person-01-a", 0, "zero", 0, "")

    assert known(trial, other).stretches == []


def test_a_hold_that_fills_its_recording_is_one_even_if_it_was_not_counted(trial: Trial) -> None:
    whole = Row("all-fours", "person-01-a", 15, "holds_s", 1, "")
    part = Row("all-fours", "person-01-a", 5, "holds_s", 1, "")

    assert [(each.start_s, each.end_s) for each in known(trial, whole).stretches] == [(0.0, 17.0)]
    assert all(each.end_s < 17.0 for each in known(trial, part).stretches)


def test_the_session_of_the_trial_claims_what_the_test_believes(trial: Trial) -> None:
    claimed = [each.id for each in trial.session.faults if isinstance(each, FaultEnded)]

    assert claimed == ["lowering_fast"]
    assert len(trial.session.repetitions) == 2


# --- figures ---


def test_a_level_lasts_as_long_as_it_must() -> None:
    times = np.arange(10) / 10
    peak = np.array([0, 0, 9, 0, 0, 5, 5, 5, 5, 0], dtype=float)

    assert lasting(times, peak, 0.3, highest=True) == 5
    assert lasting(times, peak, 0.0, highest=True) == 9
    assert lasting(times, -peak, 0.3, highest=False) == -5
    assert lasting(times, peak, 2.0, highest=True) is None
    assert lasting(np.array([0.0, 0.1, 1.0, 1.1]), np.ones(4), 0.5, highest=True) is None


def room(*found: tuple[bool, float, str]) -> Room:
    bound = named("overarched", "fault")
    return room_of(bound, [Example(bound, r, v, body, "s", "side") for r, v, body in found], 2.0)


def test_the_room_is_to_the_nearest_worst_example() -> None:
    found = room((True, 10.0, "a"), (True, 14.0, "b"), (False, 22.0, "a"))

    assert (found.units, found.body, found.without) == (1.0, "b", 3.0)
    assert (found.off, found.overlaps) == ((0, 0), False)


def test_a_limit_can_be_wrong_without_an_overlap() -> None:
    found = room((True, 10.0, "a"), (False, 15.0, "b"))

    assert (found.units, found.off, found.overlaps) == (-0.5, (0, 1), False)


def test_an_overlap_is_what_no_limit_separates() -> None:
    assert room((True, 20.0, "a"), (False, 18.0, "b")).overlaps
    assert not room((True, 20.0, "a")).overlaps


def test_without_examples_there_is_no_room() -> None:
    assert room().units is None
    assert room().body == ""
