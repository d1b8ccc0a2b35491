"""Ways to make a clip worse. In: the frames of a clip. Out: the same frames, degraded.

Each degradation has rising levels in a unit that is easy to picture. All random numbers have a
seed. Things that follow the person in the picture, such as a blanket, follow the landmarks of the
unchanged clip.
"""

import hashlib
import inspect
import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame

from benchmarks.other_people import SHARED as OTHER_PEOPLE
from benchmarks.other_people import stands_beside, trains_beside, walks_behind, walks_in_front
from benchmarks.taken import Taken
from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.geometry import FloatArray
from stabiel.pose.pose import LANDMARK_COUNT, Pose
from stabiel.pose.recording import Recorded
from stabiel.video.frame import Frame, Image

SEED = 9

Change = Callable[[Taken, float], Iterator[Frame]]


@dataclass(frozen=True)
class Degradation:
    """One way to make a clip worse.

    Attributes:
        id: a short name for files and options.
        name: a name for tables and figures.
        unit: the words for a level, with `{}` for its number.
        levels: each is worse than the one before.
        change: makes the frames of a level.
    """

    id: str
    name: str
    unit: str
    levels: tuple[float, ...]
    change: Change

    @property
    def content(self) -> str:
        """A short hash of the code that makes the frames: other code gets another cache."""
        text = inspect.getsource(self.change) + "".join(map(inspect.getsource, _SHARED))
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def _each(taken: Taken, change: Callable[[Image], Image]) -> Iterator[Frame]:
    for frame in taken.frames:
        yield replace(frame, image=np.ascontiguousarray(change(frame.image)))


def noise(taken: Taken, level: float) -> Iterator[Frame]:
    """Sensor noise, normally distributed, with a standard deviation of `level` out of 255."""
    random = np.random.default_rng(SEED)
    for frame in taken.frames:
        grain = random.standard_normal(frame.image.shape, np.float32) * np.float32(level)
        yield replace(frame, image=(frame.image + grain).clip(0, 255).astype(np.uint8))


def blur(taken: Taken, level: float) -> Iterator[Frame]:
    """Out of focus: a Gaussian blur with a sigma of `level` thousandths of the longer side."""
    sigma = level / 1000 * max(taken.size_px)
    return _each(taken, lambda image: cv2.GaussianBlur(image, (0, 0), sigma))


def dim(taken: Taken, level: float) -> Iterator[Frame]:
    """Less light, 1 / level of it, with the noise of a sensor in the dark."""
    random = np.random.default_rng(SEED)
    linear = np.linspace(0, 1, 256) ** 2.2 / level
    table = (255 * linear ** (1 / 2.2)).astype(np.float32)
    for frame in taken.frames:
        grain = random.standard_normal(frame.image.shape, np.float32) * np.float32(3.0)
        yield replace(frame, image=(table[frame.image] + grain).clip(0, 255).astype(np.uint8))


def feet_cut(taken: Taken, level: float) -> Iterator[Frame]:
    """`level` percent of the person's length is outside the picture, at the feet."""
    return _cut(taken, level / 100, at_right=taken.feet_right)


def head_cut(taken: Taken, level: float) -> Iterator[Frame]:
    """`level` percent of the person's length is outside the picture, at the head."""
    return _cut(taken, level / 100, at_right=not taken.feet_right)


def _cut(taken: Taken, share: float, *, at_right: bool) -> Iterator[Frame]:
    left, _, right, _ = taken.box
    inside = 1 - share
    if at_right:
        edge = round(left + inside * (right - left))
        return _each(taken, lambda image: image[:, :edge])
    edge = round(right - inside * (right - left))
    return _each(taken, lambda image: image[:, edge:])


def dropped(taken: Taken, level: float) -> Iterator[Frame]:
    """`level` percent of the frames are lost, at random."""
    lost = np.random.default_rng(SEED).random(len(taken.frames)) < level / 100
    return (frame for frame, gone in zip(taken.frames, lost, strict=True) if not gone)


