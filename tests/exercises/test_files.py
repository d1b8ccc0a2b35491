"""Exercise files: what ships is right, and every mistake is named with its exact place."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stabiel.body.measures import MEASURES
from stabiel.errors import ExerciseError, UsageError
from stabiel.exercises.files import (
    MAX_BYTES,
    MAX_DEPTH,
    SHARED_FILE,
    load_book,
    load_exercise,
    load_shared,
)
from stabiel.exercises.model import Exercise
from stabiel.system.resources import exercises_folder

FOLDER = exercises_folder()
SHARED = load_shared(FOLDER / SHARED_FILE)
BRIDGING = (FOLDER / "bridging.yaml").read_text(encoding="utf-8")
LINE = re.compile(
    r"^(?P<file>.+):(?P<line>\d+):(?P<column>\d+): (?P<key>.+?): expected (?P<what>.+)"
)

SMALL = """\
id: small
name: {nl: Klein, en: Small}
instruction: {nl: Doe het., en: Do it.}
camera: {view: side, height: seat}
dose: {repetitions: 10}
reminders: [navel-in]
start: {posture: hook-lying, held_s: 0.2}
movement:
  follows: hip_extension_deg
  start: {plausible: [105, 148], back_within: 10}
  target:
    at_least: 160
    from_start: 18
    released_after: 8
  throughout: [feet_on_floor]
faults:
  low:
    name: {nl: Te laag, en: Too low}
    say: {nl: Hoger., en: Higher.}
    attempt: {peak_between: [145, 160]}
    not_counted: {nl: Hoger., en: Higher.}
  high:
    name: {nl: Te hoog, en: Too high}
    say: {nl: Lager., en: Lower.}
    measure: hip_above_shoulder_knee_deg
    above: 10
    clears_below: 4
    for_s: 0.4
"""


def mistakes_in(path, text):
    """Load a file with this content; return its mistakes as (line, column, key, expected)."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ExerciseError) as caught:
        load_exercise(path, SHARED)
    found = [LINE.match(line) for line in str(caught.value).splitlines()]
    assert all(found), str(caught.value)
    assert {match["file"] for match in found} == {str(path)}
    return [
        (int(match["line"]), int(match["column"]), match["key"], match["what"]) for match in found
    ]


def changed(old, new, text=SMALL):
    assert text.count(old) == 1
    return text.replace(old, new)


# What ships


def test_the_shipped_files_load():
    book = load_book()

    assert sorted(book.exercises) == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    assert "bridging" in book.exercises


@pytest.mark.parametrize("exercise", load_book().exercises.values(), ids=lambda each: each.id)
def test_what_an_exercise_names_is_there(exercise):
    book = load_book()

    assert exercise.follows in MEASURES
    assert book.posture(exercise).needs
    names = []
    if exercise.movement is not None:
        names += [*exercise.movement.throughout, *exercise.movement.target.checks]
    if exercise.hold is not None:
        names += [*exercise.hold.near, *exercise.hold.zone]
    for name in names:
        assert book.check(name).measure in MEASURES


