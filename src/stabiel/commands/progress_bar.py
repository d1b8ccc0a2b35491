"""Progress bars on the terminal. In: progress updates. Out: bars with the time left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


@contextmanager
def progress_of(video: Path, duration_s: float | None) -> Iterator[Callable[[float, int], None]]:
    """Show the progress through a video while the block runs.

    Yields:
        the function to call with the seconds of video done and the frames so far.
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
        task = bar.add_task("analyze", total=duration_s, speed="")

        def note(done_s: float, frames: int) -> None:
            elapsed_s = bar.tasks[0].elapsed or 0.0
            speed = f"{frames / elapsed_s:.0f} frames/s" if elapsed_s > 1 else ""
            bar.update(task, completed=done_s, speed=speed)

        yield note


@contextmanager
def batch_progress(done: int, count: int) -> Iterator[Callable[..., None]]:
    """Show the progress through many videos while the block runs.

    Args:
        done: how many videos an earlier run did.
        count: the number of all videos.

    Yields:
        the function to call with a video's number, its path, the share that is done (None if
        unknown), and whether it is finished.
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bars:
        every = bars.add_task(f"{done} of {count} videos", total=count, completed=done)
        shown: dict[int, TaskID] = {}
        over = done

        def note(number: int, video: Path, share: float | None, *, done: bool) -> None:
            nonlocal over
            if number not in shown:
                shown[number] = bars.add_task(escape(video.name), total=1.0)
            if done:
                over += 1
                bars.remove_task(shown.pop(number))
                bars.update(every, completed=over, description=f"{over} of {count} videos")
            elif share is not None:
                bars.update(shown[number], completed=share)

        yield note
