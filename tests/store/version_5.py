"""What the fifth version of the schema added to the fourth: frozen here, whatever changes later."""

ADDED = """
ALTER TABLE sessions ADD COLUMN estimated_share REAL;
ALTER TABLE sessions ADD COLUMN clock_jumps INTEGER;
ALTER TABLE landmarks ADD COLUMN colors BLOB;
ALTER TABLE landmarks ADD COLUMN other_at BLOB;
PRAGMA user_version = 5;
"""
