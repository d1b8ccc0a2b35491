"""Folders with spaces, accents and long names: everything is read from them and written there."""

import shutil
import sys

import pytest

from stabiel.cli import main
from stabiel.errors import NOBODY_EXIT_CODE
from stabiel.pose.mediapipe import Landmarker
from stabiel.system import resources
from stabiel.video.frame import Frame
from tests.commands.helpers import noise
from tests.records import judged_frames, keep

# No part is longer than a file system allows (255 bytes), and the whole is over 200 letters.
PARTS = ("Mijn map (één)", "Zoë & André's oefeningen", "n" * 120, "日本語 ñ ß", "x" * 60)


@pytest.fixture
def hard(tmp_path):
    folder = tmp_path.joinpath(*PARTS)
    if sys.platform == "win32" and len(str(folder)) > 200:
        pytest.skip("Windows takes 260 letters at most, unless somebody changed that")
    folder.mkdir(parents=True)
    assert len(str(folder)) > 200
    return folder


def run(*arguments):
    return main([str(each) for each in arguments])


def test_a_model_is_loaded_from_such_a_folder(hard, monkeypatch):
    models = resources.model_path("lite").parent
    (hard / "models").mkdir()
    for name in ("pose_landmarker_lite.task", "SHA256SUMS"):
        shutil.copy(models / name, hard / "models")
    monkeypatch.setattr(resources, "_ROOTS", (hard,))
    resources.model_path.cache_clear()

    with Landmarker("lite") as landmarker:
        assert landmarker.find(Frame(noise(1), 0.0)) is None

    assert resources.model_path("lite").is_relative_to(hard)
    resources.model_path.cache_clear()


def test_a_video_is_read_and_its_results_are_written_there(hard, make_video):
    video = make_video(str(hard / "één video.mp4"), picture=noise)

    code = run(
        "analyze", video, "--exercise", "bridging", "--model", "lite", "--out", hard / "uit één",
        "--data", hard / "data",
    )  # fmt: skip

    assert code == NOBODY_EXIT_CODE
    assert [each.name for each in (hard / "uit één").iterdir()] == ["één video"]


def test_records_are_kept_shown_and_exported_there(hard):
    data = hard / "gegevens"
    keep(data, judged_frames([175]))

    for words in (
        ("sessions", "list"),
        ("review", "--no-browser"),
        ("review", "--no-browser", "--pdf"),
        ("data", "export", "--format", "xlsx", "--out", hard / "export"),
        ("data", "export", "--out", hard / "export"),
        ("doctor", "--quick"),
    ):
        assert run(*words, "--data", data) in (0, 1), words

    assert (data / "reports" / "1.pdf").exists()
    assert {"stabiel.xlsx", "movements.csv"} <= {each.name for each in (hard / "export").iterdir()}
