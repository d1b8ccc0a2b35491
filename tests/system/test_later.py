"""Large packages that nothing uses are not imported, and are there for whoever uses them."""

import subprocess
import sys

import pytest

from stabiel.system.later import imported_later

IMPORT = """
import sys
import stabiel.pose.mediapipe
print(*{"matplotlib", "matplotlib.pyplot", "sounddevice"}.intersection(sys.modules))
from mediapipe.tasks.python.vision import drawing_utils
assert drawing_utils.plt.__name__ == "matplotlib.pyplot"
"""


@pytest.fixture
def large(tmp_path, monkeypatch):
    """A package that can be imported, with a module in it."""
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "__init__.py").write_text("SIZE = 3\n")
    (tmp_path / "large" / "inner.py").write_text("def twice(x):\n    return 2 * x\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in ("large", "large.inner"):
        sys.modules.pop(name, None)


def test_a_package_is_imported_when_something_of_it_is_used(large):
    with imported_later("large", "large.inner"):
        import large.inner as delayed
        from large import inner

        assert inner is delayed
    assert not {"large", "large.inner"} & set(sys.modules)

    assert delayed.twice(4) == 8
    assert {"large", "large.inner"} <= set(sys.modules)
    import large as found

    assert found.SIZE == 3


def test_it_can_be_used_within_the_block(large):
    with imported_later("large"):
        import large as delayed

        assert delayed.SIZE == 3
        with pytest.raises(AttributeError):
            _ = delayed.WIDTH


def test_one_that_is_there_is_left_as_it_is(large):
    import large as before

    with imported_later("large"):
        import large as within

    assert within is before is sys.modules["large"]


def test_the_landmarker_brings_no_plots_and_no_sound():
    run = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == ""
