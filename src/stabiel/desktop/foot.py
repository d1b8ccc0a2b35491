"""What is said, along the lower edge. In: a scene. Out: rows.

It holds the spoken line. While nobody speaks it holds what lasts: a camera in trouble, why a clock
waits, why a movement did not count; and below that the keys, unless somebody works.
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
    if scene.cue is not None:
        _draw_stripe(area, palette, sizes, corrects=scene.corrective)
        _centered(area, fit(letters, scene.cue, sizes.cues, room), left, style, BOLD)
        return
    small = _keys(scene, keys, style, room)
    below = 0 if small is None else small.height + pad
    if scene.note:
        if scene.sight is not Sight.FINE:
            _draw_stripe(area, palette, sizes, corrects=True)
        note = fit(letters, scene.note, sizes.cues[1:], (room[0], height - below), REGULAR)
        _centered(area[: height - below], note, left, style, REGULAR)
    if small is not None:
        top = height - below if scene.note else (height - small.height) // 2
        write_lines(area, letters, small, (left, top), color=quiet(palette), weight=REGULAR)


def _keys(scene: Scene, keys: str, style: WritingStyle, room: tuple[int, int]) -> Written | None:
    """Return the keys, None while somebody works: they are not read from the mat."""
    if scene.stage is Stage.WORK and not scene.paused:
        return None
    return fit(style.letters, keys, (style.sizes.text,) * 2, (room[0], room[1] // 2), REGULAR)


def _centered(area: Image, written: Written, left: int, style: WritingStyle, weight: int) -> None:
    top = max(0, (area.shape[0] - written.height) // 2)
    color = style.palette.text
    write_lines(area, style.letters, written, (left, top), color=color, weight=weight)


def _draw_stripe(area: Image, palette: Palette, sizes: Sizes, *, corrects: bool) -> None:
    """Draw a stripe at the left edge: one bar for what is said, two for what to correct."""
    bar = max(3, sizes.pad // 2)
    if corrects:
        area[:, :bar] = palette.mind
        area[:, 2 * bar : 3 * bar] = palette.mind
    else:
        area[:, :bar] = palette.good
