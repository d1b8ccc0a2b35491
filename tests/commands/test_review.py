"""`stabiel review`: the report of a kept session or of an analyzed folder, on screen and paper."""

import re
import stat
import sys
import webbrowser
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from stabiel.pose.pose_log import PoseLog
from stabiel.report import Material, pdf, write_report
from stabiel.report.html import began_at_of
from stabiel.store import DataFolder, Store
from stabiel.video.writer import VideoWriter
from tests.records import ABOUT, BEGAN, BRIDGING, Frames, judged_frames, keep
from tests.sessions import BOOK

MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def bridges() -> Frames:
    return judged_frames([175, 154])


@pytest.fixture
def data(tmp_path: Path, bridges: Frames) -> Path:
    keep(tmp_path / "data", bridges)
    return tmp_path / "data"


@pytest.fixture
def opened(monkeypatch):
    """The addresses that were opened in the browser."""
    addresses: list[str] = []
    monkeypatch.setattr(webbrowser, "open", addresses.append)
    return addresses


def film(path: Path, frames: Frames) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with VideoWriter(path, (320, 240), 25.0) as made:
        for frame in frames.recorded:
            made.write(np.full((240, 320, 3), 128, np.uint8), frame.time_s)


def test_the_latest_session_is_opened(run, data, opened):
    code, out, err = run("review", "--data", data)

    assert (code, err) == (0, "")
    path = data / "reports" / "1.html"
    assert out == f"Verslag: {path}\n"
    assert opened == [path.as_uri()]
    html = path.read_text(encoding="utf-8")
    assert "1 van 1 goed. 1 telde niet: bekken hoger." in html
    assert html.count('src="data:image/jpeg') >= 3  # figures, drawn from the landmarks
    assert "<video" not in html


def test_without_a_browser(run, data, opened):
    assert run("review", 1, "--no-browser", "--data", data)[0] == 0
    assert opened == []


def test_in_the_other_language(run, data):
    run("review", 1, "--no-browser", "--lang", "en", "--data", data)

    html = (data / "reports" / "1.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in html
    assert "1 of 1 good. 1 did not count: pelvis higher." in html


def test_with_the_video_that_was_kept(run, data, bridges):
    film(data / "videos" / "1.mp4", bridges)

    run("review", 1, "--no-browser", "--data", data)

    html = (data / "reports" / "1.html").read_text(encoding="utf-8")
    assert '<video controls preload="metadata" playsinline src="../videos/1.mp4">' in html


def test_what_a_trainer_said_stands_in_the_report(run, data, bridges):
    with Store(DataFolder(data)) as store, store.begin(ABOUT) as keeper:
        for frame in bridges.frames:
            keeper.add(*frame)
        keeper.said(1.0, "welcome", "Welkom. We beginnen met bridging.")
        keeper.finish(bridges.session)

    run("review", keeper.session_id, "--no-browser", "--data", data)

    html = (data / "reports" / "2.html").read_text(encoding="utf-8")
    assert "Welkom. We beginnen met bridging." in html
    assert "Goed zo. Begin maar." not in html  # a cue that was not spoken


def test_on_paper(run, data, opened):
    code, out, _ = run("review", 1, "--pdf", "--data", data)

    path = data / "reports" / "1.pdf"
    assert (code, out) == (0, f"Verslag: {path}\n")
    assert path.read_bytes().startswith(b"%PDF-")
    assert opened == [path.as_uri()]


def test_against_the_sessions_before(run, data, bridges):
    for day in (2, 1):  # not in chronological order
        keep(data, bridges, replace(ABOUT, began_at=BEGAN + timedelta(days=day)))

    run("review", 3, "--no-browser", "--data", data)

    html = (data / "reports" / "3.html").read_text(encoding="utf-8")
    days = re.findall(r"<tr><td class=\"number\">(\d+) maart 2026</td>", html)
    assert [int(day) for day in days] == [(BEGAN + timedelta(days=n)).astimezone().day
                                          for n in (0, 1)]  # fmt: skip
    assert "Vorige keer" in html


# Few times at 29.97 Hz are whole milliseconds, to which `session.json` rounds.
@pytest.mark.parametrize("rate_hz", [25.0, 30_000 / 1001])
def test_of_an_analyzed_folder(run, tmp_path, rate_hz):
    bridges = judged_frames([175, 154], rate_hz)
    folder = tmp_path / "clip"
    folder.mkdir()
    bridges.session.save(folder / "session.json")
    log = PoseLog()
    for frame in bridges.recorded:
        log.add(*frame)
    log.save(folder / "landmarks.npz")
    film(folder / "annotated.mp4", bridges)

    code, out, _ = run("review", folder, "--no-browser")

    assert (code, out) == (0, f"Verslag: {folder / 'report.html'}\n")
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert 'src="annotated.mp4"' in html
    assert html.count('src="data:image/jpeg') >= 3


def test_a_pdf_of_an_analyzed_folder_has_the_date_of_its_page(run, tmp_path, bridges, monkeypatch):
    write_report(tmp_path / "report.html", Material(
        bridges.session, BRIDGING, BOOK, bridges.trace, began_at=BEGAN,
    ))  # fmt: skip
    bridges.session.save(tmp_path / "session.json")
    log = PoseLog()
    for frame in bridges.recorded:
        log.add(*frame)
    log.save(tmp_path / "landmarks.npz")
    written = []
    monkeypatch.setattr(pdf, "write_pdf", lambda path, material, **more: written.append(material))

    for _ in range(2):  # the page in another language keeps the date
        assert run("review", tmp_path, "--pdf", "--no-browser")[0] == 0
        assert run("review", tmp_path, "--lang", "en", "--no-browser")[0] == 0

    assert [material.began_at for material in written] == [BEGAN, BEGAN]
    assert "March 2026" in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [None, b"", b"\xff\xfe", b'<meta name="date" content="soon">'])
