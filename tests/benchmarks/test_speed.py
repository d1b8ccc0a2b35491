"""The speed benchmark: clips of the requested length, ratios turn by turn, new processes."""

from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from benchmarks.speed import Ratio, bars_of, batch, fresh, ratios_table, repeated, report, startup
from benchmarks.speed_figure import OTHERS, WIDTH_PX, draw
from stabiel.system.resources import sample_path
from stabiel.tuning.chart_style import GOOD
from stabiel.video.reader import VideoFile

RUNS = {
    "lite": {
        "2": {
            "bare": [{"took_s": 40.0, "load": 0.1}, {"took_s": 80.0, "load": 5.0}],
            "ours": [
                {"took_s": 20.0, "load": 0.1, "peak_mb": 300},
                {"took_s": 44.0, "load": 5.0, "peak_mb": 310},
            ],
        }
    }
}


def test_a_ratio_is_taken_turn_by_turn_so_that_a_busy_moment_slows_both() -> None:
    ratio = Ratio.of([20.0, 44.0, 30.0], [40.0, 80.0, 50.0])

    assert (ratio.median, ratio.least, ratio.most) == (0.55, 0.5, 0.6)
    assert str(ratio) == "0.55 (0.50–0.60)"
    with pytest.raises(ValueError, match="zip"):
        Ratio.of([1.0], [])


@pytest.mark.parametrize("seconds", [5.0, 60.0])
def test_a_video_is_repeated_to_the_length_that_is_asked_for(
    tmp_path: Path, seconds: float
) -> None:
    video = repeated(sample_path(), seconds, tmp_path / "long.mp4")

    with VideoFile(video) as opened:
        times = [frame.time_s for frame in opened]
    assert len(times) == pytest.approx(25 * seconds, abs=3)
    assert times[-1] == pytest.approx(seconds, abs=0.1)
    # Frames are stored in another order than they are shown, so one may be missing at a cut.
    assert np.diff(times).max() < 0.121


def test_the_table_and_the_words_say_what_was_measured() -> None:
    console = Console(width=110, record=True)
    console.print(ratios_table(RUNS))
    report(
        {
            "startup": {"help_s": [0.1, 0.3, 0.2], "first_s": {"lite": [1.0, 2.0, 1.5]}},
            "growth": [{"video_s": 120.0, "took_s": 30.0, "peak_mb": 400, "load": 0.5}],
            "batch": {
                "clips": 10, "cores": 2, "one_by_one": {"took_s": 100.0},
                "beside": {"took_s": 50.5}, "batch": {"took_s": 52.0},
            },
        },
        console,
    )  # fmt: skip
    words = console.export_text()

    rows = [line for line in words.splitlines() if "ours" in line]
    assert [each.strip() for each in rows[0].split("│")[1:-1]] == [
        "lite", "2", "ours", "32.0", "0.53 (0.50–0.55)", "", "", "310", "5.0",
    ]  # fmt: skip
    assert "--help 0.20 s; first frame judged: lite 1.50 s" in words
    assert "120 s: 15.0 s per minute, peak 400 MB" in words
    assert "52.0 s, 1.040 times one by one divided by the cores" in words
    assert "1.030 times one process per core" in words


def test_the_figure_has_a_bar_for_each_way_as_long_as_it_took(tmp_path: Path) -> None:
    import cv2

    draw(bars_of(RUNS), tmp_path / "speed.png")

    image = cv2.cvtColor(cv2.imread(str(tmp_path / "speed.png")), cv2.COLOR_BGR2RGB)
    assert image.shape[1] == WIDTH_PX
    widths = [int((image == color).all(axis=2).sum(axis=1).max()) for color in (GOOD, OTHERS)]
    assert widths[0] / widths[1] == pytest.approx(32.0 / 60.0, abs=0.01)


@pytest.mark.slow
def test_each_way_does_all_frames_in_a_process_of_its_own(tmp_path: Path) -> None:
    video = repeated(sample_path(), 2.0, tmp_path / "short.mp4")
    runs = {
        way: fresh(way, video, "lite", 1)
        for way in ("bare", "alone", "beside", "ours", "annotated")
    }

    frames = {way: run["frames"] for way, run in runs.items()}
    with VideoFile(video) as opened:
        assert set(frames.values()) == {sum(1 for _ in opened)}
    assert all(run["took_s"] > 0 and run["peak_mb"] > 50 for run in runs.values())


@pytest.mark.slow
def test_a_batch_and_a_start_are_timed(tmp_path: Path) -> None:
    found = batch(tmp_path, 2, 2)

    assert found["one_by_one"]["took_s"] > 0
    assert len(list((tmp_path / "out").glob("*/report.html"))) == 2
    begun = startup(sample_path(), 1, ["lite"])
    assert min(begun["help_s"]) > 0
    assert begun["first_s"]["lite"][0] > min(begun["help_s"])
