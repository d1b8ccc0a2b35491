"""The pose models: their checksums hold, the list is complete, and the README names each."""

import hashlib
import shutil
import zipfile

import pytest

from stabiel.errors import ResourceError
from stabiel.system import resources
from stabiel.system.resources import MODEL_NAMES, model_path

FOLDER = model_path("lite").parent
SUMS = {
    name: digest
    for digest, name in (line.split() for line in (FOLDER / "SHA256SUMS").read_text().splitlines())
}


@pytest.mark.parametrize("name", SUMS)
def test_the_checksum_holds(name):
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == SUMS[name]


def test_the_list_is_complete():
    bundles = {path.name for path in FOLDER.iterdir() if path.suffix == ".task"}

    assert set(SUMS) == bundles == {model_path(name).name for name in MODEL_NAMES}


@pytest.mark.parametrize("name", SUMS)
def test_the_readme_names_it(name):
    assert f"`{name}`" in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_the_readme_names_the_source_of_its_parts(name):
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert f"pose_landmark_{name}.tflite" in readme
    assert "Apache-2.0" in readme
    with zipfile.ZipFile(model_path(name)) as bundle:
        assert sorted(bundle.namelist()) == [
            "pose_detector.tflite",
            "pose_landmarks_detector.tflite",
        ]
        assert bundle.testzip() is None


@pytest.mark.parametrize("at", [0, 1_000_000])
def test_a_model_with_one_wrong_byte_is_named_before_it_is_loaded(tmp_path, monkeypatch, at):
    models = tmp_path / "models"
    shutil.copytree(FOLDER, models)
    path = models / "pose_landmarker_lite.task"
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    monkeypatch.setattr(resources, "_ROOTS", (tmp_path,))
    resources.model_path.cache_clear()

    with pytest.raises(
        ResourceError, match=r"pose_landmarker_lite\.task: the pose model is damaged"
    ):
        resources.model_path("lite")
    assert resources.model_path("full") == models / "pose_landmarker_full.task"
    resources.model_path.cache_clear()
