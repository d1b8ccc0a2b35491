"""Stores how the person feels during a session. In: answers. Out: rows of the records.

Every call opens a new connection: a session runs in several threads.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from stabiel.errors import StabielError
from stabiel.session.wellbeing import WellbeingAnswer
from stabiel.store import DataFolder
from stabiel.store.wellbeing import WellbeingRecords


def _now() -> datetime:
    return datetime.now().astimezone()


class RecordedWellbeing:
    """Stores answers in the records of a data folder.

    Args:
        folder: the data folder.
        write: writes something now, or later if it cannot be written now.
        workout: returns the id of the current workout; None if there is none.
        now: the date and time with the offset from UTC.
    """

    def __init__(
        self,
        folder: DataFolder,
        write: Callable[[Callable[[], None]], None],
        *,
        workout: Callable[[], str | None] = lambda: None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._folder = folder
        self._write = write
        self._workout = workout
        self._now = now
        self._numbers: list[int] = []

    def keep(self, answer: WellbeingAnswer) -> None:
        """Store an answer; what cannot be written waits."""
        at, workout = self._now(), self._workout()

        def keep() -> None:
            with WellbeingRecords(self._folder) as records:
                self._numbers.append(records.add(answer, at, workout))
                if workout is not None:
                    # The question before a workout is asked before anything else of it is kept.
                    records.adopt(self._numbers, workout)

        self._write(keep)

    def said_before(self) -> WellbeingAnswer | None:
        """Return what was said shortly before this workout, as on a first visit; None if nothing.

        It belongs to the workout from the next answer on. Records that cannot be read know nothing.
        """
        try:
            with WellbeingRecords(self._folder) as records:
                found = records.lately_before(self._now())
        except StabielError:
            return None
        if found is None:
            return None
        self._numbers.append(found.id)
        return found.answer

    def pain_before_yesterday(self) -> int | None:
        """Return the pain before the last workout of the day before; None if unknown.

        Records that cannot be read know nothing; what is wrong with them is said elsewhere.
        """
        day = (self._now() - timedelta(days=1)).date()
        try:
            with WellbeingRecords(self._folder) as records:
                kept = records.all()
        except StabielError:
            return None
        before = [
            each.answer.pain
            for each in kept
            if each.answer.moment == "before" and each.at.date() == day
        ]
        return before[-1] if before else None
