"""`stabiel days`: a month, planned and done. In: a month. Out: a line a day."""

import argparse
import json
import re
from datetime import date
from typing import TYPE_CHECKING

from stabiel.commands.common import (
    LANGUAGES,
    add_data_option,
    data_folder,
    followed_library,
    in_columns,
    opened_store,
)
from stabiel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stabiel.exercises.files import ExerciseBook
    from stabiel.session.days import DoneExercise, TrainingDay
    from stabiel.store.days import DaysKept
    from stabiel.wording.language import Language

_MONTH = re.compile(r"(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])")
# The last month that has another one after it, within what a date can hold.
_LAST_MONTH = "9998-12"


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `days`."""
    parser = commands.add_parser("days", help="show a month: the days planned and done")
    parser.add_argument("--month", metavar="YYYY-MM", help="(default: this month)")
    parser.add_argument(
        "--plan", metavar="ID|FILE", help="the plan with its days (default: the chosen one)"
    )
    add_data_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (default: nl)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_days)


def _days(arguments: argparse.Namespace) -> int:
    from stabiel.store.days import days_in, month_of

    today = date.today()
    first, last = month_of(today if arguments.month is None else _first_of(arguments.month))
    library = followed_library(data_folder(arguments), arguments.plan)
    with opened_store(arguments) as store:
        found = days_in(store, library.followed, first, last, today)
    if arguments.json:
        print(json.dumps(_as_json(found, today), ensure_ascii=False, indent=1))
    else:
        print(_in_words(found, library.book, today, arguments.lang))
    return 0


def _first_of(month: str) -> date:
    if _MONTH.fullmatch(month) is None or month > _LAST_MONTH:
        raise UsageError(f"--month {month}: give a year and a month, such as 2026-03.")
    return date.fromisoformat(f"{month}-01")


def _in_words(found: "DaysKept", book: "ExerciseBook", today: date, language: "Language") -> str:
    from stabiel.wording.catalogue import group
    from stabiel.wording.formatting import plural

    words = group("days", language)
    shown = [each for each in found.days if each.workouts or each.planned]
    lines = []
    if any(each.workouts for each in found.days):
        heads = ["", words["day"], "", words["minutes"], words["exercises"]]
        rows = [_row(each, book, language) for each in shown]
        lines.append(in_columns([heads, *rows]))
    else:
        lines.append(words["nothing"])
    lines.append(
        plural(
            "days",
            "summary",
            round(found.minutes),
            language,
            done=found.done,
            planned=found.planned_until(today),
            partly=found.partly,
            minutes=round(found.minutes),
        )
    )
    if found.videos:
        count = len(found.videos)
        lines.append(plural("days", "videos", count, language, count=count))
    return "\n".join(lines)


def _row(day: "TrainingDay", book: "ExerciseBook", language: "Language") -> list[str]:
    from stabiel.exercises.plan import DAYS
    from stabiel.wording.catalogue import group, text

    words = group("days", language)
    done = [each for workout in day.workouts for each in workout.exercises]
    return [
        text("week_day", DAYS[day.day.weekday()], language),
        day.day.isoformat(),
        # A planned day in the past on which nothing was done is simply empty.
        words.get(day.state, ""),
        f"{day.minutes:.0f}" if day.minutes else "",
        _exercises(done, book, language),
    ]


def _exercises(done: "Sequence[DoneExercise]", book: "ExerciseBook", language: "Language") -> str:
    """Return how many exercises were done, and the names of those that were not finished."""
    from stabiel.wording.catalogue import text

    if not done:
        return ""
    parts = [str(sum(each.counted > 0 for each in done))]
    skipped = [each for each in done if each.ending == "skipped" and not each.counted]
    cut = [each for each in done if each.ending in ("skipped", "stopped") and each.counted]
    if skipped:
        names = _names(skipped, book, language)
        parts.append(text("days", "skipped", language, exercises=names))
    if cut:
        parts.append(text("days", "stopped", language, exercises=_names(cut, book, language)))
    return "; ".join(parts)


def _names(done: "Iterable[DoneExercise]", book: "ExerciseBook", language: "Language") -> str:
    found = []
    for each in done:
        exercise = book.exercises.get(each.exercise)
        found.append(each.exercise if exercise is None else exercise.name.in_language(language))
    return ", ".join(dict.fromkeys(found))


def _as_json(found: "DaysKept", today: date) -> dict[str, object]:
    return {
        "planned": found.planned,
        "planned_until_today": found.planned_until(today),
        "done": found.done,
        "partly": found.partly,
        "extra": found.extra,
        "minutes": round(found.minutes, 1),
        "videos_not_counted": [each.id for each in found.videos],
        "days": [
            {
                "day": each.day.isoformat(),
                "state": each.state,
                "planned": each.planned,
                "share": each.share,
                "minutes": round(each.minutes, 1),
                "workouts": [
                    {
                        "id": workout.key,
                        "plan": workout.plan,
                        "minutes": workout.minutes,
                        "exercises": [
                            {
                                "session": one.session,
                                "exercise": one.exercise,
                                "counted": one.counted,
                                "ending": one.ending,
                            }
                            for one in workout.exercises
                        ],
                    }
                    for workout in each.workouts
                ],
            }
            for each in found.days
        ],
    }
