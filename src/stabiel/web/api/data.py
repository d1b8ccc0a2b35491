"""All kept data. In: a request. Out: where it is, an export of it, or its removal."""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from stabiel.errors import StoreError
from stabiel.export import export_sessions, note_tables, record_of, wellbeing_tables
from stabiel.store.by_hand import notes
from stabiel.web.api.inputs import Chosen, Here, RequestBody, household_of, json_of
from stabiel.web.context import Context
from stabiel.web.web_errors import WebError

router = APIRouter()

_BLOCK_BYTES = 1 << 18


class Erase(RequestBody):
    """The request to erase everything."""

    sure: bool


@router.get("/api/data")
def where(context: Here) -> dict[str, Any]:
    """Return where the data is, its size, and the number of sessions if it can be read."""
    return {
        "folder": str(context.folder.path.absolute()),
        "bytes": sum(map(_size, context.folder.files())),
        "sessions": _count(context),
    }


@router.get("/api/data/export.zip")
def export(
    context: Here, format: Annotated[Literal["csv", "json", "xlsx"], Query()] = "csv"
) -> StreamingResponse:
    """Return an export of all sessions, as a ZIP file."""
    with context.heavy_work():
        packed = _packed(context, format)
    size = packed.seek(0, 2)
    packed.seek(0)
    return StreamingResponse(
        _blocks(packed),
        media_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="stabiel-export.zip"',
            "Content-Length": str(size),
        },
    )


@router.delete("/api/data", status_code=204)
def erase(
    request: Request, chosen: Chosen, asked: Annotated[Erase, Depends(json_of(Erase))]
) -> None:
    """Erase everything of one person. Analyses are cancelled; a running session is not."""
    context = chosen.context
    if not asked.sure:
        raise WebError("bad_request", "Nothing is erased without a confirmation.")
    if context.is_training() or context.analyses.arriving or _is_running(context):
        raise WebError("running", "A session or analysis is being saved right now; stop it first.")
    household_of(request).erase(chosen)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # gone by now: a closing database removes files
        return 0


def _count(context: Context) -> int | None:
    """Return how many sessions are kept, or None if the records cannot be read."""
    if not context.folder.database.exists():
        return 0
    try:
        with context.store() as store:
            return len(store.sessions())
    except StoreError:
        return None


def _is_running(context: Context) -> bool:
    """Return whether a session is being saved. Unreadable records count as not running."""
    if not context.folder.database.exists():
        return False
    try:
        with context.store() as store:
            return store.running
    except StoreError:
        return False


def _packed(context: Context, kind: Literal["csv", "json", "xlsx"]) -> BinaryIO:
    """Return the export as an open temporary file, which is deleted when it is closed."""
    folder = context.uploads.new()
    try:
        with context.store() as store:
            ids = [kept.id for kept in store.sessions() if kept.state == "finished"]
            records = [record_of(store, session_id) for session_id in ids]
            more = [*wellbeing_tables(context.folder), *note_tables(notes(context.folder))]
            written = export_sessions(records, kind, folder / "export", more=more)
        packed = tempfile.TemporaryFile(dir=folder.parent)  # noqa: SIM115 - closed after sending
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in written:
                archive.write(path, path.name)
                path.unlink()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return packed


def _blocks(packed: BinaryIO) -> Iterator[bytes]:
    with packed:
        while block := packed.read(_BLOCK_BYTES):
            yield block
