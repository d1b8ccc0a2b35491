"""The endpoints for data. In: requests. Out: JSON and files. The app includes all `ROUTERS`."""

from stabiel.web.api import (
    analyses,
    author,
    data,
    exercises,
    plans,
    progress,
    sessions,
    settings,
    today,
)

ROUTERS = tuple(
    module.router
    for module in (today, exercises, plans, author, sessions, progress, analyses, settings, data)
)

__all__ = ["ROUTERS"]
