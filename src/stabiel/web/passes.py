"""Who has entered. In: values of a cookie. Out: for whom a page may ask.

A pass is the value of a cookie: random, made here and never taken from a request, so a cookie that
somebody else puts into a browser opens nothing.
"""

import secrets
from collections.abc import Callable
from typing import Protocol

from stabiel.web.phone import guest_of

# Only the first values of a name are compared: a browser sends one.
MOST_VALUES = 10


class Passes(Protocol):
    """Gives out passes and knows them again.

    Attributes:
        lives_s: how many seconds a browser keeps the cookie; None until the browser is closed.
        round: grows with every withdrawal; what was admitted in an earlier round is admitted anew.
    """

    lives_s: int | None
    round: int

    def give(self) -> str:
        """Return a new pass, for a browser that entered through a link."""

    def person(self, given: str) -> str | None:
        """Return the id of the person of a pass, empty for any person; None if it is unknown."""

    def renew(self, given: str) -> None:
        """Make a known pass last longer: its browser was here just now."""


class RunPasses:
    """Passes of one run, one for each person: those of an earlier run are unknown.

    Args:
        person: returns the id of the person whose link was used last.
    """

    lives_s: int | None = None
    round = 0

    def __init__(self, person: Callable[[], str] = str) -> None:
        self._person = person
        self._passes: dict[str, str] = {}

    def give(self) -> str:
        """Return the pass of the person whose link was used last."""
        return self._passes.setdefault(self._person(), secrets.token_urlsafe(32))

    def person(self, given: str) -> str | None:
        """Return the id of the person of a pass, None if it is unknown."""
        for person, known in self._passes.items():
            if secrets.compare_digest(given.encode(), known.encode()):
                return person
        return None

    def renew(self, given: str) -> None:
        """Do nothing: passes of a run last as long as the run."""


class DoorPasses(RunPasses):
    """Passes for devices: a new television takes the place of the one before.

    So one that was let in by mistake is out as soon as the right one enters.
    """

    def give(self) -> str:
        """Return the pass of the guest whose link was used last."""
        if guest_of(self._person())[0] == "screen":
            self._passes.pop(self._person(), None)
        return super().give()


def cookie_values(header: str, name: str) -> list[str]:
    """Return the values of a cookie, exactly as sent.

    Programs on other ports of this computer share the browser's cookies, so the header may hold
    anything, and a name more than once. A lenient parser stops at the first cookie it dislikes.

    Args:
        header: the value of the header `Cookie`.
        name: the name of the cookie; upper and lower case differ.
    """
    pairs = (each.strip(" \t").partition("=") for each in header.split(";"))
    return [value for key, equals, value in pairs if key == name and equals][:MOST_VALUES]


def cookie(name: str, value: str, *, lives_s: int | None, secure: bool) -> str:
    """Return the value of the header `Set-Cookie` that keeps a pass in a browser."""
    lasting = "" if lives_s is None else f"; Max-Age={lives_s}"
    return f"{name}={value}; HttpOnly; SameSite=Strict; Path=/{lasting}" + (
        "; Secure" if secure else ""
    )
