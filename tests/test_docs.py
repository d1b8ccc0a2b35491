"""The documentation keeps its word: links, paths, commands, options and targets exist."""

import argparse
import importlib.util
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import stabiel
from stabiel.cli import build_parser

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "stabiel"
DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = [
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "SECURITY.md",
    *sorted(DOCS.rglob("*.md")),
]
MOST_README_LINES = 150
# Words of the documentation for what the reader puts there.
STAND_FOR = {"ID": "1", "FILE": "some.yaml", "DIR": "some", "URL": "http://camera", "N": "1"}
# Made by a command, or by the reader.
NOT_COMMITTED = re.compile(r"^(out|export|clips|\.venv|\.\./shared)/|<id>|^/|^~")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """Return the anchor that the site makes of a heading."""
    plain = re.sub(r"[^\w\s-]", "", heading.replace("`", "")).strip().lower()
    return re.sub(r"[\s-]+", "-", plain)


def commands_in(page: Path) -> Iterator[str]:
    """Yield what follows `stabiel` in code blocks and in code spans."""
    text = text_of(page)
    for block in re.findall(r"```(?:sh|bat)\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            command = re.match(
                r"\s*(?:\S*[/\\])?stabiel(?: (.*))?$", line.partition(" #")[0].rstrip()
            )
            if command and command[1]:
                yield command[1]
    yield from re.findall(r"`stabiel ([^`\n]+)`", text)


def subcommands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of a parser's commands by name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """Return the options of a parser and of all its commands."""
    commands = subcommands_of(parser).values()
    return set(parser._option_string_actions).union(*map(options_of, commands))


def test_the_readme_is_for_somebody_in_a_hurry():
    assert len(text_of(README).splitlines()) <= MOST_README_LINES


@each_page
def test_links_lead_somewhere(page: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if re.match(r"https?://", target):
            continue
        path, _, fragment = target.partition("#")
        linked = page.parent / path if path else page
        assert linked.exists(), target
        if fragment:
            headings = re.findall(r"^#+ (.+)$", text_of(linked), re.MULTILINE)
            assert fragment in map(anchor, headings), target


@each_page
def test_files_that_are_named_exist(page: Path):
    named = re.findall(r"`([\w.<>~-]*/[\w./<>*-]*)`", text_of(page))
    for name in named:
        if NOT_COMMITTED.search(name):
            continue
        found = [*ROOT.glob(name.rstrip("/")), *SOURCE.glob(name.rstrip("/"))]
        assert found, name


def parser_of(words: list[str]) -> tuple[argparse.ArgumentParser, list[str]]:
    """Return the parser of a command, and the words that are left for it."""
    parser, left = build_parser(), list(words)
    while left and not left[0].startswith("-") and (commands := subcommands_of(parser)):
        name = left.pop(0)
        assert name in commands, words
        parser = commands[name]
    return parser, left


@each_page
def test_commands_that_are_named_exist(page: Path):
    """A command may be named without what it needs; what is named must be right."""
    for command in commands_in(page):
        command_alone = command.partition(" > ")[0]
        words = [STAND_FOR.get(word, word) for word in shlex.split(command_alone)]
        parser, left = parser_of(words)
        named = {word for word in left if word.startswith("--")}
        assert named <= options_of(parser), command
        if left and "--help" not in left:
            assert callable(build_parser().parse_args(words).run), command


@each_page
def test_options_that_are_named_exist(page: Path):
    """Options of other programs (make, pip, benchmarks) are named with their program."""
    known = options_of(build_parser())
    for span in re.findall(r"`(--[a-z-]+)[^`]*`", text_of(page)):
        assert span in known | OPTIONS_OF_BENCHMARKS, span


OPTIONS_OF_BENCHMARKS = {"--real", "--minutes", "--control", "--shared", "--programme"}


@each_page
def test_targets_of_make_that_are_named_exist(page: Path):
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    for named in re.findall(r"(?:`|^)make ([a-z-]+)", text_of(page), re.MULTILINE):
        assert named in targets, named


def test_every_target_of_make_is_in_its_help():
    makefile = text_of(ROOT / "Makefile")
    phony = re.search(r"^\.PHONY:((?:.*\\\n)*.*)$", makefile, re.MULTILINE)
    assert phony
    listed = set(phony[1].replace("\\\n", " ").split())
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    assert targets == listed
    for target in targets:
        assert re.search(rf"^#.*make {target}\b", makefile, re.MULTILINE), target


@each_page
def test_modules_that_are_to_be_run_exist(page: Path):
    for module in re.findall(r"python -m ((?:benchmarks|samples|tests)[\w.]*)", text_of(page)):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_every_page_is_in_the_navigation():
    config = re.sub(r"!!python\S*", "", text_of(ROOT / "mkdocs.yml"))
    navigation = yaml.safe_dump(yaml.safe_load(config)["nav"])
    for page in DOCS.rglob("*.md"):
        assert page.relative_to(DOCS).as_posix() in navigation


def test_the_hooks_and_the_workflow_are_readable():
    hooks = yaml.safe_load(text_of(ROOT / ".pre-commit-config.yaml"))
    workflow = yaml.safe_load(text_of(ROOT / ".github" / "workflows" / "ci.yml"))

    assert {hook["language"] for repo in hooks["repos"] for hook in repo["hooks"]} == {"system"}
    assert set(workflow["jobs"]) == {"linux", "others"}


def test_the_example_of_the_readme_is_one_that_a_test_runs():
    """`tests/test_examples.py` runs the docstring of the package."""
    (example,) = re.findall(r"```pycon\n(.*?)```", text_of(README), re.DOTALL)

    assert set(example.splitlines()) <= set((stabiel.__doc__ or "").splitlines())


def test_examples_in_docstrings_are_those_that_a_test_runs():
    modules = {path for path in SOURCE.rglob("*.py") if ">>> " in text_of(path)}

    assert modules <= {SOURCE / "__init__.py"}, "run them as tests/test_examples.py does"


def test_the_page_of_the_api_lists_every_public_name():
    listed = re.findall(r"^::: stabiel\.(\w+)$", text_of(DOCS / "api.md"), re.MULTILINE)

    assert sorted([*listed, "__version__"]) == sorted(stabiel.__all__)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("mkdocs") is None, reason="mkdocs is not installed")
def test_the_site_builds_without_a_warning_and_loads_nothing_from_elsewhere(tmp_path: Path):
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert built.returncode == 0, built.stderr
    assert (tmp_path / "architecture.html").is_file()
    for page in tmp_path.rglob("*.html"):
        loaded = re.findall(
            r'<(?:script|link|img|iframe)\b[^>]*(?:src|href)="(https?:[^"]+)"', text_of(page)
        )
        assert not loaded, page
