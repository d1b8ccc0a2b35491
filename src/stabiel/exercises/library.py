"""All exercises and programmes: those of the program, the user's own, and a file that is named.

In: the data folder, and the name of an exercise or of its file. Out: a `Library`. This is the only
place where they are put together; every command and the app use it. A file of the user that is
wrong stops nothing: it is left out, and the library has its mistakes.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from stabiel.errors import ExerciseError, Mistake, ResourceError, UsageError, unknown_name
from stabiel.exercises.attachments import attached
from stabiel.exercises.based_on import files_beside, root_of
from stabiel.exercises.files import (
    ExerciseBook,
    Located,
    exercise_of,
    load_book,
    read_yaml,
    shipped_book,
)
from stabiel.exercises.model import Exercise
from stabiel.exercises.own_files import ENDINGS, OwnFile, OwnKind, read_own
from stabiel.exercises.plan import TrainingPlan, plan_from
from stabiel.exercises.plan_choice import chosen_plan
from stabiel.exercises.plan_files import PLANS, ReadPlan, plan_of_file, read_plan_file
from stabiel.exercises.programme import Programme
from stabiel.exercises.programme_files import load_programmes, programme_of
from stabiel.exercises.taken_ids import of_its_own, taken
from stabiel.system.resources import example_path

EXERCISES, PROGRAMMES = "exercises", "programmes"
DEFAULT_PROGRAMME = "basis"


@dataclass(frozen=True, slots=True)
class Library:
    """What there is to do.

    Attributes:
        book: all exercises, those of the program first.
        programmes: by id, those of the program first.
        own: the files in the data folder, in order, with those that are not in use.
        folders: the folder of the file of each exercise that is not the program's, by its id.
        roots: the exercise of the program that an own one is based on, by its id.
        bases: the files of all exercises, on which others may be based, by id.
        plan: the chosen plan; None if none is chosen, or if it has mistakes. The exercises inside
            it are among the exercises.
        plan_mistakes: why the chosen plan is not in use.
        apart: the library without that plan; None if there is none.
    """

    book: ExerciseBook
    programmes: dict[str, Programme]
    own: tuple[OwnFile, ...]
    folders: dict[str, Path]
    roots: dict[str, str]
    bases: dict[str, Located]
    plan: TrainingPlan | None = None
    plan_mistakes: tuple[Mistake, ...] = ()
    apart: "Library | None" = None

    @property
    def without_plan(self) -> "Library":
        """The library without the exercises inside the chosen plan: what other plans may name."""
        return self.apart or self

    @property
    def followed(self) -> TrainingPlan:
        """The plan that the user follows: the chosen one, or else the leaflet's programme."""
        return self.plan or plan_from(self.programmes[DEFAULT_PROGRAMME])

    def get(self, exercise_id: str) -> Exercise:
        """Return an exercise by its id.

        Raises:
            UsageError: there is no such exercise.
            ExerciseError: its file is wrong.
        """
        self._complain_about(exercise_id, "exercise")
        return self.book.get(exercise_id)

    def programme(self, programme_id: str) -> Programme:
        """Return a programme by its id.

        Raises:
            UsageError: there is no such programme.
            ExerciseError: its file is wrong.
        """
        self._complain_about(programme_id, "programme")
        if programme_id not in self.programmes:
            raise UsageError(unknown_name("programme", programme_id, self.programmes))
        return self.programmes[programme_id]

    def book_for(self, exercise: Exercise) -> ExerciseBook:
        """Return the exercises of the program and this one: what a session of it is judged by.

        A session in which nothing counted is compared with the other exercises of the program. It
        must not depend on what else the user wrote.
        """
        shipped = {
            name: each for name, each in self.book.exercises.items() if self.is_shipped(name)
        }
        return ExerciseBook(self.book.shared, shipped | {exercise.id: exercise})

    def is_shipped(self, exercise_id: str) -> bool:
        """Return whether an exercise comes with the program."""
        return exercise_id in self.book.exercises and exercise_id not in self.folders

    def clip(self, exercise_id: str) -> Path | None:
        """Return the video that shows an exercise, None if there is none.

        An exercise that is based on another one and has no clip shows that of the other one.
        """
        if exercise_id not in self.folders:
            return _sample(exercise_id)
        exercise, folder = self.book.get(exercise_id), self.folders[exercise_id]
        own = attached(exercise.clip, folder)
        if own is None and exercise.picture is None and exercise_id in self.roots:
            return _sample(self.roots[exercise_id])
        return own

    def picture(self, exercise_id: str) -> Path | None:
        """Return the picture that shows an exercise, None if there is none."""
        if exercise_id not in self.folders:
            return None
        return attached(self.book.get(exercise_id).picture, self.folders[exercise_id])

    def _complain_about(self, name: str, kind: OwnKind) -> None:
        for file in self.own:
            if file.id == name and file.kind == kind and file.mistakes:
                raise ExerciseError(file.mistakes)


