"""The set-up before an exercise. In: bodies and the light while the start is awaited. Out: events.

Items, in the order in which a person corrects them: somebody is there, the light, the camera's
view, the whole body in the picture, the distance, then the posture's checks. What is wrong has one
direction that the person can act on. The camera's place is judged only in the attitude of the
posture: someone who still stands or sits at the mat is asked to lie down first.
"""

from dataclasses import dataclass

from stabiel.anatomy import Part, View, landmark_index
from stabiel.body.body import PICTURE_MARGIN, Body
from stabiel.coach.events import Event, SetUpChanged
from stabiel.coach.lasting import Lasting
from stabiel.coach.readings import Readings
from stabiel.exercises.model import Check, Exercise, Posture
from stabiel.exercises.values import UPRIGHT
from stabiel.pose.plausibility import body_scale_px
from stabiel.video.brightness import DarknessDetector

PERSON = "person"
LIGHT = "light"
VIEW = "view"
WHOLE_BODY = "whole_body"
DISTANCE = "distance"
PLACE = (PERSON, LIGHT, VIEW, WHOLE_BODY, DISTANCE)

# Torso length as a share of the longer side of the picture. Six clips were made smaller on a wide
# ground: at 0.102 and above all were found, at 0.089 the real one was not, at 0.072 none was.
# Angles stayed within 2 degrees as long as a person was found at all. The landmarker's detector
# looks at the whole picture in 224 pixels, so the share matters: fewer pixels alone cost nothing
# down to a torso of 30.
TOO_FAR, NEAR_ENOUGH = 0.10, 0.11

# The possible directions of each item: the keys of what is said.
BESIDE, LOWER, HIGHER, IN_FRONT = "view_beside", "view_lower", "view_higher", "view_in_front"
FEET, HANDS, HEAD = "whole_body_feet", "whole_body_hands", "whole_body_head"
DIRECTIONS: dict[str, tuple[str, ...]] = {
    PERSON: (PERSON,),
    LIGHT: (LIGHT,),
    VIEW: (BESIDE, LOWER, HIGHER, IN_FRONT),
    WHOLE_BODY: (FEET, HANDS, HEAD),
    DISTANCE: (DISTANCE,),
}
_ENDS = {
    FEET: (Part.ANKLE, Part.HEEL, Part.TOE),
    HANDS: (Part.WRIST,),
    HEAD: (Part.EAR,),
}


def set_up_item(why: str) -> str | None:
    """Return the set-up item of this id or direction, None if it is a check of the posture."""
    items = DIRECTIONS.items()
    return next((item for item, directions in items if why in (item, *directions)), None)


@dataclass(slots=True)
class Item:
    """One set-up item.

    Attributes:
        ok: whether it is right.
        seconds: how long it was awaited.
        direction: what to do about it, the key of what is said (a posture's check has its own
            words, under its id); None if it is right, or if nobody is seen.
    """

    id: str
    ok: bool = False
    seconds: float = 0.0
    direction: str | None = None


class SetUp:
    """The set-up items of one exercise over time, up to the first start."""

    def __init__(self, exercise: Exercise, posture: Posture, checks: dict[str, Check]) -> None:
        self._exercise = exercise
        self._checks = checks
        self._needs = posture.needs
        self._in_posture = Lasting(exercise.start.held_s)
        self._posture_seen = False
        self._upright = posture.attitude in UPRIGHT
        self._light = DarknessDetector()
        names = [*posture.needs, *posture.wishes]
        self.items = [Item(name) for name in (*PLACE, *names)]
        self._out: str | None = None
        self._far = False
        self._began_s: float | None = None
        self._done = False

    def update(
        self, time_s: float, body: Body | None, seen: Readings, light: float | None = None
    ) -> list[Event]:
        """Take one frame and return what became right or wrong, or needs another direction."""
        if self._done:
            return []
        if self._began_s is None:
            self._began_s = time_s
        dark = self._light.update(time_s, light)
        events: list[Event] = []
        for item in self.items:
            direction = self._direction(item.id, body, seen, dark)
            ok = direction is None and (body is not None or item.id == LIGHT)
            if not ok or not item.ok:
                item.seconds = time_s - self._began_s
            if (ok, direction) != (item.ok, item.direction):
                item.ok, item.direction = ok, direction
                events.append(SetUpChanged(time_s, item.id, ok, direction))
        self._note_posture(time_s)
        return events

    @property
    def to_mend(self) -> Item | None:
        """The first item to correct, None if all is right: one direction at a time.

        In the dark nobody may be found, so the light comes first. Someone who has been in the
        posture continues from it, and is not called back.
        """
        wrong = [
            item
            for item in self.items
            if item.direction is not None and not (self._posture_seen and item.id in self._checks)
        ]
        return min(wrong, key=lambda item: item.id != LIGHT, default=None)

    @property
    def open(self) -> bool:
        """Whether the first start posture is still awaited."""
        return not self._done

    def done(self, time_s: float) -> None:
        """Note that the start posture was accepted: what it needs is right from now on."""
        if self._done:
            return
        self._done = True
        began_s = time_s if self._began_s is None else self._began_s
        for item in self.items:
            if not item.ok and item.id in (PERSON, *self._needs):
                item.ok, item.direction, item.seconds = True, None, time_s - began_s

    def _note_posture(self, time_s: float) -> None:
        """Note whether the posture has been held for as long as the exercise asks."""
        there = all(item.ok for item in self.items if item.id in self._needs)
        self._posture_seen |= self._in_posture.update(time_s, there)

    def _direction(self, item: str, body: Body | None, seen: Readings, dark: bool) -> str | None:
        """Return the direction for an item that is wrong, None if it is not known to be."""
        if item == LIGHT:
            return LIGHT if dark else None
        if item == PERSON:
            # A moment later it is known whether the dark hides somebody.
            return PERSON if body is None and not self._light.undecided else None
        if body is None:
            return None
        if item in self._checks:
            return None if seen.holds(item) else item
        if body.upright and not self._upright:
            return None
        if item == VIEW:
            return self._view_direction(body.view)
        return self._part_out(body) if item == WHOLE_BODY else self._too_far(body)

    def _view_direction(self, view: View) -> str | None:
        """Return where to move the camera, None if the exercise can be judged from this view."""
        wanted = self._exercise.camera.view
        rule = self._exercise.movement or self._exercise.hold
        assert rule is not None  # the model allows exactly one of them
        if view is View(wanted) or view in rule.views:
            return None
        if wanted == "front":
            return IN_FRONT
        if view in (View.FRONT, View.OBLIQUE):
            return BESIDE
        return LOWER if wanted == "side" else HIGHER

    def _part_out(self, body: Body) -> str | None:
        """Return the end of the body that is out of the picture; the last one stays first.

        Only the place of the landmarks counts: a part that is hidden in the picture is not out.
        """
        out = [end for end, parts in _ENDS.items() if self._is_out(body, end, parts)]
        if self._out not in out:
            self._out = out[0] if out else None
        return self._out

    def _is_out(self, body: Body, end: str, parts: tuple[Part, ...]) -> bool:
        width, height = body.pose.size_px
        points = body.pose.points[[landmark_index(part, body.near) for part in parts]]
        beyond = max(-points.min(), *(points - (width, height)).max(axis=0)) / max(width, height)
        return bool(beyond > (0.0 if end == self._out else PICTURE_MARGIN))

    def _too_far(self, body: Body) -> str | None:
        share = body_scale_px(body.pose.points) / max(body.pose.size_px)
        self._far = share < (NEAR_ENOUGH if self._far else TOO_FAR)
        return DISTANCE if self._far else None
