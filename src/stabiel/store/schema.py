"""The tables of the records, version by version. In: a connection. Out: the newest schema.

A version never changes after it was used. A change of the schema is one more step in `STEPS`, and a
database of an older version takes the missing steps in one transaction.
"""

import sqlite3

from stabiel.errors import StoreError

# Marks the file as stabiel's ("stbl"), so that no other database is mistaken for one.
APPLICATION_ID = 0x7374626C

_VERSION_1 = (
    # A running session has no `finished_s`; `written_s` distinguishes it from one that was broken
    # off. Both are seconds since 1970; all other times are seconds since the first frame.
    """
    CREATE TABLE sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        exercise TEXT NOT NULL,
        language TEXT NOT NULL,
        model TEXT NOT NULL,
        source_kind TEXT NOT NULL,
        source_name TEXT NOT NULL,
        began_at TEXT NOT NULL,
        rule TEXT NOT NULL,
        written_s REAL NOT NULL,
        finished_s REAL,
        view TEXT,
        judged_share REAL,
        duration_s REAL,
        frame_rate_hz REAL,
        width_px INTEGER,
        height_px INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE repetitions (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        side TEXT NOT NULL,
        start_s REAL NOT NULL,
        target_s REAL NOT NULL,
        end_s REAL NOT NULL,
        time_s REAL NOT NULL,
        faults TEXT NOT NULL,
        metrics TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE attempts (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        side TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        time_s REAL NOT NULL,
        reason TEXT NOT NULL,
        metrics TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE holds (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        number INTEGER NOT NULL,
        side TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        time_s REAL NOT NULL,
        in_zone_s REAL NOT NULL,
        complete INTEGER NOT NULL,
        faults TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE faults (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        id TEXT NOT NULL,
        side TEXT NOT NULL,
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        severity TEXT NOT NULL,
        repetition INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE cues (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        time_s REAL NOT NULL,
        id TEXT NOT NULL,
        text TEXT NOT NULL,
        priority INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE setup (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        id TEXT NOT NULL,
        ok INTEGER NOT NULL,
        seconds REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE not_judged (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        what TEXT NOT NULL,
        reason TEXT NOT NULL,
        seconds REAL NOT NULL
    ) STRICT
    """,
    # About a second of frames per row; `stabiel.store.landmarks` describes the content.
    """
    CREATE TABLE landmarks (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        chunk INTEGER NOT NULL,
        width_px INTEGER NOT NULL,
        height_px INTEGER NOT NULL,
        times BLOB NOT NULL,
        points BLOB NOT NULL,
        outlines BLOB,
        PRIMARY KEY (session, chunk)
    ) STRICT
    """,
    *(
        f"CREATE INDEX {table}_of_session ON {table} (session)"
        for table in (
            "repetitions", "attempts", "holds", "faults", "cues", "setup", "not_judged",
        )
    ),
)  # fmt: skip

_VERSION_2 = (
    # What the trainer needs: the brightness of the picture, what it spoke, the dose, the step at
    # which a programme stopped, and the answers to suggested doses.
    "ALTER TABLE landmarks ADD COLUMN light BLOB",
    "ALTER TABLE sessions ADD COLUMN dose INTEGER",
    "ALTER TABLE setup ADD COLUMN direction TEXT",
    """
    CREATE TABLE spoken (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        time_s REAL NOT NULL,
        id TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX spoken_of_session ON spoken (session)",
    "CREATE TABLE places (programme TEXT PRIMARY KEY, step INTEGER NOT NULL) STRICT",
    """
    CREATE TABLE doses (
        exercise TEXT NOT NULL,
        before INTEGER NOT NULL,
        suggested INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        answered_s REAL NOT NULL
    ) STRICT
    """,
)

_VERSION_3 = (
    # What the time of a session was spent on, what rests on doubtful sight, and what it looks like.
    """
    CREATE TABLE time_spent (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        kind TEXT NOT NULL,
        why TEXT,
        seconds REAL NOT NULL,
        off_by REAL
    ) STRICT
    """,
    "CREATE INDEX time_spent_of_session ON time_spent (session)",
    "ALTER TABLE attempts ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE faults ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE sessions ADD COLUMN looks_like TEXT",
    # The trace of a finished session; `stabiel.store.traces` describes the content.
    """
    CREATE TABLE traces (
        session INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
        trace BLOB NOT NULL
    ) STRICT
    """,
)

_VERSION_4 = (
    # How sure each count, attempt and fault is, 0 to 1; empty in older records.
    "ALTER TABLE repetitions ADD COLUMN sure REAL",
    "ALTER TABLE attempts ADD COLUMN sure REAL",
    "ALTER TABLE holds ADD COLUMN sure REAL",
    "ALTER TABLE faults ADD COLUMN sure REAL",
)

_VERSION_5 = (
    # What had to be done to the times of the frames, the colors of the clothes, to tell two people
    # apart, and where somebody else is; empty in older records.
    "ALTER TABLE sessions ADD COLUMN estimated_share REAL",
    "ALTER TABLE sessions ADD COLUMN clock_jumps INTEGER",
    "ALTER TABLE landmarks ADD COLUMN colors BLOB",
    "ALTER TABLE landmarks ADD COLUMN other_at BLOB",
)

_VERSION_6 = (
    # A workout is one run of a plan or an exercise; older sessions have none. `ending` is "done",
    # "stopped" or "skipped". `of_person` says whether an analyzed video shows the person of these
    # records: 1 yes, 0 no, NULL not answered.
    """
    CREATE TABLE workouts (
        id TEXT PRIMARY KEY,
        plan TEXT,
        began_at TEXT NOT NULL,
        ended_at TEXT
    ) STRICT
    """,
    "ALTER TABLE sessions ADD COLUMN workout TEXT REFERENCES workouts",
    "ALTER TABLE sessions ADD COLUMN ending TEXT",
    "ALTER TABLE sessions ADD COLUMN of_person INTEGER",
    # How the person feels: `moment` is "before", "during" or "after"; `pain` is 0 to 10; `effort`
    # is "light", "right" or "heavy". What was skipped is NULL.
    """
    CREATE TABLE wellbeing (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        workout TEXT REFERENCES workouts ON DELETE CASCADE,
        moment TEXT NOT NULL,
        at TEXT NOT NULL,
        pain INTEGER,
        effort TEXT,
        remark TEXT
    ) STRICT
    """,
    "CREATE INDEX wellbeing_of_workout ON wellbeing (workout)",
    # The questions before the first session: their answers by id as JSON.
    "CREATE TABLE red_flags (at TEXT NOT NULL, answers TEXT NOT NULL) STRICT",
    # What the person says about a judgment, which itself stays. `about` and `value` are JSON.
    """
    CREATE TABLE corrections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        kind TEXT NOT NULL,
        about TEXT NOT NULL,
        value TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX corrections_of_session ON corrections (session)",
    # Training without a camera, noted by hand: the day, what was done as JSON, and minutes.
    """
    CREATE TABLE by_hand (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        day TEXT NOT NULL,
        exercise TEXT NOT NULL,
        amount TEXT NOT NULL,
        minutes REAL,
        remark TEXT,
        at TEXT NOT NULL
    ) STRICT
    """,
)

