"""`stabiel sessions` and `stabiel data`. In: arguments. Out: lists, exported files, less data."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    add_actions,
    add_csv_options,
    add_data_option,
    data_folder,
    in_columns,
    opened_store,
    persons_of,
)
from stabiel.commands.notes import add_actions_of_notes, notes_table
from stabiel.errors import UsageError

if TYPE_CHECKING:
    from stabiel.session.corrected import CorrectedSession
    from stabiel.store import Kept

FORMATS = ("csv", "xlsx", "parquet", "trc", "json")


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `sessions` and `data`."""
    sessions = commands.add_parser("sessions", help="list, show, export or delete kept sessions")
    actions = add_actions(sessions)
    listing = actions.add_parser("list", help="list the sessions")
    listing.set_defaults(run=_list)
    showing = actions.add_parser("show", help="show what was done in a session")
    showing.set_defaults(run=_show)
    exporting = actions.add_parser("export", help="write sessions for other programs")
    exporting.set_defaults(run=_export)
    add_actions_of_notes(actions)
    deleting = actions.add_parser("delete", help="delete sessions permanently")
    deleting.set_defaults(run=_delete)
    owning = actions.add_parser("mine", help="say that analyzed videos are of you, so they count")
    owning.add_argument("--not", action="store_true", dest="other", help="they are not of you")
    owning.set_defaults(run=_mine)
    for action in (listing, showing, exporting, deleting, owning):
        add_data_option(action)
        action.add_argument("--json", action="store_true", help="print JSON")
    showing.add_argument("id", type=int, metavar="ID", help="see: stabiel sessions list")
    for action in (exporting, deleting, owning):
        action.add_argument(
            "ids", type=int, nargs="+", metavar="ID", help="see: stabiel sessions list"
        )
    _add_export_options(exporting)

    data = commands.add_parser("data", help="show where everything is kept, export it, or erase it")
    actions = add_actions(data)
    where = actions.add_parser("where", help="show where the records are, and their size")
    where.set_defaults(run=_where)
    everything = actions.add_parser("export", help="write all sessions for other programs")
    everything.set_defaults(run=_export_all)
    erasing = actions.add_parser("erase", help="erase everything permanently")
    erasing.set_defaults(run=_erase)
    for action in (where, everything, erasing):
        add_data_option(action)
        action.add_argument("--json", action="store_true", help="print JSON")
    _add_export_options(everything)
    erasing.add_argument("--yes", action="store_true", help="do not ask")


def _add_export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="csv",
        help="file format (default: csv; xlsx for Excel)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("export"),
        metavar="DIR",
        help="folder for the files (default: export)",
    )
    add_csv_options(parser)


def _list(arguments: argparse.Namespace) -> int:
    from stabiel.store.corrections import corrected_sessions

    with opened_store(arguments) as store:
        listed = [each for each in store.sessions() if not each.is_left_out]
        said = corrected_sessions(store)
        noted = notes_table(store.folder)
    if arguments.json:
        print(
            json.dumps(
                [_as_json(kept, said.get(kept.id)) for kept in listed], ensure_ascii=False, indent=1
            )
        )
        return 0
    if not listed:
        print("No session is kept yet.")
    else:
        heads = ["id", "began", "exercise", "done", "good", "attempts", "hold", "length", "source"]
        print(in_columns([heads, *(_in_words(kept, said.get(kept.id)) for kept in listed)]))
    if any(each.changed for each in said.values()):
        print("\n* as you corrected it; see: stabiel corrections list")
    if noted:
        print(f"\nNoted by hand:\n{noted}")
    return 0


def _in_words(kept: "Kept", said: "CorrectedSession | None") -> list[str]:
    from stabiel.wording.formatting import clock

    began = kept.began_at.astimezone().strftime("%Y-%m-%d %H:%M")
    held = kept.holds > 0
    exercise, done, hold_s = kept.exercise, kept.holds if held else kept.repetitions, kept.hold_s
    good, attempts, mark = kept.good_repetitions, kept.attempts, ""
    if said is not None and said.changed:
        totals, exercise, mark = said.totals, said.exercise, "*"
        done, hold_s = totals.holds if held else totals.repetitions, totals.hold_s
        good, attempts = totals.good_repetitions, totals.attempts
    return [
        str(kept.id),
        began,
        exercise,
        f"{done}{mark}",
        "" if held else str(good),
        str(attempts),
        f"{hold_s:.0f} s" if held else "",
        kept.state if kept.duration_s is None else clock(kept.duration_s),
        kept.source_name,
    ]


