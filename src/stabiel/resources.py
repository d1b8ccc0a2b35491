"""Where the program's own files are: exercises, models and the sample.

In: a name. Out: a path that exists. In a built wheel they are in the package (`data/`); in a
checkout or an editable install they stand at the top of the repository.
"""

from pathlib import Path
from typing import Literal

from stabiel.errors import ResourceError

ModelName = Literal["lite", "full", "heavy"]
MODEL_NAMES: tuple[ModelName, ...] = ("lite", "full", "heavy")

_PACKAGE = Path(__file__).resolve().parent
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


def model_path(name: ModelName) -> Path:
    """Return the pose bundle `lite`, `full` or `heavy`."""
    return find_resource("models", f"pose_landmarker_{name}.task")


def sample_path() -> Path:
    """Return the sample video that `stabiel demo` analyses."""
    return find_resource("samples", "bridging.mp4")
