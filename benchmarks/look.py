"""Measures the first look at a kept session. In: a recording. Out: times and ratios.

`python -m benchmarks.look [RECORDING]` repeats a recording of landmarks (a stick figure's bridges
unless given) until it lasts ten minutes at 30 frames per second, keeps the session as the app does,
and times what the app shows of it at the first look: the session with its curve, the landmarks that
the page draws, and the report without a video. The looks at a trace are timed again without it, so
that the landmarks are judged again, in turns: A B A B. Each look has a new cache. The times are
those of the processor, so that a busy machine does not change them. It also prints the size of the
trace of the recording as it is: what is repeated takes no room.
"""

import argparse
import json
import math
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from benchmarks.clips import the_book
from stabiel.pose.recording import Recorded, load_recording
from stabiel.report import as_page, content_of
from stabiel.report.rebuild import material_of_kept
from stabiel.session.pipeline import Judge
from stabiel.session.session import Source
from stabiel.store import DataFolder, Store
from stabiel.web.curves import CurveCache, thinned
from stabiel.web.landmark_frames import landmarks_of
from tests.records import ABOUT, bridges

MINUTES, RATE_HZ, TURNS = 10, 30.0, 3
# The project's own limit for a first look, in seconds.
LIMIT_S = 0.3


@dataclass(frozen=True)
class Look:
    """How long a look takes with the trace and without it, in seconds, turn by turn."""

    traced_s: list[float]
    judged_s: list[float]

    @property
    def ratio(self) -> float:
        """How many times faster it is with the trace, the median over the turns."""
        return median(b / a for a, b in zip(self.traced_s, self.judged_s, strict=True))


def repeated(frames: list[Recorded], seconds: float) -> Iterator[Recorded]:
    """Yield a recording again and again, at 30 frames per second, until it lasts long enough."""
    for index in range(math.ceil(seconds * RATE_HZ)):
        time_s = index / RATE_HZ
        _, pose, light = frames[index % len(frames)]
        yield Recorded(time_s, None if pose is None else replace(pose, time_s=time_s), light)


def keep(folder: DataFolder, exercise_id: str, frames: Iterable[Recorded]) -> int:
    """Judge frames, keep them as a live session does, and return the session's number."""
    book = the_book()
    exercise = book.get(exercise_id)
    judge = Judge(exercise, book, "en")
    about = replace(ABOUT, exercise=exercise, book=book)
    count, last_s, size_px = 0, 0.0, (0, 0)
    with Store(folder) as store, store.begin(about) as keeper:
        for frame in frames:
            keeper.add(frame.time_s, frame.pose, judge.update(*frame), frame.light)
            count, last_s = count + 1, frame.time_s
            size_px = size_px if frame.pose is None else frame.pose.size_px
        source = Source("camera", "repeated", 0.0, RATE_HZ, *size_px)
        keeper.finish(judge.finish(source.counted(count, last_s), "full"))
        return keeper.session_id


def see_curve(folder: DataFolder, number: int) -> None:
    """Read a session and its curve, as the app does to open its page."""
    with Store(folder) as store:
        kept, session, book = store.kept(number), store.load(number), store.rule(number)
        CurveCache().of(store, kept, session, book)


def see_report(folder: DataFolder, number: int) -> None:
    """Make the report of a session, as the app does to show it."""
    with Store(folder) as store:
        as_page(content_of(material_of_kept(store, number)))


def see_landmarks(folder: DataFolder, number: int) -> None:
    """Read the landmarks that the page draws."""
    with Store(folder) as store:
        json.dumps(landmarks_of(store.frames(number, thinned)), separators=(",", ":"))


def timed(look: Callable[[DataFolder, int], None], folder: DataFolder, number: int) -> Look:
    """Time a look with the trace and without it, in turns."""
    found = Look([], [])
    look(folder, number)  # loads the modules and templates
    (trace,) = _sql(folder, "SELECT trace FROM traces WHERE session = ?", number)
    for _ in range(TURNS):
        found.traced_s.append(_seconds(look, folder, number))
        _sql(folder, "DELETE FROM traces WHERE session = ?", number)
        found.judged_s.append(_seconds(look, folder, number))
        _sql(folder, "INSERT INTO traces VALUES (?, ?)", number, trace)
    return found


def _seconds(look: Callable[[DataFolder, int], None], folder: DataFolder, number: int) -> float:
    began_s = time.process_time()
    look(folder, number)
    return time.process_time() - began_s


def _sql(folder: DataFolder, statement: str, *values: object) -> list[bytes]:
    connection = sqlite3.connect(folder.database)
    with connection:
        found = [row[0] for row in connection.execute(statement, values)]
    connection.close()
    return found


def main() -> int:
    """Measure, print, and return 1 if a look takes longer than its limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recording", nargs="?", type=Path, help="a landmarks.npz")
    parser.add_argument("--exercise", default="bridging", metavar="ID", help="what is done in it")
    arguments = parser.parse_args()
    if arguments.recording is None:
        frames = [Recorded(*each) for each in bridges([175, 152, 175], RATE_HZ)]
    else:
        frames = load_recording(arguments.recording)
    with tempfile.TemporaryDirectory() as name:
        folder = DataFolder(Path(name))
        number = keep(folder, arguments.exercise, frames)
        (trace,) = _sql(folder, "SELECT trace FROM traces WHERE session = ?", number)
        print(f"trace: {len(trace)} bytes for {len(frames)} frames")
        number = keep(folder, arguments.exercise, repeated(frames, 60.0 * MINUTES))
        looks = {
            "session and curve": timed(see_curve, folder, number),
            "report": timed(see_report, folder, number),
        }
        plain_s = [_seconds(see_landmarks, folder, number) for _ in range(TURNS)]
    for what, look in looks.items():
        print(
            f"{what}: {median(look.traced_s):.3f} s with the trace, "
            f"{median(look.judged_s):.2f} s without, {look.ratio:.0f} times faster"
        )
    print(f"landmarks for the page: {median(plain_s):.3f} s")
    slowest_s = max(median(each) for each in (plain_s, *(look.traced_s for look in looks.values())))
    print(f"slowest look: {slowest_s:.3f} s, limit {LIMIT_S} s")
    return int(slowest_s > LIMIT_S)


if __name__ == "__main__":
    raise SystemExit(main())
