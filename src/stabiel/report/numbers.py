"""The large numbers at the top of a report, beside what was asked. In: its material. Out: words."""

from stabiel.report.labels import Labels, in_time_order
from stabiel.report.material import Material
from stabiel.session.session import Session
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import clock, number, plural


def numbers_of(material: Material, labels: Labels) -> list[tuple[str, str]]:
    """Return the large numbers, each with its label: what was done, of what was asked."""
    session, language, dose = material.session, labels.language, material.dose
    words = group("report", language)
    done, holds = len(session.repetitions), len(session.holds)
    missed = len(session.attempts) - session.doubtful_attempts
    if labels.is_hold:
        held = number(session.hold_s, 0, language)
        asked_s = None if dose is None or dose.hold_s is None else dose.hold_s * dose.times
        if asked_s is not None:
            asked = number(asked_s * _sides(session), 0, language)
            held = text("report", "of_asked", language, done=held, asked=asked)
        found = [
            (str(holds), plural("report", "holds", holds, language)),
            (f"{held} s", words["in_zone"]),
        ]
    else:
        counted = str(done)
        if dose is not None and dose.repetitions is not None:
            every = dose.repetitions * _sides(session)
            counted = text("report", "of_asked", language, done=done, asked=every)
        found = [
            (counted, plural("report", "repetitions", done, language)),
            (str(session.good_repetitions), words["good"]),
            (str(missed), plural("report", "attempts", missed, language)),
        ]
    return [*found, (clock(session.source.duration_s), words["duration"])]


def _sides(session: Session) -> int:
    """Return how many sides were trained; a dose is asked of each."""
    return max(1, len({done.side for done in in_time_order(session)}))
