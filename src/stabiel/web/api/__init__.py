"""The endpoints for data. In: requests. Out: JSON and files. The app includes all `ROUTERS`."""

from stabiel.web.api import analyses, data, exercises, progress, sessions, settings, today

ROUTERS = tuple(
    module.router for module in (today, exercises, sessions, progress, analyses, settings, data)
)

__all__ = ["ROUTERS"]
