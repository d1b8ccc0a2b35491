"""The one running session. In: pictures and commands from pages. Out: what the pages show and say.

It uses the same trainer and records as the desktop window. Its own thread judges. A page that was
away for a while rejoins its session; if it stays away, the session is ended and kept.
"""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from typing import Literal

from stabiel.devices.recorder import VideoRecorder
from stabiel.drawing.skeleton import Sketch
from stabiel.errors import StabielError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.library import Library
from stabiel.exercises.model import Exercise
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.outline_on_demand import OutlineOnDemand
from stabiel.pose.pose import PoseEstimator
from stabiel.store import DataFolder
from stabiel.system.resources import ModelName
from stabiel.trainer.interviewed_session import AnySession, InterviewedSession
from stabiel.trainer.live_session import SessionParts
from stabiel.trainer.lookahead import Lookahead
from stabiel.trainer.ports import Estimators
from stabiel.trainer.records import Records
from stabiel.trainer.sample_choice import SampleChoice
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command, Strictness
from stabiel.trainer.trial import UnkeptRecords
from stabiel.trainer.wellbeing_keeper import RecordedWellbeing
from stabiel.trainer.words import TrainerWords
from stabiel.web.browser_camera import BrowserCamera
from stabiel.web.camera_states import SEES, RemoteState, camera_state_message
from stabiel.web.listener import Listener
from stabiel.web.messages import (
    Begin,
    Json,
    line_json,
    refused_message,
    shown_message,
)
from stabiel.web.session_parts import wanted_session
from stabiel.web.web_errors import BusyError
from stabiel.wording.language import Language

TICK_S = 0.1
# How many landmarkers look: None as many as the computer keeps up with. A benchmark fixes it.
LANDMARKERS: Literal[1, 2] | None = None
# A page that lost its connection has this long to reconnect.
KEPT_OPEN_S = 60.0


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """The options of a session, from the settings."""

    language: Language
    strictness: Strictness
    model: ModelName
    record: bool
    questions: bool = False


class PageVoice:
    """The voice port for pages: lines travel with what is shown."""

    def __init__(self) -> None:
        self.speaks = True
        self._lines: list[Line] = []

    def say(self, line: Line) -> None:
        """Add a line."""
        self._lines.append(line)

    def take(self) -> list[Line]:
        """Return the added lines and clear them."""
        lines, self._lines = self._lines, []
        return lines

    def close(self) -> None:
        """Do nothing: the pages speak."""


@dataclass(slots=True)
class RunningSession:
    """A running session.

    Attributes:
        lines: everything said so far, for a page whose lines are spoken by the server.
        source: the listener whose pictures are judged; None while no page has the camera.
        camera_state: how the camera is, for pages without one.
        alone_since_s: when the last page left, by the host's clock; None while one listens.
        trial: it is only the trial of a first visit, which makes way for any other session.
    """

    session: AnySession
    camera: BrowserCamera
    voice: PageVoice
    language: Language
    exercise: str
    commands: "SimpleQueue[Command]" = field(default_factory=SimpleQueue)
    listeners: list[Listener] = field(default_factory=list)
    source: Listener | None = None
    lines: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    camera_state: RemoteState = "waits"
    alone_since_s: float | None = None
    trial: bool = False

    def set_camera(self, state: RemoteState) -> None:
        """Take how the camera is now, and tell the pages without a camera."""
        self.camera_state = state
        self.camera.set_sees(state in SEES)
        for listener in self.listeners:
            if listener is not self.source:
                listener.put_soon(camera_state_message(state))


