"""Reads frames from a video file. In: a path. Out: `Frame`s with true times, upright, in order.

Only one frame is in memory at a time, unless times have to be repaired, and each frame is scaled
while it is decoded, so a 4K video needs no more memory than a small one.
"""

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Self, cast

import av
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from stabiel.errors import VideoError
from stabiel.video.decoding import decode
from stabiel.video.frame import LONGEST_S, MOST_FRAMES, MOST_PIXELS, Frame, Image, frame_of
from stabiel.video.interlace import by_fields
from stabiel.video.opening import (
    has_decoding_times,
    has_index,
    has_own_length,
    is_bare,
    open_container,
    recorded_at,
)
from stabiel.video.picture import PictureMaker, PixelShape
from stabiel.video.refusals import ONE_PICTURE, PROTECTED, SOUND
from stabiel.video.streams import (
    declared_rate,
    first_packets,
    has_several,
    is_only_a_cover,
    video_stream,
)
from stabiel.video.timestamps import FrameClock, Timed, TimeRepair

# The landmarker uses 224 to 256 pixels of the body; larger pictures add time, not detail.
LONGEST_SIDE_PX = 1280
# A stream that ends this long before its declared length has lost its end. Players and editors are
# off by a frame or two, never by both of these.
MISSING_END_S = 1.0
MISSING_END_SHARE = 0.05
# Time stamps are whole ticks of the file's clock; the coarsest ticks are milliseconds.
ROUNDING_S = 0.002
# An index holds the time at which a frame is decoded, which is some frames before it is shown.
BEFORE_JUMP_S = 0.5
# A file that declares more than half a day in fewer bytes per second than this does not tell the
# truth: the smallest pictures in use take ten times as many.
LEAST_BYTES_PER_S = 500
# Frames that wait for their times take so many bytes at most.
_MOST_WAITING_BYTES = 1 << 27
# So many frames show that the clock of a file stands still.
_USUAL_HZ, _STILL_FRAMES = 25, 64
# The type of a track that is encrypted, in MP4.
_ENCRYPTED = "encv"


