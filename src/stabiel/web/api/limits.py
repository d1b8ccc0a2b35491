"""The limit of a session's movement. In: a session and a value. Out: what would have counted.

Nothing is kept here: the landmarks of the session are judged again with the other limit.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from stabiel.report.labels import scale_of, unit_in_words
from stabiel.session.replay import replay
from stabiel.session.session import Session
from stabiel.tuning.limits import limit_file, with_limit
from stabiel.web.api.inputs import Here, Lang, Number
from stabiel.web.api.sessions import finished
from stabiel.web.web_errors import WebError

router = APIRouter()

# Angles are at most a whole turn; lengths, in cm, are a few torsos.
_MOST = 360.0


@router.get("/api/sessions/{number}/limit")
def limit(
    number: Number,
    context: Here,
    language: Lang,
    at: Annotated[float | None, Query(ge=-_MOST, le=_MOST, allow_inf_nan=False)] = None,
) -> dict[str, Any]:
    """Return what counts in a session with a limit: its own, or the one that is given as `at`.

    Values are in the unit in which the app shows them (`unit`).

    Returns:
        the limit of the rule (`limit`), the one that was judged by (`at`), the movements, and the
        text of an exercise `file` with this limit; None if there is no exercise to base it on.
    """
    with context.heavy_work(), context.store() as store:
        finished(store, number)
        book, session = store.rule(number), store.load(number, look=False)
        exercise = book.get(session.exercise)
        rule = exercise.movement
        if rule is None:
            raise WebError("bad_request", "This exercise is held: it has no limit to move.")
        scale = scale_of(exercise.follows)
        asked = rule.target.limit if at is None else at / scale
        if at is not None:
            changed = with_limit(exercise, asked)
            frames = store.frames(number)
            session = replay(
                changed, book, session.language, frames, source=session.source, model=session.model
            ).session
    known = context.library.book.exercises
    return {
        "limit": scale * rule.target.limit,
        "at": scale * asked,
        "upwards": rule.target.upwards,
        "unit": unit_in_words(exercise.follows, language),
        "counted": len(session.repetitions),
        "good": sum(not each.faults for each in session.repetitions),
        "movements": _movements(session),
        "file": limit_file(exercise, asked) if exercise.id in known else None,
    }


def _movements(session: Session) -> list[dict[str, Any]]:
    """Return repetitions and attempts in time order; seconds since the first frame."""
    spans = [(each.start_s, each.end_s, True) for each in session.repetitions]
    spans += [(each.start_s, each.end_s, False) for each in session.attempts]
    return [
        {"start_s": start_s, "end_s": end_s, "counted": counted}
        for start_s, end_s, counted in sorted(spans)
    ]
