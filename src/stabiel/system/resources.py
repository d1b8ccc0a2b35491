"""Finds the program's own files: exercises, models and samples.

In: a name. Out: a path that exists. In a built wheel the files are inside the package (`data/`); in
a checkout or an editable install they are at the top of the repository.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal

from stabiel.errors import ResourceError

ModelName = Literal["lite", "full", "heavy"]
MODEL_NAMES: tuple[ModelName, ...] = ("lite", "full", "heavy")
# The next lighter model, for a computer that is too slow.
LIGHTER: dict[ModelName, ModelName] = {"heavy": "full", "full": "lite"}

_PACKAGE = Path(__file__).resolve().parents[1]
_ROOTS = (_PACKAGE / "data", _PACKAGE.parents[1])


def find_resource(*parts: str) -> Path:
    """Return the path of a file or folder that belongs to the program.

    Raises:
        ResourceError: it does not exist.
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
    """Return the path of the pose model `lite`, `full` or `heavy`.

    A damaged model file can crash the program without a message, so its checksum is verified first.

    Raises:
        ResourceError: the file is missing or damaged.
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
    """Return the path of the sample video that `stabiel demo` analyzes."""
    return find_resource("samples", "bridging.mp4")


def example_path(exercise_id: str) -> Path:
    """Return the path of the video that shows how to do an exercise.

    Args:
        exercise_id: the id of an exercise of the program. It becomes part of a path, so it must
            never be unchecked input.

    Raises:
        ResourceError: there is no such video.
    """
    return find_resource("samples", f"{exercise_id}-good.mp4")
