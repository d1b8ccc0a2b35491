"""Finds the exercises in one video for a page. In: a job. Out: kept sessions, and what was found.

It runs in the process of the analysis. What was found is plain JSON, in both languages, because
the page may change its language: the whole recording as a strip, and a session for each exercise.
"""

from collections.abc import Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any, get_args

from stabiel.analysis.finding import Search, search
from stabiel.analysis.segments import ProgressCallback
from stabiel.exercises.library import Library
from stabiel.pose.outline_on_demand import landmarker_of_any
from stabiel.report.found_page import FoundMaterial, found_headline, found_rows, why_none
from stabiel.store import DataFolder, Store
from stabiel.web.jobs import AnalysisJob, Keeping, SearchDone
from stabiel.wording.language import Language


def found_in(
    job: AnalysisJob,
    library: Library,
    messages: Connection,
    progress: ProgressCallback,
    *,
    cores: int,
) -> SearchDone | None:
    """Find the exercises in a video and keep a session of each; None if nobody is in it.

    Args:
        job: what to look for, and where.
        library: all exercises, and the followed plan.
        messages: receives a `Keeping` for each session that begins to be kept.
        progress: called with the seconds of video done and the frames so far.
        cores: how many threads find poses.

    Raises:
        VideoError: the video cannot be read whole.
        OutputError: the results cannot be written.
        StoreError: the records cannot be read.
    """
    wanted = search_of(job, library)
    with Store(DataFolder(job.data)) as store:
        result = search(
            wanted,
            lambda: landmarker_of_any(job.model, outline=wanted.needs_outline),
            progress,
            cores=cores,
            store=store,
            keeping=lambda number: messages.send(Keeping(number)),
        )
    if result.material.nobody:
        return None
    material, numbers = result.material, result.stored
    return SearchDone({each: found_json(material, numbers, each) for each in get_args(Language)})


def search_of(job: AnalysisJob, library: Library) -> Search:
    """Return what to look for: all exercises, or those of the followed plan, each once."""
    names = list(library.book.exercises)
    if job.find == "plan":
        names = list(dict.fromkeys(step.exercise for step in library.followed.steps))
    return Search(
        job.video,
        job.folder / "out",
        [library.get(each) for each in names],
        library.book,
        library.book_for,
        job.language,
        job.model,
        name=job.label,
        keep_video=job.keep_video,
    )


def found_json(
    material: FoundMaterial, sessions: Sequence[int], language: Language
) -> dict[str, Any]:
    """Return what was found as a page shows it; places on the strip are shares of its length.

    Args:
        material: what was found.
        sessions: the number of the session of each segment.
        language: of the words.
    """
    material = replace(material, language=language)
    length_s = max(material.found.duration_s, 1e-6)
    return {
        "headline": found_headline(material),
        "duration_s": round(material.found.duration_s, 3),
        "segments": [
            {
                "number": row.number,
                "exercise": segment.exercise,
                "name": row.name,
                "start_s": round(row.start_s, 3),
                "end_s": round(row.end_s, 3),
                "from": round(row.start_s / length_s, 4),
                "to": round(row.end_s / length_s, 4),
                "words": row.words,
                "perhaps": row.perhaps,
                "session": session,
            }
            for row, segment, session in zip(
                found_rows(material), material.found.segments, sessions, strict=True
            )
        ],
        "none": [
            {
                "start_s": round(each.start_s, 3),
                "end_s": round(each.end_s, 3),
                "why": why_none(each, material),
            }
            for each in material.found.empty
        ],
    }
