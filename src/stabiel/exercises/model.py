"""What an exercise file says, as typed values. In: plain data from YAML. Out: `Exercise`.

The classes are the format: every key, its unit and its bounds. They hold data and refuse what
makes no sense; they do nothing. `stabiel.exercises.files` reads the YAML and names the places.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    model_validator,
)

from stabiel.anatomy import View
from stabiel.body.measures import MEASURES
from stabiel.errors import did_you_mean
from stabiel.wording.language import Text

Seconds = Annotated[float, Field(ge=0, le=600)]
Direction = Annotated[float, Field(ge=-180, le=180)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", max_length=60)]


def _listed(known: Iterable[str]) -> str:
    return f"one of {', '.join(known)}"


def _known_measure(name: str) -> str:
    if name not in MEASURES:
        similar = did_you_mean(name, MEASURES)
        names = f"; {similar}" if similar else f" {', '.join(MEASURES)}"
        raise ValueError(f"one of the measures{names}")
    return name


def _rising(limits: tuple[float, float]) -> tuple[float, float]:
    if limits[0] >= limits[1]:
        raise ValueError("[low, high] with low below high")
    return limits


# Marks a name that must be known in the JSON schema (`stabiel.exercises.schema`).
KNOWN_KIND = "known_kind"


def one_of_known(kind: str) -> Any:
    """Mark a name for the schema: it is one of the shared checks, say, or of the exercises."""
    return Field(json_schema_extra={KNOWN_KIND: kind})


def is_known(kind: str) -> AfterValidator:
    """Check that a name is one of its kind in what is given as the context, where it is given."""

    def check(name: str, info: ValidationInfo) -> str:
        if info.context is not None and name not in getattr(info.context, kind):
            known = getattr(info.context, kind)
            similar = did_you_mean(name, known)
            raise ValueError(f"one of the {kind}; {similar}" if similar else _listed(known))
        return name

    return AfterValidator(check)


MeasureName = Annotated[
    str, AfterValidator(_known_measure), Field(json_schema_extra={"enum": [*MEASURES]})
]
Range = Annotated[tuple[float, float], AfterValidator(_rising)]
CheckName = Annotated[Name, is_known("checks"), one_of_known("checks")]
# In the shared file itself, where the checks are checked once it is read whole.
OwnCheckName = Annotated[Name, one_of_known("checks")]
PostureName = Annotated[Name, is_known("postures"), one_of_known("postures")]
ReminderName = Annotated[Name, is_known("reminders"), one_of_known("reminders")]
MovingPhase = Literal["out", "target", "return", "hold"]
# Whose measure it is: the limb that moves, the other one, or the side towards the camera.
Limb = Literal["working", "support", "near"]


class FileModel(BaseModel):
    """Base of all values that are read from a file: no unknown keys, no changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Measured(FileModel):
    """Anything that looks at one measure, of one limb."""

    measure: MeasureName
    of: Limb = "working"


class Check(Measured):
    """A condition: a measure within limits, and what to say to get there."""

    at_least: float | None = None
    at_most: float | None = None
    for_s: Seconds = 0.3
    say: Text

    @model_validator(mode="after")
    def _has_limit(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("at_least, at_most or both")
        if None not in (self.at_least, self.at_most) and self.at_least >= self.at_most:  # type: ignore[operator]
            raise ValueError("at_least below at_most")
        return self

    def holds(self, value: float) -> bool:
        """Say whether a value is within the limits."""
        over = self.at_least is None or value >= self.at_least
        return over and (self.at_most is None or value <= self.at_most)


class Figure(FileModel):
    """How a posture is drawn: the direction of each limb, away from the trunk's middle.

    Seen from the side with the head on the left: 0 points right, 90 up, 180 left, -90 down. The
    trunk goes from the hip, the head from the shoulder, the foot from the ankle. The far leg is
    given where it is elsewhere than the near one.
    """

    trunk_deg: Direction
    head_deg: Direction
    arm_deg: Direction
    thigh_deg: Direction
    shin_deg: Direction
    foot_deg: Direction
    far_thigh_deg: Direction | None = None
    far_shin_deg: Direction | None = None
    far_foot_deg: Direction | None = None

    @model_validator(mode="after")
    def _whole_far_leg(self) -> Self:
        far_leg = (self.far_thigh_deg, self.far_shin_deg, self.far_foot_deg)
        if far_leg.count(None) not in (0, 3):
            raise ValueError("far_thigh_deg, far_shin_deg and far_foot_deg, or none of them")
        return self


class Posture(FileModel):
    """A start posture, as names of checks.

    Attributes:
        needs: without these the posture is not there, and nothing is counted.
        keeps: those that go on while moving; broken for a second, the person has left.
        wishes: said before the start, never a reason not to count.
        figure: how it is drawn.
    """

    name: Text
    say: Text
    figure: Figure
    needs: Annotated[list[OwnCheckName], Field(min_length=1)]
    keeps: list[OwnCheckName] = []
    wishes: list[OwnCheckName] = []


class Shared(FileModel):
    """What exercises share: `exercises/shared/postures.yaml`."""

    checks: dict[Name, Check]
    postures: dict[Name, Posture]
    reminders: dict[Name, Text]


class CameraPlace(FileModel):
    """Where the camera should stand."""

    view: Literal["side", "front", "high"]
    height: Literal["floor", "seat", "table"]


class Dose(FileModel):
    """How much of it, by the leaflet: repetitions, or seconds held a number of times."""

    repetitions: Annotated[int, Field(ge=1, le=100)] | None = None
    hold_s: Annotated[float, Field(gt=0, le=600)] | None = None
    times: Annotated[int, Field(ge=1, le=20)] = 1

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.repetitions is None) == (self.hold_s is None):
            raise ValueError("either repetitions or hold_s")
        return self


