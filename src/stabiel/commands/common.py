"""What commands share: options, the records, and one session. In: arguments. Out: opened records.

A session is named by its number in the records, or by the folder that an analysis wrote.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.errors import UsageError, unknown_name
from stabiel.system.resources import MODEL_NAMES, ModelName

# It is right on more of the sample clips than heavy, in a third of the time (measured on the thirty
# sample clips with truth).
DEFAULT_MODEL: ModelName = "full"
LANGUAGES = ("nl", "en")

if TYPE_CHECKING:
    from stabiel.exercises.files import ExerciseBook
    from stabiel.exercises.library import Library
    from stabiel.exercises.model import Exercise
    from stabiel.pose.recording import Recorded
    from stabiel.session.session import Session
    from stabiel.store import DataFolder, Person, Persons, Store
    from stabiel.wording.language import Language


def add_actions(
    parser: argparse.ArgumentParser, title: str = "actions", metavar: str = "ACTION"
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    """Give a command actions; without one of them it prints its help and fails (exit code 2)."""
    parser.set_defaults(run=partial(_print_help, parser))
    return parser.add_subparsers(title=title, metavar=metavar)


def _print_help(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    parser.print_help(sys.stderr)
    return UsageError.exit_code


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Add `--data DIR` and `--person NAME`."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="the folder of the records (see: stabiel data where)",
    )
    parser.add_argument(
        "--person",
        metavar="NAME",
        help="whose records (see: stabiel persons list; default: those of the first person)",
    )


def add_model_option(parser: argparse.ArgumentParser) -> None:
    """Add `--model NAME`."""
    parser.add_argument(
        "--model",
        choices=MODEL_NAMES,
        default=DEFAULT_MODEL,
        help=f"pose model (default: {DEFAULT_MODEL})",
    )


def add_csv_options(parser: argparse._ActionsContainer) -> None:
    """Add `--separator` and `--decimal`, for a spreadsheet that expects those of its country."""
    parser.add_argument(
        "--separator",
        choices=("comma", "semicolon", "tab"),
        default="comma",
        help="what separates the cells of a CSV file (default: comma; Dutch Excel: semicolon)",
    )
    parser.add_argument(
        "--decimal",
        choices=("point", "comma"),
        help="the decimal sign of a CSV file (default: comma with semicolons, else point)",
    )


def data_folder(arguments: argparse.Namespace) -> "DataFolder":
    """Return the folder of the person named by `--person`, or else of the first person.

    It is in the folder named by `--data`, or else in the user's default folder. If there are
    several persons and none is named, one line says whose records these are.

    Raises:
        UsageError: nobody has this name; or nobody is named, and the first person was removed.
    """
    persons = persons_of(arguments)
    if arguments.person is not None:
        return persons.folder(persons.find(arguments.person).id)
    known = persons.all()
    if len(known) > 1:
        _say_whose(known, arguments)
    return persons.folder(known[0].id)


def own_folder(arguments: argparse.Namespace) -> "DataFolder":
    """Return the folder whose exercises and chosen plan a command uses that reads no records.

    It is that of the person named by `--person`, or else the data folder itself.

    Raises:
        UsageError: `--person` names nobody.
    """
    from stabiel.store import DataFolder

    persons = persons_of(arguments)
    if arguments.person is not None:
        return persons.folder(persons.find(arguments.person).id)
    return DataFolder(persons.root)


def persons_of(arguments: argparse.Namespace) -> "Persons":
    """Return the persons of the folder named by `--data`, or else of the default folder."""
    from stabiel.store import Persons, default_folder

    return Persons(arguments.data or default_folder())


def name_on_reports(arguments: argparse.Namespace) -> str | None:
    """Return the person's name, if the settings say that it stands on reports."""
    from stabiel.web.settings_file import SettingsFile

    folder, persons = data_folder(arguments), persons_of(arguments)
    if not SettingsFile(folder).load().name_on_reports:
        return None
    names = [each.name for each in persons.all() if persons.folder(each.id).path == folder.path]
    return names[0] or None


def _say_whose(known: "list[Person]", arguments: argparse.Namespace) -> None:
    names = ", ".join(each.label for each in known)
    if known[0].id != "first":
        raise UsageError(f"Several people are kept here; say whose with --person: {names}.")
    if not getattr(arguments, "said_whose", False):
        arguments.said_whose = True
        print(f"These are the records of {known[0].label} (--person: {names}).", file=sys.stderr)


def followed_library(folder: "DataFolder", plan: str | None = None) -> "Library":
    """Return all exercises, with those of the plan that is followed.

    A chosen plan that cannot be used is reported, and the leaflet's programme is followed instead.

    Args:
        folder: the data folder.
        plan: the id or the file of a plan to follow in place of the chosen one.

    Raises:
        UsageError: there is no such plan.
        ExerciseError: the file of the named plan is wrong.
    """
    from stabiel.exercises.library import read_library
    from stabiel.store.plans import PlanFolder

    library = read_library(folder.shared, folder.path)
    if plan is not None:
        return PlanFolder(folder).named(plan, library)
    for mistake in library.plan_mistakes:
        print(f"The chosen plan is not used: {mistake}", file=sys.stderr)
    return library


