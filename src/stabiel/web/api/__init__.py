"""The endpoints for data. In: requests. Out: JSON and files. The app includes all `ROUTERS`."""

from stabiel.web.api import (
    access,
    analyses,
    author,
    bundles,
    by_hand,
    corrections,
    data,
    days,
    doctor,
    exercises,
    limits,
    periods,
    persons,
    plans,
    progress,
    sessions,
    settings,
    teach,
    today,
    welcome,
    wellbeing,
)

_MODULES = (
    today, exercises, plans, author, sessions, corrections, by_hand, limits, progress, days,
    analyses, teach, settings, data, persons, wellbeing, welcome, access, doctor, periods, bundles,
)  # fmt: skip
ROUTERS = tuple(module.router for module in _MODULES)

__all__ = ["ROUTERS"]
