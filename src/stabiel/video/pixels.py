"""The shape of the pixels. In: what the file and the stream say. Out: one aspect for each picture.

The file may declare one aspect for the whole video, and the stream may change it on the way, as
television recordings do between programs.
"""

from fractions import Fraction

# A decoder holds back at most so many pictures, so a change that was announced that long ago is due.
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
