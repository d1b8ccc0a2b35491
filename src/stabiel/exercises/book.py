"""Exercises that share checks and postures. In: exercises, and what they share. Out: a book."""

from collections.abc import Iterator

from stabiel.body.measures import MEASURES, bound_measures
from stabiel.errors import UsageError, unknown_name
from stabiel.exercises.checks import Checks
from stabiel.exercises.model import Check, Exercise, Posture, Shared
from stabiel.wording.language import Language


class ExerciseBook:
    """All exercises of a folder, and what they share.

    Attributes:
        checks: the shared checks, with the measures as the shared file sets them.
    """

    def __init__(self, shared: Shared, exercises: dict[str, Exercise]) -> None:
        self.shared = shared
        self.checks = Checks(shared.checks, bound_measures(shared.measures))
        self.exercises = exercises

    def get(self, exercise_id: str) -> Exercise:
        """Return one exercise.

        Raises:
            UsageError: there is no exercise with that id.
        """
        if exercise_id not in self.exercises:
            raise UsageError(unknown_name("exercise", exercise_id, self.exercises))
        return self.exercises[exercise_id]

    def name_of(self, exercise_id: str, language: Language) -> str:
        """Return the name of an exercise, or its id if there is no such exercise."""
        exercise = self.exercises.get(exercise_id)
        return exercise_id if exercise is None else exercise.name.in_language(language)

    def __getitem__(self, exercise_id: str) -> Exercise:
        return self.get(exercise_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self.exercises)

    def __len__(self) -> int:
        return len(self.exercises)

    def __repr__(self) -> str:
        return f"<ExerciseBook: {', '.join(self.exercises)}>"

    def posture(self, exercise: Exercise) -> Posture:
        """Return the start posture of an exercise, its own or a shared one."""
        name = exercise.start.posture
        return exercise.postures.get(name) or self.shared.postures[name]

    def checks_of(self, exercise: Exercise) -> Checks:
        """Return all checks that an exercise may name: the shared ones and its own."""
        if not exercise.checks:
            return self.checks
        return Checks({**self.checks, **exercise.checks}, self.checks.measures)

    def check(self, name: str) -> Check:
        """Return a shared check by its name."""
        return self.checks[name]

    def measures(self, exercise: Exercise) -> set[str]:
        """Return the names of all measures that are needed to judge an exercise."""
        posture = self.posture(exercise)
        checks = [*posture.needs, *posture.keeps, *posture.wishes, *exercise.used_checks]
        by_name = self.checks_of(exercise)
        signals = (fault.signal(exercise.follows) for fault in exercise.faults.values())
        found = {exercise.follows, *(signal[0] for signal in signals if signal is not None)}
        return found | {by_name[name].measure for name in checks}

    def needs_outline(self, exercise: Exercise) -> bool:
        """Return whether the landmarker must find the silhouette too."""
        return any(MEASURES[name].needs_outline for name in self.measures(exercise))
