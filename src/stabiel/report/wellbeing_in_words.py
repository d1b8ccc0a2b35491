"""How the person felt, in words. In: the answers around a workout. Out: short phrases."""

from stabiel.session.pain_rule import PainAdvice, advice_after
from stabiel.session.wellbeing import WellbeingAnswer, WorkoutWellbeing
from stabiel.wording.catalogue import text
from stabiel.wording.language import Language


def wellbeing_in_words(said: WorkoutWellbeing, language: Language) -> list[str]:
    """Return what was said as phrases, in the order of the moments; empty if nothing was."""
    return [phrase for answer in said.answers for phrase in _phrases(answer, language)]


def wellbeing_sentence(said: WorkoutWellbeing, language: Language) -> str:
    """Return all of it as one sentence; empty if nothing was said."""
    words = ". ".join(_capital(each).rstrip(".") for each in wellbeing_in_words(said, language))
    return f"{words}." if words else ""


def advice_in_words(advice: PainAdvice, language: Language) -> str:
    """Return the words of the pain-monitoring model."""
    return text("pain_advice", advice.key, language)


def closing_advice(said: WorkoutWellbeing, language: Language) -> str | None:
    """Return what the model says after a workout, None if nothing was answered."""
    advice = advice_after(said)
    return None if advice is None else advice_in_words(advice, language)


def _phrases(answer: WellbeingAnswer, language: Language) -> list[str]:
    found = []
    if answer.pain is not None:
        found.append(text("pain", f"was_{answer.moment}", language, pain=answer.pain))
    elif answer.moment == "during":
        found.append(text("pain", "was_during_skipped", language))
    if answer.effort is not None:
        effort = text("pain", answer.effort, language)
        found.append(text("pain", "was_effort", language, effort=effort))
    if answer.remark:
        # The person's own words may hold braces, which are no places to fill in.
        found.append(text("pain", "was_remark", language, remark=answer.remark))
    return found


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
