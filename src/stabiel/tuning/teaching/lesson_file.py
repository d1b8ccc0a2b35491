"""Writes a learned exercise as a file. In: its data, and remarks on its keys. Out: YAML text."""

import textwrap
from collections.abc import Mapping
from typing import Any

import yaml

# As wide as the files that come with stabiel.
_WIDTH = 100
_INDENT = "  "
# What is under these keys stands in lines of its own.
_OPEN = frozenset({"movement", "hold", "faults", "checks", "postures"})
_OPEN_WITHIN = frozenset({"faults", "checks", "postures"})

KeyPath = tuple[str, ...]


def lesson_text(
    data: Mapping[str, Any],
    remarks: Mapping[KeyPath, str],
    *,
    head: str,
    offered: Mapping[str, Mapping[str, Any]],
    offered_head: str,
) -> str:
    """Return the text of an exercise file.

    Args:
        data: the exercise, as in a file.
        remarks: the comment above a key, by its path.
        head: the comment at the top.
        offered: faults that are written as comments, to be taken in by hand.
        offered_head: the comment above them.
    """
    lines = _comment(head, 0)
    for key, value in data.items():
        lines += _key((key,), value, remarks)
        if key == "faults" and offered:
            lines += _comment(offered_head, 1)
            for name, fault in offered.items():
                lines += [
                    f"{_INDENT}# {line.removeprefix(_INDENT)}"
                    for line in _key(("faults", name), fault, {})
                ]
    return "\n".join(lines) + "\n"


def _key(path: KeyPath, value: Any, remarks: Mapping[KeyPath, str]) -> list[str]:
    depth = len(path) - 1
    lines = [""] if depth == 0 and path[0] in _OPEN else []
    lines += _comment(remarks.get(path, ""), depth)
    begins = f"{_INDENT * depth}{path[-1]}:"
    is_open = path[0] in _OPEN if depth == 0 else depth == 1 and path[0] in _OPEN_WITHIN
    if isinstance(value, Mapping) and value and is_open:
        lines.append(begins)
        for key, inner in value.items():
            lines += _key((*path, key), inner, remarks)
        return lines
    return [*lines, f"{begins} {_flow(value)}"]


def _flow(value: Any) -> str:
    text: str = yaml.safe_dump(
        _plain(value), default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _plain(value: Any) -> Any:
    """Return numbers without a needless `.0`, as people write them."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _comment(words: str, depth: int) -> list[str]:
    begins = f"{_INDENT * depth}# "
    return [
        line
        for paragraph in words.splitlines()
        for line in textwrap.wrap(
            paragraph, _WIDTH, initial_indent=begins, subsequent_indent=begins,
            break_long_words=False, break_on_hyphens=False,
        )
        or [begins.rstrip()]
    ]  # fmt: skip
