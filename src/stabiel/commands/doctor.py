"""`stabiel doctor`: whether this computer is ready. In: arguments. Out: findings, an exit code."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from stabiel.commands.common import LANGUAGES, add_data_option, data_folder

if TYPE_CHECKING:
    from stabiel.doctor import Topic
    from stabiel.store import DataFolder
    from stabiel.system.resources import ModelName

# Something that stabiel cannot do without is wrong. Other exit codes are those of errors.
NOT_READY_EXIT_CODE = 1
_MARKS = {"fine": "✓", "mind": "!", "stop": "✗"}


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `doctor`."""
    parser = commands.add_parser(
        "doctor", help="check the camera, sound, disk, versions and speed of this computer"
    )
    parser.add_argument(
        "--quick", action="store_true", help="leave out what takes seconds: camera, voice, speed"
    )
    add_data_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="nl", help="language (default: nl)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from stabiel.doctor import (
        SLOW,
        Asked,
        Health,
        advice_on,
        examine,
        finding_json,
        headline,
    )
    from stabiel.doctor.real import this_computer
    from stabiel.wording.catalogue import text

    folder = data_folder(arguments)
    language = arguments.lang
    model, camera = chosen_in(folder)
    shows = not arguments.json and sys.stdout.isatty()

    def tell(topic: "Topic") -> None:
        # What takes seconds is named while it lasts; its finding overwrites the line.
        if shows:
            print(f"… {text('doctor', topic, language)}\033[K", end="\r", flush=True)

    found = examine(
        Asked(this_computer(), folder, language, model, camera),
        without=SLOW if arguments.quick else (),
        tell=tell,
    )
    if arguments.json:
        print(json.dumps([finding_json(each, language) for each in found], indent=1))
    else:
        for each in found:
            advice = advice_on(each, language)
            print(f"{_MARKS[each.health]} {advice.title}: {advice.words}")
            if advice.remedy is not None:
                print(f"    {text('doctor', 'do', language, remedy=advice.remedy)}")
        print(f"\n{headline(found, language)}")
    return NOT_READY_EXIT_CODE if any(each.health is Health.STOP for each in found) else 0


def chosen_in(folder: "DataFolder") -> "tuple[ModelName, str]":
    """Return the model and the camera in the settings, or the defaults if none can be read."""
    from stabiel.errors import StabielError
    from stabiel.web.settings_file import Settings, SettingsFile

    try:
        settings = SettingsFile(folder).load()
    except StabielError:
        settings = Settings()
    return settings.model, settings.camera
