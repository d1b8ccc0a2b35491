"""The two languages, and a text in both. In: nothing. Out: plain values."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, Language] = ("nl", "en")

Phrase = Annotated[str, Field(min_length=1, max_length=400)]


class Text(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    nl: Phrase
    en: Phrase

    def in_language(self, language: Language) -> str:
        """Return the text in one language."""
        return self.nl if language == "nl" else self.en
