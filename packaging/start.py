"""Where the bundle starts. In: arguments. Out: the command `stabiel`, or one of its own processes.

stabiel starts some of its parts in processes of their own, as `python -m MODULE`. In a bundle there
is no Python to start, so the bundle's own program takes those words too. Without any words it is
the app, as it is for somebody who clicks on the icon.
"""

import multiprocessing
import runpy
import sys

# What may be started in a process of its own; nothing else of the bundle runs as a program.
OWN_PROCESSES = frozenset({"stabiel.devices.speaker", "stabiel.desktop.window_program"})


def main() -> int:
    """Run what the arguments ask for; return the exit code."""
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"] and sys.argv[2:3] and sys.argv[2] in OWN_PROCESSES:
        module = sys.argv[2]
        sys.argv = sys.argv[2:]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return 0
    from stabiel.commands.windowless import start_from_icon  # noqa: PLC0415 - after freeze_support

    if not sys.argv[1:]:
        return start_from_icon()
    from stabiel.cli import main as command  # noqa: PLC0415 - the same

    return command()


if __name__ == "__main__":
    sys.exit(main())
