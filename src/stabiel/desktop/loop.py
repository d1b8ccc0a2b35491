"""Runs a session with camera, window and voice. In: what to do. Out: a session that is kept.

One thread reads the camera, one finds the pose and judges, and this one draws and takes keys: so
the landmarker never waits for the drawing. However it ends, by its own end, a key, the window,
Ctrl-C or a signal, what was done is kept.
"""

import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from stabiel.desktop.screen import Screen
from stabiel.desktop.window import Window
from stabiel.trainer.live_session import LiveSession, ShownFrame
from stabiel.trainer.ports import Camera
from stabiel.trainer.terms import Command

# Without a frame the trainer still lives: a rest goes on, a lost picture is said.
TICK_S = 0.1
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")

Observer = Callable[[ShownFrame], None]


class Loop:
    """Drives a session. Holds the newest picture to show, and the commands that wait."""

    def __init__(
        self,
        camera: Camera,
        training: LiveSession,
        screen: Screen,
        window: Window,
        *,
        judged: Observer = lambda shown: None,
        shown: Observer = lambda shown: None,
    ) -> None:
        """Take the parts; `judged` and `shown` are called with every frame, to measure it."""
        self._camera, self._training = camera, training
        self._screen, self._window = screen, window
        self._judged, self._shown = judged, shown
        self._newest: ShownFrame | None = None
        self._changed = threading.Condition()
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._error: BaseException | None = None

    def run(self) -> None:
        """Train to the end.

        Raises:
            StabielError: the source broke off, or what was done cannot be kept.
        """
        worker = threading.Thread(target=self._work, name="judge")
        with _stopped_by_signals(self._stop):
            worker.start()
            try:
                self._show_all(worker)
            finally:
                self._stop.set()
                worker.join()
                self._window.close()
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        try:
            try:
                while not (self._stop.is_set() or self._training.over or self._camera.ended):
                    self._step()
            finally:
                self._training.close()
        except BaseException as error:  # noqa: BLE001 - raised again where the session was begun
            self._error = error
        with self._changed:
            self._changed.notify_all()

    def _step(self) -> None:
        frame = self._camera.newest(TICK_S)
        shown = self._training.step(
            frame,
            now_s=self._camera.now_s(),
            commands=self._waiting_commands(),
            sight=self._camera.sight,
        )
        if shown is None:
            return
        self._judged(shown)
        with self._changed:
            self._newest = shown
            self._changed.notify_all()

    def _waiting_commands(self) -> list[Command]:
        commands = []
        while not self._commands.empty():
            commands.append(self._commands.get())
        return commands

    def _show_all(self, worker: threading.Thread) -> None:
        while worker.is_alive() and not self._stop.is_set():
            with self._changed:
                self._changed.wait_for(lambda: self._newest is not None, TICK_S)
                shown, self._newest = self._newest, None
            if shown is not None:
                self._window.show(self._screen.draw(shown.frame.image, shown.body, shown.scene))
                self._shown(shown)
            for command in self._window.commands():
                self._commands.put(command)
            if self._window.closed:
                return


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let Ctrl-C and a kill end the session as its own end does; in the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, place: FrameType | None) -> None:
        stop.set()

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
