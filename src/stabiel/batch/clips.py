"""Lists the videos of a batch. In: files, folders, patterns. Out: videos with result folders."""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stabiel.errors import UsageError
from stabiel.video.refusals import PICTURE_ENDINGS

SUFFIXES = {
    ".3g2", ".3gp", ".asf", ".avi", ".dv", ".f4v", ".flv", ".h264", ".hevc", ".ivf", ".m2ts",
    ".m2v", ".m4v", ".mjpeg", ".mkv", ".mod", ".mov", ".mp4", ".mpe", ".mpeg", ".mpg", ".mts",
    ".mxf", ".nut", ".ogv", ".qt", ".tod", ".ts", ".vob", ".webm", ".wmv", ".y4m",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clip:
    """A video, and the folder for its results."""

    video: Path
    out: Path


def is_many(named: Path) -> bool:
    """Return whether a path means several files: a folder, or a pattern such as `clips/*.mp4`."""
    return named.is_dir() or (glob.has_magic(str(named)) and not named.exists())


def clips_of(named: Sequence[Path], out: Path) -> list[Clip]:
    """Return the named videos, each with the folder for its results.

    The results of a folder are laid out like its videos. If two videos would share a result folder,
    the second gets a number. Files in `out` are results, so they are left out.

    Args:
        named: videos, folders, and patterns.
        out: the folder for all results.

    Raises:
        UsageError: a folder or a pattern has no video.
    """
    clips: list[Clip] = []
    taken: set[str] = set()
    seen: set[Path] = set()
    for each in named:
        for video, relative in _videos(each, out):
            if video.resolve() not in seen:
                seen.add(video.resolve())
                clips.append(Clip(video, out / _free(relative, taken)))
    return clips


def _videos(named: Path, out: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the named videos with their folders relative to the folder of results."""
    if not is_many(named):
        yield named, Path(_stem(named))
        return
    root = named if named.is_dir() else _fixed(named)
    found = [*(root.rglob("*") if named.is_dir() else root.glob(str(named.relative_to(root))))]
    results = out.resolve()
    videos = sorted(
        each
        for each in found
        if each.suffix.lower() in SUFFIXES
        and not each.name.startswith(".")
        and not each.resolve().is_relative_to(results)
        and each.is_file()
    )
    if not videos:
        pictures = any(each.suffix.lower() in PICTURE_ENDINGS for each in found)
        what = "there is no video here, only pictures" if pictures else "there is no video here"
        raise UsageError(f"{named}: {what}; name a video, or a folder with videos.")
    for video in videos:
        yield video, video.relative_to(root).parent / _stem(video)


def _fixed(pattern: Path) -> Path:
    """Return the leading folders of a pattern that contain no wildcard."""
    fixed = Path(pattern.anchor)
    for part in pattern.parts[len(fixed.parts) : -1]:
        if glob.has_magic(part):
            break
        fixed /= part
    return fixed


def _stem(video: Path) -> str:
    # A name that consists of dots would be another folder.
    return video.stem.strip(". ") or "video"


def _free(relative: Path, taken: set[str]) -> Path:
    """Return a folder that no other video has; names that differ only in case count as equal."""
    free, number = relative, 1
    while str(free).casefold() in taken:
        number += 1
        free = relative.with_name(f"{relative.name}-{number}")
    taken.add(str(free).casefold())
    return free
