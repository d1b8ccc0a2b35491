"""The app that runs already. In: a data folder. Out: its link, if it is really ours and alive.

A note in the data folder, closed to other users, holds the port and the token of the run. A number
of a process or a port alone proves nothing: another program may have either by now. So the program
at that port is asked to prove that it knows the token, without the token being sent to it.
"""

import http.client
import os
import secrets
import time
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stabiel.store import DataFolder
from stabiel.web.browser_access import proof
from stabiel.web.guard import PROOF_PATH
from stabiel.web.private_file import read_private, write_private

LOOPBACK = "127.0.0.1"
_NAME = "running.json"
# A start takes some seconds until it answers, on a slow computer longer; its port listens before.
ANSWER_S = 20.0
# Between two tries while nothing listens yet.
AGAIN_S = 0.2


class Instance(BaseModel):
    """A run of the app.

    Attributes:
        phone: whether it lets a phone be the camera.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    process: int = Field(ge=1)
    port: int = Field(ge=1, le=65_535)
    token: str = Field(min_length=20, max_length=100)
    phone: bool = False

    @property
    def link(self) -> str:
        """The link that lets a browser in."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"


def note_instance(folder: DataFolder, instance: Instance) -> None:
    """Write down that the app runs, for a second start.

    Raises:
        OutputError: it cannot be written.
    """
    write_private(folder.make_access() / _NAME, instance.model_dump_json().encode())


def forget_instance(folder: DataFolder) -> None:
    """Remove the note of this process; another one's stays."""
    noted = _read(folder.access / _NAME)
    if noted is not None and noted.process == os.getpid():
        (folder.access / _NAME).unlink(missing_ok=True)


def running_instance(folder: DataFolder, answer_s: float = ANSWER_S) -> Instance | None:
    """Return the run of the app for a data folder, None if none is alive.

    Args:
        folder: the data folder.
        answer_s: how long it may take to answer, in seconds.
    """
    noted = _read(folder.access / _NAME)
    return noted if noted is not None and _proves(noted, answer_s) else None


def _proves(noted: Instance, answer_s: float) -> bool:
    until_s = time.monotonic() + answer_s
    nonce = secrets.token_hex(16)
    while (left_s := until_s - time.monotonic()) > 0:
        asking = http.client.HTTPConnection(LOOPBACK, noted.port, timeout=left_s)
        try:
            asking.request("GET", f"{PROOF_PATH}?nonce={nonce}")
            answer = asking.getresponse()
            if answer.status == 200:
                wanted = proof(noted.token, nonce).encode()
                return secrets.compare_digest(answer.read(len(wanted) + 1), wanted)
        except ConnectionRefusedError:
            return False
        except (OSError, http.client.HTTPException):
            pass
        else:
            return False
        finally:
            asking.close()
        time.sleep(min(AGAIN_S, left_s))
    return False


def _read(path: Path) -> Instance | None:
    content = read_private(path)
    if content is None:
        return None
    try:
        return Instance.model_validate_json(content)
    except ValidationError:
        return None
