"""Watches for all faults of an exercise, on one side. In: frames and movements. Out: events.

What each kind of fault looks for is in its own file; here are the table of kinds, and which faults
are in progress or over. What cannot be seen is added up as not judged, never guessed.
"""

from collections.abc import Callable
from typing import Any

from stabiel.anatomy import Evidence, SideName, View
from stabiel.coach.doubt import Doubt
from stabiel.coach.events import Event, FaultBegan, FaultEnded, Phase
from stabiel.coach.faults.attempt import AttemptWatcher
from stabiel.coach.faults.bounce import BounceWatcher
from stabiel.coach.faults.leave import LeaveWatcher
from stabiel.coach.faults.limit import LimitWatcher
from stabiel.coach.faults.sag import SagWatcher
from stabiel.coach.faults.tempo import TempoWatcher
from stabiel.coach.faults.watcher import Away, FaultChange, FaultWatcher, WatchedFrame
from stabiel.coach.movement_summary import CompletedMovement
from stabiel.coach.noise import noise_of
from stabiel.coach.not_judged import NotJudged
from stabiel.coach.readings import Readings
from stabiel.coach.sureness import SURE
from stabiel.exercises.model import Exercise, FaultKind

# Each takes the rule, whether the followed measure rises to its target, and its noise. Faults that
# begin in one frame are reported in the order of this table, then in that of the exercise's file.
WATCHERS: dict[FaultKind, Callable[[Any, bool, float], FaultWatcher]] = {
    "limit": lambda rule, upwards, noise: LimitWatcher(rule),
    "bounce": lambda rule, upwards, noise: BounceWatcher(rule),
    "sag": SagWatcher,
    "leave": lambda rule, upwards, noise: LeaveWatcher(rule),
    "tempo": lambda rule, upwards, noise: TempoWatcher(rule),
    "attempt": lambda rule, upwards, noise: AttemptWatcher(rule),
}


class FaultWatch:
    """All faults of one side. Holds those in progress, and those that ended since the last time."""

    def __init__(self, exercise: Exercise, side: SideName, not_judged: NotJudged) -> None:
        self._faults = exercise.faults
        self._side: SideName = side
        self._not_judged = not_judged
        upwards = exercise.movement is None or exercise.movement.target.upwards
        noise = noise_of(exercise.follows)
        self._watchers: dict[str, FaultWatcher] = {
            name: make(rule, upwards, noise)
            for kind, make in WATCHERS.items()
            for name, rule in exercise.faults.items()
            if rule.kind == kind
        }
        self._by_frame = [each for each in self._watchers.items() if each[1].looks_at_frames]
        self._active: dict[str, float] = {}
        self._doubtful: set[str] = set()
        self._ended: list[FaultEnded] = []
        self._view: View | None = None

    @property
    def active(self) -> tuple[str, ...]:
        """Ids of the faults at this moment, without doubtful ones."""
        return tuple(name for name in self._active if name not in self._doubtful)

    def update(
        self,
        time_s: float,
        phase: Phase,
        seen: Readings,
        value: float | None,
        step_s: float,
        *,
        away: Away | None = None,
        evidence: Evidence = Evidence.SEEN,
    ) -> list[Event]:
        """Take one frame and return the faults that begin.

        Args:
            time_s: the frame's time stamp.
            phase: the phase for the faults.
            seen: what can be read of the body.
            value: of the followed measure, None if it is not visible.
            step_s: the time since the frame before.
            away: how somebody is out of the zone of the hold in progress.
            evidence: how the place of the followed limb is known.
        """
        self._view = self._view if seen.body is None else seen.body.view
        frame = WatchedFrame(time_s, phase, seen, value, step_s, self._not_judged, away, evidence)
        events: list[Event] = []
        for name, watcher in self._by_frame:
            change = watcher.watch(name, frame)
            if change is not None:
                events += self._note(time_s, name, change)
        return events

    def completed(
        self, movement: CompletedMovement, *, at_rest: Evidence, doubt: Doubt
    ) -> list[Event]:
        """Take a movement that counts and return the faults in its times.

        Args:
            movement: that counts.
            at_rest: how the limb's place at both ends of its way is known.
            doubt: for how much of the movement the limb was seen surely.
        """
        events: list[Event] = []
        for name, watcher in self._watchers.items():
            timing = watcher.timing(movement, at_rest=at_rest)
            if timing.not_judged is not None:
                seconds = movement.end_s - movement.start_s
                self._not_judged.add(name, timing.not_judged, seconds)
            if timing.start_s is not None and timing.end_s is not None:
                sure = round(timing.sure * doubt.seen_share, 2)
                change = FaultChange(
                    timing.start_s, ended=True, doubtful=doubt.prevails or sure < SURE, sure=sure
                )
                events.append(_began(movement.end_s, name, change))
                self._end(timing.end_s, name, change)
        return events

    def of_peak(self, peak: float, *, at_rest: Evidence) -> str | None:
        """Return the fault that a peak short of the target stands for, None without one.

        None too if this view does not show that fault (`hides_peak`).
        """
        return next((n for n in self._peaks(peak, at_rest) if self._is_shown(n)), None)

    def hides_peak(self, peak: float, *, at_rest: Evidence) -> bool:
        """Return whether a peak would stand for a fault that this view does not show."""
        return any(not self._is_shown(name) for name in self._peaks(peak, at_rest))

    def _peaks(self, peak: float, at_rest: Evidence) -> list[str]:
        watchers = self._watchers.items()
        return [name for name, each in watchers if each.explains_peak(peak, at_rest=at_rest)]

    def _is_shown(self, name: str) -> bool:
        return self._view is None or self._view in self._faults[name].views

    def of_check(self, check: str | None) -> str | None:
        """Return the fault that an unmet target check stands for, else the check itself."""
        if check is None:
            return None
        stands_for = (name for name, each in self._watchers.items() if each.explains_check(check))
        return next(stands_for, check)

    def take(self, time_s: float) -> list[FaultEnded]:
        """End the faults in progress and return all faults since the last time."""
        for name, watcher in self._by_frame:
            change = watcher.close()
            if change is not None:
                self._note(time_s, name, change)
        faults, self._ended = self._ended, []
        return faults

    def _note(self, time_s: float, name: str, change: FaultChange) -> list[Event]:
        if not change.ended:
            self._active[name] = change.onset_s
            self._doubtful.discard(name)
            if change.doubtful:
                self._doubtful.add(name)
            return [_began(time_s, name, change)]
        self._active.pop(name, None)
        self._doubtful.discard(name)
        if not change.withdrawn:
            self._end(time_s, name, change)
        return []

    def _end(self, time_s: float, name: str, change: FaultChange) -> None:
        ended = FaultEnded(
            time_s,
            name,
            self._side,
            change.onset_s,
            self._faults[name].severity,
            repetition=None,
            doubtful=change.doubtful,
            sure=change.sure,
        )
        self._ended.append(ended)


def _began(time_s: float, name: str, change: FaultChange) -> FaultBegan:
    return FaultBegan(time_s, name, change.onset_s, change.doubtful, change.sure)
