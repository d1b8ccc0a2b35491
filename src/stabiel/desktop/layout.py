"""Where everything stands in the window. In: sizes. Out: boxes that do not overlap.

Nothing is ever drawn on the picture of the body but its own lines: the count, the list and the
sample stand beside it, and what is said stands below it.
"""

from dataclasses import dataclass

from stabiel.desktop.design import (
    BAND_COUNT_SHARE,
    BAND_SHARE,
    BAND_SHARE_MOST,
    FOOT_SHARE,
    FOOT_SHARE_WIDE,
    LEAST_HEIGHT_PX,
    LONGEST_SIDE_PX,
    RAIL_HEIGHT_SHARE,
    RAIL_SHARE,
    SAMPLE_SHARE,
    SPLIT_OVER,
    WIDE_OVER,
)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the window; `right` and `bottom` are outside of it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def area(self) -> tuple[slice, slice]:
        """The rows and columns of a picture that are inside."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def pixels(self) -> int:
        """How many pixels are inside."""
        return self.width * self.height

    def inset(self, pad: int) -> "Box":
        """Return the box without an edge this wide."""
        return Box(self.left + pad, self.top + pad, self.right - pad, self.bottom - pad)


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a window.

    Attributes:
        size_px: (width, height) of the window.
        info: the count, the side and the list.
        example: the sample, or the drawing of the camera's place.
        main: the largest part: the picture of the person, or in a rest what comes next.
        foot: what is said.
    """

    size_px: tuple[int, int]
    info: Box
    example: Box
    main: Box
    foot: Box


def drawn_size(window_px: tuple[int, int]) -> tuple[int, int]:
    """Return the (width, height) at which a window is drawn: legible, not huge, even numbers.

    Args:
        window_px: (width, height) of its inside; a larger one shows the picture enlarged.
    """
    scale = min(max(1.0, LEAST_HEIGHT_PX / window_px[1]), LONGEST_SIDE_PX / max(window_px))
    even = [max(2, 2 * round(side * scale / 2)) for side in window_px]
    return even[0], even[1]


def rail_width(size_px: tuple[int, int], picture_px: tuple[int, int]) -> int:
    """Return the width of the column beside a picture in a landscape window, pixels."""
    width, height = size_px
    room = height - _foot_height(size_px)
    return max(_least_rail(size_px), width - round(room * picture_px[0] / picture_px[1]))


def info_width(size_px: tuple[int, int], picture_px: tuple[int, int]) -> int:
    """Return the width of the part with the count, pixels.

    Args:
        size_px: (width, height) of the window.
        picture_px: (width, height) of the camera's picture.
    """
    width, height = size_px
    if height > width:
        return round(BAND_COUNT_SHARE * width)
    rail, least = rail_width(size_px, picture_px), _least_rail(size_px)
    return least if rail > SPLIT_OVER * least else rail


def most_info_height(size_px: tuple[int, int]) -> int:
    """Return the most height that the part with the count can have, pixels."""
    if size_px[1] > size_px[0]:
        return round(BAND_SHARE_MOST * size_px[1])
    return size_px[1] - _foot_height(size_px)


def most_list_height(size_px: tuple[int, int], picture_px: tuple[int, int]) -> int:
    """Return the most height of the part with the count if a list is in it, pixels.

    Below it in the same column the sample must still be large enough to be seen from the mat.
    """
    most = most_info_height(size_px)
    stacked = size_px[1] <= size_px[0] and info_width(size_px, picture_px) == rail_width(
        size_px, picture_px
    )
    return round((1 - SAMPLE_SHARE) * most) if stacked else most


def layout_of(
    size_px: tuple[int, int], picture_px: tuple[int, int], info_height: int = 0
) -> Layout:
    """Return where everything stands.

    Args:
        size_px: (width, height) of the window.
        picture_px: (width, height) of the camera's picture, whose shape decides.
        info_height: what the count and the list need, pixels.
    """
    width, height = size_px
    room = height - _foot_height(size_px)
    foot = Box(0, room, width, height)
    info = info_width(size_px, picture_px)
    if height > width:
        band = min(max(round(BAND_SHARE * height), info_height), most_info_height(size_px))
        return Layout(
            size_px,
            Box(0, 0, info, band),
            Box(info, 0, width, band),
            Box(0, band, width, room),
            foot,
        )
    rail = rail_width(size_px, picture_px)
    main = Box(rail, 0, width, room)
    if rail > info:
        return Layout(size_px, Box(0, 0, info, room), Box(info, 0, rail, room), main, foot)
    split = min(info_height, room)
    return Layout(size_px, Box(0, 0, rail, split), Box(0, split, rail, room), main, foot)


def fitted(box: Box, picture_px: tuple[int, int]) -> Box:
    """Return the box in the middle of another one that a picture of this shape fills.

    Args:
        box: what it must fit into.
        picture_px: (width, height) that give the shape.

    Its width and height are even; both are 0 if there is no room.
    """
    if box.width < 2 or box.height < 2:
        return Box(box.left, box.top, box.left, box.top)
    scale = min(box.width / picture_px[0], box.height / picture_px[1])
    width, height = (2 * round(side * scale / 2) for side in picture_px)
    width, height = min(width, box.width), min(height, box.height)
    left, top = box.left + (box.width - width) // 2, box.top + (box.height - height) // 2
    return Box(left, top, left + width, top + height)


def _foot_height(size_px: tuple[int, int]) -> int:
    wide = size_px[0] > WIDE_OVER * size_px[1]
    return round((FOOT_SHARE_WIDE if wide else FOOT_SHARE) * size_px[1])


def _least_rail(size_px: tuple[int, int]) -> int:
    return round(max(RAIL_SHARE * size_px[0], RAIL_HEIGHT_SHARE * size_px[1]))
