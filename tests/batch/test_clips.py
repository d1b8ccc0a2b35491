"""The videos of a batch, and the folders for their results."""

from pathlib import Path

import pytest

from stabiel.batch.clips import clips_of, is_many
from stabiel.errors import UsageError


def archive(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"video")


def places(clips, out):
    return [str(clip.out.relative_to(out)) for clip in clips]


@pytest.mark.parametrize(
    ("videos", "folders"),
    [
        (["a/x.mp4", "b/x.mp4", "c/x.mov"], ["x", "x-2", "x-3"]),
        (["x-2.mp4", "a/x.mp4", "b/x.mp4"], ["x-2", "x", "x-3"]),
        (["X.mp4", "x.mp4"], ["X", "x-2"]),  # one folder on a disk that ignores case
        (["...mp4", "..mp4", ".x.mp4", "a b.c.mp4"], ["video", "video-2", "x", "a b.c"]),
    ],
)
def test_each_video_has_a_folder_of_its_own(videos, folders):
    clips = clips_of([Path(video) for video in videos], Path("out"))

    assert places(clips, Path("out")) == folders
    assert [clip.video for clip in clips] == [Path(video) for video in videos]


def test_results_of_a_folder_lie_as_its_videos_do(tmp_path):
    archive(tmp_path, "in/b/x.mp4", "in/a/x.MOV", "in/a/y.webm", "in/x.avi", "in/x.mp4")

    clips = clips_of([tmp_path / "in"], tmp_path / "out")

    # A video that is added later does not move the results of the others.
    assert places(clips, tmp_path / "out") == ["a/x", "a/y", "b/x", "x", "x-2"]


def test_what_is_no_video_to_analyze_is_left_out(tmp_path):
    archive(
        tmp_path, "a.mp4", "notes.txt", ".hidden.mp4", "._a.mp4", "session.json",
        "out/a/annotated.mp4", "out/a/annotated.mp4.part",
    )  # fmt: skip

    clips = clips_of([tmp_path], tmp_path / "out")

    assert [clip.video for clip in clips] == [tmp_path / "a.mp4"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("in/*.mp4", ["x"]),
        ("in/*/*.mp4", ["a/x", "b/x"]),
        ("in/**/x.mp4", ["a/x", "b/x", "x"]),
        ("in/[ab]/x.m?4", ["a/x", "b/x"]),
        ("*/x.mp4", ["in/x"]),
    ],
)
def test_patterns(tmp_path, monkeypatch, pattern, found):
    archive(tmp_path, "in/b/x.mp4", "in/a/x.mp4", "in/x.mp4", "in/x.txt")

    assert places(clips_of([tmp_path / pattern], tmp_path / "out"), tmp_path / "out") == found
    monkeypatch.chdir(tmp_path)
    assert places(clips_of([Path(pattern)], Path("out")), Path("out")) == found


def test_a_video_that_is_named_twice_is_one(tmp_path):
    archive(tmp_path, "in/x.mp4")

    clips = clips_of([tmp_path / "in", tmp_path / "in" / "x.mp4"], tmp_path / "out")

    assert len(clips) == 1


def test_a_file_with_a_bracket_in_its_name_is_a_file(tmp_path):
    archive(tmp_path, "take [2].mp4")

    assert not is_many(tmp_path / "take [2].mp4")
    assert is_many(tmp_path / "take [3].mp4")
    assert is_many(tmp_path)


@pytest.mark.parametrize("named", ["empty", "empty/*.mp4", "gone/*.mp4"])
def test_nothing_to_analyze_is_said(tmp_path, named):
    archive(tmp_path, "empty/notes.txt")

    with pytest.raises(UsageError, match="there is no video here"):
        clips_of([tmp_path / named], tmp_path / "out")
