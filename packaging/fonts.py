"""Makes the font files of the program from the published ones: `python packaging/fonts.py FOLDER`.

In: the folder `files` of the npm package `@fontsource-variable/atkinson-hyperlegible-next` 5.3.0.
Out: `src/stabiel/drawing/fonts`. Needs fonttools and brotli, which the program itself does not.

The zero loses its slash: someone who counts repetitions reads no serial numbers, and a slash in
"10 keer" is one sign more to read from three meters. The pages get both weights in one file for
each script; OpenCV and ReportLab, which know no variations, get one file for each weight with all
letters.
"""

import sys
import tempfile
from pathlib import Path

from fontTools import merge
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Atkinson Hyperlegible Next"
SOURCE = "atkinson-hyperlegible-next-{}-wght-normal.woff2"
SCRIPTS = ("latin", "latin-ext")
WEIGHTS = {400: "Regular", 700: "Bold"}
OUT = Path(__file__).resolve().parents[1] / "src" / "stabiel" / "drawing" / "fonts"
# The outline of the published zero, and on the edge of its counter the points that are furthest
# left, right, down and up; in font units.
OUTER = 16
LEFT, RIGHT, BOTTOM, TOP = 23, 31, 26, 36


def plain_zero(font: TTFont) -> None:
    """Replace the halves of the counter of the zero, which the slash divides, by one counter."""
    glyph = font["glyf"]["zero"]
    points = [tuple(point) for point in glyph.coordinates]
    flags = list(glyph.flags)
    outer = points[:OUTER]

    def counter(moved: list[tuple[int, int]]) -> list[tuple[float, float]]:
        """Return the shape of the outline between the extremes of the counter."""
        left, right = points[LEFT][0] + moved[LEFT][0], points[RIGHT][0] + moved[RIGHT][0]
        low, high = points[BOTTOM][1] + moved[BOTTOM][1], points[TOP][1] + moved[TOP][1]
        xs, ys = [x for x, _ in outer], [y for _, y in outer]
        wide, tall = max(xs) - min(xs), max(ys) - min(ys)
        across, up = (right - left) / wide, (high - low) / tall
        return [(left + across * (x - min(xs)), low + up * (y - min(ys))) for x, y in outer]

    unmoved = counter([(0, 0)] * len(points))
    pen = TTGlyphPen(None)
    inner = list(reversed(unmoved))
    inner_flags = list(reversed(flags[:OUTER]))
    made = pen.glyph()
    made.numberOfContours = 2
    made.coordinates = type(glyph.coordinates)([*outer, *((round(x), round(y)) for x, y in inner)])
    made.flags = type(glyph.flags)([*flags[:OUTER], *inner_flags])
    made.endPtsOfContours = [OUTER - 1, 2 * OUTER - 1]
    made.program = glyph.program
    for variation in font["gvar"].variations["zero"]:
        moved = [each or (0, 0) for each in variation.coordinates]
        there = list(reversed(counter(moved)))
        steps = [
            (round(x - x0), round(y - y0)) for (x, y), (x0, y0) in zip(there, inner, strict=True)
        ]
        variation.coordinates = [*moved[:OUTER], *steps, *moved[-4:]]
    made.recalcBounds(font["glyf"])
    font["glyf"]["zero"] = made


def weight_of(scripts: list[Path], weight: int, folder: Path) -> TTFont:
    """Return one weight of all scripts as one font without variations."""
    parts = []
    for path in scripts:
        font = instancer.instantiateVariableFont(
            TTFont(path, recalcTimestamp=False), {"wght": weight}
        )
        font.flavor = None
        for table in ("STAT", "MVAR", "HVAR", "GDEF"):
            if table in font:
                del font[table]
        parts.append(folder / f"{path.stem}-{weight}.ttf")
        font.save(parts[-1])
    font = merge.Merger(merge.Options(drop_tables=["vhea", "vmtx"])).merge(parts)
    # The same input gives the same file.
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = TTFont(scripts[0])["head"].modified
    style = WEIGHTS[weight]
    names = {
        1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 16: FAMILY, 17: style,
        6: f"{FAMILY.replace(' ', '')}-{style}",
    }  # fmt: skip
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)
    font["OS/2"].usWeightClass = weight
    font["head"].macStyle = int(style == "Bold")
    font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
    return font


def main(source: Path) -> None:
    """Write all files."""
    with tempfile.TemporaryDirectory() as name:
        folder, scripts = Path(name), []
        for script in SCRIPTS:
            font = TTFont(source / SOURCE.format(script), recalcTimestamp=False)
            if "zero" in font.getGlyphOrder():
                plain_zero(font)
            font.flavor = "woff2"
            scripts.append(OUT / f"atkinson-hyperlegible-next-{script}.woff2")
            font.save(scripts[-1])
        for weight, style in WEIGHTS.items():
            path = OUT / f"AtkinsonHyperlegibleNext-{style}.ttf"
            weight_of(scripts, weight, folder).save(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
