"""Which side holds. In: the tracks of the sides, and bodies in order of time. Out: their events.

The side that comes into its zone first need not be the one that is held: a knee sways, or left and
right are mixed up for a moment. So both are judged until one was in its zone for as long as a hold
takes; it has been there longest.
"""

from stabiel.body.body import Body
from stabiel.coach.events import Event
from stabiel.coach.holds import HoldTrack
from stabiel.coach.time_spent import TimeKind
from stabiel.coach.tolerances import LEAST_S

# If no side holds, the one is shown that is nearest to holding.
_NEAREST = (TimeKind.IN_ZONE, TimeKind.NEAR_ZONE, TimeKind.WAITING, TimeKind.SET_UP)


class HoldingSide:
    """Judges the side that holds. Holds which one that is, as far as is known.

    Attributes:
        track: of the side that was in its zone longest in the hold in progress; None without one.
    """

    def __init__(self, tracks: list[HoldTrack]) -> None:
        self._tracks = tracks
        self.track: HoldTrack | None = None

    def follow(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        """Judge the side that holds in one frame, or each one if that is not known yet."""
        holding = self.track
        if holding is not None and holding.in_zone_s >= LEAST_S:
            events = holding.update(time_s, body, step_s)
            self.track = holding if holding.active else None
            return events
        happened = [(track, track.update(time_s, body, step_s)) for track in self._in_order(body)]
        active = [track for track, _ in happened if track.active]
        self.track = max(active, key=lambda track: track.in_zone_s, default=None)
        # What the other side did is nothing that was done, also if it seemed to hold before.
        told = self.track or holding
        if self.track is not None and self.track.in_zone_s >= LEAST_S:
            self._drop_others(time_s, self.track)
        return [event for track, done in happened if told in (None, track) for event in done]

    def forget(self) -> None:
        """Forget which side holds: none does."""
        self.track = None

    @property
    def shown(self) -> HoldTrack:
        """The side to show: that which holds, else that which is nearest to holding."""
        return self.track or min(self._tracks, key=_distance)

    @property
    def timed(self) -> HoldTrack:
        """The side whose time is spent in this frame: while both may hold, one in its zone."""
        held = self.track
        if held is None or held.in_zone:
            return self.shown
        return next((track for track in self._tracks if track.in_zone), held)

    def _in_order(self, body: Body | None) -> list[HoldTrack]:
        """Return the tracks: that which holds first, then the near side, which is seen better."""
        near = None if body is None else body.near
        return sorted(
            self._tracks,
            key=lambda track: (track is not self.track, track.side not in (None, near)),
        )

    def _drop_others(self, time_s: float, holding: HoldTrack) -> None:
        for track in self._tracks:
            if track is not holding:
                track.close(time_s)


def _distance(track: HoldTrack) -> int:
    kind = track.use.kind
    return _NEAREST.index(kind) if kind in _NEAREST else len(_NEAREST)
