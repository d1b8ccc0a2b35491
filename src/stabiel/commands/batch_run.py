"""Runs the tasks of a batch for a command. In: videos with their tasks. Out: all outcomes.

What an earlier run did is not done again; a batch that is stopped has its summary too.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import data_folder
from stabiel.errors import UsageError

if TYPE_CHECKING:
    from stabiel.batch.clips import Clip
    from stabiel.batch.summary import DoneClips
    from stabiel.batch.task import Outcome, Task
    from stabiel.batch.workers import TaskUpdate
    from stabiel.export.spreadsheet import CsvForm

WriteSummary = Callable[["DoneClips", Path, "CsvForm"], None]


def is_batch(arguments: argparse.Namespace) -> bool:
    """Return whether the arguments of `stabiel analyze` ask for a batch."""
    from stabiel.batch.clips import is_many

    return bool(arguments.jobs or arguments.cluster or any(map(is_many, arguments.videos)))


def summary_path(arguments: argparse.Namespace) -> Path:
    """Return the path of the summary, which ends in the format that was asked for."""
    from stabiel.batch.summary import SUMMARY

    path: Path = arguments.out / SUMMARY
    return path.with_suffix(f".{arguments.summary}")


def cores_of_each(count: int, arguments: argparse.Namespace) -> int:
    """Return how many cores each of so many videos may use."""
    from stabiel.system.cores import usable_cores

    if arguments.cluster:
        return 1
    return max(1, usable_cores() // min(_jobs(arguments), count))


def task_of(clip: "Clip", arguments: argparse.Namespace, cores: int) -> "Task":
    """Return what the arguments ask for one video, without the exercises to look for."""
    from stabiel.batch.task import Task

    return Task(
        clip.video,
        clip.out,
        "",
        arguments.lang,
        arguments.model,
        annotate=not arguments.no_video,
        records=(data_folder(arguments).path if arguments.keep or arguments.keep_video else None),
        keep_video=arguments.keep_video,
        cores=cores,
        quick=arguments.quick,
        every_frame=arguments.every_frame,
    )


def run_batch(
    clips: "Sequence[Clip]",
    tasks: "Sequence[Task]",
    arguments: argparse.Namespace,
    write: WriteSummary,
) -> "DoneClips":
    """Perform the tasks that no earlier run did, the largest first; write the summary.

    Args:
        clips: the videos.
        tasks: one for each, in the same order.
        arguments: of `stabiel analyze`.
        write: writes the summary of what is done.

    Returns:
        all videos with their outcomes, in order.

    Raises:
        UsageError: sessions of a cluster cannot be kept.
        OutputError: the summary cannot be written.
    """
    from stabiel.batch.task import done_before
    from stabiel.export.spreadsheet import csv_form

    if arguments.cluster and (arguments.keep or arguments.keep_video):
        raise UsageError(
            "--keep writes to the records on this computer: leave it out with --cluster."
        )
    form = csv_form(arguments.separator, arguments.decimal)
    outcomes = {
        number: outcome
        for number, task in enumerate(tasks)
        if (outcome := done_before(task)) is not None
    }
    missing = sorted(set(range(len(tasks))) - set(outcomes), key=lambda n: -_size(tasks[n].video))
    try:
        if missing:
            todo = _shared_out([tasks[number] for number in missing], arguments)
            for number, outcome in _outcomes(todo, len(tasks), arguments):
                outcomes[missing[number]] = outcome
    finally:
        done = [(clips[number], outcomes[number]) for number in sorted(outcomes)]
        if done:
            write(done, summary_path(arguments), form)
    return done


def _shared_out(tasks: "Sequence[Task]", arguments: argparse.Namespace) -> "list[Task]":
    """Let the last videos use the cores that no other video needs any more."""
    from stabiel.batch.shares import cores_by_size
    from stabiel.system.cores import usable_cores

    if arguments.cluster:  # there long videos are done in parts instead
        return list(tasks)
    cores = cores_by_size([_size(task.video) for task in tasks], usable_cores())
    return [
        replace(task, cores=max(task.cores, own)) for task, own in zip(tasks, cores, strict=True)
    ]


def _jobs(arguments: argparse.Namespace) -> int:
    from stabiel.system.cores import usable_cores

    return arguments.jobs or usable_cores()


def _outcomes(
    tasks: "Sequence[Task]", count: int, arguments: argparse.Namespace
) -> "Iterator[tuple[int, Outcome]]":
    """Perform tasks here or on a cluster, show their progress, and yield their outcomes."""
    from stabiel.commands.progress_bar import batch_progress

    with (
        batch_progress(count - len(tasks), count) as shown,
        _updates(tasks, arguments) as updates,
    ):
        for each in updates:
            shown(each.task, tasks[each.task].video, each.share, done=each.outcome is not None)
            if each.outcome is not None:
                if each.outcome.code:
                    print(f"stabiel: {each.outcome.why}", file=sys.stderr)
                yield each.task, each.outcome


@contextmanager
def _updates(
    tasks: "Sequence[Task]", arguments: argparse.Namespace
) -> "Iterator[Iterator[TaskUpdate]]":
    if arguments.cluster:
        from stabiel.batch.cluster import Cluster

        with Cluster(arguments.cluster) as cluster:
            yield cluster.perform(tasks, arguments.out.absolute())
    else:
        from stabiel.batch.workers import Workers

        with Workers(min(_jobs(arguments), len(tasks))) as workers:
            yield workers.perform(tasks)


def _size(video: Path) -> int:
    try:
        return video.stat().st_size
    except OSError:
        return 0
