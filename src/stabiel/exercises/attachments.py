"""The clip and the picture of an exercise. In: an exercise and its folder. Out: paths, or mistakes.

They are files beside the exercise file. What lies elsewhere is refused, through links too: a file
from a stranger must not show what else is on this computer.
"""

from collections.abc import Iterator
from pathlib import Path

from stabiel.exercises.model import Exercise

# A clip of a minute at 720p has about 10 MB, a photo of a phone 2 to 5 MB.
MOST_CLIP_BYTES = 50_000_000
MOST_PICTURE_BYTES = 10_000_000
_MOST_BYTES = {"clip": MOST_CLIP_BYTES, "picture": MOST_PICTURE_BYTES}
_FIRST_BYTES = 12


def attachment_mistakes(exercise: Exercise, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the key of each attached file that cannot be shown, and what was expected.

    Args:
        exercise: as its file has it.
        folder: the folder of its file.
    """
    for key, most_bytes in _MOST_BYTES.items():
        name = getattr(exercise, key)
        words = None if name is None else _what_is_wrong(name, folder, most_bytes)
        if words is not None:
            yield key, words


def attached(name: str | None, folder: Path) -> Path | None:
    """Return the path of an attached file, None if there is none that may be shown."""
    if name is None or _what_is_wrong(name, folder, max(_MOST_BYTES.values())) is not None:
        return None
    return folder / name


def _what_is_wrong(name: str, folder: Path, most_bytes: int) -> str | None:
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return "a file in the folder of the exercise, not a link to elsewhere"
        if not path.is_file():
            return f"a file in the folder of the exercise; {name} is not there"
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(_FIRST_BYTES)
    except OSError as error:
        return f"a file that can be read ({error.strerror})"
    if size > most_bytes:
        return f"a file of at most {most_bytes // 1_000_000} MB; {name} has {size / 1e6:.0f}"
    if not _is_of_its_kind(start, path.suffix):
        return f"a file that is what its name says; {name} is something else"
    return None


def _is_of_its_kind(start: bytes, suffix: str) -> bool:
    """Return whether the first bytes of a file fit its ending."""
    if suffix == ".mp4":
        return start[4:8] == b"ftyp"
    if suffix == ".webm":
        return start.startswith(b"\x1a\x45\xdf\xa3")
    if suffix == ".png":
        return start.startswith(b"\x89PNG\r\n\x1a\n")
    return start.startswith(b"\xff\xd8\xff")
