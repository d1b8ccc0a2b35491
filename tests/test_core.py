"""The core runs on numpy, pydantic and PyYAML alone: no decoder, no window, no landmarker."""

import subprocess
import sys

BLOCKED = ("av", "cv2", "mediapipe")
CORE = ("anatomy", "body", "exercises", "coach", "session", "wording")
PROGRAM = f"""
import importlib, pkgutil, sys

for name in {BLOCKED!r}:
    sys.modules[name] = None  # importing it raises ImportError

for core in {CORE!r}:
    package = importlib.import_module("stabiel." + core)
    for module in pkgutil.walk_packages(getattr(package, "__path__", ()), package.__name__ + "."):
        importlib.import_module(module.name)
        print(module.name)

loaded = {{name.partition(".")[0] for name, module in sys.modules.items() if module}}
foreign = loaded - set(sys.stdlib_module_names)
print("foreign:", *sorted(foreign))
"""


def test_the_core_imports_without_a_decoder_a_window_or_a_landmarker():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "stabiel.coach.coach" in done.stdout
    assert "stabiel.session.pipeline" in done.stdout
    foreign = set(done.stdout.splitlines()[-1].split()[1:])
    assert not foreign & {"av", "cv2", "mediapipe", "fastapi", "rich", "jinja2"}
