"""Which videos a batch consists of. In: files, folders, patterns. Out: a folder for each video."""

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stabiel.errors import UsageError

SUFFIXES = {
    ".3gp", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts",
    ".ogv", ".ts", ".webm", ".wmv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clip:
    """A video, and the folder its results go to."""

    video: Path
    out: Path


def is_many(named: Path) -> bool:
    """Say whether this names more than one file: a folder, or a pattern such as `clips/*.mp4`."""
    return named.is_dir() or (glob.has_magic(str(named)) and not named.exists())


def clips_of(named: Sequence[Path], out: Path) -> list[Clip]:
    """Return the videos that are named, each with the folder its results go to.

    Results of a folder lie as its videos do; a second of a name gets a number. What is in `out`
    is no video to analyze.

    Raises:
        UsageError: a folder or a pattern has no video.
    """
    clips: list[Clip] = []
    taken: set[str] = set()
    seen: set[Path] = set()
    for each in named:
        for video, place in _videos(each, out):
            if video.resolve() not in seen:
                seen.add(video.resolve())
                clips.append(Clip(video, out / _free(place, taken)))
    return clips


def _videos(named: Path, out: Path) -> Iterator[tuple[Path, Path]]:
    """Give the videos that are named, with their places among the results."""
    if not is_many(named):
        yield named, Path(_stem(named))
        return
    root = named if named.is_dir() else _fixed(named)
    found = root.rglob("*") if named.is_dir() else root.glob(str(named.relative_to(root)))
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
        raise UsageError(f"{named}: there is no video here; name a video, or a folder with videos.")
    for video in videos:
        yield video, video.relative_to(root).parent / _stem(video)


def _fixed(pattern: Path) -> Path:
    """Return the folders of a pattern that are no pattern themselves."""
    fixed = Path(pattern.anchor)
    for part in pattern.parts[len(fixed.parts) : -1]:
        if glob.has_magic(part):
            break
        fixed /= part
    return fixed


def _stem(video: Path) -> str:
    # A name of dots alone would be a folder elsewhere.
    return video.stem.strip(". ") or "video"


def _free(place: Path, taken: set[str]) -> Path:
    """Return a place that no other video has; names that differ in case only count as one."""
    free, number = place, 1
    while str(free).casefold() in taken:
        number += 1
        free = place.with_name(f"{place.name}-{number}")
    taken.add(str(free).casefold())
    return free
