"""The example of the guide reads an export as it says."""

import re
from pathlib import Path

import pytest

from stabiel.export import Record, export_sessions
from tests.records import BEGAN, judged_frames
from tests.sessions import BOOK

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "records.md"


def test_the_example_with_pandas_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = judged_frames([175, 154, 170])
    record = Record(1, BEGAN, frames.session, BOOK, lambda: frames.recorded)
    export_sessions([record], "csv", tmp_path / "export")
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)

    exec(compile(example, GUIDE.name, "exec"), {})

    said = capsys.readouterr().out
    found = re.fullmatch(r"100 % of the repetitions .* came to (\d+) degrees\.\n", said)
    assert found, said
    assert int(found[1]) == pytest.approx(175, abs=3)