def slow(taken: Taken, level: float) -> Iterator[Frame]:
    """At most `level` frames per second."""
    step_s, due_s = 1.0 / level, 0.0
    for frame in taken.frames:
        if frame.time_s >= due_s - 1e-6:
            yield frame
            due_s += step_s


def compressed(taken: Taken, level: float) -> Iterator[Frame]:
    """H.264 with a quantizer of 44 (51 is the worst), and a longer side of `level` pixels."""
    width, height = taken.size_px
    scale = level / max(width, height)
    small = tuple(2 * round(side * scale / 2) for side in (width, height))
    memory = io.BytesIO()
    with av.open(memory, "w", format="matroska") as output:
        stream = output.add_stream("libx264", rate=25, options={"qp": "44", "preset": "veryfast"})
        (stream.width, stream.height), stream.pix_fmt = small, "yuv420p"
        for index, frame in enumerate(taken.frames):
            picture = cv2.resize(frame.image, small, interpolation=cv2.INTER_AREA)
            packet = VideoFrame.from_ndarray(picture, format="rgb24")
            packet.pts, packet.time_base = index, Fraction(1, 25)
            output.mux(stream.encode(packet))
        output.mux(stream.encode(None))
    memory.seek(0)
    with av.open(memory) as source:
        for frame, decoded in zip(taken.frames, source.decode(video=0), strict=True):
            assert isinstance(decoded, VideoFrame)
            yield Frame(np.ascontiguousarray(decoded.to_ndarray(format="rgb24")), frame.time_s)


def rolled(taken: Taken, level: float) -> Iterator[Frame]:
    """The camera is not level: the picture is turned by `level` degrees; nothing is cut off."""
    turn, size = _turn(taken.size_px, level)
    edge = cv2.BORDER_REPLICATE
    return _each(taken, lambda image: cv2.warpAffine(image, turn, size, borderMode=edge))


def _turn(size_px: tuple[int, int], degrees: float) -> tuple[FloatArray, tuple[int, int]]:
    """Return the matrix of a turn about the center, and the size that holds the whole picture."""
    width, height = size_px
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0).astype(np.float64)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = math.ceil(height * sine + width * cosine), math.ceil(height * cosine + width * sine)
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return turn, size


def mirrored(taken: Taken, level: float) -> Iterator[Frame]:
    """A mirror image, as many webcams deliver it."""
    return _each(taken, lambda image: image[:, ::-1])


def knocked(taken: Taken, level: float) -> Iterator[Frame]:
    """Halfway, somebody bumps the camera: it moves `level` % aside, turns `level` / 2 degrees."""
    width, height = taken.size_px
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), level / 2, 1.0).astype(np.float64)
    turn[0, 2] += level / 100 * width * (-1 if taken.feet_right else 1)
    turn[1, 2] -= level / 200 * height
    half_s = taken.frames[-1].time_s / 2
    edge = cv2.BORDER_REPLICATE
    for frame in taken.frames:
        if frame.time_s < half_s:
            yield frame
            continue
        image = cv2.warpAffine(frame.image, turn, (width, height), borderMode=edge)
        yield replace(frame, image=image.astype(np.uint8))


# The parts that a blanket covers, from the feet up, by level.
_COVERED: tuple[tuple[Part, ...], ...] = (
    (Part.TOE, Part.HEEL),
    (Part.TOE, Part.HEEL, Part.ANKLE),
    (Part.TOE, Part.HEEL, Part.ANKLE, Part.KNEE),
    (Part.TOE, Part.HEEL, Part.ANKLE, Part.KNEE, Part.HIP),
)
BLANKET_MARGIN_TL = 0.18
_BLANKET = np.array((92, 70, 120), np.uint8)


