"""Demonstrations for tests: a figure that goes there and back, seen by a camera."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded
from stabiel.tuning.teaching.wish import Wish
from stabiel.wording.language import Text
from tests.bodies import Camera, Figure, ease, heel_slide, pose_of

RATE_HZ = 15.0
REST_S, OUT_S, STAY_S = 1.2, 1.2, 1.0
CAMERA = Camera(tl_px=200.0, center_px=(300.0, 700.0))
NAME = Text(nl="Hiel weg", en="Heel out")


def wish(**changes: object) -> Wish:
    return replace(Wish("heel-out", NAME), **changes)


def course(reaches: Sequence[float], stay_s: float = STAY_S) -> list[float]:
    """How far a figure has gone in each frame: there and back for each reach."""
    values: list[float] = []
    for reach in reaches:
        values += [0.0] * round(REST_S * RATE_HZ)
        way = [ease(step / (OUT_S * RATE_HZ)) for step in range(round(OUT_S * RATE_HZ))]
        values += [reach * each for each in way]
        values += [reach] * round(stay_s * RATE_HZ)
        values += [reach * each for each in reversed(way)]
    return values + [0.0] * round(REST_S * RATE_HZ)


def shown(
    reaches: Sequence[float],
    figure: Callable[[float], Figure] = heel_slide,
    *,
    far: Callable[[float], Figure] | None = None,
    camera: Callable[[float], Camera] = lambda time_s: CAMERA,
    stay_s: float = STAY_S,
    noise_px: float = 0.6,
) -> list[Recorded]:
    """The frames of a demonstration, with noise; `far` is the far limb, at rest by default."""
    draw = np.random.default_rng(7)
    frames = []
    for index, reach in enumerate(course(reaches, stay_s)):
        time_s = index / RATE_HZ
        far_figure = figure(0.0) if far is None else far(reach)
        pose: Pose = pose_of(
            figure(reach), time_s, camera(time_s), far=far_figure, far_visibility=0.9
        )
        noisy = pose.points + draw.normal(0.0, noise_px, pose.points.shape)
        frames.append(Recorded(time_s, replace(pose, points=noisy)))
    return frames


def together(reaches: Sequence[float], figure: Callable[[float], Figure]) -> list[Recorded]:
    """A demonstration in which both sides do the same."""
    return shown(reaches, figure, far=figure)
