"""A clip of another exercise: the report, the terminal, the batch and `replay` all say so."""

import csv
import html
import json
from pathlib import Path

import pytest

from stabiel import cli

CLIP = Path(__file__).resolve().parents[2] / "samples" / "childs-pose-good.mp4"
FIRST_LINE = 'Nothing counted: this looks like "Child\'s pose", so choose that exercise.'


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    """The results of a child's pose that was analyzed as a bridge, as a batch of one."""
    out = tmp_path_factory.mktemp("results")
    code = cli.main(
        ["analyze", str(CLIP), "--exercise", "bridging", "--model", "lite", "--no-video", "--jobs",
         "1", "--lang", "en", "--out", str(out)]
    )  # fmt: skip
    assert code == 0
    return out


def test_the_session_names_it(out):
    session = json.loads((out / CLIP.stem / "session.json").read_text(encoding="utf-8"))

    assert session["looks_like"] == "childs-pose"
    assert session["summary"]["repetitions"] == 0


def test_the_report_says_so_in_its_first_line(out):
    page = html.unescape((out / CLIP.stem / "report.html").read_text(encoding="utf-8"))

    assert f"<h1>{FIRST_LINE}</h1>" in page


def test_the_summary_of_the_batch_says_so(out):
    with (out / "summary.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)

    assert (row["looks_like"], row["why"]) == ("childs-pose", FIRST_LINE)


def test_the_printed_table_says_so(out, run):
    code, said, _ = run(
        "analyze", CLIP, "--exercise", "bridging", "--model", "lite", "--no-video", "--jobs", "1",
        "--lang", "en", "--out", out,
    )  # fmt: skip

    assert code == 0
    (line,) = [line for line in said.splitlines() if str(CLIP) in line]
    assert "nothing counted before" in line
    assert line.endswith(FIRST_LINE)


def test_a_replay_says_so(out, run):
    code, said, err = run("replay", out / CLIP.stem)

    assert (code, err) == (0, "")
    assert said.splitlines()[-1] == FIRST_LINE
    assert "identical" in said


def test_a_replay_as_an_exercise_of_which_something_counts_says_so_too(out, run):
    code, said, _ = run("replay", out / CLIP.stem, "--exercise", "all-fours")

    assert code == 0
    assert said.splitlines()[-1] == (
        'This looks more like "Child\'s pose": is it the right exercise?'
    )
