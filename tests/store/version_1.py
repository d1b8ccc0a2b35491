"""Records as the first version of the schema made them: frozen here, whatever changes later."""

import json
import sqlite3
import zlib
from pathlib import Path

import numpy as np

from tests.records import BEGAN, BRIDGING, Frames
from tests.sessions import BOOK

TABLES = """
CREATE TABLE sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, exercise TEXT NOT NULL,
  language TEXT NOT NULL, model TEXT NOT NULL, source_kind TEXT NOT NULL,
  source_name TEXT NOT NULL, began_at TEXT NOT NULL, rule TEXT NOT NULL, written_s REAL NOT NULL,
  finished_s REAL, view TEXT, judged_share REAL, duration_s REAL, frame_rate_hz REAL,
  width_px INTEGER, height_px INTEGER) STRICT;
CREATE TABLE repetitions (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  number INTEGER NOT NULL, side TEXT NOT NULL, start_s REAL NOT NULL, target_s REAL NOT NULL,
  end_s REAL NOT NULL, time_s REAL NOT NULL, faults TEXT NOT NULL, metrics TEXT NOT NULL) STRICT;
CREATE TABLE attempts (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  side TEXT NOT NULL, start_s REAL NOT NULL, end_s REAL NOT NULL, time_s REAL NOT NULL,
  reason TEXT NOT NULL, metrics TEXT NOT NULL) STRICT;
CREATE TABLE holds (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  number INTEGER NOT NULL, side TEXT NOT NULL, start_s REAL NOT NULL, end_s REAL NOT NULL,
  time_s REAL NOT NULL, in_zone_s REAL NOT NULL, complete INTEGER NOT NULL,
  faults TEXT NOT NULL) STRICT;
CREATE TABLE faults (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  id TEXT NOT NULL, side TEXT NOT NULL, start_s REAL NOT NULL, end_s REAL NOT NULL,
  severity TEXT NOT NULL, repetition INTEGER) STRICT;
CREATE TABLE cues (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  time_s REAL NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, priority INTEGER NOT NULL) STRICT;
CREATE TABLE setup (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  id TEXT NOT NULL, ok INTEGER NOT NULL, seconds REAL NOT NULL) STRICT;
CREATE TABLE not_judged (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  what TEXT NOT NULL, reason TEXT NOT NULL, seconds REAL NOT NULL) STRICT;
CREATE TABLE landmarks (session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
  chunk INTEGER NOT NULL, width_px INTEGER NOT NULL, height_px INTEGER NOT NULL,
  times BLOB NOT NULL, points BLOB NOT NULL, outlines BLOB, PRIMARY KEY (session, chunk)) STRICT;
CREATE INDEX repetitions_of_session ON repetitions (session);
CREATE INDEX attempts_of_session ON attempts (session);
CREATE INDEX holds_of_session ON holds (session);
CREATE INDEX faults_of_session ON faults (session);
CREATE INDEX cues_of_session ON cues (session);
CREATE INDEX setup_of_session ON setup (session);
CREATE INDEX not_judged_of_session ON not_judged (session);
PRAGMA application_id = 0x7374626C;
PRAGMA user_version = 1;
"""


def make(path: Path, frames: Frames) -> None:
    """Write records of version 1 with one finished session of bridges."""
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.executescript(TABLES)
    session, source = frames.session, frames.session.source
    rule = {
        "exercise": BRIDGING.model_dump(mode="json"),
        "shared": BOOK.shared.model_dump(mode="json"),
    }
    connection.execute(
        "INSERT INTO sessions VALUES (1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            session.exercise, session.language, session.model, source.kind, source.name,
            BEGAN.isoformat(), json.dumps(rule), 1.8e9, 1.8e9, str(session.view),
            session.judged_share, source.duration_s, source.frame_rate_hz, source.width_px,
            source.height_px,
        ),
    )  # fmt: skip
    for one in session.repetitions:
        connection.execute(
            "INSERT INTO repetitions VALUES (1,?,?,?,?,?,?,?,?)",
            (one.number, one.side, one.start_s, one.target_s, one.end_s, one.time_s,
             json.dumps(one.faults), json.dumps(one.metrics)),
        )  # fmt: skip
    for item in session.setup:
        row = (item.id, item.ok, item.seconds)
        connection.execute("INSERT INTO setup VALUES (1,?,?,?)", row)
    for start in range(0, len(frames.recorded), 25):
        some = frames.recorded[start : start + 25]
        times = np.array([frame.time_s for frame in some])
        points = np.array(
            [np.column_stack([pose.points, pose.visibility, pose.world])
             for _, pose, _ in some if pose is not None], np.float32,
        )  # fmt: skip
        connection.execute(
            "INSERT INTO landmarks VALUES (1,?,1280,960,?,?,NULL)",
            (start // 25, zlib.compress(times.tobytes()), zlib.compress(points.tobytes())),
        )
    connection.commit()
    connection.close()
