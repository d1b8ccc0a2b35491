"""The pictures of the report. In: frames as they are judged. Out: JPEG stills of key moments.

For each movement or hold: how it began, its best moment, and the moment of each fault. Only the
stills that the report shows are kept to the end: the best movement, and the one to work on.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from stabiel.anatomy import SIDES, Part, landmark_index
from stabiel.body.body import Body
from stabiel.coach.coach import Moment
from stabiel.coach.events import Attempt
from stabiel.drawing.overlay import PLATE, Overlay
from stabiel.drawing.skeleton import Sketch, Stroke
from stabiel.exercises.model import Exercise
from stabiel.report.labels import MovementOrHold
from stabiel.report.points import PointToWorkOn
from stabiel.session.key_moments import BEST, MomentPicker
from stabiel.session.pipeline import Judgment
from stabiel.session.session import Session
from stabiel.video.frame import Image
from stabiel.wording.language import Language

HEIGHT_PX = 400
QUALITY = 80
# A figure on a plain background: the radius of its head and the margin around it, both in torso
# lengths, and the largest ratio of width to height of its picture.
HEAD_TL, ROOM_TL, WIDEST = 0.2, 0.35, 1.6
HEAD = (0x5C, 0x6B, 0x64)


@dataclass(frozen=True, slots=True)
class Still:
    """A key moment: its time, and its picture if there is one."""

    time_s: float
    body: Body
    moment: Moment
    jpeg: bytes | None

    @property
    def data_url(self) -> str:
        """The picture as a data URL for a page."""
        return f"data:image/jpeg;base64,{b64encode(self.jpeg or b'').decode()}"


@dataclass(frozen=True, slots=True)
class _Shot:
    """A frame that may become a still."""

    image: Image | None
    body: Body
    moment: Moment


Stills = dict[str, Still]
_Box = tuple[int, int, int, int]


class KeyMoments:
    """Collects the key moments of a session. Holds the frames of the movement in progress.

    Attributes:
        of: the key moments of each movement or hold, by its identity (`movement` of its event).
    """

    def __init__(self, exercise: Exercise, language: Language) -> None:
        self._exercise = exercise
        self._language = language
        self._picker = MomentPicker(self._keep)
        self._missed: dict[int | None, Attempt] = {}
        self.of: dict[int, Stills] = {}

    def note(self, image: Image | None, judgment: Judgment) -> None:
        """Take one frame; `image` is None if only the landmarks are known."""
        body, moment = judgment.shown, judgment.moment
        shot = None if body is None else _Shot(image, body, moment)
        attempts = [each for each in judgment.events if isinstance(each, Attempt)]
        self._missed = {each.movement: each for each in attempts if not each.doubtful}
        self._picker.add(shot, moment, judgment.events)

    def close(self, session: Session) -> None:
        """Keep the moments of a hold that was still in progress when the session ended.

        Args:
            session: the judgment of the same frames; an earlier judgment may count differently.
        """
        self._picker.close(session.holds)

    def _keep(self, movement: int, shots: dict[str, _Shot]) -> None:
        """Keep the moments of a movement; only its own missed target is marked, where it was.

        While somebody begins the next movement, the mark of the one before may still be shown.
        """
        own = {BEST: self._missed.get(movement)}
        self.of[movement] = {
            role: self._still(replace(shot, moment=replace(shot.moment, missed=own.get(role))))
            for role, shot in shots.items()
        }

    def _still(self, shot: _Shot) -> Still:
        jpeg = None if shot.image is None else self.draw(shot.image, shot.body, shot.moment)
        return Still(shot.moment.time_s, shot.body, shot.moment, jpeg)

    def draw(self, image: Image, body: Body, moment: Moment) -> bytes:
        """Return a picture with its overlay as JPEG data."""
        height, width = image.shape[:2]
        scale = min(1.0, HEIGHT_PX / height)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        overlay = Overlay(self._exercise, self._language, size)
        return _as_jpeg(overlay.picture(image, body, moment))

    def drawn(
        self, stills: Stills, images: Mapping[float, Image], *, covered_share: float | None = None
    ) -> Stills:
        """Return stills with pictures, each on the image of its time or on a plain background.

        Args:
            stills: of one movement or hold.
            images: RGB, of the size of the poses or of another, by their times in seconds.
            covered_share: the share of the height, from the top, in which a corner was covered.
                Then only the part with the person is shown, the same in all of them, and below
                that share if the person is there. None shows the whole images.
        """
        seen = [each.body for each in stills.values() if each.time_s in images]
        box = None if covered_share is None or not seen else _around_all(seen, covered_share)
        return {
            role: self._drawn(each, images.get(each.time_s), box) for role, each in stills.items()
        }

    def _drawn(self, still: Still, image: Image | None, box: _Box | None) -> Still:
        """Return a still with its picture; without an image, a large figure alone."""
        if image is None:
            jpeg = self._figure(still.body, still.moment)
        elif box is None:
            jpeg = self.draw(image, still.body, still.moment)
        else:
            size_px = still.body.pose.size_px
            if image.shape[1::-1] != size_px:  # an annotated film may be smaller than the video
                image = cv2.resize(image, size_px, interpolation=cv2.INTER_AREA)
            jpeg = self._part(image, still.body, still.moment, box)
        return Still(still.time_s, still.body, still.moment, jpeg)

    def _figure(self, body: Body, moment: Moment) -> bytes:
        width, height = body.pose.size_px
        ground = np.full((height, width, 3), PLATE, np.uint8)
        ears = body.pose.points[[int(Part.EAR), int(Part.EAR) + 1]].mean(axis=0)
        head = (round(float(ears[0])), round(float(ears[1])))
        cv2.circle(ground, head, round(HEAD_TL * body.torso_px), HEAD, -1, cv2.LINE_AA)
        lines, _ = Sketch(self._exercise).of(body, moment)
        return self._part(ground, body, moment, _around(body, lines))

    def _part(self, image: Image, body: Body, moment: Moment, box: _Box) -> bytes:
        """Return a part of a picture, with its overlay, as JPEG data.

        Args:
            image: RGB, of the size of the pose.
            body: in that image.
            moment: of that image.
            box: left, top, right and bottom of the part, pixels.
        """
        height, width = image.shape[:2]
        left, top, right, bottom = box
        scale = HEIGHT_PX / (bottom - top)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        drawn = Overlay(self._exercise, self._language, size).picture(image, body, moment)
        cut = [round(each * scale) for each in (top, bottom, left, right)]
        return _as_jpeg(drawn[cut[0] : cut[1], cut[2] : cut[3]])


def _around_all(bodies: Sequence[Body], covered_share: float) -> _Box:
    """Return left, top, right and bottom of the part of the picture with all these bodies.

    Args:
        bodies: at least one, all of one size of picture.
        covered_share: the share of the height that is left out if all of them are below it.
    """
    lefts, tops, rights, bottoms = zip(*(_around(body) for body in bodies), strict=True)
    covered = round(covered_share * bodies[0].pose.size_px[1])
    highest = min(float(_limbs(body)[:, 1].min()) for body in bodies)
    top = max(min(tops), covered) if covered < highest else min(tops)
    return min(lefts), top, max(rights), max(bottoms)


def _limbs(body: Body) -> NDArray[np.float64]:
    """Return the (x, y) of all landmarks that have a name, pixels."""
    return body.pose.points[[landmark_index(part, side) for part in Part for side in SIDES]]


def _around(body: Body, lines: Sequence[Stroke] = ()) -> _Box:
    """Return left, top, right and bottom, in pixels, of the part of the picture with the body.

    Args:
        body: all of it is in the part.
        lines: that are drawn on it, such as its target; they are in the part too.
    """
    width, height = body.pose.size_px
    room = ROOM_TL * body.torso_px
    points = np.array([*_limbs(body), *(point for line in lines for point in line.points)])
    low, high = points.min(axis=0) - room, points.max(axis=0) + room
    # A lying body is a long strip; more space above it makes it easier to read.
    top = min(float(low[1]), float(high[1]) - (float(high[0]) - float(low[0])) / WIDEST)
    left, top = max(0, round(float(low[0]))), max(0, round(top))
    right, bottom = min(width, round(float(high[0]))), min(height, round(float(high[1])))
    # All landmarks may lie outside the picture; that is not an error, there is just nothing to see.
    return (left, top, right, bottom) if right > left and bottom > top else (0, 0, width, height)


def _as_jpeg(image: Image) -> bytes:
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return data.tobytes()


def best_movement(session: Session, exercise: Exercise) -> MovementOrHold | None:
    """Return the movement that shows how it should be: the middle one of those without a fault.

    The one that went furthest may have done so by a slip of the landmarks. Of holds it is the
    longest.
    """
    if session.holds:
        clean = [hold for hold in session.holds if not hold.faults]
        return max(clean, key=lambda hold: hold.in_zone_s, default=None)
    key = f"peak_{exercise.follows}"
    good = [each for each in session.repetitions if each.good]
    ordered = sorted(good, key=lambda each: each.metrics.get(key, 0.0))
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def movement_to_improve(points: list[PointToWorkOn]) -> MovementOrHold | None:
    """Return the movement or hold that best shows what to work on first, None if there is none."""
    return points[0].worst.done if points else None


def pictured_movements(
    session: Session, exercise: Exercise, points: list[PointToWorkOn]
) -> list[int]:
    """Return the identities of the movements or holds that the report shows in pictures."""
    pictured = (best_movement(session, exercise), movement_to_improve(points))
    return [each.movement for each in pictured if each and each.movement is not None]
