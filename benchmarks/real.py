"""Judges recordings of real people against what was seen by eye. In: ../shared/real. Out: tables.

`python -m benchmarks.real` judges every row of `truth.csv` from the recorded landmarks of both
models. It prints, worst first, which rows are within their tolerance, how many faults and attempts
are right (`faults.csv`), and what the rule of two fixed angles counts on the same landmarks
(`benchmarks.peers`). Nothing doubtful is among the claims: stabiel never says it, so it is listed
apart.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import peers
from benchmarks.clips import the_book
from benchmarks.pool import in_processes
from benchmarks.real_claims import (
    Claim,
    Label,
    Row,
    claims_of,
    labels_of,
    missed,
    rows_of,
    verdict_on,
)
from stabiel.pose.recording import load_recording
from stabiel.session.replay import replay
from stabiel.session.session import Source

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "real"
MODELS = ("full", "heavy")
# The lower of the two fixed angles differs between programs.
PEER_DOWN_DEG = (140.0, 130.0)
# The attempt that tells somebody on a bridge to lift the pelvis higher.
GO_HIGHER = ("bridging", "pelvis_low")
ALL = "all"


@dataclass(frozen=True)
class Task:
    """One row of the truth and one model, for one process."""

    row: Row
    model: str
    folder: Path


@dataclass(frozen=True)
class Outcome:
    """One judged row.

    Attributes:
        result: repetitions, or seconds in the zone.
        claims: the faults and attempts, doubtful ones too.
        peers: what two fixed angles count, one number for each of `PEER_DOWN_DEG`; empty if the
            row is not about repetitions, or that rule is not used for its exercise.
    """

    row: Row
    model: str
    result: float
    claims: list[Claim]
    peers: list[int]

    @property
    def right(self) -> bool:
        """Whether the result is within the tolerance."""
        return self.row.allows(self.result)


def judge(task: Task) -> Outcome:
    """Judge one recording as it is judged on replay."""
    row, book = task.row, the_book()
    frames = load_recording(task.folder / f"{row.recording}.{task.model}.npz")
    source = Source("file", row.recording, 0.0, 0.0, 0, 0)
    session = replay(
        book.get(row.exercise), book, "en", frames, source=source, model=task.model
    ).session
    counted = row.exercise in peers.JOINTS and row.kind != "holds_s"
    poses = [frame.pose for frame in frames]
    others = [peers.count(row.exercise, poses, down) for down in PEER_DOWN_DEG if counted]
    claims = claims_of(row.exercise, row.recording, session)
    return Outcome(row, task.model, row.result(session), claims, others)


@dataclass(frozen=True)
class RealFigures:
    """The figures of one model, for one exercise or for all.

    Attributes:
        done, zero: rows that are right, and all; the exercise is done in them, or it is not.
        peer_done, peer_zero: the same for two fixed angles, by `PEER_DOWN_DEG`; the number of rows
            is that of the rows they can count at all.
        verdicts: how many claims that are not doubtful have each verdict.
        doubtful: how many claims are doubtful.
        there, missed: labels of what was plainly there, and those that no claim found.
    """

    done: tuple[int, int]
    zero: tuple[int, int]
    peer_done: list[tuple[int, int]]
    peer_zero: list[tuple[int, int]]
    verdicts: dict[str, int]
    doubtful: int
    there: int
    missed: int

    @property
    def rows_wrong(self) -> int:
        """How many rows are outside their tolerance."""
        return self.done[1] - self.done[0] + self.zero[1] - self.zero[0]

    @property
    def precision(self) -> float | None:
        """The share of the true among the claims that are true or false."""
        right, wrong = self.verdicts.get("true", 0), self.verdicts.get("false", 0)
        return right / (right + wrong) if right + wrong else None

    @property
    def recall(self) -> float | None:
        """The share that was found of what was plainly there."""
        return 1 - self.missed / self.there if self.there else None

    @property
    def badness(self) -> tuple[float, int]:
        """What is sorted by: the share of rows that are wrong, then wrong and missed claims."""
        rows = self.done[1] + self.zero[1]
        return self.rows_wrong / max(1, rows), self.verdicts.get("false", 0) + self.missed


def figures(outcomes: Sequence[Outcome], labels: Sequence[Label]) -> RealFigures:
    """Return the figures of some rows of one model."""
    claims = [claim for each in outcomes for claim in each.claims]
    plain = [claim for claim in claims if not claim.doubtful]
    judged = {(each.row.exercise, each.row.recording) for each in outcomes}
    known = [label for label in labels if (label.exercise, label.recording) in judged]
    done = [each for each in outcomes if each.row.done]
    zero = [each for each in outcomes if not each.row.done]
    return RealFigures(
        done=_share(each.right for each in done),
        zero=_share(each.right for each in zero),
        peer_done=_peer_shares(done),
        peer_zero=_peer_shares(zero),
        verdicts=dict(Counter(verdict_on(claim, known) for claim in plain)),
        doubtful=len(claims) - len(plain),
        there=sum(label.is_there for label in known),
        missed=len(missed(known, plain)),
    )


def _share(rights: Iterable[bool]) -> tuple[int, int]:
    listed = list(rights)
    return sum(listed), len(listed)


def _peer_shares(outcomes: Sequence[Outcome]) -> list[tuple[int, int]]:
    return [
        _share(each.row.allows(each.peers[index]) for each in outcomes if each.peers)
        for index in range(len(PEER_DOWN_DEG))
    ]


def by_exercise(outcomes: Sequence[Outcome], labels: Sequence[Label]) -> dict[str, RealFigures]:
    """Return the figures of each exercise of one model, worst first, and of all at the end."""
    names = {each.row.exercise for each in outcomes}
    found = {
        name: figures([each for each in outcomes if each.row.exercise == name], labels)
        for name in sorted(names)
    }
    worst_first = sorted(found, key=lambda name: found[name].badness, reverse=True)
    return {name: found[name] for name in worst_first} | {ALL: figures(outcomes, labels)}


def told_to_go_higher(outcomes: Iterable[Outcome], labels: Sequence[Label]) -> list[Claim]:
    """Return the attempts at a bridge that are told to go higher and are not plainly too low."""
    return [
        claim
        for each in outcomes
        for claim in each.claims
        if each.row.done
        and (claim.exercise, claim.id) == GO_HIGHER
        and verdict_on(claim, labels) != "true"
    ]


def table_of(model: str, summaries: dict[str, RealFigures]) -> Table:
    """Return the table of one model."""
    table = Table(title=f"Real people, model {model}")
    angles = [f"{what}, {down:.0f}°" for what in ("done", "zero") for down in PEER_DOWN_DEG]
    for head in (
        *("exercise", "done", "zero", "true", "false", "unsure", "unlabeled", "doubtful"),
        *("precis.", "missed", "recall", *angles),
    ):
        table.add_column(head)
    for name, each in summaries.items():
        verdicts = [each.verdicts.get(v, 0) for v in ("true", "false", "unsure", "unlabeled")]
        table.add_row(
            name, _of(each.done), _of(each.zero), *map(str, verdicts), str(each.doubtful),
            _number(each.precision), f"{each.missed} of {each.there}", _number(each.recall),
            *map(_of, [*each.peer_done, *each.peer_zero]),
        )  # fmt: skip
    return table


def _of(share: tuple[int, int]) -> str:
    return f"{share[0]} of {share[1]}" if share[1] else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def wrong_rows(outcomes: Iterable[Outcome]) -> list[str]:
    """Return a line for each row that is outside its tolerance, the furthest off first."""
    wrong = [each for each in outcomes if not each.right]
    wrong.sort(key=lambda each: -abs(each.result - each.row.expected))
    return [
        f"{each.row.exercise} {each.row.recording}: {each.result:g}, expected "
        f"{each.row.expected:g} ± {each.row.tolerance:g}"
        for each in wrong
    ]


def behind_the_peers(summaries: dict[str, RealFigures]) -> list[str]:
    """Return a line for each exercise of which two fixed angles get more rows right where done."""
    return [
        f"{name}: {_of(each.done)}, two fixed angles {_of(peer)} (down {down:.0f}°)"
        for name, each in summaries.items()
        for down, peer in zip(PEER_DOWN_DEG, each.peer_done, strict=True)
        if name != ALL and peer[0] > each.done[0]
    ]


def claim_lines(claims: Iterable[Claim]) -> list[str]:
    """Return a line for each claim."""
    return [
        f"{each.exercise} {each.recording}: {each.id}, {each.start_s:.1f} to {each.end_s:.1f} s"
        + (", doubtful" if each.doubtful else "")
        for each in claims
    ]


def report(
    model: str, outcomes: Sequence[Outcome], labels: Sequence[Label]
) -> tuple[Table, list[str], dict[str, Any]]:
    """Return the table of one model, the lines under it, and all of it as plain data."""
    summaries = by_exercise(outcomes, labels)
    plain = [claim for each in outcomes for claim in each.claims if not claim.doubtful]
    lists = {
        verdict: claim_lines(claim for claim in plain if verdict_on(claim, labels) == verdict)
        for verdict in ("false", "unlabeled")
    }
    higher = told_to_go_higher(outcomes, labels)
    lists = {
        "fewer than two fixed angles": behind_the_peers(summaries),
        "rows outside their tolerance": wrong_rows(outcomes),
        "false": lists["false"],
        "missed": [
            f"{each.exercise} {each.recording}: {each.id}, {each.remark}"
            for each in missed(labels, plain)
        ],
        "told to go higher, not plainly low": claim_lines(c for c in higher if not c.doubtful),
        "the same, doubtful": claim_lines(c for c in higher if c.doubtful),
        "unlabeled": lists["unlabeled"],
    }
    lines = [f"{model}, {title}: {line}" for title, listed in lists.items() for line in listed]
    data = {
        "summaries": {name: _plain(each) for name, each in summaries.items()},
        "lists": lists,
        "rows": [asdict(each) | {"right": each.right} for each in outcomes],
    }
    return table_of(model, summaries), lines, data


def _plain(each: RealFigures) -> dict[str, Any]:
    return asdict(each) | {"precision": each.precision, "recall": each.recall}


def run(folder: Path, processes: int) -> dict[str, list[Outcome]]:
    """Judge every row of a folder with both models, on several processes, in a fixed order."""
    tasks = [Task(row, model, folder) for model in MODELS for row in rows_of(folder / "truth.csv")]
    outcomes = in_processes(judge, tasks, processes, words="rows", chunk=4)
    return {model: [each for each in outcomes if each.model == model] for model in MODELS}


def main(arguments: list[str] | None = None) -> int:
    """Judge, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=REAL)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "accuracy-real")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    if not (options.folder / "truth.csv").exists():
        print(f"Skipped: the recordings of real people ({options.folder}) are not here.")
        return 0
    labels = labels_of(options.folder / "faults.csv")
    console, data = Console(width=190), {}
    for model, outcomes in run(options.folder, options.processes).items():
        table, lines, data[model] = report(model, outcomes, labels)
        console.print(table)
        console.print("\n".join(lines), highlight=False, soft_wrap=True)
    options.out.mkdir(parents=True, exist_ok=True)
    written = options.out / "real.json"
    written.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    console.print(f"Figures: {written}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
