"""`import stabiel` offers these names, documented and typed, and imports nothing heavy for them."""

import importlib
import inspect
import re
import subprocess
import sys

import pytest

import stabiel
from stabiel import api

NAMES = [
    "Angles",
    "CameraError",
    "Exercise",
    "ExerciseBook",
    "ExerciseError",
    "OutputError",
    "ResourceError",
    "Session",
    "StabielError",
    "StoreError",
    "UsageError",
    "VideoError",
    "__version__",
    "analyze",
    "load_exercises",
    "load_session",
]


def test_the_public_names_are_these() -> None:
    assert stabiel.__all__ == NAMES
    assert set(NAMES) <= set(dir(stabiel))
    assert set(stabiel._HOMES) == set(NAMES) - {"__version__"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"__version__"}))
def test_every_public_name_can_be_imported_and_is_documented(name: str) -> None:
    found = getattr(importlib.import_module("stabiel"), name)

    assert found.__name__ == name
    assert len(inspect.getdoc(found)) > 20
    # A dataclass without a docstring gets its signature as one.
    assert not inspect.getdoc(found).startswith(f"{name}(")


def test_every_public_function_and_method_is_typed() -> None:
    methods = [stabiel.Session.to_frame, stabiel.Session.angles, stabiel.Angles.to_frame]
    for function in [api.analyze, api.load_session, api.load_exercises, *methods]:
        given = inspect.signature(function)
        assert given.return_annotation is not inspect.Signature.empty
        for name, parameter in given.parameters.items():
            assert name == "self" or parameter.annotation is not inspect.Parameter.empty


def test_every_argument_of_a_public_function_is_explained() -> None:
    for function in (api.analyze, api.load_session, api.load_exercises):
        for name in inspect.signature(function).parameters:
            assert re.search(rf"^ +{name}: ", function.__doc__, re.MULTILINE), name


def test_every_error_is_a_stabiel_error() -> None:
    errors = [name for name in NAMES if name.endswith("Error")]

    assert len(errors) == 8
    for name in errors:
        assert issubclass(getattr(stabiel, name), stabiel.StabielError)


def test_a_name_that_does_not_exist() -> None:
    with pytest.raises(AttributeError, match=r"module 'stabiel' has no attribute 'analyse'"):
        _ = stabiel.analyse  # type: ignore[attr-defined]


LIGHT = """
import sys
before = set(sys.modules)
import stabiel
print(*sorted(name for name in set(sys.modules) - before if name.startswith("stabiel")))
print(*(name for name in ("numpy", "pydantic", "yaml") if name in sys.modules))
for name in stabiel.__all__:
    getattr(stabiel, name)
stabiel.load_exercises()
print(*(name for name in ("av", "cv2", "mediapipe", "pandas") if name in sys.modules))
"""


def test_importing_it_imports_nothing_else_and_no_decoder_before_a_video_is_analyzed() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["stabiel", "", ""]
