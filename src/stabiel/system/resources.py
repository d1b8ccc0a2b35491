"""Where the program's own files are: exercises, models and samples.

In: a name. Out: a path that exists. In a built wheel they are in the package (`data/`); in a
checkout or an editable install they stand at the top of the repository.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

from stabiel.errors import ResourceError

ModelName = Literal["lite", "full", "heavy"]
MODEL_NAMES: tuple[ModelName, ...] = ("lite", "full", "heavy")
# What a computer that does not keep up takes in place of a model.
LIGHTER: dict[ModelName, ModelName] = {"heavy": "full", "full": "lite"}

_PACKAGE = Path(__file__).resolve().parents[1]
_ROOTS = (_PACKAGE / "data", _PACKAGE.parents[1])


def find_resource(*parts: str) -> Path:
    """Return the path of a file or folder that belongs to the program.

    Raises:
        ResourceError: it is in none of the places where it may be.
    """
    for root in _ROOTS:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    name = "/".join(parts)
    raise ResourceError(f"{name} is missing from this installation: install stabiel again.")


def exercises_folder() -> Path:
    """Return the folder with the exercise files."""
    return find_resource("exercises")


@cache
def model_path(name: ModelName) -> Path:
    """Return the pose bundle `lite`, `full` or `heavy`, whole.

    A bundle with a wrong byte can end the program without a word, so its sum is checked first.

    Raises:
        ResourceError: it is missing or damaged.
    """
    path = find_resource("models", f"pose_landmarker_{name}.task")
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        listed = find_resource("models", "SHA256SUMS").read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise ResourceError(f"{path}: the pose model cannot be read ({error}).") from error
    if f"{found}  {path.name}" not in listed.splitlines():
        raise ResourceError(f"{path}: the pose model is damaged; install stabiel again.")
    return path


def sample_path() -> Path:
    """Return the sample video that `stabiel demo` analyses."""
    return find_resource("samples", "bridging.mp4")


def example_path(exercise_id: str) -> Path:
    """Return the video that shows how an exercise is done.

    Args:
        exercise_id: of an exercise of the program; never a name from elsewhere.

    Raises:
        ResourceError: there is none.
    """
    return find_resource("samples", f"{exercise_id}-good.mp4")
