"""`stabiel replay`: judges a kept session again. In: a session and a rule. Out: the differences."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    Found,
    add_data_option,
    exercise_of_word,
    found_session,
    in_columns,
    own_folder,
    own_library,
)

if TYPE_CHECKING:
    from stabiel.exercises.files import ExerciseBook
    from stabiel.exercises.model import Exercise
    from stabiel.session.corrections import KeptCorrection
    from stabiel.session.replay import Difference
    from stabiel.session.session import Session


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `replay`."""
    parser = commands.add_parser("replay", help="judge a recorded session again by today's rule")
    parser.add_argument("session", metavar="ID", help="a kept session, or an analyzed folder")
    parser.add_argument("--exercise", metavar="ID|FILE", help="judge by this exercise instead")
    add_data_option(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_replay)


def _replay(arguments: argparse.Namespace) -> int:
    from stabiel.export.corrections import correction_rows
    from stabiel.report.corrected_in_words import correction_in_words
    from stabiel.report.labels import Labels
    from stabiel.report.nothing_in_words import looks_more_like, why_nothing_counted
    from stabiel.session.corrected import corrected
    from stabiel.session.named_exercise import with_exercise_shown
    from stabiel.session.replay import changes, replay

    with found_session(arguments) as found:
        before, frames = found.session, found.read_frames()
        exercise, book = _rule(arguments, found)
        after = replay(
            exercise,
            book,
            before.language,
            frames,
            source=before.source,
            model=before.model,
        ).session
        after = with_exercise_shown(after, exercise, book, lambda: frames)
        said = _corrections(found)
    differences, labels = changes(before, after), Labels(exercise, book, "en")
    remark = why_nothing_counted(after, labels) or looks_more_like(after, labels)
    beside = corrected(after, said)
    identical = before.to_json() == after.to_json()
    if arguments.json:
        report = {
            "identical": identical,
            "before": before.to_json()["summary"],
            "after": after.to_json()["summary"],
            "why_nothing_counted": why_nothing_counted(after, labels),
            "looks_like": after.looks_like,
            "changes": [asdict(change) for change in differences],
            "corrections": correction_rows(found.id or 0, beside),
        }
        print(json.dumps(report, ensure_ascii=False, indent=1))
    elif identical:
        print("No difference: both judgments are identical to the last digit.")
    else:
        print(_in_words(before, after, differences))
    if remark is not None and not arguments.json:
        print(remark)
    if beside.placed and not arguments.json:
        print("\nWhat you corrected, beside the judgment of now:")
        for each in beside.placed:
            print(f"  {correction_in_words(each, labels, labels.exercise_name)}")
    return 0


def _corrections(found: Found) -> "list[KeptCorrection]":
    """Return what the person says of a session; an analyzed folder has no corrections."""
    from stabiel.store.corrections import kept_corrections

    if found.store is None or found.id is None:
        return []
    return kept_corrections(found.store.folder, found.id).get(found.id, [])


def _rule(arguments: argparse.Namespace, found: Found) -> "tuple[Exercise, ExerciseBook]":
    """Return the rule to judge by, and its book.

    The book has the exercises of the program too, so that a recording of another one is recognized.
    """
    library, asked = own_library(arguments), found.session.exercise
    if arguments.exercise is not None:
        folder = own_folder(arguments)
        library, exercise = exercise_of_word(library, folder, arguments.exercise, replacing=True)
        return exercise, library.book_for(exercise)
    if asked not in library.book.exercises and asked in found.book.exercises:
        # Its file is gone, or was never in the data folder: the rule that it was judged by is left.
        exercise = found.book.get(asked)
    else:
        exercise = library.get(asked)
    return exercise, library.book_for(exercise)


def _in_words(before: "Session", after: "Session", differences: list["Difference"]) -> str:
    from stabiel.wording.formatting import clock

    old, new = (session.to_json()["summary"] for session in (before, after))
    rows = [["", "before", "now"]]
    rows += [[name.replace("_", " "), str(old[name]), str(new[name])] for name in old]
    words = in_columns(rows)
    if not differences:
        return f"{words}\n\nThe movements and faults are the same; times or measures differ."
    changed = [
        [f"{clock(each.start_s)}-{clock(each.end_s)}", each.before, "->", each.after]
        for each in differences
    ]
    return f"{words}\n\n{in_columns(changed)}"
