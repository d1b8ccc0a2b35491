"""Speech for a browser without a voice for the language. In: a text. Out: a WAV file's bytes.

The system's engine speaks into a file, in its own process, which is killed if it hangs.
"""

import io
import sys
import tempfile
import threading
import time
import wave
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from stabiel.devices.speaker import INTO_FILES, READY, SAID
from stabiel.devices.voice import HANGS_AFTER_S, MOST_STARTS, START_S, Engine
from stabiel.wording.language import Language

KEPT_LINES = 256
WRITES_S = 2.0


class Speech:
    """Speaks one language, one line at a time. Safe to use from several threads."""

    def __init__(self, language: Language) -> None:
        self._command = [sys.executable, "-m", "stabiel.devices.speaker", language, INTO_FILES]
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._starts = 0
        self._spoken = lru_cache(KEPT_LINES)(self._speak)

    def wave(self, text: str) -> bytes | None:
        """Return a text as the bytes of a WAV file, or None without a voice for it."""
        with self._lock:
            try:
                return self._spoken(text)
            except _NoVoiceError:
                return None

    def close(self) -> None:
        """Stop the engine."""
        with self._lock:
            self._kill()

    def _speak(self, text: str) -> bytes:
        try:
            return self._ask(text)
        except _HangsError:
            # A new engine says what the one before it could not.
            return self._ask(text)

    def _ask(self, text: str) -> bytes:
        if self._engine is None:
            self._start()
        assert self._engine is not None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "line.wav"
            self._engine.ask((text, str(path)))
            said = self._engine.answer(HANGS_AFTER_S) == SAID
            sound = _whole(path) if said else None
            if sound is None:
                self._kill()
                raise _HangsError
            return sound

    def _start(self) -> None:
        if self._starts >= MOST_STARTS:
            raise _NoVoiceError
        self._starts += 1
        try:
            self._engine = Engine(self._command)
        except OSError:
            raise _NoVoiceError from None
        if self._engine.answer(START_S) != READY:
            self._kill()
            raise _NoVoiceError

    def _kill(self) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.kill()


def _whole(path: Path) -> bytes | None:
    """Return a WAV file once it is complete: some engines still write after reporting the end."""
    until_s = time.monotonic() + WRITES_S
    while time.monotonic() < until_s:
        with suppress(OSError, EOFError, wave.Error):
            content = path.read_bytes()
            with wave.open(io.BytesIO(content)) as file:
                length = file.getnframes() * file.getsampwidth() * file.getnchannels()
                if 0 < length <= len(content):
                    return content
        time.sleep(0.01)
    return None


class _NoVoiceError(Exception):
    """There is no voice, or it failed. Not cached, so that it can be tried again."""


class _HangsError(_NoVoiceError):
    """The engine did not speak a line in time, and was killed."""
