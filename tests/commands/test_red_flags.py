"""The questions about red flags in a terminal: asked once, and the person decides."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from stabiel.commands.wellbeing import asked_red_flags, may_ask, wants_questions
from stabiel.store import DataFolder
from stabiel.store.wellbeing import WellbeingRecords
from stabiel.web.settings_file import SettingsFile

NOW = datetime(2026, 3, 2, 9)


def asked(folder, *typed, now=NOW, language="en"):
    """Ask; return whether to train, and the prompts that were answered."""
    answers, prompts = iter(typed), []

    def ask(words):
        prompts.append(words)
        answer = next(answers)
        if answer is None:
            raise EOFError
        return answer

    return asked_red_flags(folder, language, ask=ask, now=lambda: now), prompts


def kept(folder):
    with WellbeingRecords(folder) as records:
        return [(each.yes, each.went_on) for each in records.red_flags()]


@pytest.mark.parametrize(
    ("typed", "trains", "answers"),
    [
        (("",), True, ((), None)),
        ((None,), True, ((), None)),
        (("6", ""), False, (("ill",), False)),
        (("6 1, 6", "c"), True, (("bladder", "ill"), True)),
        (("4", "V"), True, (("fall",), True)),
        (("4", None), False, (("fall",), False)),
        (("9", "x", "yes", ""), True, ((), None)),
    ],
)
def test_what_is_typed_is_kept(tmp_path, typed, trains, answers):
    folder = DataFolder(tmp_path)

    assert asked(folder, *typed)[0] is trains
    assert kept(folder) == [answers]


def test_it_is_asked_once_and_after_four_weeks(tmp_path, capsys):
    folder = DataFolder(tmp_path)
    assert len(asked(folder, "")[1]) == 1
    assert capsys.readouterr().out.count("\n  ") == 7
    for days, prompts in ((0, 0), (1, 0), (27, 0), (28, 1)):
        assert len(asked(folder, "", now=NOW + timedelta(days=days))[1]) == prompts


@pytest.mark.parametrize(
    ("typed", "language", "words"),
    [("1", "nl", "Bel vandaag nog je huisarts"), ("6", "en", "Talk to your doctor or physio")],
)
def test_a_yes_says_whom_to_ask(tmp_path, capsys, typed, language, words):
    asked(DataFolder(tmp_path), typed, "", language=language)

    assert words in capsys.readouterr().out


def test_a_program_without_a_terminal_is_not_asked():
    assert not may_ask()


@pytest.mark.parametrize(
    ("no_questions", "setting", "camera", "wanted"),
    [
        (False, True, None, True),
        (False, True, "0", True),
        (True, True, None, False),
        (False, False, None, False),
        (False, True, __file__, False),
    ],
)
def test_when_anything_is_asked(tmp_path, no_questions, setting, camera, wanted):
    folder = DataFolder(tmp_path)
    SettingsFile(folder).change({"questions": setting})
    arguments = SimpleNamespace(no_questions=no_questions, camera=camera)

    assert wants_questions(arguments, folder) is wanted
