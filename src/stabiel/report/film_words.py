"""The words on an annotated film. In: a session. Out: the film's frames without its words.

An annotated film shows a count and a cue, which belong to the moment before rather than to the
movement that a report shows. The report says what a picture is beneath it, so the words are covered
there. Where they stand is not measured again: the same overlay writes them on a plain picture.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from stabiel.coach.coach import START
from stabiel.coach.events import Phase
from stabiel.drawing.overlay import PLATE, Caption, Overlay
from stabiel.exercises.model import Exercise
from stabiel.session.session import Session
from stabiel.video.frame import Image
from stabiel.wording.catalogue import group
from stabiel.wording.language import LANGUAGES

# How long a cue stands on an annotated film (`stabiel.analysis.annotate.CUE_SHOWN_S`), and how much
# the times of a film and of its session may differ: a frame or two.
CUE_SHOWN_S, ROUNDING_S = 2.5, 0.1
# The digits that are written differ a little in width from those that are tried here: a share of
# the picture's height.
MARGIN_SHARE = 0.02
# The colors of a cover are those of so many pixels beside it.
EDGE_PX = 6
_GRAY = 128

_Box = tuple[int, int, int, int]


def has_words(session: Session) -> bool:
    """Return whether the film of a session has words on it: that of an analyzed video has."""
    return session.source.kind == "file"


class FilmWords:
    """Covers the words on the frames of an annotated film, all of one size.

    Args:
        exercise: the rule that the session was judged by.
        session: what was done.
    """

    def __init__(self, exercise: Exercise, session: Session) -> None:
        self._exercise = exercise
        self._session = session
        self._count: dict[tuple[int, int], _Box] = {}

    def covered(self, image: Image, time_s: float) -> Image:
        """Return a frame without its words.

        Args:
            image: (height, width, 3) RGB.
            time_s: its time, seconds since the first frame.
        """
        size_px = (image.shape[1], image.shape[0])
        clean = image.copy()
        boxes = [self._of_count(size_px)]
        boxes += [self._written(size_px, Caption(cue)) for cue in self._cues_at(time_s)]
        for box in boxes:
            _cover(clean, box)
        return clean

    def top_share(self, size_px: tuple[int, int]) -> float:
        """Return the share of the height of a frame, from the top, that the count reaches to."""
        return self._of_count(size_px)[3] / size_px[1]

    def _of_count(self, size_px: tuple[int, int]) -> _Box:
        if size_px not in self._count:
            self._count[size_px] = self._box_of_count(size_px)
        return self._count[size_px]

    def _cues_at(self, time_s: float) -> Collection[str]:
        """Return the cues that may be on the film at a time; each replaces the one before."""
        return {
            cue.text
            for cue in self._session.cues
            if -ROUNDING_S <= time_s - cue.time_s <= CUE_SHOWN_S + ROUNDING_S
        }

    def _box_of_count(self, size_px: tuple[int, int]) -> _Box:
        """Return the box of the count with its longest words, left, top, right and bottom."""
        most = replace(
            START,
            repetitions=len(self._session.repetitions),
            hold_s=max((hold.in_zone_s for hold in self._session.holds), default=0.0),
        )
        boxes = []
        for language in LANGUAGES:  # the report may be in another language than the film
            phases = group("phase", language)
            longest = max(phases, key=lambda phase: len(phases[phase]))
            overlay = Overlay(self._exercise, language, size_px)
            plain = _plain(size_px)
            moment = replace(most, phase=Phase(longest))
            boxes.append(_changed(plain, overlay.draw(plain, None, moment, Caption())))
        left, top = (min(box[each] for box in boxes) for each in (0, 1))
        right, bottom = (max(box[each] for box in boxes) for each in (2, 3))
        margin = round(MARGIN_SHARE * size_px[1])
        return left, top, right + margin, bottom + margin

    def _written(self, size_px: tuple[int, int], caption: Caption) -> _Box:
        overlay = Overlay(self._exercise, self._session.language, size_px)
        plain = overlay.draw(_plain(size_px), None, START, Caption())
        return _changed(plain, overlay.draw(_plain(size_px), None, START, caption))


def _cover(image: Image, box: _Box) -> None:
    """Cover a box, in place, with the colors beside it; one as wide as the picture, with a plate.

    What the words hid is not known, so the cover is plain and draws no eye.
    """
    left, top, right, bottom = box
    beside = image[top:bottom, right : right + EDGE_PX]
    plain = PLATE if not beside.size else np.median(beside, axis=1, keepdims=True)
    image[top:bottom, left:right] = plain


def _plain(size_px: tuple[int, int]) -> Image:
    return np.full((size_px[1], size_px[0], 3), _GRAY, np.uint8)


def _changed(before: Image, after: Image) -> _Box:
    """Return left, top, right and bottom of what differs between two pictures of one size."""
    changed = (before != after).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    if not rows.size:
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
