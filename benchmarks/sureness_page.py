"""Shows how right claims are by how sure they are. In: claims. Out: a page, a figure (SVG)."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.sureness_claims import Claimed, There
from stabiel.coach.sureness import SURE

THRESHOLDS = (0.0, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98)
# What a spoken claim must be at least.
WANTED = 0.97
ALL = "all"
# Sources that end in this are judged by rules from before they were tuned on them.
EARLIER = "earlier rules"
# In the landmarks of these every body has a bias of its own (`benchmarks.biased`).
BIASED = "biased"
SPOKEN = ("fault", "attempt")
EXPLAINED = """# Sureness

`python -m benchmarks.sureness` makes this page from folders of clips (here the committed ones and
the random people of the set *tune*) and from recordings of real people, judged with both models.
Every count, attempt and fault has a sureness from 0 to 1
(`stabiel.coach.sureness`): how far the deciding value is beyond its limit in units of the noise of
its measure, for how long, and how well it was seen. Only faults and attempts that are at least as
sure as the threshold are spoken and counted as faults; the others are shown as "perhaps".

- **True, false**: claims by the truth of a clip, or by what the eye saw of real people.
  **Unknown**: claims about real people that nobody looked at.
- **Precision**: true claims of those that are true or false. **Recall**: what was plainly there, in
  a view that shows it, and was claimed.
- *Biased*: the same clips, with landmarks that have an error of their own for each draw, as they
  have on another body (`benchmarks.biased`). *Earlier rules*: exercise files from before they were
  tuned on these recordings. The rules were tuned on all the rest, so they make few mistakes there.

**The threshold.** What is wanted is the highest recall at a precision of 0.97. A limit that was
tuned on a body has room on that body, so clips that the rules were tuned on say little about it.
Where no threshold is precise enough, it is the highest that still speaks of 0.85 of what is there
with the model `full`: each step higher loses more true claims for each false one that it silences.

**What it cannot do.** It knows the noise of a value, not whether the measure means what the rule
says. A claim that is wrong because the measure is wrong is as sure as any other: it is far beyond
the limit and plain to see. Those have to be corrected in the rules, not here.
"""


@dataclass(frozen=True)
class Point:
    """What one threshold speaks of.

    Attributes:
        true, false, unknown: how many claims.
        there, found: how much was there, and how much of it was claimed.
    """

    threshold: float
    true: int
    false: int
    unknown: int
    there: int
    found: int

    @property
    def precision(self) -> float | None:
        """True claims of those that are true or false."""
        known = self.true + self.false
        return self.true / known if known else None

    @property
    def recall(self) -> float | None:
        """Found of what was there."""
        return self.found / self.there if self.there else None


def point(claims: Sequence[Claimed], there: Sequence[There], threshold: float) -> Point:
    """Return what a threshold speaks of."""
    rights = [each.right for each in claims if each.sure >= threshold]
    found = sum(each.sure >= threshold for each in there)
    return Point(
        threshold, rights.count(True), rights.count(False), rights.count(None), len(there), found
    )


def curves(claims: Sequence[Claimed], there: Sequence[There]) -> dict[str, list[Point]]:
    """Return the points of each source, and of all of them, for faults and attempts."""
    spoken = [each for each in claims if each.kind in SPOKEN]
    names = [*dict.fromkeys(each.source for each in claims), ALL]
    return {
        name: [
            point(
                [each for each in spoken if name in (ALL, each.source)],
                [each for each in there if name in (ALL, each.source)],
                threshold,
            )
            for threshold in THRESHOLDS
        ]
        for name in names
    }


def chosen(points: Sequence[Point]) -> Point | None:
    """Return the point with the highest recall of those that are precise enough.

    None if no threshold is. Of equal ones it is the highest threshold: what is lost by it is
    nothing here, and it is safer for people nobody tuned for.
    """
    enough = [each for each in points if each.precision is not None and each.precision >= WANTED]
    return max(enough, key=lambda each: (each.recall or 0.0, each.threshold), default=None)


def page_of(claims: Sequence[Claimed], there: Sequence[There], figure: str) -> str:
    """Return the page, with the figure's file name in it."""
    found = curves(claims, there)
    best = chosen(found[ALL])
    parts = [EXPLAINED, f"![Precision against recall]({figure})\n", _words(best)]
    parts.append("## Right by sureness\n\n" + textwrap.fill(_BANDS, 100) + "\n\n" + _bands(claims))
    parts += [f"## Faults and attempts, {name}\n\n{_table(each)}" for name, each in found.items()]
    parts.append("## Counts\n\n" + textwrap.fill(_COUNTS, 100) + "\n\n" + _counts(claims))
    wrong = [each for each in claims if each.right is False and each.kind in SPOKEN]
    wrong.sort(key=lambda each: -each.sure)
    listed = [f"- {e.sure:.2f} {e.source}: {e.id}, {e.where}" for e in wrong]
    parts.append("## False faults and attempts, the surest first\n\n" + _lines(listed))
    unsure = [each for each in there if 0 <= each.sure < SURE]
    listed = [f"- {e.sure:.2f} {e.source}: {e.id}, {e.where}" for e in unsure]
    parts.append('## True, and shown as "perhaps"\n\n' + _lines(listed))
    return "\n".join(parts)


_COUNTS = (
    "A count stays a count, however sure it is; one that is less sure than the threshold is marked "
    '"perhaps" in the report. Counts of real people are right if their number is, and false if '
    "nothing may count."
)


