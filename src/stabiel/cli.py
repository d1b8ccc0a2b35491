"""The command `stabiel`. In: arguments. Out: results in a folder, one sentence where it fails.

Exit codes: 0 judged; 2 wrong use; 3 input cannot be read; 4 nobody to judge in the picture. Heavy
packages are imported where they are used, so that `--help` answers at once.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel import __version__
from stabiel.commands import progress, replay, review, sessions
from stabiel.commands.common import add_data_option, opened_store
from stabiel.errors import OutputError, StabielError, UsageError
from stabiel.live.command import add_live_commands
from stabiel.native_log import silence_native_log
from stabiel.resources import MODEL_NAMES, ModelName, exercises_folder, sample_path
from stabiel.web import command as web_command

if TYPE_CHECKING:
    from stabiel.analysis import Job
    from stabiel.exercise import Exercise
    from stabiel.exercise_files import ExerciseBook
    from stabiel.programme import Programme
    from stabiel.session import Session
    from stabiel.store import SessionKeeper

NOBODY_EXIT_CODE = 4
INTERRUPTED_EXIT_CODE = 130
# Right on more of the sample clips than heavy, for a third of the time (README, "How right it is").
DEFAULT_MODEL: ModelName = "full"
LANGUAGES = ("nl", "en")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parsed = build_parser().parse_args(arguments)
    # What somebody's back can do is nobody else's business: all that is written, reports and
    # exports too, is for its owner only.
    os.umask(0o077)
    if not parsed.debug:
        silence_native_log()
    try:
        code: int = parsed.run(parsed)
    except StabielError as error:
        if parsed.debug:
            raise
        print(f"stabiel: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("stabiel: stopped.", file=sys.stderr)
        return INTERRUPTED_EXIT_CODE
    return code


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    parser = argparse.ArgumentParser(
        prog="stabiel",
        description="Trainer for core-stability exercises: counts, judges and gives feedback from "
        "a camera or a video. Everything stays on this computer.",
        epilog="A training aid, not a medical device: stop when it hurts.",
    )
    parser.add_argument("--version", action="version", version=f"stabiel {__version__}")
    parser.add_argument("--debug", action="store_true", help="show where an error arose")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    analyze = commands.add_parser("analyze", help="judge recorded videos")
    analyze.add_argument("videos", nargs="+", type=Path, metavar="VIDEO")
    analyze.add_argument("--exercise", required=True, metavar="ID", help="see: exercises list")
    _add_analysis_options(analyze)
    analyze.set_defaults(run=_analyze)

    demo = commands.add_parser("demo", help="judge the sample video that comes with stabiel")
    _add_analysis_options(demo)
    demo.set_defaults(run=_demo)

    add_live_commands(commands)
    web_command.add_command(commands)
    sessions.add_commands(commands)
    review.add_command(commands)
    replay.add_command(commands)
    progress.add_command(commands)

    exercises = commands.add_parser("exercises", help="list, show or check exercises")
    actions = exercises.add_subparsers(title="actions", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="list the exercises and the programmes of them")
    showing = actions.add_parser("show", help="show one exercise or programme")
    showing.add_argument("id", metavar="ID")
    showing.add_argument(
        "--drawing", type=Path, metavar="FILE", help="draw where the camera stands (.svg or .png)"
    )
    checking = actions.add_parser("check", help="check files and name every mistake")
    checking.add_argument("files", nargs="*", type=Path, metavar="FILE")
    for action, run in (
        (listing, _list_exercises),
        (showing, _show),
        (checking, _check_exercises),
    ):
        action.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (nl)")
        action.add_argument("--json", action="store_true", help="for programs")
        action.set_defaults(run=run)

    trying = actions.add_parser(
        "try", help="draw every signal of an exercise file on a video, for whoever tunes it"
    )
    trying.add_argument("file", type=Path, metavar="FILE", help="an exercise file, or a draft")
    trying.add_argument("video", type=Path, metavar="VIDEO")
    trying.add_argument(
        "--out", type=Path, metavar="PNG", help="the picture (ID-VIDEO.png, in this folder)"
    )
    _add_model_option(trying)
    trying.set_defaults(run=_try_exercise)

    schema = actions.add_parser("schema", help="print the JSON schema of exercise files")
    kind = schema.add_mutually_exclusive_group()
    kind.add_argument(
        "--shared", action="store_true", help="that of the shared file (shared/postures.yaml)"
    )
    kind.add_argument(
        "--programme", action="store_true", help="that of programmes (programmes/*.yaml)"
    )
    schema.set_defaults(run=_print_schema)
    return parser


def _add_analysis_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, default=Path("out"), metavar="DIR", help="results go here (out)"
    )
    parser.add_argument("--keep", action="store_true", help="keep the session in the records too")
    parser.add_argument(
        "--keep-video", action="store_true", help="keep it with its annotated video"
    )
    add_data_option(parser)
    _add_model_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (nl)")


def _add_model_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", choices=MODEL_NAMES, default=DEFAULT_MODEL, help=f"({DEFAULT_MODEL})"
    )


def _demo(arguments: argparse.Namespace) -> int:
    arguments.videos, arguments.exercise = [sample_path()], "bridging"
    return _analyze(arguments)


def _analyze(arguments: argparse.Namespace) -> int:
    from stabiel.exercise_files import load_book

    book = load_book()
    exercise = book.get(arguments.exercise)
    return max(
        _analyze_one(video, folder, exercise, book, arguments)
        for video, folder in zip(
            arguments.videos, _folders(arguments.videos, arguments.out), strict=True
        )
    )


def _folders(videos: Sequence[Path], out: Path) -> list[Path]:
    """Return a folder for each video, named after it; a second of a name gets a number.

    Names that differ in case only count as one, as they do on many disks.
    """
    names: dict[str, str] = {}
    for video in videos:
        # A name of dots alone would be a folder elsewhere.
        stem = video.stem.strip(". ") or "video"
        name, number = stem, 1
        while name.casefold() in names:
            number += 1
            name = f"{stem}-{number}"
        names[name.casefold()] = name
    return [out / name for name in names.values()]


def _analyze_one(
    video: Path,
    folder: Path,
    exercise: "Exercise",
    book: "ExerciseBook",
    arguments: argparse.Namespace,
) -> int:
    """Judge one video; a video that cannot be read does not stop the ones after it."""
    from stabiel.analysis import Job, analyse
    from stabiel.frames import VideoFile
    from stabiel.landmarker import Landmarker
    from stabiel.progress import progress_of

    job = Job(video, folder, exercise, book, arguments.lang, arguments.model)
    try:
        with VideoFile(video) as opened:
            duration_s, recorded_at = opened.duration_s, opened.recorded_at
        with (
            Landmarker(arguments.model, outline=book.needs_outline(exercise)) as estimator,
            progress_of(video, duration_s) as progress,
            _keeping(job, recorded_at, arguments) as keeping,
        ):
            analysis = analyse(job, estimator, progress, keeping.keeper)
            keeping.worth_it = not analysis.nobody
    except StabielError as error:
        if arguments.debug:
            raise
        print(f"stabiel: {error}", file=sys.stderr)
        return error.exit_code
    if analysis.nobody:
        return _nobody(video)
    _print_session(analysis.session, video, "Report", analysis.report)
    if keeping.keeper is not None:
        number = keeping.keeper.session_id
        print(f"Kept as session {number}; see it again with: stabiel review {number}")
    return 0


@dataclass
class _Keeping:
    """What keeps an analysis in the records, and whether there is something to keep."""

    keeper: "SessionKeeper | None" = None
    worth_it: bool = False


@contextmanager
def _keeping(
    job: "Job", recorded_at: datetime, arguments: argparse.Namespace
) -> Iterator[_Keeping]:
    """Keep the session of an analysis where that was asked for, unless the analysis fails."""
    if not (arguments.keep or arguments.keep_video):
        yield _Keeping()
        return
    from stabiel.store import About

    about = About(
        exercise=job.exercise,
        book=job.book,
        language=job.language,
        model=job.model,
        source_kind="file",
        source_name=job.video.name,
        began_at=recorded_at,
        dose=job.exercise.dose.repetitions,
    )
    with opened_store(arguments) as store, store.begin(about) as keeper:
        keeping = _Keeping(keeper)
        try:
            yield keeping
        finally:
            if not keeping.worth_it:
                store.drop(keeper)
        if keeping.worth_it and arguments.keep_video:
            store.folder.keep_video(keeper.session_id, job.out / "annotated.mp4")


def _nobody(video: Path) -> int:
    print(
        f"stabiel: {video}: nobody was found in this video; put the whole body in the picture "
        "and light on it.",
        file=sys.stderr,
    )
    return NOBODY_EXIT_CODE


def _print_session(session: "Session", video: Path, result: str, path: Path) -> None:
    def counted(number: int, word: str) -> str:
        return f"{number} {word}" if number == 1 else f"{number} {word}s"

    reasons = ", ".join(dict.fromkeys(attempt.reason for attempt in session.attempts))
    faults = ", ".join(dict.fromkeys(fault.id for fault in session.faults))
    parts = [
        counted(len(session.repetitions), "repetition"),
        counted(len(session.attempts), "attempt") + (f" ({reasons})" if reasons else ""),
    ]
    if session.holds:
        parts = [counted(len(session.holds), "hold") + f" of {session.hold_s:.1f} s in the zone"]
    parts += [
        counted(len(session.faults), "fault") + (f" ({faults})" if faults else ""),
    ]
    print(f"{video.name}: {', '.join(parts)}")
    print(f"{result}: {path.resolve()}")


def _list_exercises(arguments: argparse.Namespace) -> int:
    from stabiel.exercise_files import load_book
    from stabiel.programme_files import load_programmes
    from stabiel.texts import text

    book = load_book()
    programmes = load_programmes(book)
    if arguments.json:
        listed = [
            *({"id": each.id, "name": each.name.model_dump()} for each in book.exercises.values()),
            *(
                {
                    "id": each.id,
                    "name": each.name.model_dump(),
                    "exercises": [prescribed.exercise for prescribed in each.exercises],
                }
                for each in programmes.values()
            ),
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return 0
    language = arguments.lang
    width = max(len(name) for name in [*book.exercises, *programmes])
    for exercise in book.exercises.values():
        print(f"{exercise.id:<{width}}  {exercise.name.in_language(language)}")
    for programme in programmes.values():
        words = text("programme", "listed", language, count=len(programme.exercises))
        print(f"{programme.id:<{width}}  {programme.name.in_language(language)} ({words})")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from stabiel.exercise_files import load_book
    from stabiel.programme_files import load_programmes

    book = load_book()
    programmes = load_programmes(book)
    if arguments.id in programmes:
        if arguments.drawing is not None:
            raise UsageError(f"'{arguments.id}' is a programme: draw one of its exercises.")
        return _show_programme(programmes[arguments.id], book, arguments)
    if arguments.id not in book.exercises:
        known = ", ".join([*book.exercises, *programmes])
        raise UsageError(
            f"There is no exercise or programme '{arguments.id}'; choose one of: {known}."
        )
    exercise = book.get(arguments.id)
    if arguments.drawing is not None:
        from stabiel.placement import placement
        from stabiel.placement_image import save_placement

        drawing = placement(exercise, book.posture(exercise), arguments.lang)
        save_placement(drawing, arguments.drawing)
    return _show_exercise(exercise, book, arguments)


def _show_exercise(
    exercise: "Exercise", book: "ExerciseBook", arguments: argparse.Namespace
) -> int:
    if arguments.json:
        print(json.dumps(exercise.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return 0
    from stabiel.placement import placement_words

    language = arguments.lang
    print(f"{exercise.name.in_language(language)} ({exercise.id})\n")
    print(exercise.instruction.in_language(language))
    print(book.posture(exercise).say.in_language(language))
    print(placement_words(exercise, language))
    for reminder in exercise.reminders:
        print(f"  ~ {book.shared.reminders[reminder].in_language(language)}")
    for name, fault in exercise.faults.items():
        words = fault.say.in_language(language)
        print(f"  {name}: {fault.name.in_language(language)} - {words}")
    return 0


def _show_programme(
    programme: "Programme", book: "ExerciseBook", arguments: argparse.Namespace
) -> int:
    from stabiel.dose_words import dose_in_words
    from stabiel.texts import text

    if arguments.json:
        print(json.dumps(programme.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return 0
    language = arguments.lang
    print(f"{programme.name.in_language(language)} ({programme.id})\n")
    for number, each in enumerate(programme.exercises, start=1):
        exercise = book.get(each.exercise)
        dose = dose_in_words(exercise, each.dose, language)
        name = exercise.name.in_language(language)
        print(f"{number:>3}. {name} ({exercise.id}): {dose}")
    rule = programme.progression
    print()
    print(text("programme", "rest", language, seconds=f"{programme.rest_s:g}"))
    print(
        text(
            "programme",
            "progression",
            language,
            sessions=rule.sessions,
            share=f"{100 * rule.good_share:g}",
            add=rule.add,
            up_to=rule.up_to,
        )
    )
    return 0


def _check_exercises(arguments: argparse.Namespace) -> int:
    from stabiel.errors import ExerciseError
    from stabiel.exercise_files import SHARED_FILE, exercise_of, load_book, load_shared, read_yaml
    from stabiel.programme_files import PROGRAMMES_FOLDER, is_programme, programme_of

    folder = exercises_folder()
    programmes = sorted((folder / PROGRAMMES_FOLDER).glob("*.yaml"))
    files = arguments.files or [*sorted(folder.glob("*.yaml")), *programmes]
    mistakes: list[str] = []
    shared = load_shared(folder / SHARED_FILE)
    for file in files:
        try:
            located = read_yaml(file)
            if is_programme(located):
                programme_of(located, load_book(), file.stem)
            else:
                exercise_of(located, shared, file.stem)
        except ExerciseError as error:
            mistakes += [str(mistake) for mistake in error.mistakes]
    mistakes = list(dict.fromkeys(mistakes))
    if arguments.json:
        print(json.dumps({"files": [str(file) for file in files], "mistakes": mistakes}, indent=1))
    elif mistakes:
        print("\n".join(mistakes), file=sys.stderr)
    else:
        print(f"{len(files)} checked, no mistakes")
    return UsageError.exit_code if mistakes else 0


def _try_exercise(arguments: argparse.Namespace) -> int:
    from stabiel.chart import save_trial
    from stabiel.exercise_files import SHARED_FILE, ExerciseBook, load_exercise, load_shared
    from stabiel.frames import VideoFile
    from stabiel.landmarker import Landmarker
    from stabiel.progress import progress_of
    from stabiel.trial import try_on_video

    video: Path = arguments.video
    shared = load_shared(exercises_folder() / SHARED_FILE)
    exercise = load_exercise(arguments.file, shared)
    book = ExerciseBook(shared, {exercise.id: exercise})
    out: Path = arguments.out or Path(f"{exercise.id}-{video.stem}.png")
    if not out.parent.is_dir():
        raise OutputError(f"{out}: there is no folder {out.parent}; choose another with --out.")
    with VideoFile(video) as opened:
        duration_s = opened.duration_s
    with (
        Landmarker(arguments.model, outline=book.needs_outline(exercise)) as estimator,
        progress_of(video, duration_s) as progress,
    ):
        trial = try_on_video(
            video, exercise, book, estimator, model=arguments.model, progress=progress
        )
    if trial.nobody:
        return _nobody(video)
    save_trial(trial, out)
    _print_session(trial.session, video, "Picture", out)
    return 0


def _print_schema(arguments: argparse.Namespace) -> int:
    from stabiel.exercise_files import SHARED_FILE, load_book, load_shared
    from stabiel.exercise_schema import (
        as_text,
        exercise_schema,
        programme_schema,
        shared_schema,
    )

    if arguments.programme:
        schema = programme_schema(load_book())
    else:
        shared = load_shared(exercises_folder() / SHARED_FILE)
        schema = shared_schema(shared) if arguments.shared else exercise_schema(shared)
    print(as_text(schema), end="")
    return 0