class Start(FileModel):
    """The start posture, and how long it is held before it is taken as the person's own."""

    posture: PostureName
    held_s: Seconds


class OwnStart(FileModel):
    """The value at the start: what is plausible at all, and how near is back."""

    plausible: Range
    back_within: Annotated[float, Field(gt=0)]


class TargetRule(FileModel):
    """What must be reached: an absolute value, a way from the own start, and checks."""

    at_least: float | None = None
    at_most: float | None = None
    from_start: Annotated[float, Field(gt=0)]
    released_after: Annotated[float, Field(gt=0)]
    checks: list[CheckName] = []

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("either at_least or at_most")
        return self


class MovementRule(FileModel):
    """A repetition: start, target, start, along one measure."""

    follows: MeasureName
    views: Annotated[list[View], Field(min_length=1)] = [View.SIDE, View.HIGH, View.OBLIQUE]
    start: OwnStart
    target: TargetRule
    throughout: list[CheckName] = []


class HoldRule(FileModel):
    """A posture that is held: only seconds in the zone count.

    Attributes:
        follows: the measure whose course is drawn.
        views: from where it can be judged.
        near: with these the person is at it, and faults are looked for.
        zone: with these too, the seconds count.
        if_seen: and with these, where the camera shows them: broken, the seconds do not count;
            not visible, they do, and the fault beside it is reported as not judged.
    """

    follows: MeasureName
    views: Annotated[list[View], Field(min_length=1)] = [View.SIDE, View.HIGH, View.OBLIQUE]
    near: Annotated[list[CheckName], Field(min_length=1)]
    zone: Annotated[list[CheckName], Field(min_length=1)]
    if_seen: list[CheckName] = []


class FaultBase(FileModel):
    """What every fault has: its short name, and the words to mend it."""

    name: Text
    say: Text
    severity: Literal["form", "danger"] = "form"
    views: Annotated[list[View], Field(min_length=1)] = list(View)


class Miss(FileModel):
    """How a movement that left the start missed the target: by its peak, or a check unmet.

    Attributes:
        of: `near` where the far limb's peak cannot be trusted: there it is not judged.
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

    attempt: Miss
    not_counted: Text


class LimitFault(FaultBase, Measured):
    """A measure beyond a limit for a while; it clears at another value (a dead band)."""

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


class TempoFault(FaultBase):
    """One way of the movement took less time than it should."""

    phase: Literal["out", "return", "either"]
    shorter_than_s: Annotated[float, Field(gt=0, le=60)]


class Sag(FileModel):
    """A drop from the best value at the target that stays, unlike a slow way back."""

    by: Annotated[float, Field(gt=0)]
    steady_within: Annotated[float, Field(gt=0)]


class SagFault(FaultBase):
    """What was held up sinks and stays there."""

    sags: Sag
    for_s: Seconds


class Bounce(FileModel):
    """A swing of a held value, peak to peak, at a rate between two frequencies."""

    by: Annotated[float, Field(gt=0)]
    between_hz: Range


class BounceFault(FaultBase, Measured):
    """A held value swings to and fro."""

    bounces: Bounce
    for_s: Seconds


class LeaveFault(FaultBase):
    """The held posture was left, and found again."""

    left_for_s: Annotated[float, Field(gt=0, le=60)]


_KEYS_OF_KINDS = (
    ("attempt", "attempt"),
    ("sags", "sag"),
    ("bounces", "bounce"),
    ("left_for_s", "leave"),
    ("shorter_than_s", "tempo"),
)


def _kind_of_fault(data: Any) -> str:
    keys = data if isinstance(data, dict) else getattr(type(data), "model_fields", {})
    for key, kind in _KEYS_OF_KINDS:
        if key in keys:
            return kind
    return "tempo" if "phase" in keys else "limit"


FAULT_KINDS = ("attempt", "sag", "bounce", "leave", "tempo", "limit")
Fault = Annotated[
    Annotated[AttemptFault, Tag("attempt")]
    | Annotated[SagFault, Tag("sag")]
    | Annotated[BounceFault, Tag("bounce")]
    | Annotated[LeaveFault, Tag("leave")]
    | Annotated[TempoFault, Tag("tempo")]
    | Annotated[LimitFault, Tag("limit")],
    Discriminator(_kind_of_fault),
]


class Exercise(FileModel):
    """One exercise of the leaflet, whole: a movement that is repeated, or a posture held.

    Attributes:
        sides: whether both sides move together, each has repetitions or holds of its own, or one
            of them works and the picture does not tell which.
    """

    id: Name
    name: Text
    instruction: Text
    camera: CameraPlace
    dose: Dose
    reminders: list[ReminderName] = []
    sides: Literal["both", "each", "either"] = "both"
    start: Start
    movement: MovementRule | None = None
    hold: HoldRule | None = None
    faults: dict[Name, Fault]

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.movement is None) == (self.hold is None):
            raise ValueError("either movement or hold")
        return self

    @property
    def follows(self) -> str:
        """The measure whose course tells the exercise."""
        rule = self.movement or self.hold
        assert rule is not None  # the model allows exactly one of them
        return rule.follows
