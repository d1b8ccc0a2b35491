"""What the doctor asks a computer. In: nothing. Out: the ports, which `real` fills for this one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.system.resources import ModelName
from stabiel.wording.language import Language

if TYPE_CHECKING:
    from stabiel.devices.camera import Capture
    from stabiel.devices.camera_names import ListedCamera
    from stabiel.store import DataFolder


@dataclass(frozen=True, slots=True)
class Package:
    """A package that stabiel needs.

    Attributes:
        name: as it is installed.
        wanted: the versions that will do, such as "==0.10.33".
        found: the installed version, None if it is not installed.
        fits: whether that version will do.
    """

    name: str
    wanted: str
    found: str | None
    fits: bool


@dataclass(frozen=True, slots=True)
class Computer:
    """What the checks ask. Each port may raise `OSError` or `StabielError`.

    Attributes:
        platform: as `sys.platform`.
        python: the version of Python, three numbers.
        environment: the variables of this process.
        packages: returns what stabiel needs.
        read_files: reads the program's own exercises and pages.
        read_model: reads a pose model.
        cameras: returns the cameras that the system lists.
        numbers: returns the numbers that a camera may have.
        open_camera: opens a camera by number, None if it cannot be opened.
        may_use: returns whether this user may use a camera.
        has_sound: returns whether something can be heard.
        has_voice: returns whether there is a voice for a language.
        browser: returns the name of the browser, None without one.
        free_bytes: returns the free room in a folder, or where it will be.
        write_in: writes and removes a small file in a folder, or where it will be.
        newest_session: opens the records and returns when the newest session began, None without.
        now: returns the date and time with the offset from UTC.
        frame_s: returns the median seconds that a model takes for one frame.
    """

    platform: str
    python: tuple[int, int, int]
    environment: Mapping[str, str]
    packages: Callable[[], Sequence[Package]]
    read_files: Callable[[], None]
    read_model: Callable[[ModelName], bytes]
    cameras: "Callable[[], Sequence[ListedCamera]]"
    numbers: Callable[[], Sequence[int]]
    open_camera: "Callable[[int], Capture | None]"
    may_use: Callable[[int], bool]
    has_sound: Callable[[], bool]
    has_voice: Callable[[Language], bool]
    browser: Callable[[], str | None]
    free_bytes: Callable[[Path], int]
    write_in: Callable[[Path], None]
    newest_session: "Callable[[DataFolder], datetime | None]"
    now: Callable[[], datetime]
    frame_s: Callable[[ModelName], float]
