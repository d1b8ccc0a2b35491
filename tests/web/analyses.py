"""What the tests of analyses share: upload a video, wait for a state, list what is left."""

import sys
import time
from pathlib import Path

import pytest

from stabiel.store import DataFolder

VIDEO = {"content-type": "video/mp4"}
PATH = "/api/analyses?exercise=bridging"
NASTY = "../../etc/<script>alert(1)</script> 👩‍⚕️.mp4"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs the process groups of POSIX")


def bring(client, name: str, body: bytes):
    """Upload a video with this name."""
    params = {"exercise": "bridging", "name": name}
    return client.post("/api/analyses", params=params, content=body, headers=VIDEO)


def until(client, number: int, *states: str, seconds: float = 240.0) -> dict:
    """Wait until an analysis is in one of these states; return its entry."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = {each["id"]: each for each in client.get("/api/analyses").json()}[number]
        if found["state"] in states:
            return found
        time.sleep(0.05)
    raise AssertionError(f"still {found}")


def left_in(folder: DataFolder) -> list[str]:
    """Return the names of all uploaded files, except the lock of this run."""
    return [
        path.name for path in folder.uploads.rglob("*") if path.is_file() and path.name != "lock"
    ]


def ends(process_id: int, seconds: float = 60.0) -> bool:
    """Return whether a process ends; one that was killed still takes a moment."""
    end = time.monotonic() + seconds
    while is_running(process_id) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_running(process_id)


def is_running(process_id: int) -> bool:
    """Return whether a process is running; a zombie is not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
