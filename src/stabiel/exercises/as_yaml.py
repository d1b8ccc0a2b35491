"""An exercise as the text of a file. In: an exercise. Out: YAML that gives the same exercise.

What a file does not say is not written, unless the exercise was based on another one: then it is
all there, as it was taken over.
"""

import yaml

from stabiel.exercises.model import Exercise

_WIDTH = 100


def exercise_yaml(exercise: Exercise) -> str:
    """Return an exercise as the text of a file."""
    data = exercise.model_dump(mode="json", exclude_defaults=True)
    # None: what holds only plain values stands on one line, as in the files of the program.
    text: str = yaml.safe_dump(
        data, sort_keys=False, allow_unicode=True, width=_WIDTH, default_flow_style=None
    )
    return text
