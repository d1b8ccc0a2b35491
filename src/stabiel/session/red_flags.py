"""The questions about red flags, and when to ask them. In: dates and answers. Out: whether to ask.

A red flag is a sign that a doctor or physiotherapist should see first. The questions follow the
table of red flags in the KNGF guideline on low back pain (KNGF and VvOCM 2021, B.1.3) and the
framework of IFOMPT (Finucane et al., Journal of Orthopaedic & Sports Physical Therapy
2020;50:350-372): cauda equina syndrome, fracture, cancer and infection. They ask and refer; they
find no disease.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

# The most urgent first: a possible cauda equina syndrome cannot wait.
RED_FLAGS = ("bladder", "numb", "weak", "fall", "cancer", "ill", "night")
URGENT = frozenset({"bladder", "numb", "weak"})
# Somebody who was away for so long may have got something new.
AWAY = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class RedFlagAnswers:
    """The answers of one day.

    Attributes:
        at: the date and time with the offset from UTC.
        yes: the ids of the questions that were answered with yes.
        went_on: whether the person chose to exercise anyway; None without a yes, or undecided.
    """

    at: datetime
    yes: tuple[str, ...]
    went_on: bool | None = None


def advice_key(yes: tuple[str, ...]) -> str | None:
    """Return the key of the advice in the catalogue, None if nothing was answered with yes."""
    if not yes:
        return None
    return "urgent" if URGENT.intersection(yes) else "advice"


def red_flags_due(
    now: datetime, last: RedFlagAnswers | None, last_session: datetime | None
) -> bool:
    """Return whether to ask now: before the first session, and after four weeks away.

    Somebody who answered yes and decided to stop is asked again, but never twice in a day.

    Args:
        now: the date and time.
        last: the latest answers; None if it was never asked.
        last_session: when the latest session began; None if there was none.
    """
    if last is not None and last.at.astimezone(now.tzinfo).date() == now.date():
        return False
    since = max((each for each in (last and last.at, last_session) if each), default=None)
    if since is None or now - since >= AWAY:
        return True
    stopped = last is not None and bool(last.yes) and not last.went_on
    return stopped and (last_session is None or (last is not None and last_session < last.at))


def answers_of(found: Mapping[str, object], at: datetime) -> RedFlagAnswers:
    """Return answers from their kept form: the ids with true or false, and `went_on`."""
    went_on = found.get("went_on")
    yes = tuple(each for each in RED_FLAGS if found.get(each) is True)
    return RedFlagAnswers(at, yes, went_on if isinstance(went_on, bool) else None)


def answers_kept(answers: RedFlagAnswers) -> dict[str, bool | None]:
    """Return answers as they are kept: the ids with true or false, and `went_on`."""
    found: dict[str, bool | None] = {each: each in answers.yes for each in RED_FLAGS}
    return {**found, "went_on": answers.went_on}
