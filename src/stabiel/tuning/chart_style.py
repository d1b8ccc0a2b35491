"""Colors and sizes of the chart of a trial. In: nothing. Out: constants."""

from stabiel.anatomy import SideName
from stabiel.coach.events import Phase
from stabiel.drawing.lettering import Color

# RGB, on a light background.
GROUND: Color = (0xFF, 0xFF, 0xFF)
TEXT: Color = (0x14, 0x20, 0x1B)
QUIET: Color = (0x6B, 0x7A, 0x73)
GRID: Color = (0xE3, 0xE8, 0xE5)
GOOD: Color = (0x0B, 0x6E, 0x4F)
MIND: Color = (0xB4, 0x53, 0x09)
TARGET: Color = (0x1D, 0x4E, 0xD8)
FAULT_GROUND: Color = (0xFB, 0xE9, 0xD7)
DOUBT_GROUND: Color = (0xF4, 0xF4, 0xF2)
PHASES: dict[Phase, Color] = {
    Phase.WAITING: (0xEC, 0xEF, 0xED),
    Phase.START: (0xD5, 0xDC, 0xD8),
    Phase.OUT: (0xC4, 0xD7, 0xFB),
    Phase.TARGET: (0xA9, 0xDE, 0xC8),
    Phase.RETURN: (0xDD, 0xD3, 0xF5),
    Phase.HOLD: (0xA9, 0xDE, 0xC8),
}
# Thickness tells the sides apart as well as color does.
SIDES: dict[SideName, tuple[Color, int]] = {
    "both": (TEXT, 2),
    "unknown": (TEXT, 2),
    "left": (TARGET, 1),
    "right": (TEXT, 2),
}
LEFT_PX, RIGHT_PX, PLOT_PX = 250, 300, 1240
WIDTH_PX = LEFT_PX + PLOT_PX + RIGHT_PX
HEAD_PX, LANE_PX, ROW_PX, GAP_PX, FOOT_PX = 84, 26, 132, 16, 40
BIG, NORMAL, SMALL = 26, 17, 14
BOLD, REGULAR = 700, 500
LABEL_PX = 14
LONGEST_TITLE = 64
