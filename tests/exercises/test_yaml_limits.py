"""YAML from a stranger: data and nothing else, of a limited size, refused at once."""

import os
import sys
import time

import pytest

from stabiel.errors import ExerciseError
from stabiel.exercises.files import MAX_BYTES, MAX_DEPTH, parse_yaml, read_yaml

TAGS = (
    "!!python/object/apply:os.system ['touch sprung']",
    "!!python/object/new:os.system ['touch sprung']",
    "!!python/object:os.PathLike {}",
    "!!python/object/apply:subprocess.Popen [['touch', 'sprung']]",
    "!!python/name:os.system",
    "!!python/module:os",
    "!!python/tuple [1, 2]",
    "!!python/bytes aGk=",
    "!!python/none x",
    "!!binary aGk=",
    "!!set {a, b}",
    "!!omap [a: 1]",
    "!!pairs [a: 1]",
    "!!timestamp 2024-01-01",
    "2024-01-01",
    "!foreign {a: 1}",
    "!<tag:yaml.org,2002:python/name:os.system> x",
)


def complaint(text):
    """The one line about a text, which must come at once."""
    began_s = time.process_time()
    with pytest.raises(ExerciseError) as caught:
        parse_yaml(text.encode() if isinstance(text, str) else text, "file.yaml")
    assert time.process_time() - began_s < 5.0
    (line,) = str(caught.value).splitlines()
    assert line.startswith("file.yaml:")
    assert len(line) < 500
    return line


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("place", ["{}", "key: {}", "key: [{}]", "[{}]"])
def test_a_tag_builds_nothing(tag, place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    complaint(place.format(tag))

    assert list(tmp_path.iterdir()) == []


def test_a_plain_tag_that_is_said_is_still_plain():
    assert parse_yaml(b"a: !!str 1\nb: !!int '2'", "file.yaml").data == {"a": "1", "b": 2}


BOMB = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))


@pytest.mark.parametrize(
    "text",
    ["a: &a [x]\nb: *a", "&a [*a]", "a: &a {<<: *a}", BOMB],
    ids=["one", "of itself", "merged", "a bomb"],
)
def test_an_alias_is_refused(text):
    assert "alias" in complaint(text) or "expected YAML" in complaint(text)


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 400, 50_000])
@pytest.mark.parametrize("kind", ["[", "{a: ", "- ", "? "])
def test_what_is_too_deep_is_refused(depth, kind):
    text = kind * min(depth, MAX_BYTES // len(kind) - 10)

    complaint(text + "x" + {"[": "]", "{a: ": "}"}.get(kind, "") * (len(text) // len(kind)))


def test_what_is_too_large_is_refused_before_it_is_parsed(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)  # takes no room on the disk, and no memory here

    with pytest.raises(ExerciseError, match=f"at most {MAX_BYTES} bytes"):
        read_yaml(path)


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "9" * 100_000,
        "a: 0x" + "f" * 100_000,
        "a: 0b" + "1" * 100_000,
        "a: 1" + ":1" * 50_000,
        "a: 1" + ":1" * 400 + ".0",
        "a: 1" + ":1" * 50_000 + ".0",
        "a: 1." + "1" * 50_000 + "e+9",
    ],
    ids=["digits", "hexadecimal", "binary", "sixties", "sixties with a point", "more", "exponent"],
)
def test_a_number_beyond_all_size_is_refused_at_once(text):
    assert complaint(text).startswith("file.yaml:1:4: a: expected ")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")

    with pytest.raises(ExerciseError, match=r"pipe\.yaml.*not a file"):
        read_yaml(tmp_path / "pipe.yaml")
