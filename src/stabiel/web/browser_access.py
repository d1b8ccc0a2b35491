"""The browsers that may use the app. In: a link, or the cookie of an earlier day. Out: admitted.

A browser enters once through a link and then keeps a pass in a cookie, so that a bookmark or an
installed page works tomorrow. The data folder keeps the passes as hashes only, closed to other
users: whoever reads a copy of that file cannot enter with it.
"""

import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stabiel.errors import OutputError
from stabiel.store import DataFolder
from stabiel.web.private_file import read_private, write_private

# Chromium keeps no cookie longer (RFC 6265bis: 400 days). It is renewed at every visit.
LIVES_S = 400 * 86_400
# A visit within a day of the last one changes nothing in the file.
RENEW_S = 86_400
# More browsers than a household has; the one that was here longest ago is forgotten.
MOST_BROWSERS = 20
_NAME = "browsers.json"


class _Browser(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    seen_s: float


class _BrowsersFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field(pattern=r"^[0-9a-f]{8}$")
    browsers: list[_Browser] = Field(max_length=MOST_BROWSERS)


class BrowserAccess:
    """Links and lasting passes for the browsers of this computer. Safe to use from threads.

    Args:
        folder: the data folder of the first person.
        clock: seconds since 1970, for how long a pass lives.

    Attributes:
        token: the secret in the link of this run.
        on_new_link: called after `log_out_others` made another token.
    """

    lives_s: int | None = LIVES_S

    def __init__(self, folder: DataFolder, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self.round = 0
        self.token = secrets.token_urlsafe(24)
        self.on_new_link: Callable[[], None] = lambda: None
        kept = _read(folder.access / _NAME)
        self._kept = kept or _BrowsersFile(name=secrets.token_hex(4), browsers=[])
        # On a full disk the app works for this run, and the browsers have to enter again tomorrow.
        with suppress(OutputError):
            self.save()

    @property
    def cookie(self) -> str:
        """The name of the cookie, different for each data folder: ports share their cookies."""
        return f"stabiel-{self._kept.name}"

    @property
    def count(self) -> int:
        """How many browsers have a pass."""
        return len(self._living())

    def may_enter(self, token: str) -> bool:
        """Return whether a link's token is that of this run."""
        return secrets.compare_digest(token.encode(), self.token.encode())

    def give(self) -> str:
        """Return a new pass and keep its hash; on a full disk it is known for this run only."""
        with self._lock:
            new, changed = self._with_new(self._living())
            self._kept = changed
            with suppress(OutputError):
                self._write(changed)
            return new

    def person(self, given: str) -> str | None:
        """Return the empty string for a known pass, which is for all persons, else None."""
        wanted = _hash(given)
        known = [hmac.compare_digest(each.sha256, wanted) for each in self._living()]
        return "" if any(known) else None

    def renew(self, given: str) -> None:
        """Make a known pass last longer; a disk that is full only keeps it from that."""
        wanted, now_s = _hash(given), self._clock()
        with self._lock:
            living = self._living()
            seen = [each for each in living if each.sha256 == wanted]
            if not seen or now_s - seen[0].seen_s < RENEW_S:
                return
            others = [each for each in living if each.sha256 != wanted]
            self._kept = self._with([*others, _Browser(sha256=wanted, seen_s=now_s)])
            with suppress(OutputError):
                self._write(self._kept)

    def log_out_others(self) -> str:
        """Withdraw every pass and the link of this run; return a new pass for who asked.

        Raises:
            OutputError: this cannot be kept, and nothing has changed.
        """
        with self._lock:
            new, changed = self._with_new([])
            self._write(changed)
            self._kept = changed
            self.token = secrets.token_urlsafe(24)
            self.round += 1
        self.on_new_link()
        return new

    def proof(self, nonce: str) -> str:
        """Return what only a program that can read the data folder can answer to a nonce."""
        return proof(self.token, nonce)

    def save(self) -> None:
        """Keep the passes; also called after everything was erased while this app runs on.

        Raises:
            OutputError: they cannot be kept.
        """
        self._write(self._kept)

    def _with_new(self, others: list[_Browser]) -> tuple[str, _BrowsersFile]:
        new = secrets.token_urlsafe(32)
        return new, self._with([*others, _Browser(sha256=_hash(new), seen_s=self._clock())])

    def _with(self, browsers: list[_Browser]) -> _BrowsersFile:
        return self._kept.model_copy(update={"browsers": browsers[-MOST_BROWSERS:]})

    def _write(self, kept: _BrowsersFile) -> None:
        content = json.dumps(kept.model_dump(), indent=1).encode()
        write_private(self._folder.make_access() / _NAME, content)

    def _living(self) -> list[_Browser]:
        since_s = self._clock() - LIVES_S - RENEW_S
        return [each for each in self._kept.browsers if each.seen_s > since_s]


def proof(token: str, nonce: str) -> str:
    """Return the answer of the program that made a token to a nonce, without telling the token."""
    return hmac.new(
        token.encode(), b"stabiel is here:" + nonce.encode(), hashlib.sha256
    ).hexdigest()


def _hash(given: str) -> str:
    return hashlib.sha256(given.encode()).hexdigest()


def _read(path: Path) -> _BrowsersFile | None:
    """Return the passes; none of a file that is missing, damaged or not of this user."""
    content = read_private(path)
    if content is None:
        return None
    try:
        return _BrowsersFile.model_validate_json(content)
    except ValidationError:
        return None
