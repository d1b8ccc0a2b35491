"""The voice: it fits the language, never blocks, and is replaced by tones if there is none."""

import os
import shutil
import stat
import subprocess
import sys
import time
import wave
from types import SimpleNamespace

import numpy as np
import pytest

from stabiel.devices import voice as voice_module
from stabiel.devices.speaker import choose_voice
from stabiel.devices.tones import (
    COUNT,
    FALLING,
    RATE_HZ,
    RISING,
    URGENT,
    samples_of,
    tones_for,
    write_wave,
)
from stabiel.devices.voice import RememberedVoice, SilentVoice, SystemVoice
from stabiel.session.cues import Priority
from stabiel.trainer.speech_queue import Line

FORM = Line("low", "Lift your pelvis higher.", Priority.FORM, corrective=True)
ONE = Line("count", "One.", Priority.COUNT)
DANGER = Line("stop", "Stop.", Priority.DANGER)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    # A busy computer takes its time: to start an engine, to have a line said, to take the next.
    for name in ("START_S", "HANGS_AFTER_S", "STALE_S", "CLOSE_S"):
        monkeypatch.setattr(voice_module, name, 120.0)


class Engine:
    """A fake process that speaks, and what it was asked to say."""

    def __init__(self, folder, behavior="", start="print('ready', flush=True)"):
        self.log = folder / "said.txt"
        self.starts = folder / "starts.txt"
        program = (
            "import json, sys, time\n"
            f"open({str(self.starts)!r}, 'a').write('s')\n"
            f"{start}\n"
            "for request in sys.stdin:\n"
            "    text = json.loads(request)\n"
            f"    open({str(self.log)!r}, 'a').write(text + '\\n')\n"
            f"    {behavior or 'pass'}\n"
            "    print('said', flush=True)\n"
        )
        self.command = [sys.executable, "-c", program]

    @property
    def said(self):
        return self.log.read_text().splitlines() if self.log.exists() else []

    @property
    def started(self):
        return len(self.starts.read_text()) if self.starts.exists() else 0


class Player:
    """A fake loudspeaker."""

    def __init__(self):
        self.played = []

    def find(self):
        return self.played.append


def until(condition, timeout_s=60.0):
    end = time.monotonic() + timeout_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return False


# Which voice


def voice(name, *languages, id=None):
    return SimpleNamespace(id=id or name, name=name, languages=list(languages))


@pytest.mark.parametrize(
    ("voices", "language", "chosen"),
    [
        ([voice("a", "en-gb"), voice("b", "nl")], "nl", "b"),
        ([voice("a", "en-gb"), voice("b", "nl")], "en", "a"),
        ([voice("scots", "en-gb-scotland"), voice("us", "en_US")], "en", "us"),
        ([voice("flemish", "nl_BE"), voice("dutch", "nl_NL")], "nl", "dutch"),
        ([voice("old", b"\x05nl")], "nl", "old"),
        ([voice("Microsoft Frank", "nl-NL")], "nl", "Microsoft Frank"),
        ([voice("Frank - Dutch (Netherlands)")], "nl", "Frank - Dutch (Netherlands)"),
        ([voice("David", id="HKLM\\TTS_MS_EN-US_DAVID")], "en", "HKLM\\TTS_MS_EN-US_DAVID"),
        ([voice("a", "en-gb"), voice("c", "fr-fr")], "nl", None),
        ([voice("nlp", "fr-fr")], "nl", None),
        ([voice("none", *[])], "nl", None),
    ],
)  # fmt: skip
def test_the_voice_fits_the_language_or_is_none(voices, language, chosen):
    assert choose_voice(voices, language) == chosen


# Speaking


def test_lines_are_spoken_in_order_by_one_process(tmp_path):
    engine = Engine(tmp_path)
    voice = SystemVoice("en", command=engine.command)
    for line in (ONE, FORM):
        voice.say(line)
    voice.close()

    assert engine.said == [ONE.text, FORM.text]
    assert engine.started == 1
    assert voice.speaks


def test_say_never_waits_for_the_engine(tmp_path):
    """The engine starts only when the test allows it, after all lines were given."""
    allowed = tmp_path / "allowed"
    waits = f"import os\nwhile not os.path.exists({str(allowed)!r}): time.sleep(0.01)"
    engine = Engine(tmp_path, start=f"{waits}\nprint('ready', flush=True)")
    voice = SystemVoice("en", command=engine.command)
    for _ in range(200):
        voice.say(ONE)
    voice.say(DANGER)  # discards the waiting lines

    assert engine.said == []
    assert voice.speaks  # nothing waited for the engine until it was given up
    allowed.touch()
    voice.close()


