"""`stabiel sessions note` and `notes`. In: what was done without a camera. Out: kept notes."""

import argparse
import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    add_data_option,
    data_folder,
    followed_library,
    in_columns,
)
from stabiel.errors import UsageError

if TYPE_CHECKING:
    from stabiel.store import DataFolder
    from stabiel.store.by_hand import HandNote, KeptNote

# What the options of a note are called in it.
_FIELDS = ("day", "sets", "repetitions", "seconds", "minutes", "remark")


def add_actions_of_notes(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `note` and `notes` to the actions of `sessions`."""
    noting = actions.add_parser("note", help="note by hand what you did without a camera")
    noting.set_defaults(run=_note)
    noting.add_argument(
        "exercise", nargs="?", metavar="EXERCISE", help="see: stabiel exercises list"
    )
    noting.add_argument("--sets", type=int, metavar="N", help="how many sets (default: 1)")
    noting.add_argument("--repetitions", type=int, metavar="N", help="repetitions in each set")
    noting.add_argument("--seconds", type=int, metavar="N", help="seconds held in each set")
    noting.add_argument("--minutes", type=float, metavar="N", help="how long it took")
    noting.add_argument("--remark", metavar="TEXT", help="a remark of your own")
    noting.add_argument(
        "--day", type=_day, metavar="DATE", help="2026-03-02, for instance (default: today)"
    )
    which = noting.add_mutually_exclusive_group()
    which.add_argument("--change", type=int, metavar="ID", help="change this note instead")
    which.add_argument("--remove", type=int, metavar="ID", help="remove this note permanently")
    listing = actions.add_parser("notes", help="list what was noted by hand")
    listing.set_defaults(run=_list)
    for action in (noting, listing):
        add_data_option(action)
        action.add_argument("--json", action="store_true", help="print JSON")


def notes_table(folder: "DataFolder") -> str:
    """Return the notes as a table, an empty text without any."""
    from stabiel.store.by_hand import notes

    kept = notes(folder)
    if not kept:
        return ""
    heads = ["note", "day", "exercise", "done", "remark"]
    return in_columns([heads, *(_in_words(each) for each in kept)])


def _note(arguments: argparse.Namespace) -> int:
    from stabiel.store.by_hand import add_note, change_note, remove_note

    folder = data_folder(arguments)
    if arguments.remove is not None:
        remove_note(folder, arguments.remove)
        _print({"removed": arguments.remove}, f"Note {arguments.remove} is removed.", arguments)
        return 0
    now = datetime.now().astimezone()
    if arguments.change is not None:
        note = _changed(folder, arguments)
        change_note(folder, arguments.change, note, now)
        number = arguments.change
    else:
        note = _new(folder, arguments, now)
        number = add_note(folder, note, now).id
    done = _in_words_of(note)
    words = f"Note {number}: {note.exercise} on {note.day}, {done}."
    _print({"id": number, **note.model_dump(mode="json")}, words, arguments)
    return 0


def _new(folder: "DataFolder", arguments: argparse.Namespace, now: datetime) -> "HandNote":
    from stabiel.store.by_hand import hand_note

    if arguments.exercise is None:
        raise UsageError("Say which exercise was done: stabiel sessions note EXERCISE.")
    exercise = followed_library(folder).get(arguments.exercise)  # fails if there is none
    return hand_note(**{"day": now.date(), **_given(arguments), "exercise": exercise.id})


def _changed(folder: "DataFolder", arguments: argparse.Namespace) -> "HandNote":
    """Return a note with what the arguments change; repetitions and seconds exclude each other."""
    from stabiel.store.by_hand import hand_note, no_note, notes

    found = next((each for each in notes(folder) if each.id == arguments.change), None)
    if found is None:
        raise no_note(arguments.change)
    given = _given(arguments)
    if arguments.exercise is not None:
        given["exercise"] = followed_library(folder).get(arguments.exercise).id
    before = found.note.model_dump()
    for one, other in (("repetitions", "seconds"), ("seconds", "repetitions")):
        if one in given:
            before.pop(other)
    return hand_note(**{**before, **given})


def _given(arguments: argparse.Namespace) -> dict[str, object]:
    values = {name: getattr(arguments, name) for name in _FIELDS}
    return {name: value for name, value in values.items() if value is not None}


def _list(arguments: argparse.Namespace) -> int:
    from stabiel.store.by_hand import notes

    folder = data_folder(arguments)
    if arguments.json:
        kept = [{"id": each.id, **each.note.model_dump(mode="json")} for each in notes(folder)]
        print(json.dumps(kept, ensure_ascii=False, indent=1))
        return 0
    print(notes_table(folder) or "Nothing is noted by hand yet.")
    return 0


def _in_words(kept: "KeptNote") -> list[str]:
    note = kept.note
    return [
        str(kept.id),
        str(note.day),
        note.exercise,
        _in_words_of(note),
        _one_line(note.remark or ""),
    ]


def _one_line(words: str) -> str:
    """Return words for a cell: on one line, and without what would steer the terminal."""
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())


def _in_words_of(note: "HandNote") -> str:
    from stabiel.report.note_in_words import amount_in_words

    return amount_in_words(note, "en")


def _print(value: object, words: str, arguments: argparse.Namespace) -> None:
    print(json.dumps(value, ensure_ascii=False) if arguments.json else words)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{words}' is not a date such as 2026-03-02") from None
