"""The plans that are kept. In: the data folder. Out: plans, or why one cannot be used.

A plan is a file in `plans`. It may hold the name of a person, so erasing the records erases it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stabiel.errors import ExerciseError, Mistake, OutputError, UsageError, unknown_name
from stabiel.exercises.library import Library, is_file_name, plan_in, with_plan
from stabiel.exercises.own_files import ENDINGS, MOST_FILES
from stabiel.exercises.plan import TrainingPlan, plan_from
from stabiel.exercises.plan_choice import chosen_plan
from stabiel.exercises.plan_files import PLANS, ReadPlan, plan_yaml, read_plan_file
from stabiel.store.folder import DataFolder
from stabiel.store.store import Store
from stabiel.system.atomic import write_whole


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan that is kept, or a programme.

    Attributes:
        read: what is in the file; None if it has mistakes.
        own: whether it is a file in the folder of plans, which can be changed and removed.
    """

    id: str
    read: ReadPlan | None
    own: bool
    mistakes: tuple[Mistake, ...] = ()


class PlanFolder:
    """The plans in a data folder.

    Args:
        folder: the data folder.
    """

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder

    @property
    def path(self) -> Path:
        """The folder of the plans, whether or not it exists."""
        return self._folder.path / PLANS

    @property
    def chosen(self) -> str:
        """The id of the chosen plan, empty if none is chosen."""
        return chosen_plan(self._folder.path)

    def listed(self, library: Library) -> list[KeptPlan]:
        """Return all plans in order, those with mistakes too, and then the programmes."""
        plans = [self._kept(path, library) for path in self._files()]
        programmes = [
            KeptPlan(each.id, ReadPlan(plan_from(each), {}, {}), own=False)
            for each in library.programmes.values()
        ]
        return [*plans, *programmes]

    def get(self, name: str, library: Library) -> KeptPlan:
        """Return a plan or programme by its id; it may have mistakes.

        Raises:
            UsageError: there is none.
        """
        listed = self.listed(library)
        for each in listed:
            if each.id == name:
                return each
        raise UsageError(unknown_name("plan", name, [each.id for each in listed]))

    def load(self, name: str, library: Library) -> ReadPlan:
        """Return a plan or programme that is right.

        Raises:
            UsageError: there is none.
            ExerciseError: its file is wrong.
        """
        found = self.get(name, library)
        if found.read is None:
            raise ExerciseError(found.mistakes)
        return found.read

    def keep(self, plan: TrainingPlan) -> Path:
        """Write a plan, in place of an earlier one with its id.

        Doses that were accepted before stay in force if the plan asks for the same as before.

        Raises:
            UsageError: there are too many plans.
            OutputError: it cannot be written.
        """
        path = self._folder.make_own(PLANS) / f"{plan.id}{ENDINGS[0]}"
        before = self._asked(path)
        if before is None and not path.exists() and len(list(self._files())) >= MOST_FILES:
            raise UsageError(f"There are {MOST_FILES} plans already; remove one first.")
        since = path.stat().st_mtime_ns if before == _asked_by(plan) else None
        try:
            write_whole(path, plan_yaml(plan).encode())
            if since is not None:
                # One nanosecond later, so that a reader notices the change.
                os.utime(path, ns=(since + 1, since + 1))
        except OSError as error:
            raise OutputError(
                f"{path}: the plan cannot be kept ({error.strerror}); free some space, or choose "
                "another folder with --data."
            ) from error
        return path

    def remove(self, name: str) -> None:
        """Remove a plan. What was done by it stays in the records.

        Raises:
            UsageError: there is no file of this name.
            OutputError: it cannot be removed.
        """
        paths = {path.stem: path for path in self._files()}
        if name not in paths:
            raise UsageError(unknown_name("plan", name, paths))
        try:
            paths[name].unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                f"{paths[name]}: the plan cannot be removed ({error.strerror})."
            ) from error

    def with_exercise(self, exercise_id: str, library: Library) -> list[str]:
        """Return the ids of the plans that have an exercise of this id inside."""
        read = (each.read for each in self.listed(library) if each.own)
        return [each.plan.id for each in read if each and exercise_id in each.plan.exercises]

    def same_names(self, read: ReadPlan, library: Library) -> list[tuple[str, str]]:
        """Return the exercises inside a plan that are others in another plan.

        Each plan uses its own, but in the records they have one name.

        Returns:
            the id of the exercise and the id of the other plan, of each.
        """
        return [
            (name, other.id)
            for other in self.listed(library)
            if other.own and other.read is not None and other.id != read.plan.id
            for name in read.exercises
            if other.read.exercises.get(name, read.exercises[name]) != read.exercises[name]
        ]

    def since_s(self, name: str) -> float:
        """Return since when a plan asks for its doses, seconds since 1970; 0 for a programme."""
        try:
            return (self.path / f"{name}{ENDINGS[0]}").stat().st_mtime
        except OSError:
            return 0.0

    def named(self, word: str, library: Library) -> Library:
        """Return a library whose followed plan is the one of an id or a file.

        A file may have the id of a programme, because nothing is kept under its name here.

        Raises:
            UsageError: there is no such plan.
            ExerciseError: its file is wrong.
        """
        if is_file_name(word):
            file = Path(word)
            programmes = dict(library.programmes)
            programmes.pop(file.stem, None)
            others = replace(library.without_plan, programmes=programmes)
            read = plan_in(others, read_plan_file(file), file.stem)
            return with_plan(library, read, file.parent)
        return with_plan(library, self.load(word, library), self.path)

    def _kept(self, path: Path, library: Library) -> KeptPlan:
        try:
            read = plan_in(library, read_plan_file(path), path.stem)
        except ExerciseError as error:
            return KeptPlan(path.stem, None, own=True, mistakes=error.mistakes)
        return KeptPlan(path.stem, read, own=True)

    def _files(self) -> Iterator[Path]:
        try:
            paths = sorted(each for each in self.path.iterdir() if each.suffix == ENDINGS[0])
        except OSError:
            return
        yield from paths[:MOST_FILES]

    def _asked(self, path: Path) -> list[tuple[str, object]] | None:
        """Return what a file asks for; None if it is none, or is damaged."""
        try:
            data = read_plan_file(path).data
            return [(step["exercise"], step["dose"]) for step in data["steps"]]
        except (ExerciseError, KeyError, TypeError):
            return None


def accepted_doses(store: Store, library: Library) -> dict[str, int]:
    """Return the accepted repetitions, by exercise, that are newer than the followed plan."""
    return store.doses(PlanFolder(store.folder).since_s(library.followed.id))


def _asked_by(plan: TrainingPlan) -> list[tuple[str, object]]:
    return [
        (step.exercise, step.dose.model_dump(mode="json", exclude_defaults=True))
        for step in plan.steps
    ]
