"""What the coach reports. In: nothing. Out: plain values with the frame's own times.

Times are seconds since the first frame of the source. `side` is "left", "right", "both" if an
exercise has no sides, or "unknown" if it has sides and the picture does not tell them apart.

`movement` is the identity of the repetition, attempt or hold that an event is, or belongs to: the
coach numbers them from 1 in the order in which they end. It is not part of an event's value and
not in `session.json`; `stabiel.session.session` derives it for a session that is read.

`sure`: how sure it is, 0 to 1 (`stabiel.coach.sureness`); None in records from before it was known.

`doubtful`: it is not sure enough: too near its limit for too short a time, or it rests on limbs
that were seen unsurely (`stabiel.anatomy.Evidence`). It is kept and shown as "perhaps"; it is never
spoken and never counts against anybody. A repetition or hold that is counted stays counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from stabiel.anatomy import SideName

Metrics = dict[str, float]


class Phase(StrEnum):
    """The phase of a repetition or hold."""

    WAITING = "waiting"
    START = "start"
    OUT = "out"
    TARGET = "target"
    RETURN = "return"
    HOLD = "hold"


MOVING = frozenset({Phase.OUT, Phase.TARGET, Phase.RETURN})


@dataclass(frozen=True, slots=True)
class SetUpChanged:
    """A set-up item became right or wrong, or wrong in another way, before the first start.

    `direction` is the key of the one thing to do about it (`stabiel.coach.setup.DIRECTIONS`), None
    if it is right or nobody is seen.
    """

    time_s: float
    id: str
    ok: bool
    direction: str | None


@dataclass(frozen=True, slots=True)
class StartSeen:
    """The start posture was held; its value is the person's own start."""

    time_s: float
    value: float


@dataclass(frozen=True, slots=True)
class SightLost:
    """What was followed is not visible any more, or the person left the posture."""

    time_s: float


@dataclass(frozen=True, slots=True)
class Stalled:
    """The movement stopped short of the target; the person can still correct it."""

    time_s: float
    fault: str


@dataclass(frozen=True, slots=True)
class TargetReached:
    """The target of a movement was reached (once a movement)."""

    time_s: float


@dataclass(frozen=True, slots=True)
class FaultBegan:
    """A fault has lasted its time; it began at `onset_s`.

    A doubtful one is reported once more, with the same `onset_s`, when it becomes sure.
    """

    time_s: float
    id: str
    onset_s: float
    doubtful: bool = False
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class FaultEnded:
    """A fault is over.

    `repetition` is the number of the repetition or hold that it belongs to, None if what it
    belongs to did not count. `movement` is None if nothing came of that movement.
    """

    time_s: float
    id: str
    side: SideName
    start_s: float
    severity: str
    repetition: int | None
    movement: int | None = field(default=None, compare=False)
    doubtful: bool = False
    sure: float | None = None


def counted_faults(faults: Iterable[FaultEnded]) -> tuple[str, ...]:
    """Return the ids of the faults that count against a movement or hold, each once."""
    return tuple(dict.fromkeys(fault.id for fault in faults if not fault.doubtful))


@dataclass(frozen=True, slots=True)
class Repetition:
    """A movement that went start, target, start."""

    time_s: float
    number: int
    side: SideName
    start_s: float
    target_s: float
    end_s: float
    faults: tuple[str, ...]
    metrics: Metrics = field(default_factory=dict)
    movement: int | None = field(default=None, compare=False)
    sure: float | None = None

    @property
    def good(self) -> bool:
        """Whether it was without a fault."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Hold:
    """A posture that was held; only the seconds in its zone count."""

    time_s: float
    number: int
    side: SideName
    start_s: float
    end_s: float
    in_zone_s: float
    complete: bool
    faults: tuple[str, ...]
    movement: int | None = field(default=None, compare=False)
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A movement that left the start and missed the target or the posture."""

    time_s: float
    side: SideName
    start_s: float
    end_s: float
    reason: str
    metrics: Metrics = field(default_factory=dict)
    movement: int | None = field(default=None, compare=False)
    doubtful: bool = False
    sure: float | None = None


Event = (
    SetUpChanged
    | StartSeen
    | SightLost
    | Stalled
    | TargetReached
    | FaultBegan
    | FaultEnded
    | Repetition
    | Hold
    | Attempt
)
