"""A plan in words, for the terminal and the print. In: a plan. Out: lines in one language."""

from datetime import date, datetime
from itertools import groupby

from stabiel.exercises.library import Library
from stabiel.exercises.plan import DAYS, Day, TrainingPlan
from stabiel.exercises.plan_steps import entry_in_words, plan_minutes, plan_steps, way_in_words
from stabiel.wording.catalogue import month_name, text
from stabiel.wording.formatting import plural, short_number
from stabiel.wording.language import Language


def people_in_words(plan: TrainingPlan, language: Language) -> str:
    """Return for whom and by whom a plan is, empty if it does not say so."""
    parts = []
    if plan.person is not None:
        parts.append(text("plan_print", "for_person", language, name=plan.person))
    if plan.author is not None:
        parts.append(text("plan_print", "by_author", language, name=plan.author))
    return " · ".join(parts)


def prescriber_of(plan: TrainingPlan, exercise_id: str, began_at: datetime | None) -> str | None:
    """Return who prescribed a session by a plan, None if it is not one of that plan.

    Args:
        plan: the plan that is followed now.
        exercise_id: what was done.
        began_at: when, None if unknown.
    """
    if began_at is None or not plan.entries_of(exercise_id):
        return None
    day = began_at.astimezone().date()
    early = plan.first_day is not None and day < plan.first_day
    late = plan.last_day is not None and day > plan.last_day
    return None if early or late else plan.author


def times_in_words(plan: TrainingPlan, library: Library, language: Language) -> str:
    """Return on which days a plan is done, from when until when, and how long it takes."""
    days = text("plan_print", "every_day", language)
    if plan.days != list(DAYS):
        days = ", ".join(_day(day, language) for day in plan.days)
    parts = [days]
    times = plan.times_a_day
    parts.append(plural("plan_print", "times_a_day", times, language, times=times))
    if plan.first_day is not None:
        parts.append(text("plan_print", "from_day", language, day=_date(plan.first_day, language)))
    if plan.last_day is not None:
        parts.append(text("plan_print", "until_day", language, day=_date(plan.last_day, language)))
    minutes = plan_minutes(plan, library.book.exercises)
    parts.append(plural("plan_print", "minutes", minutes, language, minutes=minutes))
    return " · ".join(parts)


def doses_in_words(plan: TrainingPlan, library: Library, language: Language) -> list[str]:
    """Return what each entry of a plan asks for, with its tempo, strictness and own rest."""
    steps = plan_steps(plan, library.book.exercises)
    found = []
    for index, of_it in groupby(steps, key=lambda step: step.entry):
        entry = plan.steps[index]
        of_entry = list(of_it)
        dose = entry_in_words(of_entry, library.book[entry.exercise], language)
        parts = [dose, *way_in_words(of_entry[0], language)]
        if entry.rest_s is not None:
            rest = short_number(entry.rest_s, language)
            parts.append(plural("plan_print", "rest", entry.rest_s, language, seconds=rest))
        found.append(" · ".join(parts))
    return found


def _date(day: date, language: Language) -> str:
    return f"{day.day} {month_name(day.month, language)} {day.year}"


def _day(day: Day, language: Language) -> str:
    return text("week_day", day, language)
