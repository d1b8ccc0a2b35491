"""Errors as the pages receive them. In: an error. Out: a status and `{"error": {...}}`.

A page shows its own text for the id, in the chosen language. If it has none, it shows the English
sentence.
"""

import logging
from collections.abc import Sequence
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from stabiel.errors import (
    CameraError,
    OutputError,
    StabielError,
    StoreError,
    UsageError,
    VideoError,
)

ErrorId = Literal[
    "not_found",
    "bad_request",
    "too_large",
    "wrong_type",
    "unreadable_video",
    "nobody",
    "busy",
    "not_kept",
    "damaged",
    "running",
    "no_suggestion",
    "no_phone",
    "no_person",
    "other_person",
    "name_taken",
    "bad_name",
    "unauthorized",
    "limit",
    "nothing_kept",
    "no_bundle",
    "newer_bundle",
    "read_only",
    "internal",
]
STATUS: dict[ErrorId, int] = {
    "not_found": 404,
    "bad_request": 400,
    "too_large": 413,
    "wrong_type": 415,
    "unreadable_video": 422,
    "nobody": 422,
    "busy": 503,
    "not_kept": 507,
    "damaged": 500,
    "running": 409,
    "no_suggestion": 409,
    "no_phone": 409,
    "no_person": 409,
    "other_person": 409,
    "name_taken": 409,
    "bad_name": 400,
    "unauthorized": 403,
    "limit": 429,
    "nothing_kept": 404,
    "no_bundle": 422,
    "newer_bundle": 422,
    "read_only": 403,
    "internal": 500,
}
_IDS: tuple[tuple[type[Exception], ErrorId], ...] = (
    (UsageError, "bad_request"),
    (OutputError, "not_kept"),
    (VideoError, "unreadable_video"),
    (StoreError, "damaged"),
    (CameraError, "busy"),
    (OSError, "not_kept"),
)
_HTTP_IDS: dict[int, ErrorId] = {
    401: "unauthorized",
    403: "unauthorized",
    404: "not_found",
    413: "too_large",
    415: "wrong_type",
    429: "limit",
    503: "busy",
}
# At most this many mistakes of one request are reported.
MOST_MISTAKES = 5

_log = logging.getLogger(__name__)


class WebError(StabielError):
    """A refused request, with the id of the error and a sentence."""

    def __init__(self, error_id: ErrorId, sentence: str) -> None:
        super().__init__(sentence)
        self.id = error_id


class BusyError(UsageError):
    """Another session is already running."""


def id_of(error: Exception) -> ErrorId:
    """Return the id of any error."""
    if isinstance(error, WebError):
        return error.id
    return next((name for kind, name in _IDS if isinstance(error, kind)), "internal")


def answer_to(error: Exception) -> JSONResponse:
    """Return the response for any error; details of an unexpected error are left out."""
    if isinstance(error, RequestValidationError | ValidationError):
        return _invalid(error.errors())
    if isinstance(error, HTTPException):
        default: ErrorId = "internal" if error.status_code >= 500 else "bad_request"
        found = _HTTP_IDS.get(error.status_code, default)
        headers = dict(error.headers) if error.headers else None
        return _answer(found, str(error.detail), error.status_code, headers)
    if isinstance(error, ClientDisconnect):
        return _answer("bad_request", "The connection was closed before everything had arrived.")
    if isinstance(error, StabielError):
        return _answer(id_of(error), str(error))
    if isinstance(error, OSError):
        return _answer("not_kept", f"A file cannot be read or written ({error.strerror}).")
    _log.error("A request failed", exc_info=error)
    return _answer("internal", "Something went wrong here; try again, or restart stabiel.")


def add_error_handlers(app: FastAPI) -> None:
    """Make an app answer all errors with `answer_to`."""
    kinds = (
        RequestValidationError, ValidationError, HTTPException, ClientDisconnect, StabielError,
        OSError, Exception,
    )  # fmt: skip
    for kind in kinds:
        app.add_exception_handler(kind, _handle)


async def _handle(_: Request, error: Exception) -> JSONResponse:
    return answer_to(error)


def _invalid(mistakes: Sequence[Any]) -> JSONResponse:
    """Describe what is wrong with a request, without repeating its content."""
    if any(each["loc"][:1] == ("path",) for each in mistakes):
        return _answer("not_found", "Nothing has this name or number.")
    words = [
        f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}"[:200]
        for each in mistakes[:MOST_MISTAKES]
    ]
    return _answer("bad_request", "; ".join(words) or "The request cannot be read.")


def _answer(
    error_id: ErrorId,
    sentence: str,
    status: int | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    return JSONResponse(
        {"error": {"id": error_id, "text": sentence}}, status or STATUS[error_id], headers
    )
