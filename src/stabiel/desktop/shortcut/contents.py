"""The files of an icon, for each system. In: a command and paths. Out: text and bytes.

Nothing here touches a disk, so all three systems are tested on each.
"""

import base64
import plistlib
import re
import shlex
from collections.abc import Sequence
from pathlib import PurePath

NAME = "stabiel"
IDENTIFIER = "org.stabiel.app"
COMMENT = {
    "nl": "Oefenen voor je rug, met de camera",
    "en": "Exercises for your back, with the camera",
}
CAMERA_REASON = "stabiel watches your exercises. The picture does not leave this computer."
# The places of Windows that PowerShell knows by name. A folder may have been moved elsewhere.
WINDOWS_PLACES = ("Desktop", "Programs")
WINDOWS_AUTOSTART = "Startup"
# Within quotes, these keep a meaning in the `Exec` key of a desktop entry.
_RESERVED = re.compile(r'(["`$\\])')


def desktop_entry(command: Sequence[str], icon: PurePath) -> str:
    """Return a desktop entry (freedesktop.org, version 1.5) that starts a command.

    Args:
        command: the program and its arguments.
        icon: the path of the icon.
    """
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        f"Name={NAME}",
        f"Comment={COMMENT['en']}",
        f"Comment[nl]={COMMENT['nl']}",
        f"Exec={' '.join(map(_exec_word, command))}",
        f"Icon={_escaped(str(icon))}",
        "Terminal=false",
        "StartupNotify=false",
        "Categories=Education;Sports;",
    ]
    return "\n".join(lines) + "\n"


def _exec_word(word: str) -> str:
    """Return a word of `Exec`: in quotes, without field codes, and escaped as a value."""
    quoted = _RESERVED.sub(r"\\\1", word).replace("%", "%%")
    return _escaped(f'"{quoted}"')


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def windows_install(command: Sequence[str], icon: PurePath, *, autostart: bool) -> str:
    """Return a PowerShell script that makes shortcuts and prints their paths.

    Args:
        command: the program, which must not need a terminal, and its arguments.
        icon: the path of the icon, an ICO file.
        autostart: whether it also starts with the computer.
    """
    arguments = " ".join(map(_windows_argument, command[1:]))
    places = [*WINDOWS_PLACES, *([WINDOWS_AUTOSTART] if autostart else [])]
    lines = ["$ErrorActionPreference = 'Stop'", "$shell = New-Object -ComObject WScript.Shell"]
    for place in places:
        lines += [
            _windows_path(place),
            "$link = $shell.CreateShortcut($path)",
            f"$link.TargetPath = {_windows_text(command[0])}",
            f"$link.Arguments = {_windows_text(arguments)}",
            f"$link.IconLocation = {_windows_text(str(icon))}",
            f"$link.Description = {_windows_text(COMMENT['nl'])}",
            "$link.Save()",
            "Write-Output $path",
        ]
    return "\n".join(lines) + "\n"


def windows_remove() -> str:
    """Return a PowerShell script that removes the shortcuts and prints the paths of those."""
    lines = ["$ErrorActionPreference = 'Stop'"]
    for place in (*WINDOWS_PLACES, WINDOWS_AUTOSTART):
        lines += [
            _windows_path(place),
            "if (Test-Path -LiteralPath $path) "
            "{ Remove-Item -LiteralPath $path; Write-Output $path }",
        ]
    return "\n".join(lines) + "\n"


def powershell(script: str) -> list[str]:
    """Return the command that runs a script in PowerShell, whatever letters it has."""
    # Without this, letters such as é are printed in an old encoding.
    utf8 = "[Console]::OutputEncoding = [System.Text.Encoding]::UTF8\n"
    encoded = base64.b64encode((utf8 + script).encode("utf-16-le")).decode("ascii")
    return ["powershell", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded]


def _windows_path(place: str) -> str:
    return f"$path = Join-Path ([Environment]::GetFolderPath('{place}')) '{NAME}.lnk'"


def _windows_text(text: str) -> str:
    return "'" + re.sub("(['‘’‚‛])", r"\1\1", text) + "'"


def _windows_argument(word: str) -> str:
    """Return an argument as Windows programs read it from a line."""
    if word and not re.search(r'[\s"]', word):
        return word
    escaped = re.sub(r'(\\*)"', r"\1\1\\" + '"', word)
    return '"' + re.sub(r"(\\+)$", r"\1\1", escaped) + '"'


def mac_app(command: Sequence[str], icon: bytes, version: str) -> dict[str, bytes]:
    """Return the files of an application for macOS, by their paths in its folder.

    Args:
        command: the program and its arguments.
        icon: an ICNS file.
        version: of stabiel.
    """
    about = {
        "CFBundleName": NAME,
        "CFBundleDisplayName": NAME,
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleVersion": version,
        "CFBundleShortVersionString": version,
        "CFBundlePackageType": "APPL",
        "CFBundleExecutable": NAME,
        "CFBundleIconFile": f"{NAME}.icns",
        "NSCameraUsageDescription": CAMERA_REASON,
        "NSHighResolutionCapable": True,
        # No icon in the Dock: the app shows itself in the browser.
        "LSUIElement": True,
    }
    launcher = f"#!/bin/sh\nexec {shlex.join(command)}\n"
    return {
        "Contents/Info.plist": plistlib.dumps(about),
        f"Contents/MacOS/{NAME}": launcher.encode(),
        f"Contents/Resources/{NAME}.icns": icon,
    }


def mac_autostart(command: Sequence[str]) -> bytes:
    """Return a launch agent for macOS that starts a command when the user logs in."""
    return plistlib.dumps(
        {"Label": IDENTIFIER, "ProgramArguments": list(command), "RunAtLoad": True}
    )
