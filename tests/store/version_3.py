"""What the third version of the schema added to the second: frozen here, whatever changes later."""

ADDED = """
CREATE TABLE time_spent (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  kind TEXT NOT NULL, why TEXT, seconds REAL NOT NULL, off_by REAL) STRICT;
CREATE INDEX time_spent_of_session ON time_spent (session);
ALTER TABLE attempts ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0;
ALTER TABLE faults ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN looks_like TEXT;
CREATE TABLE traces (session INTEGER PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
  trace BLOB NOT NULL) STRICT;
PRAGMA user_version = 3;
"""
