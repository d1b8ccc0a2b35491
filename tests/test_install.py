"""An installation is complete: the wheel has all files of the program, and finds them anywhere."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOOK = """
from stabiel.system import resources
from stabiel.exercises.files import load_book
print(resources.__file__)
print(resources.exercises_folder())
for name in resources.MODEL_NAMES:
    print(resources.model_path(name))
print(resources.sample_path())
for name in load_book().exercises:
    print(resources.example_path(name))
"""
EXAMPLES = [f"{path.stem}-good.mp4" for path in sorted((ROOT / "exercises").glob("*.yaml"))]

pytestmark = pytest.mark.slow


def python(*arguments, path, cwd):
    """Run Python with this search path, outside the checkout; return its output."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    python("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT,
           path=[], cwd=folder)  # fmt: skip
    (built,) = folder.glob("stabiel-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A folder with only stabiel; its dependencies come from the packages of this Python."""
    folder = tmp_path_factory.mktemp("site")
    python("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, wheel,
           path=[], cwd=folder)  # fmt: skip
    return folder


def test_the_wheel_has_all_files_of_the_program(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())

    source = ROOT / "src" / "stabiel"
    code = {
        f"stabiel/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    data = {
        f"stabiel/data/{path.relative_to(ROOT).as_posix()}"
        for folder in ("exercises", "models")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert {
        "stabiel/py.typed",
        "stabiel/wording/catalogue.yaml",
        "stabiel/report/templates/report.html.j2",
    } <= code
    clips = {f"stabiel/data/samples/{name}" for name in ("bridging.mp4", *EXAMPLES)}
    assert code | data | clips == {name for name in held if name.startswith("stabiel/")}
    assert {name.split("/")[0] for name in held - code - data} == {
        "stabiel",
        wheel.name.split("-py3")[0] + ".dist-info",
    }


def test_the_wheel_names_its_license_and_its_pins(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith(".dist-info/METADATA")]
        metadata = archive.read(name).decode()
        licenses = [each for each in archive.namelist() if each.endswith("/LICENSE")]

    assert "License-Expression: Apache-2.0" in metadata
    assert "Requires-Dist: mediapipe==0.10.33" in metadata
    assert licenses


def test_pipx_installs_the_wheel_into_an_empty_environment(wheel, tmp_path):
    """Every Python and `uv tool install`: see packaging/install_matrix.py."""
    if os.environ.get("CI") != "true":
        pytest.skip("it asks the package index, which only CI does (CI=true)")
    home = {"HOME": str(tmp_path), "PIPX_HOME": str(tmp_path / "pipx")}
    programs = tmp_path / "bin"
    env = os.environ | home | {"PIPX_BIN_DIR": str(programs)}
    env.pop("PYTHONPATH", None)

    def answer(*words):
        done = subprocess.run(
            list(map(str, words)), cwd=tmp_path, env=env, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    answer(sys.executable, "-m", "pipx", "install", "--quiet", wheel)

    assert answer(programs / "stabiel", "--version").startswith("stabiel ")
    assert (programs / "stabielw").exists()
    findings = json.loads(answer(programs / "stabiel", "doctor", "--quick", "--json"))
    health = {each["topic"]: each["health"] for each in findings}
    assert (health["versions"], health["files"], health["disk"]) == ("fine", "fine", "fine")


def test_the_installed_wheel_finds_its_own_files(installed, tmp_path):
    module, *files = python("-c", LOOK, path=[installed], cwd=tmp_path).splitlines()

    assert Path(module).is_relative_to(installed)
    assert len(files) == 5 + len(EXAMPLES)
    assert all(Path(file).is_relative_to(installed / "stabiel" / "data") for file in files)


def test_the_installed_command_lists_the_exercises(installed, tmp_path):
    command = installed / "bin" / "stabiel"
    if sysconfig.get_platform().startswith("win"):
        command = command.with_suffix(".exe")
    done = subprocess.run(
        [command, "exercises", "list"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "bridging" in done.stdout.split()
    assert list(tmp_path.iterdir()) == []


def test_a_checkout_finds_the_files_in_its_root(tmp_path):
    module, *files = python("-c", LOOK, path=[ROOT / "src"], cwd=tmp_path).splitlines()

    assert Path(module) == ROOT / "src" / "stabiel" / "system" / "resources.py"
    assert [Path(file).relative_to(ROOT).as_posix() for file in files] == [
        "exercises",
        "models/pose_landmarker_lite.task",
        "models/pose_landmarker_full.task",
        "models/pose_landmarker_heavy.task",
        "samples/bridging.mp4",
        *(f"samples/{name}" for name in EXAMPLES),
    ]


def test_a_file_that_is_missing_from_the_installation_is_one_sentence(installed, tmp_path):
    sample = installed / "stabiel" / "data" / "samples" / "bridging.mp4"
    away = sample.rename(tmp_path / "away.mp4")
    done = subprocess.run(
        [sys.executable, "-m", "stabiel", "demo"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    away.rename(sample)

    assert done.returncode == 2
    assert done.stderr == (
        "stabiel: samples/bridging.mp4 is missing from this installation: install stabiel again.\n"
    )
