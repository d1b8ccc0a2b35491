"""The guard against unwanted changes: it names every difference, and two records are equal."""

from pathlib import Path

import pytest

from benchmarks import frozen, frozen_clip
from benchmarks.clips import Clip
from benchmarks.frozen import compare, differences
from benchmarks.frozen_clip import Task, freeze
from stabiel.pose.pose_log import PoseLog
from stabiel.video.reader import VideoFile
from tests.bodies import Bridge, Camera, path, pose_of

CLIP = Clip(Path(__file__).resolve().parents[2] / "samples" / "all-fours-good.mp4")
# A hip that goes up and down; what it counts as does not matter here.
HIP_DEG = path((0.0, 125.0), (2.0, 125.0), (4.0, 175.0), (6.0, 175.0), (8.0, 125.0))


def folder(root: Path, name: str, files: dict[str, bytes]) -> Path:
    """Write a small record."""
    for file, data in files.items():
        place = root / name / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return root / name


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return folder(
        tmp_path,
        "before",
        {"clip/report.txt": b"one\ntwo\nthree\n", "clip/landmarks.npz": b"\x00\xff\x00"},
    )


def test_equal_folders_have_no_differences(tmp_path: Path, before: Path) -> None:
    files = {"clip/report.txt": b"one\ntwo\nthree\n", "clip/landmarks.npz": b"\x00\xff\x00"}
    assert differences(before, folder(tmp_path, "after", files)) == []


def test_a_changed_text_shows_the_changed_lines(tmp_path: Path, before: Path) -> None:
    files = {"clip/report.txt": b"one\n2\nthree\n", "clip/landmarks.npz": b"\x00\xff\x00"}
    ((name, what),) = differences(before, folder(tmp_path, "after", files))

    assert name == str(Path("clip", "report.txt"))
    assert [line.strip() for line in what.splitlines() if line] == ["-two", "+2"]


def test_a_changed_binary_file_shows_its_sizes(tmp_path: Path, before: Path) -> None:
    files = {"clip/report.txt": b"one\ntwo\nthree\n", "clip/landmarks.npz": b"\x00\xfe"}
    found = differences(before, folder(tmp_path, "after", files))

    assert found == [(str(Path("clip", "landmarks.npz")), "3 bytes before, 2 now")]


def test_a_binary_file_of_the_same_size_that_changed_is_found(tmp_path: Path, before: Path) -> None:
    files = {"clip/report.txt": b"one\ntwo\nthree\n", "clip/landmarks.npz": b"\x00\xff\x01"}
    found = differences(before, folder(tmp_path, "after", files))

    assert [name for name, _ in found] == [str(Path("clip", "landmarks.npz"))]


def test_missing_and_new_files_are_named(tmp_path: Path, before: Path) -> None:
    files = {"clip/report.txt": b"one\ntwo\nthree\n", "clip/export/reps.csv": b"1\n"}
    found = differences(before, folder(tmp_path, "after", files))

    assert found == [
        (str(Path("clip", "landmarks.npz")), "gone"),
        (str(Path("clip", "export", "reps.csv")), "new"),
    ]


def test_only_so_many_changed_lines_are_shown(tmp_path: Path) -> None:
    many = 3 * frozen.MOST_LINES_SHOWN
    old = folder(tmp_path, "old", {"live.txt": b"".join(b"old %d\n" % n for n in range(many))})
    new = folder(tmp_path, "new", {"live.txt": b"".join(b"new %d\n" % n for n in range(many))})

    ((_, what),) = differences(old, new)

    assert f"{2 * many - frozen.MOST_LINES_SHOWN} more lines" in what


def test_a_missing_record_is_an_error_with_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(tmp_path / "none", None, 1, quick=True) == 2
    assert "python -m benchmarks.frozen record" in capsys.readouterr().out


def test_a_clip_is_frozen_twice_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One language is enough for a test of the guard itself, and takes half of the time.
    monkeypatch.setattr(frozen_clip, "LANGUAGES", ("nl",))
    landmarks = tmp_path / "landmarks.npz"
    log = PoseLog()
    with VideoFile(CLIP.video) as video:
        for frame in video:
            height, width = frame.image.shape[:2]
            camera = Camera(0.18 * width, (0.3 * width, 0.8 * height), size_px=(width, height))
            pose = pose_of(Bridge().at(HIP_DEG(frame.time_s)), frame.time_s, camera)
            log.add(frame.time_s, pose, 0.5)
    log.save(landmarks)

    for name in ("first", "second"):
        assert freeze(Task(CLIP, tmp_path / name, landmarks)) == CLIP.name

    assert differences(tmp_path / "first", tmp_path / "second") == []
    kept = {each.name for each in (tmp_path / "first").iterdir()}
    assert kept >= {
        "session.json", "landmarks.npz", "trace.txt", "report.html", "report-nl.txt",
        "report-nl.pictures", "report-en.html", "report-en.txt", "report-en.pictures", "export",
        "live-nl.txt",
    }  # fmt: skip
    assert CLIP.video.name not in kept
    assert (tmp_path / "first" / "live-nl.txt").read_text(encoding="utf-8")
