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

    Raises:
        ResourceError: the file is missing or damaged.
    """
    _verified(name)
    return _model_file(name)


def model_bytes(name: ModelName) -> bytes:
    """Return the pose model `lite`, `full` or `heavy` as the bytes of its file.

    MediaPipe opens a file by its name in the system's narrow encoding, which on Windows cannot name
    a folder with an accent; Python can.

    Raises:
        ResourceError: the file is missing or damaged.
    """
    return _verified(name)


def _model_file(name: ModelName) -> Path:
    return find_resource("models", f"pose_landmarker_{name}.task")


def _verified(name: ModelName) -> bytes:
    """Return the bytes of a model whose checksum is right.

    A damaged model file can crash the program without a message, so this comes first.
    """
    path = _model_file(name)
    try:
        content = path.read_bytes()
        listed = find_resource("models", "SHA256SUMS").read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        raise ResourceError(f"{path}: the pose model cannot be read ({error}).") from error
    if f"{hashlib.sha256(content).hexdigest()}  {path.name}" not in listed.splitlines():
        raise ResourceError(f"{path}: the pose model is damaged; install stabiel again.")
    return content


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
