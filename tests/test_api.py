"""The public functions: a video is judged without a word or a file, and errors are one sentence."""

import os
import pickle
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import stabiel
from stabiel.anatomy import Reason
from stabiel.pose import mediapipe
from stabiel.system.resources import exercises_folder
from tests.sessions import BOOK


class NobodySeen:
    """A landmarker that finds nobody, quickly."""

    def __init__(self, model: str, *, outline: bool = False) -> None:
        pass

    def find(self, frame: object) -> None:
        return None

    def close(self) -> None:
        pass


@pytest.fixture
def nobody_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mediapipe, "Landmarker", NobodySeen)


@pytest.fixture
def clip(make_video: Callable[..., Path], nobody_seen: None) -> Path:
    """Two seconds in which nobody is found."""
    return make_video(times_s=[index / 25 for index in range(50)])


# Analyzing


def test_a_video_gives_the_same_session_again_without_a_word_and_a_file_only_if_asked(
    short_bridge: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    here, folder = tmp_path / "here", tmp_path / "out"
    here.mkdir()
    monkeypatch.chdir(here)
    shares: list[float] = []

    first = stabiel.analyze(short_bridge, "bridging", model="lite", progress=shares.append)
    files = sorted(path.name for path in tmp_path.iterdir())
    bridging = BOOK.get("bridging")
    second = stabiel.analyze(str(short_bridge), bridging, model="lite", cores=1, out=folder)

    assert capfd.readouterr() == ("", "")
    print("after", file=sys.stderr)  # errors go where they went before
    assert capfd.readouterr().err == "after\n"
    assert (files, list(here.iterdir())) == (["here", "short"], [])
    assert sorted(path.name for path in folder.iterdir()) == [
        "annotated.mp4", "landmarks.npz", "report.html", "session.json", "trace.npz",
    ]  # fmt: skip
    assert repr(first) == "<Session bridging: 1 repetition, 1 good, 9.0 s>"
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.1
    assert shares[-1] == 1.0
    assert len(shares) > 100
    loaded = stabiel.load_session(folder)
    assert first == second
    assert first.to_json() == second.to_json() == loaded.to_json()
    assert stabiel.load_session(str(folder / "session.json")) == loaded
    angles = first.angles()
    assert np.nanmax(angles["right_hip_deg"]) > 160
    for name, column in angles.items():
        np.testing.assert_array_equal(column, second.angles()[name])
        np.testing.assert_array_equal(column, loaded.angles()[name])


def test_a_video_in_which_nobody_is_found_is_a_session_with_nothing(clip: Path) -> None:
    session = stabiel.analyze(clip, "bridging")

    assert repr(session) == "<Session bridging: nobody seen, 2.0 s>"
    assert session.view == "unknown"
    assert (session.repetitions, session.attempts, session.holds) == ((), (), ())
    assert Reason.NOBODY in [reason for _, reason, _ in session.not_judged]
    assert session.to_frame().empty
    angles = session.angles()
    assert len(angles["time_s"]) == 50
    assert np.isnan(angles["trunk_deg"]).all()


def test_two_videos_at_the_same_time(
    clip: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def warn(self: object, frame: object) -> None:
        os.write(2, b"W0000 a native log\n")

    monkeypatch.setattr(NobodySeen, "find", warn)
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda name: stabiel.analyze(clip, name), ["bridging", "psoas"])

    assert (first.exercise, second.exercise) == ("bridging", "psoas")
    assert first.source == second.source
    os.write(2, b"after\n")
    assert capfd.readouterr() == ("", "after\n")


def test_its_language_and_model_are_in_the_session(clip: Path) -> None:
    session = stabiel.analyze(clip, "bridging", model="heavy", language="nl")

    assert (session.exercise, session.model, session.language) == ("bridging", "heavy", "nl")


@pytest.mark.parametrize("out", [False, True])
def test_it_looks_at_every_frame_only_if_asked(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: bool
) -> None:
    looked: list[object] = []
    monkeypatch.setattr(NobodySeen, "find", lambda self, frame: looked.append(frame))
    options = {"out": tmp_path / "out"} if out else {}

    stabiel.analyze(clip, "bridging", **options)
    some = len(looked)
    looked.clear()
    stabiel.analyze(clip, "bridging", every_frame=True, **options)

    assert 0 < some < len(looked) == 50


def test_an_exercise_of_a_folder_of_ones_own(clip: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exercises"
    (folder / "shared").mkdir(parents=True)
    for name in ("bridging.yaml", "shared/postures.yaml"):
        (folder / name).write_bytes((exercises_folder() / name).read_bytes())
    postures = folder / "shared" / "postures.yaml"
    start = BOOK.get("bridging").start.posture
    for path in (postures, folder / "bridging.yaml"):
        path.write_text(re.sub(rf"\b{start}\b", "my_start", path.read_text("utf-8")), "utf-8")

    mine = stabiel.load_exercises(folder)

    assert list(mine) == ["bridging"]
    assert stabiel.analyze(clip, "bridging", exercises=mine).exercise == "bridging"
    with pytest.raises(stabiel.UsageError, match="'my_start', a posture that these exercises do"):
        stabiel.analyze(clip, mine["bridging"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"exercise": "brigding"}, "There is no exercise 'brigding'"),
        ({"model": "huge"}, "There is no model 'huge'; choose one of: lite, full, heavy."),
        ({"language": "fr"}, "There is no language 'fr'; choose one of: nl, en."),
        ({"cores": 0}, "cores is 0: at least 1 is needed."),
    ],
)
def test_wrong_use_is_one_sentence(clip: Path, changes: dict[str, object], words: str) -> None:
    with pytest.raises(stabiel.UsageError, match=re.escape(words)):
        stabiel.analyze(**{"video": clip, "exercise": "bridging"} | changes)


