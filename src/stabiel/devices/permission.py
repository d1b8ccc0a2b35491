"""Whether this program may use a camera. In: a camera. Out: what is in the way, where to allow it.

A Mac asks the user at the first use. Until the answer OpenCV cannot open the camera, or gets no
picture or a black one, so it is waited for. No other system asks a program of this kind.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from stabiel.devices.camera_names import listed_cameras, source_name

_FLATPAK = Path("/.flatpak-info")


def may_be_asking(source: int | str) -> bool:
    """Return whether the system may be asking the user right now: on a Mac that has this camera."""
    if sys.platform != "darwin" or isinstance(source, str):
        return False
    return source < len(listed_cameras())


def place_to_allow(
    platform: str = sys.platform,
    environment: Mapping[str, str] = os.environ,
    *,
    in_flatpak: bool | None = None,
) -> str:
    """Return where this system lets a program use the camera: a clause for the end of a sentence.

    Args:
        platform: as `sys.platform`.
        environment: the variables of this process.
        in_flatpak: whether it runs in a Flatpak; None to find out.
    """
    if platform == "win32":
        return (
            "in the Settings of Windows, Privacy & security > Camera, turn on 'Let desktop apps "
            "access your camera'"
        )
    if platform == "darwin":
        return (
            "in System Settings, Privacy & Security > Camera, turn on stabiel, or the program "
            "in which you started it, such as Terminal"
        )
    if environment.get("SNAP_NAME"):
        return f"run: sudo snap connect {environment['SNAP_NAME']}:camera"
    if _FLATPAK.exists() if in_flatpak is None else in_flatpak:
        name = environment.get("FLATPAK_ID", "APPLICATION")
        return f"run: flatpak override --user --device=all {name}; then start it again"
    return "run: sudo usermod -aG video $USER; then log out and in again"


def waiting_words(source: int | str) -> str:
    """Return what is said while the system asks the user about a camera."""
    return (
        f"Waiting for permission to use camera {source}: answer the question on the screen, or "
        f"{place_to_allow()}."
    )


def black_words(source: int | str, platform: str = sys.platform) -> str | None:
    """Return what is said if the first pictures are black, as they are without permission.

    None on a system that delivers no picture at all then.
    """
    if isinstance(source, str) or platform not in ("darwin", "win32"):
        return None
    place = place_to_allow(platform)
    return f"Camera {source}: the picture is black; open its cover, or {place}."


def why_not_opened(source: int | str) -> str:
    """Return the sentence for a source that cannot be opened, with its remedy."""
    if isinstance(source, str):
        return (
            f"{source_name(source)}: nothing answers at this address; check it, and that the "
            "camera and this computer are on the same network."
        )
    if sys.platform.startswith("linux"):
        node = Path(f"/dev/video{source}")
        if not node.exists():
            return (
                f"Camera {source}: there is no such camera; plug one in, or choose another "
                "(stabiel cameras lists them)."
            )
        if _is_forbidden(node):
            return f"Camera {source}: you may not use {node}; {place_to_allow()}."
        return (
            f"Camera {source} cannot be opened; close other programs that use it, or choose "
            "another (stabiel cameras lists them)."
        )
    return (
        f"Camera {source} cannot be opened; close other programs that use it, or "
        f"{place_to_allow()}; or choose another (stabiel cameras lists them)."
    )


def _is_forbidden(node: Path) -> bool:
    """Return whether a node of a camera on Linux exists and may not be used by this user."""
    return node.exists() and not os.access(node, os.R_OK | os.W_OK)
