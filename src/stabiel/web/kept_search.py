"""What was found in a video, from the records. In: a session of it. Out: what its page shows.

The page of a search lives as long as the app; this makes it again from what was kept, with the
words of the sessions as they are now.
"""

from collections.abc import Container
from dataclasses import replace
from typing import Any, get_args

from stabiel.exercises.files import ExerciseBook
from stabiel.report.found_page import FoundMaterial, FoundSession
from stabiel.session.found import EmptyReason, EmptyStretch, ExerciseSegment, FoundExercises
from stabiel.store import Store
from stabiel.store.searches import found_of, searched_sessions
from stabiel.web.search_in_video import found_json
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language


def kept_search(store: Store, number: int, book: ExerciseBook) -> dict[str, Any]:
    """Return the name of the video that a session was found in, and all that was found in it.

    Args:
        store: the records.
        number: the session.
        book: all exercises there are now.

    Raises:
        WebError: the session comes from no search, or it is gone (`not_found`).
        StabielError: the records cannot be read.
    """
    there = {each.id: each for each in store.sessions() if each.state == "finished"}
    kept = [each for each in searched_sessions(store.folder, number) if each.session in there]
    if not kept:
        raise WebError("not_found", f"Session {number} was not found in a longer video.")
    numbers = [each.session for each in kept]
    rules = [store.rule(each) for each in numbers]
    sessions = [store.load(each) for each in numbers]
    known = dict(book.exercises)
    for rule in rules:
        known |= {name: each for name, each in rule.exercises.items() if name not in known}
    material = FoundMaterial(
        video_name=kept[0].video_name,
        language="nl",
        model=sessions[0].model,
        book=ExerciseBook(book.shared, known),
        found=_named(found_of(kept), known),
        sessions=[
            FoundSession(session, rule, str(each))
            for session, rule, each in zip(sessions, rules, numbers, strict=True)
        ],
        began_at=None,
        recording=None,
        nobody=False,
    )
    found = {each: found_json(material, numbers, each) for each in get_args(Language)}
    return {"name": material.video_name, "found": found}


def _named(found: FoundExercises, known: Container[str]) -> FoundExercises:
    """Return what was found, without own exercises that are gone: they have no name any more."""
    segments = tuple(_only_known(each, known) for each in found.segments)
    empty = tuple(
        each
        if each.exercise is None or each.exercise in known
        else EmptyStretch(each.start_s, each.end_s, EmptyReason.OTHER)
        for each in found.empty
    )
    return FoundExercises(found.duration_s, segments, empty)


def _only_known(segment: ExerciseSegment, known: Container[str]) -> ExerciseSegment:
    rivals = tuple(each for each in segment.rivals if each in known)
    return replace(segment, rivals=rivals)
