"""The program's own words in both languages. In: a key and a language. Out: a text."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from stabiel.wording.language import Language, Text


class _Words(BaseModel):
    nl: list[str]
    en: list[str]


class _Texts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    cue: dict[str, Text]
    number: _Words
    month: _Words
    phase: dict[str, Text]
    reason: dict[str, Text]
    what: dict[str, Text]
    side: dict[str, Text]
    measure: dict[str, Text]
    plan_print: dict[str, Text]
    week_day: dict[str, Text]
    tempo: dict[str, Text]
    strictness: dict[str, Text]
    programme: dict[str, Text]
    placement: dict[str, Text]
    progress: dict[str, Text]
    calendar: dict[str, Text]
    days: dict[str, Text]
    report: dict[str, Text]
    found: dict[str, Text]
    period: dict[str, Text]
    time: dict[str, Text]
    nothing: dict[str, Text]
    times: dict[str, Text]
    remedy: dict[str, Text]
    terminal: dict[str, Text]
    doctor: dict[str, Text]
    view: dict[str, Text]
    correction: dict[str, Text]
    by_hand: dict[str, Text]
    trainer: dict[str, Text]
    screen: dict[str, Text]
    pain: dict[str, Text]
    pain_advice: dict[str, Text]
    red_flag: dict[str, Text]
    teach_posture: dict[str, Text]
    teach_posture_name: dict[str, Text]
    teach_fault: dict[str, Text]
    teach_refusal: dict[str, Text]
    teach_remark: dict[str, Text]
    teach_file: dict[str, Text]
    teach_print: dict[str, Text]


@cache
def _texts() -> _Texts:
    raw = files("stabiel.wording").joinpath("catalogue.yaml").read_text(encoding="utf-8")
    return _Texts.model_validate(yaml.safe_load(raw))


def text(group: str, key: str, language: Language, **values: object) -> str:
    """Return one text, with `{name}` places filled in.

    Raises:
        KeyError: there is no such text.
    """
    found: Text = getattr(_texts(), group)[key]
    return found.in_language(language).format(**values) if values else found.in_language(language)


def in_both(group: str, key: str) -> Text:
    """Return one text in both languages.

    Raises:
        KeyError: there is no such text.
    """
    found: Text = getattr(_texts(), group)[key]
    return found


def group(name: str, language: Language) -> dict[str, str]:
    """Return all texts of one group."""
    found: dict[str, Text] = getattr(_texts(), name)
    return {key: each.in_language(language) for key, each in found.items()}


def number_word(number: int, language: Language) -> str:
    """Return a number as it is spoken, capitalized; in digits from 31 on."""
    words: list[str] = getattr(_texts().number, language)
    return words[number] if 0 <= number < len(words) else str(number)


def month_name(month: int, language: Language) -> str:
    """Return the name of a month, 1 to 12."""
    words: list[str] = getattr(_texts().month, language)
    return words[month - 1]
