"""Which plan is chosen. In: the data folder. Out: the id of a plan, or nothing.

The choice is one of the app's settings (`settings.json`), which `stabiel.web.settings_file` writes.
It is read here too, so that commands follow the plan without the app.
"""

import json
from pathlib import Path

from stabiel.exercises.based_on import is_id

SETTINGS, KEY = "settings.json", "plan"
# As `stabiel.web.settings_file.MOST_BYTES`.
_MOST_BYTES = 16_384


def chosen_plan(data: Path) -> str:
    """Return the id of the chosen plan, empty if none is chosen or the settings are damaged."""
    try:
        with (data / SETTINGS).open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        found = json.loads(raw) if len(raw) <= _MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        return ""
    name = found.get(KEY) if isinstance(found, dict) else None
    return name if isinstance(name, str) and is_id(name) else ""
