"""Landmarks as TRC, which OpenSim reads. In: poses. Out: the text of a `.trc` file.

Markers are the 33 landmarks in meters, with the origin midway between the hips. The axes are turned
so that x points right, y up and z towards the camera, since OpenSim expects y up. A frame without a
person has empty cells. The times are those of the frames; the data rate in the head is their
average.
"""

from collections.abc import Iterable

from stabiel.export.tables import LANDMARKS
from stabiel.pose.pose import Pose
from stabiel.pose.recording import Recorded

_AXES = ("X", "Y", "Z")


def as_trc(name: str, frames: Iterable[Recorded], rate_hz: float) -> str:
    """Return a TRC file.

    Args:
        name: the name of the file, which TRC repeats in its first line.
        frames: the recording.
        rate_hz: the average frame rate.
    """
    rows = [_row(number, time_s, pose) for number, (time_s, pose, _) in enumerate(frames, start=1)]
    rate, count = f"{rate_hz:.6g}", str(len(rows))
    keys = (
        "DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units", "OrigDataRate",
        "OrigDataStartFrame", "OrigNumFrames",
    )  # fmt: skip
    values = (rate, rate, count, str(len(LANDMARKS)), "m", rate, "1", count)
    markers = "\t\t\t".join(LANDMARKS)
    places = range(1, len(LANDMARKS) + 1)
    axes = "\t".join(f"{axis}{number}" for number in places for axis in _AXES)
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{name}",
        "\t".join(keys),
        "\t".join(values),
        f"Frame#\tTime\t{markers}\t\t",
        f"\t\t{axes}",
        "",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def _row(number: int, time_s: float, pose: Pose | None) -> str:
    if pose is None:
        cells = [""] * (3 * len(LANDMARKS))
    else:
        cells = [f"{value:.9g}" for x, y, z in pose.world.tolist() for value in (x, -y, -z)]
    return "\t".join([str(number), f"{time_s:.9g}", *cells])
