"""`stabiel progress`: kept sessions over weeks. In: an exercise or all. Out: a table, a suggestion.

The suggestion of another dose is the programme's; it changes nothing before it is accepted, and
one that was declined comes back only after as many good sessions as it took the first time.
"""

import argparse
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stabiel.commands.common import add_data_option, in_columns, opened_store
from stabiel.errors import UsageError

if TYPE_CHECKING:
    from stabiel.exercise import Exercise, Language
    from stabiel.exercise_files import ExerciseBook
    from stabiel.history import Past, Week
    from stabiel.store import Kept, Store

LANGUAGES = ("nl", "en")
PROGRAMME = "basis"
MOST_FAULTS = 3


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `progress`."""
    parser = commands.add_parser("progress", help="compare the sessions of weeks, by exercise")
    parser.add_argument("exercise", nargs="?", metavar="ID", help="one exercise only (all)")
    parser.add_argument("--programme", default=PROGRAMME, metavar="ID", help=f"({PROGRAMME})")
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--accept", action="store_true", help="take the suggested repetitions")
    answer.add_argument("--decline", action="store_true", help="leave the repetitions as they are")
    add_data_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (nl)")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=_progress)


@dataclass(frozen=True, slots=True)
class _Suggestion:
    """More repetitions a side than now, and after how many good sessions."""

    before: int
    suggested: int
    sessions: int


@dataclass(frozen=True, slots=True)
class _Progress:
    exercise: "Exercise"
    weeks: "list[Week]"
    suggestion: _Suggestion | None


def _progress(arguments: argparse.Namespace) -> int:
    from stabiel.exercise_files import load_book

    book = load_book()
    if arguments.exercise is not None:
        book.get(arguments.exercise)  # one that does not exist is a mistake to name
    answering = arguments.accept or arguments.decline
    if answering and arguments.exercise is None:
        raise UsageError("Name the exercise whose suggestion this answers: stabiel progress ID.")
    with opened_store(arguments) as store:
        found = _found(store, book, arguments)
        if answering:
            return _answer(store, found, arguments)
    if arguments.json:
        print(json.dumps([_as_json(each) for each in found], ensure_ascii=False, indent=1))
    else:
        print(_in_words(found, arguments.lang))
    return 0


def _found(store: "Store", book: "ExerciseBook", arguments: argparse.Namespace) -> list[_Progress]:
    """Return the progress of every exercise that was done, in the order of the exercises."""
    from stabiel.history import past_of, weeks

    done: dict[str, list[tuple[Kept, Past]]] = {}
    for kept in store.sessions():
        wanted = arguments.exercise in (None, kept.exercise)
        if kept.state == "finished" and wanted and kept.exercise in book.exercises:
            follows = book.get(kept.exercise).follows
            past = past_of(kept.id, kept.began_at, store.load(kept.id), follows)
            done.setdefault(kept.exercise, []).append((kept, past))
    found = []
    for exercise in book.exercises.values():
        both = sorted(done.get(exercise.id, []), key=lambda each: each[0].began_at)
        if both:
            suggestion = _suggestion(store, book, exercise, [kept for kept, _ in both], arguments)
            found.append(_Progress(exercise, weeks(past for _, past in both), suggestion))
    return found


def _suggestion(
    store: "Store",
    book: "ExerciseBook",
    exercise: "Exercise",
    sessions: "list[Kept]",
    arguments: argparse.Namespace,
) -> _Suggestion | None:
    """Return what the programme suggests for an exercise; nothing for one that it has not."""
    from stabiel.programme import PastSession, suggested_repetitions
    from stabiel.programme_files import load_programmes

    programmes = load_programmes(book)
    if arguments.programme not in programmes:
        known = ", ".join(programmes)
        raise UsageError(f"There is no programme '{arguments.programme}'; choose one of: {known}.")
    programme = programmes[arguments.programme]
    if exercise.id not in {each.exercise for each in programme.exercises}:
        return None
    first = programme.dose_of(exercise.id).repetitions
    if first is None:
        return None
    answer = store.answers().get(exercise.id)
    before = store.doses().get(exercise.id, first)
    since_s = 0.0 if answer is None else answer.answered_s
    past = [
        PastSession(
            each.dose, 2 if exercise.sides == "each" else 1, each.repetitions, each.good_repetitions
        )
        for each in sessions
        if each.dose is not None and each.began_at.timestamp() >= since_s
    ]
    suggested = suggested_repetitions(programme.progression, before, past)
    if suggested is None:
        return None
    return _Suggestion(before, suggested, programme.progression.sessions)


def _answer(store: "Store", found: list[_Progress], arguments: argparse.Namespace) -> int:
    from stabiel.texts import text

    suggestion = found[0].suggestion if found else None
    if suggestion is None:
        raise UsageError(
            f"Nothing is suggested for {arguments.exercise} at this moment; "
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


def _in_words(found: list[_Progress], language: "Language") -> str:
    from stabiel.texts import text

    if not found:
        return text("progress", "nothing", language)
    parts = []
    for each in found:
        lines = [each.exercise.name.in_language(language), _table(each, language)]
        if each.suggestion is not None:
            suggestion = each.suggestion
            lines += [
                text(
                    "progress",
                    "suggestion",
                    language,
                    suggested=suggestion.suggested,
                    before=suggestion.before,
                    sessions=suggestion.sessions,
                ),
                text("progress", "how_to_answer", language, exercise=each.exercise.id),
            ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _table(each: _Progress, language: "Language") -> str:
    from stabiel.report.words import with_unit
    from stabiel.texts import group

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
            reach = f"{with_unit(follows, week.start)} – {with_unit(follows, week.peak)}"
            way = f"{with_unit('_s', week.out_s)} / {with_unit('_s', week.return_s)}"
            cells = [str(week.repetitions), share, reach, way]
        seen = sorted(week.faults.items(), key=lambda fault: -fault[1])[:MOST_FAULTS]
        faults = ", ".join(
            f"{_fault_name(each.exercise, name, language)} {count}×" for name, count in seen
        )
        rows.append([week.monday.isoformat(), str(week.sessions), *cells, faults or "–"])
    return in_columns([[f"  {row[0]}", *row[1:]] for row in rows])


def _fault_name(exercise: "Exercise", fault_id: str, language: "Language") -> str:
    """Return the short name of a fault; a check that an attempt broke, or one that is gone."""
    fault = exercise.faults.get(fault_id)
    return fault_id if fault is None else fault.name.in_language(language).lower()


def _as_json(each: _Progress) -> dict[str, object]:
    follows = each.exercise.follows
    suggestion = each.suggestion
    return {
        "exercise": each.exercise.id,
        "weeks": [
            {
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
                "faults": week.faults,
            }
            for week in each.weeks
        ],
        "suggested_repetitions": None if suggestion is None else suggestion.suggested,
    }
