"""The pose models: their checksums hold, the list is complete, and the README names each."""

import hashlib
import zipfile

import pytest

from stabiel.resources import MODEL_NAMES, model_path

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
