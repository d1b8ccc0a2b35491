"""`stabiel corrections`. In: the records. Out: what the person says about judgments, as a file."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    add_actions,
    add_data_option,
    data_folder,
    in_columns,
    opened_store,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from stabiel.session.corrected import CorrectedSession
    from stabiel.store import Store

_CSV = ".csv"
_JSON_LINES = (".jsonl", ".ndjson")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `corrections`."""
    parser = commands.add_parser(
        "corrections", help="list or export what you said about judgments that were not right"
    )
    actions = add_actions(parser)
    listing = actions.add_parser("list", help="list the corrections")
    listing.set_defaults(run=_list)
    listing.add_argument("--json", action="store_true", help="print JSON")
    exporting = actions.add_parser(
        "export", help="write them with the measured values around each, to improve the rules"
    )
    exporting.set_defaults(run=_export)
    exporting.add_argument(
        "--out",
        type=Path,
        default=Path("corrections.csv"),
        metavar="FILE",
        help="a .csv file, or a .jsonl file with one JSON object a line (default: corrections.csv)",
    )
    undoing = actions.add_parser("undo", help="remove a correction")
    undoing.set_defaults(run=_undo)
    undoing.add_argument("id", type=int, metavar="ID", help="see: stabiel corrections list")
    for action in (listing, exporting, undoing):
        add_data_option(action)


def _list(arguments: argparse.Namespace) -> int:
    from stabiel.export.corrections import correction_rows
    from stabiel.store.corrections import corrected_sessions

    with opened_store(arguments) as store:
        found = corrected_sessions(store)
        if arguments.json:
            rows = [row for number in found for row in correction_rows(number, found[number])]
            print(json.dumps(rows, ensure_ascii=False, indent=1))
        elif not found:
            print("No session is corrected.")
        else:
            head = ["session", "exercise", "judged", "corrected", "id", "correction"]
            lines = [line for number in found for line in _lines(store, number, found[number])]
            print(in_columns([head, *lines]))
    return 0


def _lines(store: "Store", number: int, found: "CorrectedSession") -> list[list[str]]:
    """Return a line for each correction of a session; the totals stand in the first."""
    from stabiel.commands.wording import names_of
    from stabiel.report.corrected_in_words import correction_in_words

    session = found.session
    labels = names_of(session.exercise, store.rule(number), session.language)
    before, after = (
        f"{each.hold_s:.0f} s" if found.judged.holds else str(each.repetitions)
        for each in (found.judged, found.totals)
    )
    first = [str(number), session.exercise, before, after]
    return [
        [
            *(first if n == 0 else [""] * len(first)),
            str(each.kept.id),
            correction_in_words(each, labels, labels.exercise_name),
        ]
        for n, each in enumerate(found.placed)
    ]


def _undo(arguments: argparse.Namespace) -> int:
    from stabiel.store.corrections import remove_correction

    remove_correction(data_folder(arguments), arguments.id)
    print(f"Correction {arguments.id} is undone.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from stabiel.errors import OutputError
    from stabiel.export.corrections import improvement_rows
    from stabiel.system.atomic import write_whole

    written_as = _format_of(arguments.out)
    with opened_store(arguments) as store:
        rows = improvement_rows(store)
    if not rows:
        folder = data_folder(arguments).path
        print(f"{folder}: no session is corrected, so nothing was written.")
        return 0
    try:
        write_whole(arguments.out, written_as(rows).encode())
    except OSError as error:
        raise OutputError(
            f"{arguments.out}: the corrections cannot be written ({error.strerror}); choose "
            "another file with --out."
        ) from error
    count = f"{len(rows)} correction{'' if len(rows) == 1 else 's'}"
    print(f"{arguments.out.resolve()}: {count}")
    return 0


def _format_of(path: Path) -> "Callable[[list[dict[str, object]]], str]":
    """Return what formats the rows for a file, by the ending of its name.

    Raises:
        UsageError: there is no format with this ending.
    """
    from stabiel.errors import UsageError
    from stabiel.export.corrections import as_csv, as_json_lines

    ending = path.suffix.lower()
    if ending == _CSV:
        return as_csv
    if ending in _JSON_LINES:
        return as_json_lines
    raise UsageError(f"{path}: give a name that ends in {_CSV} or {_JSON_LINES[0]} with --out.")
