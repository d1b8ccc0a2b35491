"""Whether a camera gives a picture. In: the ports of a computer. Out: a `Finding`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from stabiel.doctor.computer import Computer
from stabiel.doctor.finding import Finding, Health

if TYPE_CHECKING:
    from stabiel.devices.camera import Capture

# A webcam gives its first picture within a second or two, and a dark one while it adjusts.
LOOKS_S = 5.0
_SYSTEMS = {"win32": "windows", "darwin": "mac"}


def check_camera(computer: Computer, chosen: str, clock: Callable[[], float]) -> Finding:
    """Return whether the chosen camera, or else the first, gives a picture.

    Args:
        computer: its ports for cameras, and its platform.
        chosen: the name of the camera in the settings, empty without.
        clock: monotonic seconds.
    """
    from stabiel.devices.camera_names import find_camera  # noqa: PLC0415 - heavy imports wait

    listed = computer.cameras()
    found = find_camera(chosen, listed) if chosen else None
    numbers = [each.number for each in listed] or list(computer.numbers())
    if not numbers:
        return Finding("camera", Health.STOP, "missing")
    number = numbers[0] if found is None else found.number
    name = next((each.name for each in listed if each.number == number), str(number))
    values = {"camera": name}
    system = _SYSTEMS.get(computer.platform, "linux")
    if not computer.may_use(number):
        return Finding("camera", Health.STOP, f"denied_{system}", values)
    capture = computer.open_camera(number)
    if capture is None:
        # Windows and macOS do not say whether another program has it or the user forbids it.
        if not listed:
            return Finding("camera", Health.STOP, "missing")
        busy = "in_use" if system == "linux" else f"closed_{system}"
        return Finding("camera", Health.STOP, busy, values)
    try:
        trouble = _trouble_of(capture, clock)
    finally:
        capture.release()
    if trouble is not None:
        return Finding("camera", Health.STOP, trouble, values)
    if chosen and found is None:
        return Finding("camera", Health.MIND, "another", values | {"chosen": chosen})
    return Finding("camera", values=values)


def _trouble_of(capture: "Capture", clock: Callable[[], float]) -> str | None:
    """Return what is wrong with the pictures of an open camera, None if one is good."""
    from stabiel.devices.picture_check import BLACK_MEAN, BLACK_SPREAD  # noqa: PLC0415 - the same

    until_s = clock() + LOOKS_S
    trouble = "silent"
    while clock() < until_s:
        done, image = capture.read()
        if not done or image is None or not image.size:
            continue
        if float(image.mean()) >= BLACK_MEAN or float(image.std()) >= BLACK_SPREAD:
            return None
        trouble = "black"
    return trouble
