"""A session without a plan. In: frames, commands. Out: what to show; it says what it sees.

It has the methods of a live session, so that a window and a page run either. All exercises look
until one is clear (`stabiel.session.recognition`). Then that one is judged and kept as in any other
session, from its first movement on: the last half minute of poses is still there.
"""

from collections import deque
from collections.abc import Sequence

from stabiel.coach.time_spent import TimeKind
from stabiel.exercises.model import Exercise
from stabiel.pose.recording import Recorded
from stabiel.session.cues import Priority
from stabiel.session.find import LEAD_S
from stabiel.session.pipeline import Judge, Judgment
from stabiel.session.recognition import WINDOW_S, Recognized, Recognizer
from stabiel.session.session import Session
from stabiel.trainer.announcer import Announcer
from stabiel.trainer.free_exercise import FreeExercise
from stabiel.trainer.free_video import FreeVideo
from stabiel.trainer.live_session import SessionParts, ShownFrame
from stabiel.trainer.scene import Scene
from stabiel.trainer.session_clock import SessionClock
from stabiel.trainer.speech_queue import FORM_WAITS_S, Line
from stabiel.trainer.stages.ended import END_SHOWN_S
from stabiel.trainer.summary import ExerciseSummary, farewell, summary
from stabiel.trainer.terms import Command, Sight, Stage
from stabiel.trainer.words import TrainerWords
from stabiel.video.brightness import brightness
from stabiel.video.frame import Frame
from stabiel.wording.language import Text

# Somebody who does nothing for this long has ended the exercise: repetitions of one set follow each
# other within 3 s, and a rest between two sets takes longer.
ENDS_S = 15.0
# A long hold hears how long it is, every so many seconds.
SAYS_EVERY_S = 10
# What is recognized began no longer ago than this.
KEEPS_S = WINDOW_S + LEAD_S
# The id of what is shown while no exercise is done.
FREE = "free-training"
_SPOKEN = (Priority.DANGER, Priority.FORM, Priority.HINT)