def own_library(arguments: argparse.Namespace) -> "Library":
    """Return all exercises, with those inside the plan that the person follows."""
    from stabiel.exercises.library import read_library

    folder = own_folder(arguments)
    return read_library(folder.shared, folder.path)


def exercise_of_word(
    library: "Library",
    folder: "DataFolder",
    word: str,
    *,
    replacing: bool = False,
    kind: str = "exercise",
) -> "tuple[Library, Exercise]":
    """Return the exercise that a user names by its id or by its file, and all exercises with it.

    Args:
        library: all exercises.
        folder: the data folder, in whose other plans the exercise may be.
        word: an id, or the path of a file.
        replacing: whether the file may take the place of an exercise with the same id.
        kind: what could have been named: an exercise, or also a programme.

    Raises:
        UsageError: there is no such exercise; it names the plans that have it inside.
        ExerciseError: its file is wrong.
    """
    from stabiel.exercises.library import exercise_in, is_file_name
    from stabiel.store.plans import PlanFolder

    exists = word in library.book.exercises or any(file.id == word for file in library.own)
    if exists or is_file_name(word):
        return exercise_in(library, word, replacing=replacing)
    plans = PlanFolder(folder).with_exercise(word, library)
    if plans:
        raise UsageError(
            f"The exercise '{word}' is inside the plan '{plans[0]}', which is not followed now; "
            f"to use it: stabiel plan choose {plans[0]}."
        )
    programmes = [] if kind == "exercise" else library.programmes
    raise UsageError(unknown_name(kind, word, [*library.book.exercises, *programmes]))


@contextmanager
def opened_store(arguments: argparse.Namespace) -> Iterator["Store"]:
    """Open the records in that folder while the block runs."""
    from stabiel.store import Store

    with Store(data_folder(arguments)) as store:
        yield store


@dataclass(frozen=True, slots=True)
class Found:
    """A session, from the records or from an analyzed folder.

    Attributes:
        id: its number in the records, None for an analyzed folder.
        session: what was done.
        book: the rule by which it was judged; for an analyzed folder, today's rule.
        read_frames: reads its recording.
        folder: the folder for its reports.
        name: the file name of its reports, without extension.
        video: the path of its annotated video, whether or not it exists.
        store: the records, None for an analyzed folder.
    """

    id: int | None
    session: "Session"
    book: "ExerciseBook"
    read_frames: "Callable[[], list[Recorded]]"
    folder: Path
    name: str
    video: Path
    store: "Store | None"


@contextmanager
def found_session(arguments: argparse.Namespace) -> Iterator[Found]:
    """Open the session that `arguments.session` names; None means the latest in the records.

    Raises:
        UsageError: there is no such session, or its exercise no longer exists.
        StoreError: the records cannot be read.
    """
    named: str | None = arguments.session
    if named is not None and not named.isdecimal():
        yield _analyzed(Path(named), own_library(arguments))
        return
    with opened_store(arguments) as store:
        number = store.latest() if named is None else int(named)
        session = store.load(number, look=True)
        yield Found(
            id=number,
            session=session,
            book=store.rule(number),
            read_frames=lambda: store.frames(number),
            folder=store.folder.report(number).parent,
            name=str(number),
            video=store.folder.video(number),
            store=store,
        )


def _analyzed(folder: Path, library: "Library") -> Found:
    from stabiel.analysis.results import EXERCISE
    from stabiel.exercises.files import exercise_of, read_yaml
    from stabiel.pose.recording import load_recording
    from stabiel.session.session import load_session

    path = folder / "session.json"
    if not path.is_file():
        raise UsageError(
            f"{folder}: this is neither the number of a session nor a folder with a session.json; "
            "see: stabiel sessions list."
        )
    session = load_session(path)
    if (folder / EXERCISE).is_file():
        located = read_yaml(folder / EXERCISE)
        exercise = exercise_of(located, library.book.shared)
    else:
        exercise = library.get(session.exercise)  # fails if the exercise no longer exists
    book = library.book_for(exercise)
    return Found(
        id=None,
        session=session,
        book=book,
        read_frames=lambda: load_recording(folder / "landmarks.npz"),
        folder=folder,
        name="report",
        video=folder / "annotated.mp4",
        store=None,
    )


def in_columns(rows: list[list[str]]) -> str:
    """Return rows of words as lines, in columns as wide as their widest word."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return "\n".join(
        "  ".join(f"{word:<{width}}" for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def print_session(
    session: "Session", book: "ExerciseBook", language: "Language", video: Path
) -> None:
    """Print what was counted in a video."""
    from stabiel.commands.wording import names_of, summary
    from stabiel.report.source_in_words import about_times

    print(summary(session, names_of(session.exercise, book, language), video.name))
    times = about_times(session, language)
    if times is not None:
        print(times)