class SessionHost:
    """Holds the running session, if there is one.

    Args:
        folder: the data folder that keeps sessions.
        library: returns the exercises and programmes as they are now; a session keeps its own.
        estimator: makes a pose estimator; replaced in tests.
        clock: monotonic time in seconds.
        keep_open_s: how long a session waits for a page to return, in seconds.
    """

    def __init__(
        self,
        folder: DataFolder,
        library: Callable[[], Library],
        *,
        estimator: Callable[[ModelName, bool], PoseEstimator] | None = None,
        clock: Callable[[], float] = time.monotonic,
        keep_open_s: float = KEPT_OPEN_S,
    ) -> None:
        self._folder, self._library = folder, library
        self._estimator = estimator or (lambda model, outline: Landmarker(model, outline=outline))
        self._clock = clock
        self._keep_open_s = keep_open_s
        self._lock = threading.Lock()
        self._running: RunningSession | None = None
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> RunningSession | None:
        """The running session, or None."""
        return self._running

    def begin(
        self, begin: Begin, options: SessionOptions, listener: Listener, *, has_camera: bool
    ) -> RunningSession:
        """Begin a session.

        Args:
            begin: what to do.
            options: how to lead the session.
            listener: the page that asked.
            has_camera: whether this page's pictures are judged; if not, another page's will be.

        Raises:
            BusyError: a session is already running.
            UsageError: no such exercise or programme exists, or no step of it is left.
            StabielError: the session cannot be kept.
        """
        if self._running is not None and self._running.trial:
            self.close()
        with self._lock:
            if self._running is not None:
                raise BusyError("A session is already running; join it, or stop it first.")
            running = self._prepared(begin, options)
            self._enter(running, listener, has_camera=has_camera)
            self._running = running
            self._thread = threading.Thread(
                target=self._run, args=(running,), name="train", daemon=True
            )
            self._thread.start()
        return running

    def join(self, listener: Listener, *, has_camera: bool) -> RunningSession | None:
        """Join the running session and return it, or return None if there is none."""
        with self._lock:
            running = self._running
            if running is not None:
                self._enter(running, listener, has_camera=has_camera)
        return running

    def leave(self, listener: Listener) -> None:
        """Stop listening. A session without listeners waits a while before it ends."""
        with self._lock:
            running = self._running
            if running is None or listener not in running.listeners:
                return
            running.listeners = [each for each in running.listeners if each is not listener]
            if running.source is listener:
                running.source = None
                running.set_camera("gone")
            if not running.listeners:
                running.alone_since_s = self._clock()

    def close(self) -> None:
        """End the session at once and keep what was done."""
        running, thread = self._running, self._thread
        if running is not None:
            running.stopped.set()
        if thread is not None:
            thread.join()

    def _enter(self, running: RunningSession, listener: Listener, *, has_camera: bool) -> None:
        running.alone_since_s = None
        if has_camera and running.source not in (None, listener):
            assert running.source is not None
            running.source.put_soon(
                refused_message("taken_over", "Another page has the camera now.")
            )
            running.listeners = [each for each in running.listeners if each is not running.source]
        if has_camera:
            running.source = listener
            running.set_camera("on")
        if listener not in running.listeners:
            # Always a new list: the session's thread reads it without the lock.
            running.listeners = [*running.listeners, listener]

    def _prepared(self, begin: Begin, options: SessionOptions) -> RunningSession:
        wanted = wanted_session(begin, self._library(), self._folder)
        book = wanted.book
        camera = BrowserCamera(begin.camera or "browser", self._clock)
        voice = PageVoice()
        records = Records(self._folder, book, options.language, camera, wanted.programme)
        tools = SessionParts(
            book=book,
            language=options.language,
            camera=camera,
            estimators=self._estimators(book, free=wanted.free),
            voice=voice,
            records=UnkeptRecords() if begin.trial else records,
            model=options.model,
            programme=wanted.programme,
            recorder=VideoRecorder if options.record else None,
            landmarkers=LANDMARKERS,
        )
        alone, exercise = wanted.leads(tools, options.strictness)
        session: AnySession = alone
        if options.questions and not begin.trial:
            keeper = RecordedWellbeing(
                self._folder, records.write, workout=records.workout_in_records
            )
            session = InterviewedSession(
                alone,
                exercise=exercise,
                words=TrainerWords(book, options.language),
                voice=voice,
                keeper=keeper,
                before=keeper.said_before(),
            )
        return RunningSession(
            session, camera, voice, options.language, exercise.id, trial=begin.trial
        )

    def _estimators(self, book: ExerciseBook, *, free: bool) -> Estimators:
        if free:
            return lambda exercise, model: OutlineOnDemand(partial(self._estimator, model))
        return lambda exercise, model: self._estimator(model, book.needs_outline(exercise))

    def _run(self, running: RunningSession) -> None:
        ending: Json = {"type": "over", "sessions": []}
        try:
            try:
                self._lead(running)
            finally:
                running.session.close()
        except StabielError as error:
            ending = refused_message("not_kept", str(error))
        except Exception as error:  # noqa: BLE001 - the pages must learn that it is over
            print(f"stabiel: the session stopped unexpectedly ({error!r}).", file=sys.stderr)
            ending = refused_message(
                "error", "The session stopped unexpectedly; what was done until then is kept."
            )
        kept = running.session.kept
        ending["sessions"] = [{"id": number, "exercise": name} for number, name in kept]
        with self._lock:
            self._running = None
            listeners = running.listeners
        for listener in listeners:
            listener.put_soon(ending)

    def _lead(self, running: RunningSession) -> None:
        sketch: tuple[Exercise, Sketch] | None = None
        samples = SampleChoice()
        frames = Lookahead(running.camera, running.session)
        while not (running.session.over or self._is_given_up(running)):
            frame, sight = frames.next(TICK_S)
            commands = _waiting(running.commands)
            now_s = running.camera.now_s() if frame is None else frame.time_s
            shown = running.session.step(frame, now_s=now_s, commands=commands, sight=sight)
            taken = running.camera.taken(now_s)
            frame_ms = None if taken is None else taken.captured_ms
            if shown is None:
                _answer_early(running, frame_ms)
                if Command.QUIT in commands:
                    return
                continue
            exercise = shown.scene.exercise
            running.exercise = exercise.id
            if sketch is None or sketch[0] is not exercise:
                sketch = exercise, Sketch(exercise)
            sample = samples.update(shown.scene, shown.body)
            message = shown_message(shown, sketch[1], frame_ms, running.session.ahead, sample)
            for line in running.voice.take():
                running.lines.append(line.text)
                message["line"] = line_json(len(running.lines), line)
            seen = {} if taken is None else {"picture": taken.jpeg}
            for listener in running.listeners:
                listener.put_soon(message | seen if listener.shows_picture else message)

    def _is_given_up(self, running: RunningSession) -> bool:
        since_s = running.alone_since_s
        gone = since_s is not None and self._clock() - since_s > self._keep_open_s
        return gone or running.stopped.is_set()


def _answer_early(running: RunningSession, frame_ms: float | None) -> None:
    """Tell the pages that the session is alive before it has judged a picture."""
    if frame_ms is not None and running.source is not None:
        running.source.put_soon({"type": "dropped", "frame": frame_ms})
    for listener in running.listeners:
        listener.put_soon({"type": "waiting"})


def _waiting(commands: "SimpleQueue[Command]") -> list[Command]:
    found = []
    while not commands.empty():
        found.append(commands.get())
    return found
