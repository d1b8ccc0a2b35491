"""A video as the body of a request. In: the request. Out: a private folder with the video."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from stabiel.web.api.inputs import declared_bytes, kind_of
from stabiel.web.context import Context
from stabiel.web.uploads import receive, too_large
from stabiel.web.web_errors import WebError


def check_video(request: Request, most_bytes: int) -> None:
    """Check what a request declares of its body, before any of it is read.

    Raises:
        WebError: it is no video (`wrong_type`), it is too large (`too_large`), or its length is not
            a number (`bad_request`).
    """
    kind = kind_of(request)
    if not (kind.startswith("video/") or kind == "application/octet-stream"):
        raise WebError("wrong_type", "The body is not declared as a video.")
    if (declared_bytes(request) or 0) > most_bytes:
        raise too_large(most_bytes)


@asynccontextmanager
async def received_video(
    request: Request, context: Context, most_bytes: int
) -> AsyncIterator[Path]:
    """Receive a video; the folder is removed if something inside the `async with` fails.

    Yields:
        A private folder, in which the video is called `video`.

    Raises:
        WebError: the body is empty or stops arriving (`bad_request`), it is too large
            (`too_large`), or the disk has no space for it (`not_kept`).
        ClientDisconnect: the connection was closed.
    """
    await run_in_threadpool(context.uploads.check_space, declared_bytes(request) or 0)
    folder = await run_in_threadpool(context.uploads.new)
    try:
        size = await receive(
            request.stream(),
            folder / "video",
            most_bytes=most_bytes,
            stall_s=context.limits.stall_s,
        )
        if not size:
            raise WebError("bad_request", "The video is empty.")
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
