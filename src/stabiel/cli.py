"""The command `stabiel`. In: arguments. Out: an exit code, and one sentence if it fails.

Exit codes: 0 success; 1 the doctor found something; 2 wrong use; 3 the input cannot be read;
4 nobody to judge in the picture. It holds the parser alone: `stabiel.commands` has what each
command does, and imports heavy packages inside functions, so that `--help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from stabiel import __version__
from stabiel.commands import (
    analyze,
    app,
    corrections,
    days,
    desktop,
    doctor,
    exercises,
    period_report,
    persons,
    plan,
    progress,
    replay,
    review,
    sessions,
)
from stabiel.commands.common import add_actions
from stabiel.commands.live import add_live_commands
from stabiel.errors import StabielError, unknown_name
from stabiel.system.native import share_memory_between_threads, silence_native_log

INTERRUPTED_EXIT_CODE = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Without a command it prints the help and returns 2. Nothing was done, so a script that lost its
    arguments must not take that for success.
    """
    parsed = build_parser().parse_args(arguments)
    # Everything that is written, including reports and exports, is health data: only its owner may
    # read it.
    os.umask(0o077)
    share_memory_between_threads()
    if not parsed.debug:
        silence_native_log()
    try:
        code: int = parsed.run(parsed)
    except StabielError as error:
        if parsed.debug:
            raise
        print(f"stabiel: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("stabiel: stopped.", file=sys.stderr)
        return INTERRUPTED_EXIT_CODE
    return code


class Parser(argparse.ArgumentParser):
    """A parser that suggests the name that was probably meant instead of an unknown one."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        is_command = isinstance(action, argparse._SubParsersAction)
        kind = str(action.metavar).lower() if is_command else "choice"
        words = unknown_name(kind, str(value), map(str, action.choices))
        raise argparse.ArgumentError(None if is_command else action, words[0].lower() + words[1:])


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with all commands."""
    parser = Parser(
        prog="stabiel",
        description="Trainer for core-stability exercises: counts, judges and gives feedback from "
        "a camera or a video. Everything stays on this computer.",
        epilog="A training aid, not a medical device: stop if it hurts.",
    )
    parser.add_argument("--version", action="version", version=f"stabiel {__version__}")
    parser.add_argument(
        "--debug", action="store_true", help="show the traceback of an error, and the native log"
    )
    commands = add_actions(parser, title="commands", metavar="COMMAND")
    analyze.add_commands(commands)
    add_live_commands(commands)
    app.add_command(commands)
    doctor.add_command(commands)
    desktop.add_commands(commands)
    sessions.add_commands(commands)
    corrections.add_commands(commands)
    review.add_command(commands)
    replay.add_command(commands)
    progress.add_command(commands)
    days.add_command(commands)
    period_report.add_command(commands)
    exercises.add_commands(commands)
    persons.add_commands(commands)
    plan.add_commands(commands)
    return parser
