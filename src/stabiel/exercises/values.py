"""The building blocks of exercise files. In: plain data from YAML. Out: checked values.

Names, numbers with bounds, and the two base classes of every rule. They hold data and refuse values
that make no sense; they do nothing else.
"""

from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from stabiel.body.measures import MEASURES
from stabiel.errors import did_you_mean

Seconds = Annotated[float, Field(ge=0, le=600)]
Direction = Annotated[float, Field(ge=-180, le=180)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", max_length=60)]


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


# The key in the JSON schema that marks a name to look up (`stabiel.exercises.schema`).
KNOWN_KIND = "known_kind"


def one_of_known(kind: str) -> Any:
    """Mark a name for the JSON schema as one of a kind, such as the shared checks."""
    return Field(json_schema_extra={KNOWN_KIND: kind})


def is_known(kind: str) -> AfterValidator:
    """Check that a name is one of its kind in the validation context, if there is a context."""

    def check(name: str, info: ValidationInfo) -> str:
        if info.context is not None and name not in getattr(info.context, kind):
            known = getattr(info.context, kind)
            similar = did_you_mean(name, known)
            names = f"one of the {kind}; {similar}" if similar else f"one of {', '.join(known)}"
            raise ValueError(names)
        return name

    return AfterValidator(check)


MeasureName = Annotated[
    str, AfterValidator(_known_measure), Field(json_schema_extra={"enum": [*MEASURES]})
]
Range = Annotated[tuple[float, float], AfterValidator(_rising)]
CheckName = Annotated[Name, is_known("checks"), one_of_known("checks")]
# A check named in the shared file itself. It is looked up once the whole file has been read.
OwnCheckName = Annotated[Name, one_of_known("checks")]
PostureName = Annotated[Name, is_known("postures"), one_of_known("postures")]
ReminderName = Annotated[Name, is_known("reminders"), one_of_known("reminders")]
# A file beside the exercise file: letters, digits and `.`, `-`, `_`, in folders joined by `/`. No
# part begins with a dot, so that no path leads out of the folder.
_ATTACHED = r"^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*"
ClipName = Annotated[str, Field(pattern=_ATTACHED + r"\.(?:mp4|webm)$", max_length=200)]
PictureName = Annotated[str, Field(pattern=_ATTACHED + r"\.(?:png|jpg|jpeg)$", max_length=200)]
FaultKind = Literal["attempt", "sag", "bounce", "leave", "tempo", "limit"]
MovingPhase = Literal["out", "target", "return", "hold"]
# Which limb is measured: the one that moves, the other one, or the one nearer to the camera.
Limb = Literal["working", "support", "near"]
# Which way mends a fault: the marked joint goes up or down, towards the head or the feet, a bent
# limb straightens, or both sides come together or apart.
Towards = Literal["up", "down", "head", "feet", "straight", "together", "apart"]
# How the body is held: on the back, on the belly, on one side, on the knees (hands and knees too),
# on the seat, on the feet.
Attitude = Literal["lying", "prone", "on_side", "kneeling", "sitting", "standing"]
ATTITUDES: tuple[Attitude, ...] = get_args(Attitude)
# The trunk is upright in these, as `Body.upright` sees it.
UPRIGHT: frozenset[Attitude] = frozenset({"sitting", "standing"})


class FileModel(BaseModel):
    """Base of all values read from a file: it takes no unknown keys and cannot change."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Measured(FileModel):
    """Base of all rules about one measure of one limb."""

    measure: MeasureName
    of: Limb = "working"
