"""The inputs in `../shared/files`, each against its right answer in the README's table there.

The whole of `analyze` runs on each file, but for the landmarker: a frame is looked up among the
frames of the sample that the file was made from, and gets the pose that was found there. A picture
that is not upright, or is mirrored, is none of them, and nobody is found in it. So each sample is
searched once, and each file costs about as much as reading it.

Measured on one core: 30 s for 17 files, of which 12 s for the two samples.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from stabiel.exercises.files import load_book
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import Pose
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile

FILES = Path(__file__).resolve().parents[3] / "shared" / "files"
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
# The poses of every second frame are enough for 20 frames per second.
EVERY = 2
_SMALL = (48, 36)
# Mean difference of gray levels at this size: coding makes less, another film more.
_ALIKE = 8.0


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes:
        repetitions, frames, sides: what must come out, None if the table does not say it.
        repaired: whether the terminal and the report must say that times were repaired.
        refused: whether a sentence with exit code 3 may or must come out instead.
        words: groups of words, of each of which the sentence must have one.
    """

    name: str
    exercise: str
    repetitions: int | None = None
    frames: int | None = None
    sides: tuple[str, ...] | None = None
    repaired: bool = False
    refused: bool = False
    words: tuple[tuple[str, ...], ...] = ()


# The number of this kind in the names of the files.
_WRONG_CLOCKS = "11-"
# Words in the answer, and those that its sentence must have.
_CAUSES = {
    "one picture": (("picture", "photo"), ("single", "one ", "a photo")),
    "missing times": (("time", "rate"),),
    "starts at 0 again": (("again", "restart"), ("time", "clock")),
    "at the declared rate, or": (("time", "clock"),),
    "too few frames a second": (("frames per second", "frames a second"),),
    "names the kind": (("webp",),),
}


def rows(text: str) -> list[Row]:
    """Return the rows of the table."""
    cells = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if re.match(r"\| \d\d-", line)
    ]
    return [row(name, exercise, answer) for name, exercise, answer, *_ in cells]


def row(name: str, exercise: str, answer: str) -> Row:
    """Return what a row demands; an answer that says nothing to this test is an error."""
    repetitions = re.search(r"(\d+) repetitions", answer)
    frames = re.search(r"(\d+) frames used", answer)
    sides = re.findall(r"\b(?:right|left)\b", answer)
    words = [groups for cause, groups in _CAUSES.items() if cause in answer]
    if answer.startswith("played"):  # the sample that all are made from where none is named
        repetitions = re.search("(4)", "4")
    if not (repetitions or frames or words):
        raise ValueError(f"{name}: what does {answer!r} demand?")
    return Row(
        name,
        exercise,
        int(repetitions.group(1)) if repetitions else None,
        int(frames.group(1)) if frames else None,
        tuple(sides) or None,
        name.startswith(_WRONG_CLOCKS),
        bool(words),
        tuple(group for groups in words for group in groups),
    )


