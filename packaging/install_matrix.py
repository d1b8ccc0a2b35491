"""Installs the wheel as users do, on each Python that is here. In: a checkout. Out: a table.

Each Python gets an empty environment, by `uv tool install` and by `pipx install`, and the installed
program has to answer: its version, its exercises, the quick questions of the doctor, and a page of
the app. It asks the package index and takes minutes, so it is not part of the tests.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bundle import wheel

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
LINK = re.compile(r"http://\S+")


def main() -> int:
    """Print a row for each Python and tool; the exit code is 1 if one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help="a wheel that was built before")
    parser.add_argument("--tools", nargs="+", default=["uv", "pipx"], choices=["uv", "pipx"])
    given = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        built = (given.wheel or wheel(Path(scratch) / "wheel")).resolve()
        for version in PYTHONS:
            python = python_of(version)
            if python is None:
                print(f"{version:6} not on this computer", flush=True)
                continue
            for tool in given.tools:
                began_s = time.monotonic()
                try:
                    said = tried(tool, python, built, Path(scratch) / f"{tool}-{version}")
                except (subprocess.CalledProcessError, OSError, ValueError) as error:
                    failed, said = True, f"FAILED: {error}"
                print(f"{version:6} {tool:5} {time.monotonic() - began_s:4.0f} s  {said}")
                sys.stdout.flush()
    return int(failed)


def python_of(version: str) -> str | None:
    """Return the path of a Python of this version, None if there is none."""
    own = [*Path.home().glob(f".pyenv/versions/{version}.*/bin/python"), f"python{version}"]
    for each in own:
        found = shutil.which(str(each))
        if found is not None and version in _out([found, "--version"]):
            return found
    return None


def tried(tool: str, python: str, built: Path, folder: Path) -> str:
    """Install the wheel with a tool, use it, and return what it answered."""
    env = os.environ | {
        "UV_TOOL_DIR": str(folder / "tools"),
        "UV_TOOL_BIN_DIR": str(folder / "bin"),
        "PIPX_HOME": str(folder / "pipx"),
        "PIPX_BIN_DIR": str(folder / "bin"),
        "XDG_DATA_HOME": str(folder / "data"),
        "HOME": str(folder),
    }
    env.pop("PYTHONPATH", None)
    folder.mkdir(parents=True)
    command = {
        "uv": ["uv", "tool", "install", "--quiet", "--python", python, str(built)],
        "pipx": ["pipx", "install", "--quiet", "--python", python, str(built)],
    }[tool]
    _out(command, env)
    stabiel = str(folder / "bin" / "stabiel")
    version = _out([stabiel, "--version"], env).strip()
    exercises = len(_out([stabiel, "exercises", "list"], env).splitlines())
    doctor = subprocess.run(
        [stabiel, "doctor", "--quick", "--json"],
        env=env, capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    findings = {each["topic"]: each["health"] for each in json.loads(doctor.stdout)}
    if findings["versions"] != "fine" or findings["files"] != "fine":
        raise ValueError(f"the doctor says {findings}")
    title = next(_title_of_app(stabiel, env))
    shutil.rmtree(folder, ignore_errors=True)
    return f"{version}, {exercises} exercises, versions and files fine, page {title!r}"


def _title_of_app(stabiel: str, env: dict[str, str]) -> Iterator[str]:
    with subprocess.Popen(
        [stabiel, "app", "--no-browser", "--port", "0"], env=env, stdout=subprocess.PIPE, text=True
    ) as app:
        try:
            assert app.stdout is not None
            link = next(found for line in app.stdout if (found := LINK.search(line)))[0]
            # The link leaves a cookie, which the page behind it asks for.
            browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with browser.open(link, timeout=30) as answer:
                found = re.search(r"<title>(.*?)</title>", answer.read().decode())
            if found is None:
                raise ValueError("the app has no page")
            yield found[1]
        finally:
            app.terminate()
            app.communicate(timeout=30)


def _out(command: list[str], env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
