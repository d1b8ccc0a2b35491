"""The shared file: what it must say of postures and measures, and how a mistake is named."""

from pathlib import Path

import pytest

from stabiel.errors import ExerciseError
from stabiel.exercises.files import SHARED_FILE, load_shared
from stabiel.exercises.values import ATTITUDES, UPRIGHT
from stabiel.system.resources import exercises_folder
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
    said = mistakes_of(tmp_path, "    attitude: kneeling\n", "")

    assert said == (
        f"{place_of('hands-and-knees:')}: postures.hands-and-knees.attitude: expected one of "
        "lying, prone, on_side, kneeling, sitting, standing; this key is required"
    )


def test_an_attitude_that_does_not_exist_is_a_mistake_at_its_line(tmp_path: Path) -> None:
    said = mistakes_of(tmp_path, "attitude: kneeling", "attitude: on_all_fours")

    assert said.startswith(f"{place_of('attitude: kneeling')}: postures.hands-and-knees.attitude: ")
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
