"""A name that does not exist: one sentence offers a similar one, also for names in files."""

import pytest

from stabiel.errors import did_you_mean, unknown_name
from stabiel.exercises.files import load_book
from stabiel.system.resources import exercises_folder


@pytest.mark.parametrize(
    ("word", "question"),
    [
        ("bridgin", "did you mean 'bridging'?"),
        ("Bridging", "did you mean 'bridging'?"),
        ("reach", "did you mean 'leg-reach' or 'arm-reach'?"),
        ("squat", None),
        ("", None),
    ],
)
def test_similar_names_are_offered(word, question):
    assert did_you_mean(word, ["arm-reach", "leg-reach", "bridging"]) == question


def test_all_names_are_listed_if_none_is_similar():
    words = unknown_name("exercise", "squat", ["bridging", "leg-lift"])

    assert words == "There is no exercise 'squat'; choose one of: bridging, leg-lift."


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("anlyze",), "stabiel: error: there is no command 'anlyze'; did you mean 'analyze'?"),
        (
            ("exercises", "lst"),
            "stabiel exercises: error: there is no action 'lst'; did you mean 'list'?",
        ),
        (
            ("analyze", "x.mp4", "--exercise", "bridging", "--model", "ful"),
            "stabiel analyze: error: argument --model: there is no choice 'ful'; "
            "did you mean 'full'?",
        ),
        (
            ("analyze", "x.mp4", "--exercise", "bridgin"),
            "stabiel: There is no exercise 'bridgin'; did you mean 'bridging'?",
        ),
        (
            ("exercises", "show", "basi"),
            "stabiel: There is no exercise or programme 'basi'; did you mean 'basis'?",
        ),
        (
            ("progress", "--programme", "bais"),
            "stabiel: There is no plan 'bais'; did you mean 'basis'?",
        ),
        (
            ("progress", "leglift"),
            "stabiel: There is no exercise 'leglift'; did you mean 'leg-lift'?",
        ),
    ],
)
def test_a_mistyped_word_gets_a_suggestion(run, command, sentence):
    code, out, err = run(*command)

    assert (code, out) == (2, "")
    assert err.splitlines()[-1] == sentence


def test_an_option_without_a_similar_value_lists_them(run):
    code, out, err = run("exercises", "list", "--lang", "xx")

    assert (code, out) == (2, "")
    assert err.endswith("argument --lang: there is no choice 'xx'; choose one of: nl, en.\n")


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (
            "follows: hip_extension_deg",
            "follows: hip_extention_deg",
            "expected one of the measures; did you mean 'hip_extension_deg'",
        ),
        (
            "posture: hook-lying",
            "posture: hook-laying",
            "expected one of the postures; did you mean 'hook-lying'",
        ),
    ],
)
def test_a_file_with_a_mistyped_name_gets_a_suggestion(run, tmp_path, right, wrong, expected):
    shipped = (exercises_folder() / "bridging.yaml").read_text(encoding="utf-8")
    assert right in shipped
    draft = tmp_path / "bridging.yaml"
    draft.write_text(shipped.replace(right, wrong, 1), encoding="utf-8")

    code, out, err = run("exercises", "check", draft)

    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert expected in line
    assert line.startswith(f"{draft}:")


def test_the_book_of_exercises_lists_what_it_has():
    book = load_book()

    assert did_you_mean("torsio", book.exercises) == "did you mean 'torsion'?"
