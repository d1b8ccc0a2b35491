"""The endpoints for data. In: requests. Out: JSON and files. The app includes all `ROUTERS`."""

from stabiel.web.api import (
    access,
    analyses,
    author,
    by_hand,
    corrections,
    data,
    days,
    exercises,
    limits,
    persons,
    plans,
    progress,
    sessions,
    settings,
    today,
    wellbeing,
)

_MODULES = (
    today, exercises, plans, author, sessions, corrections, by_hand, limits, progress, days,
    analyses, settings, data, persons, wellbeing, access,
)  # fmt: skip
ROUTERS = tuple(module.router for module in _MODULES)

__all__ = ["ROUTERS"]
