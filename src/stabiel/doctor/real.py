"""The ports of the doctor for this computer. In: a language. Out: a `Computer`.

Heavy packages are imported where they are used: the doctor has to answer if one of them is broken.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from stabiel.doctor.computer import Computer, Package
from stabiel.errors import ResourceError, StoreError
from stabiel.system.resources import ModelName, model_bytes, sample_path
from stabiel.wording.language import Language

if TYPE_CHECKING:
    from stabiel.devices.camera import Capture
    from stabiel.devices.camera_names import ListedCamera
    from stabiel.store import DataFolder

# The first frames take longer: the model is prepared, and the body is searched for.
_WARM_UP, _FRAMES = 5, 15
_ASKS_S = 5.0
_REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[[^\]]*\])?\s*\(?([^;()]*)\)?")
_RULE = re.compile(r"(>=|<=|==|!=|<|>)\s*([\d.]+)")


def this_computer() -> Computer:
    """Return the ports that ask the computer on which this runs."""
    return Computer(
        platform=sys.platform,
        python=(sys.version_info.major, sys.version_info.minor, sys.version_info.micro),
        environment=os.environ,
        packages=needed_packages,
        read_files=_read_files,
        read_model=model_bytes,
        cameras=_cameras,
        numbers=_numbers,
        open_camera=_open_camera,
        may_use=_may_use,
        has_sound=_has_sound,
        has_voice=_has_voice,
        browser=_browser,
        free_bytes=lambda folder: shutil.disk_usage(nearest(folder)).free,
        write_in=write_in,
        newest_session=newest_session,
        now=lambda: datetime.now().astimezone(),
        frame_s=frame_s,
    )


def needed_packages() -> list[Package]:
    """Return the packages that stabiel needs on this system, with what is installed.

    A bundle has what it was built with and no list of versions; it has none to check.
    """
    if hasattr(sys, "frozen"):
        return []
    try:
        needed = metadata.requires("stabiel") or []
    except metadata.PackageNotFoundError:
        return []
    return [package_of(each) for each in needed if _is_needed(each)]


def package_of(requirement: str) -> Package:
    """Return a package for a requirement such as "mediapipe==0.10.33"."""
    match = _REQUIREMENT.match(requirement)
    assert match is not None
    name, wanted = match[1], match[2].strip()
    found = _version_of(name)
    return Package(name, wanted, found, found is not None and fits(found, wanted))


def _version_of(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return _stand_in(name)


def fits(version: str, wanted: str) -> bool:
    """Return whether a version is within limits such as ">=17,<19"."""
    found = _numbers_of(version)
    for sign, limit_text in _RULE.findall(wanted):
        limit = _numbers_of(limit_text)
        same = found[: len(limit)] == limit
        inside = {
            ">=": found >= limit,
            "<=": found <= limit or same,
            "==": same,
            "!=": not same,
            "<": found < limit,
            ">": found > limit and not same,
        }
        if not inside[sign]:
            return False
    return True


def _numbers_of(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", version.partition("+")[0])[:4])


def _is_needed(requirement: str) -> bool:
    """Return whether a requirement is for this system and not for an extra."""
    _, _, marker = requirement.partition(";")
    system = re.search(r"sys_platform\s*==\s*['\"](\w+)['\"]", marker)
    return "extra" not in marker and (system is None or system[1] == sys.platform)


def _stand_in(name: str) -> str | None:
    """Return the version of a package that does the same under another name: OpenCV has four."""
    if not name.startswith("opencv"):
        return None
    try:
        import cv2

        return str(cv2.__version__)
    except ImportError:
        return None


def _read_files() -> None:
    from stabiel.exercises.library import read_library

    read_library()
    sample_path()
    page = files("stabiel").joinpath("web", "pages", "index.html")
    if not page.is_file():
        raise ResourceError("web/pages is missing from this installation: install stabiel again.")


def _cameras() -> "Sequence[ListedCamera]":
    from stabiel.devices.camera_names import listed_cameras

    return listed_cameras()


def _numbers() -> Sequence[int]:
    from stabiel.devices.camera import numbers_to_try

    return numbers_to_try()


def _open_camera(number: int) -> "Capture | None":
    from stabiel.devices.camera import open_source

    return open_source(number)


def _may_use(number: int) -> bool:
    node = Path(f"/dev/video{number}")
    return not node.exists() or os.access(node, os.R_OK | os.W_OK)


def _has_sound() -> bool:
    from stabiel.devices.tones import find_player

    return find_player() is not None


def _has_voice(language: Language) -> bool:
    from stabiel.devices.speaker import READY
    from stabiel.devices.voice import START_S, Engine

    engine = Engine([sys.executable, "-m", "stabiel.devices.speaker", language])
    try:
        return engine.answer(START_S) == READY
    finally:
        engine.kill()


def _browser() -> str | None:
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return None
    name = Path(str(getattr(found, "name", "") or "browser")).name
    if name == "xdg-open" and _asked("xdg-settings", "get", "default-web-browser") == "":
        return None
    return name


def _asked(*command: str) -> str | None:
    """Return what a program prints, None if it cannot be asked."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_ASKS_S)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip()


def nearest(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that exists."""
    folder = folder.absolute()
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def write_in(folder: Path) -> None:
    """Write and remove a small file in a folder, or where it will be.

    Raises:
        OSError: it cannot be written.
    """
    with tempfile.TemporaryFile(dir=nearest(folder)) as scratch:
        scratch.write(b"stabiel")
        scratch.flush()


def newest_session(folder: "DataFolder") -> datetime | None:
    """Open the records and read all of the file; return when the newest session began.

    Nothing is created where nothing is kept yet.

    Raises:
        StoreError, OutputError: they cannot be read.
    """
    from stabiel.store import Store
    from stabiel.store.database import sentences

    path = folder.database
    if not path.exists():
        return None
    with Store(folder) as store:
        began = [each.began_at for each in store.sessions()]
    with sentences(path), closing(sqlite3.connect(path)) as connection:
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise StoreError(f"{path}: this file is damaged ({said}).")
    return max(began, default=None)


def frame_s(model: ModelName) -> float:
    """Return the median seconds that a model takes for one frame of the sample video."""
    from stabiel.pose.mediapipe import Landmarker
    from stabiel.video.reader import VideoFile

    took_s = []
    with VideoFile(sample_path()) as video, Landmarker(model) as landmarker:
        for number, frame in enumerate(video.frames()):
            began_s = time.perf_counter()
            landmarker.find(frame)
            if number >= _WARM_UP:
                took_s.append(time.perf_counter() - began_s)
            if len(took_s) == _FRAMES:
                break
    return median(took_s)
