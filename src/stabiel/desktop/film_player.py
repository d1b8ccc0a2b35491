"""Where a sample film is: with the person, in the same phase. In: phases and times. Out: seconds.

At rest the film stands in the start posture, it goes out and back when the person does, and it
stands at the target as long as they do. The pages do the same (`pages/train/film-along.js`); a
window has every picture at once, so it jumps where a page would have to wait. Time comes from the
caller, so the same scenes give the same pictures.
"""

from collections.abc import Sequence

from stabiel.coach.events import Phase
from stabiel.exercises.sample_films import SampleMovement

# Somebody who has not begun by then sees the whole movement once more.
SHOW_AGAIN_S = 6.0
# A film that is behind the person catches up at this rate.
CATCH_UP = 2.0
# Shown of the rest before and after each movement if the film plays by itself, seconds: less than
# half of the shortest rest between two movements of the samples.
AROUND_S = 0.15
# A longer gap between two frames is no time in which the film was seen.
LONGEST_STEP_S = 0.5
_WAITS = (None, Phase.WAITING, Phase.START)
_REACHED = (Phase.TARGET, Phase.HOLD)


class FilmPlayer:
    """Holds where the film is, and which of its movements it shows.

    Args:
        movements: those to show, at least one, in order.
    """

    def __init__(self, movements: Sequence[SampleMovement]) -> None:
        self._movements = tuple(movements)
        self._number = 0
        self._time_s: float | None = None
        self._phase: Phase | None = None
        self._waits_since_s = 0.0
        self.at_s = self._movement.out_s

    @property
    def _movement(self) -> SampleMovement:
        return self._movements[self._number]

    def play(self, time_s: float) -> float:
        """Play one movement after the other; return where the film is, seconds of it."""
        passed_s = self._passed(time_s)
        self._phase = None
        self._waits_since_s = time_s
        if not self._inside():
            self.at_s = self._movement.out_s - AROUND_S
        self.at_s += passed_s
        if self.at_s >= self._movement.end_s + AROUND_S:
            self._next()
            self.at_s = self._movement.out_s - AROUND_S
        return self.at_s

    def stand(self, time_s: float) -> float:
        """Stand in the start posture of the movement to come; return where the film is."""
        self._passed(time_s)
        self._waits_since_s = time_s
        self.at_s = self._movement.out_s
        return self.at_s

    def follow(self, phase: Phase | None, time_s: float) -> float:
        """Go along with somebody who works; return where the film is, seconds of it.

        Args:
            phase: of their movement or hold; None if nothing is judged.
            time_s: the time now, seconds.
        """
        passed_s, before = self._passed(time_s), self._phase
        self._phase = phase
        if phase in _WAITS:
            self._wait(passed_s, time_s, began=before not in _WAITS)
        elif phase is Phase.RETURN:
            self._move(self._movement.back_s, self._movement.end_s, passed_s)
        elif phase in _REACHED:
            self._reach(passed_s)
        else:
            if before is not Phase.OUT:
                self._begin()
            self._move(self._movement.out_s, self._movement.target_s, passed_s)
        return self.at_s

    def _wait(self, passed_s: float, time_s: float, *, began: bool) -> None:
        if began:
            self._waits_since_s = time_s
        movement = self._movement
        if time_s - self._waits_since_s > SHOW_AGAIN_S:
            if self.at_s < movement.end_s:
                self.at_s += passed_s
                return
            self._next()
            self._waits_since_s = time_s
        elif movement.back_s <= self.at_s < movement.end_s:
            # They were faster than the film, which finishes what it shows.
            self.at_s = min(self.at_s + passed_s, movement.end_s)
            return
        elif self.at_s >= movement.end_s:
            return
        self.at_s = self._movement.out_s

    def _reach(self, passed_s: float) -> None:
        movement = self._movement
        if not movement.out_s <= self.at_s <= movement.back_s:
            self.at_s = movement.target_s
        rate = CATCH_UP if self.at_s < movement.target_s else 1.0
        self.at_s = min(self.at_s + rate * passed_s, movement.back_s)

    def _begin(self) -> None:
        if self.at_s >= self._movement.end_s:
            self._next()
        self.at_s = self._movement.out_s

    def _move(self, start_s: float, end_s: float, passed_s: float) -> None:
        """Play from one moment to another, and stand there; what lies outside is jumped over."""
        inside = start_s <= self.at_s <= end_s
        self.at_s = min(self.at_s + passed_s, end_s) if inside else start_s

    def _inside(self) -> bool:
        movement = self._movement
        return movement.out_s - AROUND_S <= self.at_s <= movement.end_s + AROUND_S

    def _next(self) -> None:
        self._number = (self._number + 1) % len(self._movements)

    def _passed(self, time_s: float) -> float:
        """Return the seconds since the last frame."""
        before, self._time_s = self._time_s, time_s
        return 0.0 if before is None else min(max(0.0, time_s - before), LONGEST_STEP_S)
