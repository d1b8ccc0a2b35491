"""Rules that older versions kept. In: their data. Out: data of today's format, with one meaning.

A session keeps the rule by which it was judged. What a rule does not say, because the program
decided it then, is added here as it was. Files of a user are not completed: there a missing key is
a mistake, which is reported with its place.
"""

from typing import Any

# The numbers by which measures decided in version 0.1.0, whatever the shared file says today.
_MEASURES = {
    "head_hang_deg": {"held_head_deg": -30.0},
    "fallout_deg": {"at_rest_tl": 0.08, "at_rest_deg": 14.0, "doubt_tl_per_60_deg": 0.02},
    "free_leg": {"in_the_air_tl": 0.1},
}
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
    return {"measures": _MEASURES, **data, "postures": postures}
