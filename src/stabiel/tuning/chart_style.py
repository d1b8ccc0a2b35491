"""Colors and sizes of the chart of a trial. In: nothing. Out: constants."""

from stabiel.anatomy import SideName
from stabiel.coach.events import Phase
from stabiel.drawing.lettering import Color
from stabiel.drawing.tokens import CHART_PX, rgb

# RGB, on a light background.
GROUND: Color = rgb("ground")
TEXT: Color = rgb("text")
QUIET: Color = rgb("quiet")
GRID: Color = rgb("line")
GOOD: Color = rgb("good")
MIND: Color = rgb("mind")
TARGET: Color = rgb("target")
FAULT_GROUND: Color = rgb("mind-area")
DOUBT_GROUND: Color = rgb("soft")
PHASES: dict[Phase, Color] = {
    Phase.WAITING: rgb("still-area"),
    Phase.START: rgb("line"),
    Phase.OUT: rgb("target-area"),
    Phase.TARGET: rgb("good-area"),
    Phase.RETURN: rgb("back-area"),
    Phase.HOLD: rgb("good-area"),
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
BIG, NORMAL, SMALL = CHART_PX["big"], CHART_PX["normal"], CHART_PX["small"]
BOLD, REGULAR = 700, 500
LABEL_PX = CHART_PX["small"]
LONGEST_TITLE = 64
