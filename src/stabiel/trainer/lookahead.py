"""Gives a session its frames, and looks at the next one meanwhile. In: a camera. Out: frames.

Two landmarkers in turn need two frames at a time: the session judges one while the other is looked
at. A frame is given as soon as its look is over, or when the one after it has come. Frames never
change their order, and one that nobody takes in time is lost at the camera, as without this.
"""

from collections import deque
from typing import NamedTuple, Protocol

from stabiel.trainer.ports import Camera
from stabiel.trainer.terms import Sight
from stabiel.video.frame import Frame

# How often to see whether a look is over: no later than a twentieth of the delay that is allowed.
POLL_S = 0.005


class Due(NamedTuple):
    """What the session takes next: a frame, or a moment without one, and how the picture was."""

    frame: Frame | None
    sight: Sight


class Ahead(Protocol):
    """The part of a session that is used here.

    Attributes:
        ahead: how many frames may be looked at before the one that is due.
    """

    @property
    def ahead(self) -> int: ...  # noqa: D102 - see above

    def expect(self, frame: Frame, sight: Sight) -> None:
        """Begin to look at a frame that comes later, if it is to be judged and was not begun."""

    def is_ready(self, frame: Frame) -> bool:
        """Return whether the look at a frame is over."""


class Lookahead:
    """Between a camera and a session. Holds the frames that are looked at."""

    def __init__(self, camera: Camera, session: Ahead) -> None:
        self._camera, self._session = camera, session
        self._waiting: deque[Due] = deque()

    def next(self, timeout_s: float) -> Due:
        """Return the next frame that is due; none if nothing is within the time."""
        left_s = timeout_s
        while len(self._waiting) <= self._session.ahead:
            wait_s = left_s
            if self._waiting:
                wait_s = 0.0 if self._is_ready else min(POLL_S, left_s)
            frame = self._camera.newest(wait_s)
            left_s -= wait_s
            if frame is not None:
                self._waiting.append(Due(frame, self._camera.sight))
                self._expect()
            elif not self._waiting and left_s <= 0:
                return Due(None, self._camera.sight)
            elif self._is_ready or left_s <= 0:
                break
        return self._waiting.popleft()

    def _expect(self) -> None:
        """Begin to look at all that waits, in order; an exercise may have begun since they came."""
        for each in self._waiting if self._session.ahead else ():
            if each.frame is not None:
                self._session.expect(each.frame, each.sight)

    @property
    def _is_ready(self) -> bool:
        first = self._waiting[0].frame if self._waiting else None
        return first is not None and self._session.is_ready(first)

    @property
    def ended(self) -> bool:
        """Whether no frame will be due any more.

        Raises:
            VideoError: the source broke off.
        """
        return self._camera.ended and not self._waiting
