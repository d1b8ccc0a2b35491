"""The commands `plan`: make, check, show, hand over and choose plans. In: plan files. Out: plans.

Heavy packages are imported inside the functions, so that `--help` answers at once.
"""

import argparse
import json
import sys
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    LANGUAGES,
    add_actions,
    add_data_option,
    data_folder,
    in_columns,
)
from stabiel.errors import ExerciseError, OutputError, UsageError, unknown_name

if TYPE_CHECKING:
    from stabiel.exercises.library import Library
    from stabiel.exercises.plan import TrainingPlan


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `plan` with its actions."""
    plan = commands.add_parser("plan", help="make, check, show, hand over and choose plans")
    actions = add_actions(plan)
    listing = actions.add_parser("list", help="list the plans and programmes")
    new = actions.add_parser("new", help="write the file of a new plan, to change it")
    new.add_argument(
        "file", type=Path, metavar="FILE", help="such as anna.yaml; the name is the id"
    )
    new.add_argument(
        "--preset", default="leaflet", metavar="NAME", help="what to begin from (default: leaflet)"
    )
    checking = actions.add_parser("check", help="check plan files and list every mistake")
    checking.add_argument("files", nargs="+", type=Path, metavar="FILE")
    showing = actions.add_parser("show", help="show a plan (default: the one that is followed)")
    showing.add_argument("plan", nargs="?", metavar="ID|FILE")
    taking = actions.add_parser("import", help="keep a plan file in the data folder")
    taking.add_argument("file", type=Path, metavar="FILE")
    taking.add_argument(
        "--replace", action="store_true", help="in place of a plan that has the same id"
    )
    taking.add_argument("--choose", action="store_true", help="also follow it from now on")
    giving = actions.add_parser("export", help="write a plan as one file that travels")
    printing = actions.add_parser("print", help="write a plan as PDF, one or two pages")
    for action, ending in ((giving, "yaml"), (printing, "pdf")):
        action.add_argument("plan", nargs="?", metavar="ID|FILE", help="(default: the chosen one)")
        action.add_argument(
            "--out", type=Path, metavar="FILE", help=f"(default: ID.{ending} in this folder)"
        )
    dating = actions.add_parser("calendar", help="write a plan for your own calendar (.ics)")
    dating.add_argument("file", type=Path, metavar="FILE", help="such as exercises.ics")
    dating.add_argument("--plan", metavar="ID|FILE", help="(default: the plan that is followed)")
    dating.add_argument(
        "--at",
        default="09:00",
        metavar="HH:MM",
        help="time of the first session of a day; several are spread until 20:00 (default: 09:00)",
    )
    choosing = actions.add_parser("choose", help="follow a plan or programme from now on")
    choosing.add_argument("id", metavar="ID")
    runs = (
        (listing, _list), (new, _new), (checking, _check), (showing, _show), (taking, _import),
        (giving, _export), (printing, _print), (choosing, _choose),
        (dating, _calendar),
    )  # fmt: skip
    for action, run in runs:
        add_data_option(action)
        action.set_defaults(run=run)
    for action in (listing, showing, printing, dating):
        action.add_argument(
            "--lang", choices=LANGUAGES, default="nl", help="language (default: nl)"
        )
    for action in (listing, showing):
        action.add_argument("--json", action="store_true", help="print JSON")


def _library(arguments: argparse.Namespace, plan: str | None = None) -> "Library":
    from stabiel.commands.common import followed_library

    return followed_library(data_folder(arguments), plan)


def _list(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.plan_steps import plan_minutes
    from stabiel.store.plans import PlanFolder

    library = _library(arguments)
    rows: list[list[str]] = []
    found: list[dict[str, object]] = []
    for each in PlanFolder(data_folder(arguments)).listed(library):
        if each.read is None:
            print("\n".join(map(str, each.mistakes)), file=sys.stderr)
            continue
        plan, chosen = each.read.plan, each.id == library.followed.id
        known = {**library.without_plan.book.exercises, **each.read.exercises}
        minutes = plan_minutes(plan, known)
        title = plan.title.in_language(arguments.lang)
        rows.append(["*" if chosen else "", plan.id, f"{minutes} min", title])
        found.append({"id": plan.id, "title": title, "minutes": minutes, "chosen": chosen})
    print(json.dumps(found, ensure_ascii=False, indent=1) if arguments.json else in_columns(rows))
    return 0


def _new(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.plan_files import plan_presets, plan_yaml

    file: Path = arguments.file
    presets = {each.id: each for each in plan_presets(_library(arguments).without_plan.book)}
    if arguments.preset not in presets:
        raise UsageError(unknown_name("preset", arguments.preset, presets))
    if file.exists() or file.is_symlink():
        raise UsageError(f"{file}: this file exists already; choose another name.")
    if file.suffix != ".yaml":
        raise UsageError(f"{file}: the name of a plan file must end in .yaml.")
    _checked_id(file)
    plan = presets[arguments.preset].model_copy(update={"id": file.stem})
    _write(file, plan_yaml(plan).encode())
    print(f"Written: {file}. Change it, then: stabiel plan import {file}")
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.library import plan_in
    from stabiel.exercises.plan_files import read_plan_file

    library = _library(arguments)
    wrong = 0
    for file in arguments.files:
        try:
            plan_in(library, read_plan_file(file), file.stem)
        except ExerciseError as error:
            wrong += 1
            print(error, file=sys.stderr)
        else:
            print(f"{file}: fine.")
    return UsageError.exit_code if wrong else 0


def _show(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.plan import plan_data
    from stabiel.report.plan_in_words import doses_in_words, people_in_words, times_in_words

    library = _library(arguments, arguments.plan)
    plan, language = library.followed, arguments.lang
    if arguments.json:
        print(json.dumps(plan_data(plan), ensure_ascii=False, indent=1))
        return 0
    print(f"{plan.title.in_language(language)} ({plan.id})")
    for words in (people_in_words(plan, language), times_in_words(plan, library, language)):
        if words:
            print(words)
    doses = doses_in_words(plan, library, language)
    for number, (step, dose) in enumerate(zip(plan.steps, doses, strict=True), 1):
        name = library.book[step.exercise].name.in_language(language)
        print(f"{number:3}. {name}: {dose}")
        if step.remark:
            print(f"     {step.remark}")
    if plan.stop:
        print(plan.stop)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.library import plan_in
    from stabiel.exercises.plan_files import read_plan_file
    from stabiel.store.plans import PlanFolder

    library, plans = _library(arguments), PlanFolder(data_folder(arguments))
    read = plan_in(library, read_plan_file(arguments.file))
    plan = read.plan
    if not arguments.replace and any(
        each.own and each.id == plan.id for each in plans.listed(library)
    ):
        raise UsageError(
            f"There is a plan '{plan.id}' already; add --replace, or change the id in "
            f"{arguments.file}."
        )
    for name, other in plans.same_names(read, library):
        print(
            f"The plan '{other}' has another exercise '{name}' inside. Each plan uses its own; to "
            f"keep them apart in the records, rename one: {arguments.file}",
            file=sys.stderr,
        )
    path = plans.keep(plan)
    print(f"Kept in: {path}")
    if arguments.choose:
        arguments.id = plan.id
        return _choose(arguments)
    print(f"Follow it: stabiel plan choose {plan.id}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.plan_files import plan_yaml, with_needed_exercises

    library = _library(arguments, arguments.plan)
    plan: TrainingPlan = library.followed
    exercises = library.book.exercises
    shipped = {name for name in exercises if library.is_shipped(name)}
    whole, left = with_needed_exercises(plan, exercises, shipped)
    path: Path = arguments.out or Path(f"{plan.id}.yaml")
    _write(path, plan_yaml(whole).encode())
    if left:
        print(f"Not in the file: {', '.join(left)}.", file=sys.stderr)
    print(f"Written: {path}")
    return 0


def _print(arguments: argparse.Namespace) -> int:
    from stabiel.report.plan_pdf import plan_pdf

    library = _library(arguments, arguments.plan)
    path: Path = arguments.out or Path(f"{library.followed.id}.pdf")
    _write(path, plan_pdf(library.followed, library, arguments.lang))
    print(f"Written: {path}")
    return 0


def _calendar(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.plan_steps import plan_minutes
    from stabiel.export.calendar import plan_calendar, times_between

    file: Path = arguments.file
    if file.suffix != ".ics":
        raise UsageError(f"{file}: the name of a calendar file must end in .ics.")
    library = _library(arguments, arguments.plan)
    plan = library.followed
    times = times_between(_time_of_day(arguments.at), plan.times_a_day)
    minutes = plan_minutes(plan, library.book.exercises)
    now = datetime.now().astimezone()
    _write(file, plan_calendar(plan, minutes, arguments.lang, times, now))
    print(f"Written: {file}. Open it with your calendar.")
    return 0


def _time_of_day(words: str) -> time:
    try:
        return datetime.strptime(words, "%H:%M").time()
    except ValueError:
        raise UsageError(f"--at {words}: give a time of day, such as 09:00.") from None


def _choose(arguments: argparse.Namespace) -> int:
    from stabiel.store.plans import PlanFolder
    from stabiel.web.settings_file import SettingsFile

    folder = data_folder(arguments)
    plan = PlanFolder(folder).load(arguments.id, _library(arguments)).plan
    SettingsFile(folder).change({"plan": plan.id})
    print(f"From now on: {plan.id}. Train: stabiel live, or stabiel app")
    return 0


def _checked_id(file: Path) -> None:
    from pydantic import TypeAdapter, ValidationError

    from stabiel.exercises.values import Name

    try:
        TypeAdapter(Name).validate_python(file.stem)
    except ValidationError as error:
        raise UsageError(
            f"{file}: the name of a plan is its id: lower-case letters and digits, "
            "joined by - or _."
        ) from error


def _write(path: Path, data: bytes) -> None:
    from stabiel.system.atomic import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        raise OutputError(
            f"{path}: the file cannot be written ({error.strerror}); choose another name."
        ) from error
