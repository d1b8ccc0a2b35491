"""Speech for browsers without a voice: a WAV file that says something, or none."""

import io
import os
import shutil
import sys
import wave

import numpy as np
import pytest

from stabiel.web.speech import Speech


def heard(content):
    with wave.open(io.BytesIO(content)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return samples / 32768, file.getnframes() / file.getframerate()


@pytest.fixture
def speech():
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
