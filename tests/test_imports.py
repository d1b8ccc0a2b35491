"""The packages import in one direction only, and no file or class grows beyond what one can read.

The table of floors is the one in `docs/architecture.md`: a package may import those on floors
above it in the table and no other. Imports inside functions and under `TYPE_CHECKING` count too.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "stabiel"
FLOORS = (
    ("anatomy", "errors", "geometry", "wording"),
    ("system", "video"),
    ("pose",),
    ("body",),
    ("exercises",),
    ("coach",),
    ("drawing", "session"),
    ("store", "tuning"),
    ("export", "report"),
    ("analysis", "trainer"),
    ("batch", "devices"),
    ("doctor",),
    ("desktop", "web"),
    ("commands",),
)
FLOOR = {package: number for number, floor in enumerate(FLOORS) for package in floor}
# The command line is one box: the commands, their parser and `python -m stabiel`.
SAME_BOX = {"cli": "commands", "__main__": "commands", "api": "__init__"}
# The public face stands before the house: it may use all packages, and they may not use it.
FACE = "__init__"
ONLY_OF_FACE = {"__version__"}

MOST_MODULES, MOST_LINES, MOST_METHODS = 8, 350, 25
MOST_LEVELS, MOST_ARROWS = 14, 180
# Folders of tests that test something outside `src/stabiel`, or all of it.
TOOLS = {"benchmarks", "fuzz", "samples"}

MODULES = {
    ".".join(("stabiel", *path.relative_to(SOURCE).with_suffix("").parts)): path
    for path in sorted(SOURCE.rglob("*.py"))
}
MODULES = {name.removesuffix(f".{FACE}"): path for name, path in MODULES.items()}


@cache
def tree_of(module: str) -> ast.Module:
    """Return the source of a module as a tree; read once, and not while tests are collected."""
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def box_of(module: str) -> str:
    """Return the package of a module, or the module itself if it stands beside the packages."""
    name = [*module.split("."), FACE][1]
    return SAME_BOX.get(name, name)


def imported(module: str) -> Iterator[tuple[int, str]]:
    """Yield the line and dotted name of all that a module imports from stabiel."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: import by the full name"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def arrows() -> dict[tuple[str, str], list[str]]:
    """Return the imports between boxes, each with the places where it is made."""
    found = defaultdict(list)
    for module in MODULES:
        for line, name in imported(module):
            target = box_of(name) if f"stabiel.{box_of(name)}" in KNOWN else FACE
            if name.split(".")[0] == "stabiel" and target != box_of(module):
                found[box_of(module), target].append(f"{module}:{line} imports {name}")
    return found


KNOWN = {f"stabiel.{box_of(module)}" for module in MODULES}


def test_every_package_stands_on_a_floor():
    assert {box_of(module) for module in MODULES} - {FACE} == set(FLOOR)


def test_a_package_imports_only_from_floors_before_its_own():
    wrong = [
        place
        for (package, target), places in arrows().items()
        if FACE not in (package, target) and FLOOR[target] >= FLOOR[package]
        for place in places
    ]

    assert not wrong, "\n".join(wrong)


def test_the_packages_take_only_the_version_from_the_public_face():
    wrong = [
        place
        for (_, target), places in arrows().items()
        if target == FACE
        for place in places
        if place.rpartition(".")[2] not in ONLY_OF_FACE
    ]

    assert not wrong, "\n".join(wrong)


def test_the_house_has_few_levels_and_arrows():
    inner = [pair for pair in arrows() if FACE not in pair]
    levels: dict[str, int] = {}
    for package in sorted(FLOOR, key=lambda name: FLOOR[name]):
        below = [levels[target] for source, target in inner if source == package]
        levels[package] = 1 + max(below, default=0)

    assert max(levels.values()) <= MOST_LEVELS
    assert len(inner) < MOST_ARROWS


def test_the_table_of_the_documentation_is_this_one():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "floor" not in line]
    floors = [[name.strip("` ") for name in row.split("|")[2].split(",")] for row in rows]

    for floor in FLOORS:
        assert sorted(floor) in [sorted(names) for names in floors]


def test_few_modules_stand_beside_the_packages():
    assert len(list(SOURCE.glob("*.py"))) <= MOST_MODULES


@pytest.mark.parametrize("module", MODULES)
def test_a_file_and_its_classes_are_short_enough_to_read(module: str):
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    methods = {
        node.name: sum(
            isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in node.body
        )
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.ClassDef)
    }

    assert lines <= MOST_LINES
    assert max(methods.values(), default=0) <= MOST_METHODS, methods


def test_the_tests_mirror_the_packages():
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    folders = {path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py"))}

    assert folders - packages <= TOOLS
