"""A progress bar on the terminal. In: seconds done. Out: a bar with speed and time left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def progress_of(video: Path, duration_s: float | None) -> Iterator[Callable[[float, int], None]]:
    """Show the progress through a video while the block runs.

    Yields:
        what to call with the seconds of video done and the frames so far.
    """
    console = Console(stderr=True)
    columns = (
        TextColumn(escape(video.name)),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("analyse", total=duration_s, speed="")

        def note(done_s: float, frames: int) -> None:
            elapsed_s = bar.tasks[0].elapsed or 0.0
            speed = f"{frames / elapsed_s:.0f} frames/s" if elapsed_s > 1 else ""
            bar.update(task, completed=done_s, speed=speed)

        yield note