class FreeSession:
    """One session without a plan. Holds the exercise that is done, and the last poses.

    Attributes:
        sessions: the results of the exercises that are over.
        kept: (id in the records, exercise) of those in which a person was detected.
        over: the session has ended.
    """

    def __init__(self, parts: SessionParts) -> None:
        self._parts = parts
        self._words = TrainerWords(parts.book, parts.language)
        self._title = free_exercise(parts)
        self._clock = SessionClock()
        self._announcer = Announcer(self._clock)
        exercises = parts.book.exercises.values()
        self._recognizer = Recognizer(exercises, parts.book, parts.model)
        # The exercises are judged by the model that began, so another one never looks.
        self._looks = parts.looks(keeps_model=True)
        self._looking = False
        self._recent: deque[Recorded] = deque()
        self._doing: FreeExercise | None = None
        self._free_from_s = float("-inf")
        self._video = FreeVideo(parts.recorder, parts.camera.rate_hz, keeps_s=KEEPS_S)
        self._summaries: dict[str, ExerciseSummary] = {}
        self._frame: Frame | None = None
        self._muted = False
        self._trouble_said = False
        self._ended_s: float | None = None
        self.sessions: list[Session] = []
        self.kept: list[tuple[int, str]] = []
        self.over = False

    def step(
        self,
        frame: Frame | None,
        *,
        now_s: float,
        commands: Sequence[Command] = (),
        sight: Sight = Sight.FINE,
    ) -> ShownFrame | None:
        """Take a frame, or a moment without one; return what to show, None before the first frame.

        Args:
            frame: the newest frame; None if none came.
            now_s: the camera's time now, seconds; counts if there is no frame.
            commands: what the user asked for since the last call.
            sight: the state of the camera's picture.

        Raises:
            ResourceError: the pose model fails again and again.
        """
        if frame is None and self._frame is None:
            return None
        time_s = now_s if frame is None else frame.time_s
        if self._frame is None:
            self._clock.begin(time_s)
            self._announcer.say(self._words.line("free"))
        else:
            self._clock.advance(time_s)
        for command in commands:
            self._obey(command)
        judgment = None
        if frame is not None:
            self._frame = frame
            if self._looks_now(sight):
                judgment = self._look(frame)
        if self._ended_s is not None and time_s - self._ended_s >= END_SHOWN_S:
            self.over = True
        self._report_trouble()
        line = self._speak(time_s)
        assert self._frame is not None
        body = None if judgment is None else judgment.body
        return ShownFrame(self._frame, body, self._scene(judgment), judgment, line)

    # Seeing

    def _look(self, frame: Frame) -> Judgment | None:
        """Find the pose, show it to all exercises, and judge the one that is done."""
        if not self._looking:
            self._looks.open(self._title)
            self._looking = True
        looked = self._looks.find(frame)
        if looked is None:
            return None
        found = Recorded(frame.time_s, looked.pose, brightness(frame.image))
        self._recent.append(found)
        while found.time_s - self._recent[0].time_s > KEEPS_S:
            self._recent.popleft()
        self._video.add(frame)
        judgment = None if self._doing is None else self._take(self._doing, found)
        clear = self._recognizer.update(found)
        if clear is not None and (self._doing is None or clear.exercise != self._doing.exercise.id):
            judgment = self._begin(clear)
        if self._doing is not None and found.time_s - self._doing.acted_s > ENDS_S:
            self._finish()
        self._looks.judged(frame, frame.time_s)
        return judgment

    @property
    def ahead(self) -> int:
        """How many frames may be looked at before the one that is due."""
        return self._looks.ahead

    def expect(self, frame: Frame, sight: Sight) -> None:
        """Begin to look at a frame of a later step, if it is to be looked at as things are now."""
        if self._looking and self._looks_now(sight):
            self._looks.begin(frame)

    def is_ready(self, frame: Frame) -> bool:
        """Return whether the look at a frame has begun, and is over."""
        return self._looks.is_ready(frame.time_s)

    def _looks_now(self, sight: Sight) -> bool:
        return self._ended_s is None and not self._clock.paused and sight is Sight.FINE

    def _take(self, doing: FreeExercise, found: Recorded) -> Judgment:
        before = doing.summary.repetitions
        judgment = doing.take(found)
        if doing.acted_s == found.time_s:
            self._recognizer.forget(found.time_s)
        if doing.summary.repetitions > before:
            self._say_count(doing.summary.repetitions)
        tens = int(doing.moment.hold_s) // SAYS_EVERY_S
        if tens > doing.said_s:
            self._say_count(SAYS_EVERY_S * tens)
        doing.said_s = tens
        cue = judgment.cue
        # Somebody who leaves a stretch without a plan has ended it, and is not called back.
        left = doing.exercise.hold is not None and doing.moment.use.kind is not TimeKind.IN_ZONE
        if cue is not None and cue.priority in _SPOKEN and not left:
            line = Line(cue.id, cue.text, cue.priority, waits_s=FORM_WAITS_S, corrective=True)
            self._announcer.say(line)
        return judgment

    def _say_count(self, number: int) -> None:
        words = f"{self._words.number(number)}."
        self._announcer.say(Line("count", words, Priority.COUNT, waits_s=FORM_WAITS_S))

    def _begin(self, clear: Recognized) -> Judgment | None:
        """Begin to judge an exercise, from its first movement on."""
        self._finish()
        exercise = self._parts.book.get(clear.exercise)
        from_s = max(clear.start_s - LEAD_S, self._free_from_s)
        frames = [each for each in self._recent if each.time_s > from_s]
        self._doing = doing = FreeExercise(
            exercise,
            Judge(exercise, self._parts.book, self._parts.language, self._parts.model),
            self._parts.records.begin(exercise, self._parts.model),
            self._summaries.setdefault(exercise.id, ExerciseSummary(exercise)),
            begins_s=frames[0].time_s,
            acted_s=frames[-1].time_s,
        )
        self._video.begin(doing.keeper.video, doing.begins_s)
        judgment = None
        for each in frames:
            judgment = doing.take(each)
        doing.acted_s = frames[-1].time_s
        self._recognizer.forget(doing.acted_s)
        doing.said_s = int(doing.moment.hold_s) // SAYS_EVERY_S
        self._announcer.drop()
        self._announcer.say(self._words.line("this_is", exercise=self._words.inline(exercise)))
        if doing.moment.repetitions and exercise.movement is not None:
            self._announcer.say(Line("count", f"{self._words.number(doing.moment.repetitions)}."))
        return judgment

    def _finish(self) -> None:
        """Store the result of the exercise that is done, if there is one."""
        doing, self._doing = self._doing, None
        if doing is None:
            return
        assert self._frame is not None
        height, width = self._frame.image.shape[:2]
        session = doing.judge.finish(
            doing.source(self._parts.camera, (width, height)), self._parts.model
        )
        doing.summary.held_s = doing.held_before_s + session.hold_s
        self.sessions.append(session)
        doing.keeper.finish(session, "done")
        self._video.end()
        number = doing.keeper.session_id
        if doing.keeper.person_seen and number is not None:
            self.kept.append((number, doing.exercise.id))
        self._free_from_s = doing.begins_s + doing.last_s

    # Saying and showing

    def _speak(self, time_s: float) -> Line | None:
        line = self._announcer.next()
        if line is None or self._muted:
            return None
        self._parts.voice.say(line)
        if self._doing is not None:
            self._doing.keeper.said(time_s - self._doing.begins_s, line)
        return line

    def _report_trouble(self) -> None:
        in_trouble = self._doing is not None and self._doing.keeper.in_trouble
        if in_trouble and not self._trouble_said:
            self._trouble_said = True
            self._announcer.remark(self._words.shown("not_kept"))

    def _scene(self, judgment: Judgment | None) -> Scene:
        doing = self._doing
        exercise = self._title if doing is None else doing.exercise
        line = self._announcer.shown_line
        number, beside = "", ""
        if doing is not None:
            held = doing.exercise.hold is not None
            number = str(int(doing.moment.hold_s) if held else doing.moment.repetitions)
            beside = self._words.shown("seconds") if held else ""
        return Scene(
            Stage.WORK if self._ended_s is None else Stage.ENDED,
            exercise,
            self._words.name(exercise),
            number=number,
            beside=beside,
            cue=None if line is None else line.text,
            corrective=line is not None and line.corrective,
            note=self._announcer.shown_remark,
            doing=self._state_words,
            summary=self._summary if self._ended_s is not None else (),
            moment=None if judgment is None or doing is None else judgment.moment,
            paused=self._clock.paused,
            muted=self._muted,
        )

    @property
    def _state_words(self) -> str:
        if self._ended_s is not None:
            return self._words.shown("ended")
        if self._clock.paused:
            return self._words.shown("paused")
        return self._words.shown("watching") if self._doing is None else self._words.shown("work")

    @property
    def _summary(self) -> tuple[str, ...]:
        return summary(self._summaries.values(), None, self._words)

    # Commands

    def _obey(self, command: Command) -> None:
        if command is Command.MUTE:
            self._muted = not self._muted
        elif command is Command.QUIT:
            self._quit()
        elif self._ended_s is not None:
            return
        elif command is Command.PAUSE and not self._clock.paused:
            self._clock.pause()
            self._announcer.drop()
            self._announcer.say(self._words.line("paused"))
        elif self._clock.paused:
            self._clock.resume()
            self._announcer.say(self._words.line("go_on"))

    def _quit(self) -> None:
        """End the session; what was done is shown for a while, unless it is ended once more."""
        if self._ended_s is not None:
            self.over = True
            return
        self._clock.resume()
        self._finish()
        self._ended_s = self._clock.now_s
        self._announcer.drop()
        done = list(self._summaries.values())
        self._announcer.say(farewell(done, self._words, early=False, whole=len(done) > 1))

    def close(self) -> None:
        """End the session at any point, and store what was done.

        Raises:
            StabielError: a part of it cannot be stored.
        """
        self._finish()
        self._looks.close()
        self._parts.records.close()
        self._video.close()


def free_exercise(parts: SessionParts) -> Exercise:
    """Return what stands for no exercise in particular: it has a name, and no sample."""
    some = next(iter(parts.book.exercises.values()))
    words = TrainerWords(parts.book, parts.language).shown("free")
    return some.model_copy(update={"id": FREE, "name": Text(nl=words, en=words)})
