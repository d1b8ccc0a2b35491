"""Gives thousands of damaged files to the real commands: `python -m tests.fuzz.run 2000`.

In: a number of cases. Out: what went wrong, and exit code 1 if anything did. Worker processes run
the cases, so that a decoder that crashes or hangs is detected, counted, and ends only its own case.
"""

import argparse
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.fuzz.cases import KINDS, LONGEST_S, Bench, Outcome
from tests.fuzz.material import make_material

ROOT = Path(__file__).resolve().parents[2]
# Time on the clock for at most three commands.
GIVEN_UP_S = 9 * LONGEST_S
MOST_MEMORY_BYTES = 6 << 30


def serve(material: Path, folder: Path, kind: str | None) -> None:
    """Run the cases whose seeds come on standard input, one per line."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    bench = Bench(material, folder)
    print("ready", file=answers)
    for line in sys.stdin:
        print(json.dumps(asdict(bench.run(int(line), kind))), file=answers)


class Worker:
    """A process that runs cases; it is replaced if it has ended."""

    def __init__(self, command: Sequence[object], given_up_s: float = GIVEN_UP_S) -> None:
        self._command, self._given_up_s = command, given_up_s
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, seed: int) -> Outcome:
        """Run one case; report a process that crashed or hangs."""
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write(f"{seed}\n".encode())
        process.stdin.flush()
        line = self._line(process, self._given_up_s)
        if line:
            return Outcome(**json.loads(line))
        # Nothing at all is a process that hangs; an empty line is the end of what it says.
        hung = line is None or self._stays(process)
        self.close()
        what = (
            f"gave no answer in {self._given_up_s:.0f} s"
            if hung
            else f"ended with {process.returncode}"
        )
        return Outcome("process", seed, wrong=[f"seed {seed}: the process {what}"])

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    @staticmethod
    def _stays(process: "subprocess.Popen[bytes]") -> bool:
        """Return whether a process goes on that has closed its output; a busy computer is slow."""
        try:
            process.wait(LONGEST_S)
        except subprocess.TimeoutExpired:
            return True
        return False

    def _start(self) -> "subprocess.Popen[bytes]":
        self._process = subprocess.Popen(
            [sys.executable, *map(str, self._command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        if self._line(self._process, 120.0) != b"ready\n":
            raise SystemExit("a worker did not start")
        return self._process

    @staticmethod
    def _line(process: "subprocess.Popen[bytes]", seconds: float) -> bytes | None:
        """Return the next line; b"" if there are no more, None if none came in this time."""
        assert process.stdout is not None
        readable, _, _ = select.select([process.stdout], [], [], seconds)
        return process.stdout.readline() if readable else None


def run_all(seeds: Sequence[int], workers: int, kind: str | None = None) -> Iterator[Outcome]:
    """Yield the outcomes of the cases of these seeds, in any order; of one kind if it is named."""
    waiting, ended = list(reversed(seeds)), []
    lock = threading.Condition()

    def work(folder: Path, material: Path) -> None:
        only = [] if kind is None else ["--kind", kind]
        worker = Worker(["-m", "tests.fuzz.run", *only, "--serve", material, folder])
        try:
            while True:
                with lock:
                    if not waiting:
                        return
                    seed = waiting.pop()
                outcome = worker.run(seed)
                with lock:
                    ended.append(outcome)
                    lock.notify()
        finally:
            worker.close()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        make_material(folder / "material")
        threads = [
            threading.Thread(target=work, args=(folder / str(number), folder / "material"))
            for number in range(workers)
        ]
        for thread in threads:
            thread.start()
        for _ in seeds:
            with lock:
                lock.wait_for(lambda: bool(ended) or not any(t.is_alive() for t in threads))
                if not ended:
                    raise SystemExit("the workers have stopped")
                outcome = ended.pop()
            yield outcome
        for thread in threads:
            thread.join()


def main() -> int:
    """Run the cases, print what went wrong, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("--first", type=int, default=0, metavar="SEED")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--kind", choices=[each.__name__ for each in KINDS], help="only this kind, for every seed"
    )
    parser.add_argument("--serve", type=Path, nargs=2, metavar="DIR", help="run as a worker")
    arguments = parser.parse_args()
    if arguments.serve:
        serve(*arguments.serve, arguments.kind)
        return 0
    codes: Counter[tuple[str, int]] = Counter()
    cases: Counter[str] = Counter()
    wrong, longest_s, began_s = 0, 0.0, time.monotonic()
    for outcome in run_all(
        range(arguments.first, arguments.first + arguments.count), arguments.workers, arguments.kind
    ):
        cases[outcome.kind] += 1
        codes.update((outcome.kind, code) for code in outcome.codes)
        longest_s = max(longest_s, outcome.longest_s)
        wrong += bool(outcome.wrong)
        for each in outcome.wrong:
            print(f"{outcome.kind} {outcome.seed}: {each}", flush=True)
    for kind, count in sorted(cases.items()):
        ends = ", ".join(
            f"{n} ended with {code}" for (k, code), n in sorted(codes.items()) if k == kind
        )
        print(f"{kind}: {count} damaged files; their commands: {ends}")
    print(
        f"{sum(cases.values())} cases, {sum(codes.values())} commands in "
        f"{time.monotonic() - began_s:.0f} s; the longest took {longest_s:.1f} s (processor); "
        f"{wrong} cases went wrong"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
