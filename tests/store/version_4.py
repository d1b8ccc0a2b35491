"""What the fourth version of the schema added to the third: frozen here, whatever changes later."""

ADDED = """
ALTER TABLE repetitions ADD COLUMN sure REAL;
ALTER TABLE attempts ADD COLUMN sure REAL;
ALTER TABLE holds ADD COLUMN sure REAL;
ALTER TABLE faults ADD COLUMN sure REAL;
PRAGMA user_version = 4;
"""
