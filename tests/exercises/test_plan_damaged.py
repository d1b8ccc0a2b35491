"""Plan files that are damaged in any way: a plan, or sentences with places; never anything else."""

import random
import re

import pytest

from stabiel.errors import ExerciseError
from stabiel.exercises.files import parse_yaml
from stabiel.exercises.library import plan_in, read_library
from stabiel.exercises.plan_files import plan_yaml
from stabiel.exercises.plan_steps import MOST_MINUTES, plan_minutes
from tests.exercises.test_plan import PLAN

LIBRARY = read_library()
PIECES = [
    "plan: 2\n", "id: ../../x\n", "id: basis\n", "title: {nl: a}\n", "title: [a]\n", "for: 1\n",
    "from: 9999-99-99\n", "until: 0000-01-01\n", "days: []\n", "days: all\n", "times_a_day: 1e9\n",
    "steps: {}\n", "steps: []\n", "steps: null\n", "- 1\n", "- {}\n", "rest_s: .nan\n",
    "rest_s: .inf\n", "rest_s: 1:00:00\n", "progression: {}\n", "stop: <script>\n",
    "exercises: []\n", "exercises: {a: 1}\n", "exercises: {a: {based_on: a}}\n",
    "exercises: {a: {based_on: b}, b: {based_on: a}}\n", "exercises: {'': {}}\n", "? [a]\n",
    "&a ", "*a ", "!!set ", "!!python/object:os.system ", "\x00", "\x1b[2J", "\u202e", "null", "\t",
    "9" * 5000, "[" * 40, "{" * 40, "'", '"', "|", "<<: ", "\U0001f600",
]  # fmt: skip
MUTATIONS = 400


def spoilt(rng: random.Random) -> str:
    text = PLAN
    for _ in range(rng.choice([1, 1, 2, 4])):
        start, kind = rng.randrange(len(text) + 1), rng.random()
        if kind < 0.4:
            piece = rng.choice(PIECES)
            if piece.endswith("\n"):
                start = text.rfind("\n", 0, start) + 1
            text = text[:start] + piece + text[start + rng.choice([0, 0, 1, 5, 40]) :]
        elif kind < 0.6:
            text = text[:start] + text[start + rng.randint(1, 30) :]
        elif kind < 0.8:
            digits = [index for index, sign in enumerate(text) if sign.isdigit()] or [0]
            at = rng.choice(digits)
            text = text[:at] + str(rng.randrange(10)) + text[at + 1 :]
        else:
            lines = text.splitlines(keepends=True) or ["\n"]
            line = rng.choice(lines)
            lines.insert(rng.randrange(len(lines) + 1), line)
            text = "".join(lines)
    return text


def test_a_damaged_plan_is_a_plan_or_is_refused_with_places():
    rng = random.Random(20)
    read = refused = 0
    for _ in range(MUTATIONS):
        text = spoilt(rng)
        try:
            found = plan_in(LIBRARY, parse_yaml(text.encode(), "plan.yaml", dates=True))
        except ExerciseError as error:
            refused += 1
            for mistake in error.mistakes:
                words = str(mistake)
                assert re.match(r"plan\.yaml:\d+:\d+: ", words), words
                assert words.isprintable(), repr(words)
                assert len(words) < 1000, words
                assert mistake.line <= text.count("\n") + 2
        else:
            read += 1
            exercises = {**LIBRARY.book.exercises, **found.exercises}
            assert 1 <= plan_minutes(found.plan, exercises) <= MOST_MINUTES
            again = parse_yaml(plan_yaml(found.plan).encode(), "plan.yaml", dates=True)
            assert plan_in(LIBRARY, again).plan == found.plan
            assert not set(found.exercises) & set(LIBRARY.book.exercises)

    # Both happen: the mutations neither spare the plan nor spoil it always.
    assert read > MUTATIONS / 20
    assert refused > MUTATIONS / 2


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"- 1", b"1", b"{}", b"plan: 1", b"\x00" * 9])
def test_what_is_no_plan_at_all_is_refused(raw):
    with pytest.raises(ExerciseError):
        plan_in(LIBRARY, parse_yaml(raw, "plan.yaml", dates=True))
