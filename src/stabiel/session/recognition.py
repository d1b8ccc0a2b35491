"""Which exercise somebody is doing right now. In: frames as they come. Out: an exercise, or None.

The coaches of all exercises look, as they do at a recording (`sightings`). Here nobody can wait for
what comes later, so an exercise is recognized when it is clear: two movements or a hold, and no
other exercise that explains nearly as much. Start postures are pauses here, never exercises.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.course import GENERAL_WORTH, is_general, ready_seconds, worth_of
from stabiel.session.lookalike import CLEARLY, HELD_S
from stabiel.session.sightings import Lookout, Sighting, SightingKind, Sightings

# What is longer ago belongs to something else: two movements of one set are 0.6 to 3 s apart, and
# each takes 10 s at most.
WINDOW_S = 30.0
# How often a hold that goes on is looked at.
LOOK_EVERY_S = 0.5
LEAST_REPETITIONS = 2
_EVIDENCE = (SightingKind.REPETITION, SightingKind.HOLD)


@dataclass(frozen=True, slots=True)
class Recognized:
    """An exercise that is being done.

    Attributes:
        exercise: its id.
        start_s: when its first movement or its hold began, in the time of the frames.
    """

    exercise: str
    start_s: float


class Recognizer:
    """Watches one person. Holds what the coaches saw, and since when that counts.

    Args:
        exercises: those that it may be.
        book: the checks and postures that they share.
        model: the model that finds the poses (`stabiel.pose.visibility`).
    """

    def __init__(self, exercises: Iterable[Exercise], book: ExerciseBook, model: str) -> None:
        self._lookout = Lookout(exercises, book, model)
        self._since_s = float("-inf")
        self._seen = 0
        self._looked_s = float("-inf")

    def update(self, frame: Recorded) -> Recognized | None:
        """Take one frame; return the exercise that is clear now, None if none is, or none is new.

        Frames may be left out; those that come must be in order of time.
        """
        self._lookout.add(frame)
        due = frame.time_s - self._looked_s >= LOOK_EVERY_S
        if self._lookout.count == self._seen and not due:
            return None
        self._seen, self._looked_s = self._lookout.count, frame.time_s
        return clearest_now(self._lookout.so_far(), max(self._since_s, frame.time_s - WINDOW_S))

    def forget(self, time_s: float) -> None:
        """Count only what begins from this time on."""
        self._since_s = time_s


def clearest_now(sightings: Sightings, since_s: float) -> Recognized | None:
    """Return the exercise that is clear from what began since a time, None if none is."""
    ready_s = ready_seconds(sightings)
    found: dict[str, list[Sighting]] = {}
    worth: dict[str, float] = {}
    for each in sightings.listed:
        if each.start_s < since_s or each.kind not in _EVIDENCE or worth_of(each) <= 0.0:
            continue
        share = GENERAL_WORTH if is_general(each, sightings, ready_s) else 1.0
        seconds = share * worth_of(each) * (each.end_s - each.start_s)
        found.setdefault(each.exercise, []).append(each)
        worth[each.exercise] = worth.get(each.exercise, 0.0) + seconds
    ranked = sorted(worth, key=lambda name: (-worth[name], name))
    if not ranked or not _is_clear(found[ranked[0]]):
        return None
    if len(ranked) > 1 and worth[ranked[0]] < CLEARLY * worth[ranked[1]]:
        return None
    return Recognized(ranked[0], min(each.start_s for each in found[ranked[0]]))


def _is_clear(seen: Iterable[Sighting]) -> bool:
    """Return whether it is enough: a hold, or more than one movement."""
    listed = [*seen]
    held = any(each.kind is SightingKind.HOLD and each.held_s >= HELD_S for each in listed)
    movements = sum(each.kind is SightingKind.REPETITION for each in listed)
    return held or movements >= LEAST_REPETITIONS
