"""The contents of an exercise file as typed values. In: plain data from YAML. Out: `Exercise`.

The classes are the format: every key, its unit and its bounds. They hold data and refuse values
that make no sense; they do nothing else. `stabiel.exercises.files` reads the YAML and reports the
place of each mistake.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from stabiel.anatomy import View
from stabiel.exercises.fault_rules import (
    FAULT_KINDS,
    AttemptFault,
    Bounce,
    BounceFault,
    DeadBand,
    Fault,
    FaultBase,
    LeastTime,
    LeaveFault,
    LimitFault,
    Miss,
    Sag,
    SagFault,
    TempoFault,
)
from stabiel.exercises.measure_settings import MeasureSettings
from stabiel.exercises.values import (
    KNOWN_KIND,
    Attitude,
    CheckName,
    ClipName,
    Direction,
    FaultKind,
    FileModel,
    Limb,
    Measured,
    MeasureName,
    MovingPhase,
    Name,
    OwnCheckName,
    PictureName,
    PostureName,
    Range,
    ReminderName,
    Seconds,
    is_known,
    one_of_known,
)
from stabiel.wording.language import Text

__all__ = [
    "FAULT_KINDS",
    "KNOWN_KIND",
    "AttemptFault",
    "Attitude",
    "Bounce",
    "BounceFault",
    "CameraPlace",
    "Check",
    "CheckName",
    "DeadBand",
    "Dose",
    "Exercise",
    "Fault",
    "FaultBase",
    "FaultKind",
    "Figure",
    "FileModel",
    "HoldRule",
    "LeastTime",
    "LeaveFault",
    "Limb",
    "LimitFault",
    "Measured",
    "Miss",
    "MovementRule",
    "MovingPhase",
    "Name",
    "OwnStart",
    "Posture",
    "Sag",
    "SagFault",
    "Seconds",
    "Shared",
    "Start",
    "TargetRule",
    "TempoFault",
    "is_known",
    "one_of_known",
]


class Check(Measured):
    """A condition: a measure within limits, and the cue that leads there."""

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
        """Return whether a value is within the limits."""
        over = self.at_least is None or value >= self.at_least
        return over and (self.at_most is None or value <= self.at_most)

    def off_by(self, value: float) -> float:
        """Return how far a value is from the limits, 0 within them."""
        under = 0.0 if self.at_least is None else self.at_least - value
        over = 0.0 if self.at_most is None else value - self.at_most
        return max(0.0, under, over)


class Figure(FileModel):
    """How a posture is drawn: the direction of each limb, away from the middle of the trunk.

    The view is from the side, with the head on the left: 0 points right, 90 up, 180 left and -90
    down. The trunk starts at the hip, the head at the shoulder, the foot at the ankle. The far leg
    is given if it lies differently from the near one.
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
        attitude: how the body is held against the floor, by the part that carries it. On hands and
            knees is kneeling.
        needs: the posture holds only if all of these do; otherwise nothing is counted.
        keeps: the ones that hold during the movement too. If one is broken for a second, the user
            has left the posture.
        wishes: cues before the start, never a reason not to count.
        figure: how the posture is drawn.
    """

    name: Text
    say: Text
    attitude: Attitude
    figure: Figure
    needs: Annotated[list[OwnCheckName], Field(min_length=1)]
    keeps: list[OwnCheckName] = []
    wishes: list[OwnCheckName] = []


class Shared(FileModel):
    """What all exercises share: the contents of `exercises/shared/postures.yaml`."""

    checks: dict[Name, Check]
    postures: dict[Name, Posture]
    reminders: dict[Name, Text]
    measures: MeasureSettings


class CameraPlace(FileModel):
    """Where the camera should stand."""

    view: Literal["side", "front", "high"]
    height: Literal["floor", "seat", "table"]


class Dose(FileModel):
    """How much to do, by the leaflet: repetitions, or seconds held a number of times."""

    repetitions: Annotated[int, Field(ge=1, le=100)] | None = None
    hold_s: Annotated[float, Field(gt=0, le=600)] | None = None
    times: Annotated[int, Field(ge=1, le=20)] = 1

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.repetitions is None) == (self.hold_s is None):
            raise ValueError("either repetitions or hold_s")
        return self


class Start(FileModel):
    """The start posture, and how long it is held before it counts as the user's own start."""

    posture: PostureName
    held_s: Seconds


