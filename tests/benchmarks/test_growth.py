"""The benchmarks of growth and of a frame's parts: rows as wanted, curves, shares that add up."""

from datetime import datetime

import cv2
import numpy as np
import pytest
from rich.console import Console

from benchmarks.growth import PAGE_S, panels_of, table_of
from benchmarks.growth_figure import COLUMNS, MARGIN_PX, PANEL_PX, draw
from benchmarks.many_records import ROWS_A_SESSION, fill, sessions_for
from benchmarks.parts import Part, parts_table
from stabiel.store import DataFolder, Store
from stabiel.tuning.chart_style import GOOD, MIND
from tests.sessions import BOOK

POINTS = [
    {"at": 10.0, "peak_mb": 150, "ms_a_frame": 0.4, "list of sessions, again": 0.01,
     "progress, again": 0.02, "month, again": 0.01, "today, again": 0.01},
    {"at": 1000.0, "peak_mb": 160, "ms_a_frame": 0.5, "list of sessions, again": 0.02,
     "progress, again": 0.2, "month, again": 0.01, "today, again": 0.05},
]  # fmt: skip


def printed(table):
    console = Console(width=200)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def test_made_up_records_have_about_the_rows_that_are_asked_for(tmp_path):
    folder, now = DataFolder(tmp_path / "data"), datetime.now().astimezone()
    filled = fill(folder, BOOK, sessions_for(2000), now)

    assert filled.rows == pytest.approx(2000, rel=0.1)
    assert filled.sessions == round(2000 / ROWS_A_SESSION)
    with Store(folder) as store:
        listed = store.sessions()
        assert len(listed) == filled.sessions
        assert {each.state for each in listed} == {"finished"}
        for each in listed[:: len(listed) // 8]:
            assert len(store.load(each.id).repetitions) == each.repetitions
    assert sessions_for(1) == 1


def test_curves_are_drawn_with_their_limit(tmp_path):
    path = tmp_path / "growth.png"
    panels = panels_of({"records": POINTS, "judge": POINTS})

    draw(panels, path)

    assert [panel.limit for panel in panels] == [None, None, PAGE_S]
    picture = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    assert picture.shape == (
        2 * PANEL_PX[1] + 2 * MARGIN_PX,
        COLUMNS * PANEL_PX[0] + 2 * MARGIN_PX,
        3,
    )
    for color in (GOOD, MIND):
        assert np.all(picture == color, axis=2).sum() > 100
    assert "0.2" in printed(table_of("records", POINTS))


def test_the_shares_of_the_parts_add_up():
    figures = {"frames": 100, "looked": 0.5, "parts": {
        "decoding": 1.0, "RGB": 1.0, "finding the body": 10.0, "drawing": 1.0, "encoding": 2.0,
    }}  # fmt: skip

    text = printed(parts_table(figures))

    # 1 + 0.5 + 5, then 1 + 1 + 5 + 1 + 2, then 1 + 1 + 10 + 1 + 2.
    assert "6.50" in text
    assert "10.00" in text
    assert "15.00" in text
    assert Part("RGB", 1.0).times(0.5, drawn=False) == 0.5
    assert Part("judging", 1.0).times(0.5, drawn=False) == 1.0
    assert Part("encoding", 1.0).times(0.5, drawn=False) == 0.0
