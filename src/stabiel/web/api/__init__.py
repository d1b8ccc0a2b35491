"""The endpoints for data. In: requests. Out: JSON and files. The app includes all `ROUTERS`."""

from stabiel.web.api import (
    analyses,
    author,
    data,
    exercises,
    persons,
    progress,
    sessions,
    settings,
    today,
)

ROUTERS = tuple(
    module.router
    for module in (today, exercises, author, sessions, progress, analyses, settings, data, persons)
)

__all__ = ["ROUTERS"]