class OwnStart(FileModel):
    """The value at the start: which values are plausible, and how near to it counts as back.

    Attributes:
        lands: the floor ends the way back, not the person.
    """

    plausible: Range
    back_within: Annotated[float, Field(gt=0)]
    lands: bool = False


class TargetRule(FileModel):
    """What must be reached: an absolute value, a distance from the user's own start, and checks.

    Attributes:
        in_view: the value to reach in views that show the movement smaller than it is.
        held_s: how long all of it must hold at once. 0: as long as it takes to be sure of it.
    """

    at_least: float | None = None
    at_most: float | None = None
    in_view: dict[View, float] = {}
    from_start: Annotated[float, Field(gt=0)]
    released_after: Annotated[float, Field(gt=0)]
    held_s: Annotated[float, Field(ge=0)] = 0.0
    checks: list[CheckName] = []

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("either at_least or at_most")
        return self

    # Only these look at `at_least` and `at_most`: all else uses these properties.

    @property
    def upwards(self) -> bool:
        """Whether the measure rises to its target."""
        return self.at_least is not None

    @property
    def limit(self) -> float:
        """The value to reach, in the unit of the measure, from below or from above."""
        limit = self.at_least if self.upwards else self.at_most
        assert limit is not None  # the model allows exactly one of them
        return limit

    def seen_from(self, view: View) -> Self:
        """Return the target as it is for a view."""
        if view not in self.in_view:
            return self
        name = "at_least" if self.upwards else "at_most"
        return self.model_copy(update={name: self.in_view[view], "in_view": {}})

    def is_reached(self, value: float) -> bool:
        """Return whether a value can be a target at all, whatever the own start."""
        return value >= self.limit if self.upwards else value <= self.limit


class MovementRule(FileModel):
    """A repetition: start, target, start, along one measure."""

    follows: MeasureName
    views: Annotated[list[View], Field(min_length=1)] = [View.SIDE, View.HIGH, View.OBLIQUE]
    start: OwnStart
    target: TargetRule
    throughout: list[CheckName] = []


class HoldRule(FileModel):
    """A posture that is held. Only seconds in the zone count.

    Attributes:
        follows: the measure that is drawn over time.
        views: the camera views from which the hold can be judged.
        near: if all of these hold, the user is doing the exercise, and faults are looked for.
        zone: if all of these hold as well, the seconds count.
        if_seen: more conditions, as far as the camera shows them. If one is broken, the seconds do
            not count. If one is not visible, they do count, and the fault that belongs to it is
            reported as not judged.
    """

    follows: MeasureName
    views: Annotated[list[View], Field(min_length=1)] = [View.SIDE, View.HIGH, View.OBLIQUE]
    near: Annotated[list[CheckName], Field(min_length=1)]
    zone: Annotated[list[CheckName], Field(min_length=1)]
    if_seen: list[CheckName] = []


class Exercise(FileModel):
    """One whole exercise of the leaflet: a movement that is repeated, or a posture that is held.

    Attributes:
        clip, picture: files beside the exercise file that show how it is done.
        sides: `both` if both sides move together, `each` if each side has its own repetitions or
            holds, `either` if one side works and the picture does not show which.
        checks, postures: the ones that only this exercise has, beside the shared ones.
    """

    id: Name
    name: Text
    instruction: Text
    camera: CameraPlace
    dose: Dose
    clip: ClipName | None = None
    picture: PictureName | None = None
    reminders: list[ReminderName] = []
    sides: Literal["both", "each", "either"] = "both"
    start: Start
    movement: MovementRule | None = None
    hold: HoldRule | None = None
    faults: dict[Name, Fault]
    checks: dict[Name, Check] = {}
    postures: dict[Name, Posture] = {}

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.movement is None) == (self.hold is None):
            raise ValueError("either movement or hold")
        return self

    @property
    def follows(self) -> str:
        """The measure that shows how the exercise goes."""
        rule = self.movement or self.hold
        assert rule is not None  # the model allows exactly one of them
        return rule.follows

    @property
    def used_checks(self) -> list[str]:
        """The names of all checks of the rules, without those of the start posture."""
        names: list[str] = []
        if self.movement is not None:
            names += [*self.movement.target.checks, *self.movement.throughout]
        if self.hold is not None:
            names += [*self.hold.zone, *self.hold.if_seen, *self.hold.near]
        return names + [name for fault in self.faults.values() for name in fault.checks]