class VideoFile:
    """The frames of a video file, in order. Use it as a context manager and read it once.

    The track with the moving pictures is read. Frames are turned and mirrored as the file or the
    picture itself says, their pixels are made square, and the longest side is scaled down to
    `LONGEST_SIDE_PX`. Of interlaced video, every half picture is a frame. Time stamps are the
    file's own, so variable frame rates stay variable; one that is missing or wrong is repaired, and
    the frame says so. No frame is left out.

    Args:
        path: the file.
        every: yield one frame in this many, the same ones wherever reading begins; all frames are
            decoded.

    Attributes:
        path: the file.
        width_px, height_px: the size of the picture as shown, before scaling.
        duration_s: the declared length, or None if the file does not declare one that can be true.
        frame_count: the declared number of frames, 0 if the file does not declare one.
        zero_s: the time stamp of the first frame in the file, once that frame has been read.

    Raises:
        VideoError: the file is missing, empty, broken or not a video; while iterating, also if it
            ends before its declared length, or has a single picture.
    """

    def __init__(self, path: Path, *, every: int = 1) -> None:
        self.path = path
        self._every = every
        packets = None
        self._file, self._container = open_container(path)
        if has_several(self._container):
            packets = first_packets(self._container)
            self.close()
            self._file, self._container = open_container(path)
        try:
            self._stream = self._readable_stream(video_stream(self._container, packets))
        except VideoError:
            self.close()
            raise
        self._uses_decoding_times = has_decoding_times(self._container)
        coded = self._stream.codec_context.sample_aspect_ratio
        self._pictures = PictureMaker(
            PixelShape(self._stream.sample_aspect_ratio, coded), LONGEST_SIDE_PX
        )
        self.zero_s = 0.0
        self._stamped_until_s = 0.0
        self.duration_s = self._declared_duration_s()
        if self.duration_s is not None and self.duration_s > LONGEST_S:
            if path.stat().st_size >= LEAST_BYTES_PER_S * self.duration_s:
                self.close()
                raise self._too_long()
            self.duration_s = None
        self.frame_count = self._stream.frames
        self.width_px, self.height_px = self._stream.width, self._stream.height

    def _readable_stream(self, stream: VideoStream | None) -> VideoStream:
        if stream is None:
            what = SOUND.sentence if self._container.streams.audio else "there is no picture in it"
            raise VideoError(f"{self.path}: {what}.")
        if stream.codec_context is None:
            raise VideoError(f"{self.path}: its video format is unknown; save it as MP4.")
        if is_only_a_cover(stream):
            raise VideoError(f"{self.path}: {SOUND.sentence}.")
        if stream.codec_context.codec_tag == _ENCRYPTED:
            raise VideoError(f"{self.path}: {PROTECTED.sentence}.")
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
        # Without a container, the average is the demuxer's default and not the stream's rate.
        rate = None if is_bare(self._container) else self._stream.average_rate
        return float(rate or declared_rate(self._stream) or _USUAL_HZ) / self._every

    @property
    def recorded_at(self) -> datetime:
        """When the video was recorded, in UTC: see `stabiel.video.opening.recorded_at`."""
        return recorded_at(self._container, self.path)

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

    def frames(
        self, begin_s: float = 0.0, zero_s: float | None = None, *, late: bool = False
    ) -> Iterator[Frame]:
        """Yield the frames from a time on, with the time stamps that they have in the whole video.

        Frames before that time are decoded but not scaled.

        Args:
            begin_s: seconds since the first frame of the file.
            zero_s: `zero_s` of a `VideoFile` of the same file. If given, reading jumps to
                `begin_s`, which not every file allows. If the jump fails, frames at the beginning
                are missing or damaged, or there are no frames at all and no error.
            late: make a picture when it is asked for; until then what was decoded is in memory.
        """
        jumps = zero_s is not None and self._jump(zero_s + begin_s)
        last_s, end_s, count, estimated = -1.0, 0.0, 0, 0
        for timed in by_fields(self._timed(zero_s)):
            decoded, time_s = timed.frame, timed.time_s
            count += 1
            estimated += timed.repair is TimeRepair.ESTIMATED
            if count == _STILL_FRAMES:
                self._check_clock(count, estimated)
            if count > MOST_FRAMES or time_s > LONGEST_S:
                raise self._too_long()
            if count == 1:
                self.width_px, self.height_px = self._pictures.size(decoded)
            before_s, last_s = last_s, time_s
            end_s = time_s + float((decoded.duration or 0) * (decoded.time_base or 0))
            if time_s >= begin_s and self._is_due(before_s, time_s):
                image = self._pictures.later(decoded) if late else self._upright_rgb(decoded)
                yield frame_of(image, time_s, timed.repair, cast("int | None", decoded.opaque))
        if count == 1 and zero_s is None:
            raise VideoError(f"{self.path}: {ONE_PICTURE.sentence}.")
        self._check_clock(count, estimated)
        if count or not jumps:
            self._check_whole(count, end_s, compares=2 * estimated <= count)

    def _timed(self, zero_s: float | None) -> Iterator[Timed[VideoFrame]]:
        """Yield the decoded frames with their times, and note the time stamp of the first."""
        stream = self._stream
        clock: FrameClock[VideoFrame] = FrameClock(
            float(1 / (declared_rate(stream) or _USUAL_HZ)),
            # Most pixels have one and a half bytes.
            most_waiting=_MOST_WAITING_BYTES * 2 // max(1, 3 * stream.width * stream.height),
            zero_s=zero_s,
        )
        first = True
        for decoded in chain(self._decoded(), (None,)):
            known = clock.add(decoded, self._stamp_s(decoded)) if decoded else clock.finish()
            for timed in known:
                if first:
                    self.zero_s, first = clock.zero_s, False
                self._pictures.follow(timed.frame)
                yield timed

    def _stamp_s(self, decoded: VideoFrame) -> float | None:
        """Return the time of a frame on the file's clock, seconds; None if it has none."""
        base, pts = decoded.time_base, decoded.pts
        if self._uses_decoding_times and self._stream.codec_context.has_b_frames:
            pts = decoded.dts
        stamp_s = None if base is None or pts is None else float(pts * base)
        if stamp_s is not None:
            length_s = float((decoded.duration or 0) * (base or 0))
            self._stamped_until_s = max(self._stamped_until_s, stamp_s + length_s)
        return stamp_s

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
        return has_index(self._container)

    def images_at(self, times_s: Iterable[float], *, jump: bool = False) -> dict[float, Image]:
        """Return the pictures at some times, upright RGB; times without a picture are left out.

        Do not call this while frames are being read.

        Args:
            times_s: seconds since the first frame of the file.
            jump: go to each time at once, which is fast in a long video too. It finds other
                pictures if times have to be repaired.
        """
        wanted_s = sorted(set(times_s))
        if not jump:
            return self._images_in_order(wanted_s)
        start_s = float((self._stream.start_time or 0) * (self._stream.time_base or 0))
        found: dict[float, Image] = {}
        for time_s in wanted_s:
            stamp = int((start_s + time_s) * av.time_base)
            with suppress(FFmpegError, OSError):
                self._container.seek(stamp)
                for decoded in self._container.decode(self._stream):
                    if decoded.interlaced_frame:
                        return self._images_in_order(wanted_s)
                    if decoded.time is not None and decoded.time - start_s >= time_s - ROUNDING_S:
                        self._pictures.follow(decoded)
                        found[time_s] = self._upright_rgb(decoded)
                        break
        return found

    def _images_in_order(self, wanted_s: list[float]) -> dict[float, Image]:
        found: dict[float, Image] = {}
        with VideoFile(self.path) as again, suppress(VideoError):
            for timed in by_fields(again._timed(None)):
                while len(found) < len(wanted_s) and (
                    timed.time_s >= wanted_s[len(found)] - ROUNDING_S
                ):
                    found[wanted_s[len(found)]] = again._upright_rgb(timed.frame)
                if len(found) == len(wanted_s):
                    break
        return found

    def _decoded(self) -> Iterator[VideoFrame]:
        context = self._stream.codec_context
        for packet, frames in decode(self._container, self._stream, self.path):
            self._pictures.pixels.note(packet.pts, context.sample_aspect_ratio)
            yield from frames

    def _check_clock(self, count: int, estimated: int) -> None:
        """Refuse a file that has neither times nor a rate."""
        if count > 1 and estimated >= count - 1 and declared_rate(self._stream) is None:
            raise VideoError(
                f"{self.path}: its clock does not run on and it has no frame rate, so no tempo "
                "can be judged; convert it to MP4 at the rate of the recording."
            )

    def _check_whole(self, count: int, end_s: float, *, compares: bool) -> None:
        """Refuse a file that has no frame or ends before its declared length.

        Args:
            count: how many frames were read.
            end_s: the end of the last.
            compares: whether their times can be compared with that length.
        """
        if not count:
            raise VideoError(f"{self.path}: no picture in it can be read; record or copy it again.")
        if self.duration_s is None or not compares:
            return
        if not has_own_length(self._container, self._stream):
            return
        # The clock of the file may have leapt, or started again.
        missing_s = self.duration_s - max(self._stamped_until_s, end_s + self.zero_s)
        if missing_s > max(MISSING_END_S, MISSING_END_SHARE * self.duration_s):
            raise VideoError(
                f"{self.path}: the file breaks off at {end_s:.1f} s of {self.duration_s:.1f} s; "
                "copy it again completely."
            )

    def _upright_rgb(self, decoded: VideoFrame) -> Image:
        return self._pictures.picture(decoded)

    def close(self) -> None:
        """Close the file."""
        self._container.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
