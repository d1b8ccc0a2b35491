"""The material of a report, rebuilt. In: a judged session and its recording. Out: `Material`.

The session stays as it was judged. Its trace gives the curve and the moments of the pictures,
which come from the video if one was kept; so only the landmarks of those few frames are read. If
there is no trace that fits, the landmarks are judged once more: a movement that is another one in
the second judgment gets no pictures, rather than those of something else.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from stabiel.coach.coach import START, Moment
from stabiel.errors import VideoError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Dose, Exercise
from stabiel.pose.recording import Recorded, load_recording, load_times
from stabiel.report.film_words import FilmWords, has_words
from stabiel.report.labels import Labels, MovementOrHold, in_time_order
from stabiel.report.material import Material
from stabiel.report.pictures import KeyMoments, Still, Stills, pictured_movements
from stabiel.report.points import points_to_work_on
from stabiel.report.still_targets import with_targets
from stabiel.session.pipeline import Judge
from stabiel.session.session import Session
from stabiel.session.trace import KeyMoment, ValueTrace
from stabiel.session.trace_file import load_trace
from stabiel.session.trends import Past, past_of
from stabiel.session.wellbeing import WorkoutWellbeing
from stabiel.store import Kept, Store
from stabiel.store.corrections import corrected_session
from stabiel.store.listing import of_exercise
from stabiel.store.summaries import pasts_of
from stabiel.store.wellbeing import WellbeingRecords, workout_wellbeing
from stabiel.video.frame import Image
from stabiel.video.reader import VideoFile
from stabiel.wording.language import Language


def material_of(
    session: Session, book: ExerciseBook, frames: Iterable[Recorded], video: Path
) -> Material:
    """Return the material of the report of a session without a trace: judge its recording again.

    Args:
        session: what was done; the report is in its language.
        book: the rule it was judged by.
        frames: its recording.
        video: the source of the pictures; it need not exist.
    """
    exercise = book.get(session.exercise)
    judge = Judge(exercise, book, session.language, session.model)
    moments = KeyMoments(exercise, session.language)
    for frame in frames:
        moments.note(None, judge.update(*frame))
    again = judge.finish(session.source, session.model)
    moments.close(again)
    known = _in_both(session, again) & moments.of.keys()
    wanted = _pictured(session, book, judge.trace, known)
    stills = {each: moments.of[each] for each in wanted}
    drawn = drawn_stills(stills, moments, session, exercise, video)
    return _material(session, book, judge.trace, drawn)


def material_of_trace(
    session: Session,
    book: ExerciseBook,
    trace: ValueTrace,
    frames_at: Callable[[Collection[float]], Iterable[Recorded]],
    video: Path,
) -> Material:
    """Return the material of the report of a session; nothing is judged again.

    Args:
        session: what was done; the report is in its language.
        book: the rule it was judged by.
        trace: of the same judgment.
        frames_at: returns frames of the recording, at least those at some times in seconds.
        video: the source of the pictures; it need not exist.

    Raises:
        StabielError: as `frames_at` does.
    """
    known = {each.movement for each in trace.key_moments}
    wanted = _pictured(session, book, trace, known)
    shown = [each for each in trace.key_moments if each.movement in wanted]
    frames = frames_at({each.time_s for each in shown}) if shown else ()
    exercise = book.get(session.exercise)
    moments = KeyMoments(exercise, session.language)
    stills = with_targets(stills_of(wanted, shown, frames), session, book)
    return _material(session, book, trace, drawn_stills(stills, moments, session, exercise, video))


def material_of_analysis(
    session: Session, book: ExerciseBook, landmarks: Path, trace: Path, video: Path
) -> Material:
    """Return the material of the report of an analysis, from the files of its folder.

    Args:
        session: what was done; the report is in its language.
        book: the rule it was judged by.
        landmarks: its recording.
        trace: its trace; if it does not fit, the recording is judged again.
        video: the source of the pictures; it need not exist.

    Raises:
        VideoError: the recording cannot be read.
    """
    found = load_trace(trace, session, load_times(landmarks))
    if found is None:
        return material_of(session, book, load_recording(landmarks), video)
    return material_of_trace(session, book, found, lambda times: load_recording(landmarks), video)


def _material(
    session: Session, book: ExerciseBook, trace: ValueTrace, stills: dict[int, Stills]
) -> Material:
    exercise = book.get(session.exercise)
    return Material(
        session=session,
        exercise=exercise,
        book=book,
        trace=trace,
        stills=stills,
        dose=exercise.dose,
    )


def _pictured(
    session: Session, book: ExerciseBook, trace: ValueTrace, known: Collection[int]
) -> list[int]:
    """Return the identities of what the report shows in pictures, of those that are known."""
    exercise = book.get(session.exercise)
    labels = Labels(exercise, book, session.language)
    points = points_to_work_on(session, labels, trace.goal)
    return [each for each in pictured_movements(session, exercise, points) if each in known]


def stills_of(
    wanted: Sequence[int], shown: Sequence[KeyMoment], frames: Iterable[Recorded]
) -> dict[int, Stills]:
    """Return the stills of movements, by the pose of their frames; one without a pose is left out.

    Args:
        wanted: the identities of the movements.
        shown: their key moments.
        frames: of the recording.
    """
    times = {each.time_s for each in shown}
    poses = {frame.time_s: frame.pose for frame in frames if frame.time_s in times}
    stills: dict[int, Stills] = {movement: {} for movement in wanted}
    for each in shown:
        pose = poses.get(each.time_s)
        if pose is not None:
            moment = _moment_of(each)
            stills[each.movement][each.role] = Still(each.time_s, each.body(pose), moment, None)
    return stills


def _moment_of(key: KeyMoment) -> Moment:
    """Return what a picture shows of a moment; it has neither the count nor the value."""
    return replace(START, time_s=key.time_s, phase=key.phase, side=key.side, faults=key.faults)


def drawn_stills(
    stills: dict[int, Stills],
    moments: KeyMoments,
    session: Session,
    exercise: Exercise,
    video: Path,
) -> dict[int, Stills]:
    """Return the stills with their pictures; on an annotated film, its words are covered."""
    times = [still.time_s for roles in stills.values() for still in roles.values()]
    images = _images(video, times) if times else {}
    share = None
    if images and has_words(session):
        words = FilmWords(exercise, session)
        height, width = next(iter(images.values())).shape[:2]
        share = words.top_share((width, height))
        images = {time_s: words.covered(image, time_s) for time_s, image in images.items()}
    return {
        movement: moments.drawn(roles, images, covered_share=share)
        for movement, roles in stills.items()
    }


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


def material_of_kept(
    store: Store, session_id: int, language: Language | None = None, *, look: bool = True
) -> Material:
    """Return the material of the report of a kept session, with the sessions before it.

    Args:
        store: the records.
        session_id: its number there.
        language: of the report; None means the language of the session.
        look: whether to look for the exercise that it looks like, if nothing counted.

    Raises:
        UsageError: no session has this number, or it is still running.
        StoreError: its landmarks are damaged.
    """
    session, book = store.load(session_id, look=look), store.rule(session_id)
    if language is not None:
        session = replace(session, language=language)
    kept = store.kept(session_id)
    video = store.folder.video(session_id)
    trace = store.trace(session_id, session)
    if trace is None:
        material = material_of(session, book, store.frames(session_id), video)
    else:

        def frames_at(times_s: Collection[float]) -> list[Recorded]:
            return store.frames(
                session_id, lambda all_s: [n for n, time_s in enumerate(all_s) if time_s in times_s]
            )

        material = material_of_trace(session, book, trace, frames_at, video)
    follows = material.exercise.follows
    return replace(
        material,
        began_at=kept.began_at,
        earlier=_earlier(store, session_id, follows),
        this=past_of(session_id, kept.began_at, session, follows),
        spoken=store.spoken(session_id),
        corrected=corrected_session(store, session_id, session),
        felt=_felt(store, session_id),
        dose=_asked(kept, material.exercise),
    )


def _felt(store: Store, session_id: int) -> WorkoutWellbeing:
    with WellbeingRecords(store.folder) as records:
        return workout_wellbeing(records.of_session(session_id))


def _asked(kept: Kept, exercise: Exercise) -> Dose | None:
    """Return the dose that was asked for in a kept session, None if nothing was."""
    if exercise.dose.repetitions is None:
        return exercise.dose
    return None if kept.dose is None else Dose(repetitions=kept.dose)


def _images(video: Path, times_s: list[float]) -> dict[float, Image]:
    """Return the pictures of the video at some times; empty if there is no video."""
    try:
        with VideoFile(video) as opened:
            return opened.images_at(times_s, jump=True)
    except VideoError:
        return {}  # the pictures then have a plain background


def _earlier(store: Store, session_id: int, follows: str) -> list[Past]:
    """Return the sessions of the same exercise before this one, the oldest first."""
    this = store.kept(session_id)
    before = [
        kept
        for kept in store.sessions(of_exercise(this.exercise))
        if kept.state == "finished"
        and (kept.counts or this.is_video)
        and not kept.is_left_out
        and (kept.began_at, kept.id) < (this.began_at, this.id)
    ]
    before.sort(key=lambda kept: (kept.began_at, kept.id))
    return pasts_of(store.folder, [(kept, follows) for kept in before])