_VERSION_7 = (
    # How many frames of a video were looked at, if not all, and which poses were filled in.
    "ALTER TABLE sessions ADD COLUMN looked_at INTEGER",
    "ALTER TABLE sessions ADD COLUMN frames INTEGER",
    "ALTER TABLE landmarks ADD COLUMN filled_in BLOB",
)

_VERSION_8 = (
    # What lists read of a session, without its rule, which is a hundred times as long; what they
    # read of its movements. An index with all columns of a query is read instead of the table.
    """
    CREATE INDEX sessions_listed ON sessions (
        began_at, exercise, language, finished_s, written_s, source_kind, source_name, duration_s,
        dose, of_person, ending, workout
    )
    """,
    "CREATE INDEX sessions_unfinished ON sessions (written_s) WHERE finished_s IS NULL",
    "CREATE INDEX sessions_of_workout ON sessions (workout)",
    "DROP INDEX repetitions_of_session",
    "CREATE INDEX repetitions_of_session ON repetitions (session, faults)",
    "DROP INDEX attempts_of_session",
    "CREATE INDEX attempts_of_session ON attempts (session, doubtful)",
    "DROP INDEX holds_of_session",
    "CREATE INDEX holds_of_session ON holds (session, in_zone_s)",
    # What progress needs of a finished session; `stabiel.store.summaries` describes the content.
    """
    CREATE TABLE summaries (
        session INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
        summary TEXT NOT NULL
    ) STRICT
    """,
)

STEPS: tuple[tuple[str, ...], ...] = (
    _VERSION_1,
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
    _VERSION_6,
    _VERSION_7,
    _VERSION_8,
)
VERSION = len(STEPS)


def is_newest(connection: sqlite3.Connection, name: str) -> bool:
    """Return whether a database has the newest version.

    Args:
        connection: to the database, in a transaction: between two queries another program could
            create the tables.
        name: the file's name, for messages.

    Raises:
        StoreError: the file does not belong to stabiel, or a newer version made it.
        sqlite3.Error: it cannot be read.
    """
    return _version(connection, name) == VERSION


def upgrade(connection: sqlite3.Connection, name: str) -> None:
    """Upgrade a database to the newest version; an empty one gets all tables.

    Args:
        connection: to the database, in a transaction that may write. The version is read again in
            that transaction, since another program may have done the upgrade in the meantime.
        name: the file's name, for messages.

    Raises:
        StoreError: the file does not belong to stabiel, or a newer version made it.
        sqlite3.Error: it cannot be read or written.
    """
    for step, statements in enumerate(STEPS[_version(connection, name) :]):
        if step == 0:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection, name: str) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != APPLICATION_ID and (owner or version or tables):
        raise StoreError(
            f"{name}: this database does not belong to stabiel; choose another folder with --data."
        )
    if version > VERSION:
        raise StoreError(
            f"{name}: these records were made by a newer version of stabiel; install that version."
        )
    return int(version)
