"""Rules that older versions kept. In: their data. Out: data of today's format, with one meaning.

A session keeps the rule by which it was judged. What a rule does not say, because the program
decided it then, is added here as it was. Files of a user are not completed: there a missing key is
a mistake, which is reported with its place.
"""

from typing import Any

# Version 0.1.0 found out from the checks whether a posture is upright. These are its postures.
_ATTITUDES = {
    "one-leg-up": "lying",
    "standing": "standing",
    "lying": "lying",
    "hands-and-knees": "kneeling",
    "hook-lying": "lying",
}


def completed_shared(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a shared file, with what version 0.1.0 left to the program.

    Args:
        data: as it was kept; it does not change.

    Raises:
        KeyError: it has no postures.
    """
    postures = {
        name: {"attitude": _ATTITUDES[name], **posture} if name in _ATTITUDES else posture
        for name, posture in data["postures"].items()
    }
    return data | {"postures": postures}
