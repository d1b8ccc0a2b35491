"""The names of persons. In: what a user writes. Out: a checked name, and an id made from it."""

import re
import unicodedata

from stabiel.errors import UsageError

# The longest full name that a passport of the ICAO (Doc 9303) can hold has 39 characters.
MOST_LETTERS = 60
# An id is also the name of a folder, on a file system that may ignore case.
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_ID = 30
# Letters of Persian and of Indian scripts are joined or kept apart by these two.
_JOINERS = "\u200c\u200d"
_REFUSED = '/\\<>"|*?:'
_CATEGORIES = ("C", "Zl", "Zp")
# Windows has no folders with these names.
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


def checked_name(name: str) -> str:
    """Return a name as it is kept: composed, in one line, with single spaces.

    Raises:
        UsageError: it is empty or too long, or has characters that no name has.
    """
    if len(name) > 20 * MOST_LETTERS:
        raise UsageError(f"This name is too long; use at most {MOST_LETTERS} characters.")
    if any(_is_refused(each) for each in name):
        raise UsageError(
            "This name has a character that cannot be used (a line break, an invisible one, or one "
            f"of {' '.join(_REFUSED)}); use letters, digits and spaces."
        )
    found = " ".join(unicodedata.normalize("NFC", name).split())
    if not any(unicodedata.category(each)[0] in "LNS" for each in found):
        raise UsageError("This name has no letter; write at least one.")
    if len(found) > MOST_LETTERS:
        raise UsageError(f"This name is too long; use at most {MOST_LETTERS} characters.")
    if found.startswith("-"):
        raise UsageError("A name cannot begin with a hyphen; begin with a letter.")
    return found


def same(name: str, other: str) -> bool:
    """Return whether two names are equal, apart from case, width and spaces."""
    return _plain(name) == _plain(other)


def id_from(name: str) -> str:
    """Return an id made from a name: lower-case letters, digits and single hyphens.

    It is not unique: two names may give the same.
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = "-".join(re.findall("[a-z0-9]+", letters))[:_MOST_ID].strip("-")
    return f"person-{found}".strip("-") if not found or _DEVICES.fullmatch(found) else found


def _is_refused(letter: str) -> bool:
    if letter in _JOINERS:
        return False
    return letter in _REFUSED or unicodedata.category(letter).startswith(_CATEGORIES)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(each for each in folded if each not in _JOINERS).split())
