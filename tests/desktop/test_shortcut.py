"""The icon: its files for all three systems, and what is installed and removed on each."""

import base64
import configparser
import io
import plistlib
import re
import shlex
import stat
import struct
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import cv2
import numpy as np
import pytest

from stabiel.desktop.shortcut import Shortcut, contents, icon
from stabiel.desktop.shortcut.install import command_of
from stabiel.errors import OutputError

HARD = 'Jan\'s map/één $5 `x` "y" 100%/stabiel'
COMMAND = ["/home/anna/.local/bin/python", "-m", "stabiel.commands.windowless"]


def entry_of(text):
    parser = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str
    parser.read_file(io.StringIO(text))
    return parser["Desktop Entry"]


def exec_words(value):
    """Return what a desktop runs for `Exec`: the escapes of a value, then the quotes."""
    unescaped = re.sub(r"\\(.)", r"\1", value)
    words = re.findall(r'"((?:\\.|[^"\\])*)"', unescaped)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


def test_a_desktop_entry_runs_the_command_whatever_its_folder_is_called():
    command = [f"/home/anna/{HARD}", "-m", "C:\\x"]

    entry = entry_of(contents.desktop_entry(command, PurePosixPath("/icons/stabiel.svg")))

    assert exec_words(entry["Exec"]) == command
    assert entry["Terminal"] == "false"
    assert entry["Icon"] == "/icons/stabiel.svg"
    assert entry["Comment[nl]"] != entry["Comment"]


def test_the_script_of_windows_names_no_terminal_and_survives_any_folder():
    program = PureWindowsPath("C:/Users/Zoë d'Arc/py thon/pythonw.exe")

    script = contents.windows_install(
        [str(program), "-m", "stabiel.commands.windowless"],
        PureWindowsPath("C:/icons/stabiel.ico"),
        autostart=True,
    )

    assert "$link.TargetPath = 'C:\\Users\\Zoë d''Arc\\py thon\\pythonw.exe'" in script
    assert "$link.Arguments = '-m stabiel.commands.windowless'" in script
    places = re.findall(r"GetFolderPath\('(\w+)'\)", script)
    assert places == ["Desktop", "Programs", "Startup"]
    assert set(re.findall(r"GetFolderPath\('(\w+)'\)", contents.windows_remove())) == set(places)
    encoded = contents.powershell(script)[-1]
    assert base64.b64decode(encoded).decode("utf-16-le").endswith(script)


def test_without_autostart_nothing_is_put_in_the_startup_folder():
    script = contents.windows_install(["w.exe"], PureWindowsPath("i.ico"), autostart=False)

    assert "Startup" not in script


@pytest.mark.parametrize("word", ["plain", "two words", 'a "quoted" word', "end\\", "space end\\"])
def test_an_argument_of_windows_reads_as_it_was(word):
    line = contents._windows_argument(word)

    assert line == subprocess.list2cmdline([word])


def test_the_application_of_a_mac_starts_the_command():
    command = [f"/Users/anna/{HARD}", "-m", "stabiel.commands.windowless"]

    app = contents.mac_app(command, b"icns", "1.2.3")

    about = plistlib.loads(app["Contents/Info.plist"])
    assert about["CFBundleExecutable"] == "stabiel"
    assert f"Contents/MacOS/{about['CFBundleExecutable']}" in app
    assert f"Contents/Resources/{about['CFBundleIconFile']}" in app
    assert "does not leave" in about["NSCameraUsageDescription"]
    shebang, line = app["Contents/MacOS/stabiel"].decode().splitlines()
    assert shebang == "#!/bin/sh"
    assert shlex.split(line) == ["exec", *command]
    agent = plistlib.loads(contents.mac_autostart(command))
    assert agent["ProgramArguments"] == command
    assert agent["RunAtLoad"]


def points_of(path):
    """Return the points of an SVG path that knows only M, h and l."""
    points, sign, left = [], "", []
    for word in re.findall(r"[Mhl]|-?[\d.]+", path):
        if word in "Mhl":
            sign = word
            continue
        left.append(float(word))
        if sign == "h":
            left.append(0.0)
        if len(left) == 2:
            from_x, from_y = (0.0, 0.0) if sign == "M" else points[-1]
            points.append((from_x + left[0], from_y + left[1]))
            left = []
    return points


def test_the_drawing_has_the_numbers_of_the_svg_file():
    svg = icon.svg().decode()

    assert points_of(re.search(r' d="([^"]+)"', svg)[1]) == list(icon.PATH)
    assert f'viewBox="0 0 {icon.UNITS} {icon.UNITS}"' in svg
    assert f'rx="{icon.CORNER}"' in svg
    assert f'stroke-width="{icon.STROKE}"' in svg
    (x, y), radius = icon.JOINT, icon.JOINT_RADIUS
    assert f'cx="{x}" cy="{y}" r="{radius}"' in svg
    for color in (icon.GREEN, icon.WHITE, icon.AMBER):
        assert "#{:02X}{:02X}{:02X}".format(*color) in svg


