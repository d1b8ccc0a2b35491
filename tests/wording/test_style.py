"""The rules of style that can be checked: no blame, no translated English, no decimal point."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from stabiel.system.resources import exercises_folder

MOST_WORDS_SPOKEN = 9
# A text of the catalogue that a person hears; of an exercise it is `say` and `not_counted`.
SPOKEN_GROUPS = ("cue", "trainer", "remedy")
SPOKEN_KEYS = ("say", "not_counted")

# Each says what was wrong, where the text should say what to do.
BLAME_NL = (
    r"fout(en)?|mis(ging|lukt)?|slecht|verkeerd|verschoven|scheef|bewoog|verlaten|hangt"
    r"|te (hoog|laag|snel|ver|hol|weinig)|zakt (in|door)"
)
BLAME_EN = (
    r"wrong(ly)?|bad(ly)?|mistakes?|failed|moved|tilted|too (low|high|fast|far|bent|short)|sags"
)
# A page speaks of the mistakes in a file and of videos that are too large: no person is blamed.
OF_A_FILE = ("check.", "analyze.", "error.", "trouble.")

TRANSLATED = (
    r"anew|mend(ed|s)?|whoever|bone by bone|alike|lesser|past recovery|take along|off you go"
    r"|pictures a second|a training\b(?! aid)|trainings|go on|goes on|is none|seen to|we begin with"
    r"|switch (it |the \w+ )?(on|off)|kept|look at it"
)
FORMAL_NL = r"u|uw|gelieve|dient"
# Addresses, versions and names of files may hold a point between digits; no text has one so far.
DECIMAL_POINT = re.compile(r"\d\.\d")


def texts_in(path: Path, prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text of a YAML file with its keys, as ("cue.light", {"nl": ..., "en": ...})."""
    pending = [(prefix, yaml.safe_load(path.read_text(encoding="utf-8")))]
    while pending:
        where, found = pending.pop()
        if not isinstance(found, dict):
            continue
        if {"nl", "en"} == set(found) and isinstance(found["nl"], str):
            yield where.removeprefix("."), found
        else:
            pending += [(f"{where}.{key}", value) for key, value in found.items()]


@cache
def catalogue() -> dict[str, dict[str, str]]:
    return dict(texts_in(Path(str(files("stabiel.wording").joinpath("catalogue.yaml")))))


@cache
def pages() -> dict[str, dict[str, str]]:
    return dict(texts_in(Path(str(files("stabiel").joinpath("web", "page_texts.yaml")))))


@cache
def exercises() -> dict[str, dict[str, str]]:
    return {
        where: text
        for path in sorted(Path(str(exercises_folder())).rglob("*.yaml"))
        for where, text in texts_in(path, f".{path.stem}")
    }


def everything() -> dict[str, dict[str, str]]:
    return {**catalogue(), **pages(), **exercises()}


def spoken() -> dict[str, dict[str, str]]:
    own = {key: text for key, text in catalogue().items() if key.split(".")[0] in SPOKEN_GROUPS}
    said = {key: text for key, text in exercises().items() if key.split(".")[-1] in SPOKEN_KEYS}
    return own | said


def breaking(texts: dict[str, dict[str, str]], language: str, pattern: str) -> list[str]:
    rule = re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    return [
        f"{key}: {text[language]}" for key, text in texts.items() if rule.search(text[language])
    ]


def test_the_search_finds_the_texts() -> None:
    assert "cue.light" in catalogue()
    assert "settings.voice_on" in pages()
    assert "bridging.faults.foot_moved.say" in exercises()
    assert "postures.checks.back_flat.say" in exercises()
    assert len(spoken()) > 150


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_spoken_has_nine_words_at_most(language: str) -> None:
    long = [
        f"{key}: {text[language]}"
        for key, text in spoken().items()
        if len(text[language].split()) > MOST_WORDS_SPOKEN
    ]

    assert long == []


def test_no_dutch_cue_blames() -> None:
    assert breaking(spoken(), "nl", BLAME_NL) == []


def test_no_english_cue_blames() -> None:
    assert breaking(spoken(), "en", BLAME_EN) == []


def test_a_fault_is_named_by_what_to_do() -> None:
    names = {
        key: text for key, text in exercises().items() if re.search(r"faults\.\w+\.name$", key)
    }

    assert len(names) > 50
    assert breaking(names, "nl", BLAME_NL) == []
    assert breaking(names, "en", BLAME_EN) == []


def test_no_page_blames_the_reader() -> None:
    of_people = {key: text for key, text in pages().items() if not key.startswith(OF_A_FILE)}

    assert breaking(of_people, "nl", "fout(en)?|verkeerd|slecht") == []
    assert breaking(of_people, "en", "wrong(ly)?|bad(ly)?|illegal") == []


def test_no_english_text_is_translated_dutch() -> None:
    assert breaking(everything(), "en", TRANSLATED) == []


def test_dutch_says_je() -> None:
    assert breaking(everything(), "nl", FORMAL_NL) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_text_writes_a_decimal_itself(language: str) -> None:
    # `formatting.number` writes decimals, with the sign of the language.
    found = [key for key, text in everything().items() if DECIMAL_POINT.search(text[language])]

    assert found == []


@pytest.mark.parametrize(
    ("words", "language", "pattern"),
    [
        ("Voet verschoven", "nl", BLAME_NL),
        ("Bekken te laag", "nl", BLAME_NL),
        ("Pelvis too low", "en", BLAME_EN),
        ("To be mended: 2.", "en", TRANSLATED),
        ("Slowly down, bone by bone.", "en", TRANSLATED),
        ("A training is still going on.", "en", TRANSLATED),
    ],
)
def test_the_rules_catch_what_stood_there(words: str, language: str, pattern: str) -> None:
    assert breaking({"x": {language: words}}, language, pattern)
