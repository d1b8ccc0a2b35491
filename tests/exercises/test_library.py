"""One place for all exercises: the program's, the user's own, and a file that is named."""

import os
import shutil
from pathlib import Path

import pytest

from stabiel.errors import ExerciseError, UsageError
from stabiel.exercises.files import load_book
from stabiel.exercises.library import exercise_in, is_file_name, read_library, with_file
from stabiel.system.resources import example_path
from tests.exercises.test_files import SMALL

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "author" / "examples"
OWN = {"bird-dog", "bridging-lower", "straight-leg-raise"}
PROGRAMME = """\
id: mine
name: {nl: Van mij, en: Mine}
exercises:
- {exercise: bird-dog, dose: {repetitions: 3}}
- {exercise: bridging, dose: {repetitions: 3}}
rest_s: 10
progression: {good_share: 0.9, sessions: 3, add: 2, up_to: 12}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES, tmp_path / "exercises")
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes" / "mine.yaml").write_text(PROGRAMME, encoding="utf-8")
    return tmp_path


def damaged(data: Path) -> dict[str, str]:
    return {
        file.path.name: "\n".join(map(str, file.mistakes))
        for file in read_library(data).own
        if file.mistakes
    }


def test_a_data_folder_that_is_not_there_adds_nothing(tmp_path):
    library = read_library(tmp_path / "nowhere")

    assert list(library.book) == list(load_book())
    assert library.own == ()


def test_own_exercises_and_programmes_stand_beside_those_of_the_program(data):
    library = read_library(data)

    assert list(library.book) == [*load_book(), *sorted(OWN)]
    assert [step.exercise for step in library.programme("mine").exercises] == [
        "bird-dog", "bridging",
    ]  # fmt: skip
    assert not any(file.mistakes for file in library.own)
    assert {name for name in library.book if not library.is_shipped(name)} == OWN


def test_a_damaged_file_stops_nothing_and_is_listed_with_its_place(data):
    path = data / "exercises" / "bird-dog.yaml"
    path.write_text(path.read_text("utf-8").replace("view: side", "view: top"), encoding="utf-8")

    library = read_library(data)

    assert set(library.book) == {*load_book(), *OWN} - {"bird-dog"}
    place = f"{path}:11:10: camera.view: expected 'side', 'front' or 'high'"
    assert damaged(data)["bird-dog.yaml"] == place
    # The programme that names it is out of use too, and says why.
    assert "exercises.0.exercise: expected one of" in damaged(data)["mine.yaml"]
    with pytest.raises(ExerciseError, match=r"camera\.view"):
        library.get("bird-dog")
    assert "mine" not in library.programmes
    assert library.get("straight-leg-raise").id == "straight-leg-raise"


def pipe(path: Path) -> None:
    os.mkfifo(path)


HOSTILE = {
    "too large": (lambda path: path.write_text(SMALL + "#" * 300_000), "at most 200000 bytes"),
    "too deep": (lambda path: path.write_text("[" * 50_000), "expected YAML"),
    "binary": (lambda path: path.write_bytes(bytes(range(256))), "UTF-8 text"),
    "a link": (lambda path: path.symlink_to(EXAMPLES / "bird-dog.yaml"), "this is a link"),
    "a link to nothing": (lambda path: path.symlink_to("/nowhere"), "this is a link"),
    "a folder": (lambda path: path.mkdir(), "cannot be read"),
    "a pipe": (pipe, "cannot be read"),
    "based on itself": (
        lambda path: path.write_text(f"id: {path.stem}\nbased_on: {path.stem}\n"),
        "hostile -> hostile",
    ),
    "another id": (lambda path: path.write_text(SMALL), "the name of the file, hostile"),
}


@pytest.mark.parametrize(("make", "words"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_one_sentence_and_the_others_work(data, make, words):
    make(data / "exercises" / "hostile.yaml")

    ((name, sentence),) = damaged(data).items()

    assert name == "hostile.yaml"
    assert words in sentence
    assert len(sentence.splitlines()) == 1
    assert set(read_library(data).book) == {*load_book(), *OWN}


def test_a_file_with_another_ending_is_not_passed_over_in_silence(data):
    (data / "exercises" / "small.yml").write_text(SMALL)

    assert "must end in .yaml" in damaged(data)["small.yml"]


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "exercises").write_text("no folder")

    assert "cannot be read" in damaged(tmp_path)["exercises"]


def test_an_id_of_the_program_is_never_replaced(data):
    text = "id: bridging\nbased_on: arm-reach\n"
    (data / "exercises" / "bridging.yaml").write_text(text)
    (data / "programmes" / "basis.yaml").write_text(PROGRAMME.replace("id: mine", "id: basis"))

    assert read_library(data).get("bird-dog")
    assert read_library(data).book["bridging"] == load_book()["bridging"]
    assert "'bridging' comes with stabiel" in damaged(data)["bridging.yaml"]
    assert "'basis' comes with stabiel" in damaged(data)["basis.yaml"]


def test_a_named_file_with_the_id_of_one_in_the_data_folder(data, tmp_path):
    library = read_library(data)
    kept = data / "exercises" / "bird-dog.yaml"
    other = tmp_path / "elsewhere" / "bird-dog.yaml"
    other.parent.mkdir()
    shutil.copyfile(EXAMPLES / "bird-dog.mp4", other.with_suffix(".mp4"))
    other.write_bytes(kept.read_bytes())

    # The same rule is the same exercise, wherever it stands.
    assert with_file(library, kept)[1] == library.get("bird-dog")
    assert with_file(library, other)[1] == library.get("bird-dog")
    other.write_text(kept.read_text("utf-8").replace("at_least: 145, f", "at_least: 150, f"))
    other.write_text(other.read_text("utf-8").replace("[105, 145]", "[105, 150]"))
    with pytest.raises(ExerciseError, match=r"bird-dog\.yaml has the id 'bird-dog'"):
        with_file(library, other)


def test_words_that_are_files_and_words_that_are_ids():
    assert not is_file_name("bird-dog")
    assert all(map(is_file_name, ("bird-dog.yaml", "a.yml", "drafts/bird-dog", "./x", "/x")))
    with pytest.raises(UsageError, match="no exercise 'bird-dgo'"):
        exercise_in(read_library(), "bird-dgo")
    with pytest.raises(ExerciseError, match="cannot be read"):
        exercise_in(read_library(), "nowhere/bird-dog.yaml")


def test_a_session_is_judged_beside_the_exercises_of_the_program_only(data):
    library = read_library(data)
    book = library.book_for(library.get("bird-dog"))

    assert set(book) == {*load_book(), "bird-dog"}


# Clips and pictures


def test_the_clip_that_shows_an_exercise(data):
    library = read_library(data)

    assert library.clip("bridging") == example_path("bridging")
    assert library.clip("bird-dog") == data / "exercises" / "bird-dog.mp4"
    # One that is based on another shows the sample of that one.
    assert library.clip("bridging-lower") == example_path("bridging")
    assert library.picture("bird-dog") is None


ATTACHED = {
    "elsewhere": ("../secret.mp4", "clip"),
    "absolute": ("/etc/passwd.mp4", "clip"),
    "hidden": (".secret.mp4", "clip"),
    "another kind": ("secret.txt", "clip"),
    "gone": ("gone.mp4", "gone.mp4 is not there"),
    "a link out": ("link.mp4", "not a link to elsewhere"),
    "a linked folder": ("away/secret.mp4", "not a link to elsewhere"),
    "a false ending": ("false.mp4", "false.mp4 is something else"),
    "too large": ("large.mp4", "at most 50 MB"),
    "a folder": ("folder.mp4", "is not there"),
}


@pytest.mark.parametrize(("name", "words"), ATTACHED.values(), ids=ATTACHED)
def test_a_clip_that_must_not_be_shown(data, tmp_path_factory, name, words):
    folder, away = data / "exercises", tmp_path_factory.mktemp("away")
    clip = (EXAMPLES / "bird-dog.mp4").read_bytes()
    for path in (away / "secret.mp4", data / "secret.mp4", folder / ".secret.mp4"):
        path.write_bytes(clip)
    (folder / "link.mp4").symlink_to(away / "secret.mp4")
    (folder / "away").symlink_to(away)
    (folder / "false.mp4").write_bytes(b"<script>alert(1)</script>")
    (folder / "folder.mp4").mkdir()
    with (folder / "large.mp4").open("wb") as large:
        large.write(clip)
        large.truncate(60_000_000)
    path = folder / "bird-dog.yaml"
    text = path.read_text("utf-8").replace("clip: bird-dog.mp4", f"clip: {name}")
    path.write_text(text, encoding="utf-8")

    sentence = damaged(data)["bird-dog.yaml"]

    assert sentence.startswith(f"{path}:13:1: clip: expected ")
    assert words in sentence
