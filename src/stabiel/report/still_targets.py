"""What stills of a kept session should reach. In: stills, the rule. Out: the stills, with it.

A trace keeps where things stood, not what was to be reached; the landmarks of the stills tell it.
"""

from dataclasses import replace

from stabiel.body.body import Body
from stabiel.coach.readings import Readings
from stabiel.coach.targets import Target, hold_targets, movement_targets
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise, MovementRule
from stabiel.report.pictures import Still, Stills
from stabiel.session.key_moments import BEST, START
from stabiel.session.session import Session


def with_targets(
    stills: dict[int, Stills], session: Session, book: ExerciseBook
) -> dict[int, Stills]:
    """Return stills with what was to be reached, and the missed targets marked.

    Args:
        stills: by the identity of their movement or hold.
        session: what was done.
        book: the rule it was judged by.
    """
    exercise = book.get(session.exercise)
    missed = {each.movement: each for each in session.attempts if not each.doubtful}
    found = {}
    for movement, roles in stills.items():
        start = roles[START].body if START in roles else None
        found[movement] = {
            role: _still(still, start, exercise, book) for role, still in roles.items()
        }
        if movement in missed and BEST in roles:
            best = found[movement][BEST]
            moment = replace(best.moment, missed=missed[movement])
            found[movement][BEST] = replace(best, moment=moment)
    return found


def _still(still: Still, start: Body | None, exercise: Exercise, book: ExerciseBook) -> Still:
    body = still.body.with_start(start)
    targets = _targets(body, start, still, exercise, book)
    return replace(still, body=body, moment=replace(still.moment, targets=targets))


def _targets(
    body: Body, start: Body | None, still: Still, exercise: Exercise, book: ExerciseBook
) -> tuple[Target, ...]:
    checks, side = book.checks_of(exercise), still.moment.side
    seen = Readings(body, side, checks)
    if exercise.movement is None:
        assert exercise.hold is not None  # an exercise is one of the two
        return hold_targets(exercise.hold, checks, seen)
    at_rest = None if start is None else Readings(start, side, checks).value(exercise.follows)
    return movement_targets(
        exercise.movement, _goal(exercise.movement, body, at_rest), checks, seen
    )


def _goal(rule: MovementRule, body: Body, at_rest: float | None) -> float:
    target = rule.target.seen_from(body.view)
    if at_rest is None:
        return target.limit
    if target.upwards:
        return max(target.limit, at_rest + target.from_start)
    return min(target.limit, at_rest - target.from_start)
