"""What stands beside the picture: the count, the repetitions, the side, the list of the set-up.

In: a scene. Out: rows. During the set-up the first thing to do is said in a sentence; what comes
after it waits, and is not called wrong. During the work the title is in the foot.
"""

from dataclasses import dataclass
from typing import Literal

import cv2

from stabiel.desktop.design import (
    DIGIT_HIGH,
    DOT_RADIUS,
    DOTS_IN_A_ROW,
    LEAST_DOT_RADIUS,
    LINE_HEIGHT,
    RING_RADIUS,
    RING_WORD,
    Sizes,
    between,
    quiet,
)
from stabiel.desktop.shapes import (
    DOT_STEP,
    DotColors,
    Point,
    dots_height,
    draw_dot,
    draw_dots,
    draw_mark,
)
from stabiel.desktop.sheet import Row, Written, fit, gap, over, text_row
from stabiel.drawing.lettering import BOLD, REGULAR, Color, Lettering, Palette
from stabiel.trainer.scene import RepetitionMark, Ring, Scene, Wanted
from stabiel.trainer.terms import Stage
from stabiel.video.frame import Image
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language

# Of somebody who works everybody knows that they do; a ring shows the start, a list the set-up.
_KNOWN = (Stage.SET_UP, Stage.READY, Stage.WORK)
# A reason stands in one line, whose room is always kept, so that nothing moves. A long one is set
# smaller, to this share; longer ones take a second line.
LEAST_WHY_SHARE = 0.75
State = Literal["ok", "open", "waits"]


@dataclass(frozen=True, slots=True)
class Info:
    """What is drawn in the column.

    Attributes:
        rows: from top to bottom.
        ring: the center of the ring in the column, and its radius, pixels; None without a number.
    """

    rows: tuple[Row, ...]
    ring: tuple[Point, int] | None

    @property
    def height(self) -> int:
        """What all rows need, pixels."""
        return sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class WantedRow:
    """A line of the set-up's list: it is right, it is the next to put right, or it waits."""

    words: str
    state: State


