"""The commands `exercises`. In: exercise files. Out: lists, texts, mistakes, drawings, schemas.

Heavy packages are imported inside the functions, so that `--help` answers at once.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import LANGUAGES, add_actions, add_model_option, print_session
from stabiel.errors import NOBODY_EXIT_CODE, OutputError, UsageError, nobody_in, unknown_name
from stabiel.system.resources import exercises_folder

if TYPE_CHECKING:
    from stabiel.exercises.files import ExerciseBook
    from stabiel.exercises.model import Exercise
    from stabiel.exercises.programme import Programme


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `exercises` with its actions."""
    exercises = commands.add_parser("exercises", help="list, show or check exercises")
    actions = add_actions(exercises)
    listing = actions.add_parser("list", help="list the exercises and programmes")
    showing = actions.add_parser("show", help="show one exercise or programme")
    showing.add_argument("id", metavar="ID")
    showing.add_argument(
        "--drawing", type=Path, metavar="FILE", help="draw where the camera stands (.svg or .png)"
    )
    checking = actions.add_parser("check", help="check files and list every mistake")
    checking.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="(default: all files that come with stabiel)",
    )
    for action, run in ((listing, _list), (showing, _show), (checking, _check)):
        action.add_argument(
            "--lang", choices=LANGUAGES, default="nl", help="language (default: nl)"
        )
        action.add_argument("--json", action="store_true", help="print JSON")
        action.set_defaults(run=run)

    trying = actions.add_parser(
        "try", help="draw every signal of an exercise file on a video, to tune the file"
    )
    trying.add_argument("file", type=Path, metavar="FILE", help="an exercise file, or a draft")
    trying.add_argument("video", type=Path, metavar="VIDEO")
    trying.add_argument(
        "--out",
        type=Path,
        metavar="PNG",
        help="path of the picture (default: ID-VIDEO.png in this folder)",
    )
    add_model_option(trying)
    trying.set_defaults(run=_try)

    schema = actions.add_parser("schema", help="print the JSON schema of exercise files")
    kind = schema.add_mutually_exclusive_group()
    kind.add_argument(
        "--shared", action="store_true", help="of the shared file instead (shared/postures.yaml)"
    )
    kind.add_argument(
        "--programme", action="store_true", help="of programmes instead (programmes/*.yaml)"
    )
    schema.set_defaults(run=_print_schema)


def _list(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.files import load_book
    from stabiel.exercises.programme_files import load_programmes
    from stabiel.wording.formatting import plural

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
        count = len(programme.exercises)
        words = plural("programme", "listed", count, language, count=count)
        print(f"{programme.id:<{width}}  {programme.name.in_language(language)} ({words})")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.files import load_book
    from stabiel.exercises.programme_files import load_programmes

    book = load_book()
    programmes = load_programmes(book)
    if arguments.id in programmes:
        if arguments.drawing is not None:
            raise UsageError(f"'{arguments.id}' is a programme: draw one of its exercises.")
        return _show_programme(programmes[arguments.id], book, arguments)
    if arguments.id not in book.exercises:
        known = [*book.exercises, *programmes]
        raise UsageError(unknown_name("exercise or programme", arguments.id, known))
    exercise = book.get(arguments.id)
    if arguments.drawing is not None:
        from stabiel.drawing.placement import placement
        from stabiel.drawing.placement_image import save_placement

        drawing = placement(exercise, book.posture(exercise), arguments.lang)
        save_placement(drawing, arguments.drawing)
    return _show_exercise(exercise, book, arguments)


def _show_exercise(
    exercise: "Exercise", book: "ExerciseBook", arguments: argparse.Namespace
) -> int:
    if arguments.json:
        print(json.dumps(exercise.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return 0
    from stabiel.drawing.placement import placement_words

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
    from stabiel.exercises.programme import dose_in_words
    from stabiel.wording.formatting import plural, short_number

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
    rest_s = programme.rest_s
    print(plural("programme", "rest", rest_s, language, seconds=short_number(rest_s, language)))
    print(
        plural(
            "programme",
            "progression",
            rule.sessions,
            language,
            sessions=rule.sessions,
            share=short_number(100 * rule.good_share, language),
            add=rule.add,
            up_to=rule.up_to,
        )
    )
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from stabiel.errors import ExerciseError
    from stabiel.exercises.files import SHARED_FILE, exercise_of, load_book, load_shared, read_yaml
    from stabiel.exercises.programme_files import PROGRAMMES_FOLDER, is_programme, programme_of

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
        print(f"{len(files)} file{'' if len(files) == 1 else 's'} checked, no mistakes")
    return UsageError.exit_code if mistakes else 0


def _try(arguments: argparse.Namespace) -> int:
    from stabiel.commands.progress_bar import progress_of
    from stabiel.exercises.files import SHARED_FILE, ExerciseBook, load_exercise, load_shared
    from stabiel.pose.mediapipe import Landmarker
    from stabiel.tuning.chart import save_trial
    from stabiel.tuning.signals import try_on_video
    from stabiel.video.reader import VideoFile
    from stabiel.wording.catalogue import text

    video: Path = arguments.video
    shared = load_shared(exercises_folder() / SHARED_FILE)
    exercise = load_exercise(arguments.file, shared)
    book = ExerciseBook(shared, {exercise.id: exercise})
    out: Path = arguments.out or Path(f"{exercise.id}-{video.stem}.png")
    if not out.parent.is_dir():
        raise OutputError(
            f"{out}: the folder {out.parent} does not exist; choose another with --out."
        )
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
        print(f"stabiel: {nobody_in(video)}", file=sys.stderr)
        return NOBODY_EXIT_CODE
    save_trial(trial, out)
    language = trial.session.language
    print_session(trial.session, book, language, video)
    print(text("terminal", "picture", language, path=out.resolve()))
    return 0


def _print_schema(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.files import SHARED_FILE, load_book, load_shared
    from stabiel.exercises.schema import (
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