def blanket(taken: Taken, level: float) -> Iterator[Frame]:
    """A blanket covers the legs, up to the toes (1), ankles (2), knees (3) or hips (4)."""
    rows = [landmark_index(part, side) for part in _COVERED[round(level) - 1] for side in SIDES]
    width = round(2 * BLANKET_MARGIN_TL * taken.torso_px)
    weave = np.random.default_rng(SEED).integers(0, 24, (*taken.frames[0].image.shape[:2], 1))
    pattern = (_BLANKET + weave).astype(np.uint8)
    hull = None
    for frame, pose in zip(taken.frames, taken.poses, strict=True):
        if pose is not None:
            hull = cv2.convexHull(pose.points[rows].astype(np.int32))
        image = frame.image
        if hull is not None:
            mask = np.zeros(image.shape[:2], np.uint8)
            cv2.fillConvexPoly(mask, hull, 255)
            cv2.polylines(mask, [hull], isClosed=True, color=255, thickness=width)
            image = np.where(mask[..., None] > 0, pattern, image)
        yield replace(frame, image=image)


# What the frames depend on besides the function of a degradation.
_SHARED = (_cut, _turn, *OTHER_PEOPLE)

DEGRADATIONS: tuple[Degradation, ...] = (
    Degradation("noise", "noise, σ of 255", "σ {}", (15, 30, 60, 90), noise),
    Degradation("blur", "out of focus, ‰ of the width", "{}", (3, 6, 12, 20), blur),
    Degradation("dim", "less light", "1/{}", (4, 12, 30, 60), dim),
    Degradation("feet", "feet outside, % of the body", "{} %", (5, 12, 25, 40), feet_cut),
    Degradation("head", "head outside, % of the body", "{} %", (8, 15, 25, 40), head_cut),
    Degradation("dropped", "frames lost", "{} %", (30, 50, 70, 85), dropped),
    Degradation("slow", "frames per second", "{}/s", (12, 8, 6, 4), slow),
    Degradation("small", "compressed to so many pixels", "{} px", (320, 192, 128, 96), compressed),
    Degradation("rolled", "camera not level", "{}°", (5, 10, 20, 45), rolled),
    Degradation("mirrored", "mirror image", "", (1,), mirrored),
    Degradation("knocked", "camera knocked aside", "{} %", (3, 8, 15, 25), knocked),
    Degradation("blanket", "blanket to toes, ankles, knees, hips", "{}", (1, 2, 3, 4), blanket),
    Degradation("behind", "somebody walks past behind", "{} ×", (0.7, 1.0), walks_behind),
    Degradation("front", "somebody walks past in front", "{} ×", (1.0, 1.5), walks_in_front),
    Degradation("beside", "somebody stands beside", "{} ×", (0.7, 1.0), stands_beside),
    Degradation("trains", "somebody trains beside", "{} ×", (0.5, 0.8), trains_beside),
)


# An error of the landmarker, not of the picture: it takes left for right

SWAP_LASTS_S = 0.4
_LEFTS = range(Part.EAR, LANDMARK_COUNT, 2)


def swapped(frames: list[Recorded], level: float) -> list[Recorded]:
    """Exchange left and right during `level` percent of the time, for 0.4 s at a time."""
    random = np.random.default_rng(SEED)
    wrong = random.random(math.ceil((frames[-1].time_s + 1) / SWAP_LASTS_S)) < level / 100
    return [
        frame._replace(pose=exchanged(frame.pose))
        if frame.pose is not None and wrong[int(frame.time_s / SWAP_LASTS_S)]
        else frame
        for frame in frames
    ]


def exchanged(pose: Pose) -> Pose:
    """Return a pose whose left side is labeled right, and vice versa."""
    order = list(range(LANDMARK_COUNT))
    for left in _LEFTS:
        order[left], order[left + 1] = left + 1, left
    return replace(
        pose,
        points=pose.points[order],
        visibility=pose.visibility[order],
        world=pose.world[order],
    )


SWAPPED = Degradation(
    "swapped",
    "left taken for right, % of the time",
    "{} %",
    (5, 15, 30, 50),
    lambda taken, level: iter(()),
)
