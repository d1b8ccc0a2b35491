"""The pages' own texts in both languages. In: a language. Out: the texts by group and key."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from stabiel.wording.language import Language, Text

_GROUPS = TypeAdapter(dict[str, dict[str, Text]])


@cache
def _page_texts() -> dict[str, dict[str, Text]]:
    raw = files("stabiel").joinpath("web", "page_texts.yaml").read_text(encoding="utf-8")
    return _GROUPS.validate_python(yaml.safe_load(raw))


@cache
def page_texts(language: Language) -> dict[str, dict[str, str]]:
    """Return all texts of the pages as {group: {key: text}}; placeholders like `{name}` stay."""
    return {
        group: {key: each.in_language(language) for key, each in texts.items()}
        for group, texts in _page_texts().items()
    }
