"""The fault rules of an exercise file. In: plain data from YAML. Out: `Fault`, one class a kind.

Each class answers the same questions (`FaultBase`), so that nothing outside needs to ask for its
kind. They hold data and refuse values that make no sense; they judge nothing.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self, get_args

from pydantic import Discriminator, Field, Tag, model_validator

from stabiel.anatomy import View
from stabiel.exercises.values import (
    CheckName,
    FaultKind,
    FileModel,
    Limb,
    Measured,
    MovingPhase,
    Range,
    Seconds,
    Towards,
)
from stabiel.wording.language import Text

WayName = Literal["out", "return"]


class DeadBand(NamedTuple):
    """A limit that starts a fault, and the value that ends it.

    Attributes:
        limit: the fault starts beyond this value, in the unit of the measure.
        clears: the fault ends beyond this value, on the way back.
        upwards: True if the fault is above the limit, False if it is below.
    """

    limit: float
    clears: float
    upwards: bool


class LeastTime(NamedTuple):
    """The time that a way of a movement should take at least.

    Attributes:
        seconds: a way that takes less time is too fast.
        ways: the ways that this is asked of.
    """

    seconds: float
    ways: tuple[WayName, ...]


class FaultBase(FileModel):
    """What every fault has: its short name, the cue that corrects it, and which way mends it."""

    name: Text
    say: Text
    severity: Literal["form", "danger"] = "form"
    towards: Towards | None = None
    views: Annotated[list[View], Field(min_length=1)] = list(View)
    kind: ClassVar[FaultKind]

    @property
    def checks(self) -> list[str]:
        """The names of the checks that the rule asks for."""
        return []

    @property
    def dead_band(self) -> DeadBand | None:
        """The limits of the measure, None if the rule has no such limits."""
        return None

    @property
    def peak_range(self) -> Range | None:
        """The peaks of the followed measure that are this fault, None if peaks do not matter."""
        return None

    @property
    def least_time(self) -> LeastTime | None:
        """The time that the movement should take, None if the rule is not about tempo."""
        return None

    @property
    def why_not_counted(self) -> Text | None:
        """What to say of a movement that does not count for this reason, None if it counts."""
        return None

    def at_tempo(self, limits: Mapping[WayName, float]) -> Self | None:
        """Return the rule with the limits of a plan's tempo; None if others take its place.

        Args:
            limits: the seconds below which a way is too fast, for the ways that the plan names.
        """
        return self

    def signal(self, followed: str) -> tuple[str, Limb] | None:
        """Return the measure and the limb that the rule watches, None if it watches time only.

        Args:
            followed: the measure that the exercise follows.
        """
        return None


class Miss(FileModel):
    """How a movement that left the start missed the target: by its peak, or by an unmet check.

    Attributes:
        of: `near` if the far limb's peak cannot be trusted; then the far limb is not judged.
    """

    of: Literal["working", "near"] = "working"
    peak_between: Range | None = None
    unmet: CheckName | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.peak_between is None and self.unmet is None:
            raise ValueError("peak_between, unmet or both")
        return self


class AttemptFault(FaultBase):
    """A movement that missed the target in this way does not count, for this reason."""

    kind: ClassVar[FaultKind] = "attempt"
    attempt: Miss
    not_counted: Text

    @property
    def checks(self) -> list[str]:
        """The check whose absence makes the movement a miss, if the rule names one."""
        return [] if self.attempt.unmet is None else [self.attempt.unmet]

    @property
    def peak_range(self) -> Range | None:
        """The peaks that miss the target in this way, None if only a check matters."""
        return self.attempt.peak_between

    @property
    def why_not_counted(self) -> Text:
        """What to say of the movement that missed."""
        return self.not_counted


class LimitFault(FaultBase, Measured):
    """A measure is beyond a limit for a while; the fault ends at another value (a dead band)."""

    kind: ClassVar[FaultKind] = "limit"
    during: Annotated[list[MovingPhase], Field(min_length=1)] = ["out", "target", "return", "hold"]
    only_if: list[CheckName] = []
    above: float | None = None
    clears_below: float | None = None
    below: float | None = None
    clears_above: float | None = None
    for_s: Seconds

    @model_validator(mode="after")
    def _dead_band(self) -> Self:
        over = self.above is not None and self.clears_below is not None
        under = self.below is not None and self.clears_above is not None
        if over == under or (self.above is None) != (self.clears_below is None):
            raise ValueError("above with clears_below, or below with clears_above")
        if over and not self.clears_below < self.above:  # type: ignore[operator]
            raise ValueError("clears_below less than above (a dead band)")
        if under and not self.clears_above > self.below:  # type: ignore[operator]
            raise ValueError("clears_above more than below (a dead band)")
        return self

    @property
    def checks(self) -> list[str]:
        """The checks that must hold for the fault to be looked for."""
        return [*self.only_if]

    @property
    def dead_band(self) -> DeadBand:
        """The limit that starts the fault and the value that ends it."""
        if self.above is not None and self.clears_below is not None:
            return DeadBand(self.above, self.clears_below, upwards=True)
        assert self.below is not None and self.clears_above is not None  # the model allows no other
        return DeadBand(self.below, self.clears_above, upwards=False)

    def signal(self, followed: str) -> tuple[str, Limb]:
        """Return the measure and the limb of the rule."""
        return self.measure, self.of


class TempoFault(FaultBase):
    """The way out or the way back took less time than it should.

    Of `either` one such way is enough; of `both` each of the two must be one.
    """

    kind: ClassVar[FaultKind] = "tempo"
    phase: Literal["out", "return", "either", "both"]
    shorter_than_s: Annotated[float, Field(gt=0, le=60)]

    @property
    def least_time(self) -> LeastTime:
        """The time that each way of the phase should take."""
        if self.phase in ("out", "return"):
            return LeastTime(self.shorter_than_s, (self.phase,))
        return LeastTime(self.shorter_than_s, ("out", "return"))

    def at_tempo(self, limits: Mapping[WayName, float]) -> Self | None:
        """Return the rule with the limits of a plan's tempo; None if others take its place."""
        ways = self.least_time.ways
        left = [way for way in ways if way not in limits]
        if left == list(ways):
            return self
        if len(ways) == 1:
            return self.model_copy(update={"shorter_than_s": limits[ways[0]]})
        # If both ways must be fast for this fault, the planned limit of one of them judges more.
        if not left or self.phase == "both":
            return None
        return self.model_copy(update={"phase": left[0]})


