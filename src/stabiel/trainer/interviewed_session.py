"""A session with questions before and after it. In: frames, commands. Out: what to show.

It wraps a live session and has the same methods, so that a window and a page run either. Nothing is
judged while something is asked. The trainer knows of none of it.
"""

from collections.abc import Sequence

from stabiel.exercises.model import Exercise
from stabiel.session.session import Session
from stabiel.session.wellbeing import WellbeingAnswer, WorkoutWellbeing
from stabiel.trainer.free_training import FreeSession
from stabiel.trainer.interview import Interview
from stabiel.trainer.live_session import LiveSession, ShownFrame
from stabiel.trainer.ports import Voice, WellbeingKeeper
from stabiel.trainer.scene import Scene
from stabiel.trainer.terms import Command, Sight, Stage
from stabiel.trainer.wellbeing_cards import WellbeingCards
from stabiel.trainer.words import TrainerWords
from stabiel.video.frame import Frame


class InterviewedSession:
    """A live session with questions. Holds those before and after it, and whether it hurts.

    Args:
        session: the session itself.
        exercise: the first exercise, whose name is shown while something is asked.
        words: the trainer's sentences, in one language.
        voice: speaks the questions.
        keeper: keeps the answers.
        before: what was said before this began; it is not asked again. None if nothing was.
    """

    def __init__(
        self,
        session: LiveSession | FreeSession,
        *,
        exercise: Exercise,
        words: TrainerWords,
        voice: Voice,
        keeper: WellbeingKeeper,
        before: WellbeingAnswer | None = None,
    ) -> None:
        self._session = session
        self._exercise = exercise
        self._words = words
        self._voice = voice
        self._cards = WellbeingCards(keeper, words, before)
        first = self._cards.before() if before is None else None
        self._before = Interview(first, words.language)
        self._after: Interview | None = None
        self._frame: Frame | None = None
        self._begun = False
        self._hurt = False
        self._muted = False
        # The trainer begins after the questions, and learns then that the sound is off.
        self._missed: list[Command] = []

    @property
    def sessions(self) -> list[Session]:
        """The results of the exercises that are over."""
        return self._session.sessions

    @property
    def kept(self) -> list[tuple[int, str]]:
        """(id in the records, exercise) of those in which a person was detected."""
        return self._session.kept

    @property
    def ahead(self) -> int:
        """How many frames may be looked at before the one that is due."""
        return self._session.ahead

    def expect(self, frame: Frame, sight: Sight) -> None:
        """Begin to look at a frame of a later step, if it is to be judged as things are now."""
        self._session.expect(frame, sight)

    def is_ready(self, frame: Frame) -> bool:
        """Return whether the look at a frame has begun, and is over."""
        return self._session.is_ready(frame)

    @property
    def said(self) -> WorkoutWellbeing:
        """What the person said about how they feel."""
        return self._cards.said

    @property
    def over(self) -> bool:
        """Whether the session and the questions after it have ended."""
        if self._before.stopped or self._cards.stops:
            return True
        if not self._session.over:
            return False
        return not self._has_more_to_ask or (self._after is not None and self._after.over)

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
        self._frame = frame or self._frame
        time_s = now_s if frame is None else frame.time_s
        if not self._before.over:
            shown = self._ask(self._before, time_s, commands)
            if shown is not None:
                return shown
            commands = ()
            if self.over:
                return self._last_picture()
        elif self._session.over:
            if self._after is None:
                self._after = Interview(self._cards.after(hurt=self._hurt), self._words.language)
            return self._ask(self._after, time_s, commands) or self._last_picture()
        return self._train(frame, now_s, commands, sight)

    def close(self) -> None:
        """End the session at any point, and store what was done and said.

        Raises:
            StabielError: a part of it cannot be stored.
        """
        self._cards.keep_rest()
        self._session.close()

    @property
    def _title(self) -> str:
        return self._words.name(self._exercise)

    @property
    def _has_more_to_ask(self) -> bool:
        """Whether to ask after the session: not if nobody was there."""
        return self._hurt or bool(self._session.kept)

    def _train(
        self, frame: Frame | None, now_s: float, commands: Sequence[Command], sight: Sight
    ) -> ShownFrame | None:
        wanted = [*self._missed, *commands]
        self._missed = []
        if Command.HURTS in wanted:
            self._hurt = True
            # Without a "see you tomorrow", and without the closing picture: there is something to
            # ask. Each command turns the sound off or on.
            silent = [] if self._muted else [Command.MUTE]
            wanted = [*silent, Command.QUIT, Command.QUIT]
        else:
            self._muted ^= list(commands).count(Command.MUTE) % 2 == 1
        wanted = [each for each in wanted if each.number is None]
        # A moment without a frame does not begin the session; the latest frame does.
        first = self._frame if frame is None and not self._begun else frame
        self._begun = True
        return self._session.step(first, now_s=now_s, commands=wanted, sight=sight)

    def _ask(
        self, interview: Interview, time_s: float, commands: Sequence[Command]
    ) -> ShownFrame | None:
        """Go on with an interview; return what to show, None if it is over."""
        if Command.MUTE in commands:
            self._muted = not self._muted
            if self._after is None:
                self._missed.append(Command.MUTE)
        interview.update(time_s, commands)
        question = interview.question()
        if question is None or interview.stopped:
            return None
        line = None if self._muted else interview.line()
        if line is not None:
            self._voice.say(line)
        return self._shown(
            Scene(
                Stage.ASKING,
                self._exercise,
                self._title,
                doing=self._words.shown("paused" if interview.paused else "asking"),
                question=question,
                paused=interview.paused,
                muted=self._muted,
            )
        )

    def _last_picture(self) -> ShownFrame:
        """Return what stays until the window or the page closes."""
        return self._shown(Scene(Stage.ENDED, self._exercise, self._title))

    def _shown(self, scene: Scene) -> ShownFrame:
        assert self._frame is not None
        return ShownFrame(self._frame, None, scene, None, None)


AnySession = LiveSession | FreeSession | InterviewedSession
