"""Reads frames from a video file. In: a path. Out: `Frame`s with their true time stamps, in order.

Only one frame is in memory at a time, and each frame is scaled while it is decoded, so a 4K video
needs no more memory than a small one. No other file and no address is ever opened.
"""

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from fractions import Fraction
from io import BufferedReader, FileIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import av
import numpy as np
from av.error import FFmpegError, InvalidDataError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from stabiel.errors import VideoError
from stabiel.video.frame import LONGEST_S, MOST_FRAMES, MOST_PIXELS, Frame, Image

# The landmarker uses 224 to 256 pixels of the body; larger pictures add time, not detail.
LONGEST_SIDE_PX = 1280
# A stream that ends this long before its declared length has lost its end. Players and editors are
# off by a frame or two, never by both of these.
MISSING_END_S = 1.0
MISSING_END_SHARE = 0.05
# No phone recorded video before this. A camera that does not know the date writes 1904 or 1970.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# Time stamps are whole ticks of the file's clock; the coarsest ticks are milliseconds.
ROUNDING_S = 0.002
# An index holds the time at which a frame is decoded, which is some frames before it is shown.
BEFORE_JUMP_S = 0.5
# The decoder gets the open file and no way to open another, so a playlist that names other files or
# addresses leads nowhere.
# Of some three hundred formats, the list allows those that cameras, phones and browsers write, and
# the sound and picture formats that users mistake for a video.
_OPEN_OPTIONS = {
    "protocol_whitelist": "none",
    "format_whitelist": "mov,matroska,avi,mpegts,mpeg,mpegvideo,h264,hevc,ogg,flv,asf,mxf,gif,"
    "mjpeg,jpeg_pipe,png_pipe,webp_pipe,wav,mp3,aac,flac",
    "max_pixels": str(MOST_PIXELS),
}
_READ_AHEAD_BYTES = 1 << 18
_ENDED = (InvalidDataError, EOFError)


