"""The annotated video is upright once: its pictures are turned, and no player turns them again."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from stabiel.pose.pose import Pose
from stabiel.video.frame import Frame
from stabiel.video.reader import VideoFile
from tests.video.siblings import boxes
from tests.video.siblings.film import Film, Track, with_nal, write
from tests.video.siblings.orientation import POSES, orientation_nal
from tests.video.siblings.pattern import (
    COLUMNS,
    CORNERS,
    ORIENTATIONS,
    ROWS,
    UPRIGHT,
    Image,
    Matrix,
    seen,
)

SIZE = (384, 256)


class NobodySeen:
    """An estimator that finds nobody."""

    def __init__(self, model: str, *, outline: bool = False) -> None:
        """Accept the arguments of the landmarker."""

    def find(self, frame: Frame) -> Pose | None:
        """Return nobody."""
        return None

    def close(self) -> None:
        """There is nothing to free."""


def turned_by(picture: Image) -> Matrix | None:
    """Return by which matrix a picture was turned, None if it cannot be read.

    The count is written over the upper left corner, which is the brightest of an upright picture.
    If another corner lies there, two are as bright, and nothing can be read.
    """
    corner = picture.copy()
    corner[: SIZE[1] // ROWS, : SIZE[0] // COLUMNS] = CORNERS[0]
    return seen(corner).matrix


def in_the_track(path: Path, name: str) -> None:
    matrix = ORIENTATIONS[name]
    write(path, Film(size=SIZE, matrix=matrix))
    path.write_bytes(boxes.with_matrix(path.read_bytes(), matrix))


def in_the_stream(path: Path, name: str) -> None:
    alter = with_nal(orientation_nal(*POSES[name]), lambda number: number % 12 == 0)
    write(path, Track(Film(size=SIZE, matrix=ORIENTATIONS[name]), alter=alter))


@pytest.mark.parametrize(
    ("make", "name"),
    [(in_the_track, name) for name in ORIENTATIONS]
    + [(in_the_stream, name) for name in ("quarter", "mirrored", "other-diagonal")],
)
def test_the_annotated_video_is_upright_once(
    make: Callable[[Path, str], None],
    name: str,
    run: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stabiel.batch.parts.Landmarker", NobodySeen)
    make(tmp_path / "film.mp4", name)

    code, _, _ = run(
        "analyze", tmp_path / "film.mp4", "--exercise", "bridging", "--out", tmp_path / "out"
    )

    annotated = tmp_path / "out" / "film" / "annotated.mp4"
    assert code == 4  # nobody
    with av.open(str(annotated)) as container:
        frames = list(container.decode(video=0))
        assert {frame.rotation for frame in frames} == {0}
        assert not any(map(has_matrix, frames))
        as_stored = [turned_by(frame.to_ndarray(format="rgb24")) for frame in frames]
    with VideoFile(annotated) as video:
        as_shown = [turned_by(frame.image) for frame in video]
    assert as_stored == as_shown == [UPRIGHT] * len(frames)


def has_matrix(frame: av.VideoFrame) -> bool:
    """Return whether a player would turn this frame."""
    return any("DISPLAYMATRIX" in data.type.name for data in frame.side_data)
