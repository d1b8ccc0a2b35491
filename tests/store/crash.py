"""Kills programs that keep a session, at random moments. `python -m tests.store.crash 200`.

Each program judges and keeps frames at the pace of a camera and says the time of each; several at
a time write to the same records. After `kill -9` the records must open, be whole, and hold all of
the session but its last seconds.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from stabiel.store import DataFolder, Store
from tests.records import ABOUT, Frames, judged_frames

MOST_LOST_S = 2.0
AT_ONCE = 8
LONGEST_LIFE_S = 4.0
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Death:
    """One killed program: its session, what it passed to the keeper, and what was kept."""

    session_id: int
    given_s: float
    kept_s: float
    repetitions: int

    @property
    def lost_s(self) -> float:
        """The lost seconds of the session."""
        return self.given_s - self.kept_s


def train(folder: Path) -> None:
    """Keep a session in real time until killed, and print the time of each frame."""
    frames = judged_frames([175] * 3)
    with Store(DataFolder(folder)) as store, store.begin(ABOUT) as keeper:
        print(keeper.session_id, flush=True)
        began_s = time.monotonic()
        for frame in frames.frames:
            time.sleep(max(0.0, began_s + frame[0] - time.monotonic()))
            keeper.add(*frame)
            print(frame[0], flush=True)
    raise SystemExit("it lived too long to be killed")


def kill_some(folder: Path, count: int, seed: int) -> list[Death]:
    """Run programs side by side, kill each at a random moment and return what was kept."""
    dice = random.Random(seed)
    lines: dict[int, list[str]] = {}

    def one(number: int, life_s: float) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "tests.store.crash", "--train", str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        ) as program:
            assert program.stdout is not None
            said = [program.stdout.readline()]
            threading.Timer(life_s, program.kill).start()
            said += program.stdout.readlines()
        lines[number] = [line for line in said if line.endswith("\n")]

    threads = [
        threading.Thread(target=one, args=(number, dice.uniform(0.0, LONGEST_LIFE_S)))
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [_death(folder, said) for said in lines.values()]


def _death(folder: Path, said: list[str]) -> Death:
    session_id = int(said[0])
    given_s = float(said[-1]) if len(said) > 1 else 0.0
    with Store(DataFolder(folder)) as store:
        kept_frames = store.frames(session_id)
        kept = store.kept(session_id)
    return Death(
        session_id, given_s, kept_frames[-1].time_s if kept_frames else 0.0, kept.repetitions
    )


def check(folder: Path, deaths: list[Death], whole: Frames) -> None:
    """Check that the records are complete, and judge the broken-off sessions."""
    connection = sqlite3.connect(DataFolder(folder).database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchone() is None
    with connection:
        connection.execute("UPDATE sessions SET written_s = written_s - 60")
    connection.close()
    for death in deaths:
        assert death.lost_s <= MOST_LOST_S, death
        done = [each for each in whole.session.repetitions if each.time_s <= death.kept_s]
        assert death.repetitions == len(done), death
    with Store(DataFolder(folder)) as store:
        finished = {each.id for each in store.sessions()}
        for death in deaths:
            assert (death.session_id in finished) == (death.kept_s > 0.0), death
            if death.kept_s > 0.0:
                done = [each for each in whole.session.repetitions if each.time_s <= death.kept_s]
                assert list(store.load(death.session_id).repetitions) == done


def main() -> None:
    """Kill this number of programs and print the largest loss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--train", type=Path, metavar="DIR", help="be the program that is killed")
    arguments = parser.parse_args()
    if arguments.train is not None:
        train(arguments.train)
    whole, deaths = judged_frames([175] * 3), []
    while len(deaths) < arguments.count:
        with tempfile.TemporaryDirectory() as name:
            count = min(AT_ONCE, arguments.count - len(deaths))
            died = kill_some(Path(name), count, seed=len(deaths))
            check(Path(name), died, whole)
        deaths += died
        lost = [death.lost_s for death in deaths]
        print(
            f"{len(deaths)} killed; lost {sum(lost) / len(lost):.2f} s on average, "
            f"{max(lost):.2f} s at most; every one opened whole",
            flush=True,
        )


if __name__ == "__main__":
    main()
