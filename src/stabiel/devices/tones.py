"""Tones in place of a voice. In: what a line is about. Out: sound, if the system can play any.

Rising tones ask the person to do something, falling tones to correct something; one short tone
counts.
"""

import shutil
import subprocess
import tempfile
import wave
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stabiel.session.cues import Priority
from stabiel.trainer.speech_queue import Line

RATE_HZ = 22_050
LOUDNESS = 0.3
FADE_S = 0.01
LONGEST_S = 5.0
# (frequency in Hz, seconds) of each tone.
COUNT = ((880.0, 0.12),)
RISING = ((523.0, 0.15), (784.0, 0.2))
FALLING = ((659.0, 0.15), (440.0, 0.25))
URGENT = ((440.0, 0.2), (440.0, 0.2), (440.0, 0.2))

Samples = NDArray[np.int16]


def tones_for(line: Line) -> tuple[tuple[float, float], ...]:
    """Return the tones that stand for a line."""
    if line.priority is Priority.DANGER:
        return URGENT
    if line.corrective:
        return FALLING
    return COUNT if line.priority is Priority.COUNT or line.id == "second" else RISING


def samples_of(tones: Sequence[tuple[float, float]]) -> Samples:
    """Return tones in sequence, mono, faded in and out so that they do not click."""
    parts = []
    for frequency_hz, seconds in tones:
        time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
        fade = np.minimum(1.0, np.minimum(time_s, seconds - time_s) / FADE_S)
        parts.append(LOUDNESS * fade * np.sin(2 * np.pi * frequency_hz * time_s))
    return (np.concatenate(parts) * np.iinfo(np.int16).max).astype(np.int16)


def find_player() -> Callable[[Samples], None] | None:
    """Return a function that plays samples and waits for the end; None if nothing can play them."""
    try:
        import sounddevice  # noqa: PLC0415 - fails without PortAudio
    except OSError:
        return _program_player()
    try:
        sounddevice.check_output_settings(samplerate=RATE_HZ, channels=1, dtype="int16")
    except (sounddevice.PortAudioError, ValueError):
        return _program_player()

    def play(samples: Samples) -> None:
        # Unplugging the headphones during a tone must not stop a session.
        with suppress(sounddevice.PortAudioError):
            sounddevice.play(samples, RATE_HZ, blocking=True)

    return play


def _program_player() -> Callable[[Samples], None] | None:
    program = next((name for name in ("pw-play", "paplay", "aplay") if shutil.which(name)), None)
    return None if program is None else lambda samples: _play_with(program, samples)


def _play_with(program: str, samples: Samples) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tone.wav"
        write_wave(path, samples)
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(
                [program, str(path)], capture_output=True, check=False, timeout=LONGEST_S
            )


def write_wave(path: Path, samples: Samples) -> None:
    """Write samples as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(samples.itemsize)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
