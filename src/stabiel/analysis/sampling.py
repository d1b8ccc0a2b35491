"""Looks at fewer frames on a slow computer. In: how long a frame takes. Out: a model and a rate.

Measured on the thirty sample clips with truth, which have 20 to 25 frames per second: with one
frame in two and with one in three, `full` still counts all of them right, and finds their faults as
precisely (1.00) and as often (0.92) as with all frames. `lite` counts 27 right with all frames, and
26 with one in two (precision 0.94 and 0.89, recall 0.80 and 0.77). So frames are left out first,
and a lighter model comes last. Smaller pictures would not help: the landmarker cuts the body out
and scales it itself, and a quarter of the pixels saves a twentieth of its time.
"""

import math
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from stabiel.analysis.segments import cut
from stabiel.pose.pose import PoseEstimator
from stabiel.system.resources import LIGHTER, ModelName
from stabiel.video.reader import VideoFile

# One frame in three of the sample clips is 6.7 per second; fewer were not tried.
LEAST_RATE_HZ = 6.6
# The share of the playing time for reading and finding; the rest is for drawing and the report.
SHARE = 0.75
# The first frames find the body and fill caches, so they are not measured.
FIRST_FRAMES, FRAMES = 5, 30


@dataclass(frozen=True, slots=True)
class Look:
    """How closely to look at a video.

    Attributes:
        every: use one frame in this many.
    """

    model: ModelName
    every: int = 1


@dataclass(frozen=True, slots=True)
class Took:
    """How long one frame takes on this computer: to read it, and to find the pose in it."""

    read_s: float
    find_s: float


def look_at(
    video: Path, model: ModelName, new_estimator: Callable[[ModelName], PoseEstimator], cores: int
) -> Look:
    """Measure the first second or two of a video and choose how closely to look at it.

    Args:
        video: the file.
        model: the best model to use.
        new_estimator: makes a new estimator of a model.
        cores: how many cores the analysis may use.

    Raises:
        VideoError: the video cannot be read.
        ResourceError: a model cannot be loaded.
    """
    with VideoFile(video) as opened:
        rate_hz = opened.rate_hz
        segments = len(cut(opened.duration_s if opened.can_jump else None))
    return choose(
        model, rate_hz, min(cores, segments), lambda each: _took(video, new_estimator(each))
    )


def choose(
    model: ModelName, rate_hz: float, at_once: int, took: Callable[[ModelName], Took]
) -> Look:
    """Choose so that the analysis takes about as long as the video plays.

    Args:
        model: the best model to use.
        rate_hz: the video's frames per second.
        at_once: how many of its segments are searched at the same time.
        took: measures a model; called for as few models as possible, since measuring takes time.
    """
    most = max(1, math.floor(rate_hz / LEAST_RATE_HZ))
    while True:
        measured = took(model)
        left_s = SHARE * at_once - rate_hz * measured.read_s
        every = math.ceil(rate_hz * measured.find_s / left_s) if left_s > 0 else most + 1
        if every <= most:
            return Look(model, max(1, every))
        if model not in LIGHTER:
            return Look(model, most)
        model = LIGHTER[model]


def _took(video: Path, estimator: PoseEstimator) -> Took:
    read_s, find_s = [], []
    with closing(estimator), VideoFile(video) as opened:
        began_s = time.perf_counter()
        for frame in islice(opened, FIRST_FRAMES + FRAMES):
            read_s.append(time.perf_counter() - began_s)
            began_s = time.perf_counter()
            estimator.find(frame)
            find_s.append(time.perf_counter() - began_s)
            began_s = time.perf_counter()
    first = FIRST_FRAMES if len(find_s) > FIRST_FRAMES else 0
    return Took(median(read_s[first:]), median(find_s[first:]))
