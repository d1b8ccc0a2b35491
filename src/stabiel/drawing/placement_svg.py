"""Paints the drawing of the camera's place as SVG. In: `Drawing`. Out: text."""

from collections.abc import Mapping
from html import escape

from stabiel.drawing.placement import Disc, Drawing, DrawnShape, Polygon, Polyline, ShapeRole
from stabiel.drawing.tokens import TYPEFACE, color
from stabiel.geometry import FloatArray

Colors = dict[ShapeRole | str, str]
GROUND = "ground"

# The token of each role.
_TOKENS: Mapping[ShapeRole | str, str] = {
    GROUND: "ground", "mat": "line", "edge": "quiet", "person": "text", "far": "quiet",
    "stand": "quiet", "camera": "target", "keys": "text", "lens": "ground", "sight": "target",
    "words": "text",
}  # fmt: skip
LIGHT: Colors = {role: color(token, "light") for role, token in _TOKENS.items()}
DARK: Colors = {role: color(token, "dark") for role, token in _TOKENS.items()}
# The colors of the report are style variables, which follow its background.
REPORT: Colors = {
    role: "none" if role == GROUND else f"var(--{token})" for role, token in _TOKENS.items()
}


def placement_svg(drawing: Drawing, colors: Colors = LIGHT) -> str:
    """Return the drawing as one self-contained `svg` element.

    Its looks are set by attributes, because a page's security policy may forbid inline styles.
    """
    width, height = drawing.width, drawing.height
    words = escape(drawing.words)
    inside = "".join(_element(shape, colors) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'role="img" aria-label="{words}">'
        f'<rect width="{width:g}" height="{height:g}" fill="{colors[GROUND]}"/>'
        f"{inside}</svg>\n"
    )


def _element(shape: DrawnShape, colors: Colors) -> str:
    paint = colors[shape.role]
    if isinstance(shape, Polyline):
        dash = f"{3 * shape.width:.1f}"
        dashes = f' stroke-dasharray="{dash} {dash}"' if shape.dashed else ""
        return (
            f'<polyline points="{_points(shape.points)}" fill="none" stroke="{paint}" '
            f'stroke-width="{shape.width:.1f}" stroke-linecap="round" stroke-linejoin="round"'
            f"{dashes}/>"
        )
    if isinstance(shape, Polygon):
        return f'<polygon points="{_points(shape.points)}" fill="{paint}"/>'
    if isinstance(shape, Disc):
        x, y = shape.center
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{shape.radius:.1f}" fill="{paint}"/>'
    x, y = shape.at
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{paint}" '
        f'font-family="{TYPEFACE},system-ui,sans-serif" '
        f'font-weight="600" font-size="{shape.size:g}">{escape(shape.words)}</text>'
    )


def _points(points: FloatArray) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
