"""The app as a separate process, and the installed browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from stabiel.errors import StabielError
from stabiel.store import DataFolder
from stabiel.web.settings_file import SettingsFile

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in _NAMES if (path := shutil.which(name))), None)
# No sandbox, because CI runs as root. The other flags stop requests to the internet at the start.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip


_SOON = (
    "import sys; from stabiel.cli import main; from stabiel.web import open_pages; "
    "open_pages.IDLE_S = {}; sys.exit(main())"
)
# A number of landmarkers, for a benchmark.
_LOOKING = (
    "import sys; from stabiel.cli import main; from stabiel.web import session_host; "
    "session_host.LANDMARKERS = {}; sys.exit(main())"
)


@dataclass
class RunningApp:
    """A running `stabiel app`, and the link that it printed."""

    link: str
    said: list[str]
    data: Path
    process: subprocess.Popen

    @property
    def home(self) -> str:
        return self.link.partition("/?")[0]

    def rest(self) -> list[str]:
        """Return the lines about the access for a phone, after the link."""
        return [self.process.stdout.readline().rstrip() for _ in range(2)]

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=60)


def enter(page, app: RunningApp) -> None:
    """Let the browser of a page in through the link, without loading the pages already."""
    answer = page.request.get(app.link)
    assert answer.ok, answer.status


def own_port() -> int:
    """Return a free port for an app that starts again on it, while other tests start apps too.

    The app's own ports are taken by whoever starts next, and those from 32768 on are given out by
    the system. Between them, each process of the tests looks from a place of its own on.
    """
    first = 20_000 + os.getpid() % 10_000
    for port in range(first, first + 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("a hundred ports are taken")


@contextmanager
def running_apps():
    """Return a function that starts the app with a data folder; all apps stop at the end."""
    started = []

    def start(data, *arguments, idle_s=None, welcomed=True, landmarkers=None):
        if welcomed:
            # The first visit, which is offered to somebody new, has a test of its own.
            with suppress(StabielError):
                SettingsFile(DataFolder(data)).change({"welcomed": True})
        # Two minutes are too long for a test of how the app ends by itself.
        program = ["-m", "stabiel"] if idle_s is None else ["-c", _SOON.format(idle_s)]
        if landmarkers is not None:
            program = ["-c", _LOOKING.format(landmarkers)]
        process = subprocess.Popen(
            [sys.executable, *program, "app", "--no-browser", "--data", str(data), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )  # fmt: skip
        started.append(process)
        said = []
        while line := process.stdout.readline():
            said.append(line.rstrip())
            if line.startswith("Kept in"):
                break
        found = re.search(r"http://\S+", "\n".join(said))
        assert found, said
        return RunningApp(found[0], said, data, process)

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.wait()
            process.stdout.close()
