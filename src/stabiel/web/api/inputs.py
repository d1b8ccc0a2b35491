"""The inputs of requests, checked and limited. In: a request. Out: valid values."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict

from stabiel.web.context import Context
from stabiel.web.guard import SAFE_METHODS
from stabiel.web.household import HEADER, Household, Resident
from stabiel.web.uploads import too_large
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

JSON_BYTES = 64_000
_ModelT = TypeVar("_ModelT", bound="RequestBody")


def household_of(request: Request) -> Household:
    """Return all persons. A route that answers for one of them needs `Chosen` or `Here`."""
    household: Household = request.app.state.household
    return household


def chosen_of(request: Request) -> Resident:
    """Return the person that a request is for.

    Raises:
        WebError: nobody is chosen, the page was drawn for another person, or something would
            change in a bundle.
    """
    household = household_of(request)
    claimed = request.headers.get(HEADER) or request.query_params.get("person")
    chosen = household.chosen(request.cookies.get(household.cookie), claimed)
    if chosen.read_only and request.method not in SAFE_METHODS:
        raise read_only()
    return chosen


def read_only() -> WebError:
    """Return the error for a change in a bundle."""
    return WebError("read_only", "This was handed over to read; nothing in it can be changed.")


Chosen = Annotated[Resident, Depends(chosen_of)]


def context_of(chosen: Chosen) -> Context:
    """Return the context of the person that a request is for: the only way of a route to data."""
    return chosen.context


Here = Annotated[Context, Depends(context_of)]


def language_of(context: Here, lang: Annotated[Language | None, Query()] = None) -> Language:
    """Return the requested language, or the one from the settings."""
    return lang or context.settings.load().language


Lang = Annotated[Language, Depends(language_of)]
# The number of a session or an analysis; anything else is not found.
Number = Annotated[int, Path(ge=1, le=2**53)]
# An id, which is only looked up among the known ids.
Id = Annotated[str, Path(max_length=100)]


class RequestBody(BaseModel):
    """Base of all bodies: unknown keys and values of another type are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def kind_of(request: Request) -> str:
    """Return the declared media type of a body."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def declared_bytes(request: Request) -> int | None:
    """Return the declared length of a body in bytes, or None without one.

    Raises:
        WebError: the declared length is not a number (`bad_request`).
    """
    length = request.headers.get("content-length")
    if length is None:
        return None
    if not (length.isascii() and length.isdecimal() and len(length) < 20):
        raise WebError("bad_request", "The length of the body is not a number.")
    return int(length)


async def read_body(request: Request, kinds: tuple[str, ...], most_bytes: int) -> bytes:
    """Return a small body as bytes.

    Raises:
        WebError: it has another media type (`wrong_type`), or it is too large (`too_large`).
    """
    if kind_of(request) not in kinds:
        raise WebError("wrong_type", f"Send this as {' or '.join(kinds)}.")
    if (declared_bytes(request) or 0) > most_bytes:
        raise too_large(most_bytes)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise too_large(most_bytes)
    return bytes(body)


def json_of(model: type[_ModelT]) -> Callable[[Request], Awaitable[_ModelT]]:
    """Return a function that reads a JSON body as a model."""

    async def read(request: Request) -> _ModelT:
        raw = await read_body(request, ("application/json",), JSON_BYTES)
        return model.model_validate_json(raw)

    return read


async def json_object(request: Request) -> dict[str, Any]:
    """Return a JSON object with any keys.

    Raises:
        WebError: the body is not an object (`bad_request`).
    """
    raw = await read_body(request, ("application/json",), JSON_BYTES)
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise WebError("bad_request", "The body is not a JSON object.")
    return found
