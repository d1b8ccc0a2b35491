"""Texts: every one that is used exists in both languages, is short, and claims nothing unseen."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import stabiel
from stabiel.anatomy import Reason, SideName, View
from stabiel.batch.task import OutcomeState
from stabiel.body.measures import MEASURES
from stabiel.coach import setup
from stabiel.coach.events import Phase
from stabiel.coach.time_spent import START_HELD, START_VALUE, TimeKind
from stabiel.commands import wording
from stabiel.doctor.finding import TROUBLES, Health
from stabiel.exercises.files import load_book
from stabiel.exercises.model import AttemptFault, CameraPlace
from stabiel.exercises.tempo import WAYS
from stabiel.session.cues import OTHER_BODY, TWO_PEOPLE
from stabiel.session.nothing_counted import Cause
from stabiel.system.resources import MODEL_NAMES
from stabiel.trainer.terms import Sight, Stage
from stabiel.wording import catalogue as texts
from stabiel.wording.language import LANGUAGES, Text

PACKAGE = Path(stabiel.__file__).parent
TEMPLATE = (PACKAGE / "report" / "templates" / "report.html.j2").read_text(encoding="utf-8")
BOOK = load_book()
MOST_WORDS_SPOKEN = 9
# Where the trainer's lines and the screen's texts are asked for by name.
TRAINER_PACKAGES = ("trainer", "stages", "desktop", "devices")
UNSEEN = re.compile(r"\b(navel|adem|breath|spier|muscle)", re.IGNORECASE)


def texts_in_code():
    """Every (group, key) that the code asks for by name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = (
                node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            )
            words = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if name == "text" and len(words) >= 2:
                yield words[0], words[1]
            elif name == "plural" and len(words) >= 2:
                yield words[0], words[1]
                yield words[0], f"{words[1]}_one"
            elif name == "_own" and words:  # the program's own cues
                yield "cue", words[0]
            elif path.parent.name in TRAINER_PACKAGES and words:
                if name in ("line", "notify"):  # the trainer's lines
                    yield "trainer", words[0]
                    yield from (("trainer", f"{words[0]}_one") for _ in singulars(node))
                elif name in ("shown", "remark"):
                    yield "screen", words[0]
                    yield from (("screen", f"{words[0]}_one") for _ in singulars(node))


def singulars(call):
    return [each for each in call.keywords if each.arg == "counted"]


def texts_in_template():
    return {("report", key) for key in re.findall(r"\bt\.(\w+)", TEMPLATE)}


def texts_by_key():
    """What the report looks up in a group of texts that it took whole."""
    names = r"\b(?:t|words|heads)\[\"(\w+)\"\]"
    for path in sorted((PACKAGE / "report").glob("*.py")):
        yield from (("report", key) for key in re.findall(names, path.read_text(encoding="utf-8")))


def texts_on_the_terminal():
    """What commands look up in a group that they took whole, and what they count."""
    source = (PACKAGE / "commands" / "wording.py").read_text(encoding="utf-8")
    for key in re.findall(r'\bwords\["(\w+)"\]', source):
        yield "terminal", key
    yield from (
        ("terminal", key) for key in (*wording.HEADS, *wording.BATCH_HEADS, *wording.FOUND_HEADS)
    )
    yield from (("terminal", f"state_{state}") for state in get_args(OutcomeState))
    for key in wording.COUNTED:
        yield "terminal", key
        yield "terminal", f"{key}_one"


def texts_of_the_doctor():
    yield from (("doctor", f"in_{language}") for language in LANGUAGES)
    yield from (("doctor", f"model_{name}") for name in MODEL_NAMES)
    yield from (("doctor", f"all_{health.value}") for health in Health)
    for topic, troubles in TROUBLES.items():
        yield from (("doctor", topic), ("doctor", f"{topic}_fine"))
        for trouble in troubles:
            yield from (("doctor", f"{topic}_{trouble}"), ("doctor", f"{topic}_{trouble}_do"))


def texts_of_values():
    yield from (("phase", phase.value) for phase in Phase)
    yield from (("reason", reason.value) for reason in Reason)
    yield from (("view", view) for view in [*View, "unknown"])
    yield from (("time", kind) for kind in TimeKind)
    yield from (
        ("time", f"{kind}_alone") for kind in ("set_up", "waiting", "near_zone", "not_judged")
    )
    yield from (("time", f"off_{limit}") for limit in ("above", "below", "either"))
    yield from (("nothing", cause) for cause in Cause if cause is not Cause.UNKNOWN)
    yield from (
        ("remedy", reason) for reason in [*Reason, *setup.DIRECTIONS, START_HELD, START_VALUE]
    )
    yield from (("remedy", key) for key in ("hold_longer", "further", "come_back", "into_zone"))
    yield from (("what", f"{side}_side") for side in ("left", "right"))
    yield from (("side", side) for side in get_args(SideName))
    for key in ("week", "sessions", "repetitions", "good", "range", "way", "held", "seen"):
        yield "progress", key
    for key in ("day", "minutes", "exercises", "nothing", "done", "partly", "planned"):
        yield "days", key
    for unit in {measure.unit for measure in MEASURES.values()}:
        yield "report", f"unit_{unit}"
    for exercise in BOOK.exercises.values():
        for check in () if exercise.movement is None else exercise.movement.target.checks:
            yield "measure", BOOK.check(check).measure
    for view in get_args(CameraPlace.model_fields["view"].annotation):
        yield "placement", view
    for height in get_args(CameraPlace.model_fields["height"].annotation):
        yield "placement", height
    for item, directions in setup.DIRECTIONS.items():
        yield "what", item
        yield from (("cue", direction) for direction in directions)
    for exercise in BOOK.exercises.values():
        yield "measure", exercise.follows
    yield "cue", OTHER_BODY
    yield from (("cue", key) for key in TWO_PEOPLE.values())
    yield from (("trainer", sight) for sight in Sight)
    yield from (("trainer", f"{share}_good") for share in ("all", "some", "one", "none"))
    yield from (("trainer", key) for key in ("welcome", "welcome_back", "next_exercise"))
    yield from (("trainer", key) for key in ("end", "end_early"))
    yield from (("trainer", key) for key in ("ask_pain", "ask_pain_during"))
    yield from (("trainer", f"pain_{zone}") for zone in ("amber", "red"))
    yield from (("screen", value) for value in [*Stage, "paused", "left", "right"])


