"""Puts the icon where a system looks for it, and removes it. In: a home. Out: the paths."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from stabiel import __version__
from stabiel.desktop.shortcut import contents, icon
from stabiel.desktop.shortcut.contents import IDENTIFIER, NAME
from stabiel.errors import OutputError, UsageError

Run = Callable[[Sequence[str]], str]
_MODULE = "stabiel.commands.windowless"
# Anybody may see an icon; only the records are private.
_FILE, _PROGRAM, _FOLDER = 0o644, 0o755, 0o755
_POWERSHELL_S = 60.0
_ICON_PX = 256


@dataclass(frozen=True, slots=True)
class Shortcut:
    """The icon of stabiel on one computer.

    Attributes:
        platform: as `sys.platform`.
        home: the folder of the user.
        environment: the variables of this process.
        command: what the icon starts.
        files: the folder for files that belong to the icon, on Windows.
        run: runs a program and returns what it prints.
    """

    platform: str
    home: Path
    environment: Mapping[str, str]
    command: Sequence[str]
    files: Path
    run: Run

    def install(self, *, autostart: bool) -> list[Path]:
        """Make the icon, and return the paths of what was made.

        Args:
            autostart: whether stabiel also starts when the user logs in. Without it, an earlier
                autostart is removed.

        Raises:
            OutputError: something cannot be written.
        """
        self.remove()
        try:
            return self._made(autostart=autostart)
        except OSError as error:
            place = error.filename or self.home
            raise OutputError(
                f"{place}: the icon cannot be put here ({error.strerror or error}); "
                "start stabiel with: stabiel app."
            ) from error

    def remove(self) -> list[Path]:
        """Remove the icon and the autostart, and return the paths of what was removed.

        Raises:
            OutputError: something cannot be removed.
        """
        removed = []
        try:
            if self.platform == "win32":
                removed += self._by_powershell(contents.windows_remove())
            for path in self._places():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.exists() or path.is_symlink():
                    path.unlink()
                else:
                    continue
                removed.append(path)
        except OSError as error:
            raise OutputError(
                f"{error.filename or self.home}: this cannot be removed ({error.strerror or error})"
                "; remove it by hand."
            ) from error
        self._refresh()
        return removed

    def _made(self, *, autostart: bool) -> list[Path]:
        if self.platform == "win32":
            picture = self._write(self.files / f"{NAME}.ico", icon.ico())
            script = contents.windows_install(self.command, picture, autostart=autostart)
            return [picture, *self._by_powershell(script)]
        if self.platform == "darwin":
            return self._made_on_mac(autostart=autostart)
        entry_path, start_path, svg_path, png_path = self._places()
        self._write(svg_path, icon.svg())
        self._write(png_path, icon.png(_ICON_PX))
        entry = contents.desktop_entry(self.command, svg_path).encode()
        made = [self._write(entry_path, entry), svg_path, png_path]
        if autostart:
            made.append(self._write(start_path, entry))
        self._refresh()
        return made

    def _made_on_mac(self, *, autostart: bool) -> list[Path]:
        app, agent = self._places()
        for name, content in contents.mac_app(self.command, icon.icns(), __version__).items():
            is_program = name.startswith("Contents/MacOS/")
            self._write(app / name, content, _PROGRAM if is_program else _FILE)
        made = [app]
        if autostart:
            made.append(self._write(agent, contents.mac_autostart(self.command)))
        return made

    def _places(self) -> list[Path]:
        """Return the paths of all that belongs to the icon, without what PowerShell places."""
        if self.platform == "win32":
            return [self.files / f"{NAME}.ico"]
        if self.platform == "darwin":
            agents = self.home / "Library" / "LaunchAgents"
            return [self.home / "Applications" / f"{NAME}.app", agents / f"{IDENTIFIER}.plist"]
        data = self._xdg("XDG_DATA_HOME", ".local/share")
        config = self._xdg("XDG_CONFIG_HOME", ".config")
        icons = data / "icons" / "hicolor"
        return [
            data / "applications" / f"{NAME}.desktop",
            config / "autostart" / f"{NAME}.desktop",
            icons / "scalable" / "apps" / f"{NAME}.svg",
            icons / f"{_ICON_PX}x{_ICON_PX}" / "apps" / f"{NAME}.png",
        ]

    def _xdg(self, variable: str, default: str) -> Path:
        """Return a folder of the XDG base directories; a relative one is ignored, as they say."""
        given = Path(self.environment.get(variable, ""))
        return given if given.is_absolute() else self.home / default

    def _write(self, path: Path, content: bytes, mode: int = _FILE) -> Path:
        missing = [each for each in path.parents if not each.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in missing:  # the command's own mask is for health data
            folder.chmod(_FOLDER)
        path.write_bytes(content)
        path.chmod(mode)
        return path

    def _by_powershell(self, script: str) -> list[Path]:
        printed = self.run(contents.powershell(script))
        return [Path(line.strip()) for line in printed.splitlines() if line.strip()]

    def _refresh(self) -> None:
        """Tell a Linux desktop that its menu changed, if it has to be told."""
        if self.platform not in ("win32", "darwin"):
            with suppress(OutputError):
                folder = self._xdg("XDG_DATA_HOME", ".local/share") / "applications"
                if folder.is_dir():
                    self.run(["update-desktop-database", str(folder)])


def here() -> Shortcut:
    """Return the icon of this computer.

    Raises:
        UsageError: this system has no place for it.
    """
    if not (sys.platform in ("win32", "darwin") or sys.platform.startswith("linux")):
        raise UsageError(f"No icon is known for this system ({sys.platform}); use: stabiel app.")
    return Shortcut(
        platform=sys.platform,
        home=Path.home(),
        environment=os.environ,
        command=command_of(sys.platform, Path(sys.executable), frozen=hasattr(sys, "frozen")),
        files=user_data_path("stabiel-icon", appauthor=False),
        run=_run,
    )


def command_of(platform: str, executable: Path, *, frozen: bool) -> list[str]:
    """Return the command that starts the app without a terminal.

    Args:
        platform: as `sys.platform`.
        executable: the running program: a Python, or that of a bundle.
        frozen: whether it is that of a bundle.
    """
    if frozen:
        name = "stabielw.exe" if platform == "win32" else executable.name
        return [str(executable.with_name(name))]
    # On Windows `python` opens a terminal, and `pythonw` does not.
    python = executable.with_name("pythonw.exe") if platform == "win32" else executable
    return [str(python), "-m", _MODULE]


def _run(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_POWERSHELL_S,
            # No terminal flashes up on Windows; the flag exists only there.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OutputError(f"{command[0]}: this cannot be run ({error}).") from error
    if done.returncode:
        why = done.stderr.strip().splitlines()
        raise OutputError(f"{command[0]}: it failed ({why[0] if why else done.returncode}).")
    return done.stdout
