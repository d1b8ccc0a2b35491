"""Builds the bundle: a folder with stabiel and its own Python. In: a checkout. Out: `out/bundle`.

It builds the wheel, installs it with PyInstaller into an environment of its own, and runs
PyInstaller. The bundle is for the system on which it is built. Only this script asks the internet,
for the packages; the bundle asks nothing.
"""

import argparse
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# The window of `stabiel live` needs the Qt in the other OpenCV, which takes 200 MB more. The bundle
# is for the app, which shows itself in the browser.
WITHOUT_WINDOWS = "opencv-python-headless>=5"
WITH_WINDOWS = ("opencv-contrib-python", "opencv-python")
PYINSTALLER = "pyinstaller>=6.10,<7"


def main() -> int:
    """Build the bundle and print where it is, and its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "bundle")
    parser.add_argument("--wheel", type=Path, help="a wheel that was built before")
    given = parser.parse_args()
    out: Path = given.out.resolve()
    work = out.parent / "bundle-work"
    python = environment(work / "env", given.wheel or wheel(work / "wheel"))
    run(python, "-m", "stabiel", "desktop", "icons", "--out", ROOT / "out" / "icons")
    run(
        python, "-m", "PyInstaller", ROOT / "packaging" / "stabiel.spec", "--noconfirm",
        "--log-level", "WARN", "--distpath", out, "--workpath", work / "pyinstaller",
    )  # fmt: skip
    folder = out / "stabiel"
    without_symbols(folder)
    shutil.copy2(ROOT / "LICENSE", folder)
    print(f"{folder}: {size_mb(folder):.0f} MB")
    for name, mb in largest(folder / "_internal"):
        print(f"  {mb:5.0f} MB  {name}")
    return 0


def wheel(folder: Path) -> Path:
    """Build the wheel of this checkout and return its path."""
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT)
    (built,) = folder.glob("stabiel-*.whl")
    return built


def environment(folder: Path, built: Path) -> Path:
    """Make an environment with the wheel and PyInstaller; return its Python."""
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = (python, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "install", built, PYINSTALLER)
    run(*pip, "uninstall", "--yes", *WITH_WINDOWS)
    run(*pip, "install", WITHOUT_WINDOWS)
    return python


def without_symbols(folder: Path) -> None:
    """Take the symbols for debuggers out of Python's own library, on Linux: 16 of 22 MB.

    Libraries that come in wheels were patched when those were built, and `strip` can damage them.
    """
    strip = shutil.which("strip")
    if sys.platform == "linux" and strip is not None:
        for library in (folder / "_internal").glob("libpython3*.so*"):
            run(strip, "--strip-unneeded", library)


def run(*command: object) -> None:
    """Run a program; stop with its exit code if it fails."""
    done = subprocess.run([str(each) for each in command], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def size_mb(path: Path) -> float:
    """Return the size of a file or of all files in a folder, in MB, without links."""
    files = path.rglob("*") if path.is_dir() else [path]
    kept = (each for each in files if each.is_file() and not each.is_symlink())
    return sum(each.stat().st_size for each in kept) / 1e6


def largest(folder: Path, most: int = 12) -> Iterator[tuple[str, float]]:
    """Yield the largest parts of the bundle with their sizes, in MB."""
    sizes = {each.name: size_mb(each) for each in folder.iterdir()}
    yield from sorted(sizes.items(), key=lambda part: -part[1])[:most]


if __name__ == "__main__":
    sys.exit(main())
