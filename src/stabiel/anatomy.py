"""The words for a body and for how it looks: sides, parts, views, and why something is not judged.

In: nothing. Out: plain values. It imports nothing, so that every package can share its words.
"""

from enum import IntEnum, StrEnum
from typing import Literal

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
# The side of something that was done: "both" if an exercise has no sides, "unknown" if it has and
# the picture does not tell them apart.
SideName = Literal["left", "right", "both", "unknown"]


def other_side(side: Side) -> Side:
    """Return the opposite side of the body."""
    return "right" if side == "left" else "left"


class Part(IntEnum):
    """Body parts that come in pairs; the value is the left landmark, the right one is next."""

    EAR = 7
    SHOULDER = 11
    ELBOW = 13
    WRIST = 15
    HIP = 23
    KNEE = 25
    ANKLE = 27
    HEEL = 29
    TOE = 31


def landmark_index(part: Part, side: Side) -> int:
    """Return the row of a body part in the (33, ...) landmark arrays."""
    return int(part) + (side == "right")


class LimbPair(StrEnum):
    """A pair of limbs whose left and right the landmarker may mix up."""

    LEGS = "legs"
    ARMS = "arms"


PARTS_OF: dict[LimbPair, tuple[Part, ...]] = {
    LimbPair.LEGS: (Part.KNEE, Part.ANKLE, Part.HEEL, Part.TOE),
    LimbPair.ARMS: (Part.ELBOW, Part.WRIST),
}


class View(StrEnum):
    """The direction from which the camera looks at the body."""

    SIDE = "side"
    HIGH = "high"
    OBLIQUE = "oblique"
    FRONT = "front"


class Evidence(StrEnum):
    """How it is known where a limb is in a frame.

    `SEEN`: the picture shows it. `DOUBTFUL`: it is seen so unsurely that the landmarker may have
    guessed; there may be no value. `NEAR_SIDE`: it lies behind the near limb, whose place is taken.
    `GUESSED`: it is hidden while it rests, and taken to be where the near limb rests. The others
    have no value: `HIDDEN`, `OUT_OF_PICTURE`, and `LEAPING`: it cannot have gone where it is found.
    """

    SEEN = "seen"
    DOUBTFUL = "doubtful"
    NEAR_SIDE = "near_side"
    GUESSED = "guessed"
    HIDDEN = "hidden"
    OUT_OF_PICTURE = "out_of_picture"
    LEAPING = "leaping"


class Reason(StrEnum):
    """Why something was not judged."""

    NO_PICTURE = "no_picture"
    FEW_PICTURES = "few_pictures"
    NOBODY = "nobody"
    OUT_OF_PICTURE = "out_of_picture"
    HIDDEN = "hidden"
    IMPLAUSIBLE_LENGTH = "implausible_length"
    SUDDEN_JUMP = "sudden_jump"
    OTHER_BODY = "other_body"
    COPIES_NEAR_LIMB = "copies_near_limb"
    WRONG_VIEW = "wrong_view"
    NO_START = "no_start"
    NOT_FINISHED = "not_finished"
    OUTLINE_UNCLEAR = "outline_unclear"
