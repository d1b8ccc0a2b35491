"""Picks the moments of a session that are worth a picture. In: judged frames. Out: one for a role.

For each movement or hold: how it began, its best moment, and the moment of each fault. What is kept
of a frame is up to the user of the picker: its picture, or only where it is.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from stabiel.coach.coach import Moment
from stabiel.coach.events import Attempt, Event, FaultBegan, Hold, Phase, Repetition

# The roles of key moments; the id of a detected fault is one as well.
START, BEST, RETURN = "start", "best", "return"
# The picture of a movement that is too fast shows most in the middle of the way back.
INTO_RETURN_S = 0.3
# The beginning of a movement is known a moment later, so the last frames at rest are kept.
REST_SHOTS, REST_EVERY_S = 8, 0.2

Shot = TypeVar("Shot")


class MomentPicker(Generic[Shot]):
    """Picks key moments frame by frame. Holds the candidates of the movement in progress.

    Args:
        keep: called when a movement or hold ends, with its identity (`movement` of its event) and
            its shots by their roles.
    """

    def __init__(self, keep: Callable[[int, dict[str, Shot]], None]) -> None:
        self._keep = keep
        self._kept: set[int] = set()
        self._shots: dict[str, Shot] = {}
        self._rest: deque[tuple[float, Shot]] = deque(maxlen=REST_SHOTS)
        self._before: list[tuple[float, Shot]] = []
        self._return_s: float | None = None

    def add(self, shot: Shot | None, moment: Moment, events: Sequence[Event]) -> None:
        """Take one frame; `shot` is what to keep of it, None if it shows nobody."""
        if shot is not None:
            self._take(shot, moment, events)
        for event in events:
            if isinstance(event, Repetition | Attempt | Hold):
                assert event.movement is not None  # the coach numbers everything that ends
                self._end(event.movement, event.start_s)

    def close(self, holds: Iterable[Hold]) -> None:
        """Keep the moments of a hold that was still in progress when the session ended."""
        for hold in holds:
            if hold.movement is not None and hold.movement not in self._kept:
                self._end(hold.movement, hold.start_s)

    def _take(self, shot: Shot, moment: Moment, events: Sequence[Event]) -> None:
        if moment.new_peak and not self._before:
            self._before = list(self._rest)
        if moment.phase in (Phase.WAITING, Phase.START):
            last_s = self._rest[-1][0] if self._rest else -math.inf
            if moment.time_s - last_s >= REST_EVERY_S:
                self._rest.append((moment.time_s, shot))
        if moment.new_peak:
            self._shots[BEST] = shot
            self._return_s = None
        if moment.phase is Phase.RETURN:
            self._return_s = moment.time_s if self._return_s is None else self._return_s
            if moment.time_s - self._return_s < INTO_RETURN_S:
                self._shots.setdefault(RETURN, shot)
        for event in events:
            # How fast a movement was is only known when it is over.
            if isinstance(event, FaultBegan) and event.id in moment.faults:
                self._shots.setdefault(event.id, shot)

    def _end(self, movement: int, start_s: float) -> None:
        before = [shot for time_s, shot in self._before if time_s <= start_s]
        if before:
            self._shots[START] = before[-1]
        self._kept.add(movement)
        self._keep(movement, dict(self._shots))
        self._shots.clear()
        self._before.clear()
        self._return_s = None