def small(image: Image) -> np.ndarray:
    """Return a picture as a few gray levels, (rows, columns) float32."""
    gray = cv2.cvtColor(cv2.resize(image, _SMALL, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    return gray.astype(np.float32)


@lru_cache(maxsize=2)
def searched(exercise: str) -> tuple[np.ndarray, list[Pose | None]]:
    """Return small pictures, (frames, rows, columns), and poses, of the sample of an exercise."""
    book = load_book()
    outline = book.needs_outline(book.get(exercise))
    pictures, poses = [], []
    path = SAMPLES / f"{exercise}-good.mp4"
    with VideoFile(path, every=EVERY) as video, Landmarker("full", outline=outline) as landmarker:
        for frame in video:
            pictures.append(small(frame.image))
            poses.append(landmarker.find(frame))
    return np.stack(pictures), poses


class Recalling:
    """An estimator that knows the frames of a sample, and finds nobody in any other picture."""

    exercise = ""

    def __init__(self, model: str, *, outline: bool = False) -> None:
        """Accept the arguments of the landmarker."""

    def find(self, frame: Frame) -> Pose | None:
        """Return the pose in the frame of the sample that is most like this one, at this time."""
        pictures, poses = searched(self.exercise)
        height, width = frame.image.shape[:2]
        if height > width:
            return None
        seen = small(frame.image)
        upright, *turned = (
            np.abs(pictures - seen[::rows, ::columns]).mean(axis=(1, 2))
            for rows in (1, -1)
            for columns in (1, -1)
        )
        best = int(upright.argmin())
        pose = poses[best]
        if pose is None or upright[best] > min(_ALIKE, *(each.min() for each in turned)):
            return None
        return rescaled(pose, frame.time_s, (width, height))

    def close(self) -> None:
        """There is nothing to free."""

    def __enter__(self) -> "Recalling":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def rescaled(pose: Pose, time_s: float, size: tuple[int, int]) -> Pose:
    """Return a pose at another time, in a picture of another size."""
    factor = size[0] / pose.size_px[0]
    outline = None if pose.outline is None else pose.outline * factor
    return replace(pose, time_s=time_s, points=pose.points * factor, outline=outline, size_px=size)


def read_table() -> list[Row]:
    """Return the rows of the README, none where the files are not at hand."""
    readme = FILES / "README.md"
    return rows(readme.read_text(encoding="utf-8")) if readme.is_file() else []


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recall poses instead of finding them."""
    monkeypatch.setattr("stabiel.batch.parts.Landmarker", Recalling)


@pytest.mark.skipif(not FILES.is_dir(), reason="../shared/files is not on this computer")
@pytest.mark.parametrize("row", read_table(), ids=lambda row: row.name)
def test_each_file_gives_its_right_answer(
    row: Row,
    run: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Recalling, "exercise", row.exercise)
    words = ("--exercise", row.exercise, "--no-video", "--lang", "en", "--out", tmp_path)

    code, said, error = run("analyze", FILES / row.name, *words)

    if row.refused and (code == 3 or row.repetitions is None):
        sentence = (error or said).casefold()
        assert code == 3 or (code == 0 and said)
        for group in row.words:
            assert any(word in sentence for word in group), (error or said, group)
        assert "record or copy it again" not in sentence
        return
    assert (code, error) == (0, "")
    session = json.loads((tmp_path / Path(row.name).stem / "session.json").read_text("utf-8"))
    assert [len(session[name]) for name in ("repetitions", "attempts", "faults")] == [
        row.repetitions, 0, 0,
    ]  # fmt: skip
    if row.frames is not None:
        source = session["source"]
        assert round(source["duration_s"] * source["frame_rate_hz"]) == row.frames
    if row.sides is not None:
        assert tuple(each["side"] for each in session["repetitions"]) == row.sides
    if row.repaired:
        report = (tmp_path / Path(row.name).stem / "report.html").read_text("utf-8")
        about = [line for line in said.splitlines() if re.search("times|clock", line.casefold())]
        assert about
        assert about[0].split(".")[0] in report


# The test itself detects what it should


TABLE = """
| file | exercise | right answer | today |
|---|---|---|---|
| 01-a.avi | bridging | 4 repetitions, 482 frames used | 4, but 325 frames |
| 05-b.mp4 | leg-lift | 2 repetitions, upright: right, left | left, right |
| 09-c.jpg | bridging | exit 3: this is one picture | exit 0 |
| 11-d.mkv | bridging | 4 repetitions at the declared rate, or a sentence that says so | 1 |
"""


def test_the_table_is_understood() -> None:
    counted, sided, refused, either = rows(TABLE)

    assert (counted.repetitions, counted.frames, counted.refused) == (4, 482, False)
    assert (sided.exercise, sided.sides) == ("leg-lift", ("right", "left"))
    assert (refused.repetitions, refused.refused, len(refused.words)) == (None, True, 2)
    assert (either.repetitions, either.refused, either.repaired) == (4, True, True)
    assert counted.sides is None
    assert not counted.repaired
    with pytest.raises(ValueError, match="demand"):
        rows("| 01-a.avi | bridging | as it should be | wrong |")


def test_only_an_upright_picture_of_the_sample_is_recalled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recalling, "exercise", "leg-lift")
    with VideoFile(SAMPLES / "leg-lift-good.mp4") as video:
        image = next(iter(video)).image
    recalled = Recalling("full")
    half = np.ascontiguousarray(image[::2, ::2])

    found = recalled.find(Frame(half, 3.0))

    assert found is not None
    assert (found.time_s, found.size_px) == (3.0, (320, 240))
    for turned in (image[::-1], image[:, ::-1], image[::-1, ::-1], image.transpose(1, 0, 2)):
        assert recalled.find(Frame(np.ascontiguousarray(turned), 3.0)) is None
