"""What a session consists of. In: the message that begins it. Out: its steps and exercises."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stabiel.errors import UsageError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.library import Library
from stabiel.exercises.model import Exercise
from stabiel.exercises.programme import Step
from stabiel.exercises.short_session import SHORT_SESSION, short_plan
from stabiel.store import DataFolder, Store
from stabiel.store.listing import times_done
from stabiel.store.plans import accepted_doses
from stabiel.trainer.free_training import FreeSession, free_exercise
from stabiel.trainer.live_session import LiveSession, SessionParts
from stabiel.trainer.plan import plan_of
from stabiel.trainer.terms import Strictness
from stabiel.trainer.trainer import Trainer
from stabiel.trainer.trial import trial_book, trial_steps
from stabiel.web.messages import Begin, checked_programme


@dataclass(frozen=True, slots=True)
class WantedSession:
    """What a page asked for.

    Attributes:
        steps: in order, at least one unless it is free.
        first: the index of the step to begin with.
        programme: whose position is stored; None for a single exercise.
        book: the exercises that it is judged by.
        free: there are no steps: what is done is recognized.
        done_before: how many sessions of each exercise the person has done.
    """

    steps: list[Step]
    first: int
    programme: str | None
    book: ExerciseBook
    done_before: Mapping[str, int] = field(default_factory=dict)
    free: bool = False

    def leads(
        self, tools: SessionParts, strictness: Strictness
    ) -> tuple[LiveSession | FreeSession, Exercise]:
        """Return the session itself, and the exercise that it begins with."""
        if self.free:
            return FreeSession(tools), free_exercise(tools)
        trainer = Trainer(
            self.steps,
            self.book,
            tools.language,
            strictness=strictness,
            first=self.first,
            done_before=self.done_before,
        )
        return LiveSession(trainer, tools), self.book.get(self.steps[self.first].exercise)


def wanted_session(begin: Begin, library: Library, folder: DataFolder) -> WantedSession:
    """Return what a message asks for.

    Raises:
        UsageError: no such exercise or programme exists, or no step of it is left.
        StabielError: the records cannot be read.
    """
    if begin.free:
        return WantedSession([], 0, None, library.book, free=True)
    if begin.trial:
        book = trial_book(library.book)
        return WantedSession(trial_steps(book), 0, None, book)
    followed = library.followed
    if begin.programme == SHORT_SESSION:
        followed = short_plan(followed, library.book) or followed
    with Store(folder) as store:
        plan = plan_of(
            library.book,
            accepted_doses(store, library),
            exercise=begin.exercise,
            programme=None if begin.programme is None else checked_programme(begin.programme),
            programmes=library.programmes,
            followed=followed,
            side=begin.side,
        )
        first = begin.first
        if first is None:
            first = 0 if plan.programme is None else store.place(plan.programme)
        known = times_done(store.sessions(finish=False))
    if not plan.steps:
        raise UsageError("Nothing is left to do on this side.")
    first %= len(plan.steps)
    return WantedSession(plan.steps, first, plan.programme, library.book, known)
