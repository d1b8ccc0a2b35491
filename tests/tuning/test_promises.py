"""What every exercise file promises beyond its format, and where it does not keep it."""

import pytest

from stabiel.coach.noise import noise_of
from stabiel.exercises.files import exercise_of, load_book, parse_yaml
from stabiel.exercises.library import read_library
from stabiel.tuning.promises import broken_promises
from tests.exercises.test_files import SMALL

SHARED = load_book().shared


def broken(text):
    located = parse_yaml(text.encode(), "file")
    exercise = exercise_of(located, SHARED, bases=read_library().bases)
    return [str(each) for each in broken_promises(exercise, located)]


def test_a_file_that_keeps_its_promises():
    assert broken(SMALL) == []


@pytest.mark.parametrize("width", [0.1, 2.9])
def test_a_dead_band_narrower_than_the_measure_varies(width):
    (line,) = broken(SMALL.replace("clears_below: 4", f"clears_below: {10 - width}"))

    assert line.startswith("file:27:5: faults.high.clears_below: expected at least 3 degrees from")


def test_a_dead_band_as_wide_as_the_measure_varies():
    assert broken(SMALL.replace("clears_below: 4", "clears_below: 7")) == []


def test_a_measure_that_varies_more_needs_a_wider_one():
    text = SMALL.replace("hip_above_shoulder_knee_deg", "knees_turn_deg")

    assert noise_of("knees_turn_deg") > 6
    assert "knees_turn_deg varies by itself" in broken(text)[0]


def test_a_spoken_line_of_ten_words():
    nine = "a b c d e f g h i"
    assert broken(SMALL.replace("en: Lower.", f"en: {nine}")) == []

    (line,) = broken(SMALL.replace("en: Lower.", f"en: {nine} j"))

    assert line.startswith("file:24:23: faults.high.say.en: expected at most 9 words")


def test_what_is_taken_over_is_not_reported_again():
    base = "id: mine\nbased_on: bridging\n"
    own = f"{base}faults: {{overarched: {{above: 13}}}}\n"

    assert broken(base) == []
    assert len(broken(own)) == 1
