"""The commands `exercises`. In: exercise files. Out: lists, texts, mistakes, drawings, schemas.

Heavy packages are imported inside the functions, so that `--help` answers at once.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    LANGUAGES,
    add_actions,
    add_data_option,
    add_model_option,
    exercise_of_word,
    own_folder,
    own_library,
    print_session,
)
from stabiel.commands.teach import add_teach
from stabiel.errors import NOBODY_EXIT_CODE, OutputError, UsageError, nobody_in
from stabiel.system.resources import exercises_folder

if TYPE_CHECKING:
    from stabiel.errors import Mistake
    from stabiel.exercises.files import ExerciseBook
    from stabiel.exercises.library import Library
    from stabiel.exercises.model import Exercise
    from stabiel.exercises.programme import Programme


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `exercises` with its actions."""
    exercises = commands.add_parser("exercises", help="list, show or check exercises")
    actions = add_actions(exercises)
    listing = actions.add_parser("list", help="list the exercises and programmes")
    showing = actions.add_parser("show", help="show one exercise or programme")
    showing.add_argument("id", metavar="ID|FILE")
    showing.add_argument(
        "--drawing", type=Path, metavar="FILE", help="draw where the camera stands (.svg or .png)"
    )
    checking = actions.add_parser("check", help="check files and list every mistake")
    checking.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="(default: all that come with stabiel, and your own in the data folder)",
    )
    for action, run in ((listing, _list), (showing, _show), (checking, _check)):
        action.add_argument(
            "--lang", choices=LANGUAGES, default="nl", help="language (default: nl)"
        )
        action.add_argument("--json", action="store_true", help="print JSON")
        add_data_option(action)
        action.set_defaults(run=run)

    trying = actions.add_parser(
        "try", help="draw every signal of an exercise file on a video, to tune the file"
    )
    trying.add_argument("exercise", metavar="ID|FILE", help="an exercise file, or a draft")
    trying.add_argument("video", type=Path, metavar="VIDEO")
    trying.add_argument(
        "--out",
        type=Path,
        metavar="PNG",
        help="path of the picture (default: ID-VIDEO.png in this folder)",
    )
    add_data_option(trying)
    add_model_option(trying)
    trying.set_defaults(run=_try)

    add_teach(actions)
    schema = actions.add_parser("schema", help="print the JSON schema of exercise files")
    kind = schema.add_mutually_exclusive_group()
    kind.add_argument(
        "--shared", action="store_true", help="of the shared file instead (shared/postures.yaml)"
    )
    kind.add_argument(
        "--programme", action="store_true", help="of programmes instead (programmes/*.yaml)"
    )
    kind.add_argument("--plan", action="store_true", help="of plans instead (plans/*.yaml)")
    kind.add_argument(
        "--own", action="store_true", help="of exercises with checks of their own, or based on one"
    )
    schema.set_defaults(run=_print_schema)


def _list(arguments: argparse.Namespace) -> int:
    from stabiel.wording.formatting import plural

    library = own_library(arguments)
    book, programmes = library.book, library.programmes
    mistakes = [str(mistake) for file in library.own for mistake in file.mistakes]
    if mistakes:
        print("\n".join(mistakes), file=sys.stderr)
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
    library = own_library(arguments)
    asked: str = arguments.id
    programme = _programme(asked, library)
    if programme is not None:
        if arguments.drawing is not None:
            raise UsageError(f"'{programme.id}' is a programme: draw one of its exercises.")
        return _show_programme(programme, library.book, arguments)
    library, exercise = exercise_of_word(
        library, own_folder(arguments), asked, replacing=True, kind="exercise or programme"
    )
    book = library.book_for(exercise)
    if arguments.drawing is not None:
        from stabiel.drawing.placement import placement
        from stabiel.drawing.placement_image import save_placement

        drawing = placement(exercise, book.posture(exercise), arguments.lang)
        save_placement(drawing, arguments.drawing)
    return _show_exercise(exercise, book, arguments)


