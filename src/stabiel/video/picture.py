"""Makes a picture of what was decoded. In: a decoded frame. Out: upright RGB with square pixels.

The file may declare one shape of the pixels for the whole video, and the stream may change it on
the way, as television recordings do between programs. A phone may be turned while it records, so
each picture has its own orientation.
"""

from collections.abc import Callable
from copy import copy
from fractions import Fraction
from functools import partial

import numpy as np
from av.sidedata.sidedata import SideDataContainer, Type
from av.video.frame import VideoFrame

from stabiel.video.frame import Image
from stabiel.video.orientation import AS_STORED, Orientation, orientation_of

# A decoder holds back at most so many pictures, so a change announced that long ago is due.
_MOST_HELD_BACK = 16
# Beyond these, the number is damage: the widest pixels in use are those of half-width video.
_LEAST, _MOST = Fraction(1, 8), Fraction(8)


class PixelShape:
    """Follows the sample aspect ratio of a stream: the width of a pixel over its height.

    Args:
        declared: that of the file, which holds until the stream changes its own.
        coded: that of the stream at the beginning. None if either is unknown.
    """

    def __init__(self, declared: Fraction | None, coded: Fraction | None) -> None:
        self._aspect = _usable(declared) or _usable(coded)
        self._coded = coded
        self._to_come: list[tuple[int | None, Fraction | None]] = []
        self._waited = 0

    def note(self, pts: int | None, coded: Fraction | None) -> None:
        """Note the aspect of the stream after a packet was decoded.

        Args:
            pts: the packet's time stamp.
            coded: the decoder's aspect, None if it has none.
        """
        if coded != self._coded and coded:
            self._to_come.append((pts, coded))
            self._coded = coded

    def of(self, pts: int | None) -> Fraction:
        """Return the aspect of the next picture; pictures come in the order shown.

        Args:
            pts: the picture's time stamp.
        """
        while self._to_come:
            from_pts, coded = self._to_come[0]
            self._waited += 1
            waits = pts is not None and from_pts is not None and pts < from_pts
            if waits and self._waited <= _MOST_HELD_BACK:
                break
            self._aspect = _usable(coded)
            self._to_come.pop(0)
            self._waited = 0
        return self._aspect or Fraction(1)


def _usable(aspect: Fraction | None) -> Fraction | None:
    return aspect if aspect and _LEAST <= aspect <= _MOST else None


def _unknown(kind: type[Type], value: object) -> Type:
    """Return a kind of data beside a picture that PyAV does not know."""
    unknown = object.__new__(kind)
    unknown._name_, unknown._value_ = f"UNKNOWN_{value}", value  # type: ignore[assignment]
    return unknown


# PyAV raises an error for a picture with such data beside it, and does not give the rest either:
# photo data (EXIF) in motion JPEG, the number of the view in videos of two.
Type._missing_ = classmethod(_unknown)  # type: ignore[method-assign,assignment]


class PictureMaker:
    """Makes upright pictures with square pixels of the frames of one stream.

    Args:
        pixels: the shape of the pixels.
        longest_px: a larger picture is scaled down so that its longest side has this length.
    """

    def __init__(self, pixels: PixelShape, longest_px: int) -> None:
        self.pixels = pixels
        self._longest_px = longest_px
        self._orientation = AS_STORED
        self._aspect = Fraction(1)

    def follow(self, decoded: VideoFrame) -> None:
        """Take note of one frame; all frames have to come, in the order shown."""
        self._aspect = self.pixels.of(decoded.pts)
        # Encoders note it in the stream only now and then, and FFmpeg hands it on with the picture
        # that it stands beside. It holds until there is another one.
        self._orientation = _orientation_of(decoded) or self._orientation

    def picture(self, decoded: VideoFrame) -> Image:
        """Return the (height, width, 3) RGB picture of the frame that was noted last."""
        width, height = self._square_size(decoded)
        scale = min(1.0, self._longest_px / max(width, height))
        image = decoded.to_ndarray(
            format="rgb24",
            width=max(1, round(width * scale)),
            height=max(1, round(height * scale)),
            # If all cores are busy, extra threads wait for one six times as long as they work.
            threads=1,
        )
        # Pixels are made square before the turn. Rows of odd sizes are padded, and the landmarker
        # would read the padding as pixels: the result is contiguous.
        return self._orientation.upright(np.asarray(image, np.uint8))

    def later(self, decoded: VideoFrame) -> Callable[[], Image]:
        """Return what makes the picture of the frame that was noted last, at any later time."""
        return partial(copy(self).picture, decoded)

    def size(self, decoded: VideoFrame) -> tuple[int, int]:
        """Return (width, height) of the frame that was noted last, as shown, before scaling."""
        return self._orientation.size(*self._square_size(decoded))

    def _square_size(self, decoded: VideoFrame) -> tuple[int, int]:
        return round(decoded.width * self._aspect), decoded.height


def _orientation_of(decoded: VideoFrame) -> Orientation | None:
    """Return the orientation that is noted beside a picture, None if there is none."""
    # Not `decoded.side_data`: the frame and that would hold each other in memory.
    for each in SideDataContainer(decoded):  # type: ignore[call-arg]  # the hints lack it
        if each.type is Type.DISPLAYMATRIX:
            return orientation_of(bytes(each))
    return None
