"""Collects what happens while a session runs. In: events, views. Out: the lists of a session."""

from dataclasses import dataclass, field

from stabiel.anatomy import View
from stabiel.coach.events import Attempt, Event, FaultEnded, Hold, Repetition
from stabiel.session.cues import Cue
from stabiel.session.session import UNKNOWN_VIEW


@dataclass(slots=True)
class SessionLog:
    """Collects what happens while a session runs."""

    repetitions: list[Repetition] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    faults: list[FaultEnded] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    views: dict[View, float] = field(default_factory=dict)

    def add(self, events: list[Event]) -> None:
        """Note the events that a session keeps."""
        for event in events:
            if isinstance(event, Repetition):
                self.repetitions.append(event)
            elif isinstance(event, Attempt):
                self.attempts.append(event)
            elif isinstance(event, Hold):
                self.holds.append(event)
            elif isinstance(event, FaultEnded):
                self.faults.append(event)

    def note_view(self, view: View, seconds: float) -> None:
        """Add up how long each view was seen."""
        self.views[view] = self.views.get(view, 0.0) + seconds

    @property
    def view(self) -> str:
        """The view seen for the longest time."""
        return max(self.views, key=lambda view: self.views[view]) if self.views else UNKNOWN_VIEW
