"""Ways in which a picture goes bad. In: a clip's frames. Out: the same frames, worse.

Each way has levels that rise, in a unit that a person can picture; all chance has a seed. What
follows the person in the picture (a blanket, the place of the other person) follows the landmarks
and masks that were found in the clip as it was.
"""

import hashlib
import inspect
import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame

from benchmarks.taken import Mask, Taken, masks_of
from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.geometry import FloatArray
from stabiel.pose.pose import LANDMARK_COUNT, Pose
from stabiel.pose.recording import Recorded
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile

SEED = 9

Change = Callable[[Taken, float], Iterator[Frame]]


@dataclass(frozen=True)
class Degradation:
    """One way to go bad.

    Attributes:
        unit: what a level says, with `{}` for it.
        levels: each worse than the one before.
    """

    id: str
    name: str
    unit: str
    levels: tuple[float, ...]
    change: Change

    @property
    def content(self) -> str:
        """What its frames depend on, in short: a cache of other code is another cache."""
        text = inspect.getsource(self.change) + "".join(map(inspect.getsource, _SHARED))
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def _each(taken: Taken, change: Callable[[Image], Image]) -> Iterator[Frame]:
    for frame in taken.frames:
        yield replace(frame, image=np.ascontiguousarray(change(frame.image)))


def noise(taken: Taken, level: float) -> Iterator[Frame]:
    """Noise of a sensor, normal, a standard deviation of so many of 255."""
    random = np.random.default_rng(SEED)
    for frame in taken.frames:
        grain = random.standard_normal(frame.image.shape, np.float32) * np.float32(level)
        yield replace(frame, image=(frame.image + grain).clip(0, 255).astype(np.uint8))


def blur(taken: Taken, level: float) -> Iterator[Frame]:
    """Out of focus: a normal blur of so many thousandths of the longer side."""
    sigma = level / 1000 * max(taken.size_px)
    return _each(taken, lambda image: cv2.GaussianBlur(image, (0, 0), sigma))


def dim(taken: Taken, level: float) -> Iterator[Frame]:
    """Less light, 1 / level of it, with the noise that a sensor then has."""
    random = np.random.default_rng(SEED)
    linear = np.linspace(0, 1, 256) ** 2.2 / level
    table = (255 * linear ** (1 / 2.2)).astype(np.float32)
    for frame in taken.frames:
        grain = random.standard_normal(frame.image.shape, np.float32) * np.float32(3.0)
        yield replace(frame, image=(table[frame.image] + grain).clip(0, 255).astype(np.uint8))


def feet_cut(taken: Taken, level: float) -> Iterator[Frame]:
    """So many per cent of the person's length are outside the picture, at the feet."""
    return _cut(taken, level / 100, at_right=taken.feet_right)


def head_cut(taken: Taken, level: float) -> Iterator[Frame]:
    """So many per cent of the person's length are outside the picture, at the head."""
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
    """So many per cent of the frames are lost, by chance."""
    lost = np.random.default_rng(SEED).random(len(taken.frames)) < level / 100
    return (frame for frame, gone in zip(taken.frames, lost, strict=True) if not gone)


def slow(taken: Taken, level: float) -> Iterator[Frame]:
    """No more than so many frames a second."""
    step_s, due_s = 1.0 / level, 0.0
    for frame in taken.frames:
        if frame.time_s >= due_s - 1e-6:
            yield frame
            due_s += step_s


def compressed(taken: Taken, level: float) -> Iterator[Frame]:
    """H.264 with a quantiser of 44 (51 is its worst), and the longer side of so many pixels."""
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
    """The camera is not level: the picture turns by so many degrees, and nothing is cut off."""
    turn, size = _turn(taken.size_px, level)
    edge = cv2.BORDER_REPLICATE
    return _each(taken, lambda image: cv2.warpAffine(image, turn, size, borderMode=edge))


def _turn(size_px: tuple[int, int], degrees: float) -> tuple[FloatArray, tuple[int, int]]:
    """Return the matrix of a turn about the middle, and the size that holds all of it."""
    width, height = size_px
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0).astype(np.float64)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = math.ceil(height * sine + width * cosine), math.ceil(height * cosine + width * sine)
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return turn, size


