"""Opens a video file. In: a path. Out: the open file and its container, or one clear sentence.

No other file and no address is ever opened, whatever the file says.
"""

from contextlib import suppress
from datetime import UTC, datetime
from io import BufferedReader, FileIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from stabiel.errors import VideoError
from stabiel.video.frame import MOST_PIXELS
from stabiel.video.refusals import (
    HEAD_BYTES,
    PICTURE_ENDINGS,
    PICTURES,
    kind_of,
    kind_of_unreadable,
)

# No phone recorded video before this. A camera that does not know the date writes 1904 or 1970.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# The decoder gets the open file and no way to open another, so a playlist that names other files or
# addresses leads nowhere.
# Of some three hundred formats, the list allows those that cameras, recorders, phones, browsers and
# video programs write, and the sound and picture formats that users mistake for a video. Each is a
# single file: none of them names another.
_OPEN_OPTIONS = {
    "protocol_whitelist": "none",
    "format_whitelist": "mov,matroska,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,obu,ogg,flv,asf,mxf,"
    "dv,ivf,nut,yuv4mpegpipe,gif,apng,mjpeg,jpeg_pipe,png_pipe,webp_pipe,wav,mp3,aac,flac",
    "max_pixels": str(MOST_PIXELS),
}
_MOST_NAMES = 1000
_READ_AHEAD_BYTES = 1 << 18
# Streams without a container, which have no times: the rate is all that they declare.
_BARE = frozenset({"h264", "hevc", "m4v", "mpegvideo", "mjpeg", "obu"})
# These formats declare the length of each track. Others declare that of the whole file, which may
# be that of the sound.
_TRACK_LENGTHS = ("mov", "avi", "mpegts", "mpeg", "ogg", "mxf")
# These write the times in the order of decoding. If pictures are shown in another order, the times
# that the demuxer makes up for showing are those of other pictures.
_DECODING_TIMES = frozenset({"avi", "asf"})


class _Nameless(BufferedReader):
    """An open file without a name: the format must come from the contents, not from the name."""

    name = ""


def open_container(path: Path) -> tuple[BinaryIO, InputContainer]:
    """Open a video file; the caller closes the container and then the file.

    Raises:
        VideoError: the file is missing, empty, broken or not a video.
    """
    file = _open_file(path)
    try:
        kind = kind_of(file.read(HEAD_BYTES))
        if kind is not None:
            raise VideoError(f"{path}: {kind.sentence}.")
        file.seek(0)
        return file, av.open(
            file,
            "r",
            options=_OPEN_OPTIONS,
            metadata_errors="replace",
            buffer_size=_READ_AHEAD_BYTES,
        )
    except VideoError:
        file.close()
        raise
    except (FFmpegError, OSError, ValueError) as error:
        with file:
            raise VideoError(f"{path}: {_what_it_is(file, path)}.") from error


def _what_it_is(file: BinaryIO, path: Path) -> str:
    try:
        return kind_of_unreadable(file, path.name).sentence
    except OSError as error:
        return f"reading stopped ({error}); copy the file again"


def _open_file(path: Path) -> BinaryIO:
    try:
        size = path.stat().st_size if path.is_file() else None
        if size:
            return _Nameless(FileIO(path))
    except (OSError, ValueError) as error:
        raise VideoError(f"{path}: this file cannot be opened ({error}).") from error
    if size is None:
        if path.is_dir() and _is_of_pictures(path):
            raise VideoError(f"{path}: {PICTURES.sentence}.")
        what = "this is a folder" if path.is_dir() else "there is no such file"
        raise VideoError(f"{path}: {what}; give the path of a video.")
    raise VideoError(f"{path}: the file is empty; record or copy it again.")


def _is_of_pictures(folder: Path) -> bool:
    with suppress(OSError):
        named = [each.suffix.lower() for each in islice(folder.iterdir(), _MOST_NAMES)]
        return sum(each in PICTURE_ENDINGS for each in named) * 2 > len(named)
    return False


def has_index(container: InputContainer) -> bool:
    """Return whether the format has an index, so that a jump lands at the right frame."""
    return any(name in container.format.name for name in ("mp4", "matroska"))


def is_bare(container: InputContainer) -> bool:
    """Return whether it is a stream without a container, which has a rate and no times."""
    return container.format.name in _BARE


def has_own_length(container: InputContainer, stream: VideoStream) -> bool:
    """Return whether the declared length is that of the pictures, not that of the sound."""
    tracks = container.format.name.split(",")[0] in _TRACK_LENGTHS
    return (tracks and stream.duration is not None) or len(container.streams) == 1


def has_decoding_times(container: InputContainer) -> bool:
    """Return whether the times in the file are those of decoding, not of showing."""
    return container.format.name in _DECODING_TIMES


def recorded_at(container: InputContainer, path: Path) -> datetime:
    """Return when a video was recorded, in UTC.

    This is the date that the camera wrote into the file, otherwise the date of the file, or the
    present time if neither is possible.
    """
    now = datetime.now(UTC)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    for found in (_stamped_at(container), written):
        if found is not None and EARLIEST <= found <= now:
            return found
    return now


def _stamped_at(container: InputContainer) -> datetime | None:
    try:
        found = datetime.fromisoformat(container.metadata.get("creation_time", ""))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
