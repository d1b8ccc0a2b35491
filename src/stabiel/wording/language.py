"""The two languages, and a text in both. In: nothing. Out: plain values."""

from typing import Annotated, Literal
from unicodedata import category

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, Language] = ("nl", "en")

# They turn the direction of text around, so that a line could read as a different one.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Control characters, halves of characters, and the ends of lines and paragraphs.
_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})


def _plain(words: str) -> str:
    """Refuse what moves the cursor of a terminal or hides a part of the text."""
    # Some texts are written over several lines.
    if any(each in _TURNING or (category(each) in _CONTROL and each != "\n") for each in words):
        raise ValueError("a text without control characters")
    if not words.strip():
        raise ValueError("a text that is not empty")
    return words


Phrase = Annotated[str, Field(min_length=1, max_length=400), AfterValidator(_plain)]


class Text(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    nl: Phrase
    en: Phrase

    def in_language(self, language: Language) -> str:
        """Return the text in one language."""
        return self.nl if language == "nl" else self.en