@pytest.mark.parametrize("behavior", ["time.sleep(600)", "sys.exit(1)"], ids=["hangs", "crashes"])
def test_an_engine_that_fails_is_started_again_and_then_replaced_by_tones(
    tmp_path, behavior, monkeypatch
):
    monkeypatch.setattr(voice_module, "HANGS_AFTER_S", 0.3)
    engine, player = Engine(tmp_path, behavior=behavior), Player()
    voice = SystemVoice("en", command=engine.command, player=player.find)
    for number in range(1, 4):
        voice.say(FORM)
        assert until(lambda number=number: len(engine.said) >= number)
    assert until(lambda: engine.started == voice_module.MOST_STARTS)
    voice.say(FORM)

    assert until(lambda: len(player.played) >= 1)
    assert not voice.speaks
    voice.close()


@pytest.mark.parametrize(
    "start", ["print('no voice', flush=True); sys.exit(1)", "sys.exit(3)"], ids=["none", "broken"]
)
def test_a_missing_voice_is_replaced_by_tones_and_reported(tmp_path, start):
    engine, player = Engine(tmp_path, start=start), Player()
    voice = SystemVoice("nl", command=engine.command, player=player.find)
    voice.say(FORM)

    assert until(lambda: player.played)
    assert not voice.speaks
    assert np.array_equal(player.played[0], samples_of(FALLING))
    voice.close()


def test_no_voice_and_no_loudspeaker_is_silence(tmp_path):
    engine = Engine(tmp_path, start="sys.exit(3)")
    voice = SystemVoice("nl", command=engine.command, player=lambda: None)
    voice.say(FORM)

    assert until(lambda: not voice.speaks)
    voice.close()


def test_a_missing_program_is_no_voice():
    voice = SystemVoice("nl", command=["/no/such/program"], player=lambda: None)

    assert until(lambda: not voice.speaks)
    voice.close()


def test_danger_cuts_off_what_is_being_said(tmp_path):
    engine = Engine(tmp_path, behavior="time.sleep(0 if text == 'Stop.' else 600)")
    voice = SystemVoice("en", command=engine.command)
    voice.say(FORM)
    assert until(lambda: engine.said == [FORM.text])
    # Nothing else ends the first line so soon: an engine is given up later than this waits.
    voice.say(DANGER)

    assert until(lambda: engine.said == [FORM.text, DANGER.text])
    voice.close()


def test_the_silent_voice_says_nothing_and_the_remembered_voice_keeps_lines():
    remembered = RememberedVoice()
    for voice in (SilentVoice(), remembered):
        voice.say(ONE)
        voice.close()
        assert voice.speaks

    assert remembered.lines == [ONE]


# The real engine


@pytest.fixture
def espeak(tmp_path, monkeypatch):
    """Give the system's engine a fake loudspeaker that keeps what it played."""
    if shutil.which("espeak-ng") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("espeak-ng is missing, and on CI it must be there")
        pytest.skip("espeak-ng, the system's voice on Linux, is not on this computer")
    # Now and then it does not report the end of a line that it has spoken.
    monkeypatch.setattr(voice_module, "HANGS_AFTER_S", 20.0)
    heard = tmp_path / "heard"
    heard.mkdir()
    player = tmp_path / "bin" / "aplay"
    player.parent.mkdir()
    player.write_text(f'#!/bin/sh\ncp "$1" {heard}/$$.wav\n')
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{player.parent}:{os.environ['PATH']}")
    return heard


def loudness(path):
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return file.getnframes() / file.getframerate(), float(np.abs(samples.astype(float)).mean())


@pytest.mark.parametrize(
    ("language", "text"), [("nl", "Bekken iets hoger."), ("en", "Lift higher.")]
)
def test_the_engine_of_the_system_speaks(espeak, language, text):
    voice = SystemVoice(language)
    voice.say(Line("low", text, Priority.FORM))
    assert until(lambda: list(espeak.glob("*.wav")))
    voice.close()

    (file,) = espeak.glob("*.wav")
    seconds, mean = loudness(file)
    assert 0.6 < seconds < 4.0
    assert mean > 100
    assert voice.speaks


def test_without_a_player_there_is_no_voice(tmp_path):
    process = subprocess.run(
        [sys.executable, "-m", "stabiel.devices.speaker", "nl"],
        input="",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": str(tmp_path)},
    )

    assert process.stdout == "no voice\n"


# Tones


@pytest.mark.parametrize(
    ("line", "tones"),
    [
        (ONE, COUNT),
        (Line("second", "Three."), COUNT),
        (FORM, FALLING),
        (DANGER, URGENT),
        (Line("begin", "Ten times. Start when you are ready."), RISING),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_each_kind_of_line_has_its_tones(line, tones):
    assert tones_for(line) == tones


def test_tones_have_their_pitch_and_do_not_click(tmp_path):
    samples = samples_of(((880.0, 0.5),))
    spectrum = np.abs(np.fft.rfft(samples))

    assert np.fft.rfftfreq(len(samples), 1 / RATE_HZ)[spectrum.argmax()] == pytest.approx(
        880, abs=3
    )
    assert abs(int(samples[0])) < 50 > abs(int(samples[-1]))
    assert np.abs(np.diff(samples.astype(int))).max() < 3500
    write_wave(tmp_path / "tone.wav", samples)
    assert loudness(tmp_path / "tone.wav")[0] == pytest.approx(0.5, abs=0.01)
