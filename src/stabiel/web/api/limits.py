"""Other limits for a session. In: a session, a limit, a value. Out: what would have counted.

Nothing is kept here: the landmarks of the session are judged again with the other limit.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from stabiel.errors import UsageError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.report.labels import Labels, scale_of, shown_value, unit_in_words
from stabiel.session.replay import replay
from stabiel.session.session import Session
from stabiel.tuning.limits import (
    MovableLimit,
    limit_file,
    limit_named,
    movable_limits,
    with_limit,
)
from stabiel.tuning.signals import Trial, shown_limb, try_exercise
from stabiel.web.api.inputs import Here, Lang, Number
from stabiel.web.api.sessions import finished
from stabiel.web.curves import number_or_none, thinned
from stabiel.web.web_errors import WebError
from stabiel.wording.language import Language

router = APIRouter()

# Angles are at most a whole turn; lengths, in cm, are a few torsos.
_MOST = 360.0


@router.get("/api/sessions/{number}/limit")
def limit(
    number: Number,
    context: Here,
    language: Lang,
    line: Annotated[str | None, Query(max_length=150)] = None,
    at: Annotated[float | None, Query(ge=-_MOST, le=_MOST, allow_inf_nan=False)] = None,
) -> dict[str, Any]:
    """Return what counts in a session with another value of one limit.

    Values are in the unit in which the app shows them (`unit`).

    Args:
        line: the id of the limit; the first one if none is given.
        at: its value; the one that was judged by if none is given.

    Returns:
        all limits (`lines`); the one that is asked for (`line`, `kind`, `limit`, `good_above`,
        `unit`); the value (`at`); what counts with it: `counted` and `good` repetitions, `held_s`,
        `faults` of this kind, and where they are (`spans`); the text of an exercise `file` with
        this limit, None if there is no exercise to base it on; the `curve` of the measure, None if
        a value is given.
    """
    with context.heavy_work(), context.store() as store:
        finished(store, number)
        book, session = store.rule(number), store.load(number, look=False)
        exercise = book.get(session.exercise)
        moved = _moved(exercise, book, line)
        frames = list(store.frames(number))
        asked, curve = moved.value, None
        if at is None:
            poses = ((frame.time_s, frame.pose) for frame in frames)
            trial = try_exercise(exercise, book, poses, source=session.source, model=session.model)
            name = Labels(exercise, book, language).measure(moved.measure)
            curve = _curve(trial, moved, name, language)
        else:
            asked = at / scale_of(moved.measure)
            changed = _changed(exercise, book, moved, asked)
            session = replay(
                changed, book, session.language, frames, source=session.source, model=session.model
            ).session
    known = context.library.book.exercises
    limits = movable_limits(exercise, book)
    return {
        "lines": [_in_list(each, language) for each in limits],
        "line": moved.id,
        "kind": moved.kind,
        "limit": shown_value(moved.measure, moved.value),
        "at": shown_value(moved.measure, asked),
        "good_above": moved.good_above,
        "unit": unit_in_words(moved.measure, language),
        "counted": len(session.repetitions),
        "good": sum(not each.faults for each in session.repetitions),
        "held_s": round(sum(each.in_zone_s for each in session.holds), 1),
        "spans": _spans(session, moved),
        "curve": curve,
        "file": limit_file(exercise, book, moved, asked) if exercise.id in known else None,
    }


def _moved(exercise: Exercise, book: ExerciseBook, line: str | None) -> MovableLimit:
    try:
        return limit_named(exercise, book, line)
    except UsageError as error:
        raise WebError("not_found", str(error)) from error


def _changed(exercise: Exercise, book: ExerciseBook, moved: MovableLimit, value: float) -> Exercise:
    """Return an exercise with another value of a limit.

    Raises:
        WebError: another limit of the exercise leaves no room for this value.
    """
    try:
        return with_limit(exercise, book, moved, value)
    except ValueError as error:
        raise WebError("bad_request", "This value contradicts another limit.") from error


def _in_list(each: MovableLimit, language: Language) -> dict[str, Any]:
    return {
        "id": each.id,
        "kind": each.kind,
        "name": None if each.name is None else each.name.in_language(language).rstrip("."),
        "good_above": each.good_above,
    }


def _curve(trial: Trial, moved: MovableLimit, name: str, language: Language) -> dict[str, Any]:
    """Return the measure of a limit over time, a series for each side that is judged."""
    by_side = trial.values[moved.measure, shown_limb(trial.exercise, moved.limb)]
    kept = thinned(trial.times_s)
    return {
        "times_s": [round(trial.times_s[index], 3) for index in kept],
        "series": [
            {
                "name": name,
                "side": side,
                "values": [
                    number_or_none(scale_of(moved.measure) * values[index]) for index in kept
                ],
            }
            for side, values in by_side.items()
        ],
        "unit": unit_in_words(moved.measure, language),
    }


def _spans(session: Session, moved: MovableLimit) -> list[dict[str, Any]]:
    """Return what a limit decides about, in time order; seconds since the first frame.

    Repetitions and attempts for the target, holds for the zone, and for a fault where it was
    noticed. `held_s` is the time in the zone of a hold.
    """
    found: list[tuple[float, float, bool, float | None]]
    if moved.kind == "zone":
        found = [(each.start_s, each.end_s, True, each.in_zone_s) for each in session.holds]
    elif moved.kind == "fault":
        name = moved.id.partition(".")[2]
        found = [
            (each.start_s, each.time_s, False, None)
            for each in session.faults
            if each.id == name and not each.doubtful
        ]
    else:
        found = [(each.start_s, each.end_s, True, None) for each in session.repetitions]
        found += [(each.start_s, each.end_s, False, None) for each in session.attempts]
    return [
        {"start_s": start_s, "end_s": end_s, "counted": counted, "held_s": held_s}
        for start_s, end_s, counted, held_s in sorted(found, key=lambda span: span[:2])
    ]
