"""Paints the drawing of the camera's place as SVG. In: `Drawing`. Out: text."""

from collections.abc import Mapping
from html import escape

from stabiel.drawing.placement import Disc, Drawing, DrawnShape, Polygon, Polyline, ShapeRole
from stabiel.geometry import FloatArray

Colors = Mapping[ShapeRole | str, str]
GROUND = "ground"

LIGHT: Colors = {
    GROUND: "#ffffff", "mat": "#d5dcd8", "edge": "#4d5b55", "person": "#14201B",
    "far": "#4d5b55", "stand": "#4d5b55", "camera": "#1D4ED8",
    "keys": "#14201B", "lens": "#ffffff", "sight": "#1D4ED8", "words": "#14201B",
}  # fmt: skip
DARK: Colors = {
    GROUND: "#14201B", "mat": "#3a4741", "edge": "#b3c0ba", "person": "#F4F7F5",
    "far": "#b3c0ba", "stand": "#b3c0ba", "camera": "#8AB4F8",
    "keys": "#F4F7F5", "lens": "#14201B", "sight": "#8AB4F8", "words": "#F4F7F5",
}  # fmt: skip
# The colors of the report are style variables, which follow its background.
REPORT: Colors = {
    GROUND: "none", "mat": "var(--line)", "edge": "var(--quiet)", "person": "var(--text)",
    "far": "var(--quiet)", "stand": "var(--quiet)", "camera": "var(--target)",
    "keys": "var(--text)", "lens": "var(--ground)", "sight": "var(--target)",
    "words": "var(--text)",
}  # fmt: skip


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
    color = colors[shape.role]
    if isinstance(shape, Polyline):
        dash = f"{3 * shape.width:.1f}"
        dashes = f' stroke-dasharray="{dash} {dash}"' if shape.dashed else ""
        return (
            f'<polyline points="{_points(shape.points)}" fill="none" stroke="{color}" '
            f'stroke-width="{shape.width:.1f}" stroke-linecap="round" stroke-linejoin="round"'
            f"{dashes}/>"
        )
    if isinstance(shape, Polygon):
        return f'<polygon points="{_points(shape.points)}" fill="{color}"/>'
    if isinstance(shape, Disc):
        x, y = shape.center
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{shape.radius:.1f}" fill="{color}"/>'
    x, y = shape.at
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" font-family="system-ui,sans-serif" '
        f'font-weight="600" font-size="{shape.size:g}">{escape(shape.words)}</text>'
    )


def _points(points: FloatArray) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
