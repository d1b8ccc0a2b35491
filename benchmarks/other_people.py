"""Puts other people into a clip's frames. In: a clip, a level. Out: frames with somebody else.

They walk past, stand beside the trainee, or train beside them. Where they are in the picture
follows the landmarks and masks of the unchanged clip.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from benchmarks.taken import Mask, Taken, masks_of
from stabiel.video.frame import Frame, Image
from stabiel.video.reader import VideoFile

# The other person, 1.75 m tall, is cut out of the first frame of this sample, where they stand.
_STANDS = Path(__file__).resolve().parents[1] / "samples" / "psoas-good.mp4"
# Stature in torso lengths (Winter: mid-shoulder to mid-hip is 0.30 of stature).
STATURE_TL = 3.3
# Torso length of the other trainee in their own picture.
OTHER_TORSO_PX = 145.0
# Walking past takes this long, followed by a pause of the same length.
WALK_S = 3.0


@cache
def _stander() -> tuple[Image, Mask]:
    """Return the picture of a standing person, (height, width, 3), and the mask of the person."""
    with VideoFile(_STANDS) as video:
        first = next(iter(video))
    (mask,) = masks_of([first])
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    place = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return first.image[place], mask[place]


def _scaled(taken: Taken, size: float) -> tuple[Image, Mask]:
    """Return the other person, `size` times as tall as the trainee would be standing up."""
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
    """Put the other person into a frame, except for the pixels of `hidden_by`."""
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
        share = (frame.time_s % (2 * WALK_S)) / WALK_S
        if share >= 1:
            yield frame
            continue
        x = -half + share * (width + 2 * half)
        yield _with_person(frame, person, x, floor_y, None if in_front else mask)


def walks_behind(taken: Taken, level: float) -> Iterator[Frame]:
    """Somebody walks past behind the trainee, again and again, `level` times as tall."""
    _, top, _, bottom = taken.box
    return _walks(taken, level, floor_y=bottom - 0.15 * (bottom - top), in_front=False)


def walks_in_front(taken: Taken, level: float) -> Iterator[Frame]:
    """Somebody walks past between the camera and the trainee, again and again."""
    return _walks(taken, level, floor_y=taken.box[3] + 0.6 * taken.torso_px, in_front=True)


def stands_beside(taken: Taken, level: float) -> Iterator[Frame]:
    """Somebody stands at the trainee's head during the whole clip, `level` times as tall."""
    left, top, right, bottom = taken.box
    person = _scaled(taken, level)
    aside = 0.2 * person[0].shape[1]
    x = left - aside if taken.feet_right else right + aside
    # If the picture ends before that place, they stand at its edge.
    x = min(max(x, person[0].shape[1] / 2), taken.size_px[0] - person[0].shape[1] / 2)
    floor_y = bottom - 0.15 * (bottom - top)
    for frame, mask in zip(taken.frames, taken.masks, strict=True):
        yield _with_person(frame, person, x, floor_y, mask)


# The other trainee: a different person who does bridges at another pace, in another room.
_TRAINS = Path(__file__).resolve().parents[1] / "samples" / "bridging.mp4"


@cache
def _other_trainee() -> list[Frame]:
    with VideoFile(_TRAINS) as video:
        return list(video)


def trains_beside(taken: Taken, level: float) -> Iterator[Frame]:
    """Somebody else does bridges at the trainee's feet, `level` times as large."""
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


# What the frames depend on besides the function of a degradation.
SHARED = (_stander, _scaled, _with_person, _walks)
