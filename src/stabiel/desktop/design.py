"""The sizes, colors and times of the window, in one place. In: a size. Out: plain values.

There are three type sizes: the number, what is said, and the rest. What is said takes the largest
of its steps at which it fits, so that a short correction is read from the farthest away.
"""

from dataclasses import dataclass

from stabiel.drawing.lettering import ON_DARK, ON_LIGHT, Color, Palette

DARK, LIGHT = ON_DARK, ON_LIGHT

# A window is drawn at its own size between these; a larger one shows the picture enlarged, because
# every pixel costs time on its way to the screen.
LEAST_HEIGHT_PX, LONGEST_SIDE_PX = 480, 1440

# Shares of the height. Seen from three meters a window of 768 lines has 12 % of its size; a spoken
# line of 6 % is then five pixels high, the least that was read.
NUMBER_SHARE = 0.25
CUE_SHARES = (0.095, 0.075, 0.06)
CUE_SHARES_PORTRAIT = (0.06, 0.045, 0.035)
# Shares of the shorter side.
TEXT_SHARE = 0.037
PAD_SHARE = 0.022
# Where the spoken line stands: three lines of the smallest step fit; in a wide window, whose lines
# are longer, two of the middle one.
FOOT_SHARE, FOOT_SHARE_WIDE = 0.205, 0.18
WIDE_OVER = 1.5
# From one baseline to the next, in type sizes, and from the top of a line to its baseline.
LINE_HEIGHT, BASELINE = 1.1, 0.86
# The height of a digit and the radius of the ring beside it, in type sizes of the number.
DIGIT_HIGH, RING_RADIUS = 0.78, 0.33
# The width of the word in that ring ("/ 10", "s"), in its radii.
RING_WORD = 1.3
# Radius of a dot for a repetition, in sizes of the text; smaller if that keeps a set of ten and two
# that did not count in one row.
DOT_RADIUS, LEAST_DOT_RADIUS = 0.46, 0.32
DOTS_IN_A_ROW = 12
# Radius of the check mark beside the summary, as a share of the shorter side.
DONE_RADIUS_SHARE = 0.085

# The column beside the picture: at least this share of the width, and of the height, so that a
# number of two digits stands beside its ring.
RAIL_SHARE, RAIL_HEIGHT_SHARE = 0.31, 0.53
# How much of the column's height the sample keeps when a list of the set-up stands above it.
SAMPLE_SHARE = 0.42
# A column this many times as wide holds two columns.
SPLIT_OVER = 1.7
# In a portrait window: the least and the most height of the band above the picture, and how much of
# its width is the count.
BAND_SHARE, BAND_SHARE_MOST, BAND_COUNT_SHARE = 0.25, 0.4, 0.56

# How much of the blurred room shines through the column and the foot, and how bright the room is
# beside the picture.
SHINES_THROUGH = 0.12
EDGE_SHARE = 0.55
# A picture that is no longer live is this bright.
STILL_SHARE = 0.45

# Mean of a picture, 0 to 255. Above the first it is a light background, below the second a dark
# one; the gap between them prevents flicker.
LIGHT_OVER, DARK_UNDER = 118.0, 98.0
# Below this mean, a closed shutter, a picture tells nothing about the room.
BLACK_UNDER = 6.0
# A lamp that someone walks past does not change the colors of the panels.
ROOM_LASTS_S = 3.0
# The blurred room beside the picture follows the camera this slowly.
BACKDROP_S = 2.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of a window, in pixels.

    Attributes:
        number: of the count.
        cues: of a spoken line in one, two and three lines.
        text: of all else.
        pad: the space around what is written.
        done_radius: of the check mark at the end.
    """

    number: int
    cues: tuple[int, ...]
    text: int
    pad: int
    done_radius: int


def sizes_of(size_px: tuple[int, int]) -> Sizes:
    """Return the sizes for a picture of (width, height) pixels."""
    width, height = size_px
    shares = CUE_SHARES_PORTRAIT if height > width else CUE_SHARES
    return Sizes(
        number=round(NUMBER_SHARE * height),
        cues=tuple(round(share * height) for share in shares),
        text=round(TEXT_SHARE * min(size_px)),
        pad=round(PAD_SHARE * min(size_px)),
        done_radius=round(DONE_RADIUS_SHARE * min(size_px)),
    )


def between(one: Color, other: Color, share: float) -> Color:
    """Return the color that lies this share of the way from one to the other."""
    red, green, blue = (round(a + share * (b - a)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def quiet(palette: Palette) -> Color:
    """Return the color of what waits and of what is not read from the mat."""
    return between(palette.text, palette.plate, 0.35)
