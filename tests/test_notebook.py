"""The notebook runs from top to bottom, and prints what is stored in it."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "tour.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
CODE = [cell for cell in CELLS if cell["cell_type"] == "code"]


def without_numbers(text: str) -> str:
    """Return a text that is the same on every computer; measures differ in the last digits."""
    return re.sub(r"\d+(\.\d+)?", "#", text)


def test_the_notebook_is_short_and_says_what_each_step_shows() -> None:
    assert 8 <= len(CELLS) <= 12
    assert CELLS[0]["cell_type"] == "markdown"
    assert len(CODE) >= 5


def test_the_notebook_runs_and_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(NOTEBOOK.parent)
    monkeypatch.setenv("MPLBACKEND", "agg")
    names: dict[str, object] = {}
    before = {path.name for path in NOTEBOOK.parent.iterdir()}

    for number, cell in enumerate(CODE, start=1):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile("".join(cell["source"]), f"{NOTEBOOK.name}, code {number}", "exec"), names)
        stored = "".join(line for output in cell["outputs"] for line in output.get("text", ()))
        assert without_numbers(printed.getvalue()) == without_numbers(stored)

    assert repr(names["session"]) == "<Session bridging: 4 repetitions, 3 good, 1 attempt, 27.5 s>"
    assert "".join(CODE[0]["outputs"][0]["data"]["text/plain"]) == repr(names["session"])
    assert {path.name for path in NOTEBOOK.parent.iterdir()} == before
