"""The camera over time: it stands still, or somebody bumps it; and the times of its frames.

In: a clip. Out: the camera at a time, and the times of the frames.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from samples.studio.clip import Clip
from samples.studio.scene import Camera

#: A bumped camera swings for this long and stays turned.
KNOCK_S = 0.6
KNOCK_HZ = 3.0
KNOCK_SHIFT_M = np.array([0.10, 0.04, -0.05])
KNOCK_ROLL_DEG = 5.0

#: Intervals between the frames of a phone that saves light or power.
UNEVEN_INTERVALS_S = (1 / 30, 1 / 25, 1 / 20, 1 / 15, 1 / 12)


def frame_times(clip: Clip, duration_s: float) -> list[float]:
    """The time of each frame, seconds."""
    if not clip.variable_rate:
        return [n / clip.frame_rate_hz for n in range(int(duration_s * clip.frame_rate_hz))]
    random = np.random.default_rng(clip.seed)
    times, now = [], 0.0
    while now < duration_s:
        times.append(now)
        now += float(random.choice(UNEVEN_INTERVALS_S))
    return times


def camera_at(clip: Clip, time_s: float) -> Camera:
    """The camera at a time; it moves only while it swings after a knock."""
    if clip.knocked_at_s is None or time_s < clip.knocked_at_s:
        return clip.camera
    since = min((time_s - clip.knocked_at_s) / KNOCK_S, 1.0)
    swing = np.sin(2 * np.pi * KNOCK_HZ * KNOCK_S * since) * (1.0 - since)
    amount = since + 0.6 * float(swing)
    target = np.array(clip.camera.target) + KNOCK_SHIFT_M * amount
    return replace(
        clip.camera,
        target=(float(target[0]), float(target[1]), float(target[2])),
        roll_deg=clip.camera.roll_deg + KNOCK_ROLL_DEG * amount,
    )
