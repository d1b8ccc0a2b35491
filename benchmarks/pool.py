"""Spreads the tasks of a benchmark over processes. In: a function, its tasks. Out: its results."""

import multiprocessing
from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")
R = TypeVar("R")


def in_processes(
    work: Callable[[T], R],
    tasks: Sequence[T],
    processes: int,
    *,
    words: str = "clips",
    chunk: int = 1,
) -> list[R]:
    """Return the result of each task, in their order, and show how far it is.

    Args:
        work: a function of a module, so that new processes can find it.
        tasks: one for each call.
        processes: how many at once; each is a fresh one.
        words: what the tasks are, beside the bar.
        chunk: how many tasks a process takes at a time.
    """
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        results = pool.imap(work, tasks, chunksize=chunk)
        return list(track(results, words, len(tasks), console=Console(stderr=True)))
