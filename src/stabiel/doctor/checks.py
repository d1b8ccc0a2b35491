"""The questions of the doctor. In: a `Computer`. Out: a `Finding` for each topic.

A check never raises: what nobody thought of is a finding too. Nothing is written but a small file
that is removed again, and nothing is asked of a network.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from stabiel.doctor.camera_check import check_camera
from stabiel.doctor.computer import Computer
from stabiel.doctor.finding import TOPICS, Finding, Health, Topic
from stabiel.errors import StabielError
from stabiel.store import DataFolder
from stabiel.system.resources import MODEL_NAMES, ModelName
from stabiel.trainer.pace import LEAST_RATE_HZ
from stabiel.wording.language import Language

OLDEST_PYTHON = (3, 11)
# Half an hour in front of a camera takes 20 MB of records (measured: 0.74 MB for 69 s of rendered
# bridges), and its video 25 MB at the rate of the sample, more if the camera is noisy. So the
# first number lasts for weeks, and the second for one session.
SMALL_BYTES = 1_000_000_000
LEAST_BYTES = 100_000_000
# No version of stabiel is older, so an earlier date is wrong.
FIRST_DAY = datetime(2026, 11, 1, tzinfo=UTC)
# Time zones differ by up to 26 hours, and a computer may have travelled.
AHEAD = timedelta(hours=26)
_TEXT_BROWSERS = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the checks are about.

    Attributes:
        computer: the computer.
        folder: the data folder of a person.
        language: of the voice.
        model: the pose model that the person chose.
        camera: the name of the camera that the person chose, empty without.
    """

    computer: Computer
    folder: DataFolder
    language: Language
    model: ModelName
    camera: str = ""


def examine(
    asked: Asked,
    *,
    without: Collection[Topic] = (),
    tell: Callable[[Topic], None] = lambda topic: None,
) -> list[Finding]:
    """Ask about all topics, in their order.

    Args:
        asked: the computer and the person.
        without: topics to leave out.
        tell: receives each topic before it is asked about, as some take seconds.
    """
    found = []
    for topic in TOPICS:
        if topic not in without:
            tell(topic)
            found.append(_examined(topic, asked))
    return found


def _examined(topic: Topic, asked: Asked) -> Finding:
    try:
        return _CHECKS[topic](asked)
    except Exception as error:  # noqa: BLE001 - a doctor that falls over helps nobody
        why = f"{type(error).__name__}: {error}"
        return Finding(topic, Health.STOP, "unexpected", {"why": why})


def check_versions(asked: Asked) -> Finding:
    """Return whether Python and the packages are those that stabiel needs."""
    computer = asked.computer
    python = ".".join(map(str, computer.python))
    if computer.python[:2] < OLDEST_PYTHON:
        return Finding("versions", Health.STOP, "python", {"python": python})
    wrong = [each for each in computer.packages() if not each.fits]
    missing = [each.name for each in wrong if each.found is None]
    if missing:
        return Finding("versions", Health.STOP, "missing", {"packages": ", ".join(missing)})
    if wrong:
        one = wrong[0]
        values = {"package": one.name, "found": str(one.found), "wanted": one.wanted}
        return Finding("versions", Health.STOP, "other", values)
    return Finding("versions", values={"python": python})


def check_files(asked: Asked) -> Finding:
    """Return whether the program's own files are there and whole."""
    for name in MODEL_NAMES:
        try:
            asked.computer.read_model(name)
        except StabielError as error:
            return Finding("files", Health.STOP, "model", {"model": name, "why": str(error)})
    try:
        asked.computer.read_files()
    except (StabielError, OSError) as error:
        return Finding("files", Health.STOP, "missing", {"why": str(error)})
    return Finding("files")


def _check_camera(asked: Asked) -> Finding:
    return check_camera(asked.computer, asked.camera, time.monotonic)


def check_sound(asked: Asked) -> Finding:
    """Return whether something can be heard."""
    if asked.computer.has_sound():
        return Finding("sound")
    return Finding("sound", Health.MIND, "missing")


