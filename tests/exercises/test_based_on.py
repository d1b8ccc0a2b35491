"""Exercises based on others: the whole that comes out, and every way in which it cannot."""

from pathlib import Path

import pytest

from stabiel.errors import ExerciseError
from stabiel.exercises.as_yaml import exercise_yaml
from stabiel.exercises.files import exercise_of, load_book, parse_yaml
from stabiel.exercises.library import read_library, with_file
from stabiel.exercises.model import Exercise

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "author" / "examples"
BOOK = load_book()
BRIDGING = BOOK.get("bridging")


def written(folder: Path, **texts: str) -> Path:
    """Write files into a folder; `_` in a name stands for `-`. Return the last one."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        path = folder / f"{name.replace('_', '-')}.yaml"
        path.write_text(f"id: {path.stem}\n{text}", encoding="utf-8")
    return path


def exercise_in(path: Path) -> Exercise:
    return with_file(read_library(), path)[1]


def mistakes_in(path: Path) -> list[str]:
    with pytest.raises(ExerciseError) as caught:
        with_file(read_library(), path)
    return str(caught.value).replace(f"{path.parent}/", "").splitlines()


def test_what_is_given_replaces_what_is_taken_over(tmp_path):
    found = exercise_in(
        written(
            tmp_path,
            low="based_on: bridging\nname: {nl: Lager}\nreminders: [navel-in]\n"
            "movement: {target: {at_least: 150}}\n"
            "faults:\n  pelvis_low: {attempt: {peak_between: [130, 150]}}\n",
        )
    )

    assert found.id == "low"
    assert found.name.nl == "Lager"
    assert found.name.en == BRIDGING.name.en
    assert found.reminders == ["navel-in"]
    assert found.movement.target.at_least == 150
    assert found.movement.target.checks == BRIDGING.movement.target.checks
    assert list(found.faults) == list(BRIDGING.faults)
    assert found.faults["overarched"] == BRIDGING.faults["overarched"]


def test_a_fault_is_switched_off_and_a_key_is_taken_away(tmp_path):
    found = exercise_in(
        written(
            tmp_path,
            low="based_on: bridging\nwithout: [sagging, foot_moved]\n"
            "movement: {target: {in_view: null}}\n",
        )
    )

    assert set(BRIDGING.faults) - set(found.faults) == {"sagging", "foot_moved"}
    assert found.movement.target.in_view == {}


def test_a_chain_of_files_beside_each_other(tmp_path):
    path = written(
        tmp_path,
        one="based_on: bridging\nwithout: [sagging]\n",
        two="based_on: one\ndose: {repetitions: 4}\n",
        three="based_on: two\nname: {nl: Drie, en: Three}\n",
    )
    found = exercise_in(path)

    assert (found.id, found.dose.repetitions, found.name.en) == ("three", 4, "Three")
    assert "sagging" not in found.faults


def test_the_whole_is_shown_as_a_file_that_gives_the_same_exercise(run, tmp_path):
    for path in sorted(EXAMPLES.glob("*.yaml")):
        code, out, err = run("exercises", "show", path)
        again = exercise_of(parse_yaml(out.encode(), "shown"), BOOK.shared, path.stem)

        assert (code, err) == (0, "")
        assert again == exercise_in(path)
        assert "based_on" not in out


@pytest.mark.parametrize("exercise", BOOK.exercises.values(), ids=lambda each: each.id)
def test_every_shipped_exercise_written_out_is_the_same(exercise):
    again = exercise_of(parse_yaml(exercise_yaml(exercise).encode(), "shown"), BOOK.shared)

    assert again == exercise


CIRCLES = {
    "itself": ({"a": "based_on: a\n"}, "a -> a"),
    "two": ({"b": "based_on: a\n", "a": "based_on: b\n"}, "a -> b -> a"),
    "behind": (
        {"c": "based_on: b\n", "b": "based_on: c\n", "a": "based_on: b\n"},
        "a -> b -> c -> b",
    ),
}


@pytest.mark.parametrize(("texts", "chain"), CIRCLES.values(), ids=CIRCLES)
def test_a_circle_is_refused_in_one_sentence_with_the_chain(tmp_path, texts, chain):
    words = f"based_on: expected an exercise that is not based on this one ({chain})"

    assert mistakes_in(written(tmp_path, **texts)) == [f"a.yaml:2:1: {words}"]


def test_a_chain_that_is_too_long(tmp_path):
    texts = {f"e{n}": f"based_on: e{n - 1}\n" for n in range(1, 12)}
    path = written(tmp_path, e0="based_on: bridging\n", **texts)

    (line,) = mistakes_in(path)
    assert "at most 8 exercises that are based on each other (e11 -> e10" in line


REFUSED = {
    "a name that nothing has": ("based_on: bridgin\n", "2:1: based_on", "did you mean 'bridging'?"),
    "a path": ("based_on: ../bridging\n", "2:1: based_on", "the id of an exercise"),
    "a number": ("based_on: 7\n", "2:1: based_on", "the id of an exercise"),
    "a list": ("based_on: [bridging]\n", "2:1: based_on", "the id of an exercise"),
    "a fault that is not there": (
        "based_on: bridging\nwithout: [flying]\n",
        "3:11: without.0",
        "one of",
    ),
    "a text for faults": ("based_on: bridging\nwithout: sagging\n", "3:1: without", "a list"),
    "off and changed": (
        "based_on: bridging\nwithout: [sagging]\nfaults: {sagging: {for_s: 2}}\n",
        "3:11: without.0",
        "does not change under faults",
    ),
    "off without a base": ("without: [sagging]\n", "2:1: without", "no such key here"),
    "a target that no fault ends at": (
        "based_on: bridging\nmovement: {target: {at_least: 150}}\n",
        "1:1: faults.pelvis_low.attempt.peak_between",
        "a range that ends at the target, 150 (taken over from 'bridging': give it here too)",
    ),
    "a mistake of its own": (
        "based_on: bridging\ncamera: {view: top}\n",
        "3:10: camera.view",
        "'side', 'front' or 'high'",
    ),
    "a key that would move the cursor": (
        'based_on: bridging\n"\\e[31mred": 1\n',
        "3:1: \\x1b[31mred",
        "no such key here",
    ),
    "a text that would": (
        'based_on: bridging\nname: {nl: "\\e[2J", en: Clear}\n',
        "3:8: name.nl",
        "a text without control characters",
    ),
}


@pytest.mark.parametrize(("text", "place", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_based_on_another_is_named_with_its_place(tmp_path, text, place, words):
    found = mistakes_in(written(tmp_path, a=text))

    (line,) = [each for each in found if each.startswith(f"a.yaml:{place}: expected ")]
    assert words in line


def test_a_name_that_is_taken_says_how_to_have_another(tmp_path):
    path = written(tmp_path, bridging="based_on: arm-reach\n")

    (line,) = mistakes_in(path)
    assert line.startswith("bridging.yaml:1:1: id: expected a name of its own")
    assert "comes with stabiel" in line
    assert "based_on: bridging" in line
    # For a trial it may stand in: nothing is kept then.
    assert with_file(read_library(), path, replacing=True)[1].follows == "shoulder_angle_deg"