def test_the_small_exercise_of_these_tests_is_right(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")

    assert load_exercise(tmp_path / "small.yaml", SHARED).id == "small"


def test_an_unknown_exercise_gets_the_list_of_known_ones():
    with pytest.raises(UsageError, match=r"no exercise 'squat'; choose one of: .*bridging"):
        load_book().get("squat")


# One mistake, one line with its place

MISTAKES = {
    "a text for a number": (
        changed("from_start: 18", "from_start: far"),
        (13, 5, "movement.target.from_start", "a number"),
    ),
    "a number for a text": (
        changed("name: {nl: Klein, en: Small}", "name: {nl: Klein, en: 7}"),
        (2, 19, "name.en", "a text"),
    ),
    "a fraction for a whole number": (
        changed("repetitions: 10", "repetitions: 2.5"),
        (5, 8, "dose.repetitions", "a whole number"),
    ),
    "a text for a list": (
        changed("throughout: [feet_on_floor]", "throughout: feet_on_floor"),
        (15, 3, "movement.throughout", "a list"),
    ),
    "a text for keys": (
        changed("camera: {view: side, height: seat}", "camera: side"),
        (4, 1, "camera", "keys with values"),
    ),
    "nothing for keys": (
        changed("camera: {view: side, height: seat}", "camera:"),
        (4, 1, "camera", "keys with values"),
    ),
    "a word that is not one of the choices": (
        changed("view: side", "view: top"),
        (4, 10, "camera.view", "'side', 'front' or 'high'"),
    ),
    "an unknown key": (
        changed("    for_s: 0.4", "    for_s: 0.4\n    forever: 1"),
        (29, 5, "faults.high.forever", "no such key here"),
    ),
    "an unknown key at the top": (
        changed("dose:", "color: red\ndose:"),
        (5, 1, "color", "no such key here"),
    ),
    "a missing key": (
        changed("    released_after: 8\n", ""),
        (11, 3, "movement.target.released_after", "a value, this key is required"),
    ),
    "a missing key at the top": (
        changed("dose: {repetitions: 10}\n", ""),
        (1, 1, "dose", "a value, this key is required"),
    ),
    "a missing language": (
        changed("say: {nl: Hoger., en: Higher.}", "say: {nl: Hoger.}"),
        (19, 5, "faults.low.say.en", "a value, this key is required"),
    ),
    "an empty text": (
        changed("say: {nl: Hoger., en: Higher.}", "say: {nl: Hoger., en: ''}"),
        (19, 23, "faults.low.say.en", "a text that is not empty"),
    ),
    "an unknown measure to follow": (
        changed("follows: hip_extension_deg", "follows: hip"),
        (9, 3, "movement.follows", f"one of the measures {', '.join(MEASURES)}"),
    ),
    "an unknown measure of a fault": (
        changed("hip_above_shoulder_knee_deg", "arch"),
        (25, 5, "faults.high.measure", f"one of the measures {', '.join(MEASURES)}"),
    ),
    "an unknown posture": (
        changed("hook-lying", "head-stand"),
        (7, 9, "start.posture", f"one of {', '.join(SHARED.postures)}"),
    ),
    "an unknown check": (
        changed("[feet_on_floor]", "[feet_on_floor, smiling]"),
        (15, 31, "movement.throughout.1", f"one of {', '.join(SHARED.checks)}"),
    ),
    "an unknown reminder": (
        changed("[navel-in]", "[navel-in, smile]"),
        (6, 23, "reminders.1", f"one of {', '.join(SHARED.reminders)}"),
    ),
    "two directions": (
        changed("at_least: 160", "at_least: 160\n    at_most: 20"),
        (11, 3, "movement.target", "either at_least or at_most"),
    ),
    "no direction": (
        changed("    at_least: 160\n", ""),
        (11, 3, "movement.target", "either at_least or at_most"),
    ),
    "a dead band the wrong way round": (
        changed("clears_below: 4", "clears_below: 12"),
        (22, 3, "faults.high", "clears_below less than above (a dead band)"),
    ),
    "a dead band the wrong way round, from below": (
        changed("above: 10\n    clears_below: 4", "below: 10\n    clears_above: 4"),
        (22, 3, "faults.high", "clears_above more than below (a dead band)"),
    ),
    "half a dead band": (
        changed("    clears_below: 4\n", ""),
        (22, 3, "faults.high", "above with clears_below, or below with clears_above"),
    ),
    "a peak that does not end at the target": (
        changed("[145, 160]", "[145, 155]"),
        (20, 15, "faults.low.attempt.peak_between", "a range that ends at the target, 160"),
    ),
    "a range that falls": (
        changed("[105, 148]", "[148, 105]"),
        (10, 11, "movement.start.plausible", "[low, high] with low below high"),
    ),
    "a range of three": (
        changed("[105, 148]", "[105, 120, 148]"),
        (10, 11, "movement.start.plausible", "fewer items"),
    ),
    "a number out of bounds": (
        changed("held_s: 0.2", "held_s: -1"),
        (7, 30, "start.held_s", "greater than or equal to 0"),
    ),
    "a number without end": (
        changed("above: 10", "above: .inf"),
        (26, 5, "faults.high.above", "a finite number"),
    ),
    "an id that is not the name of the file": (
        changed("id: small", "id: other"),
        (1, 1, "id", "the name of the file, small"),
    ),
    "an id that is no id": (
        changed("id: small", "id: Small One"),
        (1, 1, "id", "lower-case letters and digits, joined by - or _"),
    ),
    "a fault whose name is no id": (
        changed("  low:\n", "  Too low:\n"),
        (17, 3, "faults.Too low", "lower-case letters and digits, joined by - or _"),
    ),
    "a key twice": (
        changed("dose: {repetitions: 10}", "dose: {repetitions: 10, repetitions: 12}"),
        (5, 25, "dose.repetitions", "each key once"),
    ),
    "an alias": (
        changed("view: side, height: seat", "view: &view side, height: *view"),
        (4, 36, "file", "YAML (no alias: write the value out)"),
    ),
    "a python object": (
        changed("repetitions: 10", 'repetitions: !!python/object/apply:os.system ["exit 1"]'),
        (5, 21, "dose.repetitions", "a plain value; put it in quotes"),
    ),
    "a python object in the place of keys": (
        changed("camera: {", "camera: !!python/object:os.system {"),
        (4, 9, "camera", "a plain value; put it in quotes"),
    ),
    "a date": (
        changed("nl: Klein", "nl: 2024-02-03"),
        (2, 12, "name.nl", "a plain value; put it in quotes"),
    ),
    "an empty number": (
        changed("repetitions: 10", 'repetitions: !!int ""'),
        (5, 21, "dose.repetitions", "a plain value; put it in quotes"),
    ),
    "a list in the place of a key": (
        changed("dose: {repetitions: 10}", "dose: {? [a] : 10}"),
        (5, 10, "dose", "a plain key"),
    ),
    "too deep": (
        changed("repetitions: 10", "repetitions: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH),
        (5, 20 + MAX_DEPTH, "dose.repetitions" + ".0" * (MAX_DEPTH - 1), "at most 12 levels"),
    ),
    "far too deep": ("[" * 20_000, (1, 1, "file", "YAML")),
    "too large": (SMALL + "#" * MAX_BYTES, (1, 1, "file", f"at most {MAX_BYTES} bytes")),
    "not UTF-8": (SMALL.encode() + b"# caf\xe9\n", (1, 1, "file", "UTF-8 text")),
    "not YAML": (
        changed("dose: {repetitions: 10}", "dose: {repetitions: 10"),
        (6, 10, "file", "YAML (expected ',' or '}', but got ':')"),
    ),
    "empty": ("", (1, 1, "file", "keys with values, not an empty file")),
    "only a comment": ("# nothing\n", (1, 1, "file", "keys with values, not an empty file")),
    "a list": ("- id: small\n", (1, 1, "file", "keys with values")),
    "a word": ("small", (1, 1, "file", "keys with values")),
    "two documents": (
        SMALL + "---\nid: two\n",
        (29, 1, "file", "YAML (but found another document)"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_place(tmp_path, text, expected):
    assert mistakes_in(tmp_path / "small.yaml", text) == [expected]


def test_the_place_is_that_of_the_file_with_its_comments(tmp_path):
    text = "# Written by hand\n\n" + changed("view: side", "view: top")

    assert mistakes_in(tmp_path / "small.yaml", text)[0][:2] == (6, 10)


def test_all_mistakes_of_a_file_are_named_at_once(tmp_path):
    text = SMALL
    for old, new in (
        ("view: side", "view: top"),
        ("repetitions: 10", "repetitions: many"),
        ("[navel-in]", "[smile]"),
        ("hook-lying", "head-stand"),
        ("hip_extension_deg", "hip"),
        ("[feet_on_floor]", "[smiling]"),
        ("hip_above_shoulder_knee_deg", "arch"),
        ("    say: {nl: Hoger., en: Higher.}\n", ""),
    ):
        text = changed(old, new, text)

    found = mistakes_in(tmp_path / "small.yaml", text)

    assert [(line, column, key) for line, column, key, _ in found] == [
        (4, 10, "camera.view"),
        (5, 8, "dose.repetitions"),
        (6, 13, "reminders.0"),
        (7, 9, "start.posture"),
        (9, 3, "movement.follows"),
        (15, 16, "movement.throughout.0"),
        (17, 3, "faults.low.say"),
        (24, 5, "faults.high.measure"),
    ]


def test_all_mistakes_of_all_files_are_named_at_once(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / SHARED_FILE).write_bytes((FOLDER / SHARED_FILE).read_bytes())
    (tmp_path / "a.yaml").write_text("id: a\n")
    (tmp_path / "b.yaml").write_text("[]\n")

    with pytest.raises(ExerciseError) as caught:
        load_book(tmp_path)

    lines = str(caught.value).splitlines()
    assert sum(line.startswith(f"{tmp_path / 'a.yaml'}:") for line in lines) > 3
    assert sum(line.startswith(f"{tmp_path / 'b.yaml'}:") for line in lines) == 1


def test_a_shared_posture_that_needs_an_unknown_check(tmp_path):
    path = tmp_path / "postures.yaml"
    text = (FOLDER / SHARED_FILE).read_text(encoding="utf-8")
    path.write_text(text.replace("needs: [lying_level,", "needs: [lying_still,"), encoding="utf-8")
    line = 1 + text[: text.index("needs: [lying_level,")].count("\n")

    with pytest.raises(ExerciseError) as caught:
        load_shared(path)

    found = LINE.match(str(caught.value))
    assert (int(found["line"]), int(found["column"])) == (line, 13)
    assert found["key"] == "postures.hook-lying.needs.0"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ExerciseError, match=r"gone\.yaml: the file cannot be read"):
        load_exercise(tmp_path / "gone.yaml", SHARED)


# Whatever stands in the file: an exercise or its mistakes, never another error


def loads_or_complains(folder, text, name="bridging.yaml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    try:
        assert isinstance(load_exercise(path, SHARED), Exercise)
    except ExerciseError as error:
        assert str(error)
        assert all(line.startswith(f"{path}:") for line in str(error).splitlines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("exercises")


quick = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
SIGNS = st.sampled_from("{}[]:,&*!|>%@`'\"#-? \n\t\x00\x85\ufeffé😀")
TAGS = st.sampled_from(["!!int ", "!!float ", "!!bool ", "!!timestamp ", "!!binary ", "!!set "])
NUMBERS = st.sampled_from([".nan", "-.inf", "1e999", "0x_", "0b", "190:20:30", "1_0", "9" * 5000])
KEYS = st.sampled_from(["<<: ", "[key]", "limit", "tempo", "attempt: ", "sags: ", "phase: ", "---"])
WORDS = SIGNS | TAGS | NUMBERS | KEYS | st.sampled_from(["*a", "&a ", "true", "null", "[" * 14])


@quick
@given(text=st.text(max_size=200) | st.binary(max_size=200) | st.lists(WORDS).map("".join))
@example(text='!!int ""')
@example(text='!!float ""')
@example(text="!!bool maybe")
@example(text="!!timestamp soon")
@example(text="? *a")
@example(text="id: " + "9" * 5000)
def test_any_text_is_an_exercise_or_a_mistake(folder, text):
    loads_or_complains(folder, text)


@quick
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(BRIDGING) - 1),
            st.integers(0, 30),
            WORDS | st.text(max_size=5),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_damaged_exercise_is_an_exercise_or_a_mistake(folder, edits):
    text = BRIDGING
    for start, length, insert in edits:
        text = text[:start] + insert + text[start + length :]
    loads_or_complains(folder, text)


VALUES = re.findall(r"(?<=: )[^\s{}\[\],]+", BRIDGING)


@quick
@given(value=st.sampled_from(sorted(set(VALUES))), other=WORDS | st.text(max_size=8))
@example(value="160", other="9" * 400)
@example(value="0.4", other="true")
@example(value="160", other='!!int ""')
def test_any_value_in_the_place_of_another_is_taken_or_named(folder, value, other):
    loads_or_complains(folder, BRIDGING.replace(f": {value}", f": {other}"))


def test_a_billion_laughs_are_refused_at_once(tmp_path):
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    ((line, column, key, what),) = mistakes_in(tmp_path / "laughs.yaml", "\n".join(lines))

    assert (line, column, key) == (2, 10, "file")
    assert "no alias" in what


@pytest.mark.parametrize(
    ("exercise", "condition", "measure"),
    [("psoas", "knee_off_floor", "knee_over_ankle_tl"), ("psoas", "back_flat", "back_curve_tl")],
)
def test_the_condition_of_a_fault_is_looked_at_too(exercise, condition, measure):
    book = load_book()
    bent = book.get(exercise).faults["rear_knee_bent"]

    def on(conditions):
        fault = bent.model_copy(update={"only_if": conditions})
        return book.get(exercise).model_copy(update={"faults": {"rear_knee_bent": fault}})

    assert measure in book.measures(on([condition]))
    assert measure not in book.measures(on([]))
    assert book.needs_outline(on([condition])) is (measure == "back_curve_tl")
