"""Which camera a session uses. In: what was asked for, and the settings. Out: an opened camera.

The choice is kept by name, in the same setting as that of the app: numbers change when a camera is
plugged in elsewhere.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.errors import CameraError, StabielError, unknown_name

if TYPE_CHECKING:
    from stabiel.devices.camera_names import ListedCamera
    from stabiel.store import DataFolder
    from stabiel.trainer.ports import Camera


def open_chosen(given: str | None, folder: "DataFolder", say: Callable[[str], None]) -> "Camera":
    """Open the camera that was asked for, or else the one in the settings, or else the first.

    Args:
        given: a number, a name, a file or an address; None if nothing was asked for. A camera that
            has a name is kept in the settings.
        folder: with the settings.
        say: receives one sentence if the user has to wait, or gets another camera.

    Raises:
        CameraError: the camera or stream cannot be opened, or there is none of this name.
        VideoError: the file cannot be opened.
    """
    from stabiel.devices.camera_names import find_camera, listed_cameras
    from stabiel.web.settings_file import SettingsFile

    if given is not None and ("://" in given or Path(given).is_file()):
        return _open_file_or_stream(given)
    cameras = listed_cameras()
    settings = SettingsFile(folder)
    if given is None:
        kept = settings.load().camera
        found = find_camera(kept, cameras) if kept else None
        if kept and found is None and cameras:
            say(f"Camera {kept} is not plugged in; using {cameras[0].name}.")
        return _open(found or _of_number(0, cameras), say)
    if given.isdecimal():
        chosen = _of_number(int(given), cameras)
    else:
        named = find_camera(given, cameras)
        if named is None and _looks_like_file(given):
            return _open_file_or_stream(given)
        if named is None:
            raise CameraError(_no_camera(given, cameras))
        chosen = named
    camera = _open(chosen, say)
    if chosen.name:
        with suppress(StabielError, ValueError):  # the session matters more than the setting
            settings.change({"camera": chosen.name})
    return camera


def _of_number(number: int, cameras: "Sequence[ListedCamera]") -> "ListedCamera":
    from stabiel.devices.camera_names import ListedCamera

    nameless = ListedCamera(number, "")
    return next((each for each in cameras if each.number == number), nameless)


def _open(chosen: "ListedCamera", say: Callable[[str], None]) -> "Camera":
    from stabiel.devices.camera import OpenCVCamera
    from stabiel.devices.camera_names import find_camera, listed_cameras

    def find() -> int | None:
        found = find_camera(chosen.name, listed_cameras()) if chosen.name else None
        return None if found is None else found.number

    return OpenCVCamera(chosen.number, label=chosen.name, find=find, on_wait=say)


def _open_file_or_stream(given: str) -> "Camera":
    from stabiel.devices.camera import OpenCVCamera
    from stabiel.devices.clip_camera import play_file

    return OpenCVCamera(given) if "://" in given else play_file(Path(given))


def _looks_like_file(given: str) -> bool:
    path = Path(given)
    return path.suffix != "" or len(path.parts) > 1


def _no_camera(given: str, cameras: "Sequence[ListedCamera]") -> str:
    if not cameras:
        return (
            f"There is no camera or file '{given}', and this system names no camera; plug one in, "
            "or give its number (stabiel cameras lists them)."
        )
    return unknown_name("camera", given, [each.name for each in cameras])
