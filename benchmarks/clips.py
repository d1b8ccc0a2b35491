"""The clips of the accuracy benchmark. In: a folder of samples. Out: landmarks, judged sessions.

Landmarks are cached by the content of the clip and of the model. The first run finds them; after
that, a changed rule is measured in seconds.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import Pose
from stabiel.pose.pose_log import PoseLog
from stabiel.pose.recording import load_poses
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from stabiel.system.resources import ModelName, model_path
from stabiel.video.reader import VideoFile

TRUTH_SUFFIX = ".truth.json.gz"


@dataclass(frozen=True)
class Clip:
    """A rendered clip with its truth beside it."""

    video: Path

    @property
    def name(self) -> str:
        """The file name without its ending."""
        return self.video.stem

    @property
    def truth(self) -> dict[str, Any]:
        """The truth record."""
        path = self.video.with_name(self.name + TRUTH_SUFFIX)
        found: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        return found

    @property
    def needs_outline(self) -> bool:
        """Whether judging the clip's exercise, or what it nearly is, needs the silhouette too."""
        facts, book = self.truth["clip"], the_book()
        names = (facts["exercise"], *facts.get("negative_for", ()))
        exercises = (book.exercises.get(name) for name in names)
        return any(exercise is not None and book.needs_outline(exercise) for exercise in exercises)


def clips_in(folder: Path) -> list[Clip]:
    """Return the clips of a folder that have a truth file, in the order of their names."""
    return [
        Clip(video)
        for video in sorted(folder.glob("*.mp4"))
        if video.with_name(video.stem + TRUTH_SUFFIX).exists()
    ]


def landmarks_of(
    clip: Clip, model: ModelName, folder: Path
) -> tuple[list[float], list[Pose | None]]:
    """Return the times and poses of a clip, from the cache in `folder` if possible.

    The poses have back lines if the clip's exercise needs them; such a cache has another name.
    """
    outline = clip.needs_outline
    path = cached_landmarks(clip, model, folder)
    if not path.exists():
        log = PoseLog()
        with VideoFile(clip.video) as video, Landmarker(model, outline=outline) as landmarker:
            for frame in video:
                log.add(frame.time_s, landmarker.find(frame))
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        log.save(part)
        part.replace(path)
    return load_poses(path)


def cached_landmarks(clip: Clip, model: ModelName, folder: Path) -> Path:
    """Return the file in the cache that has, or is to have, a clip's landmarks."""
    name = f"{clip.name}-{model}-{_content(clip.video)}-{_content(model_path(model))}"
    return folder / f"{name}{'-outline' if clip.needs_outline else ''}.npz"


def judged(
    clip: Clip, times: list[float], poses: list[Pose | None], exercise: str, model: str
) -> Session:
    """Judge a clip's landmarks as one exercise, as the command line does."""
    book = the_book()
    judge = Judge(book.get(exercise), book, "en", model)
    for time_s, pose in zip(times, poses, strict=True):
        judge.update(time_s, pose)
    size = next((pose.size_px for pose in poses if pose is not None), (0, 0))
    duration_s = times[-1] + times[-1] / max(1, len(times) - 1)
    source = Source("file", clip.video.name, duration_s, len(times) / duration_s, *size)
    return judge.finish(source, model)


@cache
def the_book() -> ExerciseBook:
    """Return the exercises of the program, read once."""
    return load_book()


@cache
def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