_BANDS = (
    "How often the faults and attempts of each band of sureness are right, all sources together. "
    "Both numbers of a row should be alike: a claim with a sureness of 0.8 should be right in 8 of "
    "10 cases."
)


def _bands(claims: Sequence[Claimed]) -> str:
    lines = ["| sure | claims that are true or false | right |", "|---" * 3 + "|"]
    known = [each for each in claims if each.kind in SPOKEN and each.right is not None]
    edges = [0.5, 0.7, 0.8, 0.9, 0.95, 1.01]
    for low, high in pairwise(edges):
        rights = [each.right for each in known if low <= each.sure < high]
        share = rights.count(True) / len(rights) if rights else None
        lines.append(f"| {low:.2f} to {min(high, 1.0):.2f} | {len(rights)} | {_share(share)} |")
    return "\n".join(lines) + "\n"


def _words(best: Point | None) -> str:
    if best is None:
        words = f"No threshold reaches a precision of {WANTED} with all sources together."
    else:
        words = (
            f"The highest recall at a precision of at least {WANTED}, all sources together, is "
            f"{_share(best.recall)} at a sureness of {best.threshold:.2f}."
        )
    return textwrap.fill(f"{words} The threshold in use is {SURE:.2f}.", 100) + "\n"


def _table(points: Sequence[Point]) -> str:
    lines = ["| sure | true | false | unknown | precision | recall |", "|---" * 6 + "|"]
    for each in points:
        mark = "**" if each.threshold == SURE else ""
        lines.append(
            f"| {mark}{each.threshold:.2f}{mark} | {each.true} | {each.false} | {each.unknown} | "
            f"{_share(each.precision)} | {each.found} of {each.there}, {_share(each.recall)} |"
        )
    return "\n".join(lines) + "\n"


def _counts(claims: Sequence[Claimed]) -> str:
    lines = ["| source | sure: true | false | unknown | perhaps: true | false | unknown |"]
    lines.append("|---" * 7 + "|")
    for source in dict.fromkeys(each.source for each in claims):
        mine = [each for each in claims if each.kind == "count" and each.source == source]
        cells = [source]
        for sure in (True, False):
            rights = [each.right for each in mine if (each.sure >= SURE) is sure]
            cells += [str(rights.count(right)) for right in (True, False, None)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _lines(listed: Sequence[str]) -> str:
    return "\n".join(listed or ["None."]) + "\n"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


# --- The figure --------------------------------------------------------------------------------
_SIZE = (760, 440)
_LEFT, _TOP, _RIGHT, _BOTTOM = 60, 30, 230, 50
_LOWEST_RECALL, _LOWEST_PRECISION = 0.2, 0.5
_COLORS = (
    "#0b6e4f", "#c4501b", "#27548a", "#8a5a00", "#7b3fa0", "#1fa2b8", "#b8285f", "#7f8c2d",
    "#444444",
)  # fmt: skip


def draw(claims: Sequence[Claimed], there: Sequence[There]) -> str:
    """Return the curve of precision against recall of each source, as SVG.

    The ring is the threshold in use. The precision begins at a half, the recall at 0.2.
    """
    width, height = _SIZE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="13" role="img">',
        "<title>Precision against recall by sureness</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for tick in (0.2, 0.4, 0.6, 0.8, 1.0):
        x, _ = _place(tick, 1.0)
        parts.append(_line(x, _TOP, x, height - _BOTTOM))
        parts.append(_text(x, height - _BOTTOM + 18, f"{tick:.1f}", "middle"))
    for tick in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        _, y = _place(1.0, tick)
        parts.append(_line(_LEFT, y, width - _RIGHT, y))
        parts.append(_text(_LEFT - 8, y + 4, f"{tick:.1f}", "end"))
    parts.append(_text((_LEFT + width - _RIGHT) / 2, height - 10, "recall", "middle"))
    parts.append(_text(8, _TOP - 6, "precision", "start"))
    for index, (name, points) in enumerate(curves(claims, there).items()):
        parts += _curve(name, points, _COLORS[index % len(_COLORS)], index)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _curve(name: str, points: Sequence[Point], color: str, index: int) -> list[str]:
    known = [
        (each, _place(each.recall, each.precision))
        for each in points
        if each.recall is not None and each.precision is not None
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for _, (x, y) in known)
    parts = [f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>']
    for each, (x, y) in known:
        used = each.threshold == SURE
        fill, radius = ("#ffffff", 6) if used else (color, 2.5)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{color}" '
            f'stroke-width="2"><title>{name}, sure {each.threshold:.2f}</title></circle>'
        )
    x, y = _SIZE[0] - _RIGHT + 14, _TOP + 16 + 22 * index
    parts.append(f'<rect x="{x}" y="{y - 9}" width="12" height="4" fill="{color}"/>')
    return [*parts, _text(x + 18, y - 3, name, "start")]


def _place(recall: float, precision: float) -> tuple[float, float]:
    """Return where a point is drawn; what is below the axes is drawn on them."""
    width, height = _SIZE
    across = (max(recall, _LOWEST_RECALL) - _LOWEST_RECALL) / (1 - _LOWEST_RECALL)
    up = (max(precision, _LOWEST_PRECISION) - _LOWEST_PRECISION) / (1 - _LOWEST_PRECISION)
    return (
        _LEFT + across * (width - _RIGHT - _LEFT),
        height - _BOTTOM - up * (height - _BOTTOM - _TOP),
    )


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="#d7dfda" stroke-width="1"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#1d2b25">{words}</text>'
