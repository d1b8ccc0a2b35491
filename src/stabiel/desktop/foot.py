"""What is said, along the lower edge. In: a scene. Out: rows.

It holds the spoken line, or what to do about a camera in trouble. While nobody speaks it holds what
lasts: why a clock waits, why a movement did not count. Below that are the keys; somebody who works
does not read them from the mat, and sees the name of the exercise instead.
"""

from stabiel.desktop.design import Sizes, quiet
from stabiel.desktop.sheet import WritingStyle, Written, fit, write_lines
from stabiel.drawing.lettering import BOLD, REGULAR, Palette
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Sight, Stage
from stabiel.video.frame import Image


def draw_foot(area: Image, scene: Scene, keys: str, style: WritingStyle) -> None:
    """Draw the foot of a window.

    Args:
        area: the foot, (height, width, 3) RGB; it is changed.
        scene: what to show.
        keys: which keys there are.
        style: how it is written.
    """
    letters, sizes, palette = style.letters, style.sizes, style.palette
    height, width = area.shape[:2]
    pad = sizes.pad
    left = 3 * pad
    room = width - left - pad, height
    in_trouble = scene.sight is not Sight.FINE
    # Of a camera in trouble the remedy stands there whatever is being said.
    words = scene.note if in_trouble and scene.note else scene.cue
    if words is not None:
        _draw_stripe(area, palette, sizes, corrects=scene.corrective or in_trouble)
        said = fit(letters, words, sizes.cues, room)
        at = left, _top(height, said)
        write_lines(area, letters, said, at, color=palette.text, weight=BOLD)
        return
    small = _keys(scene, keys, style, room)
    below = 0 if small is None else small.height + pad
    lasting = scene.note or (scene.title if small is None else None)
    if lasting:
        note = fit(letters, lasting, sizes.cues[1:], (room[0], height - below), REGULAR)
        color = palette.text if scene.note else quiet(palette)
        at = left, _top(height - below, note)
        write_lines(area, letters, note, at, color=color, weight=REGULAR)
    if small is not None:
        top = height - below if lasting else _top(height, small)
        write_lines(area, letters, small, (left, top), color=quiet(palette), weight=REGULAR)


def _keys(scene: Scene, keys: str, style: WritingStyle, room: tuple[int, int]) -> Written | None:
    """Return the keys, None while somebody works: they are not read from the mat."""
    if scene.stage is Stage.WORK and not scene.paused:
        return None
    return fit(style.letters, keys, (style.sizes.text,) * 2, (room[0], room[1] // 2), REGULAR)


def _top(height: int, written: Written) -> int:
    return max(0, (height - written.height) // 2)


def _draw_stripe(area: Image, palette: Palette, sizes: Sizes, *, corrects: bool) -> None:
    """Draw a stripe at the left edge: one bar for what is said, two for what to correct."""
    bar = max(3, sizes.pad // 2)
    if corrects:
        area[:, :bar] = palette.mind
        area[:, 2 * bar : 3 * bar] = palette.mind
    else:
        area[:, :bar] = palette.good