def _programme(asked: str, library: "Library") -> "Programme | None":
    """Return the programme of an id or a file, None if it is not a programme."""
    from stabiel.exercises.files import read_yaml
    from stabiel.exercises.library import is_file_name
    from stabiel.exercises.programme_files import is_programme, programme_of

    if is_file_name(asked):
        located = read_yaml(Path(asked))
        if is_programme(located):
            return programme_of(located, library.book, Path(asked).stem)
        return None
    known = asked in library.programmes
    own = any(file.id == asked and file.kind == "programme" for file in library.own)
    return library.programme(asked) if known or own else None


def _show_exercise(
    exercise: "Exercise", book: "ExerciseBook", arguments: argparse.Namespace
) -> int:
    if arguments.json:
        print(json.dumps(exercise.model_dump(mode="json"), ensure_ascii=False, indent=1))
        return 0
    from stabiel.drawing.placement import placement_words
    from stabiel.exercises.as_yaml import exercise_yaml

    language = arguments.lang
    lines = [f"{exercise.name.in_language(language)} ({exercise.id})", ""]
    lines.append(exercise.instruction.in_language(language))
    lines.append(book.posture(exercise).say.in_language(language))
    lines.append(placement_words(exercise, language))
    lines += [
        f"  ~ {book.shared.reminders[name].in_language(language)}" for name in exercise.reminders
    ]
    for name, fault in exercise.faults.items():
        words = fault.say.in_language(language)
        lines.append(f"  {name}: {fault.name.in_language(language)} - {words}")
    # The words are comments, so that the whole is an exercise file again.
    print("\n".join(f"# {line}".rstrip() for each in lines for line in each.splitlines() or [""]))
    print(f"\n{exercise_yaml(exercise)}", end="")
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
    from stabiel.exercises.library import PROGRAMMES

    library = own_library(arguments)
    files: list[Path] = arguments.files
    if not files:
        shipped = exercises_folder()
        folders = (shipped, shipped / PROGRAMMES)
        files = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
        files += [file.path for file in library.own]
    mistakes: list[str] = []
    for path in files:
        # One in the data folder is refused for what it is beside the others, such as a link.
        own = next((file for file in library.own if file.path == path), None)
        found = own.mistakes if own is not None and own.mistakes else _mistakes_in(path, library)
        mistakes += [str(mistake) for mistake in found]
    mistakes = list(dict.fromkeys(mistakes))
    if arguments.json:
        print(json.dumps({"files": [str(file) for file in files], "mistakes": mistakes}, indent=1))
    elif mistakes:
        print("\n".join(mistakes), file=sys.stderr)
    else:
        print(f"{len(files)} file{'' if len(files) == 1 else 's'} checked, no mistakes")
    return UsageError.exit_code if mistakes else 0


def _mistakes_in(path: Path, library: "Library") -> "Sequence[Mistake]":
    """Return the mistakes of a file, and the promises that it does not keep."""
    from stabiel.errors import ExerciseError
    from stabiel.exercises.files import read_yaml
    from stabiel.exercises.library import with_file
    from stabiel.exercises.programme_files import is_programme, programme_of
    from stabiel.tuning.promises import broken_promises

    try:
        located = read_yaml(path)
        if is_programme(located):
            programme_of(located, library.book, path.stem)
            return ()
        _, exercise = with_file(library, path)
    except ExerciseError as error:
        return error.mistakes
    return broken_promises(exercise, located)


def _try(arguments: argparse.Namespace) -> int:
    from stabiel.commands.progress_bar import progress_of
    from stabiel.pose.mediapipe import Landmarker
    from stabiel.tuning.chart import save_trial
    from stabiel.tuning.signals import try_on_video
    from stabiel.video.reader import VideoFile
    from stabiel.wording.catalogue import text

    video: Path = arguments.video
    library, exercise = exercise_of_word(
        own_library(arguments), own_folder(arguments), arguments.exercise, replacing=True
    )
    book = library.book_for(exercise)
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
    from stabiel.exercises.files import load_book
    from stabiel.exercises.schema import (
        as_text,
        exercise_schema,
        own_exercise_schema,
        plan_schema,
        programme_schema,
        shared_schema,
    )

    book = load_book()
    if arguments.programme:
        schema = programme_schema(book)
    elif arguments.shared:
        schema = shared_schema(book.shared)
    elif arguments.plan:
        schema = plan_schema(book)
    elif arguments.own:
        schema = own_exercise_schema(book)
    else:
        schema = exercise_schema(book.shared)
    print(as_text(schema), end="")
    return 0
