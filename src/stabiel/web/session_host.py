"""The one session that runs. In: pictures and wishes of pages. Out: what those pages show and say.

The same trainer and records as in front of a window. A thread of its own judges; a page that is
gone for a while finds its session again, and one that stays away finds it kept.
"""

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue

from stabiel.devices.recorder import VideoRecorder
from stabiel.drawing.skeleton import Sketch
from stabiel.errors import StabielError, UsageError
from stabiel.exercises.files import ExerciseBook
from stabiel.exercises.model import Exercise
from stabiel.pose.mediapipe import Landmarker
from stabiel.pose.pose import PoseEstimator
from stabiel.store import DataFolder, Store
from stabiel.system.resources import ModelName
from stabiel.trainer.live_session import LiveSession, SessionParts
from stabiel.trainer.plan import plan_of
from stabiel.trainer.ports import Estimators
from stabiel.trainer.records import Records
from stabiel.trainer.speech_queue import Line
from stabiel.trainer.terms import Command, Strictness
from stabiel.trainer.trainer import Trainer
from stabiel.web.browser_camera import BrowserCamera
from stabiel.web.listener import Listener
from stabiel.web.messages import Begin, Json, line_json, shown_message
from stabiel.wording.language import Language

TICK_S = 0.1
# A page that lost its connection has this long to come back.
KEPT_OPEN_S = 60.0


class BusyError(UsageError):
    """Another session runs."""


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """How a session is led, from the settings."""

    language: Language
    strictness: Strictness
    model: ModelName
    record: bool


class PageVoice:
    """The voice port of a page: the line goes with what is shown."""

    def __init__(self) -> None:
        self.speaks = True
        self._lines: list[Line] = []

    def say(self, line: Line) -> None:
        """Leave a line."""
        self._lines.append(line)

    def take(self) -> list[Line]:
        """Return what was left."""
        lines, self._lines = self._lines, []
        return lines

    def close(self) -> None:
        """Nothing to end."""


@dataclass(slots=True)
class Running:
    """A session that runs.

    Attributes:
        lines: all that was said so far, for a page that has it spoken elsewhere.
        source: the listener whose pictures are judged.
    """

    training: LiveSession
    camera: BrowserCamera
    voice: PageVoice
    language: Language
    exercise: str
    commands: "SimpleQueue[Command]" = field(default_factory=SimpleQueue)
    listeners: list[Listener] = field(default_factory=list)
    source: Listener | None = None
    lines: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    alone_since_s: float | None = None


