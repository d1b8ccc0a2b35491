"""The set-up before an exercise. In: bodies while the start is awaited. Out: what is right yet.

Items, in the order in which a person mends them: somebody is there, the camera's view, the whole
body in the picture, then the posture's checks.
"""

from dataclasses import dataclass

from stabiel.body import Body, UnseenError, View
from stabiel.events import Event, SetUpChanged
from stabiel.exercise import Check, Exercise, Posture
from stabiel.pose import Part, Reason
from stabiel.readings import Readings

PERSON = "person"
VIEW = "view"
WHOLE_BODY = "whole_body"
_WHOLE = (Part.SHOULDER, Part.HIP, Part.KNEE, Part.ANKLE)


@dataclass(slots=True)
class Item:
    """One set-up item: whether it is right, and how long it was waited for, in seconds."""

    id: str
    ok: bool = False
    seconds: float = 0.0


class SetUp:
    """The set-up items of one exercise over time, up to the first start."""

    def __init__(self, exercise: Exercise, posture: Posture, checks: dict[str, Check]) -> None:
        self._exercise = exercise
        self._checks = checks
        names = [*posture.needs, *posture.wishes]
        self.items = [Item(name) for name in (PERSON, VIEW, WHOLE_BODY, *names)]
        self._began_s: float | None = None
        self._done = False

    def update(self, time_s: float, body: Body | None, seen: Readings) -> list[Event]:
        """Look at one frame; return what became right or wrong."""
        if self._done:
            return []
        if self._began_s is None:
            self._began_s = time_s
        events: list[Event] = []
        for item in self.items:
            ok = self._is_right(item.id, body, seen)
            if not ok or not item.ok:
                item.seconds = time_s - self._began_s
            if ok is not item.ok:
                item.ok = ok
                events.append(SetUpChanged(time_s, item.id, ok))
        return events

    @property
    def open(self) -> bool:
        """Whether the first start posture is still awaited."""
        return not self._done

    def done(self, time_s: float) -> None:
        """The start posture was accepted: what it needs is right from here on."""
        if self._done:
            return
        self._done = True
        began_s = time_s if self._began_s is None else self._began_s
        for item in self.items:
            if not item.ok and item.id not in (VIEW, *self._wishes()):
                item.ok, item.seconds = True, time_s - began_s

    def _wishes(self) -> list[str]:
        return [item.id for item in self.items if item.id in self._checks]

    def _is_right(self, item: str, body: Body | None, seen: Readings) -> bool:
        if body is None:
            return False
        if item == PERSON:
            return True
        if item == VIEW:
            return _view_fits(self._exercise.camera.view, body.view)
        if item == WHOLE_BODY:
            return _is_whole(body)
        return seen.holds(item)


def _view_fits(wanted: str, view: View) -> bool:
    return view is View(wanted) or (wanted == "high" and view is View.OBLIQUE)


def _is_whole(body: Body) -> bool:
    """Say whether shoulder, hip, knee and ankle of the near side are in the picture."""
    for part in _WHOLE:
        try:
            body.point(part, body.near)
        except UnseenError as unseen:
            if unseen.reason is Reason.OUT_OF_PICTURE:
                return False
    return True
