"""`docs/sides.md`: its tests, phases and kinds of evidence exist, and none is missing."""

import re
from pathlib import Path

import pytest

from stabiel.anatomy import Evidence
from stabiel.coach.events import Phase

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "sides.md").read_text(encoding="utf-8")
HERE = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(test_\w+)`", PAGE))))
def test_a_test_that_the_page_names_exists(name: str) -> None:
    assert f"def {name}(" in HERE


def test_the_table_has_every_kind_of_evidence() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == [kind.value for kind in Evidence]


def test_the_charts_use_the_words_of_the_phases() -> None:
    words = {phase.name for phase in Phase}

    chart = PAGE.split("```text")[1].split("```")[0]
    assert set(re.findall(r"\b[A-Z]{3,}\b", chart)) == words - {"HOLD"}
