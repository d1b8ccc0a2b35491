"""The short session. In: the plan that is followed. Out: a plan of about twelve minutes from it.

For a first day, or one with little time. It asks for nothing that the plan does not ask for, so it
may be offered beside the plan of a physiotherapist too.
"""

from stabiel.exercises.book import ExerciseBook
from stabiel.exercises.plan import TrainingPlan
from stabiel.exercises.plan_files import PLANS, plan_of_file, read_plan_file
from stabiel.exercises.plan_steps import plan_minutes
from stabiel.system.resources import exercises_folder

SHORT_SESSION = "twelve-minutes"


def short_plan(followed: TrainingPlan, book: ExerciseBook) -> TrainingPlan | None:
    """Return the exercises of the twelve minutes as the followed plan asks for them.

    Args:
        followed: the plan whose doses, sides and remarks apply.
        book: all exercises.

    Returns:
        None if the plan lacks one of these exercises, or is no longer itself.

    Raises:
        ExerciseError: the program's own file is wrong.
    """
    path = exercises_folder() / PLANS / f"{SHORT_SESSION}.yaml"
    preset = plan_of_file(read_plan_file(path), book, {}, path.stem).plan
    steps = []
    for each in preset.steps:
        entries = followed.entries_of(each.exercise)
        if not entries:
            return None
        steps.append(entries[0].model_copy(update={"sets": each.sets}))
    short = preset.model_copy(
        update={"steps": steps, "stop": followed.stop, "progression": followed.progression}
    )
    longer = plan_minutes(followed, book.exercises) > plan_minutes(short, book.exercises)
    return short if longer else None
