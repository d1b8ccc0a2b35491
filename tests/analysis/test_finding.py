"""A video without an exercise: each one found is a session of its own; the rest has a reason."""

import html
import json
from dataclasses import replace
from pathlib import Path

import pytest

from stabiel.analysis.finding import Search, search
from stabiel.analysis.results import FOUND
from stabiel.pose.pose import Pose
from stabiel.pose.recording import load_recording
from stabiel.session.replay import replay
from stabiel.session.session import load_session
from stabiel.store import DataFolder, Store
from stabiel.store.searches import searched_sessions
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile
from stabiel.wording.formatting import clock
from tests.records import bridges
from tests.sessions import BOOK

# Nobody, then three bridges, then nobody.
STEP_S, AWAY_S = 0.08, 6.0
TOP_LEFT, TOP_RIGHT = (slice(0, 20), slice(0, 20)), (slice(0, 20), slice(-20, None))
RESULTS = {"session.json", "landmarks.npz", "trace.npz", "report.html"}


class Played:
    """An estimator that finds bridges from six seconds on, and nobody before and after them."""

    def __init__(self, angles=(175, 174, 176)) -> None:
        self.poses = [pose for _, pose in bridges(list(angles))]
        self.step_s = self.poses[1].time_s - self.poses[0].time_s

    @property
    def length_s(self) -> float:
        return 2 * AWAY_S + len(self.poses) * self.step_s

    def find(self, frame: Frame) -> Pose | None:
        index = round((frame.time_s - AWAY_S) / self.step_s)
        if not 0 <= index < len(self.poses):
            return None
        return replace(self.poses[index], time_s=frame.time_s)

    def close(self) -> None:
        pass


class Nobody(Played):
    def find(self, frame: Frame) -> None:
        return None


@pytest.fixture
def video(make_video) -> Path:
    count = round(Played().length_s / STEP_S)
    return make_video("session.mp4", times_s=[index * STEP_S for index in range(count)])


def wanted(video: Path, out: Path) -> Search:
    exercises = list(BOOK.exercises.values())
    return Search(video, out, exercises, BOOK, lambda _: BOOK, "en", "none")


def frames_of(path: Path) -> list[tuple[float, Image]]:
    with VideoFile(path) as opened:
        return [(frame.time_s, frame.image) for frame in opened]


def test_an_exercise_is_found_and_judged_as_if_it_had_been_named(video, tmp_path):
    result = search(wanted(video, tmp_path / "out"), Played, cores=1)
    folder = tmp_path / "out" / "01-bridging"
    session, frames = (
        load_session(folder / "session.json"),
        load_recording(folder / "landmarks.npz"),
    )
    again = replay(
        BOOK.get("bridging"), BOOK, "en", frames, source=session.source, model="none"
    ).session

    assert {path.name for path in folder.iterdir()} == RESULTS
    assert len(session.repetitions) == 3
    # Its times are those of the video, its duration is its own.
    assert AWAY_S <= session.source.begins_s < session.repetitions[0].start_s
    assert session.source.duration_s < result.material.found.duration_s - AWAY_S
    assert session.judged_share > 0.8
    assert again.to_json() == session.to_json()


def test_the_page_and_the_json_tell_all_of_the_recording(video, tmp_path):
    out = tmp_path / "out"
    result = search(wanted(video, out), Played, cores=1)
    page = html.unescape(result.page.read_text(encoding="utf-8"))
    rows = json.loads((out / FOUND).read_text(encoding="utf-8"))

    assert f"<h1>1 exercise found in {clock(rows['duration_s'])}.</h1>" in page
    assert 'href="01-bridging/report.html"' in page
    assert 'src="../session.mp4"' in page
    assert [(each["exercise"], each["folder"]) for each in rows["segments"]] == [
        ("bridging", "01-bridging")
    ]
    assert rows["segments"][0]["summary"]["repetitions"] == 3
    assert [each["why"] for each in rows["none"]] == ["nobody", "nobody"]
    assert page.count("nobody in view") == 2
    report = (out / "01-bridging" / "report.html").read_text(encoding="utf-8")
    assert 'src="../../session.mp4"' in report


def test_a_second_search_leaves_nothing_of_the_first(video, tmp_path):
    out = tmp_path / "out"
    search(wanted(video, out), Played, cores=1)
    (out / "01-bridging" / "mine.txt").write_text("stays")
    result = search(wanted(video, out), Nobody, cores=1)

    assert result.material.nobody
    assert [path.name for path in (out / "01-bridging").iterdir()] == ["mine.txt"]
    assert "Nobody was seen" in result.page.read_text(encoding="utf-8")


def test_the_annotated_video_shows_all_of_it_and_a_kept_one_its_own_part(video, tmp_path):
    out, numbers = tmp_path / "out", []
    asked = replace(wanted(video, out), annotate=True, keep_video=True, name="Mine.mp4")
    with Store(DataFolder(tmp_path / "records")) as store:
        result = search(asked, Played, cores=1, store=store, keeping=numbers.append)
        kept, name = store.load(result.stored[0]), store.sessions()[0].source_name
        whole = frames_of(out / "annotated.mp4")
        part = frames_of(store.folder.video(result.stored[0]))
    length_s = result.material.found.duration_s

    assert (tuple(numbers), name) == (result.stored, "Mine.mp4")
    assert whole[-1][0] == pytest.approx(length_s, abs=STEP_S)
    assert (part[0][0], part[-1][0]) == pytest.approx(
        (0.0, kept.source.duration_s - STEP_S), abs=2 * STEP_S
    )
    # The count and the name are in the corners during the exercise only.
    corners = [[shot[at].mean() for at in (TOP_LEFT, TOP_RIGHT)] for _, shot in whole]
    before, during = corners[0], corners[len(corners) // 2]
    assert all(abs(now - earlier) > 10 for now, earlier in zip(during, before, strict=True))
    assert 'src="annotated.mp4"' in result.page.read_text(encoding="utf-8")
    report = (out / "01-bridging" / "report.html").read_text(encoding="utf-8")
    assert 'src="../annotated.mp4"' in report


def test_a_stored_session_begins_at_its_own_first_frame(video, tmp_path):
    with Store(DataFolder(tmp_path / "records")) as store:
        result = search(wanted(video, tmp_path / "out"), Played, cores=1, store=store)
        (number,) = result.stored
        kept = store.load(number)
        (place,) = searched_sessions(store.folder, number)

    assert (place.video_name, place.segment) == ("session.mp4", result.material.found.segments[0])
    assert [each.reason.value for each in place.empty] == ["nobody", "nobody"]
    (each,) = result.material.sessions
    begins_s = each.session.source.begins_s
    assert kept.source.begins_s == 0.0
    assert kept.to_json()["summary"] == each.session.to_json()["summary"]
    assert kept.repetitions[0].start_s == pytest.approx(
        each.session.repetitions[0].start_s - begins_s, abs=1e-3
    )


def test_what_counts_for_no_coach_is_not_judged(video, tmp_path):
    # Too low to count, and no other exercise.
    result = search(wanted(video, tmp_path / "out"), lambda: Played((150, 151)), cores=1)

    assert result.material.found.segments == ()
    reasons = {each.reason.value: each for each in result.material.found.empty}
    assert reasons["not_counted"].exercise == "bridging"
    assert "looks like &#34;The bridge&#34;: 2 movements seen, but none counted" in (
        result.page.read_text(encoding="utf-8")
    )
