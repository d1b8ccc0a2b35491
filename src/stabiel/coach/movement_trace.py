"""A movement in progress. In: values since it left the start. Out: its peak, its target, its jumps.

Values are turned so that the target is always upwards. What the movement was like once it is over
is in `stabiel.coach.movement_summary`.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from stabiel.anatomy import Evidence
from stabiel.coach.lasting import SLACK_S, Lasting
from stabiel.coach.recent import Recent, Sample
from stabiel.coach.tolerances import FASTEST_WAY_S, LINGERS_S, OWN_START_S, REACHED_S, UNSEEN_S


@dataclass(slots=True)
class MovementTrace:
    """A movement in progress: times and values since it left the start, turned upwards.

    The times of the samples are those to which the values belong (`SmoothedSignal.middle_s`), a
    moment before the frame that made them known. All others are times of frames.

    Attributes:
        start_s, start: when it left the start, and from which value.
        samples: (time_s, value) of every frame since.
        there: whether the value is at the target for long enough to be sure of it.
        held: whether it is there for as long as the exercise asks.
        close: whether it is there, or as close as its noise, for long enough to tell no difference.
        target_s: when the target was reached, None before it was.
        target_index: the sample with which it was reached.
        peak, peak_s: the best value, and when.
        unmet: a target check that failed while the value itself was there.
        unseen: a target check was not visible while the value itself was there.
        gaps: not all of the way was visible.
        left: how it is known that it left: `SEEN`; `LEAPING` if it was suddenly on its way,
            `HIDDEN` if it was so already when the limb was first looked at.
    """

    start_s: float
    start: float
    samples: list[Sample] = field(default_factory=list)
    there: Lasting = field(default_factory=lambda: Lasting(REACHED_S, slack_s=SLACK_S))
    held: Lasting = field(default_factory=lambda: Lasting(REACHED_S, slack_s=SLACK_S))
    close: Lasting = field(default_factory=lambda: Lasting(LINGERS_S, slack_s=SLACK_S))
    target_s: float | None = None
    target_index: int = 0
    peak: float = float("-inf")
    peak_s: float = 0.0
    unmet: str | None = None
    unseen: bool = False
    gaps: bool = False
    left: Evidence = Evidence.SEEN

    def way_seen(self, way: float) -> Evidence:
        """Return how all of it is known: as it left, else `LEAPING` if it jumped since.

        `way`: from the start to the goal.
        """
        jumped = self.left is Evidence.SEEN and bool(jump_times(self.samples, way))
        return Evidence.LEAPING if jumped else self.left

    def note(self, time_s: float, value: float) -> bool:
        """Note whether a value is the best so far, and return it."""
        if value <= self.peak:
            return False
        self.peak, self.peak_s = value, time_s
        return True

    def arrive(self, time_s: float, unmet: str | None, unseen: bool) -> bool:
        """Take a value at the target, and return whether the limb is there.

        The target counts as reached, with a time, once the limb was there for long enough.
        `unmet` and `unseen` are the target checks that fail, or are not visible, in this frame.
        """
        if unmet is not None or unseen:
            self.leave_target()
            self.unmet = self.unmet or unmet
            self.unseen = self.unseen or unseen
            return False
        if self.target_s is None and self.held.since_s is None:
            self.target_index = len(self.samples) - 1
        there, held = self.there.update(time_s, True), self.held.update(time_s, True)
        if self.target_s is None and held:
            self.target_s = self.held.since_s
        return there or self.target_s is not None

    def leave_target(self) -> None:
        """Note that the limb is not at the target in this frame."""
        self.there.interrupt()
        self.held.interrupt()


def begun(
    recent: Recent, *, start: float, goal: float, onset: float, back_s: float, held_s: float = 0.0
) -> MovementTrace:
    """Return the trace of a movement that has just been found to leave the start.

    Args:
        recent: the last seconds of the signal; the newest sample has left the start.
        start: the own start.
        goal: the value to reach.
        onset: at or below this value the limb still rested.
        back_s: when the movement before this one was back: this one began later.
        held_s: how long the target must hold to count as reached.
    """
    samples = [sample for sample in recent.samples if sample[0] >= back_s]
    rested = [time_s for time_s, value in samples if value <= onset]
    start_s = rested[-1] if rested else samples[0][0]
    if not rested and len(samples) < len(recent.samples):
        # Someone who turned back just before the start itself began at the turn.
        start_s = min(samples, key=lambda sample: sample[1])[0]
    # A value that is suddenly half way there was not observed to move: it came into sight. Between
    # frames that are far apart a limb can go so far.
    before_s, before = (
        recent.samples[-2] if len(recent.samples) > 1 else (recent.samples[0][0], start)
    )
    last_s, last = recent.samples[-1]
    way = goal - start
    jumped = last - before > way / 2 and _nobody_saw(last_s - before_s, last - before, way)
    # Nor was one that was out already when the signal was first looked at.
    was_out = not rested and recent.length_s < OWN_START_S - SLACK_S
    left = Evidence.LEAPING if jumped else Evidence.HIDDEN if was_out else Evidence.SEEN
    since = [sample for sample in samples if sample[0] >= start_s]
    held = Lasting(max(REACHED_S, held_s), slack_s=SLACK_S)
    gaps = left is not Evidence.SEEN
    return MovementTrace(start_s, start, since, held=held, gaps=gaps, left=left)


def jump_times(samples: list[Sample], way: float) -> list[float]:
    """Return the times at which the value went faster than a limb can, or came back into sight.

    A minimum-jerk movement is at most 1.875 times as fast as its mean (Flash and Hogan 1985).
    """
    return [t for (s, v), (t, w) in pairwise(samples) if _nobody_saw(t - s, w - v, way)]


def _nobody_saw(step_s: float, change: float, way: float) -> bool:
    """Return whether a value was not seen to change so: the step is too long, or too fast."""
    return step_s > UNSEEN_S + SLACK_S or is_jump(step_s, change, way)


def is_jump(step_s: float, change: float, way: float) -> bool:
    """Return whether a value changed faster in a step than a limb can move on this way."""
    return abs(change) > 1.875 * way / FASTEST_WAY_S * max(step_s, 1e-6)
