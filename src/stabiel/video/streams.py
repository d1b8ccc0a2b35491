"""Which track of a file is the video. In: its tracks. Out: the one with the moving pictures.

A file may also hold a cover, thumbnails for the time line, or a still picture, and any of them may
come first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from stabiel.video.frame import LEAST_RATE_HZ

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
        rate_hz: pictures per second, 0 if that is not known.
        pixels: the number of pixels of a picture, 0 if that is not known.
    """

    index: int
    readable: bool = True
    still: bool = False
    default: bool = False
    frames: int = 0
    rate_hz: float = 0.0
    pixels: int = 0

    @property
    def moves(self) -> bool:
        """Whether it may have moving pictures."""
        return not self.still and self.frames != 1

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


def video_stream(container: InputContainer) -> VideoStream | None:
    """Return the stream with the moving pictures, None if the file has no pictures at all."""
    streams = container.streams.video
    best = best_track([_track(index, each) for index, each in enumerate(streams)])
    return None if best is None else streams[best.index]


def is_only_a_cover(stream: VideoStream) -> bool:
    """Return whether a stream is the cover of a sound file."""
    return bool(stream.disposition & Disposition.attached_pic)


def _track(index: int, stream: VideoStream) -> Track:
    # A codec that is not known has no context, whatever the type hints say.
    readable = stream.codec_context is not None
    return Track(
        index,
        readable,
        bool(stream.disposition & _STILL),
        bool(stream.disposition & Disposition.default),
        stream.frames,
        float(stream.average_rate or 0),
        stream.width * stream.height if readable else 0,
    )
