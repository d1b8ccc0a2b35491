"""The rendered pictures of exercises. In: an exercise and a phase. Out: a path, or None.

Each exercise of the program has two in one style: how it starts, and what it leads to. They are
made by `python -m samples.studio stills`.
"""

from pathlib import Path
from typing import Literal

from stabiel.errors import ResourceError
from stabiel.exercises.library import Library
from stabiel.system.resources import find_resource

PicturePhase = Literal["start", "target"]
PHASES: tuple[PicturePhase, PicturePhase] = ("start", "target")
_FOLDER = ("exercises", "pictures")


def rendered_picture(library: Library, exercise_id: str, phase: PicturePhase) -> Path | None:
    """Return the WebP file of a phase of an exercise; None if there is none.

    An own exercise that is based on one of the program, and has no clip or picture of its own, has
    the pictures of the other one.

    Args:
        library: all exercises; the id is one of theirs.
        exercise_id: whose picture.
        phase: its start or its target.
    """
    name = exercise_id
    if not library.is_shipped(exercise_id):
        own = library.book.get(exercise_id)
        if own.clip or own.picture or exercise_id not in library.roots:
            return None
        name = library.roots[exercise_id]
    try:
        return find_resource(*_FOLDER, f"{name}-{phase}.webp")
    except ResourceError:
        return None


def has_two_pictures(library: Library, exercise_id: str) -> bool:
    """Return whether both the start and the target of an exercise are rendered."""
    return all(rendered_picture(library, exercise_id, phase) is not None for phase in PHASES)
