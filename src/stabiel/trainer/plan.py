"""What a session consists of. In: a programme or an exercise, by name. Out: its steps in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stabiel.anatomy import Side
from stabiel.errors import UsageError, unknown_name
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.library import DEFAULT_PROGRAMME, is_file_name
from stabiel.exercises.plan import TrainingPlan, plan_from
from stabiel.exercises.plan_steps import plan_steps
from stabiel.exercises.programme import Programme, Step
from stabiel.exercises.programme_files import load_programme, load_programmes

# The rest between sets of an exercise that is done on its own.
REST_S = 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a session.

    Attributes:
        programme: the id of the programme whose position is stored; None for a single exercise.
        steps: in order. There are none if the side that was asked for has nothing to do.
    """

    programme: str | None
    steps: list[Step]


def plan_of(
    book: ExerciseBook,
    doses: Mapping[str, int],
    *,
    exercise: str | None = None,
    programme: str | None = None,
    programmes: Mapping[str, Programme] | None = None,
    followed: TrainingPlan | None = None,
    side: Side | None = None,
) -> Plan:
    """Return the steps of an exercise, of a programme or, if none is named, of the followed plan.

    Args:
        book: the exercises.
        doses: repetitions that the person accepted, by exercise id.
        exercise: the id of an exercise.
        programme: the id of a programme or of the followed plan, or a file.
        programmes: by id; those of the program unless given.
        followed: the plan that is done if neither is named; the leaflet's programme unless given.
        side: only this side of the exercises that have two.

    Raises:
        UsageError: there is no such programme or exercise.
        ExerciseError: the programme file is not valid.
    """
    if exercise is not None:
        whole, name = plan_from(_single(book, exercise)), None
    elif followed is not None and programme in (None, followed.id):
        whole, name = followed, followed.id
    else:
        whole = plan_from(programme_named(programme or DEFAULT_PROGRAMME, book, programmes))
        name = whole.id
    # A dose accepted in the plan also applies to the exercise on its own.
    accepted = {key: dose for key, dose in doses.items() if whole.entry_of(key) is not None}
    steps = plan_steps(whole, book.exercises, accepted)
    return Plan(name, [step for step in steps if side is None or step.side in (side, "both")])


def programme_named(
    name: str, book: ExerciseBook, programmes: Mapping[str, Programme] | None = None
) -> Programme:
    """Return a programme by its id or its file.

    Args:
        name: an id, or a path.
        book: the exercises that it may name.
        programmes: by id; those of the program unless given.

    Raises:
        UsageError: there is no programme of this name.
        ExerciseError: the file is not valid.
    """
    if is_file_name(name):
        return load_programme(Path(name), book)
    programmes = load_programmes(book) if programmes is None else programmes
    if name not in programmes:
        raise UsageError(unknown_name("programme", name, programmes))
    return programmes[name]


def _single(book: ExerciseBook, exercise_id: str) -> Programme:
    exercise = book.get(exercise_id)
    return Programme.model_validate(
        {
            "id": exercise.id,
            "name": exercise.name,
            "exercises": [{"exercise": exercise.id, "dose": exercise.dose}],
            "rest_s": REST_S,
            "progression": {"good_share": 1, "sessions": 1, "add": 1, "up_to": 100},
        }
    )
