"""The command line: quick help, usage, and the complete list of commands."""

import json
import re
import subprocess
import sys

import pytest

from stabiel import cli

HEAVY = ("cv2", "mediapipe", "numpy", "av", "pydantic", "rich", "jinja2", "yaml")
COMMANDS = (
    (), ("analyze",), ("demo",), ("exercises",),
    ("exercises", "list"), ("exercises", "show"), ("exercises", "check"),
    ("exercises", "try"), ("exercises", "teach"), ("exercises", "schema"), ("live",), ("app",),
    ("cameras",),
    ("sessions",), ("sessions", "list"), ("sessions", "show"), ("sessions", "export"),
    ("sessions", "delete"), ("sessions", "note"), ("sessions", "notes"), ("corrections",),
    ("corrections", "list"), ("corrections", "export"), ("corrections", "undo"),
    ("data",), ("data", "where"), ("data", "export"), ("data", "erase"),
    ("review",), ("replay",), ("progress",), ("persons",), ("persons", "list"),
    ("persons", "add"), ("persons", "rename"), ("persons", "remove"),
    ("plan",), ("plan", "list"), ("plan", "new"),
    ("plan", "check"), ("plan", "show"), ("plan", "import"), ("plan", "export"), ("plan", "print"),
    ("plan", "choose"), ("plan", "calendar"), ("days",), ("report",), ("sessions", "mine"),
    ("doctor",), ("desktop",), ("desktop", "install"), ("desktop", "remove"), ("desktop", "icons"),
)  # fmt: skip


# What one command imported, those after it have too: the first one that imports too much shows.
HELP = f"""
import contextlib, io, json, sys
from stabiel.cli import main
for command in json.loads(sys.argv[1]):
    said, code = io.StringIO(), None
    with contextlib.redirect_stdout(said):
        try:
            main([*command, "--help"])
        except SystemExit as stop:
            code = stop.code
    heavy = [name for name in {HEAVY} if name in sys.modules]
    print(json.dumps([command, said.getvalue(), code, heavy]))
"""


@pytest.fixture(scope="module")
def helped():
    """What each command prints as its help, its exit code, and what is heavy and imported then."""
    run = subprocess.run(
        [sys.executable, "-c", HELP, json.dumps(COMMANDS)],
        capture_output=True,
        text=True,
        check=True,
    )
    return {tuple(command): rest for command, *rest in map(json.loads, run.stdout.splitlines())}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_imports_nothing_heavy(helped, command):
    said, code, heavy = helped[command]

    assert (heavy, code) == ([], 0)
    assert said.startswith(" ".join(("usage: stabiel", *command)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(run, command):
    code, out, err = run(*command, "--help")

    assert (code, err) == (0, "")
    inner = {each[len(command)] for each in COMMANDS if each[:-1] == command and each}
    for name in inner:
        assert re.search(rf"^ +{name}\s+\w+,? \w+", out, re.MULTILINE), f"{name} has no help"


def test_the_list_of_commands_in_these_tests_is_complete():
    def walk(parser, path):
        yield path
        for action in parser._subparsers._group_actions if parser._subparsers else []:
            for name, inner in action.choices.items():
                yield from walk(inner, (*path, name))

    assert sorted(walk(cli.build_parser(), ())) == sorted(COMMANDS)


@pytest.mark.parametrize("command", [(), ("exercises",), ("analyze",), ("sing",)], ids=" ".join)
def test_wrong_use_is_code_2_with_the_usage(run, command):
    code, out, err = run(*command)

    assert (code, out) == (2, "")
    assert err.startswith("usage: stabiel")


@pytest.mark.parametrize("command", [(), ("exercises",), ("sessions",), ("data",)], ids=" ".join)
def test_a_command_without_an_action_prints_its_help(run, command):
    code, out, err = run(*command)

    assert (code, out) == (2, "")
    assert err == run(*command, "--help")[1]
