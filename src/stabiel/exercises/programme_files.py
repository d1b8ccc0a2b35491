"""Reads programme files. In: YAML, and the exercises that exist. Out: `Programme`.

Mistakes are reported as for exercise files: one line each, with its place, all at once.
"""

from collections.abc import Iterator
from pathlib import Path

from stabiel.errors import ExerciseError, Mistake
from stabiel.exercises.files import ExerciseBook, FilePath, Located, read_yaml, validated
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Programme
from stabiel.system.resources import exercises_folder

PROGRAMMES_FOLDER = Path("programmes")


def load_programmes(book: ExerciseBook, folder: Path | None = None) -> dict[str, Programme]:
    """Read all programmes of a folder, by id. The default is the folder of the program itself.

    Raises:
        ExerciseError: a file is wrong; the message holds every mistake of every file.
    """
    folder = folder or exercises_folder() / PROGRAMMES_FOLDER
    programmes: dict[str, Programme] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            programme = load_programme(path, book)
        except ExerciseError as error:
            mistakes += error.mistakes
        else:
            programmes[programme.id] = programme
    if mistakes:
        raise ExerciseError(mistakes)
    return programmes


def load_programme(path: Path, book: ExerciseBook) -> Programme:
    """Read one programme file.

    Raises:
        ExerciseError: the file is wrong; it holds all mistakes.
    """
    return programme_of(read_yaml(path), book, path.stem)


def programme_of(located: Located, book: ExerciseBook, stem: str | None = None) -> Programme:
    """Return the programme of a file that has been read.

    Args:
        located: the contents of the file.
        book: the exercises that the file may name.
        stem: the file's name without its ending, which must be the id; None if it has no name.

    Raises:
        ExerciseError: the file is wrong; it holds all mistakes.
    """
    programme = validated(Programme, located, book)
    mistakes = [located.mistake(where, expected) for where, expected in _at_odds(programme, book)]
    if stem not in (None, programme.id):
        mistakes.append(located.mistake(("id",), f"the name of the file, {stem}"))
    if mistakes:
        raise ExerciseError(mistakes)
    return programme


def is_programme(located: Located) -> bool:
    """Return whether a file lists exercises: a programme does, an exercise does not."""
    return isinstance(located.data, dict) and "exercises" in located.data


def _at_odds(programme: Programme, book: ExerciseBook) -> Iterator[tuple[FilePath, str]]:
    """Yield the place of all that contradicts the exercises or the rest of the file."""
    if programme.id in book.exercises:
        yield ("id",), "a name that no exercise has"
    met: set[str] = set()
    for index, each in enumerate(programme.exercises):
        if each.exercise in met:
            yield ("exercises", index, "exercise"), "each exercise once"
        met.add(each.exercise)
        exercise = book.exercises[each.exercise]
        if (each.dose.repetitions is None) != (exercise.movement is None):
            yield ("exercises", index, "dose"), _dose_of_kind(exercise)
        too_many = (each.dose.repetitions or 0) > programme.progression.up_to
        if too_many:
            where = ("exercises", index, "dose", "repetitions")
            yield where, f"at most progression.up_to, {programme.progression.up_to}"


def _dose_of_kind(exercise: Exercise) -> str:
    return "hold_s, it is held" if exercise.movement is None else "repetitions, it is repeated"
