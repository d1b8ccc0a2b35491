"""The questions of `stabiel live`. In: answers that are typed. Out: train, or stop; an interview.

A program that reads no terminal is never asked: nothing waits for an answer that cannot come.
"""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stabiel.exercises.model import Exercise
    from stabiel.store import DataFolder
    from stabiel.trainer.free_training import FreeSession
    from stabiel.trainer.interviewed_session import InterviewedSession
    from stabiel.trainer.live_session import LiveSession, SessionParts
    from stabiel.trainer.records import Records
    from stabiel.wording.language import Language


def wants_questions(arguments: argparse.Namespace, folder: "DataFolder") -> bool:
    """Return whether to ask anything: not with `--no-questions`, the setting, or a video file."""
    from stabiel.web.settings_file import SettingsFile

    played = arguments.camera is not None and Path(arguments.camera).is_file()
    return not (arguments.no_questions or played) and SettingsFile(folder).load().questions


def interviewed(
    session: "LiveSession | FreeSession",
    parts: "SessionParts",
    exercise: "Exercise",
    *,
    folder: "DataFolder",
    records: "Records",
) -> "InterviewedSession":
    """Return a session with questions before and after it.

    Args:
        session: the session itself.
        parts: what it works with.
        exercise: the first one, whose name is shown meanwhile.
        folder: the records, for the answers.
        records: writes later what cannot be written at once.
    """
    from stabiel.trainer.interviewed_session import InterviewedSession
    from stabiel.trainer.wellbeing_keeper import RecordedWellbeing
    from stabiel.trainer.words import TrainerWords

    return InterviewedSession(
        session,
        exercise=exercise,
        words=TrainerWords(parts.book, parts.language),
        voice=parts.voice,
        keeper=RecordedWellbeing(folder, records.write, workout=records.workout_in_records),
    )


def may_ask() -> bool:
    """Return whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def asked_red_flags(
    folder: "DataFolder",
    language: "Language",
    *,
    ask: Callable[[str], str] = input,
    now: Callable[[], datetime] = datetime.now,
) -> bool:
    """Ask about red flags if it is time to, keep the answers, and return whether to train.

    Args:
        folder: the records.
        language: of the questions.
        ask: prints its argument and returns what was typed.
        now: the date and time.

    Raises:
        StabielError: the records cannot be read or written.
    """
    from stabiel.session.red_flags import RED_FLAGS, RedFlagAnswers, advice_key, red_flags_due
    from stabiel.store.wellbeing import WellbeingRecords
    from stabiel.wording.catalogue import group

    words = group("red_flag", language)
    at = now().astimezone()
    with WellbeingRecords(folder) as records:
        earlier = records.red_flags()
        last = earlier[-1] if earlier else None
        if not red_flags_due(at, last, records.last_session_at()):
            return True
        print(f"{words['title']}\n{words['intro']}\n")
        for number, flag in enumerate(RED_FLAGS, 1):
            print(f"  {number}. {words[flag]}")
        yes = _typed(words, ask, len(RED_FLAGS))
        answers = RedFlagAnswers(at, tuple(RED_FLAGS[number - 1] for number in yes))
        key = advice_key(answers.yes)
        records.keep_red_flags(answers)
        if key is None:
            return True
        print(f"\n{words[key]}")
        # c of "continue" and v of "verder"; both are taken in both languages.
        went_on = _answer(ask, words["type_decision"]).lower() in ("c", "v")
        records.keep_red_flags(RedFlagAnswers(at, answers.yes, went_on))
    if not went_on:
        print(words["stopped"])
    return went_on


def _typed(words: dict[str, str], ask: Callable[[str], str], most: int) -> list[int]:
    """Return the numbers that were typed, in order; ask again as long as they are no numbers."""
    while True:
        typed = _answer(ask, words["type"]).replace(",", " ").split()
        known = {str(number): number for number in range(1, most + 1)}
        if all(each in known for each in typed):
            return sorted({known[each] for each in typed})
        print(words["type_again"].format(most=most))


def _answer(ask: Callable[[str], str], words: str) -> str:
    """Return what was typed; the end of the input is an empty answer."""
    try:
        return ask(f"\n{words}").strip()
    except EOFError:
        return ""
