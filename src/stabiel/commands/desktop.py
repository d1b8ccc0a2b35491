"""`stabiel desktop`: an icon for the app. In: arguments. Out: files where a system wants them."""

import argparse
import json
from pathlib import Path

from stabiel.commands.common import add_actions


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `desktop`."""
    desktop = commands.add_parser("desktop", help="put an icon for the app on this computer")
    actions = add_actions(desktop)
    installing = actions.add_parser("install", help="add stabiel to the menu of this computer")
    installing.add_argument(
        "--autostart", action="store_true", help="also start it when you log in"
    )
    installing.set_defaults(run=_install)
    removing = actions.add_parser("remove", help="remove the icon and the autostart")
    removing.set_defaults(run=_remove)
    drawing = actions.add_parser("icons", help="write the icon as PNG, ICO, ICNS and SVG files")
    drawing.add_argument(
        "--out", type=Path, default=Path("icons"), metavar="DIR", help="folder (default: icons)"
    )
    drawing.set_defaults(run=_icons)
    for action in (installing, removing, drawing):
        action.add_argument("--json", action="store_true", help="print JSON")


def _install(arguments: argparse.Namespace) -> int:
    from stabiel.desktop.shortcut import here

    made = here().install(autostart=arguments.autostart)
    _print_paths("installed", made, arguments)
    if not arguments.json:
        print("Look for stabiel in the menu of your computer.")
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from stabiel.desktop.shortcut import here

    removed = here().remove()
    _print_paths("removed", removed, arguments)
    if not removed and not arguments.json:
        print("There was no icon to remove.")
    return 0


def _icons(arguments: argparse.Namespace) -> int:
    from stabiel.desktop.shortcut import icon
    from stabiel.errors import OutputError

    folder: Path = arguments.out
    pictures = {
        "stabiel.svg": icon.svg(),
        "stabiel.png": icon.png(512),
        "stabiel.ico": icon.ico(),
        "stabiel.icns": icon.icns(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in pictures.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise OutputError(
            f"{folder}: the icons cannot be written ({error.strerror}); choose another with --out."
        ) from error
    _print_paths("written", [folder / name for name in pictures], arguments)
    return 0


def _print_paths(what: str, paths: list[Path], arguments: argparse.Namespace) -> None:
    if arguments.json:
        print(json.dumps({what: [str(path.absolute()) for path in paths]}, indent=1))
        return
    for path in paths:
        print(path.absolute())
