"""The public functions. In: videos, folders, ids of exercises. Out: sessions and exercises.

`import stabiel` offers them. They print nothing, and they write nothing unless `out` is given.
The decoder and the landmarker are imported when a video is analyzed, not before.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from pathlib import Path

from stabiel.analysis.results import LANDMARKS, SESSION
from stabiel.errors import UsageError
from stabiel.exercises.files import ExerciseBook, load_book
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import load_recording
from stabiel.session.session import Session
from stabiel.session.session import load_session as read_session_file
from stabiel.system.cores import usable_cores
from stabiel.system.native import native_log_silenced
from stabiel.system.resources import MODEL_NAMES, ModelName
from stabiel.wording.language import LANGUAGES, Language

ShareDone = Callable[[float], None]


def analyze(
    video: str | Path,
    exercise: str | Exercise | None = None,
    *,
    model: ModelName = "full",
    language: Language = "en",
    exercises: ExerciseBook | None = None,
    progress: ShareDone | None = None,
    cores: int | None = None,
    every_frame: bool = False,
    out: str | Path | None = None,
) -> Session:
    """Judge one video and return what was done in it.

    The same video gives the same session on any number of cores. If nobody is seen in the video,
    the session is empty: its `view` is "unknown", and `not_judged` says why and for how long.

    Args:
        video: the path of the file.
        exercise: what was done in the video: the id of an exercise, or the exercise itself. It must
            be named here; the command `stabiel analyze VIDEO` finds the exercises in a video.
        model: the pose model: "lite" is the fastest, "full" was right most often, "heavy" is slow.
        language: of the cues: "en" or "nl".
        exercises: the book with the exercise, or with the postures and checks that it shares with
            others; stabiel's own unless given.
        progress: called in this thread, again and again, with the share of the video that is done:
            from 0 to 1, never less than before, 1 once at the end. A video that does not declare
            its length is only reported at the end. An error that it raises stops the analysis.
        cores: how many cores to use; all that this process may use unless given. Only a video of
            40 s or more needs more than one.
        every_frame: look at every frame; otherwise only as often as the motion needs, which is
            faster and judges the same. `source.looked_at` says at how many frames it looked.
        out: a folder for the results, made if needed: the report, the session, the landmarks and
            the annotated video. Nothing is written unless it is given.

    Returns:
        the session, with the landmarks that `Session.angles` needs.

    Raises:
        UsageError: no exercise is named; there is no such exercise, model or language; or there is
            no core to use.
        VideoError: the video cannot be read whole.
        ResourceError: the pose model cannot be loaded, or it failed.
        OutputError: the results cannot be written to `out`.
    """
    book = load_book() if exercises is None else exercises
    if exercise is None:
        raise UsageError(
            f"{video}: name the exercise, as in stabiel.analyze(video, 'bridging'); to find the "
            "exercises in a video, run: stabiel analyze VIDEO."
        )
    rule = book.get(exercise) if isinstance(exercise, str) else exercise
    _check("model", model, MODEL_NAMES)
    _check("language", language, LANGUAGES)
    if cores is not None and cores < 1:
        raise UsageError(f"cores is {cores}: at least 1 is needed.")
    if rule.start.posture not in {**book.shared.postures, **rule.postures}:
        raise UsageError(
            f"The exercise '{rule.id}' starts from '{rule.start.posture}', a posture that these "
            "exercises do not have: give the book that it comes from as `exercises`."
        )
    with native_log_silenced():
        session = _analyzed(
            Path(video),
            rule,
            book,
            model=model,
            language=language,
            progress=progress,
            cores=usable_cores() if cores is None else cores,
            every_frame=every_frame,
            out=None if out is None else Path(out),
        )
    if progress is not None:
        progress(1.0)
    return session


def load_session(path: str | Path) -> Session:
    """Read the session of an earlier analysis.

    Args:
        path: the folder of its results, or its `session.json`. The landmarks are read from the
            `landmarks.npz` beside it when `Session.angles` needs them, if there is one.

    Raises:
        StoreError: the session is missing, damaged, or not a session.
    """
    path = Path(path)
    file = path / SESSION if path.is_dir() else path
    session = read_session_file(file)
    landmarks = file.with_name(LANDMARKS)
    if not landmarks.is_file():
        return session
    return replace(session, read_frames=partial(load_recording, landmarks))


def load_exercises(folder: str | Path | None = None) -> ExerciseBook:
    """Read the exercise files of a folder; stabiel's own unless given.

    Args:
        folder: it holds `ID.yaml` for each exercise, and `shared/postures.yaml`.

    Returns:
        all exercises by their ids; `book["bridging"]` is one, and `list(book)` gives the ids.

    Raises:
        ExerciseError: a file is wrong; the message has one line for each mistake of each file.
    """
    return load_book(None if folder is None else Path(folder))


def _check(what: str, given: str, known: Collection[str]) -> None:
    if given not in known:
        raise UsageError(f"There is no {what} '{given}'; choose one of: {', '.join(known)}.")


def _analyzed(
    video: Path,
    exercise: Exercise,
    book: ExerciseBook,
    *,
    model: ModelName,
    language: Language,
    progress: ShareDone | None,
    cores: int,
    every_frame: bool,
    out: Path | None,
) -> Session:
    """Judge a video with the landmarker; write results only to `out`."""
    from stabiel.analysis.analysis import Job, analyze_on_cores
    from stabiel.analysis.in_memory import judge_video
    from stabiel.pose.mediapipe import Landmarker
    from stabiel.video.reader import VideoFile

    def new_estimator() -> Landmarker:
        return Landmarker(model, outline=book.needs_outline(exercise))

    with VideoFile(video) as opened:
        note = _share_of(opened.duration_s, progress)
    if out is not None:
        job = Job(video, out, exercise, book, language, model, every_frame=every_frame)
        session = analyze_on_cores(job, new_estimator, note, cores=cores).session
        return replace(session, read_frames=partial(load_recording, out / LANDMARKS))
    session, poses = judge_video(
        video,
        exercise=exercise,
        book=book,
        language=language,
        model=model,
        new_estimator=new_estimator,
        progress=note,
        cores=cores,
        every_frame=every_frame,
    )
    return replace(session, read_frames=poses.listed)


def _share_of(
    duration_s: float | None, progress: ShareDone | None
) -> Callable[[float, int], None] | None:
    """Return what to call with the seconds done and the frames so far."""
    if progress is None or not duration_s:
        return None
    most = 0.0

    def note(done_s: float, _frames: int) -> None:
        nonlocal most
        most = max(most, min(1.0, done_s / duration_s))
        progress(most)

    return note