def read_library(data: Path | None = None, person: Path | None = None) -> Library:
    """Read the exercises and programmes of the program, and the user's own.

    Args:
        data: the data folder, with the user's own in `exercises` and `programmes`; it need not
            exist. None for those of the program alone.
        person: the folder of the person whose chosen plan is followed; None if that is `data`.

    Raises:
        ExerciseError: a file of the program itself is wrong; one of the user never is an error.
    """
    shipped = _shipped()
    if data is None:
        return shipped
    library, exercises = _with_own_exercises(shipped, data / EXERCISES)
    library, programmes = _with_own_programmes(library, data / PROGRAMMES)
    return _with_plan(replace(library, own=(*exercises, *programmes)), person or data)


def with_file(library: Library, file: Path, *, replacing: bool = False) -> tuple[Library, Exercise]:
    """Return a library with the exercise of a file, and this exercise.

    Args:
        library: all other exercises; the file may be based on one of them, or on a file beside it.
        file: an exercise file.
        replacing: whether it may take the place of an exercise with the same id. That is for
            trials: what is kept must never be the work of two rules with one name.

    Raises:
        ExerciseError: the file is wrong, or another exercise has its id.
    """
    located = read_yaml(file)
    bases = {**files_beside(located, file, library.bases), **library.bases, file.stem: located}
    exercise = exercise_of(located, library.book.shared, file.stem, bases=bases, folder=file.parent)
    same = library.book.exercises.get(exercise.id)
    if same == exercise:
        return library, same
    if not replacing:
        _refuse_taken(exercise.id, located, library)
    return _added(library, {exercise.id: exercise}, file.parent, bases), exercise


def exercise_in(
    library: Library, word: str, *, replacing: bool = False
) -> tuple[Library, Exercise]:
    """Return the exercise that a user names by its id or by its file, and all exercises with it.

    Args:
        library: all exercises.
        word: an id, or the path of a file: a word with a folder or with the ending of a file.
        replacing: as for `with_file`.

    Raises:
        UsageError: there is no such exercise.
        ExerciseError: its file is wrong.
    """
    if is_file_name(word):
        return with_file(library, Path(word), replacing=replacing)
    return library, library.get(word)


def is_file_name(word: str) -> bool:
    """Return whether a word names a file and not an id, which has no dot and no folder."""
    path = Path(word)
    return path.suffix in ENDINGS or path.name != word


def with_exercise(exercise: Exercise | None) -> ExerciseBook:
    """Return the exercises of the program and, if one is given, an own one that is whole."""
    book = load_book()
    if exercise is None:
        return book
    return ExerciseBook(book.shared, book.exercises | {exercise.id: exercise})


@cache
def _shipped() -> Library:
    """Return what comes with the program; it cannot change while the program runs."""
    book, files = shipped_book()
    return Library(book, load_programmes(book), (), {}, {}, files)


