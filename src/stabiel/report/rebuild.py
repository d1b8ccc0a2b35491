"""The material of a report, rebuilt. In: a judged session and its recording. Out: `Material`.

The session stays as it was judged; its landmarks are judged once more for the curve and for the
moments of the pictures, which come from the video if one was kept. A movement that is another one
in the second judgment gets no pictures, rather than those of something else.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from stabiel.errors import VideoError
from stabiel.exercises.files import ExerciseBook
from stabiel.pose.recording import Recorded
from stabiel.report.labels import Labels, MovementOrHold, in_time_order
from stabiel.report.material import Material
from stabiel.report.pictures import KeyMoments, pictured_movements
from stabiel.report.points import points_to_work_on
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session
from stabiel.session.trends import Past, past_of
from stabiel.store import Store
from stabiel.video.frame import Image
from stabiel.video.reader import VideoFile
from stabiel.wording.language import Language


def material_of(
    session: Session, book: ExerciseBook, frames: Iterable[Recorded], video: Path
) -> Material:
    """Return the material of the report of a session.

    Args:
        session: what was done; the report is in its language.
        book: the rule it was judged by.
        frames: its recording.
        video: the source of the pictures; it need not exist.
    """
    exercise = book.get(session.exercise)
    judge = Judge(exercise, book, session.language)
    moments = KeyMoments(exercise, session.language)
    for frame in frames:
        moments.note(None, judge.update(*frame))
    again = judge.finish(session.source, session.model)
    moments.close(again)
    labels = Labels(exercise, book, session.language)
    points = points_to_work_on(session, labels, judge.trace.goal)
    known = _in_both(session, again) & moments.of.keys()
    wanted = [each for each in pictured_movements(session, exercise, points) if each in known]
    times = [still.time_s for each in wanted for still in moments.of[each].values()]
    images = _images(video, times)
    return Material(
        session=session,
        exercise=exercise,
        book=book,
        trace=judge.trace,
        stills={each: moments.drawn(moments.of[each], images) for each in wanted},
    )


def _in_both(session: Session, again: Session) -> set[int]:
    """Return the identities that stand for the same movement or hold in two judgments.

    They differ if a newer version of the rules or of the coach finds more or fewer movements.
    """
    new = {each.movement: each for each in in_time_order(again)}
    return {
        done.movement
        for done in in_time_order(session)
        if done.movement is not None and _share_time(done, new.get(done.movement))
    }


def _share_time(done: MovementOrHold, other: MovementOrHold | None) -> bool:
    return other is not None and done.start_s <= other.end_s and other.start_s <= done.end_s


def material_of_kept(store: Store, session_id: int, language: Language | None = None) -> Material:
    """Return the material of the report of a kept session, with the sessions before it.

    Args:
        store: the records.
        session_id: its number there.
        language: of the report; None means the language of the session.

    Raises:
        UsageError: no session has this number, or it is still running.
        StoreError: its landmarks are damaged.
    """
    session, book = store.load(session_id), store.rule(session_id)
    if language is not None:
        session = replace(session, language=language)
    kept = store.kept(session_id)
    video = store.folder.video(session_id)
    material = material_of(session, book, store.frames(session_id), video)
    follows = material.exercise.follows
    return replace(
        material,
        began_at=kept.began_at,
        earlier=_earlier(store, session_id, follows),
        this=past_of(session_id, kept.began_at, session, follows),
        spoken=store.spoken(session_id),
    )


def _images(video: Path, times_s: list[float]) -> dict[float, Image]:
    """Return the pictures of the video at some times; empty if there is no video."""
    try:
        with VideoFile(video) as opened:
            return opened.images_at(times_s)
    except VideoError:
        return {}  # the pictures then have a plain background


def _earlier(store: Store, session_id: int, follows: str) -> list[Past]:
    """Return the sessions of the same exercise before this one, the oldest first."""
    this = store.kept(session_id)
    before = [
        kept
        for kept in store.sessions()
        if kept.exercise == this.exercise
        and kept.state == "finished"
        and (kept.began_at, kept.id) < (this.began_at, this.id)
    ]
    before.sort(key=lambda kept: (kept.began_at, kept.id))
    return [past_of(kept.id, kept.began_at, store.load(kept.id), follows) for kept in before]