def mirrored(taken: Taken, level: float) -> Iterator[Frame]:
    """A mirror image, as many webcams give."""
    return _each(taken, lambda image: image[:, ::-1])


def knocked(taken: Taken, level: float) -> Iterator[Frame]:
    """Half way somebody knocks the camera: it moves so many per cent aside and turns half of it."""
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


# What a blanket covers, from the feet up, by level.
_COVERED: tuple[tuple[Part, ...], ...] = (
    (Part.TOE, Part.HEEL),
    (Part.TOE, Part.HEEL, Part.ANKLE),
    (Part.TOE, Part.HEEL, Part.ANKLE, Part.KNEE),
    (Part.TOE, Part.HEEL, Part.ANKLE, Part.KNEE, Part.HIP),
)
BLANKET_MARGIN_TL = 0.18
_BLANKET = np.array((92, 70, 120), np.uint8)


def blanket(taken: Taken, level: float) -> Iterator[Frame]:
    """A blanket lies over the legs, up to the toes (1), ankles (2), knees (3) or hips (4)."""
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


# The other person: who stands at the beginning of this sample, 1.75 m tall, cut out of it.
_STANDS = Path(__file__).resolve().parents[1] / "samples" / "psoas-good.mp4"
# A person is so many torso lengths tall (Winter: mid-shoulder to mid-hip is 0.30 of stature).
STATURE_TL = 3.3
# The torso of the one who does bridges in their own picture.
OTHER_TORSO_PX = 145.0
# One who walks past crosses the picture in so long, then waits for as long as that.
PASS_S = 3.0


@cache
def _stander() -> tuple[Image, Mask]:
    """Return somebody who stands, (height, width, 3), and where they are in that picture."""
    with VideoFile(_STANDS) as video:
        first = next(iter(video))
    (mask,) = masks_of([first])
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    place = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return first.image[place], mask[place]


def _scaled(taken: Taken, size: float) -> tuple[Image, Mask]:
    """Return the other person, `size` times as tall as the trainee would stand there."""
    image, mask = _stander()
    factor = size * STATURE_TL * taken.torso_px / image.shape[0]
    wanted = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    large = cv2.resize(image, wanted, interpolation=cv2.INTER_LINEAR)
    inside = cv2.resize(mask.astype(np.uint8), wanted, interpolation=cv2.INTER_NEAREST) > 0
    return large.astype(np.uint8), inside


def _with_person(
    frame: Frame,
    person: tuple[Image, Mask],
    middle_x: float,
    floor_y: float,
    hidden_by: Mask | None,
) -> Frame:
    """Put the other person into a frame, behind what hides them."""
    image, mask = person
    height, width = frame.image.shape[:2]
    left, top = round(middle_x - image.shape[1] / 2), round(floor_y - image.shape[0])
    x0, x1 = max(0, left), min(width, left + image.shape[1])
    y0, y1 = max(0, top), min(height, top + image.shape[0])
    if x0 >= x1 or y0 >= y1:
        return frame
    shown = mask[y0 - top : y1 - top, x0 - left : x1 - left].copy()
    if hidden_by is not None:
        shown &= ~hidden_by[y0:y1, x0:x1]
    canvas = frame.image.copy()
    part = image[y0 - top : y1 - top, x0 - left : x1 - left]
    canvas[y0:y1, x0:x1][shown] = part[shown]
    return replace(frame, image=canvas)


def _walks(taken: Taken, size: float, *, floor_y: float, in_front: bool) -> Iterator[Frame]:
    person = _scaled(taken, size)
    width, half = taken.size_px[0], person[0].shape[1] / 2
    for frame, mask in zip(taken.frames, taken.masks, strict=True):
        share = (frame.time_s % (2 * PASS_S)) / PASS_S
        if share >= 1:
            yield frame
            continue
        x = -half + share * (width + 2 * half)
        yield _with_person(frame, person, x, floor_y, None if in_front else mask)


