"""Version 4 of the records: how sure everything is."""

ADDED = """
ALTER TABLE repetitions ADD COLUMN sure REAL;
ALTER TABLE attempts ADD COLUMN sure REAL;
ALTER TABLE holds ADD COLUMN sure REAL;
ALTER TABLE faults ADD COLUMN sure REAL;
PRAGMA user_version = 4;
"""
