"""Voices. In: lines, one at a time. Out: speech, tones, or a record of what was said.

Nothing here blocks a frame or ends a session. Speech runs in a separate process: if it hangs it is
abandoned, and if it ends it is started again. If there is no voice for the language, tones replace
it.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from stabiel.devices.speaker import READY, SAID
from stabiel.devices.tones import Samples, find_player, samples_of, tones_for
from stabiel.session.cues import Priority
from stabiel.trainer.speech_queue import Line, spoken_s
from stabiel.wording.language import Language

START_S = 15.0
# An engine that takes this much longer than a line should is considered to hang.
HANGS_AFTER_S = 6.0
MOST_STARTS = 3
# A line that has waited longer than this no longer fits what is going on.
STALE_S = 2.5
CLOSE_S = 3.0
_STOP = None


class SilentVoice:
    """Says nothing, if the user asked for silence."""

    speaks = True  # silence is wanted, so there is nothing to report

    def say(self, line: Line) -> None:
        """Say nothing."""

    def close(self) -> None:
        """There is nothing to close."""


class RememberedVoice:
    """Keeps what was said, for tests.

    Attributes:
        lines: in the order in which they were said.
    """

    speaks = True

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def say(self, line: Line) -> None:
        """Keep a line."""
        self.lines.append(line)

    def close(self) -> None:
        """There is nothing to close."""


class SystemVoice:
    """Speaks with the system's own engine; plays tones if it has no voice for the language.

    Args:
        language: of the voice.
        command: starts the process that speaks; tests pass their own.
        player: finds a function that plays tones; tests pass their own. It returns None if
            nothing can play them.
    """

    def __init__(
        self,
        language: Language,
        *,
        command: Sequence[str] | None = None,
        player: Callable[[], Callable[[Samples], None] | None] = find_player,
    ) -> None:
        self._command = list(command or (sys.executable, "-m", "stabiel.devices.speaker", language))
        self._find_player = player
        self._lines: queue.Queue[tuple[float, Line] | None] = queue.Queue()
        self._engine: Engine | None = None
        self._starts = 0
        self._speaks = True
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    @property
    def speaks(self) -> bool:
        """Whether there is a voice, as far as is known."""
        return self._speaks

    def say(self, line: Line) -> None:
        """Speak a line; returns at once. Danger cuts off what is being said."""
        if line.priority is Priority.DANGER:
            self._cut_off()
        self._lines.put((time.monotonic(), line))

    def close(self) -> None:
        """Stop speaking after the last line; waits a moment for it."""
        self._lines.put(_STOP)
        self._thread.join(timeout=CLOSE_S)
        self._closed = True
        self._kill()

    def _run(self) -> None:
        play: Callable[[Samples], None] | None = None
        self._start()
        if not self._speaks:
            play = self._find_player()
        while not self._closed and (item := self._lines.get()) is not _STOP:
            since_s, line = item
            if time.monotonic() - since_s > max(STALE_S, min(line.waits_s, START_S)):
                continue
            if self._speaks and self._speak(line):
                continue
            if not self._speaks:
                play = play or self._find_player()
                if play is not None:
                    play(samples_of(tones_for(line)))

    def _speak(self, line: Line) -> bool:
        """Have a line spoken, and wait for it; return False if the engine failed."""
        if self._engine is None:
            self._start()
        engine = self._engine
        if engine is None:
            return False
        engine.ask(line.text)
        if engine.answer(spoken_s(line.text) + HANGS_AFTER_S) == SAID:
            return True
        self._kill()
        return False

    def _start(self) -> None:
        """Start the engine, unless it has failed too often."""
        if self._starts >= MOST_STARTS:
            self._speaks = False
            return
        self._starts += 1
        try:
            self._engine = Engine(self._command)
        except OSError:
            self._speaks = False
            return
        if self._engine.answer(START_S) != READY:
            self._speaks = False
            self._kill()

    def _cut_off(self) -> None:
        """End what is being said. The next line starts the engine again; that is not a failure."""
        while True:
            try:
                self._lines.get_nowait()
            except queue.Empty:
                break
        if self._engine is not None:
            self._starts -= 1
            self._kill()

    def _kill(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.kill()


class Engine:
    """The process that speaks, and a thread that listens to it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            # A process group of its own: Ctrl-C does not reach it, and its children end with it.
            start_new_session=True,
        )
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, name="voice answers", daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for answer in output:
                self._answers.put(answer.strip())
        self._answers.put("")  # the process has ended

    def ask(self, request: str | tuple[str, str]) -> None:
        """Have a text spoken, aloud or into a file."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):  # it has ended: no answer will come
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()

    def answer(self, timeout_s: float) -> str | None:
        """Return the next answer; None if it does not come in time, "" if none will come."""
        try:
            return self._answers.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def kill(self) -> None:
        """End the process and its children."""
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
