"""What the sixth version of the schema added to the fifth: frozen here, whatever changes later."""

ADDED = """
CREATE TABLE workouts (
    id TEXT PRIMARY KEY,
    plan TEXT,
    began_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
ALTER TABLE sessions ADD COLUMN workout TEXT REFERENCES workouts;
ALTER TABLE sessions ADD COLUMN ending TEXT;
ALTER TABLE sessions ADD COLUMN of_person INTEGER;
CREATE TABLE wellbeing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workout TEXT REFERENCES workouts ON DELETE CASCADE,
    moment TEXT NOT NULL,
    at TEXT NOT NULL,
    pain INTEGER,
    effort TEXT,
    remark TEXT
) STRICT;
CREATE INDEX wellbeing_of_workout ON wellbeing (workout);
CREATE TABLE red_flags (at TEXT NOT NULL, answers TEXT NOT NULL) STRICT;
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    value TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_of_session ON corrections (session);
CREATE TABLE by_hand (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    day TEXT NOT NULL,
    exercise TEXT NOT NULL,
    amount TEXT NOT NULL,
    minutes REAL,
    remark TEXT,
    at TEXT NOT NULL
) STRICT;
PRAGMA user_version = 6;
"""
