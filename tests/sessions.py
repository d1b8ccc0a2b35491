"""Sessions of stick figures: how they move in, what the program makes of it out."""

from collections.abc import Callable

import numpy as np

from stabiel.exercise_files import load_book
from stabiel.judge import Judge
from stabiel.pose import Side
from stabiel.session import Session, Source
from tests.bodies import SIDE_CAMERA, Camera, Figure, pose_of

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
) -> Session:
    """Return the session of a person who moves as `figure_at` says; None is nobody.

    `far_at` gives the far side's limbs where they do something else than the near side's.
    """
    judge = Judge(BOOK.get(exercise_id), BOOK, "en")
    rng = np.random.default_rng(3)
    for index in range(round(seconds * rate_hz)):
        time_s = index / rate_hz
        figure = figure_at(time_s)
        if figure is None:
            judge.update(time_s, None)
            continue
        far = far_at(time_s) if far_at else None
        pose = pose_of(figure, time_s, camera, far=far, near=near, far_visibility=far_visibility)
        pose.points[:] += rng.normal(0.0, noise_px, pose.points.shape)
        judge.update(time_s, pose)
    return judge.finish(Source("array", "test", seconds, rate_hz, *camera.size_px), "none")


def counts(session: Session) -> tuple[int, list[str], list[str]]:
    """Return repetitions, reasons of attempts and faults."""
    return (
        len(session.repetitions),
        [attempt.reason for attempt in session.attempts],
        [fault.id for fault in session.faults],
    )
