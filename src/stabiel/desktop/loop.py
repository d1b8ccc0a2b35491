"""Runs a session with camera, window and voice. In: a session. Out: the session, stored.

One thread reads the camera, one detects the pose and judges, and this one draws and takes keys, so
that the landmarker never waits for the drawing. Two landmarkers that look in turn have a thread
each. What was done is stored however the session ends: by itself, by a key, by the window, by
Ctrl-C, by another signal, or because the display died.
"""

import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from stabiel.desktop.screen import Screen
from stabiel.desktop.window import Window
from stabiel.errors import UsageError
from stabiel.trainer.interviewed_session import AnySession
from stabiel.trainer.live_session import ShownFrame
from stabiel.trainer.lookahead import Lookahead
from stabiel.trainer.ports import Camera
from stabiel.trainer.terms import Command

# The trainer goes on without a frame: a rest passes, a lost picture is announced.
TICK_S = 0.1
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")

Observer = Callable[[ShownFrame], None]


class ScreenDiedError(UsageError):
    """The display died in the middle of a session (exit code 2)."""


class Loop:
    """Drives a session. Holds the newest frame to show, and the commands that wait."""

    def __init__(
        self,
        camera: Camera,
        session: AnySession,
        screen: Screen,
        window: Window,
        *,
        judged: Observer = lambda shown: None,
        shown: Observer = lambda shown: None,
    ) -> None:
        """Take the parts. To measure, `judged` and `shown` are called with every frame."""
        self._camera, self._session = camera, session
        self._screen, self._window = screen, window
        self._judged, self._shown = judged, shown
        self._frames = Lookahead(camera, session)
        self._newest: ShownFrame | None = None
        self._changed = threading.Condition()
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._error: BaseException | None = None

    def run(self) -> None:
        """Run the session to its end.

        Raises:
            ScreenDiedError: the display is gone; what was done is stored.
            StabielError: the source broke off, or what was done cannot be stored.
        """
        worker = threading.Thread(target=self._judge_all, name="judge")
        with _stopped_by_signals(self._stop):
            worker.start()
            try:
                self._show_all(worker)
            finally:
                self._stop.set()
                worker.join()
                self._screen.close()
                self._window.close()
        if self._error is not None:
            raise self._error
        if self._window.screen_died:
            raise ScreenDiedError(
                "The screen is gone, so the session has ended; what was done until then is kept. "
                "Log in again, and see it with: stabiel review."
            )

    def _judge_all(self) -> None:
        try:
            try:
                while not (self._stop.is_set() or self._session.over or self._frames.ended):
                    self._step()
            finally:
                self._session.close()
        except BaseException as error:  # noqa: BLE001 - raised again in `run`
            self._error = error
        with self._changed:
            self._changed.notify_all()

    def _step(self) -> None:
        frame, sight = self._frames.next(TICK_S)
        shown = self._session.step(
            frame,
            now_s=self._camera.now_s(),
            commands=self._waiting_commands(),
            sight=sight,
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
                self._screen.fit(self._window.size_px)
                picture = self._screen.draw(
                    shown.frame.image, shown.body, shown.scene, self._camera.now_s()
                )
                self._window.show(picture)
                self._shown(shown)
            for command in self._window.commands():
                self._commands.put(command)
            if self._window.screen_died or self._window.closed:
                return


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let signals end the session in an orderly way; only in the main thread."""
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
