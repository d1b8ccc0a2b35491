"""Own files that are damaged in any way: the library has its exercises, and sentences."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stabiel.exercises.files import load_book
from stabiel.exercises.library import read_library

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "author" / "examples"
LOWER, DOG = (
    (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").replace("clip: bird-dog.mp4\n", "")
    for name in ("bridging-lower", "bird-dog")
)
TEXTS = {"bridging-lower": LOWER, "bird-dog": DOG}
KEYS = [
    "based_on: bird-dog\n", "based_on: bridging-lower\n", "without: [low, sagging]\n",
    "without: null\n",
    "checks: null\n", "checks: []\n", "postures: {a: {}}\n", "faults: null\n", "clip: ../x.mp4\n",
    "picture: x.png\n", "movement: null\n", "hold: {}\n", "id: [a]\n", "based_on: {a: b}\n",
    "? [a]\n", "&a ", "*a ", "!!set ", "\x00", "\x1b[2J", "\u202e", "null", "\t",
    "9" * 5000, "[" * 40,
]  # fmt: skip


def edited(text: str, edits: list[tuple[float, int, str]]) -> str:
    for share, length, insert in edits:
        start = int(share * len(text))
        if insert.endswith("\n"):  # a key: on a line of its own
            start = text.rfind("\n", 0, start) + 1
        text = text[:start] + insert + text[start + length :]
    return text


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    (folder / "exercises").mkdir()
    return folder


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    name=st.sampled_from(sorted(TEXTS)),
    edits=st.lists(
        st.tuples(
            st.floats(0, 0.999),
            st.sampled_from([0, 0, 1, 5, 40]),
            st.sampled_from(KEYS) | st.text(),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_a_damaged_own_file_is_in_use_or_listed_and_nothing_else_changes(data, name, edits):
    for each, text in TEXTS.items():
        written = edited(text, edits) if each == name else text
        path = data / "exercises" / f"{each}.yaml"
        path.write_bytes(written.encode("utf-8", "surrogatepass"))

    library = read_library(data)

    assert set(load_book()) <= set(library.book)
    assert {file.id for file in library.own} == set(TEXTS)
    for file in library.own:
        assert (file.id in library.book) is not bool(file.mistakes)
        for mistake in file.mistakes:
            assert str(mistake).startswith(f"{file.path}")
            assert str(mistake).isprintable()