def check_voice(asked: Asked) -> Finding:
    """Return whether there is a voice for the language."""
    if asked.computer.has_voice(asked.language):
        return Finding("voice", values={"spoken": asked.language})
    system = _system(asked.computer.platform)
    return Finding("voice", Health.MIND, f"missing_{system}", {"spoken": asked.language})


def check_browser(asked: Asked) -> Finding:
    """Return whether there is a browser for the app."""
    name = asked.computer.browser()
    if name is None:
        return Finding("browser", Health.STOP, "missing")
    if name in _TEXT_BROWSERS:
        return Finding("browser", Health.STOP, "text_only", {"browser": name})
    return Finding("browser", values={"browser": name})


def check_screen(asked: Asked) -> Finding:
    """Return whether there is a screen; only Linux may have none."""
    environment = asked.computer.environment
    if _system(asked.computer.platform) != "linux" or environment.get("DISPLAY"):
        return Finding("screen")
    if environment.get("WAYLAND_DISPLAY"):
        return Finding("screen", Health.MIND, "wayland")
    return Finding("screen", Health.MIND, "missing")


def check_disk(asked: Asked) -> Finding:
    """Return whether there is room for the records, and whether they can be written."""
    folder = asked.folder.path
    values: dict[str, str | float] = {"folder": str(folder.absolute())}
    try:
        free = asked.computer.free_bytes(folder)
        values["free_gb"] = free / 1e9
        if free < LEAST_BYTES:
            return Finding("disk", Health.STOP, "full", values)
        asked.computer.write_in(folder)
    except OSError as error:
        return Finding("disk", Health.STOP, "read_only", values | {"why": _why(error)})
    if free < SMALL_BYTES:
        return Finding("disk", Health.MIND, "small", values)
    return Finding("disk", values=values)


def check_records(asked: Asked) -> Finding:
    """Return whether the records can be read."""
    folder = asked.folder
    try:
        asked.computer.newest_session(folder)
    except (StabielError, OSError) as error:
        values = {"folder": str(folder.path.absolute()), "why": _why(error)}
        return Finding("records", Health.STOP, "unreadable", values)
    return Finding("records", values={"folder": str(folder.path.absolute())})


def check_clock(asked: Asked) -> Finding:
    """Return whether the clock can be right: days and weeks of the records depend on it."""
    now = asked.computer.now()
    values = {"now": f"{now:%Y-%m-%d %H:%M}"}
    if now < FIRST_DAY:
        return Finding("clock", Health.MIND, "behind", values)
    try:
        newest = asked.computer.newest_session(asked.folder)
    except (StabielError, OSError):  # the records have a finding of their own
        newest = None
    if newest is not None and newest > now + AHEAD:
        values["session"] = f"{newest:%Y-%m-%d %H:%M}"
        return Finding("clock", Health.MIND, "before_session", values)
    return Finding("clock", values=values)


def check_speed(asked: Asked) -> Finding:
    """Return the best model that this computer can hold live.

    Models are tried from the lightest on, so that a slow computer is not kept busy for long.
    """
    rates_hz: dict[ModelName, float] = {}
    for name in MODEL_NAMES:
        rates_hz[name] = 1.0 / max(asked.computer.frame_s(name), 1e-6)
        if rates_hz[name] < LEAST_RATE_HZ:
            break
    holds = [name for name, rate_hz in rates_hz.items() if rate_hz >= LEAST_RATE_HZ]
    if not holds:
        values = {"rate": rates_hz["lite"], "least": LEAST_RATE_HZ}
        return Finding("speed", Health.STOP, "too_slow", values)
    best = holds[-1]
    known = {"model": best, "rate": rates_hz[best], "least": LEAST_RATE_HZ}
    if asked.model not in holds:
        return Finding("speed", Health.MIND, "lighter", known | {"chosen": asked.model})
    return Finding("speed", values=known)


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _system(platform: str) -> str:
    return {"win32": "windows", "darwin": "mac"}.get(platform, "linux")


_CHECKS: dict[Topic, Callable[[Asked], Finding]] = {
    "versions": check_versions,
    "files": check_files,
    "camera": _check_camera,
    "sound": check_sound,
    "voice": check_voice,
    "browser": check_browser,
    "screen": check_screen,
    "disk": check_disk,
    "records": check_records,
    "clock": check_clock,
    "speed": check_speed,
}
