"""Findings in words. In: a finding and a language. Out: what was found, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from stabiel.doctor.finding import Finding, Health
from stabiel.wording.catalogue import text
from stabiel.wording.formatting import number
from stabiel.wording.language import Language


@dataclass(frozen=True, slots=True)
class Advice:
    """A finding for a reader.

    Attributes:
        title: what was asked about.
        words: what was found.
        remedy: what to do, None if nothing is wrong.
    """

    title: str
    words: str
    remedy: str | None


def advice_on(finding: Finding, language: Language) -> Advice:
    """Return a finding in words."""
    values = {name: _in_words(value, language) for name, value in finding.values.items()}
    for name in ("model", "chosen"):
        if finding.topic == "speed" and name in values:
            values[name] = text("doctor", f"model_{values[name]}", language)
    if "spoken" in values:
        values["spoken"] = text("doctor", f"in_{values['spoken']}", language)
    if finding.trouble == "unexpected":
        return Advice(
            text("doctor", finding.topic, language),
            text("doctor", "unexpected", language, **values),
            text("doctor", "unexpected_do", language),
        )
    remedy = None
    if finding.health is not Health.FINE:
        remedy = text("doctor", f"{finding.key}_do", language, **values)
    return Advice(
        text("doctor", finding.topic, language),
        text("doctor", finding.key, language, **values),
        remedy,
    )


def finding_json(finding: Finding, language: Language) -> dict[str, object]:
    """Return a finding with its words, for JSON."""
    advice = advice_on(finding, language)
    return {
        "topic": finding.topic,
        "health": finding.health.value,
        "trouble": finding.trouble,
        "title": advice.title,
        "words": advice.words,
        "remedy": advice.remedy,
        "values": dict(finding.values),
    }


def headline(findings: Sequence[Finding], language: Language) -> str:
    """Return the sentence above all findings."""
    worst = {each.health for each in findings}
    key = next((each for each in (Health.STOP, Health.MIND) if each in worst), Health.FINE)
    return text("doctor", f"all_{key.value}", language)


def _in_words(value: str | float, language: Language) -> str:
    if isinstance(value, str):
        return value
    return number(value, 0 if value >= 10 else 1, language)
