"""The mistakes of a file in the reader's language. In: English words. Out: words.

The command line speaks English; the pages also speak Dutch. `mistakes.yaml` has the sentences of
both, with places for what differs. A sentence that it does not have stands in a Dutch frame, so
that its key and its place are understood all the same.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from stabiel.wording.language import Language

_EXPECTED = "expected "
_PLACE = re.compile(r"\\\{(\w+)\\\}")
# A part of a sentence is a sentence itself; a few levels are enough for all there are.
_MOST_LEVELS = 4
_NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"


@dataclass(frozen=True, slots=True)
class _Sentence:
    english: re.Pattern[str]
    dutch: str
    only_inside: bool


def mistake_in_words(words: str, language: Language) -> str:
    """Return what is wrong, such as "dose.repetitions: expected a whole number", in a language.

    Args:
        words: of a `stabiel.errors.Mistake`: the key, and what was expected there.
        language: of the reader.
    """
    if language == "en":
        return words
    key, _, rest = words.partition(": ")
    key = "bestand" if key == "file" else key
    if not rest.startswith(_EXPECTED):
        # A sentence about the file itself, which has no key.
        whole = _translated(words, inside=0)
        return f"hier klopt iets niet (in het Engels: {words})" if whole is None else whole
    expected = rest.removeprefix(_EXPECTED)
    dutch = _translated(expected, inside=0)
    if dutch is None:
        return f"{key}: hier hoort iets anders (in het Engels: {expected})"
    return f"{key}: verwacht: {dutch}"


def is_known_sentence(expected: str) -> bool:
    """Return whether what was expected can be said in Dutch."""
    return _translated(expected, inside=0) is not None


def _translated(words: str, *, inside: int) -> str | None:
    if inside > _MOST_LEVELS:
        return None
    for sentence in _sentences():
        if sentence.only_inside and not inside:
            continue
        found = sentence.english.fullmatch(words)
        if found is None:
            continue
        places = found.groupdict()
        if "more" in places:
            more = _translated(places["more"], inside=inside + 1)
            if more is None:
                continue
            places["more"] = more
        return sentence.dutch.format(**places)
    return None


@cache
def _sentences() -> tuple[_Sentence, ...]:
    raw = files("stabiel.wording").joinpath("mistakes.yaml").read_text(encoding="utf-8")
    return tuple(
        _Sentence(_pattern(each["en"]), each["nl"], each.get("only_inside", False))
        for each in yaml.safe_load(raw)
    )


def _pattern(english: str) -> re.Pattern[str]:
    def place(found: re.Match[str]) -> str:
        name = found.group(1)
        return f"(?P<{name}>{_NUMBER if name == 'number' else '.+?'})"

    return re.compile(_PLACE.sub(place, re.escape(english)), re.DOTALL)
