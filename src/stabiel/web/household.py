"""The persons that the app serves. In: who a page says it is for. Out: that person's context.

Every person has a context, records, uploads, analyses and a running session of their own: two at
once do not meet. A page is for the person in a cookie that ends with the browser, and says again
with each request who it was drawn for, as another tab may have changed the cookie since. A bundle
that is open is a person too, of whom nothing changes and who is no person of this data folder.
"""

import secrets
import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from stabiel.exercises.library import read_library
from stabiel.export.bundle import BundleHead
from stabiel.export.opened_bundle import open_bundle
from stabiel.store import DataFolder, Person, Persons
from stabiel.store.persons import FIRST
from stabiel.web.context import Context
from stabiel.web.session_host import SessionHost
from stabiel.web.uploads import Uploads
from stabiel.web.web_errors import WebError

COOKIE = "stabiel-person"
HEADER = "x-stabiel-person"


@dataclass(frozen=True, slots=True)
class Resident:
    """One person and what belongs to this person alone; a bundle is only read."""

    id: str
    context: Context
    host: SessionHost
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Guest:
    """A bundle that is open: whose it is, what it is, and where it was unpacked."""

    person: Person
    head: BundleHead
    resident: Resident
    place: Path


class Household:
    """All persons of a data folder. Safe to use from several threads.

    Args:
        folder: the data folder, which is that of the first person.
        contexts: contexts to use instead of new ones, by the folder that they are for.
        make_host: makes the holder of a person's running session; replaced in tests.
        cookie: the name of the cookie with the person's id.
        default: the id of the person for pages that have not chosen; None to let them choose.

    Attributes:
        on_erased: called after the data folder itself was erased, while the app runs on.

    Raises:
        ExerciseError, ResourceError: the program's own files are invalid or missing.
    """

    def __init__(
        self,
        folder: DataFolder,
        *,
        contexts: Iterable[Context] = (),
        make_host: Callable[[Context], SessionHost] | None = None,
        cookie: str = COOKIE,
        default: str | None = None,
    ) -> None:
        self.persons = Persons(folder.path)
        self.cookie = cookie
        self._default = default
        self._given = {each.folder.path: each for each in contexts}
        self._make_host = make_host or _host_of
        read_library()  # fails now if a file of the program is wrong
        for person in self.persons.all():
            Uploads(self.persons.folder(person.id))  # removes what earlier runs left behind
        self._heavy: threading.BoundedSemaphore | None = None
        self.on_erased: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._residents: dict[str, Resident] = {}
        self._guest: Guest | None = None

    def chosen(self, cookie: str | None, claimed: str | None = None) -> Resident:
        """Return the person that a request is for.

        Args:
            cookie: the id in the cookie, None without one.
            claimed: for whom the page was drawn, None if the request does not say.

        Raises:
            WebError: there are several persons and none is chosen (`no_person`), or the page was
                drawn for another one (`other_person`).
        """
        guest = self.guest(cookie)
        person = self.known(cookie) if guest is None else guest.person
        if person is None:
            raise WebError("no_person", "Several people use stabiel here; choose who you are.")
        if claimed is not None and claimed != person.id:
            raise WebError("other_person", "This page was for somebody else; load it again.")
        return self.resident(person.id) if guest is None else guest.resident

    def guest(self, cookie: str | None) -> Guest | None:
        """Return the bundle that is open, if this browser reads it, or all do."""
        guest = self._guest
        chosen = guest is not None and guest.person.id in (cookie, self._default)
        return guest if chosen else None

    def read(self, packed: Path, place: Path, name: str) -> Guest:
        """Open a bundle, in place of an earlier one.

        Args:
            packed: the ZIP file.
            place: a private, empty folder; whoever closes the bundle removes it.
            name: of the file, for messages.

        Raises:
            UsageError: it cannot be opened; an earlier one stays open.
        """
        head, folder = open_bundle(packed, place, name=name)
        context = Context(folder, now=head.made_at.astimezone)
        person = Person(f"bundle-{secrets.token_hex(8)}", head.person, "gray")
        resident = Resident(person.id, context, self._make_host(context), read_only=True)
        self.close_guest()
        self._guest = Guest(person, head, resident, place)
        return self._guest

    def read_only(self, guest: Guest) -> None:
        """Show nothing but this bundle, until the program ends."""
        self._default = guest.person.id

    def may_close(self, guest: Guest) -> bool:
        """Return whether there is something else to show after a bundle."""
        return guest.person.id != self._default

    def close_guest(self) -> None:
        """Close the open bundle, if there is one, and remove what was unpacked of it."""
        guest, self._guest = self._guest, None
        if guest is not None:
            guest.resident.host.close()
            guest.resident.context.close()
            shutil.rmtree(guest.place, ignore_errors=True)

    def known(self, cookie: str | None) -> Person | None:
        """Return the person in a cookie, the only or default one without it, None if unclear."""
        everyone = self.persons.all()
        if len(everyone) == 1:
            return everyone[0]
        wanted = cookie or self._default
        return next((each for each in everyone if each.id == wanted), None)

    def resident(self, person_id: str) -> Resident:
        """Return what belongs to a person.

        Raises:
            UsageError: nobody has this id.
        """
        folder = self.persons.folder(person_id)
        with self._lock:
            if person_id not in self._residents:
                self._residents[person_id] = self._move_in(person_id, folder)
            return self._residents[person_id]

    def erase(self, resident: Resident) -> None:
        """Erase everything of a person; the others stay whole.

        Raises:
            UsageError: a session of this person is running.
            OutputError: something cannot be removed.
        """
        context = resident.context
        context.analyses.clear()
        context.uploads.close()
        context.curves.forget()
        if resident.id == FIRST:
            context.folder.erase()
            self.on_erased()
            return
        with self._lock:
            self._residents.pop(resident.id, None)
        context.close()
        self.persons.remove(resident.id)

    @property
    def is_working(self) -> bool:
        """Whether a session, an analysis or an upload is running for anybody."""
        with self._lock:
            residents = [*self._residents.values()]
        return any(
            each.host.running is not None or each.context.analyses.is_working for each in residents
        )

    def close(self) -> None:
        """End all sessions at once, keep what was done, and stop running analyses."""
        self.close_guest()
        with self._lock:
            residents = [*self._residents.values()]
            self._residents.clear()
        for each in residents:
            each.host.close()
            each.context.close()

    def _move_in(self, person_id: str, folder: DataFolder) -> Resident:
        context = self._given.get(folder.path)
        if context is not None:
            return Resident(person_id, context, self._make_host(context))
        context = Context(folder, heavy=self._heavy)
        self._heavy = context.heavy
        host = self._make_host(context)
        context.is_training = lambda: host.running is not None
        return Resident(person_id, context, host)


def _host_of(context: Context) -> SessionHost:
    return SessionHost(context.folder, lambda: context.library)
