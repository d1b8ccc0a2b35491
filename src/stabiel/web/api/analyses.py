"""Analyses of videos. In: a video as the body of a request. Out: the progress of its analysis."""

import unicodedata
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from stabiel.web.api.inputs import Here, Number
from stabiel.web.api.video_body import check_video, received_video
from stabiel.web.context import Context
from stabiel.web.jobs import Among, AnalysisJob
from stabiel.web.kept_search import kept_search
from stabiel.web.web_errors import WebError

router = APIRouter()

MOST_LABEL = 200
# They reverse the direction of text, so that a name could read as a different one.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_ENDS = ("Cc", "Cs", "Zl", "Zp")


@router.post("/api/analyses", status_code=201)
async def begin(
    request: Request,
    context: Here,
    *,
    exercise: Annotated[str | None, Query(max_length=100)] = None,
    name: Annotated[str, Query()] = "",
    trial: Annotated[bool, Query()] = False,
    find: Annotated[Among | None, Query()] = None,
) -> dict[str, int]:
    """Receive a video and queue its analysis, a trial of the exercise on it, or a search.

    Either the exercise is named, or `find` says among which exercises to look.
    """
    if (exercise is None) is (find is None) or (trial and find is not None):
        raise WebError("bad_request", "Name the exercise, or say where to look for it.")
    exercise_id = "" if exercise is None else context.exercise(exercise).id
    most_bytes = context.limits.upload_bytes
    check_video(request, most_bytes)
    with context.analyses.place():
        async with received_video(request, context, most_bytes) as folder:
            job = await run_in_threadpool(
                _job, context, exercise_id, label_of(name), folder, trial=trial, find=find
            )
        return {"id": context.analyses.add(job)}


@router.get("/api/analyses")
def listed(context: Here) -> list[dict[str, Any]]:
    """Return the progress of all analyses."""
    return context.analyses.listed()


@router.get("/api/sessions/{number}/search")
def search(number: Number, context: Here) -> dict[str, Any]:
    """Return all that was found in the video that a session was found in."""
    with context.store() as store:
        return kept_search(store, number, context.book)


@router.get("/api/analyses/{number}/signals.png")
def signals(number: Number, context: Here) -> Response:
    """Return the signals of a trial that is done."""
    return Response(context.analyses.picture(number), media_type="image/png")


@router.delete("/api/analyses/{number}", status_code=204)
def remove(number: Number, context: Here) -> None:
    """Cancel an analysis if it is unfinished, and remove it from the list. A kept session stays."""
    context.analyses.remove(number)


def label_of(name: str) -> str:
    """Return the name of a video as a safe label: one line, with no hidden characters."""
    kept = (
        each
        for each in name[: 4 * MOST_LABEL]
        if each not in _TURNING and unicodedata.category(each) not in _LINE_ENDS
    )
    return "".join(kept).strip()[:MOST_LABEL].strip() or "video"


def _job(
    context: Context,
    exercise_id: str,
    label: str,
    folder: Path,
    *,
    trial: bool,
    find: Among | None,
) -> AnalysisJob:
    settings = context.settings.load()
    return AnalysisJob(
        data=context.folder.path.absolute(),
        library=context.folder.shared.absolute(),
        folder=folder.absolute(),
        label=label,
        exercise=exercise_id,
        language=settings.language,
        model=settings.model,
        keep_video=settings.keep_analysis_video,
        trial=trial,
        find=find,
    )
