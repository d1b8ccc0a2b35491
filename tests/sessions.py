"""Sessions of stick figures. In: how they move. Out: how the program judges them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from stabiel.anatomy import Side
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.pose.pose import Pose
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session, Source
from tests.bodies import SIDE_CAMERA, Camera, Figure, pose_of
from tests.space import HIGH_CAMERA, SpaceCamera, SpaceFigure, space_pose

BOOK = load_book()
FigureAt = Callable[[float], Figure | None]


def judged(
    exercise_id: str,
    figure_at: FigureAt,
    seconds: float,
    camera: Camera = SIDE_CAMERA,
    *,
    rate_hz: float = 25.0,
    noise_px: float = 0.0,
    far_at: Callable[[float], Figure] | None = None,
    near: Side = "right",
    far_visibility: float = 0.75,
    book: ExerciseBook = BOOK,
) -> Session:
    """Return the session of a person who moves like `figure_at`; None is nobody.

    `far_at` gives the limbs of the far side if they move differently from the near side.
    """

    def pose_at(time_s: float) -> Pose | None:
        figure = figure_at(time_s)
        far = far_at(time_s) if far_at else None
        if figure is None:
            return None
        return pose_of(figure, time_s, camera, far=far, near=near, far_visibility=far_visibility)

    return judged_poses(
        exercise_id, pose_at, seconds, rate_hz=rate_hz, noise_px=noise_px, book=book
    )


def judged_in_space(
    exercise_id: str,
    figure_at: Callable[[float], SpaceFigure],
    seconds: float,
    camera: SpaceCamera = HIGH_CAMERA,
    *,
    far_visibility: float = 0.85,
    rate_hz: float = 25.0,
    noise_px: float = 0.0,
) -> Session:
    """Return the session of a person in space, seen by a high camera."""

    def pose_at(time_s: float) -> Pose:
        return space_pose(figure_at(time_s), time_s, camera, far_visibility=far_visibility)

    return judged_poses(exercise_id, pose_at, seconds, rate_hz=rate_hz, noise_px=noise_px)


def judged_poses(
    exercise_id: str,
    pose_at: Callable[[float], Pose | None],
    seconds: float,
    *,
    rate_hz: float = 25.0,
    noise_px: float = 0.0,
    book: ExerciseBook = BOOK,
) -> Session:
    """Return the session of these poses, at a frame rate and with noise in the image."""
    judge = Judge(book.get(exercise_id), book, "en")
    rng = np.random.default_rng(3)
    size = SIDE_CAMERA.size_px
    for index in range(round(seconds * rate_hz)):
        time_s = index / rate_hz
        pose = pose_at(time_s)
        if pose is not None:
            size = pose.size_px
            noise = rng.normal(0.0, noise_px, pose.points.shape)
            pose = replace(pose, points=pose.points + noise)
        judge.update(time_s, pose)
    return judge.finish(Source("array", "test", seconds, rate_hz, *size), "none")


def counts(session: Session) -> tuple[int, list[str], list[str]]:
    """Return repetitions, reasons of attempts and faults."""
    return (
        len(session.repetitions),
        [attempt.reason for attempt in session.attempts],
        [fault.id for fault in session.faults],
    )


def faults(session: Session) -> list[str]:
    """Return the ids of the faults."""
    return [fault.id for fault in session.faults]