def test_a_picture_of_the_icon_is_green_with_clear_corners():
    picture = icon.drawn(64)

    assert picture.shape == (64, 64, 4)
    assert picture[0, 0, 3] == picture[63, 63, 3] == 0
    assert tuple(picture[32, 2]) == (*icon.GREEN, 255)
    assert tuple(picture[26, 38]) == (*icon.AMBER, 255)
    assert tuple(picture[46, 17]) == (*icon.WHITE, 255)


def pictures_of_ico(content):
    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind) == (0, 1)
    for number in range(count):
        side, *_, length, at = struct.unpack_from("<BBBBHHII", content, 6 + 16 * number)
        yield side or 256, content[at : at + length]


def pictures_of_icns(content):
    assert content[:4] == b"icns"
    assert struct.unpack_from(">I", content, 4)[0] == len(content)
    at = 8
    while at < len(content):
        kind, length = struct.unpack_from(">4sI", content, at)
        yield icon._ICNS_TYPES[kind.decode()], content[at + 8 : at + length]
        at += length


@pytest.mark.parametrize(
    ("pictures", "sizes"),
    [
        (lambda: pictures_of_ico(icon.ico()), [16, 32, 48, 256]),
        (lambda: pictures_of_icns(icon.icns()), [128, 256, 512, 1024]),
    ],
    ids=["ico", "icns"],
)
def test_an_icon_file_holds_a_picture_of_each_size(pictures, sizes):
    found = list(pictures())

    assert [size for size, _ in found] == sizes
    for size, content in found:
        assert content.startswith(b"\x89PNG")
        read = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
        assert read.shape == (size, size, 4)


def shortcut(platform, home, run=lambda command: "", **environment):
    return Shortcut(platform, home, environment, COMMAND, home / "files", run)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_on_linux_the_icon_is_made_where_xdg_says_and_removed_whole(tmp_path):
    home = tmp_path / "één"
    linux = shortcut("linux", home, XDG_CONFIG_HOME=str(tmp_path / "config"), XDG_DATA_HOME="rel")

    made = linux.install(autostart=True)

    entry = home / ".local" / "share" / "applications" / "stabiel.desktop"
    start = tmp_path / "config" / "autostart" / "stabiel.desktop"
    assert {entry, start} <= set(made)
    assert exec_words(entry_of(entry.read_text("utf-8"))["Exec"]) == COMMAND
    assert Path(entry_of(entry.read_text("utf-8"))["Icon"]).read_bytes() == icon.svg()
    assert all(path.is_file() for path in made)
    assert stat.S_IMODE(entry.stat().st_mode) == 0o644
    assert set(linux.remove()) == set(made)
    assert [path for path in tmp_path.rglob("*") if not path.is_dir()] == []
    assert linux.remove() == []


def test_installing_without_autostart_ends_an_earlier_one(tmp_path):
    linux = shortcut("linux", tmp_path)
    linux.install(autostart=True)

    linux.install(autostart=False)

    assert [each.parent.name for each in tmp_path.rglob("*.desktop")] == ["applications"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_on_a_mac_the_application_can_be_run(tmp_path):
    mac = shortcut("darwin", tmp_path)

    app, agent = mac.install(autostart=True)

    program = app / "Contents" / "MacOS" / "stabiel"
    assert stat.S_IMODE(program.stat().st_mode) == 0o755
    assert app == tmp_path / "Applications" / "stabiel.app"
    assert agent.parent == tmp_path / "Library" / "LaunchAgents"
    assert mac.remove() == [app, agent]
    assert not app.exists()


def test_on_windows_powershell_makes_the_shortcuts_and_says_where(tmp_path):
    scripts = []

    def run(command):
        scripts.append(base64.b64decode(command[-1]).decode("utf-16-le"))
        return "" if "Remove-Item" in scripts[-1] else "C:\\Desktop\\stabiel.lnk\r\n"

    windows = shortcut("win32", tmp_path, run)

    made = windows.install(autostart=False)

    assert [str(each) for each in made[1:]] == ["C:\\Desktop\\stabiel.lnk"]
    assert made[0].read_bytes()[:4] == b"\x00\x00\x01\x00"
    assert ["Remove-Item" in each for each in scripts] == [True, False]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / ".local").write_text("a file, where a folder should be")

    with pytest.raises(OutputError, match=r"the icon cannot be put here .*start stabiel with"):
        shortcut("linux", tmp_path).install(autostart=False)


@pytest.mark.parametrize(
    ("platform", "executable", "frozen", "command"),
    [
        ("linux", "/opt/v/bin/python3", False, ["/opt/v/bin/python3", "-m"]),
        ("win32", "/v/Scripts/python.exe", False, ["/v/Scripts/pythonw.exe", "-m"]),
        ("win32", "/p/stabiel.exe", True, ["/p/stabielw.exe"]),
        ("darwin", "/a/stabiel", True, ["/a/stabiel"]),
    ],
)
def test_the_icon_starts_a_program_without_a_terminal(platform, executable, frozen, command):
    found = command_of(platform, Path(executable), frozen=frozen)

    assert [Path(found[0]).as_posix(), *found[1:2]] == command
