"""What every exercise file promises beyond its format. In: an exercise and its file. Out: mistakes.

A file that breaks a promise can still be used; `stabiel exercises check` reports it. What a file
takes over from another exercise is not reported again.
"""

from collections.abc import Iterator

from stabiel.body.measures import MEASURES
from stabiel.coach.noise import noise_of
from stabiel.errors import Mistake
from stabiel.exercises.files import FilePath, Located
from stabiel.exercises.measure_settings import UNITS
from stabiel.exercises.model import Exercise
from stabiel.wording.language import LANGUAGES, Text

# Nobody takes in more than that while moving.
MOST_WORDS_SPOKEN = 9
# Limits are written with few decimals: 0.03 may be computed as 0.0299999.
_ROUNDING = 1e-9


def broken_promises(exercise: Exercise, located: Located) -> list[Mistake]:
    """Return what an exercise file promises and does not keep, each with its place.

    Args:
        exercise: the exercise, whole.
        located: its file.
    """
    return [
        located.mistake(places[0], expected)
        for places, expected in [*_dead_bands(exercise), *_spoken(exercise)]
        if any(located.has(place) for place in places)
    ]


def _dead_bands(exercise: Exercise) -> Iterator[tuple[list[FilePath], str]]:
    """Yield the dead bands that are narrower than their measure varies while nobody moves."""
    for name, fault in exercise.faults.items():
        signal, band = fault.signal(exercise.follows), fault.dead_band
        if signal is None or band is None:
            continue
        measure = signal[0]
        least = noise_of(measure)
        if abs(band.limit - band.clears) >= least - _ROUNDING:
            continue
        ends, begins = ("clears_below", "above") if band.upwards else ("clears_above", "below")
        unit = UNITS[MEASURES[measure].unit]
        words = f"at least {least:g} {unit} from {begins}: so much {measure} varies by itself"
        yield [("faults", name, ends), ("faults", name, begins)], words


def _spoken(exercise: Exercise) -> Iterator[tuple[list[FilePath], str]]:
    """Yield the lines with more words than somebody who moves can take in."""
    for where, text in _texts(exercise):
        for language in LANGUAGES:
            words = len(text.in_language(language).split())
            if words > MOST_WORDS_SPOKEN:
                yield (
                    [(*where, language)],
                    f"at most {MOST_WORDS_SPOKEN} words, because it is spoken, not {words}",
                )


def _texts(exercise: Exercise) -> Iterator[tuple[FilePath, Text]]:
    for name, fault in exercise.faults.items():
        yield ("faults", name, "say"), fault.say
        if fault.why_not_counted is not None:
            yield ("faults", name, "not_counted"), fault.why_not_counted
    for kind, known in (("checks", exercise.checks), ("postures", exercise.postures)):
        yield from ((((kind, name, "say"), each.say)) for name, each in known.items())
