"""The shared file: what it must say of postures and measures, and how a mistake is named."""

import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from stabiel.body.body import BodyReader
from stabiel.body.measures import SETTINGS, Value
from stabiel.coach.readings import Readings
from stabiel.errors import ExerciseError
from stabiel.exercises.files import SHARED_FILE, load_book, load_shared
from stabiel.exercises.model import Shared
from stabiel.exercises.older import completed_shared
from stabiel.exercises.schema import shared_schema
from stabiel.exercises.values import ATTITUDES, UPRIGHT
from stabiel.pose.plausibility import PoseGuard
from stabiel.system.resources import exercises_folder
from tests.bodies import all_fours, pose_of
from tests.sessions import BOOK

TEXT = (exercises_folder() / SHARED_FILE).read_text(encoding="utf-8")


def mistakes_of(folder: Path, before: str, after: str) -> str:
    """Return what is said of the shared file with one change, places without the file's name."""
    assert TEXT.count(before) == 1, before
    path = folder / "postures.yaml"
    path.write_text(TEXT.replace(before, after), encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        load_shared(path)
    return str(caught.value).replace(f"{path}:", "")


def place_of(words: str) -> str:
    """Return line and column of words in the shared file, as they are written in a mistake."""
    before = TEXT[: TEXT.index(words)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_a_posture_without_an_attitude_is_a_mistake_at_its_line(tmp_path: Path) -> None:
    said = mistakes_of(tmp_path, "    attitude: standing\n", "")

    assert said == (
        f"{place_of('standing:')}: postures.standing.attitude: expected one of "
        "lying, prone, on_side, kneeling, sitting, standing; this key is required"
    )


def test_an_attitude_that_does_not_exist_is_a_mistake_at_its_line(tmp_path: Path) -> None:
    said = mistakes_of(tmp_path, "attitude: standing", "attitude: upright")

    assert said.startswith(f"{place_of('attitude: standing')}: postures.standing.attitude: ")
    assert all(f"'{attitude}'" in said for attitude in ATTITUDES)


def test_the_attitude_agrees_with_what_the_posture_needs() -> None:
    """A trunk that must be low is not upright; one that must be upright is not low."""
    leans = {
        name: BOOK.check(check)
        for name, posture in BOOK.shared.postures.items()
        for check in (*posture.needs, *posture.keeps)
        if BOOK.check(check).measure == "trunk_lean_deg"
    }

    assert set(leans) == set(BOOK.shared.postures)
    for name, check in leans.items():
        upright = BOOK.shared.postures[name].attitude in UPRIGHT
        assert upright is (check.at_least is None), name


# The settings of measures

MEASURES_SECTION = TEXT[TEXT.index("\nmeasures:\n") + 1 :]
WRONG_SETTINGS = {
    "no section": (
        MEASURES_SECTION,
        "",
        None,
        "measures: expected values for head_hang_deg, fallout_deg, free_leg; this key is required",
    ),
    "a measure without its settings": (
        "  free_leg:\n    # Heel over",
        "  # Heel over",
        None,
        "measures.free_leg: expected values for in_the_air_tl; this key is required",
    ),
    "a setting that is missing": (
        "    at_rest_deg: 14\n",
        "",
        "fallout_deg:",
        "measures.fallout_deg.at_rest_deg: expected a number from 0 to 110 (degrees); "
        "this key is required",
    ),
    "an unknown measure": (
        "  head_hang_deg:\n    # Held",
        "  head_hang:\n    # Held",
        "head_hang_deg:\n    # Held",
        "measures.head_hang: expected a measure with settings; did you mean 'head_hang_deg'?",
    ),
    "an unknown setting": (
        "at_rest_tl: 0.08",
        "rest_tl: 0.08",
        "at_rest_tl: 0.08",
        "measures.fallout_deg.rest_tl: expected a setting of fallout_deg; "
        "did you mean 'at_rest_tl'?",
    ),
    "a setting that resembles none": (
        "at_rest_tl: 0.08",
        "speed: 0.08",
        "at_rest_tl: 0.08",
        "measures.fallout_deg.speed: expected a setting of fallout_deg: "
        "at_rest_tl, at_rest_deg, doubt_tl_per_60_deg",
    ),
    "a setting out of its bounds": (
        "held_head_deg: -30",
        "held_head_deg: -120",
        "held_head_deg: -30",
        "measures.head_hang_deg.held_head_deg: expected greater than or equal to -90",
    ),
    "a word for a number": (
        "in_the_air_tl: 0.1",
        "in_the_air_tl: high",
        "in_the_air_tl: 0.1",
        "measures.free_leg.in_the_air_tl: expected a number",
    ),
    "no keys": (
        MEASURES_SECTION,
        "measures: 3\n",
        "measures:\n  head",
        "measures: expected keys with values",
    ),
}


@pytest.mark.parametrize(
    ("before", "after", "at", "words"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS
)
def test_a_wrong_setting_is_a_mistake_at_its_line(
    before: str, after: str, at: str | None, words: str, tmp_path: Path
) -> None:
    said = mistakes_of(tmp_path, before, after).splitlines()

    assert [line for line in said if line.split(": ", 1)[1] == words], said
    if at is not None:
        assert f"{place_of(at)}: {words}" in said


def test_a_schema_knows_every_setting_with_its_bounds() -> None:
    section = shared_schema(BOOK.shared)["properties"]["measures"]

    assert section["required"] == list(SETTINGS)
    assert not section["additionalProperties"]
    for group, settings in SETTINGS.items():
        part = section["properties"][group]
        assert part["required"] == list(settings)
        for name, setting in settings.items():
            number = part["properties"][name]
            assert (number["minimum"], number["maximum"]) == (setting.least, setting.most)
            assert setting.least <= BOOK.shared.measures[group][name] <= setting.most


def test_the_measures_of_a_book_are_those_of_its_file_and_of_no_other(tmp_path: Path) -> None:
    """Two books live side by side, and each body is read as the book in use says."""
    (tmp_path / "shared").mkdir()
    changed = TEXT.replace("held_head_deg: -30", "held_head_deg: -80")
    (tmp_path / SHARED_FILE).write_text(changed, encoding="utf-8")
    other = load_book(tmp_path)
    level = BodyReader().read(PoseGuard().check(pose_of(all_fours(), 0.0)))
    body = level.with_start(level)

    shipped, own, again = (
        Readings(body, "right", book.checks).value("head_hang_deg") for book in (BOOK, other, BOOK)
    )
    neck = Readings(body, "right", BOOK.checks).value("neck_above_trunk_deg")

    assert neck is not None
    assert neck > -80
    assert shipped == again == pytest.approx(min(neck, -30.0) - neck)
    assert own == pytest.approx(-80.0 - neck)
    assert own != shipped


def test_a_book_goes_to_another_process_with_its_measures() -> None:
    there = pickle.loads(pickle.dumps(BOOK))
    level = BodyReader().read(PoseGuard().check(pose_of(all_fours(), 0.0)))

    values = [
        Readings(level.with_start(level), "left", book.checks).read("head_hang_deg", "near")
        for book in (BOOK, there)
    ]
    assert values[0] == values[1]
    assert isinstance(values[0], Value)
    assert dict(there.checks) == BOOK.shared.checks


# What version 0.1.0 kept

NEWER_POSTURES = ("mid-position", "hook-lying-from-high")


def test_a_rule_without_what_it_left_to_the_program_is_completed() -> None:
    today = BOOK.shared.model_dump(mode="json")
    then = {key: value for key, value in today.items() if key != "measures"}
    then["postures"] = {
        name: {key: value for key, value in posture.items() if key != "attitude"}
        for name, posture in today["postures"].items()
        if name not in NEWER_POSTURES
    }
    today["postures"] = {name: today["postures"][name] for name in then["postures"]}

    with pytest.raises(ValidationError):
        Shared.model_validate(then)
    assert Shared.model_validate(completed_shared(then)) == Shared.model_validate(today)


def test_what_a_rule_says_itself_is_not_replaced() -> None:
    data = BOOK.shared.model_dump(mode="json")
    data["measures"]["free_leg"]["in_the_air_tl"] = 0.3
    data["postures"]["lying"]["attitude"] = "prone"

    assert completed_shared(data) == data
