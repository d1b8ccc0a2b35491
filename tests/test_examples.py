"""The examples run: the notebook, which prints what is stored in it, and that of the package."""

import contextlib
import doctest
import io
import json
import re
from pathlib import Path

import pytest

import stabiel
from stabiel.pose import mediapipe
from stabiel.pose.pose import Pose
from stabiel.video.frame import Frame

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs" / "tour.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
CODE = [cell for cell in CELLS if cell["cell_type"] == "code"]


class Remembering:
    """A landmarker that finds the poses of a video, or of a segment of it, only the first time.

    All examples analyze the same sample with the same model.
    """

    true = mediapipe.Landmarker
    known: dict[float, dict[float, Pose | None]] = {}  # noqa: RUF012 - one for all examples

    def __init__(self, model: str, *, outline: bool = False) -> None:
        assert (model, outline) == ("lite", False)
        self._model = model
        self._finds: mediapipe.Landmarker | None = None
        self._poses: dict[float, Pose | None] | None = None

    def find(self, frame: Frame) -> Pose | None:
        if self._poses is None:
            if frame.time_s not in self.known:
                self._finds = self.true(self._model)
            self._poses = self.known.setdefault(frame.time_s, {})
        if self._finds is not None:
            self._poses[frame.time_s] = self._finds.find(frame)
        return self._poses[frame.time_s]

    def close(self) -> None:
        if self._finds is not None:
            self._finds.close()


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mediapipe, "Landmarker", Remembering)


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


def test_the_example_of_the_package_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    done = doctest.testmod(stabiel, raise_on_error=True)

    assert done.attempted >= 10
