"""Fixtures of the tests on the records: a new data folder, and a judged recording."""

from pathlib import Path

import pytest

from stabiel.store import DataFolder
from tests.records import Frames, judged_frames


@pytest.fixture(scope="session")
def bridges() -> Frames:
    return judged_frames([175, 152, 175])


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")