class InfoRows:
    """Makes the rows of a column.

    Args:
        language: of the fixed texts.
        letters: writes text.
        sizes: of the letters.
    """

    def __init__(self, language: Language, letters: Lettering, sizes: Sizes) -> None:
        self._language: Language = language
        self._letters, self._sizes = letters, sizes

    def of(self, scene: Scene, width: int, palette: Palette, most: int) -> Info:
        """Return what to draw.

        Args:
            scene: what to show.
            width: of the column, pixels.
            palette: the colors.
            most: the height that there is for a list, pixels. One that does not fit becomes a row
                of marks: its first open item is said in the sentence.
        """
        info = self._all(scene, width, palette)
        if info.height <= most or scene.stage is not Stage.SET_UP:
            return info
        return self._all(scene, width, palette, listed=False)

    def _all(self, scene: Scene, width: int, palette: Palette, *, listed: bool = True) -> Info:
        pad = self._sizes.pad
        rows, ring = [gap(pad)], None
        # In a rest the side is over; that of the next step is with its dose.
        side = "" if scene.stage is Stage.REST else scene.side_word
        if scene.number:
            number, ring = self._number(scene, width, palette)
            left = self._left_of_side(scene, width)
            if side and ring is not None and left is not None:
                side, number = "", over(number, self._side_beside(side, left, palette))
            rows.append(number)
        if scene.done or scene.to_do:
            rows += self._done(scene, width, palette)
        if side:
            rows.append(self._line(side, width, palette.text, self._sizes.cues[1]))
        rows += self._titles(scene, width, palette)
        if scene.stage is Stage.SET_UP and scene.wanted:
            rows += self._wanted(scene, width, palette, listed=listed)
        return Info((*rows, gap(pad)), ring)

    def _number(
        self, scene: Scene, width: int, palette: Palette
    ) -> tuple[Row, tuple[Point, int] | None]:
        """Return the row of the number, and where its ring is."""
        letters, pad = self._letters, self._sizes.pad
        size = self._sizes.number
        while size > self._sizes.text and self._number_width(scene.number, size) > width:
            size -= 2
        wide = letters.width(scene.number, size, BOLD)
        radius = round(RING_RADIUS * size)
        # A number that is set smaller stands in the middle of the same row: nothing below it moves.
        high = round(DIGIT_HIGH * self._sizes.number)
        center = 2 * pad + wide + radius, high // 2

        def paint(canvas: Image, y: int) -> None:
            baseline = pad, y + center[1] + round(0.46 * DIGIT_HIGH * size)
            letters.write(
                canvas, scene.number, baseline, size=size, color=palette.text, weight=BOLD
            )
            small = self._ring_word_size(scene.beside, radius)
            half = letters.width(scene.beside, small, BOLD) // 2
            at = center[0] - half, y + center[1] + round(0.35 * small)
            letters.write(canvas, scene.beside, at, size=small, color=palette.text, weight=BOLD)

        ring = None if scene.ring is None else ((center[0], pad + center[1]), radius)
        return Row(high + pad, paint), ring

    def _ring_word_size(self, word: str, radius: int) -> int:
        size = self._sizes.cues[-1]
        while size > self._sizes.text and self._letters.width(word, size) > RING_WORD * radius:
            size -= 1
        return size

    def _left_of_side(self, scene: Scene, width: int) -> int | None:
        """Return the x of the side to the right of the count; None if it stands below.

        It stays in its place for the whole step, and is there for both sides or for none.
        """
        counted = scene.to_do + sum(each.outcome != "not_counted" for each in scene.done)
        if not counted:
            return None
        widest = "0" * max(len(str(counted - 1)), len(scene.number))
        pad, size = self._sizes.pad, self._sizes.number
        left = self._number_width(widest, size)
        sides = [text("screen", side, self._language) for side in ("left", "right")]
        word = max(self._letters.width(each, self._sizes.cues[1], BOLD) for each in sides)
        return left if left + word + pad <= width else None

    def _side_beside(self, side: str, left: int, palette: Palette) -> Row:
        size = self._sizes.cues[1]
        middle = (DIGIT_HIGH * self._sizes.number - LINE_HEIGHT * size) / 2
        row = text_row(self._letters, Written((side,), size), left, palette.text, BOLD)
        return Row(0, lambda canvas, y: row.paint(canvas, y + round(middle)))

    def _number_width(self, number: str, size: int) -> int:
        """Return the width of a number with its ring and the space around them, pixels."""
        wide = self._letters.width(number, size, BOLD)
        return wide + 2 * round(RING_RADIUS * size) + 3 * self._sizes.pad

    def _done(self, scene: Scene, width: int, palette: Palette) -> list[Row]:
        """Return the dots of the movements, and a word about the last one."""
        pad = self._sizes.pad
        radius = dot_radius(width - 2 * pad, self._sizes.text)
        in_a_row = max(1, (width - 2 * pad) // (DOT_STEP * radius))
        states = [*(each.outcome for each in scene.done), *("to_do",) * scene.to_do]

        def paint(canvas: Image, y: int) -> None:
            draw_dots(
                canvas, (pad, y), states, _dot_colors(palette), radius=radius, in_a_row=in_a_row
            )

        dots = Row(dots_height(len(states), in_a_row, radius), paint)
        return [dots, self._why(scene, width, palette), gap(pad // 2)]

    def _why(self, scene: Scene, width: int, palette: Palette) -> Row:
        """Return a word about the last movement; without one its room is empty."""
        pad, size = self._sizes.pad, self._sizes.text
        if not scene.done:
            return gap(round(LINE_HEIGHT * size))
        last, left = scene.done[-1], 2 * pad + size
        written = self._reason(why_of(last, self._language), width - left - pad)
        words = text_row(self._letters, written, left, palette.text)

        def paint(canvas: Image, y: int) -> None:
            center = pad + size // 2, y + round(LINE_HEIGHT * size / 2)
            draw_dot(canvas, center, round(0.42 * size), last.outcome, _dot_colors(palette))
            words.paint(canvas, y)

        return Row(max(words.height, round(LINE_HEIGHT * size)), paint)

    def _reason(self, words: str, room: int) -> Written:
        size = self._sizes.text
        for each in range(size, round(LEAST_WHY_SHARE * size) - 1, -1):
            if self._letters.width(words, each) <= room:
                return Written((words,), each)
        return self._fitted(words, round(LEAST_WHY_SHARE * size), room)

    def _titles(self, scene: Scene, width: int, palette: Palette) -> list[Row]:
        """Return the exercise during the set-up, and what is being done if that is not plain."""
        rows = []
        if scene.stage is Stage.SET_UP:
            rows.append(self._line(scene.title, width, palette.text))
        doing = doing_of(scene, self._language)
        # It tells a rest from a stretch that is counted down, so it is read from the mat.
        size = self._sizes.cues[-1]
        return [*rows, self._line(doing, width, palette.text, size)] if doing else rows

    def _line(self, words: str, width: int, color: Color, size: int = 0, weight: int = BOLD) -> Row:
        pad = self._sizes.pad
        written = self._fitted(words, size or self._sizes.text, width - 2 * pad, weight)
        return text_row(self._letters, written, pad, color, weight)

    def _fitted(self, words: str, size: int, room: int, weight: int = REGULAR) -> Written:
        """Return words in lines of this size, smaller only if a single word is too wide."""
        widest = max(words.split(), key=len, default="")
        size = fit(self._letters, widest, (size,), (room, 2 * size), weight).size
        return Written(tuple(self._letters.wrapped(words, size, room, weight)), size)

    def _wanted(self, scene: Scene, width: int, palette: Palette, *, listed: bool) -> list[Row]:
        """Return the first thing to do in a sentence, and the list."""
        pad = self._sizes.pad
        items = rows_wanted(scene.wanted, text("screen", "in_posture", self._language))
        first = next((row.words for row in items if row.state == "open"), None)
        sentence = (
            text("screen", "all_set", self._language)
            if first is None
            else text("screen", "still", self._language, what=first)
        )
        written = self._fitted(sentence, self._sizes.cues[-1], width - 2 * pad, BOLD)
        head = text_row(self._letters, written, pad, palette.text, BOLD, least_lines=2)
        if len(items) < 2:
            return [gap(pad), head]
        if not listed:
            return [gap(pad), head, gap(pad), self._marks(items, width, palette)]
        return [gap(pad), head, gap(pad // 2), *(self._item(row, width, palette) for row in items)]

    def _marks(self, items: list[WantedRow], width: int, palette: Palette) -> Row:
        """Return a mark for each item, in a row."""
        pad = self._sizes.pad
        step = (width - 2 * pad) // len(items)
        radius = min(round(DOT_RADIUS * self._sizes.text), step // DOT_STEP)

        def paint(canvas: Image, y: int) -> None:
            for number, item in enumerate(items):
                center = pad + radius + DOT_STEP * radius * number, y + radius
                draw_state(canvas, center, radius, item.state, palette)

        return Row(2 * radius + pad, paint)

    def _item(self, row: WantedRow, width: int, palette: Palette) -> Row:
        pad, size = self._sizes.pad, self._sizes.text
        left = 2 * pad + size
        color = quiet(palette) if row.state == "waits" else palette.text
        written = self._fitted(row.words, size, width - left - pad)
        words = text_row(self._letters, written, left, color)

        def paint(canvas: Image, y: int) -> None:
            center = pad + size // 2, y + round(LINE_HEIGHT * size / 2)
            draw_state(canvas, center, round(0.45 * size), row.state, palette)
            words.paint(canvas, y)

        return Row(words.height + 2, paint)


def dot_radius(room: int, text_size: int) -> int:
    """Return the radius of the dots in a row of this width, pixels."""
    fits = room // (DOT_STEP * DOTS_IN_A_ROW)
    return min(round(DOT_RADIUS * text_size), max(round(LEAST_DOT_RADIUS * text_size), fits, 2))


def draw_state(canvas: Image, center: Point, radius: int, state: State, palette: Palette) -> None:
    """Draw a check mark for what is right, a ring for the next, a point for what waits."""
    if state == "waits":
        cv2.circle(canvas, center, max(2, radius // 3), quiet(palette), -1, cv2.LINE_AA)
        return
    color = palette.good if state == "ok" else palette.mind
    draw_mark(canvas, center, radius, state == "ok", color)


def rows_wanted(wanted: tuple[Wanted, ...], posture: str) -> list[WantedRow]:
    """Return the items of the place, and all items of the posture as one.

    Args:
        wanted: all items, in the order in which they are put right.
        posture: what the posture is called.
    """
    items = [(each.words, each.ok) for each in wanted if not each.of_posture]
    if len(items) < len(wanted):
        items.append((posture, all(each.ok for each in wanted if each.of_posture)))
    first = next((number for number, (_, ok) in enumerate(items) if not ok), len(items))
    return [
        WantedRow(words, "ok" if ok else "open" if number == first else "waits")
        for number, (words, ok) in enumerate(items)
    ]


def why_of(mark: RepetitionMark, language: Language) -> str:
    """Return a word about a movement that is over."""
    return mark.why or text("screen", "good", language)


def doing_of(scene: Scene, language: Language) -> str:
    """Return what is being done, and whether the sound is off; empty if that is plain."""
    known = scene.stage in _KNOWN and not scene.paused
    muted = text("screen", "muted", language) if scene.muted else ""
    return " · ".join(filter(None, ["" if known else scene.doing, muted]))


def ring_colors(ring: Ring, palette: Palette) -> tuple[Color, Color]:
    """Return the colors of the full part and of the rest; a waiting ring is gray."""
    gray = between(palette.text, palette.plate, 0.65)
    full = palette.good if ring.share >= 1.0 else palette.target
    return between(palette.text, palette.plate, 0.4) if ring.waits else full, gray


# What a column depends on; the ring moves in every frame and is drawn apart.
def facts_of(scene: Scene) -> tuple[object, ...]:
    """Return all of a scene that the rows of a column depend on."""
    return (
        scene.stage, scene.number, scene.beside, scene.ring is None, scene.done, scene.to_do,
        scene.side_word, scene.title, scene.doing, scene.paused, scene.muted, scene.wanted,
    )  # fmt: skip


def _dot_colors(palette: Palette) -> DotColors:
    return DotColors(palette.good, palette.mind, quiet(palette), palette.plate)
