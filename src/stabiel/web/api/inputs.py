"""What a request brings, within limits. In: a request. Out: values that are what they should be."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict

from stabiel.web.context import Context
from stabiel.web.errors import WebError
from stabiel.web.uploads import too_large
from stabiel.wording.language import Language

JSON_BYTES = 64_000
_ModelT = TypeVar("_ModelT", bound="RequestBody")


async def context_of(request: Request) -> Context:
    """Return what the app works with."""
    context: Context = request.app.state.context
    return context


Here = Annotated[Context, Depends(context_of)]


def language_of(context: Here, lang: Annotated[Language | None, Query()] = None) -> Language:
    """Return the language that is asked for, else the one of the settings."""
    return lang or context.settings.load().language


Lang = Annotated[Language, Depends(language_of)]
# A number of the records or of an analysis; what cannot be one is not found.
Number = Annotated[int, Path(ge=1, le=2**53)]
# An id, which is looked up among the known ones and nowhere else.
Id = Annotated[str, Path(max_length=100)]


class RequestBody(BaseModel):
    """Base of all bodies: no unknown keys, no values of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def kind_of(request: Request) -> str:
    """Return the type that a body says it is of."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def declared_bytes(request: Request) -> int | None:
    """Return how long a body says it is.

    Raises:
        WebError: it says what is no length (`bad_request`).
    """
    length = request.headers.get("content-length")
    if length is None:
        return None
    if not (length.isascii() and length.isdecimal() and len(length) < 20):
        raise WebError("bad_request", "The length of the body is no number.")
    return int(length)


async def read_body(request: Request, kinds: tuple[str, ...], most_bytes: int) -> bytes:
    """Return a small body.

    Raises:
        WebError: it is of another type (`wrong_type`), or too large (`too_large`).
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
    """Return what reads a JSON body of a model."""

    async def read(request: Request) -> _ModelT:
        raw = await read_body(request, ("application/json",), JSON_BYTES)
        return model.model_validate_json(raw)

    return read


async def json_object(request: Request) -> dict[str, Any]:
    """Return a JSON body of any keys.

    Raises:
        WebError: it is no object (`bad_request`).
    """
    raw = await read_body(request, ("application/json",), JSON_BYTES)
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise WebError("bad_request", "The body is no JSON object.")
    return found
