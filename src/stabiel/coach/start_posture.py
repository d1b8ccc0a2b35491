"""The posture in which a movement starts and ends. In: readings. Out: whether somebody is in it.

It also watches what must not break throughout a movement. What cannot be seen breaks nothing.
"""

from collections.abc import Mapping

from stabiel.coach.lasting import Lasting
from stabiel.coach.noise import noise_of
from stabiel.coach.readings import Readings
from stabiel.coach.sureness import Exceedance
from stabiel.coach.tolerances import LEFT_AFTER_S
from stabiel.exercises.model import Check, Limb, MovementRule, Posture

_WORKING: Limb = "working"
_NEAR: Limb = "near"


class StartPosture:
    """The start posture of one side. Holds for how long something has been broken.

    Attributes:
        broken: the check that broke for its time in the movement in progress; the first of them.
    """

    def __init__(self, posture: Posture, rule: MovementRule, checks: Mapping[str, Check]) -> None:
        self._posture = posture
        self._left = Lasting(LEFT_AFTER_S)
        self._other_limb = {name for name in rule.throughout if checks[name].of == "support"}
        self._broken_for = {name: Lasting(checks[name].for_s) for name in rule.throughout}
        self._off_by = {
            name: Exceedance(checks[name].for_s, noise_of(checks[name].measure))
            for name in rule.throughout
        }
        self.broken: str | None = None

    @property
    def broken_sure(self) -> float:
        """How sure it is that `broken` broke, 0 to 1."""
        return 0.0 if self.broken is None else self._off_by[self.broken].sure

    def is_there(self, seen: Readings, *, moving: bool, limb: Limb = _NEAR) -> bool:
        """Return whether a side is in the start posture; the near one is seen best.

        Before it moves, the limb that is to work must not be visibly out of it either.
        """
        needs = self._posture.needs
        if not all(seen.holds(name, limb) for name in needs):
            return False
        return moving or not any(seen.breaks(name, _WORKING) for name in needs)

    def is_start(self, seen: Readings, *, moving: bool) -> bool:
        """Return whether this is the start; in a movement also with feet and all in place.

        If a far limb comes back while the near one already leaves, it is visibly back itself. What
        the other limb has broken already may stay so: this one is back all the same.
        """
        if not moving:
            return self.is_there(seen, moving=False)
        back = self.is_there(seen, moving=True) or self.is_there(seen, moving=True, limb=_WORKING)
        asked = self._broken_for.keys() - ({self.broken} & self._other_limb)
        return back and not any(seen.breaks(name) for name in asked)

    def stays(self, time_s: float, seen: Readings) -> bool:
        """Return whether the person is still in the posture, or left it only just now."""
        broken = any(seen.breaks(name, _NEAR) for name in self._posture.keeps)
        return not self._left.update(time_s, broken)

    def watch_throughout(self, time_s: float, seen: Readings) -> None:
        """Take one frame of a movement, and note what has been broken in it for its time."""
        for name, broken_for in self._broken_for.items():
            if broken_for.update(time_s, seen.breaks(name)) and self.broken is None:
                self.broken = name
            off_by = seen.off_by(name)
            if off_by is not None:
                self._off_by[name].add(time_s, off_by)
            elif name != self.broken:
                self._off_by[name].clear()

    def forget_movement(self) -> None:
        """Forget what was broken: the movement is over."""
        self.broken = None
        self._left.interrupt()
        for broken_for in self._broken_for.values():
            broken_for.interrupt()
        for off_by in self._off_by.values():
            off_by.clear()
