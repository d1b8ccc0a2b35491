"""What version seven of the schema added to the sixth: frozen here, whatever changes later."""

ADDED = """
ALTER TABLE sessions ADD COLUMN looked_at INTEGER;
ALTER TABLE sessions ADD COLUMN frames INTEGER;
ALTER TABLE landmarks ADD COLUMN filled_in BLOB;
PRAGMA user_version = 7;
"""
