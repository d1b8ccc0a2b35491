"""Why a window cannot be shown here. In: what the window system wrote. Out: a sentence."""

from collections.abc import Mapping

_BROWSER = "train in the browser with: stabiel app."
_REMEDY = f"start stabiel live on the desktop itself, or {_BROWSER}"


def no_window_in_words(log: str, environment: Mapping[str, str]) -> str:
    """Return why no window can be opened, with the remedy.

    Args:
        log: what Qt or OpenCV wrote to the error output.
        environment: the variables of the process that tried.
    """
    name = environment.get("DISPLAY", "")
    platform = environment.get("QT_QPA_PLATFORM", "")
    if "could not connect to display" in log:
        return _unreachable(name, log, environment)
    if "Could not find the Qt platform plugin" in log:
        return (
            f"OpenCV has no windows of the kind QT_QPA_PLATFORM={platform}; remove that variable, "
            f"or {_BROWSER}"
        )
    if "even though it was found" in log:
        return (
            "A library that windows need is missing on this computer (for Qt's xcb plugin); "
            f"install libxcb and libxkbcommon-x11, or {_BROWSER}"
        )
    if "The function is not implemented" in log:
        return (
            "The OpenCV that is installed has no windows; install opencv-contrib-python, or "
            f"{_BROWSER}"
        )
    return f"No window can be opened here; {_REMEDY}"


def _unreachable(name: str, log: str, environment: Mapping[str, str]) -> str:
    if "uthorization" in log or "No protocol specified" in log:
        return f"The screen {name} does not accept this user; {_REMEDY}"
    if name:
        return f"The screen {name} does not answer (DISPLAY={name}); {_REMEDY}"
    if environment.get("WAYLAND_DISPLAY"):
        return (
            "This desktop is Wayland without X, and the window of stabiel needs X; install "
            f"Xwayland, or {_BROWSER}"
        )
    return f"There is no screen here; {_REMEDY}"


def silent_screen_in_words(timeout_s: float, environment: Mapping[str, str]) -> str:
    """Return that the screen did not answer within these seconds, with the remedy."""
    name = environment.get("DISPLAY", "")
    return f"The screen {name} does not answer within {timeout_s:.0f} s; {_REMEDY}"
