"""One video judged in a process of its own. In: an order. Out: messages, and a kept session.

A video may come from anywhere: what it does to the decoder stays in this process. It is killed to
cancel it, and ends by itself when the app does. Nothing is kept before the whole video is judged.
"""

import os
import signal
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from stabiel.analysis.analysis import Analysis, Job, analyze_on_cores
from stabiel.analysis.results import ANNOTATED_VIDEO, LANDMARKS
from stabiel.errors import StabielError
from stabiel.exercises.files import load_book
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.recording import load_recording
from stabiel.store import About, DataFolder, Store
from stabiel.system.cores import usable_cores
from stabiel.system.native import silence_native_log
from stabiel.video.reader import VideoFile
from stabiel.web.errors import id_of
from stabiel.web.jobs import Advanced, AnalysisJob, Failed, JobDone, JobMessage, Keeping

_STEP = 0.005


def run(order: AnalysisJob, messages: Connection, life: Connection) -> None:
    """Carry out an order; the target of the process.

    Args:
        order: what to do.
        messages: gets what there is to tell.
        life: gives nothing, and ends when the app does.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own, so that it is killed with all that it started
    silence_native_log()
    threading.Thread(target=_end_with_the_app, args=(life,), daemon=True).start()
    try:
        messages.send(_carry_out(order, messages))
    except StabielError as error:
        words = str(error).replace(str(order.video), order.label)
        messages.send(Failed(id_of(error), words))
    messages.close()


def _carry_out(order: AnalysisJob, messages: Connection) -> JobMessage:
    book = load_book()
    exercise = book.get(order.exercise)
    job = Job(
        order.video,
        order.folder / "out",
        exercise,
        book,
        order.language,
        order.model,
        annotate=order.keep_video,
    )
    with VideoFile(order.video) as video:
        duration_s, recorded_at = video.duration_s, video.recorded_at
    told = 0.0

    def progress(done_s: float, _: int) -> None:
        nonlocal told
        share = min(1.0, done_s / duration_s) if duration_s else 0.0
        if share >= told + _STEP:
            told = share
            messages.send(Advanced(share))

    outline = book.needs_outline(exercise)
    analysis = analyze_on_cores(
        job,
        lambda: Landmarker(order.model, outline=outline),
        progress,
        cores=max(1, usable_cores() - 1),  # one is for who trains meanwhile
    )
    if analysis.nobody:
        return Failed("nobody", f"{order.label}: nobody was found in this video.")
    about = job.about(recorded_at, order.label)
    return _keep(order, about, job.out, analysis, messages)


def _keep(
    order: AnalysisJob, about: About, results: Path, analysis: Analysis, messages: Connection
) -> JobMessage:
    with Store(DataFolder(order.data)) as store, store.begin(about) as keeper:
        messages.send(Keeping(keeper.session_id))
        for frame in load_recording(results / LANDMARKS):
            keeper.add_recorded(frame)
        if order.keep_video:
            store.folder.keep_video(keeper.session_id, results / ANNOTATED_VIDEO)
        keeper.finish(analysis.session)
    return JobDone(keeper.session_id)


def _end_with_the_app(life: Connection) -> None:
    try:
        life.recv_bytes()
    except (EOFError, OSError):
        if hasattr(os, "killpg"):
            os.killpg(os.getpgrp(), signal.SIGKILL)
        os._exit(1)
