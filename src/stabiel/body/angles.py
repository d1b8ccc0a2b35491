"""Joint angles over time, whatever the exercise. In: recorded frames. Out: `Angles`.

An exercise file asks for the few measures that it judges; this is the general table of both sides.
The same guard and the same floors of visibility hold as for judging. It judges nothing.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from stabiel import geometry
from stabiel.anatomy import SIDES, Part, Side
from stabiel.body.body import Body, BodyReader, UnseenError
from stabiel.geometry import FloatArray
from stabiel.pose.plausibility import PoseGuard
from stabiel.pose.recording import Recorded
from stabiel.system.data_frame import data_frame

if TYPE_CHECKING:
    from pandas import DataFrame

# Joint: first, middle and last landmark; the angle is at the middle one.
_JOINTS: dict[str, tuple[Part, Part, Part]] = {
    "hip": (Part.SHOULDER, Part.HIP, Part.KNEE),
    "knee": (Part.HIP, Part.KNEE, Part.ANKLE),
    "shoulder": (Part.HIP, Part.SHOULDER, Part.ELBOW),
    "elbow": (Part.SHOULDER, Part.ELBOW, Part.WRIST),
    "neck": (Part.EAR, Part.SHOULDER, Part.HIP),
}
_ORDER = ("hip", "knee", "ankle", "shoulder", "elbow", "neck")
_NAN = float("nan")
ANGLE_COLUMNS = (
    "time_s",
    *(f"{side}_{joint}_deg" for joint in _ORDER for side in SIDES),
    "trunk_deg",
)


class Angles(Mapping[str, FloatArray]):
    """Joint angles of a session, one value a frame: a mapping of columns by name.

    Every column is a (n,) float64 array for n frames. `angles["left_knee_deg"]` is one column,
    `dict(angles)` a plain dict, `angles.to_frame()` a pandas DataFrame.

    `time_s` is in seconds since the first frame. All other columns are degrees, measured in the
    image plane, with no correction for the view, for the lens or for a tilted camera. Angles of a
    limb that points towards the camera are therefore wrong.

    Columns `left_..._deg` and `right_..._deg`, each from 0 to 180:

    | joint | angle | 0 | 180 |
    |---|---|---|---|
    | `hip` | shoulder-hip-knee | thigh on the trunk | thigh in line with the trunk |
    | `knee` | hip-knee-ankle | heel at the hip | straight leg |
    | `ankle` | shank (ankle to knee) against foot (heel to toe) | toes at the shin | toes pointed |
    | `shoulder` | hip-shoulder-elbow | upper arm along the trunk | upper arm overhead |
    | `elbow` | shoulder-elbow-wrist | wrist at the shoulder | straight arm |
    | `neck` | ear-shoulder-hip | ear at the chest | head in line with the trunk |

    A foot at a right angle to its shank has an ankle of 90. Angles have no sign: a hip that bends
    and a hip that is overstretched by the same amount have the same value.

    `trunk_deg`, from -90 to 90, is the direction from mid-hip to mid-shoulder against the
    picture's horizontal: 0 lying, 90 upright, negative if the shoulders are lower than the hips.
    It does not depend on which way the body faces.

    A value is NaN if a landmark that it needs is hidden, outside the picture or implausible, and
    if nobody was seen.

    Sports2D counts signed flexion from the straight limb instead. While a joint bends the usual
    way, its knee and elbow are 180 minus these angles, and its ankle is 90 minus this one. It
    takes hip and shoulder against the line from mid-hip to neck, not against the line of the same
    side; its trunk has a sign for the side to which the body leans; and it can subtract the slope
    of the floor. The measure `shoulder_angle_deg` of exercise files ends at the wrist, not at the
    elbow.
    """

    def __init__(self, columns: Mapping[str, FloatArray]) -> None:
        self._columns = dict(columns)

    def __getitem__(self, name: str) -> FloatArray:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        count = len(self["time_s"])
        return f"<Angles of {count} frame{'' if count == 1 else 's'}: {', '.join(self)}>"

    def to_frame(self) -> "DataFrame":
        """Return the angles as a pandas DataFrame with one row a frame.

        Raises:
            UsageError: pandas is not installed.
        """
        return data_frame(self._columns)


def angles_of(frames: Iterable[Recorded]) -> Angles:
    """Return the joint angles of recorded frames.

    Args:
        frames: all frames of a recording in order of time, as they were found: what is plausible
            depends on the frames before.
    """
    guard, reader = PoseGuard(), BodyReader()
    values = array("d")
    for frame in frames:
        values.append(frame.time_s)
        if frame.pose is None:
            values.extend([_NAN] * (len(ANGLE_COLUMNS) - 1))
        else:
            values.extend(_angles_in(reader.read(guard.check(frame.pose))))
    table = np.array(values).reshape(-1, len(ANGLE_COLUMNS))
    return Angles({name: table[:, column].copy() for column, name in enumerate(ANGLE_COLUMNS)})


def _angles_in(body: Body) -> Iterator[float]:
    """Give the angles of one frame in the order of the columns."""
    for joint in _ORDER:
        for side in SIDES:
            try:
                yield _ankle(body, side) if joint == "ankle" else _joint(joint, body, side)
            except UnseenError:
                yield _NAN
    try:
        yield _trunk(body)
    except UnseenError:
        yield _NAN


def _joint(joint: str, body: Body, side: Side) -> float:
    first, middle, last = (body.point(part, side) for part in _JOINTS[joint])
    return geometry.angle_deg(first, middle, last)


def _ankle(body: Body, side: Side) -> float:
    shank = body.point(Part.KNEE, side) - body.point(Part.ANKLE, side)
    foot = body.point(Part.TOE, side) - body.point(Part.HEEL, side)
    return geometry.angle_deg(shank, np.zeros(2), foot)


def _trunk(body: Body) -> float:
    shoulders, hips = (
        (body.point(part, "left") + body.point(part, "right")) / 2
        for part in (Part.SHOULDER, Part.HIP)
    )
    tilt = geometry.tilt_deg(hips, shoulders)
    return tilt if shoulders[1] <= hips[1] else -tilt
