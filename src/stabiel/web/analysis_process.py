"""Analyzes one video in its own process. In: a job. Out: messages, and a kept session.

A video may come from anywhere, so any harm it does to the decoder stays in this process. The app
cancels it by killing it, and it ends by itself when the app does. Nothing is kept before the whole
video is judged.
"""

import os
import signal
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from stabiel.analysis.analysis import Analysis, Job, analyze_on_cores
from stabiel.analysis.results import ANNOTATED_VIDEO, LANDMARKS, TRACE
from stabiel.errors import StabielError
from stabiel.exercises.library import read_library
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.recording import load_recording
from stabiel.session.trace_file import load_trace
from stabiel.store import About, DataFolder, Store
from stabiel.system.cores import usable_cores
from stabiel.system.native import share_memory_between_threads, silence_native_log
from stabiel.tuning.chart import save_trial
from stabiel.tuning.signals import try_on_video
from stabiel.video.reader import VideoFile
from stabiel.web.jobs import Advanced, AnalysisJob, Failed, JobDone, JobMessage, Keeping, TrialDone
from stabiel.web.search_in_video import found_in
from stabiel.web.web_errors import id_of

PICTURE = "signals.png"
_STEP = 0.005


def run(job: AnalysisJob, messages: Connection, life: Connection) -> None:
    """Carry out a job: the target function of the process.

    Args:
        job: what to analyze.
        messages: receives each `JobMessage`.
        life: never carries data; it closes when the app ends.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # its own group, so that its child processes are killed with it
    share_memory_between_threads()
    silence_native_log()
    threading.Thread(target=_end_with_the_app, args=(life,), daemon=True).start()
    try:
        messages.send(_carry_out(job, messages))
    except StabielError as error:
        words = str(error).replace(str(job.video), job.label)
        messages.send(Failed(id_of(error), words))
    messages.close()


def _carry_out(job: AnalysisJob, messages: Connection) -> JobMessage:
    library = read_library(job.library or job.data, job.data)
    with VideoFile(job.video) as video:
        duration_s, recorded_at = video.duration_s, video.recorded_at
    reported = 0.0

    def progress(done_s: float, _: int) -> None:
        nonlocal reported
        share = min(1.0, done_s / duration_s) if duration_s else 0.0
        if share >= reported + _STEP:
            reported = share
            messages.send(Advanced(share))

    cores = max(1, usable_cores() - 1)  # one is left for a session that runs meanwhile
    if job.find is not None:
        found = found_in(job, library, messages, progress, cores=cores)
        return found or _nobody_in(job)
    exercise = library.get(job.exercise)
    book = library.book_for(exercise)
    video_job = Job(
        job.video,
        job.folder / "out",
        exercise,
        book,
        job.language,
        job.model,
        annotate=job.keep_video,
    )
    outline = book.needs_outline(exercise)
    if job.trial:
        with Landmarker(job.model, outline=outline) as estimator:
            trial = try_on_video(
                job.video, exercise, book, estimator, model=job.model, progress=progress
            )
        if trial.nobody:
            return _nobody_in(job)
        save_trial(trial, job.folder / PICTURE)
        return TrialDone((job.folder / PICTURE).read_bytes())
    analysis = analyze_on_cores(
        video_job,
        lambda: Landmarker(job.model, outline=outline),
        progress,
        cores=cores,
    )
    if analysis.nobody:
        return _nobody_in(job)
    about = video_job.about(recorded_at, job.label)
    return _keep(job, about, video_job.out, analysis, messages)


def _nobody_in(job: AnalysisJob) -> Failed:
    return Failed("nobody", f"{job.label}: nobody was found in this video.")


def _keep(
    job: AnalysisJob, about: About, results: Path, analysis: Analysis, messages: Connection
) -> JobMessage:
    with Store(DataFolder(job.data)) as store, store.begin(about) as keeper:
        messages.send(Keeping(keeper.session_id))
        frames = load_recording(results / LANDMARKS)
        for frame in frames:
            keeper.add_recorded(frame)
        if job.keep_video:
            store.folder.keep_video(keeper.session_id, results / ANNOTATED_VIDEO)
        times_s = [frame.time_s for frame in frames]
        trace = load_trace(results / TRACE, analysis.session, times_s)
        keeper.finish(analysis.session, trace)
    return JobDone(keeper.session_id)


def _end_with_the_app(life: Connection) -> None:
    try:
        life.recv_bytes()
    except (EOFError, OSError):
        if hasattr(os, "killpg"):
            os.killpg(os.getpgrp(), signal.SIGKILL)
        os._exit(1)
