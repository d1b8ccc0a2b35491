"""A clip is judged alike as a file, live, from the records, and from both again."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.clips import Clip, landmarks_of, the_book
from benchmarks.ways import differences, sessions_of

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("ways")
    clip = Clip(SAMPLES / "bridging-oblique-faults.mp4")
    _, poses = landmarks_of(clip, "full", folder)
    return sessions_of(clip.video, the_book().get("bridging"), poses, folder)


def test_all_ways_to_judge_a_clip_agree(sessions) -> None:
    assert list(sessions) == ["file", "live", "records", "file again", "records again"]
    assert len(sessions["file"].repetitions) == 3
    assert sessions["file"].faults
    assert differences(sessions) == []


def test_a_way_that_differs_is_named(sessions) -> None:
    other = replace(sessions["live"], repetitions=sessions["live"].repetitions[1:])

    assert "live: repetitions" in differences({**sessions, "live": other})
