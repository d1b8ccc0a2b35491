"""The browsers that may use the app. In: a request. Out: how many, or all others logged out."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from stabiel.web.browser_access import BrowserAccess
from stabiel.web.passes import cookie
from stabiel.web.web_errors import WebError

router = APIRouter()


@router.get("/api/browsers")
def count(request: Request) -> dict[str, Any]:
    """Return how many browsers have a pass."""
    return {"browsers": _access(request).count}


@router.delete("/api/browsers")
def log_out_others(request: Request) -> JSONResponse:
    """Withdraw the passes of all other browsers and the link; this one gets a new pass."""
    access = _access(request)
    new = access.log_out_others()
    answer = JSONResponse({"browsers": access.count})
    value = cookie(access.cookie, new, lives_s=access.lives_s, secure=False)
    answer.headers["set-cookie"] = value
    return answer


def _access(request: Request) -> BrowserAccess:
    access: BrowserAccess | None = request.app.state.access
    if access is None:
        raise WebError("not_found", "This app keeps no browsers.")
    return access
