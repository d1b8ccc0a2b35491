"""Numbers, units and times as people read them. In: values and a language. Out: text.

Dutch has a decimal comma, English a decimal point. A length is in centimeters. This is for what a
person reads or hears; exports and JSON never use it.
"""

from stabiel.wording import catalogue
from stabiel.wording.language import Language

NOTHING = "–"
# Shoulder to hip is 0.288 of somebody's height (shoulder at 0.818, hip at 0.530: Drillis and
# Contini 1966, in Winter, "Biomechanics and Motor Control of Human Movement"): 45 cm at 1.55 m and
# 55 cm at 1.90 m, so lengths in cm are right to a tenth.
TORSO_CM = 50.0


def clock(time_s: float) -> str:
    """Return minutes and seconds, as 0:07."""
    return f"{int(time_s) // 60}:{int(time_s) % 60:02d}"


def number(value: float, digits: int, language: Language) -> str:
    """Return a number with a fixed count of decimals, with the decimal sign of the language."""
    return _with_decimal_sign(f"{value:.{digits}f}", language)


def short_number(value: float, language: Language) -> str:
    """Return a number with as many decimals as it needs and no more: 30, 1.5."""
    return _with_decimal_sign(f"{value:g}", language)


def with_unit(name: str, value: float | None, language: Language) -> str:
    """Return a value with its unit, or a dash if there is no value.

    Args:
        name: of the measure or metric. Its ending names the unit: `_deg`, `_tl`, else seconds.
        value: in that unit. Torso lengths are shown in centimeters, of a torso of average length.
        language: of the reader.
    """
    if value is None:
        return NOTHING
    if name.endswith("_deg"):
        return f"{number(value, 0, language)}°"
    if name.endswith("_tl"):
        return f"{number(TORSO_CM * value, 0, language)} cm"
    return f"{number(value, 1, language)} s"


def plural(group: str, key: str, count: float, language: Language, /, **values: object) -> str:
    """Return a text of the catalogue in the singular or the plural.

    Args:
        group: the catalogue's group.
        key: of the plural. Its singular has the same key with `_one` after it.
        count: how many there are, as the reader sees it: 1 takes the singular, 0 the plural.
        language: of the reader.
        values: fill the text's `{name}` places.

    Raises:
        KeyError: one of the two texts does not exist.
    """
    return catalogue.text(group, f"{key}_one" if count == 1 else key, language, **values)


def _with_decimal_sign(digits: str, language: Language) -> str:
    return digits.replace(".", ",") if language == "nl" else digits
