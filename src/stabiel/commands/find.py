"""`stabiel analyze` without an exercise: finds the exercises in each video, and judges them.

In: videos. Out: a folder for each with a page, `found.json`, and a folder for each exercise.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from stabiel.commands.common import data_folder
from stabiel.errors import NOBODY_EXIT_CODE, StabielError, UsageError, nobody_in

if TYPE_CHECKING:
    from stabiel.analysis.finding import Search, SearchResult
    from stabiel.analysis.sampling import Look
    from stabiel.batch.clips import Clip
    from stabiel.batch.found_summary import SearchedClip
    from stabiel.exercises.library import Library
    from stabiel.pose.pose import PoseEstimator


def find_in(library: "Library", exercises: Sequence[str], arguments: argparse.Namespace) -> int:
    """Find exercises in the videos of the arguments, and print what was found.

    Args:
        library: with the exercises.
        exercises: the ids of those to look for.
        arguments: of `stabiel analyze`.

    Returns:
        the highest exit code of the videos.

    Raises:
        UsageError: an option needs an exercise; or there is no video.
    """
    from stabiel.batch.clips import clips_of, is_many

    for option, given in (
        ("--jobs", arguments.jobs),
        ("--cluster", arguments.cluster),
    ):
        if given:
            raise UsageError(f"{option} needs the exercise: add --exercise, or leave out {option}.")
    clips = clips_of(arguments.videos, arguments.out)
    done: list[SearchedClip] = []
    for clip in clips:
        done.append(_find_in_one(clip, library, exercises, arguments))
        if len(clips) > 1 or any(map(is_many, arguments.videos)):
            _summarize(done, arguments, last=len(done) == len(clips))
    return max(each.code for each in done)


def _summarize(
    done: "Sequence[SearchedClip]", arguments: argparse.Namespace, *, last: bool
) -> None:
    """Write what was found so far, so that a batch that is stopped has its summary too."""
    from stabiel.batch.found_summary import write_found_summary
    from stabiel.batch.summary import SUMMARY
    from stabiel.export.spreadsheet import csv_form
    from stabiel.wording.catalogue import text

    path = (arguments.out / SUMMARY).with_suffix(f".{arguments.summary}")
    write_found_summary(done, path, csv_form(arguments.separator, arguments.decimal))
    if last:
        print(text("terminal", "batch_summary", arguments.lang, path=path.resolve()))


def _find_in_one(
    clip: "Clip", library: "Library", exercises: Sequence[str], arguments: argparse.Namespace
) -> "SearchedClip":
    """Find exercises in one video; a video that cannot be read does not stop those after it."""
    from stabiel.batch.found_summary import SearchedClip

    try:
        result = _searched(clip, library, exercises, arguments)
    except StabielError as error:
        if arguments.debug:
            raise
        print(f"stabiel: {error}", file=sys.stderr)
        return SearchedClip(clip, error.exit_code, why=str(error))
    if result.material.nobody:
        why = nobody_in(clip.video)
        print(f"stabiel: {why}", file=sys.stderr)
        return SearchedClip(clip, NOBODY_EXIT_CODE, result.material, why)
    _print_found(result)
    return SearchedClip(clip, 0, result.material)


def _searched(
    clip: "Clip", library: "Library", exercises: Sequence[str], arguments: argparse.Namespace
) -> "SearchResult":
    from stabiel.analysis.finding import search
    from stabiel.analysis.sampling import Look, look_at
    from stabiel.commands.progress_bar import progress_of
    from stabiel.pose.outline_on_demand import landmarker_of_any
    from stabiel.store import Store
    from stabiel.system.cores import usable_cores
    from stabiel.system.resources import ModelName
    from stabiel.video.reader import VideoFile

    outline = any(library.book.needs_outline(library.get(each)) for each in exercises)

    def landmarker(model: ModelName) -> "PoseEstimator":
        return landmarker_of_any(model, outline=outline)

    with VideoFile(clip.video) as opened:
        duration_s = opened.duration_s
    cores, look = usable_cores(), Look(arguments.model)
    if arguments.quick:
        look = look_at(clip.video, arguments.model, landmarker, cores)
    wanted = _search_of(clip, library, exercises, arguments, look)
    with progress_of(clip.video, duration_s) as progress:
        if not (arguments.keep or arguments.keep_video):
            return search(wanted, lambda: landmarker(look.model), progress, cores=cores)
        with Store(data_folder(arguments)) as store:
            return search(
                wanted, lambda: landmarker(look.model), progress, cores=cores, store=store
            )


def _search_of(
    clip: "Clip",
    library: "Library",
    exercises: Sequence[str],
    arguments: argparse.Namespace,
    look: "Look",
) -> "Search":
    from stabiel.analysis.finding import Search

    return Search(
        clip.video,
        clip.out,
        [library.get(each) for each in exercises],
        library.book,
        library.book_for,
        arguments.lang,
        look.model,
        own=frozenset(each for each in exercises if not library.is_shipped(each)),
        every=look.every,
        every_frame=arguments.every_frame,
        annotate=not arguments.no_video,
        keep_video=arguments.keep_video,
    )


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
