"""What commands on the records share: the option `--data`, the records, and how they read."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stabiel.export import Record
    from stabiel.store import DataFolder, Store


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Add `--data DIR`."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="the folder of the records (see: data where)"
    )


def data_folder(arguments: argparse.Namespace) -> "DataFolder":
    """Return the folder that was asked for, else the user's own."""
    from stabiel.store import DataFolder, default_folder

    return DataFolder(arguments.data or default_folder())


@contextmanager
def opened_store(arguments: argparse.Namespace) -> Iterator["Store"]:
    """Open the records that were asked for."""
    from stabiel.store import Store

    with Store(data_folder(arguments)) as store:
        yield store


def record_of(store: "Store", session_id: int) -> "Record":
    """Return a session with all that is kept of it."""
    from stabiel.export import Record

    return Record(
        session_id,
        store.kept(session_id).began_at,
        store.load(session_id),
        store.rule(session_id),
        lambda: store.poses(session_id),
    )


def clock(seconds: float) -> str:
    """Return minutes and seconds, as 1:07."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def in_columns(rows: list[list[str]]) -> str:
    """Return rows of words as lines, in columns that are as wide as their widest word."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return "\n".join(
        "  ".join(f"{word:<{width}}" for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