class Sag(FileModel):
    """A drop from the best value at the target that stays, unlike a slow return."""

    by: Annotated[float, Field(gt=0)]
    steady_within: Annotated[float, Field(gt=0)]


class SagFault(FaultBase):
    """A raised part sinks and stays there."""

    kind: ClassVar[FaultKind] = "sag"
    sags: Sag
    for_s: Seconds

    def signal(self, followed: str) -> tuple[str, Limb]:
        """Return the followed measure: it is what sinks."""
        return followed, "working"


class Bounce(FileModel):
    """A swing of a held value, peak to peak, at a rate between two frequencies."""

    by: Annotated[float, Field(gt=0)]
    between_hz: Range


class BounceFault(FaultBase, Measured):
    """A held value swings back and forth."""

    kind: ClassVar[FaultKind] = "bounce"
    bounces: Bounce
    for_s: Seconds

    def signal(self, followed: str) -> tuple[str, Limb]:
        """Return the measure and the limb of the rule."""
        return self.measure, self.of


class LeaveFault(FaultBase):
    """The user left the held posture and came back to it."""

    kind: ClassVar[FaultKind] = "leave"
    left_for_s: Annotated[float, Field(gt=0, le=60)]


# The key that decides the kind of a fault in a file; a fault without any of these has a limit.
_KIND_OF_KEY: dict[str, FaultKind] = {
    "attempt": "attempt",
    "sags": "sag",
    "bounces": "bounce",
    "left_for_s": "leave",
    "shorter_than_s": "tempo",
    "phase": "tempo",
}


def _kind_of_fault(data: Any) -> FaultKind:
    if isinstance(data, FaultBase):
        return data.kind
    keys = data if isinstance(data, dict) else {}
    return next((kind for key, kind in _KIND_OF_KEY.items() if key in keys), "limit")


FAULT_KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
Fault = Annotated[
    Annotated[AttemptFault, Tag("attempt")]
    | Annotated[SagFault, Tag("sag")]
    | Annotated[BounceFault, Tag("bounce")]
    | Annotated[LeaveFault, Tag("leave")]
    | Annotated[TempoFault, Tag("tempo")]
    | Annotated[LimitFault, Tag("limit")],
    Discriminator(_kind_of_fault),
]
