"""The own start of a person. In: values and bodies in the start posture. Out: their rest.

`OwnStartValue` is about the followed signal, `OwnStartBody` about the whole body. Neither decides
what the start posture is, nor when a movement begins.
"""

from collections import deque
from dataclasses import replace
from statistics import median

from stabiel.body.body import Body, StillBody, is_due, median_body
from stabiel.coach.lasting import SLACK_S
from stabiel.coach.recent import Recent
from stabiel.coach.tolerances import OWN_START_S, SETTLED_S, SignalTolerances


class OwnStartValue:
    """The value of the signal at the start. Holds the values since the posture has been held.

    Attributes:
        value: the own start, turned upwards; None before it was seen.
    """

    def __init__(
        self, plausible: tuple[float, float], held_s: float, tolerances: SignalTolerances
    ) -> None:
        """Start without one.

        Args:
            plausible: the lowest and highest value that a start can have, turned upwards.
            held_s: how long it is held before it counts, seconds.
            tolerances: how much the signal may vary at rest.
        """
        self._tolerances = tolerances
        self._plausible = plausible
        self._held_s = held_s
        self._still = Recent(OWN_START_S)
        self.value: float | None = None

    @property
    def since_s(self) -> float | None:
        """Since when the start posture has been held, None if it is not."""
        return self._still.samples[0][0] if self._still.samples else None

    def note(self, time_s: float, value: float, in_posture: bool) -> None:
        """Take one frame's value, turned upwards."""
        low, high = self._plausible
        if in_posture and low <= value <= high:
            self._still.add(time_s, value)
        else:
            self._still.clear()

    def beyond(self, value: float) -> float:
        """Return how far a value, turned upwards, is from being one of a start; 0 if it is one."""
        low, high = self._plausible
        return max(0.0, low - value, value - high)

    def interrupt(self) -> None:
        """Note that the posture is not held, or not visible, and keep the own start."""
        self._still.clear()

    def forget(self) -> None:
        """Forget the own start as well."""
        self._still.clear()
        self.value = None

    def settled(self) -> float | None:
        """Return the value at which the person really rests, None if they do not."""
        return self._rest(SETTLED_S, self._tolerances.settled_within)

    def take_first(self) -> bool:
        """Take the own start once it has been held, and return whether it has."""
        self.value = self._rest(self._held_s, self._tolerances.still_within)
        return self.value is not None

    def follow(self) -> bool:
        """Take a better look at the own start while it is held; return whether it changed.

        A slow lift must not pull it along: it follows away from the target at once, but towards
        the target only if the person really rests.
        """
        assert self.value is not None
        rest = self.settled()
        held = self._rest(self._held_s, self._tolerances.still_within)
        if rest is None and (held is None or held > self.value):
            return False
        self.value = held if rest is None else rest
        return True

    def _rest(self, for_s: float, within: float) -> float | None:
        """Return the median of the last `for_s`, None if the value varied by more."""
        samples = self._still.samples
        if not samples or samples[-1][0] - samples[0][0] < for_s - SLACK_S:
            return None
        values = self._still.last(for_s)
        return median(values) if max(values) - min(values) <= within else None


class OwnStartBody:
    """The body in its start posture. Holds the bodies of the last second there.

    Attributes:
        body: the person's own start, None before it was seen.
        found: the body that lies still in this frame; only looked for if `must_be_still`.
    """

    def __init__(self, *, must_be_still: bool) -> None:
        """Start without one; `must_be_still`: a measure compares with it, so nothing may move."""
        self._still = StillBody() if must_be_still else None
        self._resting: deque[Body] = deque()
        self.body: Body | None = None
        self.found: Body | None = None

    def look(self, body: Body) -> bool:
        """Look for a body that lies still, and return whether a start is known or not needed."""
        self.found = None if self._still is None else self._still.update(body)
        return self._still is None or self.body is not None or self.found is not None

    def note(self, body: Body) -> None:
        """Note a body in the start posture."""
        self._resting.append(replace(body, start=None))
        while body.pose.time_s - self._resting[0].pose.time_s > OWN_START_S:
            self._resting.popleft()

    def take(self, since_s: float | None) -> None:
        """Take the bodies since the start posture has been held as the person's own start."""
        if self._still is not None:
            self.body = self.found or self.body
            return
        if self.body and self._resting and not is_due(self.body, self._resting[-1]):
            return
        held = [body for body in self._resting if since_s is None or body.pose.time_s >= since_s]
        if held:
            self.body = median_body(held)

    def forget(self) -> None:
        """Forget the own start and the bodies that led to it."""
        self._resting.clear()
        self.body = None