def test_a_page_without_a_date_gives_none(tmp_path, page):
    if page is not None:
        (tmp_path / "report.html").write_bytes(page)

    assert began_at_of(tmp_path / "report.html") is None


def test_what_was_said_is_added_to_paper_only(run, data):
    assert run("review", 1, "--pdf", "--spoken", "--no-browser", "--data", data)[0] == 0
    code, _, err = run("review", 1, "--spoken", "--no-browser", "--data", data)

    assert code == 2
    assert "--spoken adds a page to a PDF; use it with --pdf." in err


def test_the_report_that_the_analysis_made_is_opened_as_it_is(run, tmp_path, bridges, opened):
    bridges.session.save(tmp_path / "session.json")
    (tmp_path / "report.html").write_text("made from the pictures")

    assert run("review", tmp_path)[0] == 0

    assert (tmp_path / "report.html").read_text() == "made from the pictures"
    assert opened == [(tmp_path / "report.html").as_uri()]


@pytest.mark.skipif(sys.platform == "win32", reason="the user's folder is private there already")
def test_a_report_of_the_records_is_for_its_owner(run, data):
    run("review", 1, "--no-browser", "--data", data)

    assert stat.S_IMODE((data / "reports" / "1.html").stat().st_mode) == 0o600


def test_ten_minutes_stay_under_three_megabytes(run, tmp_path, bridges):
    # The same two bridges fifty times: ten minutes.
    length_s = bridges.recorded[-1].time_s + 0.04
    session = replace(bridges.session, source=replace(bridges.session.source, duration_s=600.0))
    many = replace(
        session,
        repetitions=tuple(
            replace(each, number=n + 1, start_s=each.start_s + n * length_s,
                    target_s=each.target_s + n * length_s, end_s=each.end_s + n * length_s)
            for n in range(50) for each in session.repetitions
        ),
    )  # fmt: skip
    frames = [
        (
            time_s + n * length_s,
            pose and replace(pose, time_s=time_s + n * length_s),
            judgment,
            light,
        )
        for n in range(50)
        for time_s, pose, judgment, light in bridges.frames
    ]
    keep(tmp_path / "data", Frames(frames, many))

    assert run("review", "--no-browser", "--data", tmp_path / "data")[0] == 0
    assert run("review", "--no-browser", "--pdf", "--data", tmp_path / "data")[0] == 0

    for report in (tmp_path / "data" / "reports").iterdir():
        assert report.stat().st_size < MOST_BYTES, report.name


def test_the_report_cannot_be_written(run, data):
    (data / "reports").mkdir()
    (data / "reports" / "1.html").mkdir()

    code, out, err = run("review", 1, "--no-browser", "--data", data)

    assert (code, out) == (2, "")
    assert "1.html: the report cannot be written" in err
