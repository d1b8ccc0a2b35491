"""The searches that sessions come from. In: what was found in a video. Out: the same, later.

Each session of a search has a small file with its own place in the video, so it goes away with the
session. The search is there as long as one of its sessions is. Words are not kept: they are made
from the sessions as they are now.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from stabiel.errors import OutputError
from stabiel.session.found import EmptyStretch, ExerciseSegment, FoundExercises
from stabiel.store.folder import DataFolder
from stabiel.system.atomic import write_whole


@dataclass(frozen=True, slots=True)
class SearchedSession:
    """The place of one session in the video that it was found in.

    Attributes:
        search: the number of the first session of that search.
        session: its own number.
        video_name: of the video in the records.
        duration_s: of the whole video.
        segment: from when to when the exercise is done.
        empty: what is no exercise in that video.
    """

    search: int
    session: int
    video_name: str
    duration_s: float
    segment: ExerciseSegment
    empty: tuple[EmptyStretch, ...] = ()


_KEPT = TypeAdapter(SearchedSession)
# The folder goes with the records, and a file in it with the session whose number it has.
FOLDER = "searches"


def file_of(folder: DataFolder, session_id: int) -> Path:
    """Return the path of the file of a session, whether or not it exists."""
    return folder.path / FOLDER / f"{session_id}.json"


def keep_search(
    folder: DataFolder, video_name: str, found: FoundExercises, sessions: Sequence[int]
) -> None:
    """Keep what was found in a video.

    Args:
        folder: the records.
        video_name: of the video in the records.
        found: the segments, and what is none.
        sessions: the number of the session of each segment.

    Raises:
        OutputError: it cannot be written.
    """
    folder.make_own(FOLDER)
    for segment, number in zip(found.segments, sessions, strict=True):
        each = SearchedSession(
            sessions[0], number, video_name, found.duration_s, segment, found.empty
        )
        path = file_of(folder, number)
        try:
            write_whole(path, json.dumps(asdict(each), ensure_ascii=False).encode())
        except OSError as error:
            raise OutputError(f"{path}: this file cannot be written ({error}).") from error


def place_in_search(folder: DataFolder, session_id: int) -> SearchedSession | None:
    """Return the place of a session in the video that it was found in.

    It is None if the session comes from no search, or if its file cannot be read.
    """
    return _read(file_of(folder, session_id))


def searched_sessions(folder: DataFolder, session_id: int) -> list[SearchedSession]:
    """Return the sessions of the search that a session comes from, in order of time.

    Those that were removed are not there any more. It is empty if the session comes from no search,
    or if its file cannot be read.
    """
    own = place_in_search(folder, session_id)
    if own is None:
        return []
    every = [_read(path) for path in sorted((folder.path / FOLDER).glob("*.json"))]
    found = [each for each in every if each is not None and each.search == own.search]
    return sorted(found, key=lambda each: each.segment.start_s)


def found_of(sessions: Sequence[SearchedSession]) -> FoundExercises:
    """Return what was found, as far as its sessions are still there: at least one."""
    first = sessions[0]
    return FoundExercises(first.duration_s, tuple(each.segment for each in sessions), first.empty)


def _read(path: Path) -> SearchedSession | None:
    with suppress(OSError, ValueError):
        return replace(_KEPT.validate_json(path.read_bytes()), session=int(path.stem))
    return None
