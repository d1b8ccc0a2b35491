"""The process that speaks. In: lines of JSON on standard input. Out: a word when each is spoken.

A line is a text to speak, or a text and the file to speak it into. It is a separate process because
the engines of some systems speak only in a main thread, and sometimes hang or end the program
(nateshmbhat/pyttsx3#22, #126). `stabiel.devices.voice` and `stabiel.web.speech` run it.
"""

import json
import shutil
import sys
from collections.abc import Iterable
from typing import Any

from stabiel.system.native import take_output

READY, NO_VOICE, SAID = "ready", "no voice", "said"
INTO_FILES = "--into-files"
WORDS_PER_MINUTE = 160
# If a system does not give the language of a voice, the name of the voice tells it.
_NAMES = {"nl": ("dutch", "nederlands", "_nl-"), "en": ("english", "_en-")}
_BEST = {"nl": ("nl", "nl-nl"), "en": ("en-gb", "en-us", "en")}


def choose_voice(voices: Iterable[Any], language: str) -> str | None:
    """Return the id of a voice for a language; None if there is none.

    Args:
        voices: of pyttsx3, with `id`, `name` and `languages`.
        language: "nl" or "en".
    """
    fitting: list[tuple[int, str]] = []
    for voice in voices:
        tags = [_tag(each) for each in voice.languages or []]
        own = [each for each in tags if each == language or each.startswith(f"{language}-")]
        described = f"{voice.name} {voice.id}".lower()
        if own:
            best = _BEST[language]
            fitting.append((best.index(own[0]) if own[0] in best else len(best), voice.id))
        elif not any(tags) and any(name in described for name in _NAMES[language]):
            fitting.append((len(_BEST[language]), voice.id))
    return min(fitting, key=lambda each: each[0])[1] if fitting else None


def _tag(language: str | bytes) -> str:
    """Return a language tag in one spelling; engines give nl, nl_NL, b'\\x05nl' or nl-NL."""
    text = language.decode("ascii", "ignore") if isinstance(language, bytes) else language
    return text.strip("\x00\x01\x02\x03\x04\x05\x06\x07 ").replace("_", "-").lower()


def can_be_heard() -> bool:
    """Return whether pyttsx3 can make sound: on Linux it needs aplay."""
    return not sys.platform.startswith("linux") or shutil.which("aplay") is not None


def main(language: str, *, into_files: bool = False) -> int:
    """Speak what comes in until the input ends; return the exit code."""
    answers = take_output()
    engine = None
    if into_files or can_be_heard():
        engine = _engine(language)
    print(NO_VOICE if engine is None else READY, file=answers, flush=True)
    if engine is None:
        return 1
    for request in sys.stdin:
        if into_files:
            engine.save_to_file(*json.loads(request))
        else:
            engine.say(json.loads(request))
        engine.runAndWait()
        print(SAID, file=answers, flush=True)
    return 0


def _engine(language: str) -> Any:
    import pyttsx3  # noqa: PLC0415 - only this process may load it

    try:
        engine = pyttsx3.init()
        voice = choose_voice(engine.getProperty("voices"), language)
        if voice is None:
            return None
        engine.setProperty("voice", voice)
        engine.setProperty("rate", WORDS_PER_MINUTE)
    except Exception:  # noqa: BLE001 - engines raise anything; each means no voice
        return None
    return engine


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], into_files=INTO_FILES in sys.argv[2:]))
