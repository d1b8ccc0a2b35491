"""Progress. In: the records. Out: the weeks of each exercise, and suggestions to answer."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from stabiel.report.labels import Labels, shown_value, unit_in_words
from stabiel.session.comparisons import Fatigue, WeeksCompared
from stabiel.session.days import monday_of
from stabiel.session.trends import Week
from stabiel.store.weeks import ExerciseProgress, Suggestion, progress_in
from stabiel.web.api.exercises import kind_of
from stabiel.web.api.inputs import Here, Id, Lang, RequestBody, json_of
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

router = APIRouter()


class SuggestionAnswer(RequestBody):
    """The user's answer to a suggestion."""

    accept: bool


@router.get("/api/progress")
def listed(context: Here, language: Lang) -> list[dict[str, Any]]:
    """Return the progress of each exercise done, by week."""
    with context.store() as store:
        found = progress_in(store, context.book, context.plan)
    today = context.now().date()
    return [_as_json(each, today, language) for each in found]


@router.post("/api/progress/{exercise_id}")
def answer(
    exercise_id: Id,
    context: Here,
    reply: Annotated[SuggestionAnswer, Depends(json_of(SuggestionAnswer))],
) -> dict[str, Any]:
    """Accept or decline the suggested repetitions; return those that now apply."""
    exercise = context.exercise(exercise_id)
    with context.store() as store:
        found = progress_in(store, context.book, context.plan, exercise.id)
        suggestion = found[0].suggestion if found else None
        if suggestion is None:
            raise WebError("no_suggestion", "There is no suggestion for this exercise now.")
        before, suggested = suggestion.before, suggestion.suggested
        store.answer(exercise.id, before, suggested, accepted=reply.accept)
    return {"exercise": exercise.id, "repetitions": suggested if reply.accept else before}


def _as_json(each: ExerciseProgress, today: date, language: Language) -> dict[str, Any]:
    exercise = each.exercise
    names = Labels(exercise, each.book, language)
    return {
        "exercise": exercise.id,
        "exists": each.exists,
        "name": exercise.name.in_language(language),
        "kind": kind_of(exercise),
        "measure": names.measure(exercise.follows),
        "unit": unit_in_words(exercise.follows, language),
        "this_week": monday_of(today).isoformat(),
        "weeks": [_week(week, names, exercise.follows) for week in each.weeks],
        "compared": _compared(each.compared, names),
        "suggestion": _suggestion(each.suggestion),
    }


def _week(week: Week, names: Labels, follows: str) -> dict[str, Any]:
    faults = sorted(week.faults.items(), key=lambda fault: -fault[1])
    return {
        "monday": week.monday.isoformat(),
        "sessions": week.sessions,
        "repetitions": week.repetitions,
        "good": week.good,
        "good_share": week.good_share,
        "hold_s": week.hold_s,
        "start": shown_value(follows, week.start),
        "peak": shown_value(follows, week.peak),
        "out_s": week.out_s,
        "return_s": week.return_s,
        "range": shown_value(follows, week.range),
        "sides": {
            # Not `asdict`, which copies every value and took a third of the time of the page.
            side: {
                "repetitions": totals.repetitions,
                "good": totals.good,
                "hold_s": totals.hold_s,
                "range": shown_value(follows, totals.range),
            }
            for side, totals in week.sides.items()
        },
        "fatigue": _fatigue(week.fatigue, follows),
        "faults": [{"name": names.fault(fault), "count": count} for fault, count in faults],
    }


def _compared(compared: WeeksCompared, names: Labels) -> dict[str, Any]:
    follows = names.exercise.follows
    return {
        "range_at_first": shown_value(follows, compared.range_at_first),
        "range_now": shown_value(follows, compared.range_now),
        "gone": [names.fault(fault) for fault in compared.gone],
        "new": [names.fault(fault) for fault in compared.new],
        "unsaid": compared.unsaid,
    }


def _fatigue(fatigue: Fatigue | None, follows: str) -> dict[str, Any] | None:
    if fatigue is None:
        return None
    return {
        "sets": fatigue.sets,
        "range_first": shown_value(follows, fatigue.range_first),
        "range_last": shown_value(follows, fatigue.range_last),
        "tempo_first_s": fatigue.tempo_first_s,
        "tempo_last_s": fatigue.tempo_last_s,
    }


def _suggestion(suggestion: Suggestion | None) -> dict[str, int] | None:
    if suggestion is None:
        return None
    return {
        "before": suggestion.before,
        "suggested": suggestion.suggested,
        "sessions": suggestion.sessions,
    }
