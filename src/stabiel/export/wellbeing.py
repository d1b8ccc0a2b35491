"""How the person feels, as tables. In: the records. Out: columns of plain values.

One row is one answer. `session` is the first session of the workout that the answer belongs to, and
is empty if there is none; `at` is the date and time with the offset from UTC. What was skipped is
empty.
"""

from collections.abc import Collection

from stabiel.session.red_flags import RED_FLAGS, RedFlagAnswers, answers_kept
from stabiel.session.tables import Table, columns_of
from stabiel.store import DataFolder
from stabiel.store.wellbeing import KeptWellbeing, WellbeingRecords

WELLBEING_COLUMNS = ("session", "workout", "at", "moment", "pain", "effort", "remark")
RED_FLAG_COLUMNS = ("at", *RED_FLAGS, "went_on")


def wellbeing_tables(
    folder: DataFolder, sessions: Collection[int] | None = None
) -> list[tuple[str, Table]]:
    """Return the tables of the answers with their names.

    Args:
        folder: the records.
        sessions: only the answers around these sessions, and none about red flags; None for all.

    Raises:
        StoreError: the records are damaged.
    """
    with WellbeingRecords(folder) as records:
        answers = records.with_sessions()
        red_flags = records.red_flags() if sessions is None else None
    rows = [
        (numbers[0] if numbers else None, kept)
        for kept, numbers in answers
        if sessions is None or not set(numbers).isdisjoint(sessions)
    ]
    tables = [("wellbeing", _answers(rows))]
    return tables if red_flags is None else [*tables, ("red_flags", _red_flags(red_flags))]


def _answers(rows: list[tuple[int | None, KeptWellbeing]]) -> Table:
    return columns_of(
        [
            {
                "session": session,
                "workout": kept.workout,
                "at": kept.at.isoformat(),
                "moment": kept.answer.moment,
                "pain": kept.answer.pain,
                "effort": kept.answer.effort,
                "remark": kept.answer.remark or None,
            }
            for session, kept in rows
        ],
        WELLBEING_COLUMNS,
    )


def _red_flags(found: list[RedFlagAnswers]) -> Table:
    return columns_of(
        [{"at": each.at.isoformat(), **answers_kept(each)} for each in found], RED_FLAG_COLUMNS
    )
