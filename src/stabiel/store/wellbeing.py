"""How the person feels, and the red flags. In: answers. Out: rows of the records.

An answer belongs to a workout. Without one, as when it was given before the workouts were kept, it
belongs to the session that is nearest in time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self, get_args

from stabiel.errors import StoreError, UsageError
from stabiel.session.red_flags import RedFlagAnswers, answers_kept, answers_of
from stabiel.session.wellbeing import Effort, WellbeingAnswer, WellbeingMoment, WorkoutWellbeing
from stabiel.store.database import connect, sentences, transaction
from stabiel.store.folder import DataFolder

# An answer without a workout belongs to a session that begins or ended within this time.
NEAR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class KeptWellbeing:
    """One kept answer.

    Attributes:
        id: its number in the records.
        workout: the id of its workout; None if there is none.
        at: the date and time with the offset from UTC.
    """

    id: int
    workout: str | None
    at: datetime
    answer: WellbeingAnswer


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """A session in time: its number, its workout (None if it has none), and when it was."""

    session: int
    workout: str | None
    began_at: datetime
    ended_at: datetime


class WellbeingRecords:
    """The answers of one data folder. A context manager with its own connection.

    Raises:
        StoreError: the records are damaged, do not belong to stabiel, or have a newer version.
        OutputError: they cannot be created or written.
    """

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._connection = connect(folder)

    def add(self, answer: WellbeingAnswer, at: datetime, workout: str | None = None) -> int:
        """Keep an answer; return its number.

        Args:
            answer: what was said.
            at: the date and time with the offset from UTC.
            workout: the id of the workout; None if there is none. One that is not kept yet counts
                as none until `adopt`.
        """
        with sentences(self._folder.database), transaction(self._connection):
            found = self._connection.execute(
                "INSERT INTO wellbeing (workout, moment, at, pain, effort, remark) "
                "VALUES ((SELECT id FROM workouts WHERE id = ?), ?, ?, ?, ?, ?)",
                (workout, answer.moment, at.isoformat(), answer.pain, answer.effort,
                 answer.remark or None),
            )  # fmt: skip
        return int(found.lastrowid or 0)

    def adopt(self, numbers: Sequence[int], workout: str) -> None:
        """Give answers to a workout that is kept by now; nothing changes if it is not."""
        with sentences(self._folder.database), transaction(self._connection):
            self._connection.executemany(
                "UPDATE wellbeing SET workout = :workout WHERE id = :number "
                "AND EXISTS (SELECT 1 FROM workouts WHERE id = :workout)",
                [{"workout": workout, "number": number} for number in numbers],
            )

    def change(self, number: int, answer: WellbeingAnswer) -> None:
        """Replace what was said in an answer; its time and workout stay.

        Raises:
            UsageError: no answer has this number.
        """
        self.get(number)
        with sentences(self._folder.database), transaction(self._connection):
            self._connection.execute(
                "UPDATE wellbeing SET moment = ?, pain = ?, effort = ?, remark = ? WHERE id = ?",
                (answer.moment, answer.pain, answer.effort, answer.remark or None, number),
            )

    def delete(self, number: int) -> None:
        """Remove an answer permanently.

        Raises:
            UsageError: no answer has this number.
        """
        self.get(number)
        with sentences(self._folder.database):
            with transaction(self._connection):
                self._connection.execute("DELETE FROM wellbeing WHERE id = ?", (number,))
            # The write-ahead log still holds the old page.
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def get(self, number: int) -> KeptWellbeing:
        """Return one answer.

        Raises:
            UsageError: no answer has this number.
        """
        found = next((each for each in self.all() if each.id == number), None)
        if found is None:
            raise UsageError(f"{self._folder.path}: there is no answer {number}.")
        return found

    def all(self) -> list[KeptWellbeing]:
        """Return all answers, the oldest first.

        Raises:
            StoreError: one is damaged.
        """
        with sentences(self._folder.database):
            rows = self._connection.execute(
                "SELECT id, workout, moment, at, pain, effort, remark FROM wellbeing "
                "ORDER BY at, id"
            ).fetchall()
        kept = [self._kept(row) for row in rows]
        return sorted(kept, key=lambda each: (each.at, each.id))

    def of_session(self, session_id: int) -> list[KeptWellbeing]:
        """Return the answers of the workout that a session belongs to, the oldest first."""
        found = self._spans(session_id)
        kept = self.all() if found else []
        return [each for span in found for each in answers_near(kept, span)]

    def with_sessions(self) -> list[tuple[KeptWellbeing, list[int]]]:
        """Return every answer with the sessions of its workout, the oldest first."""
        kept = self.all()
        of_answer: dict[int, list[int]] = {each.id: [] for each in kept}
        own: dict[str, list[KeptWellbeing]] = {}
        for each in kept:
            if each.workout is not None:
                own.setdefault(each.workout, []).append(each)
        loose = [each for each in kept if each.workout is None]
        for span in self._spans():
            # All answers for every session would take the product of both.
            near = [*own.get(span.workout or "", ()), *loose]
            for each in answers_near(near, span):
                of_answer[each.id].append(span.session)
        return [(each, of_answer[each.id]) for each in kept]

    def only_of(self, session_id: int) -> list[int]:
        """Return the numbers of the answers that belong to no other session than this one."""
        return [kept.id for kept, sessions in self.with_sessions() if sessions == [session_id]]

    def workout_of(self, session_id: int) -> str | None:
        """Return the workout of a session; None if it has none, or if there is no such session."""
        return next((each.workout for each in self._spans(session_id)), None)

    def lately_before(self, now: datetime) -> KeptWellbeing | None:
        """Return the newest answer before a workout that no workout has yet, None without one.

        One that is older than `NEAR`, and one without pain, is none.
        """
        found = [
            each
            for each in self.all()
            if each.workout is None
            and each.answer.moment == "before"
            and each.answer.pain is not None
            and timedelta(0) <= now - each.at <= NEAR
        ]
        return found[-1] if found else None

    def last_session_at(self) -> datetime | None:
        """Return when the latest session in front of the camera or on video began, or None."""
        with sentences(self._folder.database):
            rows = self._connection.execute("SELECT began_at FROM sessions").fetchall()
        return max((self._date(began) for (began,) in rows), default=None)

    def _spans(self, session_id: int | None = None) -> list[SessionSpan]:
        """Return all sessions in the order of their numbers, or the one with this number."""
        columns = "SELECT id, workout, began_at, coalesce(duration_s, 0.0) FROM sessions"
        with sentences(self._folder.database):
            if session_id is None:
                rows = self._connection.execute(columns).fetchall()
            else:
                rows = self._connection.execute(f"{columns} WHERE id = ?", (session_id,)).fetchall()
        found = []
        for number, workout, began, duration_s in sorted(rows):
            at = self._date(began)
            found.append(SessionSpan(number, workout, at, at + timedelta(seconds=duration_s)))
        return found

    def keep_red_flags(self, answers: RedFlagAnswers) -> None:
        """Keep the answers about red flags; they replace those of the same day."""
        day = answers.at.date()
        with sentences(self._folder.database), transaction(self._connection):
            for number, at in self._connection.execute("SELECT rowid, at FROM red_flags"):
                if self._date(at).astimezone(answers.at.tzinfo).date() == day:
                    self._connection.execute("DELETE FROM red_flags WHERE rowid = ?", (number,))
            self._connection.execute(
                "INSERT INTO red_flags VALUES (?, ?)",
                (answers.at.isoformat(), json.dumps(answers_kept(answers))),
            )

    def red_flags(self) -> list[RedFlagAnswers]:
        """Return all answers about red flags, the oldest first.

        Raises:
            StoreError: one is damaged.
        """
        with sentences(self._folder.database):
            rows = self._connection.execute("SELECT at, answers FROM red_flags").fetchall()
        found = [self._red_flags(at, answers) for at, answers in rows]
        return sorted(found, key=lambda each: each.at)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _kept(
        self, row: tuple[int, str | None, str, str, int | None, str | None, str | None]
    ) -> KeptWellbeing:
        number, workout, moment, at, pain, effort, remark = row
        moments: dict[str, WellbeingMoment] = {each: each for each in get_args(WellbeingMoment)}
        efforts: dict[str | None, Effort] = {each: each for each in get_args(Effort)}
        if moment not in moments or (effort is not None and effort not in efforts):
            raise self._damaged(f"the answer {number}")
        answer = WellbeingAnswer(moments[moment], pain, efforts.get(effort), remark or "")
        return KeptWellbeing(number, workout, self._date(at), answer)

    def _red_flags(self, at: str, answers: str) -> RedFlagAnswers:
        try:
            found = json.loads(answers)
        except (ValueError, RecursionError) as error:
            raise self._damaged("the answers about red flags") from error
        if not isinstance(found, dict):
            raise self._damaged("the answers about red flags")
        return answers_of(found, self._date(at))

    def _date(self, date: str) -> datetime:
        try:
            return datetime.fromisoformat(date).astimezone()
        except ValueError as error:
            raise self._damaged(f"the date {date[:40]!r}") from error

    def _damaged(self, what: str) -> StoreError:
        return StoreError(
            f"{self._folder.database}: these records are damaged ({what}); move the file to "
            "another place, or choose another folder with --data."
        )


def answers_near(kept: Sequence[KeptWellbeing], span: SessionSpan) -> list[KeptWellbeing]:
    """Return the answers of the workout that a session belongs to, the oldest first.

    Args:
        kept: all answers, the oldest first.
        span: the session.
    """
    own = [each for each in kept if each.workout is not None and each.workout == span.workout]
    near = _near([each for each in kept if each.workout is None], span.began_at, span.ended_at)
    return sorted([*own, *near], key=lambda each: (each.at, each.id))


def _near(
    loose: Sequence[KeptWellbeing], began_at: datetime, ended_at: datetime
) -> list[KeptWellbeing]:
    """Return the answers without a workout that belong to a session, by their times."""
    found: list[KeptWellbeing] = []
    for each in loose:
        before = each.answer.moment == "before"
        # The time of a session is kept in whole seconds.
        if each.at.replace(microsecond=0) <= began_at and (before or each.at < began_at):
            # Only the latest can open this workout, and only if nothing closed it since.
            found = [each] if before and began_at - each.at <= NEAR else []
        elif before or each.at - ended_at > NEAR:
            break
        else:
            found.append(each)
    return found


def workout_wellbeing(kept: Sequence[KeptWellbeing]) -> WorkoutWellbeing:
    """Return the answers of one workout by their moments; the latest of each moment counts."""
    found = WorkoutWellbeing()
    for each in kept:
        found = replace(found, **{each.answer.moment: each.answer})
    return found
