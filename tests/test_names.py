"""No name serves two public classes or type aliases, and the glossary's words exist."""

import ast
import importlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "stabiel"
GLOSSARY = ROOT / "docs" / "glossary.md"
CLASS_LIKE = re.compile(r"[A-Z][a-z]\w*|[A-Z]{2,}[a-z]\w*")


def public_names(path: Path) -> set[str]:
    """Return the classes and type aliases that a module defines at its top."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if CLASS_LIKE.fullmatch(name)}


def test_no_name_serves_two_public_classes_or_type_aliases():
    places = defaultdict(list)
    for path in sorted(SOURCE.rglob("*.py")):
        for name in public_names(path):
            places[name].append(path.relative_to(SOURCE).as_posix())
    twice = {name: found for name, found in places.items() if len(found) > 1}

    assert twice == {}


def in_the_code() -> list[str]:
    """Return the names that the glossary's last column says are in the code."""
    rows = re.findall(r"^\|.*\|(.*)\|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    return [name for cell in rows for name in re.findall(r"`(stabiel\.[\w.]+)`", cell)]


def test_the_glossary_names_the_code():
    assert len(in_the_code()) >= 20


@pytest.mark.parametrize("name", in_the_code())
def test_a_name_of_the_glossary_exists(name: str):
    module, _, attribute = name.rpartition(".")

    assert hasattr(importlib.import_module(module), attribute)