USED = sorted(
    {
        *texts_in_code(),
        *texts_in_template(),
        *texts_by_key(),
        *texts_on_the_terminal(),
        *texts_of_values(),
        *texts_of_the_doctor(),
    }
)


def spoken():
    """Every text that is said while somebody trains: (where, Text)."""
    for key in texts.group("cue", "nl"):
        yield f"cue.{key}", Text(**{each: texts.text("cue", key, each) for each in LANGUAGES})
    for key in texts.group("trainer", "nl"):
        yield (
            f"trainer.{key}",
            Text(**{each: texts.text("trainer", key, each) for each in LANGUAGES}),
        )
    for way in WAYS:
        yield f"tempo.{way}_say", texts.in_both("tempo", f"{way}_say")
    for name, check in BOOK.shared.checks.items():
        yield f"checks.{name}", check.say
    for exercise in BOOK.exercises.values():
        for name, fault in exercise.faults.items():
            yield f"{exercise.id}.{name}", fault.say
            if isinstance(fault, AttemptFault):
                yield f"{exercise.id}.{name}.not_counted", fault.not_counted


SPOKEN = dict(spoken())


def test_the_search_for_texts_finds_them():
    assert ("report", "headline_none") in USED
    assert ("cue", "better") in USED
    assert ("cue", "begin") in USED
    assert ("report", "disclaimer") in texts_in_template()
    assert ("report", "start_value") in set(texts_by_key())
    assert len(SPOKEN) > 20


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("group", "key"), USED)
def test_every_text_that_is_used_exists(group, key, language):
    assert texts.text(group, key, language).strip()


GROUPS = [
    "report", "period", "time", "nothing", "remedy", "cue", "programme", "placement", "progress",
    "terminal", "trainer", "screen", "calendar", "days",
]  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_no_text_is_left_over(group):
    assert set(texts.group(group, "nl")) <= {key for used, key in USED if used == group}


def test_a_text_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        texts.text("cue", "sing", "nl")


@pytest.mark.parametrize(
    "name",
    [
        "cue",
        "phase",
        "reason",
        "what",
        "measure",
        "calendar",
        "days",
        "progress",
        "programme",
        "report",
        "time",
        "nothing",
        "remedy",
        "terminal",
        "view",
    ],
)
def test_both_languages_fill_in_the_same_places(name):
    dutch, english = (texts.group(name, language) for language in LANGUAGES)
    for key in dutch:
        places = [sorted(re.findall(r"\{\w+\}", words[key])) for words in (dutch, english)]
        assert places[0] == places[1], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_words_up_to_thirty(language):
    words = [texts.number_word(number, language) for number in range(33)]

    assert all(word.replace("-", "").isalpha() and word[0].isupper() for word in words[:31])
    assert len(set(words)) == 33
    assert words[31:] == ["31", "32"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_its_name(language):
    assert len({texts.month_name(month, language) for month in range(1, 13)}) == 12


def test_dutch_and_english_differ_wherever_something_is_said():
    # A text that was copied and never translated.
    assert [where for where, text in SPOKEN.items() if text.nl == text.en] == []


@pytest.mark.parametrize("exercise", BOOK.exercises.values(), ids=lambda each: each.id)
def test_an_exercise_has_all_its_texts_in_both_languages(exercise):
    posture = BOOK.posture(exercise)
    every = [exercise.name, exercise.instruction, posture.name, posture.say]
    every += [BOOK.shared.reminders[name] for name in exercise.reminders]
    for fault in exercise.faults.values():
        every += [fault.name, fault.say]

    assert all(text.in_language(language).strip() for text in every for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("where", SPOKEN)
def test_what_is_spoken_is_short(where, language):
    words = SPOKEN[where].in_language(language).split()

    assert len(words) <= MOST_WORDS_SPOKEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_spoken_claims_nothing_a_camera_cannot_see(language):
    shown = {where: text.in_language(language) for where, text in SPOKEN.items()}
    for exercise in BOOK.exercises.values():
        shown |= {
            f"{exercise.id}.{name}.name": fault.name.in_language(language)
            for name, fault in exercise.faults.items()
        }
    shown |= texts.group("measure", language)
    shown |= {name: measure.meaning for name, measure in MEASURES.items()}

    assert [where for where, words in shown.items() if UNSEEN.search(words)] == []


def test_reminders_alone_speak_of_what_a_camera_cannot_see():
    reminders = BOOK.shared.reminders.values()

    assert any(UNSEEN.search(text.nl) for text in reminders)
    assert any(UNSEEN.search(text.en) for text in reminders)