def walks_behind(taken: Taken, level: float) -> Iterator[Frame]:
    """Somebody walks past behind the trainee, again and again, looking so many times as tall."""
    _, top, _, bottom = taken.box
    return _walks(taken, level, floor_y=bottom - 0.15 * (bottom - top), in_front=False)


def walks_in_front(taken: Taken, level: float) -> Iterator[Frame]:
    """Somebody walks past between the camera and the trainee, again and again."""
    return _walks(taken, level, floor_y=taken.box[3] + 0.6 * taken.torso_px, in_front=True)


def stands_beside(taken: Taken, level: float) -> Iterator[Frame]:
    """Somebody stands at the trainee's head for all of the clip, looking so many times as tall."""
    left, top, right, bottom = taken.box
    person = _scaled(taken, level)
    aside = 0.2 * person[0].shape[1]
    x = left - aside if taken.feet_right else right + aside
    # Where the picture ends first, they stand at its edge.
    x = min(max(x, person[0].shape[1] / 2), taken.size_px[0] - person[0].shape[1] / 2)
    floor_y = bottom - 0.15 * (bottom - top)
    for frame, mask in zip(taken.frames, taken.masks, strict=True):
        yield _with_person(frame, person, x, floor_y, mask)


# The other trainee: another person who does bridges at another pace, in a room of their own.
_TRAINS = Path(__file__).resolve().parents[1] / "samples" / "bridging.mp4"


@cache
def _other_trainee() -> list[Frame]:
    with VideoFile(_TRAINS) as video:
        return list(video)


def trains_beside(taken: Taken, level: float) -> Iterator[Frame]:
    """Somebody else does bridges at the trainee's feet, looking so many times as large."""
    others = _other_trainee()
    height, width = taken.frames[0].image.shape[:2]
    factor = level * taken.torso_px / OTHER_TORSO_PX
    wide, high = (round(factor * side) for side in (others[0].image.shape[1::-1]))
    other_times = [frame.time_s for frame in others]
    for frame in taken.frames:
        at = int(np.searchsorted(other_times, frame.time_s % other_times[-1]))
        small = cv2.resize(others[at].image, (wide, high), interpolation=cv2.INTER_AREA)
        canvas = np.zeros((max(height, high), width + wide, 3), np.uint8)
        own, other = (0, width) if taken.feet_right else (wide, 0)
        canvas[:height, own : own + width] = frame.image
        canvas[canvas.shape[0] - high :, other : other + wide] = small
        yield replace(frame, image=canvas)


_SHARED = (_cut, _turn, _stander, _scaled, _with_person, _walks)

DEGRADATIONS: tuple[Degradation, ...] = (
    Degradation("noise", "noise, σ of 255", "σ {}", (15, 30, 60, 90), noise),
    Degradation("blur", "out of focus, ‰ of the width", "{}", (3, 6, 12, 20), blur),
    Degradation("dim", "less light", "1/{}", (4, 12, 30, 60), dim),
    Degradation("feet", "feet outside, % of the body", "{} %", (5, 12, 25, 40), feet_cut),
    Degradation("head", "head outside, % of the body", "{} %", (8, 15, 25, 40), head_cut),
    Degradation("dropped", "frames lost", "{} %", (30, 50, 70, 85), dropped),
    Degradation("slow", "frames a second", "{}/s", (12, 8, 6, 4), slow),
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


# Not in the picture: the landmarker takes left for right

SWAP_LASTS_S = 0.4
_LEFTS = range(Part.EAR, LANDMARK_COUNT, 2)


def swapped(frames: list[Recorded], level: float) -> list[Recorded]:
    """Exchange left and right in so many per cent of the time, for 0.4 s at a time."""
    random = np.random.default_rng(SEED)
    wrong = random.random(math.ceil((frames[-1].time_s + 1) / SWAP_LASTS_S)) < level / 100
    return [
        frame._replace(pose=exchanged(frame.pose))
        if frame.pose is not None and wrong[int(frame.time_s / SWAP_LASTS_S)]
        else frame
        for frame in frames
    ]


def exchanged(pose: Pose) -> Pose:
    """Return a pose whose left side is called right, and the other way round."""
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