def _as_json(kept: "Kept", said: "CorrectedSession | None") -> dict[str, object]:
    return {
        "id": kept.id,
        "began_at": kept.began_at.isoformat(),
        "state": kept.state,
        "exercise": kept.exercise,
        "language": kept.language,
        "source_name": kept.source_name,
        "duration_s": kept.duration_s,
        "repetitions": kept.repetitions,
        "good_repetitions": kept.good_repetitions,
        "attempts": kept.attempts,
        "holds": kept.holds,
        "hold_s": kept.hold_s,
        "corrected": None
        if said is None or not said.changed
        else {"exercise": said.exercise, **asdict(said.totals)},
        "ending": kept.ending,
        "workout": kept.workout,
        "is_video": kept.is_video,
        "of_person": kept.of_person,
    }


def _show(arguments: argparse.Namespace) -> int:
    from stabiel.commands.wording import movements, names_of, not_judged
    from stabiel.export import record_of
    from stabiel.export.files import as_json
    from stabiel.report.corrected_in_words import corrections_in_words
    from stabiel.report.nothing_in_words import looks_more_like, why_nothing_counted
    from stabiel.report.wellbeing_in_words import wellbeing_sentence
    from stabiel.store.wellbeing import WellbeingRecords, workout_wellbeing
    from stabiel.wording.catalogue import text
    from stabiel.wording.formatting import clock

    with opened_store(arguments) as store:
        record = record_of(store, arguments.id, look=True)
        with WellbeingRecords(store.folder) as answers:
            felt = workout_wellbeing(answers.of_session(arguments.id))
    if arguments.json:
        print(json.dumps(as_json(record), ensure_ascii=False, indent=1))
        return 0
    session = record.session
    language = session.language
    names = names_of(session.exercise, record.book, language)
    began = record.began_at.astimezone().strftime("%Y-%m-%d %H:%M")
    title = names.exercise.name.in_language(language)
    print(f"{title}, {began}, {clock(session.source.duration_s)}, {session.source.name}\n")
    if felt.answers:
        print(f"{wellbeing_sentence(felt, language)}\n")
    nothing = why_nothing_counted(session, names)
    remark = nothing or looks_more_like(session, names)
    if remark is not None:
        print(remark)
    if nothing is None or session.attempts:
        print(in_columns(movements(session, names)))
    for line in corrections_in_words(record.corrected, language, names.exercise_name):
        print(f"\n{line}")
    if session.not_judged:
        print(f"\n{text('terminal', 'not_judged', language)}")
        for line in not_judged(session, names):
            print(f"  {line}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    return _write_export(arguments, list(dict.fromkeys(arguments.ids)))


def _export_all(arguments: argparse.Namespace) -> int:
    return _write_export(arguments, None)


def _write_export(arguments: argparse.Namespace, ids: list[int] | None) -> int:
    from stabiel.export import csv_form, export_sessions, note_tables, record_of, wellbeing_tables
    from stabiel.store.by_hand import notes

    form = csv_form(arguments.separator, arguments.decimal)
    with opened_store(arguments) as store:
        noted = notes(store.folder) if ids is None else []
        more = wellbeing_tables(store.folder, ids)
        if ids is None:
            ids = [kept.id for kept in store.sessions() if kept.state == "finished"]
        records = [record_of(store, session_id) for session_id in ids]
        written = export_sessions(
            records, arguments.format, arguments.out, form, more=[*more, *note_tables(noted)]
        )
    if arguments.json:
        print(json.dumps([str(path.resolve()) for path in written], indent=1))
    elif not written:
        print("No session is kept yet, so nothing was written.")
    for path in [] if arguments.json else written:
        print(path.resolve())
    return 0


def _delete(arguments: argparse.Namespace) -> int:
    ids = list(dict.fromkeys(arguments.ids))
    with opened_store(arguments) as store:
        for session_id in ids:
            store.kept(session_id)  # if one does not exist, none is deleted
        for session_id in ids:
            store.delete(session_id)
    if arguments.json:
        print(json.dumps({"deleted": ids}))
        return 0
    for session_id in ids:
        print(f"Session {session_id} is deleted.")
    return 0


def _mine(arguments: argparse.Namespace) -> int:
    from stabiel.store.workouts import keep_of_person

    ids = list(dict.fromkeys(arguments.ids))
    with opened_store(arguments) as store:
        for session_id in ids:  # if one is not a video, none is answered
            if not store.kept(session_id).is_video:
                raise UsageError(
                    f"Session {session_id} is not an analyzed video; it counts anyway."
                )
        for session_id in ids:
            keep_of_person(store.folder, session_id, answer=not arguments.other)
    if arguments.json:
        print(json.dumps({"sessions": ids, "mine": not arguments.other}))
        return 0
    for session_id in ids:
        print(f"Session {session_id} {'does not count' if arguments.other else 'counts'}.")
    return 0


def _where(arguments: argparse.Namespace) -> int:
    folder = data_folder(arguments)
    files = folder.files()
    size_mb = sum(path.stat().st_size for path in files) / 1e6
    count = 0
    if folder.database.exists():
        with opened_store(arguments) as store:
            count = len(store.sessions())
    if arguments.json:
        found = {"folder": str(folder.path.absolute()), "sessions": count, "size_mb": size_mb}
        print(json.dumps(found, indent=1))
    else:
        kept = f"{count} session{'' if count == 1 else 's'}, {size_mb:.1f} MB"
        print(f"{folder.path.absolute()}\n{kept if files else 'nothing is kept yet'}")
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    from stabiel.store.uploads_in_use import ANALYZING, is_in_use

    others = _others(arguments)
    folder = data_folder(arguments)
    if not arguments.yes:
        _ask(folder.path)
    if folder.database.exists() and _is_running(arguments):
        raise UsageError(f"{folder.path}: a session is running; stop it first.")
    if is_in_use(folder):
        raise UsageError(ANALYZING.format(folder=folder.path))
    removed = folder.erase()
    if arguments.json:
        print(json.dumps({"removed": [str(path) for path in removed]}, indent=1))
    elif removed:
        files = f"{len(removed)} file{'' if len(removed) == 1 else 's'}"
        left = "what you put there yourself stays" if folder.path.exists() else "nothing is left"
        if others:
            left = f"the records of {others} are untouched"
        print(f"{folder.path}: {files} removed; {left}.")
    else:
        print(f"{folder.path}: there was nothing to erase.")
    return 0


def _others(arguments: argparse.Namespace) -> str:
    """Return the names of the persons that are not erased.

    Raises:
        UsageError: there are several persons, and none is named.
    """
    persons = persons_of(arguments)
    known = persons.all()
    if arguments.person is None and len(known) > 1:
        names = ", ".join(each.label for each in known)
        raise UsageError(f"{persons.root}: say whose records to erase with --person: {names}.")
    if arguments.person is None:
        return ""
    one = persons.find(arguments.person)
    return ", ".join(each.label for each in known if each != one)


def _is_running(arguments: argparse.Namespace) -> bool:
    """Return whether a session is running; records that cannot be read may be erased."""
    from stabiel.errors import StoreError

    try:
        with opened_store(arguments) as store:
            return store.running
    except StoreError:
        return False


def _ask(path: Path) -> None:
    if not sys.stdin.isatty():
        raise UsageError(f"{path}: add --yes to erase everything without a question.")
    kept = "exercises and programmes of your own stay"
    question = f"Erase all sessions, plans and settings in {path} permanently ({kept})?"
    answer = input(f"{question} Type yes: ")
    if answer.strip().lower() not in ("yes", "ja"):
        raise UsageError(f"{path}: nothing was erased.")
