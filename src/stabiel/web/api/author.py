"""The author's corner: the user's own files. In: YAML. Out: kept files, with their mistakes.

A file is kept only if it is right. No id from a request becomes a path before it was checked: the
id of a file that is kept is that in its text, and others are looked up among the files there are.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool

from stabiel.errors import Mistake, OutputError
from stabiel.exercises.library import EXERCISES, PROGRAMMES, Library
from stabiel.exercises.own_files import MOST_FILES, OwnFile, OwnKind
from stabiel.store import DataFolder
from stabiel.system.atomic import write_whole
from stabiel.tuning.promises import broken_promises
from stabiel.web.api.exercises import (
    YAML_BYTES,
    YAML_KINDS,
    checked,
    mistake_of,
)
from stabiel.web.api.inputs import Here, Id, Lang, read_body
from stabiel.web.context import Context
from stabiel.web.uploads import too_large
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

router = APIRouter()

_FOLDERS: dict[str, str] = {"exercise": EXERCISES, "programme": PROGRAMMES}


@router.get("/api/author")
def listed(context: Here, language: Lang) -> dict[str, Any]:
    """Return the user's own files, those that are not in use too, with their mistakes."""
    library = context.library
    return {
        "folder": str(context.folder.shared / EXERCISES),
        "files": [_file_json(each, library, language) for each in library.own],
    }


@router.get("/api/author/{kind}/{name}")
def text(kind: OwnKind, name: Id, context: Here) -> dict[str, str]:
    """Return the text of an own file, to change it."""
    path = _found(context, kind, name).path
    if path.is_symlink() or not path.is_file():
        raise WebError("not_found", "This is not a file that can be shown.")
    with path.open("rb") as file:
        raw = file.read(YAML_BYTES + 1)
    if len(raw) > YAML_BYTES:
        raise too_large(YAML_BYTES)
    return {"text": raw.decode("utf-8", "replace")}


@router.post("/api/author")
async def keep(
    request: Request,
    context: Here,
    language: Lang,
    replace: Annotated[bool, Query()] = False,
) -> dict[str, Any]:
    """Check an exercise or a programme and keep it.

    Returns:
        What `check` returns, and whether it was `kept`. One that has mistakes is not; nor is one
        whose id another own file has (`exists`), unless `replace` is true.
    """
    raw = await read_body(request, YAML_KINDS, YAML_BYTES)

    def work() -> dict[str, Any]:
        with context.heavy_work():
            return _kept(raw, context, language, replace=replace)

    return await run_in_threadpool(work)


@router.delete("/api/author/{kind}/{name}", status_code=204)
def remove(kind: OwnKind, name: Id, context: Here) -> None:
    """Delete an own file. Sessions that were judged by it keep its rule."""
    path = _found(context, kind, name).path
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: the file cannot be removed ({error.strerror}).") from error


def _kept(raw: bytes, context: Context, language: Language, *, replace: bool) -> dict[str, Any]:
    library = context.library
    folder = context.folder.shared / EXERCISES
    found = checked(raw, library, folder, language)
    found |= {"kept": False, "exists": False}
    if not found["ok"]:
        return found
    own_id, kind = str(found["id"]), str(found["kind"])
    shipped = library.is_shipped(own_id) or own_id in _shipped_programmes(library)
    if shipped:
        words = f"id: expected a name of its own; '{own_id}' comes with stabiel"
        return found | {"ok": False, "mistakes": [_at_id(raw, words, language)]}
    same = [each for each in library.own if each.id == own_id]
    if any(each.kind != kind for each in same):
        words = f"id: expected a name of its own; another own file has '{own_id}'"
        return found | {"ok": False, "mistakes": [_at_id(raw, words, language)]}
    if same and not replace:
        return found | {"exists": True}
    if not same and sum(each.kind == kind for each in library.own) >= MOST_FILES:
        raise WebError("limit", f"There are {MOST_FILES} own files already; delete one first.")
    path = DataFolder(context.folder.shared).make_own(_FOLDERS[kind]) / f"{own_id}.yaml"
    try:
        write_whole(path, raw)
    except OSError as error:
        raise OutputError(f"{path}: the file cannot be written ({error.strerror}).") from error
    return found | {"kept": True}


def _shipped_programmes(library: Library) -> set[str]:
    own = {each.id for each in library.own if each.kind == "programme" and not each.mistakes}
    return set(library.programmes) - own


def _at_id(raw: bytes, words: str, language: Language) -> dict[str, Any]:
    """Return a mistake at the line of the id."""
    lines = raw.decode("utf-8", "replace").splitlines()
    line = next((number for number, line in enumerate(lines, 1) if line.startswith("id:")), None)
    return mistake_of(Mistake("file", words, line), language)


def _found(context: Context, kind: OwnKind, name: str) -> OwnFile:
    """Return the own file of a name: one of the list, so that the name is no path."""
    for each in context.library.own:
        if (each.kind, each.path.name) == (kind, name) and each.path.parent.name == _FOLDERS[kind]:
            return each
    raise WebError("not_found", "There is no such file.")


def _file_json(file: OwnFile, library: Library, language: Language) -> dict[str, Any]:
    name = None
    if not file.mistakes:
        known = library.book.exercises if file.kind == "exercise" else library.programmes
        name = known[file.id].name.in_language(language)
    return {
        "id": file.id,
        "kind": file.kind,
        "file": file.path.name,
        "name": name,
        "mistakes": [mistake_of(each, language) for each in file.mistakes],
        "advice": [mistake_of(each, language) for each in _advice(file, library)],
    }


def _advice(file: OwnFile, library: Library) -> list[Mistake]:
    if file.mistakes or file.kind != "exercise":
        return []
    return broken_promises(library.book[file.id], library.bases[file.id])