class SessionHost:
    """Holds the session that runs, where one does.

    Args:
        folder: where it is kept.
        book: the exercises.
        estimator: makes what finds poses; another one in tests.
        clock: monotonic seconds.
        keep_open_s: how long it waits for a page to come back.
    """

    def __init__(
        self,
        folder: DataFolder,
        book: ExerciseBook,
        *,
        estimator: Callable[[ModelName, bool], PoseEstimator] | None = None,
        clock: Callable[[], float] = time.monotonic,
        keep_open_s: float = KEPT_OPEN_S,
    ) -> None:
        self._folder, self._book = folder, book
        self._estimator = estimator or (lambda model, outline: Landmarker(model, outline=outline))
        self._clock = clock
        self._keep_open_s = keep_open_s
        self._lock = threading.Lock()
        self._running: Running | None = None
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> Running | None:
        """The session that runs, None where none does."""
        return self._running

    def begin(
        self, begin: Begin, wishes: SessionOptions, listener: Listener, *, films: bool
    ) -> Running:
        """Begin a session.

        Args:
            begin: what to do.
            wishes: how.
            listener: the page that asked.
            films: its pictures are judged; otherwise those of another page will be.

        Raises:
            BusyError: one runs already.
            UsageError: there is no such exercise or programme, or nothing is left of it.
            StabielError: what is done cannot be kept.
        """
        with self._lock:
            if self._running is not None:
                raise BusyError("A session runs already; join it, or stop it first.")
            running = self._prepared(begin, wishes)
            self._enter(running, listener, films=films)
            self._running = running
            self._thread = threading.Thread(
                target=self._run, args=(running,), name="train", daemon=True
            )
            self._thread.start()
        return running

    def join(self, listener: Listener, *, films: bool) -> Running | None:
        """Take part in the session that runs; None where none does."""
        with self._lock:
            running = self._running
            if running is not None:
                self._enter(running, listener, films=films)
        return running

    def leave(self, listener: Listener) -> None:
        """Listen no more; a session that nobody listens to waits for a while."""
        with self._lock:
            running = self._running
            if running is None or listener not in running.listeners:
                return
            running.listeners = [each for each in running.listeners if each is not listener]
            if running.source is listener:
                running.source = None
            if not running.listeners:
                running.alone_since_s = self._clock()

    def close(self) -> None:
        """End the session wherever it is, and keep what was done."""
        running, thread = self._running, self._thread
        if running is not None:
            running.stopped.set()
        if thread is not None:
            thread.join()

    def _enter(self, running: Running, listener: Listener, *, films: bool) -> None:
        running.alone_since_s = None
        if films and running.source not in (None, listener):
            assert running.source is not None
            running.source.put_soon(_refused("taken_over", "Another page has the camera now."))
            running.listeners = [each for each in running.listeners if each is not running.source]
        if films:
            running.source = listener
        if listener not in running.listeners:
            # A new list each time: the session's thread reads it without the lock.
            running.listeners = [*running.listeners, listener]

    def _prepared(self, begin: Begin, wishes: SessionOptions) -> Running:
        book = self._book
        with Store(self._folder) as store:
            plan = plan_of(
                book,
                store.doses(),
                exercise=begin.exercise,
                programme=None if begin.programme is None else _known(begin.programme),
                side=begin.side,
            )
            first = begin.first
            if first is None:
                first = 0 if plan.programme is None else store.place(plan.programme)
        if not plan.steps:
            raise UsageError("Nothing is left to do on this side.")
        trainer = Trainer(
            plan.steps,
            book,
            wishes.language,
            strictness=wishes.strictness,
            first=first % len(plan.steps),
        )
        camera = BrowserCamera(begin.camera or "browser", self._clock)
        voice = PageVoice()
        tools = SessionParts(
            book=book,
            language=wishes.language,
            camera=camera,
            estimators=self._estimators(),
            voice=voice,
            records=Records(self._folder, book, wishes.language, camera),
            model=wishes.model,
            programme=plan.programme,
            recorder=VideoRecorder if wishes.record else None,
        )
        exercise = plan.steps[first % len(plan.steps)].exercise
        return Running(LiveSession(trainer, tools), camera, voice, wishes.language, exercise)

    def _estimators(self) -> Estimators:
        return lambda exercise, model: self._estimator(model, self._book.needs_outline(exercise))

    def _run(self, running: Running) -> None:
        ending: Json = {"type": "over", "sessions": []}
        try:
            try:
                self._lead(running)
            finally:
                running.training.close()
        except StabielError as error:
            ending = _refused("not_kept", str(error))
        except Exception as error:  # noqa: BLE001 - the pages must hear that it is over
            print(f"stabiel: the session broke off ({error!r}).", file=sys.stderr)
            ending = _refused("error", "The session broke off; what was done until then is kept.")
        kept = running.training.kept
        ending["sessions"] = [{"id": number, "exercise": name} for number, name in kept]
        with self._lock:
            self._running = None
            listeners = running.listeners
        for listener in listeners:
            listener.put_soon(ending)

    def _lead(self, running: Running) -> None:
        sketch: tuple[Exercise, Sketch] | None = None
        while not (running.training.over or self._is_given_up(running)):
            frame = running.camera.newest(TICK_S)
            commands = _waiting(running.commands)
            shown = running.training.step(
                frame,
                now_s=running.camera.now_s() if frame is None else frame.time_s,
                commands=commands,
                sight=running.camera.sight,
            )
            frame_ms = running.camera.taken_ms()
            if shown is None:
                _answer_early(running, frame_ms)
                if Command.QUIT in commands:
                    return
                continue
            exercise = shown.scene.exercise
            running.exercise = exercise.id
            if sketch is None or sketch[0] is not exercise:
                sketch = exercise, Sketch(exercise)
            message = shown_message(shown, sketch[1], frame_ms)
            for line in running.voice.take():
                running.lines.append(line.text)
                message["line"] = line_json(len(running.lines), line)
            for listener in running.listeners:
                listener.put_soon(message)

    def _is_given_up(self, running: Running) -> bool:
        since_s = running.alone_since_s
        gone = since_s is not None and self._clock() - since_s > self._keep_open_s
        return gone or running.stopped.is_set()


def _answer_early(running: Running, frame_ms: float | None) -> None:
    """Say that the session lives, before it has had a picture that can be judged."""
    if frame_ms is not None and running.source is not None:
        running.source.put_soon({"type": "dropped", "frame": frame_ms})
    for listener in running.listeners:
        listener.put_soon({"type": "waiting"})


def _known(programme: str) -> str:
    """Return the id of a programme that a page names: never a path.

    Raises:
        UsageError: it is no id.
    """
    if not programme.replace("-", "").isalnum():
        raise UsageError("There is no such programme.")
    return programme


def _waiting(commands: "SimpleQueue[Command]") -> list[Command]:
    found = []
    while not commands.empty():
        found.append(commands.get())
    return found


def _refused(reason: str, text: str) -> Json:
    return {"type": "refused", "reason": reason, "text": text}
