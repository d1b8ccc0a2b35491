"""The mistakes of files in Dutch: every sentence kind of the code has its words."""

import ast
import random
import re
from pathlib import Path

import pytest
import yaml

import stabiel
from stabiel.errors import ExerciseError
from stabiel.exercises.files import _EXPECTED, parse_yaml
from stabiel.exercises.library import plan_in, read_library
from stabiel.exercises.taken_ids import taken
from stabiel.wording.mistakes import is_known_sentence, mistake_in_words
from tests.exercises.test_plan import PLAN
from tests.exercises.test_plan_damaged import spoilt

PACKAGE = Path(stabiel.__file__).parent
FILE = PACKAGE / "wording" / "mistakes.yaml"


def refusals():
    """Yield the plain texts of all `raise ValueError("...")` of the file formats."""
    for path in [*(PACKAGE / "exercises").glob("*.py"), PACKAGE / "wording" / "language.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
                continue
            if getattr(node.exc.func, "id", "") != "ValueError" or not node.exc.args:
                continue
            if isinstance(node.exc.args[0], ast.Constant):
                yield node.exc.args[0].value


@pytest.mark.parametrize("words", sorted({*refusals(), *_EXPECTED.values()}))
def test_every_sentence_of_the_formats_is_known(words):
    assert is_known_sentence(words)


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        (
            "steps.2.dose.repetitions: expected less than or equal to 100",
            "steps.2.dose.repetitions: verwacht: hoogstens 100",
        ),
        (
            "steps.0.exercise: expected one of the exercises; did you mean 'bridging'?",
            "steps.0.exercise: verwacht: een van de oefeningen; bedoel je 'bridging'?",
        ),
        (
            "exercises.lower.faults.x.above: expected a number"
            " (taken over from 'bridging': give it here too)",
            "exercises.lower.faults.x.above: verwacht: een getal"
            " (overgenomen van 'bridging': zet het ook hier)",
        ),
        ("days.0: expected 'mon', 'tue' or 'sun'", "days.0: verwacht: 'mon', 'tue' of 'sun'"),
        (
            "file: expected YAML (mapping values are not allowed here)",
            "bestand: verwacht: YAML die klopt (hier mag geen dubbele punt staan;"
            " zet aanhalingstekens om de tekst)",
        ),
        (
            "dose: expected what nobody wrote down",
            "dose: hier hoort iets anders (in het Engels: what nobody wrote down)",
        ),
        (
            "the file cannot be read (Permission denied).",
            "het bestand is niet te lezen (Permission denied).",
        ),
    ],
)
def test_a_mistake_is_said_in_the_language_of_the_page(english, dutch):
    assert mistake_in_words(english, "nl") == dutch
    assert mistake_in_words(english, "en") == english


def test_an_id_that_is_taken_is_said_in_dutch():
    library = read_library()
    others = {
        "exercises": library.book.exercises,
        "programmes": library.programmes,
        "folders": {"mine": Path("exercises")},
        "plan": plan_in(library, parse_yaml(PLAN.encode(), "plan.yaml", dates=True)).plan,
    }

    for name in ("bridging", "basis", "mine", "lower"):
        assert is_known_sentence(taken(name, **others)), name
    words = f"id: expected {taken('lower', **others)}"
    assert mistake_in_words(words, "nl") == (
        "id: verwacht: een eigen naam: in het plan 'anna' zit al een oefening 'lower';"
        " geef deze een andere naam"
    )


def test_both_languages_of_a_sentence_have_the_same_places():
    for each in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        places = [set(re.findall(r"\{(\w+)\}", each[key])) for key in ("en", "nl")]
        assert places[1] <= places[0], each
        assert ("more" in places[0]) == ("more" in places[1]), each


def test_the_mistakes_of_damaged_plans_are_in_dutch():
    rng, library = random.Random(5), read_library()
    met, english = set(), set()
    for _ in range(200):
        try:
            plan_in(library, parse_yaml(spoilt(rng).encode(), "plan.yaml", dates=True))
        except ExerciseError as error:
            for each in error.mistakes:
                met.add(each.words)
                # What YAML itself finds has more words than anybody met yet.
                dutch = mistake_in_words(each.words, "nl").partition("YAML die klopt")[0]
                if "in het Engels" in dutch:
                    english.add(each.words)

    assert len(met) > 40
    assert english == set()
