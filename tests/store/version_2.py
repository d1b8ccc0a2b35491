"""What the second version of the schema added to the first: frozen here, whatever changes later."""

ADDED = """
ALTER TABLE landmarks ADD COLUMN light BLOB;
ALTER TABLE sessions ADD COLUMN dose INTEGER;
ALTER TABLE setup ADD COLUMN direction TEXT;
CREATE TABLE spoken (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  time_s REAL NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX spoken_of_session ON spoken (session);
CREATE TABLE places (programme TEXT PRIMARY KEY, step INTEGER NOT NULL) STRICT;
CREATE TABLE doses (exercise TEXT NOT NULL, before INTEGER NOT NULL, suggested INTEGER NOT NULL,
  accepted INTEGER NOT NULL, answered_s REAL NOT NULL) STRICT;
PRAGMA user_version = 2;
"""