class VideoFile:
    """The frames of a video file, in order. Use it as a context manager and read it once.

    Frames are turned by the rotation flag of a phone, and their pixels are made square. The longest
    side is scaled down to `LONGEST_SIDE_PX`. Time stamps are the file's own, so variable frame
    rates stay variable. A frame whose time stamp repeats or goes back is left out.

    Args:
        path: the file.
        every: yield one frame in this many, the same ones wherever reading begins; all frames are
            decoded.

    Attributes:
        path: the file.
        width_px, height_px: the size of the picture as shown, before scaling.
        duration_s: the declared length, or None if the file does not declare one.
        frame_count: the declared number of frames, 0 if the file does not declare one.
        zero_s: the time stamp of the first frame in the file, once that frame has been read.

    Raises:
        VideoError: the file is missing, empty, broken or not a video; while iterating, also if it
            ends before its declared length.
    """

    def __init__(self, path: Path, *, every: int = 1) -> None:
        self.path = path
        self._every = every
        self._file = _open_file(path)
        try:
            self._container = av.open(
                self._file,
                "r",
                options=_OPEN_OPTIONS,
                metadata_errors="replace",
                buffer_size=_READ_AHEAD_BYTES,
            )
        except (FFmpegError, OSError, ValueError) as error:
            self._file.close()
            raise VideoError(
                f"{path}: this is not a video that can be read, or its end or head is missing; "
                "record or copy it again."
            ) from error
        try:
            self._stream = self._readable_stream()
        except VideoError:
            self.close()
            raise
        self.zero_s = 0.0
        self.duration_s = self._declared_duration_s()
        if self.duration_s is not None and self.duration_s > LONGEST_S:
            self.close()
            raise self._too_long()
        self.frame_count = self._stream.frames
        self.width_px, self.height_px = self._stream.width, self._stream.height

    def _readable_stream(self) -> VideoStream:
        if not self._container.streams.video:
            raise VideoError(f"{self.path}: there is no picture in this file; choose a video.")
        stream = self._container.streams.video[0]
        if stream.codec_context is None:
            raise VideoError(f"{self.path}: its video format is unknown; save it as MP4.")
        if stream.width * stream.height > MOST_PIXELS:
            raise VideoError(
                f"{self.path}: its pictures are {stream.width}x{stream.height}; "
                f"the limit is {MOST_PIXELS / 1e6:.0f} million pixels."
            )
        # A stream may declare one size and hold another, so its decoder has the limit too.
        stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
        # Decoding is a twentieth of the work, and threads of its own would only take cores from the
        # rest. The result for damaged pictures would also depend on the number of threads.
        stream.thread_type = "NONE"
        return stream

    @property
    def rate_hz(self) -> float:
        """The average rate of the yielded frames, as the file declares it; 25 without a rate."""
        return float(self._stream.average_rate or 25) / self._every

    @property
    def recorded_at(self) -> datetime:
        """When the video was recorded, in UTC.

        This is the date that the camera wrote into the file, otherwise the date of the file, or the
        present time if neither is possible.
        """
        now = datetime.now(UTC)
        written = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        for found in (self._stamped_at(), written):
            if found is not None and EARLIEST <= found <= now:
                return found
        return now

    def _stamped_at(self) -> datetime | None:
        try:
            found = datetime.fromisoformat(self._container.metadata.get("creation_time", ""))
        except ValueError:
            return None
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def _too_long(self) -> VideoError:
        return VideoError(
            f"{self.path}: it has more than {LONGEST_S / 3600:.0f} hours or {MOST_FRAMES} "
            "pictures; cut out the part that should be judged."
        )

    def _declared_duration_s(self) -> float | None:
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        if self._container.duration is not None:
            return float(Fraction(self._container.duration, av.time_base))
        return None

    def __iter__(self) -> Iterator[Frame]:
        return self.frames()

    def frames(self, begin_s: float = 0.0, zero_s: float | None = None) -> Iterator[Frame]:
        """Yield the frames from a time on, with the time stamps that they have in the whole video.

        Frames before that time are decoded but not scaled.

        Args:
            begin_s: seconds since the first frame of the file.
            zero_s: `zero_s` of a `VideoFile` of the same file. If given, reading jumps to
                `begin_s`, which not every file allows. If the jump fails, frames at the beginning
                are missing or damaged, or there are no frames at all and no error.
        """
        jumps = zero_s is not None and self._jump(zero_s + begin_s)
        last_s, end_s, count = -1.0, 0.0, 0
        for decoded in self._decoded():
            if decoded.pts is None or decoded.time_base is None:
                continue
            stamp_s = float(decoded.pts * decoded.time_base)
            zero_s = stamp_s if zero_s is None else zero_s
            time_s = stamp_s - zero_s
            if time_s <= last_s:
                continue
            count += 1
            if count > MOST_FRAMES or time_s > LONGEST_S:
                raise self._too_long()
            if last_s < 0:
                self.zero_s = zero_s
                self._note_size(decoded)
            before_s, last_s = last_s, time_s
            end_s = time_s + float((decoded.duration or 0) * decoded.time_base)
            if time_s >= begin_s and self._is_due(before_s, time_s):
                yield Frame(self._upright_rgb(decoded), time_s)
        if last_s >= 0 or not jumps:
            self._check_whole(last_s, end_s, zero_s or 0.0)

    def _is_due(self, before_s: float, time_s: float) -> bool:
        """Return whether to yield a frame; its time decides, because its number is not known."""
        if self._every == 1:
            return True
        turn = math.floor((time_s + ROUNDING_S) * self.rate_hz)
        return turn > math.floor((before_s + ROUNDING_S) * self.rate_hz)

    def _jump(self, stamp_s: float) -> bool:
        """Go to the last key frame at or before a time; return whether that worked."""
        base = self._stream.time_base
        if base is None:
            return False
        try:
            stamp = math.floor((stamp_s - BEFORE_JUMP_S) / base)
            self._container.seek(stamp, stream=self._stream)
        except (FFmpegError, OSError):
            return False
        return True

    @property
    def can_jump(self) -> bool:
        """Whether the format has an index, so that a jump lands at the right frame."""
        return any(name in self._container.format.name for name in ("mp4", "matroska"))

    def images_at(self, times_s: Iterable[float]) -> dict[float, Image]:
        """Return the pictures at some times, upright RGB; times without a picture are left out.

        Reading jumps to each time, so it is fast in a long video too. Do not call this while frames
        are being read.
        """
        start_s = float((self._stream.start_time or 0) * (self._stream.time_base or 0))
        found: dict[float, Image] = {}
        for time_s in sorted(set(times_s)):
            stamp = int((start_s + time_s) * av.time_base)
            with suppress(FFmpegError, OSError):
                self._container.seek(stamp)
                for decoded in self._container.decode(self._stream):
                    if decoded.time is not None and decoded.time - start_s >= time_s - ROUNDING_S:
                        found[time_s] = self._upright_rgb(decoded)
                        break
        return found

    def _decoded(self) -> Iterator[VideoFrame]:
        """Decode packet by packet; a damaged packet loses only its own frames."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except _ENDED:
                return
            except (FFmpegError, OSError) as error:
                raise VideoError(
                    f"{self.path}: reading stopped ({error}); copy the file again."
                ) from error
            if packet is None:
                return
            try:
                yield from (frame for frame in packet.decode() if isinstance(frame, VideoFrame))
            except (FFmpegError, EOFError):
                continue

    def _declares_picture_length(self) -> bool:
        """Return whether the declared length is that of the video stream.

        Matroska and WebM declare the length of the whole file, which may be that of the sound.
        """
        own = self._stream.duration is not None and "matroska" not in self._container.format.name
        return own or len(self._container.streams) == 1

    def _check_whole(self, last_s: float, end_s: float, offset_s: float) -> None:
        if last_s < 0:
            raise VideoError(f"{self.path}: no picture in it can be read; record or copy it again.")
        if self.duration_s is None or not self._declares_picture_length():
            return
        missing_s = self.duration_s - end_s - offset_s
        if missing_s > max(MISSING_END_S, MISSING_END_SHARE * self.duration_s):
            raise VideoError(
                f"{self.path}: the file breaks off at {end_s:.1f} s of {self.duration_s:.1f} s; "
                "copy it again completely."
            )

    def _upright_rgb(self, decoded: VideoFrame) -> Image:
        width, height = self._square_size(decoded)
        scale = min(1.0, LONGEST_SIDE_PX / max(width, height))
        image = decoded.to_ndarray(
            format="rgb24",
            width=max(1, round(width * scale)),
            height=max(1, round(height * scale)),
            # If all cores are busy, extra threads wait for one six times as long as they work.
            threads=1,
        )
        # The flag is the turn counter-clockwise, as in rot90. Rows of odd sizes are padded, and the
        # landmarker would read the padding as pixels.
        upright = np.rot90(image, round(decoded.rotation / 90) % 4)
        return np.ascontiguousarray(upright, np.uint8)

    def _square_size(self, decoded: VideoFrame) -> tuple[int, int]:
        """Return (width, height) in square pixels, before the rotation."""
        aspect = self._stream.sample_aspect_ratio
        width = round(decoded.width * aspect) if aspect else decoded.width
        return width, decoded.height

    def _note_size(self, decoded: VideoFrame) -> None:
        width, height = self._square_size(decoded)
        if round(decoded.rotation / 90) % 2:
            width, height = height, width
        self.width_px, self.height_px = width, height

    def close(self) -> None:
        """Close the file."""
        self._container.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Nameless(BufferedReader):
    """An open file without a name: the format must come from the contents, not from the name."""

    name = ""


def _open_file(path: Path) -> BinaryIO:
    try:
        size = path.stat().st_size if path.is_file() else None
        if size:
            return _Nameless(FileIO(path))
    except (OSError, ValueError) as error:
        raise VideoError(f"{path}: this file cannot be opened ({error}).") from error
    if size is None:
        what = "this is a folder" if path.is_dir() else "there is no such file"
        raise VideoError(f"{path}: {what}; give the path of a video.")
    raise VideoError(f"{path}: the file is empty; record or copy it again.")
