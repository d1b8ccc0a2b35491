"""Days. In: the records and the plan. Out: a month, a week, a calendar file, and whose videos."""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.plan_steps import plan_minutes
from stabiel.export.calendar import next_day, plan_calendar, times_between
from stabiel.session.days import DoneExercise, DoneWorkout, TrainingDay
from stabiel.store import Kept
from stabiel.store.days import DaysKept, days_in, month_of, week_of
from stabiel.store.listing import UNANSWERED
from stabiel.store.workouts import keep_of_person, unanswered
from stabiel.web.api.inputs import Here, Lang, Number, RequestBody, json_of
from stabiel.web.api.session_rows import plan_names, session_row
from stabiel.web.api.sessions import finished
from stabiel.web.context import Context
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

router = APIRouter()

# Nobody's records are older or newer; a date beyond them has no month before or after it.
FIRST_YEAR, LAST_YEAR = 1970, 9998
Month = Annotated[str | None, Query(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
TimeOfDay = Annotated[str, Query(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class PersonAnswer(RequestBody):
    """Whether an analyzed video shows the person; None takes an answer back."""

    mine: bool | None


@router.get("/api/days")
def one_month(context: Here, language: Lang, month: Month = None) -> dict[str, Any]:
    """Return the days of a month, this one if none is named."""
    today = context.now().date()
    first, last = month_of(_day_in(month) if month is not None else today)
    return {"month": first.isoformat()[:7]} | _answer(context, language, first, last)


@router.get("/api/days/week")
def this_week(context: Here, language: Lang) -> dict[str, Any]:
    """Return the days of this week, from Monday on."""
    return _answer(context, language, *week_of(context.now().date()))


@router.get("/api/days/videos")
def videos(context: Here, language: Lang) -> list[dict[str, Any]]:
    """Return the analyzed videos of which nobody has said whether they show the person."""
    with context.store() as store:
        return [_video(each, context, language) for each in unanswered(store.sessions(UNANSWERED))]


@router.put("/api/sessions/{number}/person")
def answer(
    number: Number, context: Here, reply: Annotated[PersonAnswer, Depends(json_of(PersonAnswer))]
) -> dict[str, Any]:
    """Keep whether an analyzed video shows the person; only then it counts."""
    with context.store() as store:
        if not finished(store, number).is_video:
            raise WebError("bad_request", f"Session {number} is not an analyzed video.")
    keep_of_person(context.folder, number, answer=reply.mine)
    return {"id": number, "of_person": reply.mine}


@router.get("/api/calendar.ics")
def calendar(context: Here, language: Lang, at: TimeOfDay = "09:00") -> Response:
    """Return the followed plan as a file for the person's own calendar."""
    library = context.library
    plan = library.followed
    times = times_between(time.fromisoformat(at), plan.times_a_day)
    minutes = plan_minutes(plan, library.book.exercises)
    body = plan_calendar(plan, minutes, language, times, context.now())
    headers = {"Content-Disposition": f'attachment; filename="{plan.id}.ics"'}
    return Response(body, media_type="text/calendar", headers=headers)


def _day_in(month: str) -> date:
    day = date.fromisoformat(f"{month}-01") if month[:4] != "0000" else date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise WebError("bad_request", f"The month {month} is beyond all records.")
    return day


def _answer(context: Context, language: Language, first: date, last: date) -> dict[str, Any]:
    library, today = context.library, context.now().date()
    with context.store() as store:
        found = days_in(store, library.followed, first, last, today)
    plans = (workout.plan for day in found.days for workout in day.workouts)
    names = plan_names(plans, context, language)
    shared = _Shown(found, context, language, library.book, names)
    return {
        "today": today.isoformat(),
        "since": found.since,
        "plan": {
            "id": library.followed.id,
            "name": library.followed.title.in_language(language),
            "goes_on": next_day(library.followed, today) is not None,
        },
        "planned": found.planned,
        "planned_until_today": found.planned_until(today),
        "done": found.done,
        "partly": found.partly,
        "extra": found.extra,
        "minutes": round(found.minutes),
        "videos": len(found.videos),
        "days": [_day(each, shared) for each in found.days],
    }


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the rows of all days share."""

    found: DaysKept
    context: Context
    language: Language
    book: ExerciseBook
    plans: dict[str | None, str | None]

    def name_of(self, exercise_id: str) -> str:
        return self.book.name_of(exercise_id, self.language)


def _day(day: TrainingDay, shared: _Shown) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "state": day.state,
        "planned": day.planned,
        "share": day.share,
        "minutes": round(day.minutes),
        "workouts": [_workout(each, shared) for each in day.workouts],
    }


def _workout(workout: DoneWorkout, shared: _Shown) -> dict[str, Any]:
    sessions = [shared.found.sessions[each.session] for each in workout.exercises if each.session]
    shown = [each for each in sessions if not each.is_left_out]
    skipped = [each for each in sessions if each.is_left_out]
    return {
        "key": workout.key,
        "plan": shared.plans[workout.plan],
        "began_at": workout.exercises[0].began_at,
        "minutes": None if workout.minutes is None else round(workout.minutes),
        "sessions": [
            session_row(each, None, shared.context, shared.language, shared.book) for each in shown
        ],
        "skipped": [shared.name_of(each.exercise) for each in skipped],
        "by_hand": [_by_hand(each, shared) for each in workout.exercises if not each.session],
    }


def _by_hand(note: DoneExercise, shared: _Shown) -> dict[str, Any]:
    minutes = round(note.duration_s / 60)
    return {"name": shared.name_of(note.exercise), "minutes": minutes or None}


def _video(kept: Kept, context: Context, language: Language) -> dict[str, Any]:
    return {
        "id": kept.id,
        "name": context.name_of(kept.exercise, language),
        "source_name": kept.source_name,
        "began_at": kept.began_at,
    }
