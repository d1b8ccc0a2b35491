"""When the body in each sample film moves, and which film shows what is done now. In: an exercise,
the side to train, and how the person lies. Out: which movements of the film to show, and whether
its picture is turned over.

The films were rendered from one side, most of one leg and then the other; those of some stretches
show one side only. A film is turned over as a picture in a mirror is: the head then points to the
other edge, the other side of the body is near the camera, and a left leg has become a right one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from stabiel.anatomy import SIDES, Side, SideName, other_side


@dataclass(frozen=True, slots=True)
class SampleMovement:
    """One movement of a film: when the way out begins, the target is reached, the way back begins
    and it ends, in seconds of the film; and which side moves.
    """

    side: SideName
    out_s: float
    target_s: float
    back_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class SampleFilm:
    """What happens in a film.

    Attributes:
        near: the side of the body that is near the camera.
        movements: in order.
    """

    near: Side
    movements: tuple[SampleMovement, ...]


@dataclass(frozen=True, slots=True)
class SampleView:
    """How a film is shown.

    Attributes:
        side: of the movements to show, as the film has them before it is turned over; None for all.
        flipped: the picture is turned over, left for right.
    """

    side: Side | None
    flipped: bool


def sample_view(exercise_id: str, side: Side | None, near: Side | None) -> SampleView | None:
    """Return how the film of an exercise shows a side to somebody who lies in a certain way.

    The side is always right. If the film has both, the person in the film also has the same side of
    the body near the camera, so that the near leg is near and the head points to the same edge. A
    film that is not known is shown as it is, because there may be words in it.

    Args:
        exercise_id: whose film it is.
        side: the side to train; None if the exercise has none, or takes both in turn.
        near: the person's side that is near the camera; None if that is not known yet.

    Returns:
        None for a film that is not one of the samples.
    """
    film = SAMPLE_FILMS.get(exercise_id)
    if film is None:
        return None
    has = [each for each in SIDES if any(m.side == each for m in film.movements)]
    wants = side if has else None
    sides: list[Side | None] = [None] if wants is None else [*has]
    fits = [
        SampleView(each, flipped)
        for flipped, each in product((False, True), sides)
        if _turned(each, flipped) == wants
    ]
    like = [view for view in fits if _turned(film.near, view.flipped) == near]
    return (like or fits)[0]


def _turned(side: Side | None, flipped: bool) -> Side | None:
    """Return which side a side of the film is once its picture is turned over, if it is."""
    return other_side(side) if flipped and side is not None else side


def movements_of(exercise_id: str, side: Side | None) -> tuple[SampleMovement, ...]:
    """Return the movements of one side of a film, those of all for None; empty without a film."""
    film = SAMPLE_FILMS.get(exercise_id)
    movements = () if film is None else film.movements
    return tuple(each for each in movements if side is None or each.side == side)


# Measured in the films: the truth that they were rendered from (samples/*-good.truth.json.gz).
SAMPLE_FILMS: Mapping[str, SampleFilm] = {
    "all-fours": SampleFilm(
        "left",
        (SampleMovement("both", 1.5, 3.3, 13.3, 15.15),),
    ),
    "arm-reach": SampleFilm(
        "left",
        (
            SampleMovement("left", 1.5, 2.9, 4.3, 5.8),
            SampleMovement("right", 6.4, 7.8, 9.2, 10.7),
            SampleMovement("left", 11.3, 12.7, 14.1, 15.6),
            SampleMovement("right", 16.2, 17.6, 19.0, 20.5),
        ),
    ),
    "bridging": SampleFilm(
        "right",
        (
            SampleMovement("both", 1.5, 2.8, 3.8, 6.3),
            SampleMovement("both", 6.9, 8.2, 9.2, 11.7),
            SampleMovement("both", 12.3, 13.6, 14.6, 17.1),
            SampleMovement("both", 17.75, 19.05, 20.05, 22.55),
        ),
    ),
    "childs-pose": SampleFilm(
        "left",
        (SampleMovement("both", 1.5, 3.7, 14.7, 16.7),),
    ),
    "heel-slide": SampleFilm(
        "right",
        (
            SampleMovement("right", 1.5, 3.5, 4.1, 6.1),
            SampleMovement("left", 6.7, 8.7, 9.3, 11.3),
            SampleMovement("right", 11.9, 13.9, 14.5, 16.5),
            SampleMovement("left", 17.1, 19.1, 19.75, 21.75),
        ),
    ),
    "knee-fallout": SampleFilm(
        "right",
        (
            SampleMovement("right", 1.5, 3.8, 4.3, 6.6),
            SampleMovement("left", 7.2, 9.5, 10.0, 12.3),
            SampleMovement("right", 12.9, 15.2, 15.7, 18.0),
            SampleMovement("left", 18.6, 20.95, 21.45, 23.75),
        ),
    ),
    "knees-to-chest": SampleFilm(
        "right",
        (SampleMovement("both", 1.5, 3.7, 14.7, 16.7),),
    ),
    "leg-lift": SampleFilm(
        "right",
        (
            SampleMovement("right", 1.5, 3.4, 4.0, 6.0),
            SampleMovement("left", 6.6, 8.5, 9.1, 11.1),
            SampleMovement("right", 11.7, 13.6, 14.2, 16.2),
            SampleMovement("left", 16.8, 18.7, 19.3, 21.3),
        ),
    ),
    "leg-reach": SampleFilm(
        "left",
        (
            SampleMovement("left", 1.5, 3.0, 4.4, 6.0),
            SampleMovement("right", 6.6, 8.1, 9.5, 11.1),
            SampleMovement("left", 11.7, 13.2, 14.6, 16.2),
            SampleMovement("right", 16.8, 18.3, 19.7, 21.3),
        ),
    ),
    "piriformis": SampleFilm(
        "right",
        (SampleMovement("right", 1.5, 4.9, 15.9, 18.7),),
    ),
    "psoas": SampleFilm(
        "left",
        (SampleMovement("left", 1.5, 3.7, 14.7, 16.7),),
    ),
    "single-leg-cycle": SampleFilm(
        "right",
        (
            SampleMovement("right", 2.7, 4.4, 4.65, 6.35),
            SampleMovement("left", 6.75, 8.4, 8.6, 10.3),
            SampleMovement("right", 10.7, 12.4, 12.6, 14.3),
            SampleMovement("left", 14.7, 16.4, 16.6, 18.3),
        ),
    ),
    "supine-start": SampleFilm(
        "right",
        (SampleMovement("both", 1.5, 3.7, 13.7, 15.7),),
    ),
    "torsion": SampleFilm(
        "right",
        (SampleMovement("right", 1.5, 4.1, 15.1, 17.3),),
    ),
}
