"""Which track of a file is the video. In: its tracks. Out: the one with the moving pictures.

A file may also hold a cover, thumbnails for the time line, or a still picture, and any of them may
come first. If there are several tracks, the first packets show which of them move.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from stabiel.video.frame import LEAST_RATE_HZ

# Ten seconds or more: files store the packets of all tracks in the order of their times.
_LOOK_PACKETS = 512
# A rate that is declared beyond this is that of the clock. The fastest cameras of phones have 960.
_FASTEST_HZ = 1000
_STILL = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


@dataclass(frozen=True, slots=True)
class Track:
    """What a file says about one of its tracks of pictures.

    Attributes:
        index: its place among the tracks of pictures.
        readable: whether its format is known.
        still: whether it is marked as a cover, as thumbnails or as a still picture.
        default: whether players show it unless told otherwise.
        frames: how many pictures it has, 0 if that is not known.
        packets: how many packets it has among the first of the file, None if that is not known.
        rate_hz: pictures per second, 0 if that is not known.
        pixels: the number of pixels of a picture, 0 if that is not known.
    """

    index: int
    readable: bool = True
    still: bool = False
    default: bool = False
    frames: int = 0
    packets: int | None = None
    rate_hz: float = 0.0
    pixels: int = 0

    @property
    def moves(self) -> bool:
        """Whether it may have moving pictures."""
        several = self.packets is None or self.packets > 1
        return not self.still and self.frames != 1 and several

    @property
    def is_fast_enough(self) -> bool:
        """Whether a movement can be judged in it, as far as the file says."""
        return self.rate_hz == 0 or self.rate_hz >= LEAST_RATE_HZ


def best_track(tracks: Sequence[Track]) -> Track | None:
    """Return the track to read: readable, moving, fast enough, default, and the largest.

    The first of these that tells two tracks apart decides; of equal ones, the first is read.
    """
    return max(
        tracks,
        key=lambda each: (
            each.readable,
            each.moves,
            each.is_fast_enough,
            each.default,
            each.pixels,
            -each.index,
        ),
        default=None,
    )


def has_several(container: InputContainer) -> bool:
    """Return whether a file has more than one track of pictures."""
    return len(container.streams.video) > 1


def first_packets(container: InputContainer) -> list[int]:
    """Return how many packets each track of pictures has among the first of a file.

    The container cannot be read from its beginning afterwards.
    """
    streams = container.streams.video
    place = {stream.index: number for number, stream in enumerate(streams)}
    counts = [0] * len(streams)
    with suppress(FFmpegError, OSError):
        for packet in islice(container.demux(streams), _LOOK_PACKETS):
            counts[place[packet.stream.index]] += packet.size > 0
    return counts


def video_stream(
    container: InputContainer, packets: Sequence[int] | None = None
) -> VideoStream | None:
    """Return the stream with the moving pictures, None if the file has no pictures at all.

    Args:
        container: the file.
        packets: see `first_packets`; None if nobody looked.
    """
    streams = container.streams.video
    best = best_track(
        [
            _track(index, each, None if packets is None else packets[index])
            for index, each in enumerate(streams)
        ]
    )
    return None if best is None else streams[best.index]


def declared_rate(stream: VideoStream) -> Fraction | None:
    """Return the frames per second that a stream declares, or else its file; None if neither does.

    The average that a demuxer gives is its own default for a stream without a container, and far
    from the truth if the times are wrong, so the stream's own word comes first.
    """
    for rate in (stream.codec_context.framerate, stream.average_rate, stream.guessed_rate):
        if rate and 0 < rate < _FASTEST_HZ:
            return rate
    return None


def is_only_a_cover(stream: VideoStream) -> bool:
    """Return whether a stream is the cover of a sound file."""
    return bool(stream.disposition & Disposition.attached_pic)


def _track(index: int, stream: VideoStream, packets: int | None) -> Track:
    # A codec that is not known has no context, whatever the type hints say.
    readable = stream.codec_context is not None
    return Track(
        index,
        readable,
        bool(stream.disposition & _STILL),
        bool(stream.disposition & Disposition.default),
        stream.frames,
        packets,
        float(stream.average_rate or 0),
        stream.width * stream.height if readable else 0,
    )
