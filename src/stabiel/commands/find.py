"""`stabiel analyze` without an exercise: finds the exercises in each video, and judges them.

In: videos. Out: a folder for each with a page, `found.json`, and a folder for each exercise; for
many videos also a summary.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from stabiel.commands.batch_run import (
    cores_of_each,
    is_batch,
    run_batch,
    summary_path,
    task_of,
)
from stabiel.commands.common import in_columns
from stabiel.errors import StabielError

if TYPE_CHECKING:
    from stabiel.analysis.finding import SearchResult
    from stabiel.batch.clips import Clip
    from stabiel.batch.summary import DoneClips
    from stabiel.batch.task import Outcome, Task
    from stabiel.exercises.library import Library


def find_in(library: "Library", exercises: Sequence[str], arguments: argparse.Namespace) -> int:
    """Find exercises in the videos of the arguments, and print what was found.

    Args:
        library: with the exercises.
        exercises: the ids of those to look for.
        arguments: of `stabiel analyze`.

    Returns:
        the highest exit code of the videos.

    Raises:
        UsageError: there is no video; or sessions of a cluster cannot be kept.
    """
    from stabiel.batch.clips import clips_of
    from stabiel.batch.found_summary import write_found_summary
    from stabiel.system.cores import usable_cores

    clips = clips_of(arguments.videos, arguments.out)
    if is_batch(arguments):
        cores = cores_of_each(len(clips), arguments)
        tasks = [_task(clip, library, exercises, arguments, cores) for clip in clips]
        found = run_batch(clips, tasks, arguments, write_found_summary)
        _print_batch(found, arguments)
        return max(outcome.code for _, outcome in found)
    done: list[tuple[Clip, Outcome]] = []
    for clip in clips:
        task = _task(clip, library, exercises, arguments, usable_cores())
        done.append((clip, _find_in_one(task, arguments)))
        if len(clips) > 1:
            _summarize(done, arguments, last=len(done) == len(clips))
    return max(outcome.code for _, outcome in done)


def _task(
    clip: "Clip",
    library: "Library",
    exercises: Sequence[str],
    arguments: argparse.Namespace,
    cores: int,
) -> "Task":
    own = [library.get(each) for each in exercises if not library.is_shipped(each)]
    return replace(
        task_of(clip, arguments, cores),
        find=tuple(exercises),
        rules=tuple(each.model_dump_json() for each in own),
    )


def _summarize(done: "DoneClips", arguments: argparse.Namespace, *, last: bool) -> None:
    """Write what was found so far, so that a batch that is stopped has its summary too."""
    from stabiel.batch.found_summary import write_found_summary
    from stabiel.export.spreadsheet import csv_form
    from stabiel.wording.catalogue import text

    path = summary_path(arguments)
    write_found_summary(done, path, csv_form(arguments.separator, arguments.decimal))
    if last:
        print(text("terminal", "batch_summary", arguments.lang, path=path.resolve()))


def _print_batch(done: "DoneClips", arguments: argparse.Namespace) -> None:
    from stabiel.commands.wording import batch_sentence, found_table
    from stabiel.wording.catalogue import text

    table = found_table(done, arguments.lang)
    if table:
        print(in_columns(table), end="\n\n")
    print(batch_sentence(done, arguments.lang))
    path = summary_path(arguments).resolve()
    print(text("terminal", "batch_summary", arguments.lang, path=path))


def _find_in_one(task: "Task", arguments: argparse.Namespace) -> "Outcome":
    """Find exercises in one video; a video that cannot be read does not stop those after it."""
    from stabiel.batch.search import outcome_of_search, searched
    from stabiel.batch.task import failed
    from stabiel.commands.progress_bar import progress_of
    from stabiel.video.reader import VideoFile

    began_s = time.perf_counter()
    try:
        with VideoFile(task.video) as opened:
            duration_s = opened.duration_s
        with progress_of(task.video, duration_s) as progress:
            result = searched(task, progress)
    except StabielError as error:
        if arguments.debug:
            raise
        print(f"stabiel: {error}", file=sys.stderr)
        return failed(error.exit_code, str(error), time.perf_counter() - began_s)
    outcome = outcome_of_search(task, result, time.perf_counter() - began_s)
    if outcome.code:
        print(f"stabiel: {outcome.why}", file=sys.stderr)
    else:
        _print_found(result)
    return outcome


def _print_found(result: "SearchResult") -> None:
    from stabiel.report.found_page import found_headline, found_rows, why_none
    from stabiel.wording.catalogue import text
    from stabiel.wording.formatting import clock

    material = result.material
    language = material.language
    print(f"{material.video_name}: {found_headline(material)}")
    for row in found_rows(material):
        print(f"{clock(row.start_s)}-{clock(row.end_s)}  {row.number}. {row.name}: {row.words}")
        if row.perhaps:
            print(f"  {row.perhaps}")
    if material.found.empty:
        print(f"{text('found', 'empty', language)}:")
    for each in material.found.empty:
        print(f"{clock(each.start_s)}-{clock(each.end_s)}  {why_none(each, material)}")
    if not material.found.segments:
        print(text("found", "choose", language))
    print(text("terminal", "report", language, path=result.page.resolve()))
    for number in result.stored:
        print(text("terminal", "kept", language, id=number))
