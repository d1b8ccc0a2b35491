"""Speech for browsers without a voice: a WAV file with sound, or none."""

import io
import os
import shutil
import sys
import threading
import wave

import numpy as np
import pytest

from stabiel.devices.speaker import READY, SAID
from stabiel.web.speech import Speech, _whole


def heard(content):
    with wave.open(io.BytesIO(content)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return samples / 32768, file.getnframes() / file.getframerate()


@pytest.fixture
def speech(monkeypatch):
    # A busy computer takes its time. Now and then the engine hangs, and is started again.
    for name, seconds in (("START_S", 120.0), ("HANGS_AFTER_S", 20.0), ("WRITES_S", 20.0)):
        monkeypatch.setattr(f"stabiel.web.speech.{name}", seconds)
    made = []

    def make(language):
        made.append(Speech(language))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.mark.skipif(
    not sys.platform.startswith("linux")
    or (shutil.which("espeak-ng") is None and os.environ.get("CI") != "true"),
    reason="needs espeak-ng",
)
@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("nl", "Eén.", "Strek je been nog iets verder en houd je bekken stil."),
        ("en", "One.", "Stretch your leg a little further and keep your pelvis still."),
    ],
)
def test_a_line_is_spoken_for_as_long_as_it_takes(speech, language, short, long):
    voice = speech(language)

    one, one_s = heard(voice.wave(short))
    other, other_s = heard(voice.wave(long))

    assert 0.2 < one_s < 2.0
    assert 2.0 < other_s < 7.0
    for samples in (one, other):
        assert np.abs(samples).max() > 0.1
        assert samples.std() > 0.01
    assert voice.wave(short) == voice.wave(short)


def test_where_there_is_no_voice_there_is_none(speech):
    voice = speech("tlh")

    assert voice.wave("Qapla'.") is None
    assert voice.wave("Qapla'.") is None


def wave_file(path):
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(bytes(4000))


def test_a_line_on_which_the_engine_hangs_is_asked_of_a_new_one(speech, monkeypatch):
    started = []

    class HangsAtFirst:
        def __init__(self, command):
            started.append(self)
            self.answers = [READY]

        def ask(self, request):
            if len(started) > 1:
                wave_file(request[1])
                self.answers.append(SAID)

        def answer(self, timeout_s):
            return self.answers.pop() if self.answers else None

        def kill(self):
            pass

    monkeypatch.setattr("stabiel.web.speech.Engine", HangsAtFirst)
    voice = speech("nl")

    assert heard(voice.wave("Eén."))[1] > 0
    assert len(started) == 2


def test_a_file_that_is_still_being_written_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr("stabiel.web.speech.WRITES_S", 60.0)
    path = tmp_path / "line.wav"
    wave_file(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    later = threading.Timer(0.2, path.write_bytes, [whole])
    later.start()

    assert _whole(path) == whole
    later.join()


def test_a_file_without_sound_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr("stabiel.web.speech.WRITES_S", 0.05)
    path = tmp_path / "line.wav"
    assert _whole(path) is None
    path.write_bytes(b"RIFF")
    assert _whole(path) is None
