"""`stabiel progress`: kept sessions by week. In: an exercise, or all. Out: a table each."""

import argparse
import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    LANGUAGES,
    add_csv_options,
    add_data_option,
    data_folder,
    exercise_of_word,
    followed_library,
    in_columns,
    opened_store,
)
from stabiel.errors import OutputError, UsageError

if TYPE_CHECKING:
    from stabiel.exercises.model import Exercise
    from stabiel.session.tables import TableRow
    from stabiel.session.trends import Week
    from stabiel.store import Store
    from stabiel.store.weeks import ExerciseProgress
    from stabiel.wording.language import Language

MOST_FAULTS = 3


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `progress`."""
    parser = commands.add_parser("progress", help="compare the weeks of each exercise")
    parser.add_argument(
        "exercise", nargs="?", metavar="ID|FILE", help="only this exercise (default: all)"
    )
    parser.add_argument(
        "--plan",
        "--programme",
        metavar="ID|FILE",
        help="the plan or programme that suggests doses (default: the chosen plan)",
    )
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--accept", action="store_true", help="accept the suggested repetitions")
    answer.add_argument("--decline", action="store_true", help="keep the repetitions as they are")
    add_data_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (default: nl)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--table", type=Path, metavar="FILE", help="also write the weeks to a .csv or .xlsx file"
    )
    add_csv_options(parser)
    parser.set_defaults(run=_progress)


def _progress(arguments: argparse.Namespace) -> int:
    from stabiel.exercises.library import is_file_name, with_file
    from stabiel.store.listing import UNANSWERED
    from stabiel.store.weeks import progress_in
    from stabiel.store.workouts import unanswered
    from stabiel.wording.formatting import plural

    folder = data_folder(arguments)
    library = followed_library(folder, arguments.plan)
    if arguments.exercise is not None and is_file_name(arguments.exercise):
        library, exercise = with_file(library, Path(arguments.exercise))
        arguments.exercise = exercise.id
    answering = arguments.accept or arguments.decline
    if answering and arguments.exercise is None:
        raise UsageError("Name the exercise: stabiel progress ID, with --accept or --decline.")
    with opened_store(arguments) as store:
        found = progress_in(store, library.book, library.followed, arguments.exercise)
        if arguments.exercise is not None and not found:
            # Fails if it does not exist; one that is gone may have been done.
            exercise_of_word(library, folder, arguments.exercise)
        if answering:
            return _answer(store, found, arguments)
        videos = len(unanswered(store.sessions(UNANSWERED)))
    if arguments.table is not None:
        _write_table(found, arguments)
    if arguments.json:
        print(json.dumps([_as_json(each) for each in found], ensure_ascii=False, indent=1))
    else:
        print(_in_words(found, arguments.lang))
        if videos:
            print(f"\n{plural('days', 'videos', videos, arguments.lang, count=videos)}")
    return 0


def _answer(store: "Store", found: "list[ExerciseProgress]", arguments: argparse.Namespace) -> int:
    from stabiel.wording.catalogue import text

    suggestion = found[0].suggestion if found else None
    if suggestion is None:
        raise UsageError(
            f"There is no suggestion for {arguments.exercise} at the moment; "
            f"see: stabiel progress {arguments.exercise}."
        )
    before, suggested = suggestion.before, suggestion.suggested
    store.answer(arguments.exercise, before, suggested, accepted=arguments.accept)
    if arguments.json:
        dose = suggested if arguments.accept else before
        print(json.dumps({"exercise": arguments.exercise, "repetitions": dose}))
        return 0
    name = found[0].exercise.name.in_language(arguments.lang)
    if arguments.accept:
        words = text("progress", "accepted", arguments.lang, exercise=name, suggested=suggested)
    else:
        words = text("progress", "declined", arguments.lang, exercise=name, before=before)
    print(words)
    return 0


def _in_words(found: "list[ExerciseProgress]", language: "Language") -> str:
    from stabiel.commands.progress_words import comparisons_in_words
    from stabiel.wording.catalogue import text
    from stabiel.wording.formatting import plural

    if not found:
        return text("progress", "nothing", language)
    parts = []
    for each in found:
        name = partial(_fault_name, each.exercise, language=language)
        lines = [each.exercise.name.in_language(language), _table(each, language)]
        lines += comparisons_in_words(each, name, language)
        if each.suggestion is not None:
            suggestion = each.suggestion
            lines += [
                plural(
                    "progress",
                    "suggestion",
                    suggestion.sessions,
                    language,
                    suggested=suggestion.suggested,
                    before=suggestion.before,
                    sessions=suggestion.sessions,
                ),
                text("progress", "how_to_answer", language, exercise=each.exercise.id),
            ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _table(each: "ExerciseProgress", language: "Language") -> str:
    from stabiel.wording.catalogue import group
    from stabiel.wording.formatting import with_unit

    words = group("progress", language)
    follows = each.exercise.follows
    held = each.exercise.hold is not None
    keys = ["held"] if held else ["repetitions", "good", "range", "way"]
    rows = [[words[key] for key in ("week", "sessions", *keys, "seen")]]
    for week in each.weeks:
        if held:
            cells = [f"{week.hold_s:.0f} s"]
        else:
            share = "–" if week.good_share is None else f"{100 * week.good_share:.0f} %"
            reach = " – ".join(
                with_unit(follows, each, language) for each in (week.start, week.peak)
            )
            way = " / ".join(
                with_unit("_s", each, language) for each in (week.out_s, week.return_s)
            )
            cells = [str(week.repetitions), share, reach, way]
        seen = sorted(week.faults.items(), key=lambda fault: -fault[1])[:MOST_FAULTS]
        faults = ", ".join(
            f"{_fault_name(each.exercise, name, language)} {count}×" for name, count in seen
        )
        rows.append([week.monday.isoformat(), str(week.sessions), *cells, faults or "–"])
    return in_columns([[f"  {row[0]}", *row[1:]] for row in rows])


def _fault_name(exercise: "Exercise", fault_id: str, language: "Language") -> str:
    """Return the short name of a fault, or its id if the exercise no longer has it."""
    from stabiel.exercises.tempo import fault_words

    words = fault_words(exercise, fault_id)
    return fault_id if words is None else words[0].in_language(language).lower()


def _write_table(found: "list[ExerciseProgress]", arguments: argparse.Namespace) -> None:
    """Write a row for each exercise and week.

    Raises:
        UsageError: the file is neither .csv nor .xlsx.
        OutputError: it cannot be written.
    """
    from stabiel.export.spreadsheet import as_csv, csv_form, write_xlsx
    from stabiel.session.tables import columns_of
    from stabiel.system.atomic import write_whole

    path: Path = arguments.table
    form = csv_form(arguments.separator, arguments.decimal)
    if path.suffix not in (".csv", ".xlsx"):
        raise UsageError(f"{path}: name a file that ends in .csv or .xlsx.")
    rows = [row for each in found for row in _rows(each)]
    table = columns_of(rows, ("exercise", "monday", "sessions"))
    try:
        if path.suffix == ".xlsx":
            write_xlsx([("progress", table)], path)
        else:
            write_whole(path, as_csv(table, form))
    except OSError as error:
        raise OutputError(
            f"{path}: the table cannot be written ({error.strerror}); choose another with --table."
        ) from error


def _rows(each: "ExerciseProgress") -> "list[TableRow]":
    follows = each.exercise.follows
    return [
        {
            "exercise": each.exercise.id,
            **_numbers(week, follows),
            "faults": " ".join(f"{name}:{count}" for name, count in sorted(week.faults.items())),
        }
        for week in each.weeks
    ]


def _numbers(week: "Week", follows: str) -> "TableRow":
    """Return the numbers of a week, as the table and the JSON have them."""
    return {
        "monday": week.monday.isoformat(),
        "sessions": week.sessions,
        "repetitions": week.repetitions,
        "good": week.good,
        "good_share": week.good_share,
        f"start_{follows}": week.start,
        f"peak_{follows}": week.peak,
        "out_s": week.out_s,
        "return_s": week.return_s,
        "hold_s": week.hold_s,
    }


def _as_json(each: "ExerciseProgress") -> dict[str, object]:
    follows = each.exercise.follows
    suggestion = each.suggestion
    return {
        "exercise": each.exercise.id,
        "weeks": [
            {
                **_numbers(week, follows),
                "range": week.range,
                "sides": {side: asdict(totals) for side, totals in week.sides.items()},
                "fatigue": None if week.fatigue is None else asdict(week.fatigue),
                "faults": week.faults,
            }
            for week in each.weeks
        ],
        "compared": asdict(each.compared),
        "suggested_repetitions": None if suggestion is None else suggestion.suggested,
    }
