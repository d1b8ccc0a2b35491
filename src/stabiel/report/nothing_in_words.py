"""Why nothing counted, in one sentence. In: a session and its labels. Out: words, or none."""

from stabiel.coach.setup import set_up_item
from stabiel.coach.time_spent import START_HELD
from stabiel.coach.tolerances import LEAST_S
from stabiel.report.labels import Labels
from stabiel.report.time_in_words import distance_in_words, what_to_do, within_sentence
from stabiel.session.nothing_counted import Cause, NothingCounted, nothing_counted
from stabiel.session.session import Session
from stabiel.wording.catalogue import group, text
from stabiel.wording.formatting import number, plural, short_number


def why_nothing_counted(session: Session, labels: Labels) -> str | None:
    """Return why nothing counted and what to change, None if something counted."""
    found = nothing_counted(session)
    if found is None:
        return None
    if session.looks_like is not None and found.cause is not Cause.FEW_FRAMES:
        other = labels.exercise_name(session.looks_like)
        return text("nothing", "looks_like", labels.language, other=other)
    return _in_words(found, session, labels)


def looks_more_like(session: Session, labels: Labels) -> str | None:
    """Return which exercise a session in which something counted seems to be, None if its own."""
    if session.looks_like is None or not session.counted:
        return None
    other = labels.exercise_name(session.looks_like)
    return text("report", "looks_more_like", labels.language, other=other)


def _in_words(found: NothingCounted, session: Session, labels: Labels) -> str:
    language, count = labels.language, found.count
    match found.cause:
        case Cause.ATTEMPTS:
            what = within_sentence(labels.fault(found.why or ""))
            return plural("nothing", "attempts", count, language, count=count, what=what)
        case Cause.DOUBTFUL:
            return plural("nothing", "doubtful", count, language, count=count)
        case Cause.OUT_OF_ZONE:
            return _out_of_zone(found, labels)
        case Cause.NOT_FAR_ENOUGH if found.off_by is not None:
            off = distance_in_words(labels.exercise.follows, found.off_by, labels)
            return text("nothing", "not_far_enough_by", language, off=off)
        case Cause.FEW_FRAMES:
            rate = number(session.source.frame_rate_hz, 1, language)
            return text("nothing", "few_frames", language, rate=rate)
        case Cause.NOT_READY:
            return _not_ready(found, labels)
        case Cause.NOT_BEGUN:
            return _not_begun(found, labels)
        case Cause.NOT_JUDGED:
            return _not_judged(found, labels)
        case Cause.SHORT_HOLD:
            least = short_number(LEAST_S, language)
            return text("nothing", "short_hold", language, least=least)
        case _:
            return _plainly(found.cause, labels)


def _plainly(cause: Cause, labels: Labels) -> str:
    """Return the words of a cause that has nothing more to tell."""
    if cause is Cause.UNKNOWN:
        if labels.is_hold:
            return text("report", "headline_no_hold", labels.language)
        return text("report", "headline_none", labels.language)
    return text("nothing", cause.value, labels.language)


def _not_begun(found: NothingCounted, labels: Labels) -> str:
    if found.why is not None:
        what = what_to_do(found.why, None, labels)
        return text("nothing", "not_begun", labels.language, what=what)
    if labels.is_hold:
        return text("nothing", "not_begun_hold", labels.language)
    return text("nothing", "not_begun_movement", labels.language)


def _out_of_zone(found: NothingCounted, labels: Labels) -> str:
    seconds = number(found.seconds, 0, labels.language)
    if found.why is None:
        return text("nothing", "out_of_zone_alone", labels.language, seconds=seconds)
    what = what_to_do(found.why, found.off_by, labels)
    return text("nothing", "out_of_zone", labels.language, seconds=seconds, what=what)


def _not_ready(found: NothingCounted, labels: Labels) -> str:
    if found.why is None:
        return text("nothing", "not_ready_alone", labels.language)
    if found.why == START_HELD:
        return text("nothing", "not_ready_still", labels.language)
    what = what_to_do(found.why, None, labels)
    if set_up_item(found.why) is not None:
        return text("nothing", "not_ready_camera", labels.language, what=what)
    return text("nothing", "not_ready", labels.language, what=what)


def _not_judged(found: NothingCounted, labels: Labels) -> str:
    reason = group("reason", labels.language).get(found.why or "")
    if found.why is None or reason is None:
        return text("nothing", "not_judged_alone", labels.language)
    what = text("remedy", found.why, labels.language)
    return text("nothing", "not_judged", labels.language, reason=reason, what=what)
