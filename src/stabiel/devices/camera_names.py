"""The cameras by name. In: this system's lists. Out: the number that OpenCV gives to each name.

Numbers change when a camera is plugged in elsewhere or before another one; names stay.

Linux tells the names in files. On Windows `cv2_enumerate_cameras` (MIT license) lists them in the
order of DirectShow, which the numbers follow. On a Mac that package would bring pyobjc, several
dozen MB; the system's own `system_profiler` tells the same, and OpenCV numbers cameras there in
the order of their unique ids.
"""

import json
import os
import re
import struct
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_VIDEO4LINUX = Path("/sys/class/video4linux")
_DEVICES = Path("/dev")
# Of linux/videodev2.h: the question VIDIOC_QUERYCAP, the size of its answer, where `device_caps`
# stands in it, and the flags of a device that gives pictures (single- and multi-planar).
_QUERY, _ANSWER_BYTES, _CAPABILITIES_AT, _CAPTURES = 0x80685600, 104, 88, 0x1001
_PROFILER_S = 10.0
# Chromium appends the ids of vendor and product to the name.
_IDS = re.compile(r" \([0-9a-f]{4}:[0-9a-f]{4}\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedCamera:
    """A camera that the system lists.

    Attributes:
        number: as OpenCV counts.
        name: unique; a second camera of the same name has "(2)" appended.
    """

    number: int
    name: str


def listed_cameras() -> list[ListedCamera]:
    """Return the cameras whose names this system tells, in the order of their numbers."""
    if sys.platform == "win32":
        return _with_unique_names(_of_windows())
    if sys.platform == "darwin":
        return _with_unique_names(of_profile(_profile()))
    return of_linux()


def find_camera(name: str, cameras: Sequence[ListedCamera]) -> ListedCamera | None:
    """Return the camera of a name, or the only one whose name contains it; None if there is none.

    Upper and lower case are the same, and so is a name with the ids that a browser appends.
    """
    wanted = _plain(name)
    exact = [each for each in cameras if _plain(each.name) == wanted]
    close = [each for each in cameras if wanted and wanted in _plain(each.name)]
    if exact:
        return exact[0]
    return close[0] if len(close) == 1 else None


def _plain(name: str) -> str:
    return _IDS.sub("", name.strip()).casefold()


def of_linux(root: Path = _VIDEO4LINUX, devices: Path = _DEVICES) -> list[ListedCamera]:
    """Return the cameras of Linux, without the nodes of a camera that carry no picture.

    Args:
        root: the folder of the system with a folder for each node; tests pass their own.
        devices: the folder with the nodes, and with stable names for them in `v4l`.
    """
    found = []
    for folder in root.glob("video*"):
        number = folder.name.removeprefix("video")
        if number.isdigit() and _gives_pictures(devices / folder.name):
            found.append((_place(devices, folder.name), ListedCamera(int(number), _line(folder))))
    # Two of the same name keep their order, in whatever order they were plugged in.
    in_place = [camera for _, camera in sorted(found, key=lambda each: (each[0], each[1].number))]
    return sorted(_with_unique_names(in_place), key=lambda each: each.number)


def _line(folder: Path) -> str:
    try:
        return (folder / "name").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return folder.name


def _place(devices: Path, node: str) -> str:
    """Return a name of a node that stays the same: by its serial number, or by its socket."""
    for kind in ("by-id", "by-path"):
        links = sorted((devices / "v4l" / kind).glob("*"))
        for link in links:
            if link.resolve().name == node:
                return link.name
    return ""


def _gives_pictures(node: Path) -> bool:
    """Return whether a node gives pictures; a USB camera has others for their descriptions."""
    import fcntl  # noqa: PLC0415 - Windows has none, and no such nodes

    answer = bytearray(_ANSWER_BYTES)
    try:
        descriptor = os.open(node, os.O_RDWR | os.O_NONBLOCK)
    except OSError:  # it is not allowed, which opening the camera will say
        return True
    try:
        fcntl.ioctl(descriptor, _QUERY, answer)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    (capabilities,) = struct.unpack_from("=I", answer, _CAPABILITIES_AT)
    return bool(capabilities & _CAPTURES)


def of_profile(profile: str) -> list[ListedCamera]:
    """Return the cameras of a Mac from what `system_profiler SPCameraDataType -json` prints."""
    try:
        listed = json.loads(profile)["SPCameraDataType"]
        cameras = [(str(each["spcamera_unique-id"]), str(each["_name"])) for each in listed]
    except (ValueError, KeyError, TypeError):
        return []
    return [ListedCamera(number, name) for number, (_, name) in enumerate(sorted(cameras))]


def _profile() -> str:
    try:
        done = subprocess.run(
            ["/usr/sbin/system_profiler", "SPCameraDataType", "-json"],
            capture_output=True,
            text=True,
            check=False,
            timeout=_PROFILER_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _of_windows() -> list[ListedCamera]:
    try:
        import cv2  # noqa: PLC0415 - only here
        from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415 - Windows only

        return [ListedCamera(each.index, each.name) for each in enumerate_cameras(cv2.CAP_DSHOW)]
    except (ImportError, OSError):  # numbers work without names
        return []


def source_name(source: int | str) -> str:
    """Return the display name of a source: an address without user and password."""
    return re.sub(r"//[^/@]*@", "//", str(source))


def _with_unique_names(cameras: Iterable[ListedCamera]) -> list[ListedCamera]:
    cameras = list(cameras)
    often = Counter(each.name for each in cameras)
    seen: dict[str, int] = defaultdict(int)
    unique = []
    for each in cameras:
        seen[each.name] += 1
        number = seen[each.name]
        later = often[each.name] > 1 and number > 1
        unique.append(replace(each, name=f"{each.name} ({number})") if later else each)
    return unique
