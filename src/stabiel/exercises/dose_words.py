"""A dose in words. In: how much of an exercise. Out: a text, as "2 × 30 seconden, elke kant"."""

from stabiel.exercises.model import Dose, Exercise, Language
from stabiel.wording.catalogue import text


def dose_in_words(exercise: Exercise, dose: Dose, language: Language) -> str:
    """Return how much to do of an exercise, which tells whether each side has its own."""
    times = f"{dose.times} × " if dose.times > 1 else ""
    if dose.hold_s is not None:
        words = text("programme", "hold", language, seconds=f"{dose.hold_s:g}")
    else:
        words = text("programme", "repetitions", language, repetitions=dose.repetitions)
    sides = "" if exercise.sides == "both" else text("programme", "each_side", language)
    return f"{times}{words}{sides}"
