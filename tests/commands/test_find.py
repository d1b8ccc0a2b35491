"""`stabiel analyze` without an exercise: what was found, in both languages, and what it refuses."""

import csv
import json
from pathlib import Path

import pytest

from stabiel.pose import mediapipe
from tests.analysis.test_finding import AWAY_S, STEP_S, Nobody, Played
from tests.commands.helpers import one_sentence

STRETCHES = Path(__file__).resolve().parents[2] / "exercises" / "plans" / "only-stretches.yaml"


@pytest.fixture
def video(make_video, monkeypatch) -> Path:
    """A small video of which the landmarker finds three bridges."""
    monkeypatch.setattr(mediapipe, "Landmarker", lambda model, outline: Played())
    count = round(Played().length_s / STEP_S)
    return make_video("session.mp4", times_s=[index * STEP_S for index in range(count)])


def test_what_was_found_is_printed_with_its_times_and_what_was_done(run, video, tmp_path):
    code, out, err = run("analyze", video, "--lang", "en", "--out", tmp_path / "out")
    first, second, empty, nobody, *_ = out.splitlines()

    assert (code, err) == (0, "")
    assert first.startswith("session.mp4: 1 exercise found in ")
    assert second.split("  ")[1].startswith("1. The bridge: 3 of 3")
    assert empty == "No exercise:"
    assert nobody == f"0:00-0:0{AWAY_S:.0f}  nobody in view"
    assert out.splitlines()[-1] == f"Report: {tmp_path / 'out' / 'session' / 'index.html'}"


def test_only_the_exercises_of_a_plan_are_looked_for(run, video, tmp_path):
    out = tmp_path / "out"
    code, said, _ = run("analyze", video, "--plan", STRETCHES, "--out", out, "--lang", "nl")

    assert code == 0
    assert said.startswith("session.mp4: Geen oefening gevonden.")
    assert "Kies hem dan zelf, met --exercise." in said
    assert json.loads((out / "session" / "found.json").read_text())["segments"] == []


def test_nobody_in_the_video_is_one_sentence(run, video, tmp_path, monkeypatch):
    monkeypatch.setattr(mediapipe, "Landmarker", lambda model, outline: Nobody())
    code, out, err = run("analyze", video, "--out", tmp_path / "out")

    assert (code, out) == (4, "")
    assert one_sentence(err, video, "nobody was found")


def test_a_broken_video_does_not_stop_the_one_after_it(run, video, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_text("no video")
    code, out, err = run("analyze", broken, video, "--lang", "en", "--out", tmp_path / "out")

    assert code == 3
    assert one_sentence(err, broken)
    assert "1 exercise found" in out
    assert out.splitlines()[-1] == f"Summary: {tmp_path / 'out' / 'summary.csv'}"
    written = (tmp_path / "out" / "summary.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(written.splitlines()))
    assert [(row["state"], row["found"], row["repetitions"]) for row in rows] == [
        ("failed", "", ""),
        ("judged", "bridging", "3"),
    ]
    assert rows[1]["results"] == str(tmp_path / "out" / "session" / "01-bridging")
    assert float(rows[1]["start_s"]) > AWAY_S
    assert str(broken) in rows[0]["why"]
