"""`stabiel analyze` and `stabiel demo`: judge recorded videos, one or a whole archive.

In: videos, folders, patterns. Out: a folder of results each; for many videos also a summary.
"""

import argparse
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.batch_run import (
    cores_of_each,
    is_batch,
    run_batch,
    summary_path,
    task_of,
)
from stabiel.commands.common import (
    LANGUAGES,
    add_csv_options,
    add_data_option,
    add_model_option,
    data_folder,
    exercise_of_word,
    followed_library,
    in_columns,
    print_session,
)
from stabiel.errors import NOBODY_EXIT_CODE, StabielError, UsageError, nobody_in
from stabiel.system.resources import sample_path

if TYPE_CHECKING:
    from stabiel.analysis.analysis import Analysis
    from stabiel.batch.clips import Clip
    from stabiel.batch.summary import DoneClips
    from stabiel.batch.task import Task
    from stabiel.exercises.library import Library
    from stabiel.exercises.model import Exercise
    from stabiel.exercises.plan import TrainingPlan


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `analyze` and `demo`."""
    analyze = commands.add_parser("analyze", help="judge recorded videos")
    analyze.add_argument(
        "videos", nargs="+", type=Path, metavar="VIDEO",
        help="a video, a folder of videos, or a pattern such as 'clips/*.mp4'",
    )  # fmt: skip
    analyze.add_argument(
        "--exercise", metavar="ID|FILE",
        help="see: stabiel exercises list; without it, the exercises in each video are found",
    )  # fmt: skip
    analyze.add_argument(
        "--plan", metavar="ID|FILE",
        help="a plan with the own exercises inside it; without --exercise, each video is judged "
        "by the exercise of the plan with which its name begins, or its exercises are found",
    )  # fmt: skip
    _add_options(analyze)
    many = analyze.add_argument_group(
        "many videos", "videos that an earlier run did are skipped; the results get a summary.csv"
    )
    many.add_argument(
        "--jobs", type=_count, metavar="N", help="videos at a time (default: one per core)"
    )
    many.add_argument(
        "--summary", choices=("csv", "xlsx"), default="csv", help="its format (default: csv)"
    )
    add_csv_options(many)
    many.add_argument(
        "--cluster", metavar="ADDRESS", help="use a dask cluster, such as tcp://host:8786"
    )
    analyze.set_defaults(run=_analyze)

    demo = commands.add_parser("demo", help="judge the sample video that comes with stabiel")
    _add_options(demo)
    demo.set_defaults(run=_demo, exercise="bridging", plan=None, jobs=None, cluster=None)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("out"),
        metavar="DIR",
        help="folder for the results (default: out)",
    )
    parser.add_argument(
        "--no-video", action="store_true", help="write no annotated video, which is faster"
    )
    parser.add_argument("--keep", action="store_true", help="also keep the session in the records")
    parser.add_argument(
        "--keep-video", action="store_true", help="also keep it, with its annotated video"
    )
    add_data_option(parser)
    add_model_option(parser)
    parser.add_argument(
        "--quick", action="store_true",
        help="for a slow computer: use fewer frames, then a lighter model, until an analysis "
        "takes no longer than the video",
    )  # fmt: skip
    parser.add_argument(
        "--every-frame", action="store_true",
        help="look at every frame; otherwise only as often as the motion needs, which is faster",
    )  # fmt: skip
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (default: nl)")


def _count(words: str) -> int:
    count = int(words)
    if count < 1:
        raise ValueError
    return count


def _demo(arguments: argparse.Namespace) -> int:
    arguments.videos = [sample_path()]
    return _analyze(arguments)


def _analyze(arguments: argparse.Namespace) -> int:
    folder = data_folder(arguments)
    library = followed_library(folder, arguments.plan)
    if arguments.exercise is None:
        if arguments.plan is None:
            from stabiel.commands.find import find_in

            return find_in(library, list(library.book.exercises), arguments)
        return _analyze_plan(library, arguments)
    library, exercise = exercise_of_word(library, folder, arguments.exercise)
    return _analyze_by(library, exercise, arguments)


def _analyze_plan(library: "Library", arguments: argparse.Namespace) -> int:
    """Judge each video by the exercise of the plan that its name begins with, or find them."""
    from stabiel.batch.clips import clips_of, is_many
    from stabiel.commands.find import find_in
    from stabiel.system.cores import usable_cores

    many = any(map(is_many, arguments.videos))
    videos: dict[str | None, list[Path]] = {}
    for clip in clips_of(arguments.videos, arguments.out):
        videos.setdefault(_exercise_of(clip.video, library.followed), []).append(clip.video)
    out, jobs, codes = arguments.out, arguments.jobs, []
    for name, of_it in videos.items():
        arguments.videos = of_it
        # Each exercise has a summary of its own.
        arguments.out = out / (name or "found") if len(videos) > 1 else out
        arguments.jobs = jobs or (usable_cores() if many else None)
        if name is None:
            codes.append(find_in(library, _names_in(library.followed), arguments))
            continue
        codes.append(_analyze_by(library, library.get(name), arguments))
    return max(codes)


def _names_in(plan: "TrainingPlan") -> list[str]:
    return list(dict.fromkeys(step.exercise for step in plan.steps))


def _exercise_of(video: Path, plan: "TrainingPlan") -> str | None:
    """Return the exercise of a plan with which the name of a video begins, None if none does."""
    for name in sorted(_names_in(plan), key=len, reverse=True):
        if re.match(rf"{re.escape(name)}([^a-z0-9]|$)", video.stem.lower()):
            return name
    return None


def _analyze_by(library: "Library", exercise: "Exercise", arguments: argparse.Namespace) -> int:
    from stabiel.batch.clips import clips_of

    arguments.exercise = exercise.id
    shipped = library.is_shipped(exercise.id)
    arguments.rule = None if shipped else exercise.model_dump_json()
    if arguments.no_video and arguments.keep_video:
        raise UsageError("--keep-video needs the annotated video: leave out --no-video.")
    clips = clips_of(arguments.videos, arguments.out)
    if is_batch(arguments):
        return _analyze_many(clips, arguments)
    return max(_analyze_one(clip, arguments) for clip in clips)


def _task(clip: "Clip", arguments: argparse.Namespace, cores: int) -> "Task":
    return replace(
        task_of(clip, arguments, cores), exercise=arguments.exercise, rule=arguments.rule
    )


def _analyze_one(clip: "Clip", arguments: argparse.Namespace) -> int:
    """Judge one video; a video that cannot be read does not stop those after it."""
    from stabiel.batch.perform import analyzed
    from stabiel.commands.progress_bar import progress_of
    from stabiel.system.cores import usable_cores
    from stabiel.video.reader import VideoFile

    try:
        with VideoFile(clip.video) as opened:
            duration_s = opened.duration_s
        with progress_of(clip.video, duration_s) as progress:
            analysis, number = analyzed(_task(clip, arguments, usable_cores()), progress)
    except StabielError as error:
        if arguments.debug:
            raise
        print(f"stabiel: {error}", file=sys.stderr)
        return error.exit_code
    if analysis.nobody:
        print(f"stabiel: {nobody_in(clip.video)}", file=sys.stderr)
        return NOBODY_EXIT_CODE
    _print_analysis(analysis, clip, number, arguments)
    return 0


def _print_analysis(
    analysis: "Analysis", clip: "Clip", number: int | None, arguments: argparse.Namespace
) -> None:
    from stabiel.batch.task import book_with
    from stabiel.wording.catalogue import text
    from stabiel.wording.formatting import number as in_digits

    language = arguments.lang
    print_session(analysis.session, book_with(arguments.rule), language, clip.video)
    print(text("terminal", "report", language, path=analysis.report.resolve()))
    if arguments.quick:
        rate = in_digits(analysis.session.source.frame_rate_hz, 0, language)
        model = analysis.session.model
        print(text("terminal", "looked", language, rate=rate, model=model))
    if number is not None:
        print(text("terminal", "kept", language, id=number))


def _analyze_many(clips: "list[Clip]", arguments: argparse.Namespace) -> int:
    """Judge many videos in parallel, the largest first, and print the outcomes."""
    from stabiel.batch.summary import write_summary

    cores = cores_of_each(len(clips), arguments)
    tasks = [_task(clip, arguments, cores) for clip in clips]
    done = run_batch(clips, tasks, arguments, write_summary)
    _print_batch(done, summary_path(arguments), arguments)
    return max(outcome.code for _, outcome in done)


def _print_batch(done: "DoneClips", summary: Path, arguments: argparse.Namespace) -> None:
    from stabiel.batch.task import book_with
    from stabiel.commands.wording import batch_sentence, batch_table, names_of
    from stabiel.wording.catalogue import text

    language = arguments.lang
    table = batch_table(done, names_of(arguments.exercise, book_with(arguments.rule), language))
    if table:
        print(in_columns(table), end="\n\n")
    print(batch_sentence(done, language))
    print(text("terminal", "batch_summary", language, path=summary.resolve()))