def _with_own_exercises(library: Library, folder: Path) -> tuple[Library, list[OwnFile]]:
    read, files = read_own(folder, "exercise")
    # An own file does not stand in for an exercise of the program: it is refused below.
    bases = {**{path.stem: located for path, located in read.items()}, **library.bases}
    found: dict[str, Exercise] = {}
    for path, located in read.items():
        try:
            exercise = exercise_of(
                located, library.book.shared, path.stem, bases=bases, folder=folder
            )
            _refuse_taken(exercise.id, located, library)
        except ExerciseError as error:
            files.append(OwnFile(path, "exercise", path.stem, error.mistakes))
        else:
            files.append(OwnFile(path, "exercise", path.stem))
            found[exercise.id] = exercise
    library = _added(library, found, folder, bases)
    return library, sorted(files, key=lambda each: each.path.name)


def _with_own_programmes(library: Library, folder: Path) -> tuple[Library, list[OwnFile]]:
    read, files = read_own(folder, "programme")
    programmes = dict(library.programmes)
    for path, located in read.items():
        try:
            programme = programme_of(located, library.book, path.stem)
            if programme.id in library.programmes:
                words = of_its_own("programme", programme.id)
                raise ExerciseError([located.mistake(("id",), words)])
        except ExerciseError as error:
            files.append(OwnFile(path, "programme", path.stem, error.mistakes))
        else:
            files.append(OwnFile(path, "programme", path.stem))
            programmes[programme.id] = programme
    library = replace(library, programmes=programmes)
    return library, sorted(files, key=lambda each: each.path.name)


def plan_in(library: Library, located: Located, stem: str | None = None) -> ReadPlan:
    """Return the plan of a file that has been read, beside what there is.

    Args:
        library: what there is; the exercises inside the chosen plan are left out.
        located: the contents of the file of a plan or of a programme.
        stem: the file's name without its ending, which must be the id; None if it has no name.

    Raises:
        ExerciseError: the file is wrong; it holds all mistakes.
    """
    library = library.without_plan
    read = plan_of_file(located, library.book, library.bases, stem)
    _refuse_taken(read.plan.id, located, library)
    both = [name for name in read.files if name in library.programmes]
    if both:
        words = [(("exercises", name), of_its_own("programme", name)) for name in both]
        raise ExerciseError([located.mistake(*each) for each in words])
    return read


def with_plan(library: Library, read: ReadPlan, folder: Path) -> Library:
    """Return a library with the exercises inside a plan; the plan is the one that is followed."""
    library = library.without_plan
    bases = {**read.files, **library.bases}
    added = _added(library, read.exercises, folder, bases)
    return replace(added, plan=read.plan, apart=library)


def _with_plan(library: Library, data: Path) -> Library:
    """Return a library with the chosen plan. One that is wrong or missing stops nothing."""
    name = chosen_plan(data)
    if not name or name == DEFAULT_PROGRAMME:
        return library
    if name in library.programmes:
        return replace(library, plan=plan_from(library.programmes[name]), apart=library)
    folder = data / PLANS
    try:
        read = plan_in(library, read_plan_file(folder / f"{name}.yaml"), name)
    except ExerciseError as error:
        return replace(library, plan_mistakes=error.mistakes)
    return with_plan(library, read, folder)


def _added(
    library: Library, exercises: dict[str, Exercise], folder: Path, bases: dict[str, Located]
) -> Library:
    book = ExerciseBook(library.book.shared, library.book.exercises | exercises)
    roots = {
        name: root
        for name in exercises
        if (root := root_of(bases[name], bases)) is not None and library.is_shipped(root)
    }
    return replace(
        library,
        book=book,
        folders=library.folders | dict.fromkeys(exercises, folder),
        roots=library.roots | roots,
        bases=bases,
    )


def _refuse_taken(name: str, located: Located, library: Library) -> None:
    """Refuse an id that another exercise or programme has.

    Raises:
        ExerciseError: it is taken.
    """
    words = taken(
        name,
        exercises=library.book.exercises,
        programmes=library.programmes,
        folders=library.folders,
        plan=library.plan,
    )
    if words is not None:
        raise ExerciseError([located.mistake(("id",), words)])


def _sample(exercise_id: str) -> Path | None:
    try:
        return example_path(exercise_id)
    except ResourceError:
        return None