@pytest.mark.parametrize("out", [False, True])
def test_a_video_that_cannot_be_read_leaves_nothing_behind(tmp_path: Path, out: bool) -> None:
    (tmp_path / "notes.mp4").write_text("not a video")
    options = {"out": tmp_path / "out"} if out else {}

    for name in ("missing.mp4", "notes.mp4", "."):
        with pytest.raises(stabiel.VideoError, match=re.escape(str(tmp_path / name))):
            stabiel.analyze(tmp_path / name, "bridging", **options)

    assert [path.name for path in tmp_path.iterdir()] == ["notes.mp4"]


def test_a_folder_that_cannot_be_written(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    with pytest.raises(stabiel.OutputError, match="taken"):
        stabiel.analyze(clip, "bridging", out=tmp_path / "taken")


def test_a_landmarker_that_fails_names_the_video(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: object, frame: object) -> None:
        raise RuntimeError("no more memory")

    monkeypatch.setattr(NobodySeen, "find", fail)

    with pytest.raises(stabiel.ResourceError, match=rf"{clip.name}: the pose model failed at 0.0"):
        stabiel.analyze(clip, "bridging")


@pytest.mark.parametrize("out", [False, True])
def test_an_error_of_the_callback_stops_the_analysis(
    clip: Path, tmp_path: Path, out: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    def stop(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    folder = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        stabiel.analyze(clip, "bridging", progress=stop, out=folder if out else None)

    assert not folder.exists()
    print("after", file=sys.stderr)
    assert capfd.readouterr().err == "after\n"


def test_a_video_that_does_not_say_its_length_is_reported_at_the_end(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stabiel.video.reader.VideoFile._declared_duration_s", lambda self: None)
    shares: list[float] = []

    stabiel.analyze(clip, "bridging", progress=shares.append)

    assert shares == [1.0]


def test_landmarks_are_no_part_of_what_a_session_is(clip: Path) -> None:
    session = stabiel.analyze(clip, "bridging")
    bare = replace(session, read_frames=None)

    assert session == bare
    assert repr(session) == repr(bare)
    assert session.to_json() == bare.to_json()
    copied = pickle.loads(pickle.dumps(session))
    assert copied == session
    assert len(copied.angles()["time_s"]) == 50


@pytest.mark.parametrize("name", ["", "session.json", "missing"])
def test_a_session_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(stabiel.StoreError, match=re.escape(str(tmp_path))):
        stabiel.load_session(tmp_path / name)


# Exercises


def test_without_an_exercise_it_says_how_to_name_one_and_what_finds_them(clip: Path) -> None:
    with pytest.raises(stabiel.UsageError, match=r"name the exercise.*stabiel analyze VIDEO"):
        stabiel.analyze(clip)


def test_the_exercises_read_as_a_mapping() -> None:
    book = stabiel.load_exercises()

    assert isinstance(book, stabiel.ExerciseBook)
    assert len(book) == len(list(book)) == 14
    assert "bridging" in book
    assert isinstance(book["bridging"], stabiel.Exercise)
    assert repr(book).startswith("<ExerciseBook: all-fours, arm-reach, bridging, ")
    with pytest.raises(stabiel.UsageError, match="There is no exercise 'brigding'"):
        book["brigding"]


def test_a_folder_with_a_mistake_names_its_place(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    shared = exercises_folder() / "shared" / "postures.yaml"
    (tmp_path / "shared" / "postures.yaml").write_bytes(shared.read_bytes())
    (tmp_path / "mine.yaml").write_text("id: mine\n")

    with pytest.raises(stabiel.ExerciseError, match=r"mine\.yaml:1:1: "):
        stabiel.load_exercises(str(tmp_path))
