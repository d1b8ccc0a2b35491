"""What progress needs of each session, kept. In: sessions of one exercise. Out: `Past`, one each.

A finished session never changes, so its medians are computed when somebody first asks, and kept.
Progress over years then reads a line per session, and not every movement. A summary that is
missing, damaged, or made in another way is made again from the movements.
"""

from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass

from pydantic import TypeAdapter

from stabiel.anatomy import Side
from stabiel.errors import StabielError
from stabiel.session.comparisons import Fatigue, SideTotals
from stabiel.session.trends import Past, past_of
from stabiel.store.database import connect, sentences, transaction
from stabiel.store.folder import DataFolder
from stabiel.store.listing import Kept
from stabiel.store.movements import KeptMovements, movements_in

# Of the way in which `stabiel.session.trends.past_of` summarizes: raise it if that changes, so that
# what was kept before is made again.
MADE = 1


@dataclass(frozen=True, slots=True)
class _Summary:
    """What is kept of a `Past`: all but the totals, which the list of sessions counts.

    Attributes:
        made: `MADE` when it was made.
        follows: the measure that its exercise followed.
    """

    made: int
    follows: str
    start: float | None
    peak: float | None
    out_s: float | None
    return_s: float | None
    faults: dict[str, int]
    sides: dict[Side, SideTotals]
    fatigue: Fatigue | None


_SUMMARY: TypeAdapter[_Summary] = TypeAdapter(_Summary)


def pasts_of(folder: DataFolder, sessions: Sequence[tuple[Kept, str]]) -> list[Past]:
    """Return the summaries of finished sessions, in their order.

    Totals are those of the list, so what changes them there changes them here.

    Args:
        folder: the records.
        sessions: each with the measure that its exercise follows.

    Raises:
        StoreError: a session without a kept summary is damaged.
        OutputError: the records cannot be read.
    """
    kept = _kept_summaries(folder, {each.id: follows for each, follows in sessions})
    missing = [(each, follows) for each, follows in sessions if each.id not in kept]
    if missing:
        made = _made(folder, missing)
        _keep(folder, made)
        kept |= made
    return [_past(each, kept[each.id]) for each, _ in sessions]


def _past(kept: Kept, summary: _Summary) -> Past:
    return Past(
        id=kept.id,
        began_at=kept.began_at,
        repetitions=kept.repetitions - kept.unrated,
        good=kept.good_repetitions,
        attempts=kept.attempts,
        holds=kept.holds,
        hold_s=kept.hold_s,
        start=summary.start,
        peak=summary.peak,
        out_s=summary.out_s,
        return_s=summary.return_s,
        faults=summary.faults,
        sides=summary.sides,
        fatigue=summary.fatigue,
    )


def _kept_summaries(folder: DataFolder, wanted: dict[int, str]) -> dict[int, _Summary]:
    """Return what is kept of these sessions, and can be used, by the number of the session."""
    with closing(connect(folder)) as connection, sentences(folder.database):
        rows = connection.execute("SELECT session, summary FROM summaries").fetchall()
    found = {}
    for session, text in rows:
        if session in wanted:
            with suppress(ValueError):
                summary = _SUMMARY.validate_json(text)
                if (summary.made, summary.follows) == (MADE, wanted[session]):
                    found[session] = summary
    return found


def _made(folder: DataFolder, sessions: Iterable[tuple[Kept, str]]) -> dict[int, _Summary]:
    """Make the summaries of sessions from their movements."""
    wanted = {each.id: (each, follows) for each, follows in sessions}
    movements = movements_in(folder, wanted)
    found = {}
    for number, (kept, follows) in wanted.items():
        done = movements.get(number, KeptMovements())
        past = past_of(number, kept.began_at, done, follows, kept.dose)
        found[number] = _Summary(
            MADE, follows, past.start, past.peak, past.out_s, past.return_s, past.faults,
            past.sides, past.fatigue,
        )  # fmt: skip
    return found


def _keep(folder: DataFolder, made: dict[int, _Summary]) -> None:
    """Keep summaries. It is no error if they cannot be: the next one who asks makes them again."""
    rows = [(number, _SUMMARY.dump_json(each).decode()) for number, each in made.items()]
    with (
        suppress(StabielError),
        closing(connect(folder)) as connection,
        sentences(folder.database),
        transaction(connection),
    ):
        connection.executemany("INSERT OR REPLACE INTO summaries VALUES (?, ?)", rows)
