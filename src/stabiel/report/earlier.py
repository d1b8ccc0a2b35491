"""The sessions before this one. In: a report's material. Out: a sentence, a table, a line of weeks.

The sentence is for the user, the table for who wants to know more; the line of weeks is what a
physiotherapist reads of all that on one page.
"""

from stabiel.report.labels import Labels
from stabiel.report.material import Material
from stabiel.session.trends import Week, weeks
from stabiel.wording.catalogue import group, month_name, text
from stabiel.wording.formatting import NOTHING, number, plural, with_unit
from stabiel.wording.language import Language

MOST_EARLIER, MOST_WEEKS = 5, 6


def compared_in_words(material: Material, labels: Labels) -> str:
    """Return how the session before this one went, in a sentence; empty if there is none."""
    if not material.earlier:
        return ""
    last = material.earlier[-1]
    day = labels.day(last.began_at)
    if labels.is_hold:
        seconds = round(last.hold_s)
        return plural("report", "last_held", seconds, labels.language, day=day, seconds=seconds)
    return text(
        "report", "last_good", labels.language, day=day, good=last.good, all=last.repetitions
    )


def weeks_in_words(material: Material, labels: Labels) -> str:
    """Return the last weeks in a line, this session among them; empty if there is one week only."""
    if material.this is None:
        return ""
    found = weeks([*material.earlier, material.this])[-MOST_WEEKS:]
    if len(found) < 2:
        return ""
    language = labels.language
    listed = ", ".join(_week(each, language, held=labels.is_hold) for each in found)
    if labels.is_hold:
        return text("report", "weeks_held", language, weeks=listed)
    return text("report", "weeks_good", language, weeks=listed)


def _week(week: Week, language: Language, *, held: bool) -> str:
    day = f"{week.monday.day} {month_name(week.monday.month, language)}"
    if held:
        return f"{day} {number(week.hold_s, 0, language)} s"
    share = week.good_share
    return f"{day} {NOTHING if share is None else f'{round(100 * share)} %'}"


def earlier_headers(labels: Labels) -> list[str]:
    """Return the headers of the table of earlier sessions."""
    words = group("report", labels.language)
    common = [words["day"], words["holds" if labels.is_hold else "repetitions"].capitalize()]
    if labels.is_hold:
        return [*common, words["in_zone"].capitalize(), words["most_seen"]]
    return [
        *common,
        words["good"].capitalize(),
        words["start_value"],
        labels.peak,
        words["back"],
        words["most_seen"],
    ]


def earlier_rows(material: Material, labels: Labels) -> list[list[str]]:
    """Return the last sessions as rows. The newest, this one, comes last."""
    if not material.earlier or material.this is None:
        return []
    follows, language = material.exercise.follows, labels.language
    rows = []
    for past in (*material.earlier[-MOST_EARLIER:], material.this):
        most = max(past.faults, key=lambda fault: past.faults[fault], default=None)
        seen = NOTHING if most is None else f"{labels.fault(most)} ({past.faults[most]}×)"
        if labels.is_hold:
            row = [str(past.holds), with_unit("_s", past.hold_s, language)]
        else:
            row = [
                str(past.repetitions),
                str(past.good),
                with_unit(follows, past.start, language),
                with_unit(follows, past.peak, language),
                with_unit("_s", past.return_s, language),
            ]
        rows.append([labels.day(past.began_at), *row, seen])
    return rows
