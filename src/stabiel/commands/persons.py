"""`stabiel persons`: several people on one computer. In: arguments. Out: who is kept here."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import add_actions, in_columns, persons_of
from stabiel.errors import UsageError

if TYPE_CHECKING:
    from stabiel.store import Person

_NAME = "a name, or an id (see: stabiel persons list)"


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `persons`."""
    parser = commands.add_parser(
        "persons", help="list, add, rename or remove the people who use this computer"
    )
    actions = add_actions(parser)
    listing = actions.add_parser("list", help="list the persons")
    listing.set_defaults(run=_list)
    adding = actions.add_parser("add", help="add a person, with records and settings of their own")
    adding.set_defaults(run=_add)
    adding.add_argument("name", metavar="NAME", help="any letters, at most 60")
    renaming = actions.add_parser("rename", help="give a person another name or color")
    renaming.set_defaults(run=_rename)
    renaming.add_argument("person", metavar="NAME", help=_NAME)
    renaming.add_argument("name", metavar="NEW", nargs="?", help="the new name")
    removing = actions.add_parser("remove", help="remove a person and all their records for good")
    removing.set_defaults(run=_remove)
    removing.add_argument("person", metavar="NAME", help=_NAME)
    removing.add_argument("--yes", action="store_true", help="do not ask")
    for action in (adding, renaming):
        action.add_argument("--color", metavar="COLOR", help="green, blue, orange, purple, ...")
    for action in (listing, adding, renaming, removing):
        action.add_argument("--data", type=Path, metavar="DIR", help="the folder of the records")
        action.add_argument("--json", action="store_true", help="print JSON")


def _list(arguments: argparse.Namespace) -> int:
    persons = persons_of(arguments)
    known = persons.all()
    if arguments.json:
        print(json.dumps([_as_json(each) for each in known], ensure_ascii=False, indent=1))
        return 0
    rows = [["id", "name", "color"]]
    rows += [[each.id, each.name or "(no name yet)", each.color] for each in known]
    print(in_columns(rows))
    for each in known:
        if not each.readable:
            print(
                f"{persons.folder(each.id).person}: this name cannot be read; give it again: "
                f"stabiel persons rename {each.id} NAME.",
                file=sys.stderr,
            )
    return 0


def _add(arguments: argparse.Namespace) -> int:
    persons = persons_of(arguments)
    added = persons.add(arguments.name, arguments.color)
    _print(added, f"{added.label} is added; use: --person {added.id}", arguments)
    return 0


def _rename(arguments: argparse.Namespace) -> int:
    if arguments.name is None and arguments.color is None:
        raise UsageError("Give the new name, or --color: stabiel persons rename NAME NEW.")
    persons = persons_of(arguments)
    before = persons.find(arguments.person)
    changed = persons.change(before.id, arguments.name, arguments.color)
    _print(changed, f"{before.label} is now {changed.label} ({changed.color}).", arguments)
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    persons = persons_of(arguments)
    one = persons.find(arguments.person)
    path = persons.folder(one.id).path
    if not arguments.yes:
        _ask(one, path)
    persons.remove(one.id)
    left = ", ".join(each.label for each in persons.all() if each.id != one.id)
    untouched = f" The records of {left} are untouched." if left else ""
    _print(one, f"{one.label} is removed, with all records.{untouched}", arguments)
    return 0


def _ask(one: "Person", path: Path) -> None:
    if not sys.stdin.isatty():
        raise UsageError(f"{path}: add --yes to remove {one.label} without a question.")
    answer = input(f"Remove {one.label} with all sessions in {path} permanently? Type yes: ")
    if answer.strip().lower() not in ("yes", "ja"):
        raise UsageError(f"{path}: nothing was removed.")


def _as_json(person: "Person") -> dict[str, str]:
    return {"id": person.id, "name": person.name, "color": person.color}


def _print(person: "Person", words: str, arguments: argparse.Namespace) -> None:
    print(json.dumps(_as_json(person), ensure_ascii=False) if arguments.json else words)
