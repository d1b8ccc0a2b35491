"""Renders many clips in parallel, with one process and one thread each, and a progress bar.

In: clips and the folder each goes to. Out: their files.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import cv2
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from samples.studio.clip import Clip
from samples.studio.shoot import shoot


def render_all(work: list[tuple[Clip, Path]], jobs: int) -> None:
    """Render clips. An error ends the run and names the clip; complete clips stay."""
    # Numerical libraries read these when the new processes load them.
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    bar = Progress(
        TextColumn("clips"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    crew = ProcessPoolExecutor(
        max(1, jobs), multiprocessing.get_context("spawn"), initializer=one_thread
    )
    with bar, crew:
        task = bar.add_task("", total=len(work))
        pending = {crew.submit(shoot, clip, folder): clip for clip, folder in work}
        for done in as_completed(pending):
            done.result()
            bar.update(task, advance=1, description=pending[done].name)


def one_thread() -> None:
    """Keep OpenCV from starting threads, because the clips already keep all cores busy."""
    cv2.setNumThreads(1)
