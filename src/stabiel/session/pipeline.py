"""One frame through body, coach and cues. In: a time and a pose. Out: `Judgment`.

The steps are the same for a file, a camera and a recording, so all three are judged the same way.
"""

from dataclasses import dataclass

from stabiel.anatomy import Side, SideName
from stabiel.body.body import Body, BodyReader
from stabiel.coach.coach import Coach, Moment
from stabiel.coach.events import Event, Phase
from stabiel.coach.readings import Readings
from stabiel.coach.setup import Item
from stabiel.coach.tolerances import GAP_S
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.followed_person import FollowedPerson
from stabiel.pose.plausibility import PoseGuard, trunk_ends
from stabiel.pose.pose import Pose
from stabiel.pose.visibility import on_one_scale
from stabiel.session.cues import Cue, CueChooser
from stabiel.session.log import SessionLog
from stabiel.session.session import Session, Source
from stabiel.session.trace import ValueTrace
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class Judgment:
    """The result of one frame: the body, the current state, the events and the cue.

    Attributes:
        setup: the coach's own set-up items, in order; the next frame may change them.
        shown: the body as it was judged, to be drawn: its limbs have the names that they had at
            rest, and it knows its own start.
    """

    body: Body | None
    moment: Moment
    events: list[Event]
    cue: Cue | None
    setup: tuple[Item, ...]
    shown: Body | None = None


class Judge:
    """Judges one pose after another and keeps the session's log.

    Args:
        exercise: the rule.
        book: the checks and postures that exercises share.
        language: of the cues.
        model: the model that finds the poses (`stabiel.pose.visibility`).
    """

    def __init__(
        self, exercise: Exercise, book: ExerciseBook, language: Language, model: str = "full"
    ) -> None:
        self._exercise = exercise
        self._model = model
        self._language = language
        self._guard = PoseGuard()
        self._person = FollowedPerson()
        self._reader = BodyReader()
        self._coach = Coach(exercise, book)
        self._cues = CueChooser(exercise, book, language)
        self._last_s: float | None = None
        self._followed: Side | None = None
        self._frames = self._looked_at = 0
        self.log = SessionLog()
        self.trace = ValueTrace()
        self.people_seen = False

    def update(self, time_s: float, pose: Pose | None, light: float | None = None) -> Judgment:
        """Judge one frame.

        Args:
            time_s: the frame's time stamp.
            pose: None if nobody is visible.
            light: brightness of the picture (`stabiel.video.brightness`), 0 to 1. None if it was
                not measured, as in older recordings; then no cue is about the light.
        """
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        self._frames += 1
        self._looked_at += pose is None or not pose.between
        body = None if pose is None else self._read(pose)
        events = self._coach.update(time_s, body, light)
        moment = self._coach.moment
        waiting = moment.phase is Phase.WAITING and self._coach.setup.open
        to_mend = self._coach.setup.to_mend if waiting else None
        followed = None if pose is None else self._beside(pose)
        cue = self._cues.choose(time_s, events, moment, to_mend, followed)
        self.log.add(events)
        if cue is not None:
            self.log.cues.append(cue)
        if body is not None:
            self.people_seen = True
            self.log.note_view(body.view, step_s if step_s <= GAP_S else 0.0)
        self.trace.add(moment, body, events)
        items = tuple(self._coach.setup.items)
        return Judgment(body, moment, events, cue, items, self._coach.body)

    def _read(self, pose: Pose) -> Body:
        checked = self._guard.check(on_one_scale(pose, self._model))
        return self._reader.read(self._person.check(checked, begun=self._coach.begun))

    def _beside(self, pose: Pose) -> Side | None:
        """Return on which side of somebody else the followed one is; None without anybody else."""
        if pose.other_at is not None:
            shoulders, hips = trunk_ends(pose.points)
            own_at = float(shoulders[0] + hips[0]) / 2 / pose.size_px[0]
            self._followed = "left" if own_at < pose.other_at else "right"
        return self._followed

    def readings(self, body: Body | None) -> dict[SideName, Readings]:
        """Return what can be read from a body, for each side that is judged."""
        return self._coach.readings(body)

    def finish(self, source: Source, model: str) -> Session:
        """Close open movements, holds and faults, and return the session."""
        self.log.add(self._coach.close())
        self.trace.close(self.log.holds)
        return Session(
            exercise=self._exercise.id,
            language=self._language,
            model=model,
            view=self.log.view,
            source=source.looked(self._looked_at, self._frames),
            judged_share=min(1.0, self._coach.judged_s / max(source.duration_s, 1e-6)),
            repetitions=tuple(self.log.repetitions),
            attempts=tuple(self.log.attempts),
            holds=tuple(self.log.holds),
            faults=tuple(sorted(self.log.faults, key=lambda fault: fault.start_s)),
            cues=tuple(self.log.cues),
            setup=tuple(self._coach.setup.items),
            not_judged=tuple(self._coach.not_judged.listed()),
            time=self._coach.spent(source.duration_s),
        )
