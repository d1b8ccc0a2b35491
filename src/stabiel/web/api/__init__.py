"""The endpoints for data. In: requests. Out: JSON and files. The app includes all `ROUTERS`."""

from stabiel.web.api import (
    analyses,
    author,
    data,
    doctor,
    exercises,
    limits,
    persons,
    plans,
    progress,
    sessions,
    settings,
    today,
)

_MODULES = (
    today, exercises, plans, author, sessions, limits, progress, analyses, settings, data, persons,
    doctor,
)  # fmt: skip
ROUTERS = tuple(module.router for module in _MODULES)

__all__ = ["ROUTERS"]
