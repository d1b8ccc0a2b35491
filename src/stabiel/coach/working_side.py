"""Which limb works. In: the tracks of the sides, and bodies in order of time. Out: their events.

The limb that leaves its start first seems to work, and the other one to rest until it is back. What
moves first need not be what works, though: the other limb is followed meanwhile, and what both did
until then decides.
"""

from stabiel.anatomy import Evidence
from stabiel.body.body import Body
from stabiel.coach.events import Attempt, Event, Phase
from stabiel.coach.repetitions import MovementTrack
from stabiel.coach.tolerances import SLIP_S, TAKES_OVER, UNSEEN_S


class WorkingSide:
    """Judges the side that works. Holds which one that is.

    Attributes:
        track: of the working side, None if none works.
    """

    def __init__(self, tracks: list[MovementTrack]) -> None:
        self._tracks = tracks
        self.track: MovementTrack | None = None

    def follow(self, time_s: float, body: Body | None, step_s: float) -> list[Event]:
        """Judge the working side in one frame, and only follow the other one."""
        events: list[Event] = []
        for track in self.in_order(body):
            if self.track not in (None, track):
                track.shadow(time_s, body)
                continue
            moved, way, away_s = track.moving, track.peak_way, track.tracker.moving_s
            done = track.update(time_s, body, step_s)
            self.track = track if track.moving else None
            if moved and not track.moving:
                self.track = self._rival_of(track, way, away_s, done)
                if self.track is not None:
                    continue
                self._drop_what_moved_along(track, way)
            events += done
        self._drop_what_goes_on(time_s)
        self._prefer_near(body)
        self._let_rival_take_over()
        return events

    def forget(self) -> None:
        """Forget which side works: none does."""
        self.track = None

    def in_order(self, body: Body | None) -> list[MovementTrack]:
        """Return the tracks, the near side first: it is seen better."""
        if body is None:
            return self._tracks
        return sorted(self._tracks, key=lambda track: track.side not in (None, body.near))

    def rests_doubtfully(self, body: Body | None) -> bool:
        """Return whether a limb that seems to rest may be moving: it is not surely seen."""
        return self.track is None and any(track.is_doubtful(body) for track in self._tracks)

    def _rival_of(
        self, track: MovementTrack, way: float, away_s: float, done: list[Event]
    ) -> MovementTrack | None:
        """Return the limb that works after all, None if the one that is done did.

        It does if it is on its way while the other one was away for a moment only, or missed its
        target and went less far, or missed it and came to rest on the way.
        """
        rival = next((each for each in self._tracks if each is not track and each.moving), None)
        missed = next((each for each in done if isinstance(each, Attempt)), None)
        if away_s < SLIP_S:
            return rival
        if missed is None or rival is None:
            return None
        return rival if way < rival.peak_way or missed.end_s < missed.time_s else None

    def _drop_what_moved_along(self, done: MovementTrack, way: float) -> None:
        """Take back what the other limb did meanwhile: less of it, or the same at the same time."""
        for track in self._tracks:
            if track is not done and track.moving and (way >= 1.0 or track.peak_way < way):
                track.drop()

    def _drop_what_goes_on(self, time_s: float) -> None:
        """Take back a movement that is the one counted a moment ago, by either limb.

        Nobody saw it begin, and nobody saw the last one end: left and right have changed names in
        the picture.
        """
        working = self.track
        if working is None or working.tracker.left is Evidence.SEEN:
            return
        if any(
            track.broke_off_s is not None and time_s - track.broke_off_s <= UNSEEN_S
            for track in self._tracks
        ):
            working.drop(counted=True)
            self.track = None

    def _prefer_near(self, body: Body | None) -> None:
        """Take the near limb for the working one if the far one cannot be it.

        Both cannot work at once, and a far limb is often found all at once in a wrong place.
        """
        working = self.track
        if working is None or body is None:
            return
        near = self.in_order(body)[0]
        goes = near.peak_way >= 1.0 and near.tracker.moving_s >= SLIP_S
        if near is not working and goes and _is_surer(near, working):
            working.drop(counted=True)
            self.track = near

    def _let_rival_take_over(self) -> None:
        """Take the other limb for the working one if it is clearly further on its way out.

        A limb that is on its way back works if it was at its target. If it was not, and the other
        one is, they changed names on the way out.
        """
        working = self.track
        if working is None or working.phase not in (Phase.OUT, Phase.RETURN):
            return
        rival = max(self._tracks, key=lambda track: track.way if track.moving else 0.0)
        if rival is working or rival.way <= working.way + TAKES_OVER:
            return
        missed = not working.tracker.reached and rival.tracker.reached
        if working.phase is Phase.OUT or missed:
            self.track = rival
            working.drop()


def _is_surer(one: MovementTrack, other: MovementTrack) -> bool:
    """Return whether all of one limb's way was seen, and the other's was not."""
    return one.tracker.way_seen is Evidence.SEEN and other.tracker.way_seen is not Evidence.SEEN
